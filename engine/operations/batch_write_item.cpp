#include "engine/operations/batch_write_item.h"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

#include "engine/base/limits.h"
#include "engine/operations/handlers.h"
#include "engine/operations/item_size.h"
#include "engine/operations/item_write.h"

namespace engine::operations {

namespace {

using values::AttributeMap;
using values::EncodedItem;
using values::ItemView;

struct SingleWrite {
    schema::PrimaryKey key;
    std::optional<EncodedItem> item;  // nullopt: delete
    AttributeMap deletedKey;
    std::optional<std::uint64_t> collectionBytes;
};

// The part of a batch that writes one table.
struct TableWrites {
    std::string tableName;  // as the request named it
    std::shared_ptr<const schema::Table> table;
    std::vector<SingleWrite> writes;
    std::vector<ItemCollectionMetrics> metrics;  // one per partition key
};

// In a batch every fault of an item's key has the text of a lookup key.
Result<schema::PrimaryKey> keyOfPut(const schema::Table& table, const AttributeMap& item) {
    AttributeMap key;
    for (const auto& [name, value] : item) {
        if (table.isKeyAttribute(name)) {
            key.emplace(name, value);
        }
    }
    return schema::lookupKey(table, key);
}

Result<SingleWrite> prepareSingle(const schema::Table& table, const WriteRequest& request) {
    auto key = request.isPut ? keyOfPut(table, request.itemOrKey)
                             : schema::lookupKey(table, request.itemOrKey);
    if (!key) {
        return std::move(key).error();
    }
    SingleWrite write{
        .key = *std::move(key), .item = std::nullopt, .deletedKey = {}, .collectionBytes = {}};
    if (!request.isPut) {
        write.deletedKey = request.itemOrKey;
        return write;
    }
    if (auto checked = schema::checkIndexKeys(table, request.itemOrKey); !checked) {
        return std::move(checked).error();
    }
    if (auto checked = checkPutSize(table, request.itemOrKey); !checked) {
        return std::move(checked).error();
    }
    write.item = EncodedItem(request.itemOrKey);
    return write;
}

void addMetrics(const BatchWriteItemInput& input, const WriteRequest& request,
                std::optional<std::uint64_t> collectionBytes, TableWrites& tableWrites) {
    const auto& table = *tableWrites.table;
    auto metrics =
        itemCollectionMetricsOf(input.returnItemCollectionMetrics, table,
                                request.itemOrKey.at(table.partitionKey.name), collectionBytes);
    if (!metrics) {
        return;
    }
    const bool isKnown = std::any_of(
        tableWrites.metrics.begin(), tableWrites.metrics.end(),
        [&](const ItemCollectionMetrics& known) { return known.keyValue == metrics->keyValue; });
    if (!isKnown) {
        tableWrites.metrics.push_back(*std::move(metrics));
    }
}

// Targets of the batch so far: one table may be named twice, by its name and by its ARN.
using Targets = std::set<std::pair<schema::TableNumber, schema::PrimaryKey>>;

Result<void> prepareTable(const Context& context, const BatchWriteItemInput& input,
                          const std::vector<WriteRequest>& requests, TableWrites& tableWrites,
                          Targets& targets) {
    for (const auto& request : requests) {
        auto write = prepareSingle(*tableWrites.table, request);
        if (!write) {
            return std::move(write).error();
        }
        if (!targets.emplace(tableWrites.table->number, write->key).second) {
            return Error::validation("Provided list of item keys contains duplicates");
        }
        const auto collection = collectionBytesFor(context, *tableWrites.table, write->key,
                                                   input.returnItemCollectionMetrics);
        if (!collection) {
            return collection.error();
        }
        write->collectionBytes = *collection;
        addMetrics(input, request, *collection, tableWrites);
        tableWrites.writes.push_back(*std::move(write));
    }
    return {};
}

class BatchWrite final : public PendingWrite {
public:
    BatchWrite(std::vector<TableWrites> tables, ReturnConsumedCapacity wanted)
        : m_tables(std::move(tables)), m_wanted(wanted) {}

    // Writes of items that a transaction holds are left to the client to try again.
    Result<void> begin(ItemClaims& claims) override {
        for (auto& tableWrites : m_tables) {
            const auto isHeld = [&](const SingleWrite& write) {
                return claims.isClaimed({tableWrites.table->number, write.key});
            };
            auto& writes = tableWrites.writes;
            const auto held =
                std::stable_partition(writes.begin(), writes.end(), std::not_fn(isHeld));
            for (auto write = held; write != writes.end(); ++write) {
                m_unprocessed[tableWrites.tableName].push_back(
                    {write->item.has_value(),
                     write->item ? write->item->view().decode() : std::move(write->deletedKey)});
            }
            writes.erase(held, writes.end());
        }
        return {};
    }

