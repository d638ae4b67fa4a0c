#pragma once

#include <optional>
#include <string>

#include "engine/base/limits.h"
#include "engine/operations/key_range.h"
#include "engine/operations/query.h"
#include "engine/operations/read_target.h"
#include "engine/schema/keys.h"
#include "engine/storage/database.h"

// A page of a Query or a Scan (facts/sizes-and-capacity.md section 6).
namespace engine::operations {

// Where a page starts: behind this place.
struct StartKey {
    schema::PrimaryKey primary;
    std::optional<schema::IndexKey> index;  // reads of an index only
};

// ExclusiveStartKey: exactly the attributes of target.positionAttributes() with their types.
// Query names a wrong shape shorter than Scan does.
enum class StartKeyTexts { Query, Scan };
Result<StartKey> parseStartKey(const ReadTarget& target, const values::AttributeMap& key,
                               StartKeyTexts texts);

// What walks the items of a key range, or of a segment, behind a place.
Result<std::unique_ptr<storage::ItemCursor>> openQueryCursor(storage::ReadTransaction& snapshot,
                                                             const ReadTarget& target,
                                                             const KeyRange& range, bool forward,
                                                             const std::optional<StartKey>& start);
Result<std::unique_ptr<storage::ItemCursor>> openScanCursor(storage::ReadTransaction& snapshot,
                                                            const ReadTarget& target,
                                                            storage::ScanSegment segment,
                                                            const std::optional<StartKey>& start);

struct PageRequest {
    const ReadTarget& target;
    const CompiledExpressions& compiled;
    std::string tableName;  // as the request named it
    std::optional<Select> select;
    std::optional<std::int32_t> limit;
    bool consistentRead = false;
    bool isSingleItem = false;  // there is no next page to name
    ReturnConsumedCapacity returnConsumedCapacity = ReturnConsumedCapacity::None;
    // The filter sees what the index shows of an item and fetches nothing (PartiQL).
    bool filtersEntries = false;
    std::size_t pageBytesMax = limits::pageSizeBytesMax;
};

Result<QueryOutput> readPage(storage::ItemCursor& cursor, const PageRequest& request);

}  // namespace engine::operations
