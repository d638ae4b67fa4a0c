#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/operations/common.h"
#include "engine/schema/keys.h"

// One action of a write transaction, checked against its table and compiled: what
// TransactWriteItems and PartiQL's ExecuteTransaction make of their requests.
namespace engine::operations {

enum class TransactActionKind { ConditionCheck, Put, Update, Delete };

struct TransactAction {
    TransactActionKind kind = TransactActionKind::ConditionCheck;
    std::string tableName;  // as the request named it
    std::shared_ptr<const schema::Table> table;
    schema::PrimaryKey key;
    values::AttributeMap keyAttributes;
    values::EncodedItem item;                   // Put
    std::optional<expressions::Update> update;  // Update; nullopt makes the item if it is not there
    std::optional<expressions::Condition> condition;
    bool returnItemOnConditionFailure = false;
    // A Put that refuses an item that is there with the reason DuplicateItem (INSERT of PartiQL).
    bool isInsert = false;
    std::optional<std::uint64_t> collectionBytes;  // of the item's collection, if they matter
};

// What TransactWriteItems and ExecuteTransaction answer.
struct TransactWriteOutcome {
    std::vector<ConsumedCapacity> consumedCapacity;  // one per table, in the order of the actions
    std::map<std::string, std::vector<ItemCollectionMetrics>> itemCollectionMetrics;
};

// The cancellation with ValidationError as the reason of one action and None of all others.
Error cancelledByValidation(std::size_t actionCount, std::size_t action, std::string message);

// With TransactionConflict as the reason of the actions that are `held`.
Error cancelledByConflict(const std::vector<bool>& held);

// Empty values of keys are told as they are, all other faults of keys cancel the transaction
// (facts/aws-observed.md section 11).
bool isEmptyKeyError(const Error& error);

Error severalOnOneItem();  // "Transaction request cannot include multiple operations on one item"

}  // namespace engine::operations
