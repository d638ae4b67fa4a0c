#pragma once

#include <optional>
#include <string_view>

#include "engine/operations/context.h"

// What point-in-time recovery allows: restores and exports (facts/streams-backup-pitr.md 6).
namespace engine::operations {

struct RecoveryWindow {
    Timestamp earliest;
    Timestamp latest;
};

// PointInTimeRecoveryUnavailable when it is not enabled for the table.
Result<RecoveryWindow> recoveryWindow(const Context& context, const schema::Table& table);

// From when on the log holds all changes of a table.
Timestamp heldSince(const Context& context, const schema::Table& table);

}  // namespace engine::operations
