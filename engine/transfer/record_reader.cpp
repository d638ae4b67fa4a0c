#include "engine/transfer/record_reader.h"

namespace engine::transfer {

std::string describeBadRecord(const Record& record) {
    return "line " + std::to_string(record.position.line) + ", byte " +
           std::to_string(record.position.byteOffset) + ": " + record.item.error().message;
}

}  // namespace engine::transfer
