#include "engine/operations/resource_arn.h"

#include <array>

namespace engine::operations {

namespace {

constexpr std::string_view invalidParameter = "One or more parameter values were invalid: ";

Error invalid(std::string_view rule, std::string_view arn) {
    std::string text(invalidParameter);
    return Error::validation(text.append(rule).append(arn));
}

// arn:partition:service:region:account:resource
struct ArnParts {
    std::array<std::string_view, 6> parts;
    std::size_t count = 0;
};

ArnParts split(std::string_view arn) {
    ArnParts split;
    while (split.count < split.parts.size()) {
        const bool isLast = split.count + 1 == split.parts.size();
        const auto end = isLast ? std::string_view::npos : arn.find(':');
        split.parts[split.count++] = arn.substr(0, end);
        if (end == std::string_view::npos) {
            break;
        }
        arn.remove_prefix(end + 1);
    }
    return split;
}

Error notAuthorized(const Context& context, std::string_view arn, std::string_view action) {
    std::string text = "User: arn:aws:iam::" + context.accountId;
    text.append(":root is not authorized to perform: dynamodb:").append(action);
    return {ErrorKind::AccessDenied, text.append(" on resource: ").append(arn), {}};
}

Error foreignAccount(const Context& context, std::string_view arn, ArnUse use,
                     std::string_view action) {
    if (use == ArnUse::Policy) {
        return Error::validation(
            "This action is only supported by accounts that match the resource owner\u2019s "
            "account.");
    }
    return notAuthorized(context, arn, action);
}

Error invalidTableArn(std::string_view arn) {
    return Error::validation("Invalid TableArn: Invalid ResourceArn provided as input " +
                             std::string(arn));
}

Error foreignRegion(std::string_view arn, ArnUse use) {
    return use == ArnUse::Policy ? invalid("Invalid resource Arn: ", arn) : invalidTableArn(arn);
}

// What kind of refusal it is depends on the part that is wrong (facts/aws-observed.md section 19).
Error foreignService(const Context& context, std::string_view arn, ArnUse use,
                     std::string_view action) {
    return use == ArnUse::Policy ? invalid("Provided Arn is not a DynamoDB resource arn: ", arn)
                                 : notAuthorized(context, arn, action);
}

}  // namespace

Result<ResourceArn> parseResourceArn(const Context& context, std::string_view text, ArnUse use,
                                     std::string_view action) {
    constexpr std::string_view tablePart = "table/";
    constexpr std::string_view streamPart = "/stream/";
    if (!text.starts_with("arn:")) {
        return use == ArnUse::Policy ? invalid("ARNs must start with 'arn:': ", text)
                                     : invalidTableArn(text);
    }
    const auto [parts, count] = split(text);
    if (count < parts.size() || parts[2] != "dynamodb") {
        return foreignService(context, text, use, action);
    }
    if (parts[4] != context.accountId) {
        return foreignAccount(context, text, use, action);
    }
    if (parts[1] != "aws" || parts[3] != context.region) {
        return foreignRegion(text, use);
    }
    ResourceArn arn;
    arn.text = text;
    std::string_view resource = parts[5];
    if (resource.starts_with(tablePart)) {
        resource.remove_prefix(tablePart.size());
        const auto stream = resource.find(streamPart);
        arn.tableName = resource.substr(0, stream);
        if (stream != std::string_view::npos) {
            arn.streamLabel = resource.substr(stream + streamPart.size());
        }
    }
    const bool isResource =
        !arn.tableName.empty() && arn.tableName.find('/') == std::string::npos &&
        resource.size() ==
            arn.tableName.size() +
                (arn.streamLabel.empty() ? 0 : streamPart.size() + arn.streamLabel.size());
    if (!isResource || (use == ArnUse::Tags && !arn.streamLabel.empty())) {
        return invalid(
            "Invalid resource arn provided, only table or stream is accepted. Provided resource "
            "arn: ",
            text);
    }
    return arn;
}

}  // namespace engine::operations
