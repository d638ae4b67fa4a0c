#pragma once

#include <optional>
#include <string>

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

struct PageRequest {
    const ReadTarget& target;
    const CompiledExpressions& compiled;
    std::string tableName;  // as the request named it
    std::optional<Select> select;
    std::optional<std::int32_t> limit;
    bool consistentRead = false;
    bool isSingleItem = false;  // there is no next page to name
    ReturnConsumedCapacity returnConsumedCapacity = ReturnConsumedCapacity::None;
};

Result<QueryOutput> readPage(storage::ItemCursor& cursor, const PageRequest& request);

}  // namespace engine::operations
