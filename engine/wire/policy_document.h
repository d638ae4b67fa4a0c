#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace engine::wire {

struct PolicyDocument {
    // Minified, members in one order, single-element lists as their element: documents that say
    // the same in the same words are equal texts.
    std::string text;
    bool locksOut = false;  // it denies everybody PutResourcePolicy
};

// Reads a resource policy: its JSON and the members that every statement must have. Validation with
// the service's texts (facts/aws-observed.md section 20). The JSON that the thread has read before
// is gone afterwards (parseObject).
Result<PolicyDocument> readPolicy(std::string_view text);

}  // namespace engine::wire
