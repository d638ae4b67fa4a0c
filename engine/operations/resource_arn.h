#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/operations/context.h"

// ARNs of tables and streams, as the operations on tags and policies take them
// (facts/aws-observed.md sections 19 and 20).
namespace engine::operations {

struct ResourceArn {
    std::string text;
    std::string tableName;
    std::string streamLabel;  // empty: the table itself
};

// Which family of operations asks: their refusals differ.
enum class ArnUse { Tags, Policy };

// Validation or AccessDenied for an ARN that is none of a table or stream of this database; a
// stream has no tags. Whether the resource exists is not looked at. `action`: "TagResource".
Result<ResourceArn> parseResourceArn(const Context& context, std::string_view text, ArnUse use,
                                     std::string_view action);

}  // namespace engine::operations
