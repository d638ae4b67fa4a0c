#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/operations/transact_action.h"

namespace engine::operations {

// An action as it was sent.
struct TransactWriteItem {
    TransactActionKind kind = TransactActionKind::ConditionCheck;
    std::string tableName;
    values::AttributeMap itemOrKey;
    std::optional<std::string> updateExpression;
    std::optional<std::string> conditionExpression;
    ExpressionAttributes attributes;
    bool returnItemOnConditionFailure = false;
    // Faults that the decoder found: actions are judged one after the other, so each fault is told
    // when its action's turn comes.
    std::optional<Error> formProblem;
    std::optional<Error> expressionValueProblem;
    std::optional<Error> itemProblem;
};

struct TransactWriteItemsInput {
    std::vector<TransactWriteItem> transactItems;
    ReturnConsumedCapacity returnConsumedCapacity = ReturnConsumedCapacity::None;
    ReturnItemCollectionMetrics returnItemCollectionMetrics = ReturnItemCollectionMetrics::None;
    std::optional<std::string> clientRequestToken;
};

struct TransactWriteItemsOutput : TransactWriteOutcome {};

}  // namespace engine::operations
