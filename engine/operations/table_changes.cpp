#include "engine/operations/table_changes.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/base/ensure.h"
#include "engine/base/limits.h"
#include "engine/operations/vector_changes.h"
#include "engine/schema/vector_index.h"

namespace engine::operations {
namespace {

using schema::BillingMode;
using schema::Index;
using schema::IndexState;
using schema::OnDemandLimits;
using schema::Table;
using schema::Throughput;

Error invalid(const std::string& text) {
    return Error::validation("One or more parameter values were invalid: " + text);
}

Error neitherUnits() {
    return invalid(
        "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
        "PAY_PER_REQUEST");
}

std::string schemaText(const std::string& name, values::AttributeType type, bool isHash) {
    return "Schema:[SchemaElement: key{" + name + ":" + std::string(values::typeName(type)) +
           (isHash ? ":HASH}]" : ":RANGE}]");
}

// The same numbers again are refused, for the table as for an index.
Error unchanged(const std::string& what, const Throughput& throughput) {
    const auto read = std::to_string(throughput.readUnits);
    const auto write = std::to_string(throughput.writeUnits);
    return Error::validation(
        "The provisioned throughput for the " + what +
        " will not change. The requested value equals the current value. Current "
        "ReadCapacityUnits provisioned for the " +
        what + ": " + read + ". Requested ReadCapacityUnits: " + read +
        ". Current WriteCapacityUnits provisioned for the " + what + ": " + write +
        ". Requested WriteCapacityUnits: " + write +
        ". Refer to the Amazon DynamoDB Developer Guide for current limits and how to request "
        "higher limits.");
}

class TableChange final {
public:
    TableChange(const Table& table, const UpdateTableInput& input, Timestamp now)
        : m_table(table), m_input(input), m_now(now) {}

    Result<Table> make() {
        for (const auto step : {&TableChange::checkIndexUpdates, &TableChange::changeBilling,
                                &TableChange::changeOnDemandLimits, &TableChange::changeVectors,
                                &TableChange::changeIndexes}) {
            if (auto done = (this->*step)(); !done) {
                return std::move(done).error();
            }
        }
        if (m_input.deletionProtection) {
            m_table.deletionProtection = *m_input.deletionProtection;
        }
        if (m_input.tableClass) {
            m_table.tableClass = m_input.tableClass;
        }
        if (m_input.warmThroughput) {
            m_table.warmThroughput = m_input.warmThroughput;
        }
        return std::move(m_table);
    }

private:
    bool isOnDemand() const { return m_table.billingMode == BillingMode::PayPerRequest; }

    Index* find(const std::string& name) {
        const auto found = std::find_if(m_table.indexes.begin(), m_table.indexes.end(),
                                        [&](const Index& index) { return index.name == name; });
        return found == m_table.indexes.end() ? nullptr : &*found;
    }

    Result<void> changeVectors() { return changeVectorIndexes(m_table, m_input); }

    Result<void> checkIndexUpdates() {
        std::size_t online = m_input.vectorIndexUpdates ? m_input.vectorIndexUpdates->size() : 0;
        if (online > 1) {
            return onlyOneOnlineIndex();
        }
        if (!m_input.indexUpdates) {
            return {};
        }
        for (const auto& update : *m_input.indexUpdates) {
            online += update.create || update.remove ? 1U : 0U;
        }
        return online > 1 ? Result<void>(onlyOneOnlineIndex()) : Result<void>();
    }

    Result<void> changeBilling() {
        const BillingMode mode = m_input.billingMode.value_or(m_table.billingMode);
        if (mode == BillingMode::PayPerRequest && m_input.throughput) {
            return neitherUnits();
        }
        if (mode == m_table.billingMode) {
            return changeThroughput();
        }
        return mode == BillingMode::PayPerRequest ? toOnDemand() : toProvisioned();
    }

    Result<void> changeThroughput() {
        if (!m_input.throughput) {
            return {};
        }
        if (*m_input.throughput == m_table.throughput) {
            return unchanged("table", m_table.throughput);
        }
        m_table.throughput = *m_input.throughput;
        return {};
    }

    Result<void> toOnDemand() {
        m_table.billingMode = BillingMode::PayPerRequest;
        m_table.throughput = {};
        m_table.onDemandSince = m_now;
        for (auto& index : m_table.indexes) {
            index.throughput.reset();
        }
        return {};
    }

