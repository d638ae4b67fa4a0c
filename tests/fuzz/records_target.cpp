#include "engine/storage/group_records.h"
#include "engine/storage/record.h"
#include "engine/storage/segment_format.h"
#include "engine/values/item_view.h"
#include "tests/fuzz/targets.h"

namespace {

using namespace engine::storage;

void readFrame(std::string_view body) {
    static_cast<void>(groupSpanOf(body));
    static_cast<void>(checkpointOf(body));
    FrameReader reader;
    if (!reader.open(body)) {
        return;
    }
    LogRecord record;
    while (reader.next(record)) {
        for (const auto& image : {record.change.before, record.change.after}) {
            if (image && engine::values::checkItemBytes(image->bytes())) {
                static_cast<void>(image->decode());
            }
        }
    }
}

void readRecord(std::string_view key, std::string_view body) {
    std::string sealed;
    for (const bool abridged : {false, true}) {
        sealRecord(key, abridged, body, sealed);
        const auto record = openRecord(key, sealed);
        fuzz::require(record && record->body == body && record->abridged == abridged,
                      "a sealed record opens");
        static_cast<void>(parseItem(key, *record));
        static_cast<void>(parseIndexEntry(key, *record));
    }
    static_cast<void>(openRecord(key, body));
}

}  // namespace

// The first byte chooses what is read.
void fuzz::records(std::string_view input) {
    if (input.empty()) {
        return;
    }
    const std::string_view bytes = input.substr(1);
    switch (static_cast<unsigned char>(input.front()) % 4) {
        case 0: return readFrame(bytes);
        case 1: {
            const std::size_t at =
                bytes.empty() ? 0 : static_cast<unsigned char>(bytes.front()) % bytes.size();
            return readRecord(bytes.substr(0, at), bytes.substr(at));
        }
        case 2: {
            if (engine::values::checkItemBytes(bytes)) {
                const engine::values::ItemView item(bytes);
                static_cast<void>(item.sizeBytes());
                const engine::values::EncodedItem again(item.decode());
                require(engine::values::checkItemBytes(again.bytes()).hasValue(),
                        "an item is one again");
            }
            return;
        }
        default: break;
    }
    static_cast<void>(decodeSegmentHeader(bytes, "0123456789abcdef"));
    static_cast<void>(sealedIndexBytes(bytes));
    static_cast<void>(decodeSealedIndex(bytes, 7));
}
