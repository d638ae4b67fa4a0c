#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/operations/engine.h"
#include "engine/values/json_text.h"

// DynamoDB JSON <-> the engine's Input and Output structs. The only room, with transfer, that
// knows the JSON library. Thread-safe.
namespace engine::wire {

enum class Access { Read, Write };

// The one list of operations (design.md section 5): dispatch, UnknownOperationException, names in
// the traffic view, read-only mode and the test that each entry has a black-box file read it.
struct OperationEntry {
    std::string_view name;  // "GetItem"
    std::string_view
        target;  // "DynamoDB_20120810.GetItem"; streams and our own have other prefixes
    Access access = Access::Read;
    Result<operations::Request> (*decode)(std::string_view body) = nullptr;
};

std::span<const OperationEntry> operationTable();  // sorted by name
const OperationEntry* findOperation(std::string_view target);

// Body text of a successful answer, straight from the stored bytes of its items.
void encodeResponse(const operations::Response& response, std::string& out);

struct ErrorAnswer {
    int status = 400;
    std::string body;
};
// The one place that knows HTTP statuses and __type names (facts/validation.md section 1).
ErrorAnswer encodeError(const Error& error);

// DynamoDB JSON of one item, e.g. {"pk":{"S":"a"}}; also used for tests and exports.
void encodeItem(values::ItemView item, std::string& out);
Result<values::AttributeMap> decodeItem(std::string_view json);

// Whether the text is one JSON object; a SerializationException without text if not.
Result<void> checkJson(std::string_view text);

using values::appendJsonString;

}  // namespace engine::wire