    Result<void> toProvisioned() {
        ENSURE(m_input.throughput.has_value());
        std::string missing;
        for (const auto& index : m_table.indexes) {
            if (index.global && index.state != IndexState::Deleting && !isGiven(index.name)) {
                missing.append(missing.empty() ? "" : ",").append(index.name);
            }
        }
        if (!missing.empty()) {
            return invalid("ProvisionedThroughput must be specified for index: " + missing);
        }
        m_table.billingMode = BillingMode::Provisioned;
        m_table.onDemandSince = m_table.onDemandSince.value_or(m_table.createdAt);
        m_table.throughput = *m_input.throughput;
        m_table.onDemandLimits.reset();
        for (auto& index : m_table.indexes) {
            index.onDemandLimits.reset();
        }
        return {};
    }

    bool isGiven(const std::string& name) const {
        return m_input.indexUpdates &&
               std::any_of(
                   m_input.indexUpdates->begin(), m_input.indexUpdates->end(),
                   [&](const IndexUpdate& update) {
                       return update.name() == name &&
                              (update.remove || (update.update && update.update->throughput));
                   });
    }

    // Members that are given replace those that are there; -1 takes one away.
    Result<void> merge(const OnDemandLimits& given, const std::string& what,
                       std::optional<OnDemandLimits>& limits) const {
        OnDemandLimits merged = limits.value_or(OnDemandLimits());
        for (const auto& [name, from, to] :
             {std::tuple("MaxReadRequestUnits", &given.readUnits, &merged.readUnits),
              std::tuple("MaxWriteRequestUnits", &given.writeUnits, &merged.writeUnits)}) {
            if (!*from) {
                continue;
            }
            if (!isOnDemand()) {
                return invalid(std::string(name) +
                               " for OnDemandThroughput cannot be specified when the table "
                               "BillingMode is PROVISIONED");
            }
            if (**from == 0 || **from < -1) {
                return invalid("Requested " + std::string(name) + " for OnDemandThroughput for " +
                               what + " is outside of valid range");
            }
            *to = **from == -1 ? std::nullopt : *from;
        }
        limits = merged.readUnits || merged.writeUnits ? std::optional(merged) : std::nullopt;
        return {};
    }

    Result<void> changeOnDemandLimits() {
        return m_input.onDemandLimits
                   ? merge(*m_input.onDemandLimits, "table", m_table.onDemandLimits)
                   : Result<void>();
    }

    Result<void> changeIndexes() {
        if (!m_input.indexUpdates) {
            return {};
        }
        for (const auto& update : *m_input.indexUpdates) {
            auto done = update.create   ? create(*update.create)
                        : update.remove ? remove(*update.remove)
                                        : change(*update.update);
            if (!done) {
                return done;
            }
        }
        return {};
    }

    Result<void> create(const schema::IndexSpec& spec) {
        if (m_table.hasIndex(spec.name)) {
            return Error::validation("Attempting to create an index which already exists");
        }
        if (auto free = checkNoOtherIndexIsBusy(m_table, spec.name); !free) {
            return free;
        }
        if (auto checked = checkDefinitions(spec); !checked) {
            return checked;
        }
        auto index = schema::validateNewIndex(m_table, spec, m_input.attributeDefinitions);
        if (!index) {
            return std::move(index).error();
        }
        const auto globals = std::count_if(m_table.indexes.begin(), m_table.indexes.end(),
                                           [](const Index& each) { return each.global; });
        if (globals >= limits::globalIndexesMax) {
            return Error::limitExceeded(
                "Subscriber limit exceeded: Number of global secondary indexes exceeds per-table "
                "limit of 20");
        }
        const auto number = takeIndexNumber(m_table);
        if (!number) {
            return number.error();
        }
        index->number = *number;
        index->state = IndexState::Backfilling;
        addDefinitions(*index);
        m_table.indexes.push_back(*std::move(index));
        return schema::checkProjectedTotal(m_table);
    }

