#include "engine/operations/batch_get_item.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/base/limits.h"
#include "engine/capacity/units.h"
#include "engine/operations/consumed_capacity.h"
#include "engine/operations/handlers.h"
#include "engine/operations/request_expressions.h"

namespace engine::operations {

namespace {

// The part of a batch that reads one table, ready to read.
struct TableLookup {
    std::string tableName;  // as the request named it
    const KeysAndAttributes* request = nullptr;
    std::shared_ptr<const schema::Table> table;
    std::vector<schema::PrimaryKey> keys;
    std::optional<expressions::Projection> projection;
};

Result<void> checkNoDuplicates(const KeysAndAttributes& request) {
    std::set<std::string> seen;
    for (const auto& key : request.keys) {
        if (!seen.insert(values::EncodedItem(key).bytes()).second) {
            return Error::validation("Provided list of item keys contains duplicates");
        }
    }
    return {};
}

// One table's parameters are mixed with another's as well as with its own.
Result<void> checkNotMixed(const BatchGetItemInput& input) {
    const auto any = [&](const auto& isUsed) {
        return std::any_of(input.requestItems.begin(), input.requestItems.end(),
                           [&](const auto& entry) { return isUsed(entry.second); });
    };
    if (any([](const KeysAndAttributes& keys) {
            return keys.legacy.attributesToGet.has_value();
        }) &&
        any([](const KeysAndAttributes& keys) { return keys.projectionExpression.has_value(); })) {
        return mixedParameters("AttributesToGet", "ProjectionExpression");
    }
    return {};
}

Result<TableLookup> prepareLookup(const Context& context, const std::string& tableName,
                                  const KeysAndAttributes& request, std::optional<Timestamp> asOf) {
    TableLookup lookup;
    lookup.tableName = tableName;
    lookup.request = &request;
    auto compiled =
        compileExpressions({.projection = &request.projectionExpression, .legacy = &request.legacy},
                           request.attributes);
    if (!compiled) {
        return std::move(compiled).error();
    }
    if (auto checked = checkNoDuplicates(request); !checked) {
        return std::move(checked).error();
    }
    auto table = findTable(context, tableName, asOf);
    if (!table) {
        return std::move(table).error();
    }
    lookup.table = *std::move(table);
    for (const auto& keyAttributes : request.keys) {
        auto key = schema::lookupKey(*lookup.table, keyAttributes);
        if (!key) {
            return std::move(key).error();
        }
        lookup.keys.push_back(*std::move(key));
    }
    if (auto checked = checkNoPathBelowKeys(*lookup.table, *compiled); !checked) {
        return std::move(checked).error();
    }
    lookup.projection = std::move(compiled->projection);
    return lookup;
}

// Reads the tables of a batch one after the other until the answer is full.
class BatchReader final {
public:
    BatchReader(storage::ReadTransaction& snapshot, ReturnConsumedCapacity wanted)
        : m_snapshot(snapshot), m_wanted(wanted) {}

    Result<void> read(const TableLookup& lookup) {
        auto& part = partOf(lookup);
        auto& items = m_output.responses[part.tableName];
        for (std::size_t i = 0; i < lookup.keys.size(); ++i) {
            if (m_bytes >= limits::batchGetBytesMax) {
                leaveRest(lookup, i);
                break;
            }
            const auto item = m_snapshot.getItem(lookup.table->number, lookup.keys[i]);
            if (!item) {
                return item.error();
            }
            const auto sizeBytes = *item ? (*item)->sizeBytes() : 0;
            part.meter.addTable(capacity::readUnits(
                sizeBytes, lookup.request->consistentRead ? capacity::Consistency::Strong
                                                          : capacity::Consistency::Eventual));
            if (!*item) {
                continue;
            }
            m_bytes += sizeBytes;
            items.push_back(lookup.projection ? lookup.projection->apply(**item)
                                              : values::EncodedItem(std::string((*item)->bytes())));
        }
        return {};
    }

    BatchGetItemOutput takeOutput() {
        for (const auto& part : m_parts) {
            if (auto consumed = part.meter.report(m_wanted, part.tableName)) {
                m_output.consumedCapacity.push_back(*std::move(consumed));
            }
        }
        return std::move(m_output);
    }

private:
    // A table in the answer. Its ARN and its name in one request become one
    // (facts/aws-observed.md section 2).
    struct Part {
        schema::TableNumber number = 0;
        std::string tableName;
        CapacityMeter meter;
    };

    Part& partOf(const TableLookup& lookup) {
        const auto number = lookup.table->number;
        const auto known = std::find_if(m_parts.begin(), m_parts.end(),
                                        [&](const Part& part) { return part.number == number; });
        return known != m_parts.end()
                   ? *known
                   : m_parts.emplace_back(Part{number, lookup.tableName, CapacityMeter()});
    }

    void leaveRest(const TableLookup& lookup, std::size_t firstUnread) {
        auto rest = *lookup.request;
        rest.keys.erase(rest.keys.begin(),
                        rest.keys.begin() + static_cast<std::ptrdiff_t>(firstUnread));
        m_output.unprocessedKeys.emplace(lookup.tableName, std::move(rest));
    }

    storage::ReadTransaction& m_snapshot;
    ReturnConsumedCapacity m_wanted;
    std::size_t m_bytes = 0;
    std::vector<Part> m_parts;
    BatchGetItemOutput m_output;
};

}  // namespace

Result<BatchGetItemOutput> batchGetItem(const Context& context, const BatchGetItemInput& input) {
    std::size_t keyCount = 0;
    for (const auto& [name, request] : input.requestItems) {
        keyCount += request.keys.size();
    }
    if (keyCount > limits::batchGetKeysMax) {
        return Error::validation("Too many items requested for the BatchGetItem call");
    }
    if (auto checked = checkNotMixed(input); !checked) {
        return std::move(checked).error();
    }
    std::vector<TableLookup> lookups;
    for (const auto& [name, request] : input.requestItems) {
        auto lookup = prepareLookup(context, name, request, input.asOf);
        if (!lookup) {
            return std::move(lookup).error();
        }
        lookups.push_back(*std::move(lookup));
    }
    const auto snapshot = beginRead(context, input.asOf);
    if (!snapshot) {
        return snapshot.error();
    }
    BatchReader reader(**snapshot, input.returnConsumedCapacity);
    for (const auto& lookup : lookups) {
        if (auto read = reader.read(lookup); !read) {
            return std::move(read).error();
        }
    }
    return reader.takeOutput();
}

}  // namespace engine::operations
