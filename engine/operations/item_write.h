#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "engine/operations/consumed_capacity.h"
#include "engine/operations/index_maintenance.h"
#include "engine/operations/item_collection.h"
#include "engine/operations/pending_write.h"

// The read-check-write skeleton of PutItem, UpdateItem and DeleteItem.
namespace engine::operations {

// What the three share, validated and compiled before the work is submitted.
struct ItemWriteRequest {
    std::string tableName;  // as the request named it
    std::shared_ptr<const schema::Table> table;
    schema::PrimaryKey key;
    values::AttributeValue partitionKeyValue;
    std::optional<expressions::Condition> condition;
    ReturnValues returnValues = ReturnValues::None;
    ReturnConsumedCapacity returnConsumedCapacity = ReturnConsumedCapacity::None;
    ReturnItemCollectionMetrics returnItemCollectionMetrics = ReturnItemCollectionMetrics::None;
    bool returnItemOnConditionFailure = false;
    std::optional<std::uint64_t> collectionBytes;  // of the item's collection, if they matter
};

// Fills in collectionBytes.
Result<void> measureCollection(const Context& context, ItemWriteRequest& request);

// What PutItem, DeleteItem and UpdateItem have in common. `keyed` is the item or key of the input.
// Takes the table name out of the input, nothing else.
template <class Input>
ItemWriteRequest itemWriteRequest(Input& input, std::shared_ptr<const schema::Table> table,
                                  schema::PrimaryKey key, const values::AttributeMap& keyed,
                                  std::optional<expressions::Condition> condition) {
    return {
        .tableName = std::move(input.tableName),
        .table = table,
        .key = std::move(key),
        .partitionKeyValue = keyed.at(table->partitionKey.name),
        .condition = std::move(condition),
        .returnValues = input.returnValues,
        .returnConsumedCapacity = input.returnConsumedCapacity,
        .returnItemCollectionMetrics = input.returnItemCollectionMetrics,
        .returnItemOnConditionFailure = input.returnItemOnConditionFailure,
        .collectionBytes = std::nullopt,
    };
}

class ItemWrite : public PendingWrite {
public:
    explicit ItemWrite(ItemWriteRequest request) : m_request(std::move(request)) {}
    Result<void> begin(ItemClaims& claims) final;
    Result<void> apply(storage::WriteTransaction& transaction) final;

protected:
    // The image to store in place of `previous`; nullopt: none. Pure. An image that is made now
    // goes into `room`, which outlives the view.
    virtual Result<std::optional<values::ItemView>> next(
        const std::optional<values::ItemView>& previous, values::EncodedItem& room) const = 0;

    const ItemWriteRequest& request() const { return m_request; }
    // The images of the last apply(), kept when returnValues asks for them.
    const std::optional<values::EncodedItem>& before() const { return m_before; }
    const std::optional<values::EncodedItem>& after() const { return m_after; }

    // The members that the three outputs share.
    template <class Output>
    Output output(std::optional<values::EncodedItem> attributes) const {
        Output output;
        output.attributes = std::move(attributes);
        output.consumedCapacity =
            m_meter.report(m_request.returnConsumedCapacity, m_request.tableName);
        output.itemCollectionMetrics = itemCollectionMetrics();
        return output;
    }

private:
    Result<void> write(storage::WriteTransaction& transaction, const ItemImages& images);
    std::optional<ItemCollectionMetrics> itemCollectionMetrics() const;

    ItemWriteRequest m_request;
    CapacityMeter m_meter;
    std::optional<values::EncodedItem> m_before;
    std::optional<values::EncodedItem> m_after;
};

// PutItem and DeleteItem return the old image or nothing.
Result<void> checkReturnsOldOrNothing(ReturnValues returnValues);

// Puts the table's description of this moment in the place of the one that the work was prepared
// with: an index may have come or gone since, and what the work does to indexes goes by it. Not
// found when the name is another table's now, or none's.
Result<void> renewTable(storage::WriteTransaction& transaction,
                        std::shared_ptr<const schema::Table>& table);

}  // namespace engine::operations