    // The key attributes must be in this request, and be what they are elsewhere in the table.
    Result<void> checkDefinitions(const schema::IndexSpec& spec) const {
        for (const auto& vector : m_table.vectorIndexes) {
            if (std::any_of(
                    m_input.attributeDefinitions.begin(), m_input.attributeDefinitions.end(),
                    [&](const auto& each) { return each.name == vector.vectorAttribute; })) {
                return schema::definedVectorAttribute(vector.vectorAttribute);
            }
        }
        for (const auto& element : spec.keySchema) {
            const auto& definitions = m_input.attributeDefinitions;
            const auto given =
                std::find_if(definitions.begin(), definitions.end(),
                             [&](const auto& each) { return each.name == element.name; });
            if (given == definitions.end()) {
                return invalid("Some index key attributes are not defined in AttributeDefinitions");
            }
            const auto known = std::find_if(
                m_table.attributeDefinitions.begin(), m_table.attributeDefinitions.end(),
                [&](const auto& each) { return each.name == element.name; });
            if (known != m_table.attributeDefinitions.end() && known->type != given->type) {
                const bool isHash = !m_table.sortKey || m_table.sortKey->name != known->name;
                return invalid(
                    "Attributes cannot be redefined. Please check that your attribute has the same "
                    "type as previously defined. Existing schema: " +
                    schemaText(known->name, known->type, isHash) + " New schema: " +
                    schemaText(given->name, given->type, element.type == schema::KeyType::Hash));
            }
        }
        return {};
    }

    void addDefinitions(const Index& index) {
        for (const auto* part : {&index.partitionKey, &index.sortKey}) {
            for (const auto& key : *part) {
                const auto at = std::lower_bound(
                    m_table.attributeDefinitions.begin(), m_table.attributeDefinitions.end(),
                    key.name, [](const auto& each, const auto& name) { return each.name < name; });
                if (at == m_table.attributeDefinitions.end() || at->name != key.name) {
                    m_table.attributeDefinitions.insert(at, {key.name, key.type});
                }
            }
        }
    }

    Result<void> remove(const std::string& name) {
        Index* const index = find(name);
        if (index == nullptr || index->state == IndexState::Deleting) {
            return Error::resourceNotFound("Requested resource not found");
        }
        if (!index->global) {
            return invalid("Local secondary indexes cannot be deleted. Index: " + name);
        }
        if (auto free = checkNoOtherIndexIsBusy(m_table, name); !free) {
            return free;
        }
        index->state = IndexState::Deleting;
        return {};
    }

    Result<void> change(const IndexUpdate::Update& update) {
        Index* const index = find(update.name);
        if (index == nullptr || !index->global || index->state == IndexState::Deleting) {
            return Error::validation(
                "This operation cannot be performed with given input values. Please contact "
                "DynamoDB service team for more info: Action Blocked: IndexUpdate");
        }
        if (update.throughput) {
            if (isOnDemand()) {
                return invalid("ProvisionedThroughput should not be specified for index: " +
                               update.name + " when BillingMode is PAY_PER_REQUEST");
            }
            if (index->throughput == update.throughput) {
                return unchanged("index " + update.name, *update.throughput);
            }
            index->throughput = update.throughput;
        }
        if (update.warmThroughput) {
            index->warmThroughput = update.warmThroughput;
        }
        return update.onDemandLimits
                   ? merge(*update.onDemandLimits, "index: " + update.name, index->onDemandLimits)
                   : Result<void>();
    }

    Table m_table;
    const UpdateTableInput& m_input;
    Timestamp m_now;
};

}  // namespace

const std::string& IndexUpdate::name() const {
    return create ? create->name : remove ? *remove : update->name;
}

namespace {

Result<void> checkBilling(const UpdateTableInput& input) {
    if (input.billingMode == BillingMode::Provisioned && !input.throughput) {
        return invalid("ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
    }
    if (input.billingMode == BillingMode::PayPerRequest && input.throughput) {
        return neitherUnits();
    }
    return input.throughput ? schema::checkUnits(*input.throughput) : Result<void>();
}

Result<void> checkIndexUpdates(const std::vector<IndexUpdate>& updates) {
    std::set<std::string> names;
    for (const auto& update : updates) {
        if (!update.update && !update.create && !update.remove) {
            return invalid(
                "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
                "GlobalSecondaryIndexUpdate.Delete must not be null");
        }
        if (!names.insert(update.name()).second) {
            return invalid(
                "Only one global secondary index update per index is allowed simultaneously. "
                "Index: " +
                update.name());
        }
        if (update.update && update.update->throughput) {
            if (auto checked = schema::checkUnits(*update.update->throughput); !checked) {
                return checked;
            }
        }
    }
    return {};
}

}  // namespace

Result<void> checkTableChange(const UpdateTableInput& input) {
    if (auto checked = checkBilling(input); !checked) {
        return checked;
    }
    return input.indexUpdates ? checkIndexUpdates(*input.indexUpdates) : Result<void>();
}

Result<schema::Table> changedTable(const schema::Table& table, const UpdateTableInput& input,
                                   Timestamp now) {
    return TableChange(table, input, now).make();
}

}  // namespace engine::operations