    Result<void> apply(storage::WriteTransaction& transaction) override {
        for (auto& tableWrites : m_tables) {
            if (auto found = renewTable(transaction, tableWrites.table); !found) {
                return found;
            }
        }
        // No two writes have the same key, so all can be planned before the first one changes
        // anything.
        m_meters.assign(m_tables.size(), CapacityMeter());
        std::vector<PlannedWrite> plan;
        for (std::size_t i = 0; i < m_tables.size(); ++i) {
            for (const auto& write : m_tables[i].writes) {
                auto planned = planSingle(transaction, *m_tables[i].table, write, m_meters[i]);
                if (!planned) {
                    return std::move(planned).error();
                }
                plan.push_back(*std::move(planned));
            }
        }
        for (const auto& planned : plan) {
            if (auto done = carryOut(transaction, planned); !done) {
                return done;
            }
        }
        return {};
    }

protected:
    Response response() override {
        BatchWriteItemOutput output;
        output.unprocessedItems = std::move(m_unprocessed);
        for (std::size_t i = 0; i < m_tables.size(); ++i) {
            auto& tableWrites = m_tables[i];
            if (auto consumed = m_meters[i].report(m_wanted, tableWrites.tableName)) {
                output.consumedCapacity.push_back(*std::move(consumed));
            }
            if (!tableWrites.metrics.empty()) {
                output.itemCollectionMetrics.emplace(tableWrites.tableName,
                                                     std::move(tableWrites.metrics));
            }
        }
        return output;
    }

private:
    struct PlannedWrite {
        const schema::Table* table = nullptr;
        const SingleWrite* write = nullptr;
        std::vector<IndexWork> indexWork;
        bool isNeeded = true;  // a write that changes nothing leaves no trace
    };

    static Result<PlannedWrite> planSingle(storage::WriteTransaction& transaction,
                                           const schema::Table& table, const SingleWrite& write,
                                           CapacityMeter& meter) {
        const auto previous = transaction.getItem(table.number, write.key);
        if (!previous) {
            return previous.error();
        }
        ItemImages images;
        images.before = *previous;
        if (write.item) {
            images.after = write.item->view();
        }
        PlannedWrite planned{&table, &write, planIndexWork(table, images)};
        planned.isNeeded = images.after
                               ? !images.before || images.before->bytes() != images.after->bytes()
                               : images.before.has_value();
        if (auto fits = checkCollectionSize(write.collectionBytes, images, planned.indexWork);
            !fits) {
            return std::move(fits).error();
        }
        chargeWrite(table, images, planned.indexWork, meter);
        return planned;
    }

    static Result<void> carryOut(storage::WriteTransaction& transaction,
                                 const PlannedWrite& planned) {
        if (!planned.isNeeded) {
            return {};
        }
        const auto number = planned.table->number;
        const auto& write = *planned.write;
        auto changed = write.item ? transaction.putItem(number, write.key, write.item->view())
                                  : transaction.deleteItem(number, write.key);
        return changed ? applyIndexWork(transaction, *planned.table, planned.indexWork) : changed;
    }

    std::vector<TableWrites> m_tables;
    ReturnConsumedCapacity m_wanted;
    std::vector<CapacityMeter> m_meters;
    std::map<std::string, std::vector<WriteRequest>> m_unprocessed;
};

}  // namespace

PreparedWrite prepareBatchWriteItem(const Context& context, const BatchWriteItemInput& input) {
    std::size_t writeCount = 0;
    for (const auto& [name, requests] : input.requestItems) {
        writeCount += requests.size();
    }
    if (writeCount > limits::batchWriteItemsMax) {
        return Error::validation("Too many items requested for the BatchWriteItem call");
    }
    std::vector<TableWrites> tables;
    for (const auto& [name, requests] : input.requestItems) {
        auto table = findTable(context, name);
        if (!table) {
            return std::move(table).error();
        }
        tables.push_back(
            {.tableName = name, .table = *std::move(table), .writes = {}, .metrics = {}});
    }
    Targets targets;
    for (auto& tableWrites : tables) {
        const auto& requests = input.requestItems.at(tableWrites.tableName);
        if (auto prepared = prepareTable(context, input, requests, tableWrites, targets);
            !prepared) {
            return std::move(prepared).error();
        }
    }
    return PreparedWrite::Value(
        std::make_unique<BatchWrite>(std::move(tables), input.returnConsumedCapacity));
}

}  // namespace engine::operations
