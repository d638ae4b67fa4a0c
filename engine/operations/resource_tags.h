#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/schema/table.h"

// TagResource, UntagResource and ListTagsOfResource. Tags are part of the table's description in
// the catalog and go with it; restored tables have none.
namespace engine::operations {

struct TagResourceInput {
    std::string resourceArn;
    std::vector<schema::Tag> tags;
};
struct TagResourceOutput {};

struct UntagResourceInput {
    std::string resourceArn;
    std::vector<std::string> tagKeys;
};
struct UntagResourceOutput {};

struct ListTagsOfResourceInput {
    std::string resourceArn;
    std::optional<std::string> nextToken;
};
// All tags fit one page, so there is no NextToken (50 tags came without one from the service).
struct ListTagsOfResourceOutput {
    std::vector<schema::Tag> tags;
};

// The rules of tags of one request: keys of 1 to 128 characters, values of up to 256, both of
// letters, digits, spaces and + - = . _ : / @; no prefix "aws:"; no key twice; 50 at most.
Result<void> checkTags(const std::vector<schema::Tag>& tags);

}  // namespace engine::operations
