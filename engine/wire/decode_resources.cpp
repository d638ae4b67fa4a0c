#include <utility>

#include "engine/wire/decoders.h"
#include "engine/wire/policy_document.h"
#include "engine/wire/table_parts.h"

// Operations on the ARN of a table or stream, tags and policies, and what the service says of
// itself.
namespace engine::wire {
namespace {

constexpr std::size_t arnBytesMax = 1283;
constexpr std::size_t revisionBytesMax = 255;

std::string readResourceArn(const Members& members, Constraints& constraints) {
    const auto arn = members.text("ResourceArn");
    constraints.notNull(arn.has_value(), "resourceArn");
    if (arn) {
        constraints.lengthAtLeast(arn->size(), 1, *arn, "resourceArn");
        constraints.lengthAtMost(arn->size(), arnBytesMax, *arn, "resourceArn");
    }
    return arn.value_or("");
}

std::optional<std::string> readRevision(const Members& members, Constraints& constraints) {
    auto revision = members.text("ExpectedRevisionId");
    if (revision) {
        constraints.lengthAtLeast(revision->size(), 1, *revision, "expectedRevisionId");
        constraints.lengthAtMost(revision->size(), revisionBytesMax, *revision,
                                 "expectedRevisionId");
    }
    return revision;
}

std::optional<Error> problemOf(const Members& members, const Constraints& constraints) {
    if (members.failure()) {
        return members.failure().error();
    }
    return constraints.broken() ? std::optional(constraints.error()) : std::nullopt;
}

}  // namespace

std::vector<schema::Tag> readTags(const Members& members, std::optional<Error>& problem) {
    std::vector<schema::Tag> tags;
    const auto array = members.array("Tags");
    if (!array) {
        return tags;
    }
    for (const Json element : *array) {
        const auto object = toElementStructure(element, "Tag", members.failure());
        if (!object) {
            continue;
        }
        const Members tag(*object, members.failure());
        const auto key = tag.text("Key");
        const auto value = tag.text("Value");
        if (!problem && !members.failure() && (!key || !value)) {
            problem = Error::validation(key ? "The Tag Value provided is invalid, Value: null"
                                            : "The Tag Key provided is invalid, Key: null");
        }
        tags.push_back({key.value_or(""), value.value_or("")});
    }
    return tags;
}

DecodedRequest decodeTagResource(const Members& members) {
    Constraints constraints(Framework::Old);
    operations::TagResourceInput input;
    std::optional<Error> tagProblem;
    input.resourceArn = readResourceArn(members, constraints);
    constraints.notNull(members.has("Tags"), "tags");
    input.tags = readTags(members, tagProblem);
    if (auto problem = problemOf(members, constraints)) {
        return *std::move(problem);
    }
    if (tagProblem) {
        return *std::move(tagProblem);
    }
    return operations::Request(std::move(input));
}

DecodedRequest decodeUntagResource(const Members& members) {
    Constraints constraints(Framework::Old);
    operations::UntagResourceInput input;
    input.resourceArn = readResourceArn(members, constraints);
    auto keys = members.texts("TagKeys");
    constraints.notNull(keys.has_value(), "tagKeys");
    if (auto problem = problemOf(members, constraints)) {
        return *std::move(problem);
    }
    input.tagKeys = *std::move(keys);
    return operations::Request(std::move(input));
}

DecodedRequest decodeListTagsOfResource(const Members& members) {
    Constraints constraints(Framework::Old);
    operations::ListTagsOfResourceInput input{readResourceArn(members, constraints),
                                              members.text("NextToken")};
    if (auto problem = problemOf(members, constraints)) {
        return *std::move(problem);
    }
    return operations::Request(std::move(input));
}

DecodedRequest decodePutResourcePolicy(const Members& members) {
    Constraints constraints(Framework::Old);
    operations::PutResourcePolicyInput input;
    input.expectedRevisionId = readRevision(members, constraints);
    const auto text = members.text("Policy");
    constraints.notNull(text.has_value(), "policy");
    input.resourceArn = readResourceArn(members, constraints);
    input.confirmRemoveSelfResourceAccess =
        members.boolean("ConfirmRemoveSelfResourceAccess").value_or(false);
    if (auto problem = problemOf(members, constraints)) {
        return *std::move(problem);
    }
    // The last step: it replaces the JSON of the request.
    auto policy = readPolicy(*text);
    if (!policy) {
        return std::move(policy).error();
    }
    input.policy = std::move(policy->text);
    input.locksOut = policy->locksOut;
    return operations::Request(std::move(input));
}

DecodedRequest decodeGetResourcePolicy(const Members& members) {
    Constraints constraints(Framework::Old);
    operations::GetResourcePolicyInput input{readResourceArn(members, constraints)};
    if (auto problem = problemOf(members, constraints)) {
        return *std::move(problem);
    }
    return operations::Request(std::move(input));
}

DecodedRequest decodeDeleteResourcePolicy(const Members& members) {
    Constraints constraints(Framework::Old);
    operations::DeleteResourcePolicyInput input;
    input.expectedRevisionId = readRevision(members, constraints);
    input.resourceArn = readResourceArn(members, constraints);
    if (auto problem = problemOf(members, constraints)) {
        return *std::move(problem);
    }
    return operations::Request(std::move(input));
}

DecodedRequest decodeDescribeLimits(const Members&) {
    return operations::Request(operations::DescribeLimitsInput{});
}

DecodedRequest decodeDescribeEndpoints(const Members&) {
    return operations::Request(operations::DescribeEndpointsInput{});
}

}  // namespace engine::wire
