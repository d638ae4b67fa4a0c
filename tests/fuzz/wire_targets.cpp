#include "engine/values/item_view.h"
#include "engine/wire/codec.h"
#include "tests/fuzz/targets.h"

using namespace engine::wire;

void fuzz::items(std::string_view input) {
    const auto item = decodeItem(input);
    if (!item) {
        const ErrorAnswer answer = encodeError(item.error());
        require(answer.status == 400, "a bad item is the client's fault");
        return;
    }
    const engine::values::EncodedItem bytes(*item);
    require(engine::values::checkItemBytes(bytes.bytes()).hasValue(), "the bytes are an item");
    std::string text;
    encodeItem(bytes.view(), text);
    const auto again = decodeItem(text);
    require(again.hasValue(), "what is written can be read");
    require(engine::values::EncodedItem(*again) == bytes, "what is read is the same");
}

// The first byte chooses the operation, the rest is the body.
void fuzz::requests(std::string_view input) {
    if (input.empty()) {
        return;
    }
    const auto table = operationTable();
    const auto& operation = table[static_cast<unsigned char>(input.front()) % table.size()];
    const auto request = operation.decode(input.substr(1));
    if (!request) {
        require(encodeError(request.error()).status == 400, "a bad request is the client's fault");
    }
}
