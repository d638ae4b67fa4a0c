#include "engine/operations/resource_policy.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "engine/operations/handlers.h"
#include "engine/operations/resource_arn.h"
#include "engine/operations/table_settings.h"

namespace engine::operations {

namespace {

constexpr std::string_view noPolicy = "NO_POLICY";

Error policyNotFound(std::string_view text) {
    return {ErrorKind::PolicyNotFound,
            "Resource-based policy not found for the provided ResourceArn: " + std::string(text),
            {}};
}

Error streamMissing(const ResourceArn& arn) {
    return Error::resourceNotFound("Requested resource not found: Stream: " + arn.streamLabel +
                                   " not found for Table: " + arn.tableName);
}

// Whether the table has the stream that the ARN names, if it names one.
Result<void> checkStream(const schema::Table& table, const ResourceArn& arn) {
    const bool isFound =
        arn.streamLabel.empty() ||
        std::any_of(table.streams.begin(), table.streams.end(),
                    [&](const schema::Stream& stream) { return stream.label == arn.streamLabel; });
    return isFound ? Result<void>() : streamMissing(arn);
}

struct Target {
    ResourceArn arn;
    std::shared_ptr<const schema::Table> table;
};

Result<Target> findTarget(const Context& context, std::string_view text, std::string_view action) {
    auto arn = parseResourceArn(context, text, ArnUse::Policy, action);
    if (!arn) {
        return std::move(arn).error();
    }
    auto table = context.database.catalog()->find(arn->tableName);
    if (!table || table->status == schema::TableStatus::Creating) {
        return controlTableNotFound(arn->tableName);
    }
    if (auto checked = checkStream(*table, *arn); !checked) {
        return std::move(checked).error();
    }
    return Target{*std::move(arn), std::move(table)};
}

ResourcePolicy& policyOf(PolicySettings& settings, const std::string& label) {
    const auto found =
        std::find_if(settings.policies.begin(), settings.policies.end(),
                     [&](const ResourcePolicy& policy) { return policy.streamLabel == label; });
    if (found != settings.policies.end()) {
        return *found;
    }
    auto& added = settings.policies.emplace_back();
    added.streamLabel = label;
    return added;
}

Result<void> checkRevision(const ResourcePolicy& current, const ResourceArn& arn,
                           const std::optional<std::string>& expected) {
    if (!expected) {
        return {};
    }
    if (current.document.empty()) {
        return *expected == noPolicy ? Result<void>() : policyNotFound(arn.text);
    }
    if (*expected == noPolicy) {
        return policyNotFound("Requested policy update expecting none to be present for table " +
                              arn.tableName + ", but a policy exists with revision id " +
                              current.revisionId + ".");
    }
    if (*expected != current.revisionId) {
        return policyNotFound("Requested update for policy with revision id " + *expected +
                              ", but the policy associated to target table " + arn.tableName +
                              " has revision id " + current.revisionId + ".");
    }
    return {};
}

// The time of the change in milliseconds, later than that of the change before.
std::string nextRevision(const std::string& previous, Timestamp now) {
    std::int64_t before = 0;
    std::from_chars(previous.data(), previous.data() + previous.size(), before);
    return std::to_string(std::max(now.milliseconds, before + 1));
}

// Puts a document, or with an empty one deletes what there is.
class PolicyWrite : public PendingWrite {
public:
    PolicyWrite(Target target, std::string document, std::optional<std::string> expected)
        : m_target(std::move(target)),
          m_document(std::move(document)),
          m_expected(std::move(expected)) {}

    Result<void> apply(storage::WriteTransaction& transaction) override {
        const auto current = transaction.findTable(m_target.table->name);
        if (!current || current->number != m_target.table->number) {
            return controlTableNotFound(m_target.table->name);
        }
        if (auto checked = checkStream(*current, m_target.arn); !checked) {
            return checked;
        }
        auto settings = readSettings<PolicySettings>(transaction, *current);
        if (!settings) {
            return std::move(settings).error();
        }
        auto& policy = policyOf(*settings, m_target.arn.streamLabel);
        if (auto checked = checkRevision(policy, m_target.arn, m_expected); !checked) {
            return checked;
        }
        m_revisionId = policy.revisionId;
        if (policy.document == m_document) {
            return {};
        }
        m_revisionId = nextRevision(policy.revisionId, transaction.time());
        policy.document = m_document;
        policy.revisionId = m_revisionId;
        // Those of streams that are gone go, too.
        std::erase_if(settings->policies, [&](const ResourcePolicy& each) {
            return !checkStream(*current, {{}, current->name, each.streamLabel});
        });
        return writeSettings(transaction, *current, *settings);
    }

protected:
    const std::string& revisionId() const { return m_revisionId; }

private:
    Target m_target;
    std::string m_document;
    std::optional<std::string> m_expected;
    std::string m_revisionId;
};

class PutPolicyWrite final : public PolicyWrite {
public:
    using PolicyWrite::PolicyWrite;

protected:
    Response response() override { return PutResourcePolicyOutput{revisionId()}; }
};

class DeletePolicyWrite final : public PolicyWrite {
public:
    using PolicyWrite::PolicyWrite;

protected:
    Response response() override { return DeleteResourcePolicyOutput{revisionId()}; }
};

}  // namespace

Result<void> checkLockOut(bool locksOut, bool confirmed) {
    if (locksOut && !confirmed) {
        return Error{ErrorKind::AccessDenied,
                     "The new resource policy will not allow you to update the resource policy in "
                     "the future.",
                     {}};
    }
    return {};
}

Result<void> putFirstPolicy(storage::WriteTransaction& transaction, const schema::Table& table,
                            const std::string& policy) {
    PolicySettings settings;
    settings.policies.push_back({{}, policy, nextRevision({}, transaction.time())});
    return writeSettings(transaction, table, settings);
}

PreparedWrite preparePutResourcePolicy(const Context& context, PutResourcePolicyInput input) {
    auto target = findTarget(context, input.resourceArn, "PutResourcePolicy");
    if (!target) {
        return std::move(target).error();
    }
    if (auto checked = checkLockOut(input.locksOut, input.confirmRemoveSelfResourceAccess);
        !checked) {
        return std::move(checked).error();
    }
    return PreparedWrite::Value(std::make_unique<PutPolicyWrite>(
        *std::move(target), std::move(input.policy), std::move(input.expectedRevisionId)));
}

PreparedWrite prepareDeleteResourcePolicy(const Context& context, DeleteResourcePolicyInput input) {
    auto target = findTarget(context, input.resourceArn, "DeleteResourcePolicy");
    if (!target) {
        return std::move(target).error();
    }
    return PreparedWrite::Value(std::make_unique<DeletePolicyWrite>(
        *std::move(target), std::string(), std::move(input.expectedRevisionId)));
}

Result<GetResourcePolicyOutput> getResourcePolicy(const Context& context,
                                                  const GetResourcePolicyInput& input) {
    const auto target = findTarget(context, input.resourceArn, "GetResourcePolicy");
    if (!target) {
        return target.error();
    }
    const auto snapshot = context.database.beginRead();
    if (!snapshot) {
        return snapshot.error();
    }
    auto settings = readSettings<PolicySettings>(**snapshot, *target->table);
    if (!settings) {
        return std::move(settings).error();
    }
    const auto& policy = policyOf(*settings, target->arn.streamLabel);
    if (policy.document.empty()) {
        return policyNotFound(target->arn.text);
    }
    return GetResourcePolicyOutput{policy.document, policy.revisionId};
}

}  // namespace engine::operations
