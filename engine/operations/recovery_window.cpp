#include "engine/operations/recovery_window.h"

#include <algorithm>
#include <string>

namespace engine::operations {

Timestamp heldSince(const Context& context, const schema::Table& table) {
    return std::max(table.createdAt, context.database.history().begin);
}

Result<RecoveryWindow> recoveryWindow(const Context& context, const schema::Table& table) {
    if (!table.pointInTimeRecovery) {
        return Error{ErrorKind::PointInTimeRecoveryUnavailable,
                     "Point in time recovery is not enabled for table '" + table.name + "'",
                     {}};
    }
    constexpr std::int64_t dayMilliseconds = 24LL * 3600 * 1000;
    const auto extent = context.database.history();
    // Unlike the service's, which lags five minutes behind, the window ends with the present.
    const auto now = std::max(context.clock.now(), extent.end);
    const Timestamp periodBegin{now.milliseconds -
                                table.pointInTimeRecovery->recoveryPeriodDays * dayMilliseconds};
    RecoveryWindow window;
    window.earliest = std::max({table.pointInTimeRecovery->enabledAt, periodBegin, extent.begin});
    window.latest = now;
    return window;
}

}  // namespace engine::operations
