#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/operations/common.h"
#include "engine/operations/context.h"

// Several items of one snapshot: the core of TransactGetItems and of the reads of
// ExecuteTransaction.
namespace engine::operations {

struct TransactGet {
    std::string tableName;  // as the request named it
    std::shared_ptr<const schema::Table> table;
    schema::PrimaryKey key;
    std::optional<expressions::Projection> projection;
};

struct TransactGetOutcome {
    std::vector<std::optional<values::EncodedItem>> items;  // of each get
    std::vector<ConsumedCapacity> consumedCapacity;
};

// Fails with TransactionCanceled when a transaction under way holds one of the items; Validation
// when the items are larger than 4 MB together or two of them are one.
Result<TransactGetOutcome> transactGet(const Context& context, const std::vector<TransactGet>& gets,
                                       ReturnConsumedCapacity returnConsumedCapacity,
                                       std::optional<Timestamp> asOf);

}  // namespace engine::operations
