#pragma once

#include <optional>
#include <vector>

#include "engine/operations/statement.h"
#include "engine/operations/statement_token.h"

// The reads of a SELECT, a page at a time.
namespace engine::operations {

struct StatementPageRequest {
    const ReadStatement& read;
    std::optional<std::int32_t> limit;  // items evaluated
    bool consistentRead = false;
    ReturnConsumedCapacity returnConsumedCapacity = ReturnConsumedCapacity::None;
    std::optional<Timestamp> asOf;
    StatementPosition start;
};

struct StatementPage {
    std::vector<values::EncodedItem> items;
    std::int64_t scannedCount = 0;
    std::size_t scannedBytes = 0;
    std::optional<StatementPosition> next;  // nullopt: nothing is left
    std::optional<ConsumedCapacity> consumedCapacity;
};

// One snapshot, at most 1 MB. "Invalid NextToken" when the start does not fit the reads.
Result<StatementPage> readStatementPage(const Context& context,
                                        const StatementPageRequest& request);

// Adds what another read of the same table consumed.
void addConsumed(const std::optional<ConsumedCapacity>& more,
                 std::optional<ConsumedCapacity>& total);

}  // namespace engine::operations
