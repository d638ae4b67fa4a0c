#include "engine/wire/s3_members.h"

#include <algorithm>

namespace engine::wire {
namespace {

constexpr std::size_t bucketBytesMax = 255;
constexpr std::size_t prefixBytesMax = 1024;

bool isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool isBucketName(std::string_view name) {
    return name.size() >= 2 && isLetterOrDigit(name.front()) && isLetterOrDigit(name.back()) &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return isLetterOrDigit(c) || c == '.' || c == '-' || c == '_';
           });
}

}  // namespace

void checkPattern(Constraints& constraints, bool holds, std::string_view text,
                  std::string_view member, std::string_view pattern) {
    if (!holds) {
        constraints.add(
            oldEntry(singleQuoted(text), member,
                     "Member must satisfy regular expression pattern: " + std::string(pattern)));
    }
}

std::string readBucket(const Members& members, Constraints& constraints, std::string_view member) {
    const auto bucket = members.text("S3Bucket");
    constraints.notNull(bucket.has_value(), member);
    if (bucket) {
        constraints.lengthAtMost(bucket->size(), bucketBytesMax, *bucket, member);
        checkPattern(constraints, isBucketName(*bucket), *bucket, member,
                     R"(^[a-z0-9A-Z]+[\.\-\w]*[a-z0-9A-Z]+$)");
    }
    return bucket.value_or("");
}

std::optional<std::string> readPrefix(const Members& members, Constraints& constraints,
                                      std::string_view name, std::string_view member) {
    auto prefix = members.text(name);
    if (prefix) {
        constraints.lengthAtMost(prefix->size(), prefixBytesMax, *prefix, member);
    }
    return prefix;
}

std::optional<std::string> readToken(const Members& members, Constraints& constraints) {
    auto token = members.text("ClientToken");
    if (token) {
        checkPattern(constraints, !token->empty() && token->find('$') == std::string::npos, *token,
                     "clientToken", R"(^[^\$]+$)");
    }
    return token;
}

std::optional<std::string> readOwner(const Members& members, Constraints& constraints,
                                     std::string_view member) {
    constexpr std::size_t digits = 12;
    auto owner = members.text("S3BucketOwner");
    if (owner) {
        const bool isAccount =
            owner->size() == digits &&
            std::all_of(owner->begin(), owner->end(), [](char c) { return c >= '0' && c <= '9'; });
        checkPattern(constraints, isAccount, *owner, member, "[0-9]{12}");
    }
    return owner;
}

}  // namespace engine::wire
