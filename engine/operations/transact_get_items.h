#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/clock.h"
#include "engine/operations/transact_get.h"

namespace engine::operations {

struct TransactGetItem {
    std::string tableName;
    values::AttributeMap key;
    std::optional<std::string> projectionExpression;
    ExpressionAttributes attributes;    // names only
    std::optional<Error> valueProblem;  // told in its turn, as TransactWriteItem's
};

struct TransactGetItemsInput {
    std::vector<TransactGetItem> transactItems;
    ReturnConsumedCapacity returnConsumedCapacity = ReturnConsumedCapacity::None;
    std::optional<Timestamp> asOf;  // read at this moment of the past; nullopt: now
};

struct TransactGetItemsOutput : TransactGetOutcome {};

}  // namespace engine::operations
