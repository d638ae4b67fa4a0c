#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/clock.h"
#include "engine/operations/common.h"

namespace engine::operations {

struct BatchStatementRequest {
    std::string statement;
    std::vector<values::AttributeValue> parameters;
    bool consistentRead = false;
    // What the decoder found wrong with the parameters: told in the statement's place.
    std::optional<Error> parameterProblem;
};

struct BatchExecuteStatementInput {
    std::vector<BatchStatementRequest> statements;
    ReturnConsumedCapacity returnConsumedCapacity = ReturnConsumedCapacity::None;
    std::optional<Timestamp> asOf;  // read at this moment of the past; nullopt: now
};

struct BatchStatementError {
    std::string code;  // "ConditionalCheckFailed", ...
    std::string message;
};

struct BatchStatementResponse {
    std::optional<BatchStatementError> error;
    std::optional<std::string> tableName;  // of what was carried out, also when it failed then
    std::optional<values::EncodedItem> item;
};

struct BatchExecuteStatementOutput {
    std::vector<BatchStatementResponse> responses;
    std::vector<ConsumedCapacity> consumedCapacity;  // by table, in the order of the statements
};

}  // namespace engine::operations
