#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/clock.h"
#include "engine/operations/common.h"

namespace engine::operations {

struct ParameterizedStatement {
    std::string statement;
    std::vector<values::AttributeValue> parameters;
    bool returnItemOnConditionFailure = false;
    // What the decoder found wrong with the parameters: told when the statement's turn comes.
    std::optional<Error> parameterProblem;
};

struct ExecuteTransactionInput {
    std::vector<ParameterizedStatement> statements;
    std::optional<std::string> clientRequestToken;
    ReturnConsumedCapacity returnConsumedCapacity = ReturnConsumedCapacity::None;
    std::optional<Timestamp> asOf;  // read at this moment of the past; nullopt: now
};

struct ExecuteTransactionOutput {
    // One for each statement that reads; empty for writes.
    std::vector<std::optional<values::EncodedItem>> items;
    std::vector<ConsumedCapacity> consumedCapacity;
};

}  // namespace engine::operations
