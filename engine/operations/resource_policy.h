#pragma once

#include <optional>
#include <string>

#include "engine/operations/context.h"

// PutResourcePolicy, GetResourcePolicy and DeleteResourcePolicy: one policy for each table and
// each of its streams (facts/aws-observed.md section 20). Stored and given back; nothing is
// enforced yet. The service's waiting times (15 s between changes, reads that lag) are not
// imitated.
namespace engine::operations {

struct PutResourcePolicyInput {
    std::string resourceArn;
    std::string policy;     // canonical JSON: equal documents are equal texts
    bool locksOut = false;  // it denies everybody a later PutResourcePolicy
    std::optional<std::string> expectedRevisionId;
    bool confirmRemoveSelfResourceAccess = false;
};
struct PutResourcePolicyOutput {
    std::string revisionId;
};

struct GetResourcePolicyInput {
    std::string resourceArn;
};
struct GetResourcePolicyOutput {
    std::string policy;
    std::string revisionId;
};

struct DeleteResourcePolicyInput {
    std::string resourceArn;
    std::optional<std::string> expectedRevisionId;
};
struct DeleteResourcePolicyOutput {
    std::string revisionId;  // empty: there never was a policy
};

// AccessDenied for a policy that denies everybody to change it and was not confirmed.
Result<void> checkLockOut(bool locksOut, bool confirmed);
// Writes the policy that CreateTable was given.
Result<void> putFirstPolicy(storage::WriteTransaction& transaction, const schema::Table& table,
                            const std::string& policy);

}  // namespace engine::operations
