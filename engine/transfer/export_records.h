#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/values/item_view.h"

// The lines of export data files (facts/streams-backup-pitr.md section 7), each with its line
// break, straight from stored bytes.
namespace engine::transfer {

enum class ExportFormat { DynamoDbJson, Ion };

// Full export: {"Item":{...}} or $ion_1_0 {Item:{...}}.
void appendItemRecord(ExportFormat format, values::ItemView item, std::string& out);

// Incremental export: what happened to one item inside the window, in total. Which images are
// there depends on the view (facts): the caller leaves out the others.
struct ItemChange {
    std::int64_t writeTimestampMicros = 0;
    values::ItemView keys;
    std::optional<values::ItemView> oldImage;
    std::optional<values::ItemView> newImage;
};
void appendChangeRecord(ExportFormat format, const ItemChange& change, std::string& out);

}  // namespace engine::transfer
