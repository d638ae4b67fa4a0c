#include "engine/operations/s3_location.h"

#include <algorithm>

namespace engine::operations {

namespace {

constexpr std::size_t nameBytesMax = 255;

bool isControl(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool isPlainName(std::string_view name) {
    return !name.empty() && name.size() <= nameBytesMax && name != "." && name != ".." &&
           std::none_of(name.begin(), name.end(), isControl);
}

}  // namespace

Result<void> checkBucket(std::string_view bucket) {
    const bool isName = !bucket.empty() && bucket.size() <= nameBytesMax &&
                        isLetterOrDigit(bucket.front()) && isLetterOrDigit(bucket.back()) &&
                        std::all_of(bucket.begin(), bucket.end(), [](char c) {
                            return isLetterOrDigit(c) || c == '.' || c == '-' || c == '_';
                        });
    if (!isName) {
        return Error::validation("The specified bucket is not valid: " + std::string(bucket));
    }
    return {};
}

Result<void> checkPrefix(std::string_view prefix) {
    // The last part may be the beginning of a name, or empty.
    std::string_view rest = prefix;
    while (!rest.empty()) {
        const auto slash = rest.find('/');
        const auto name = rest.substr(0, slash);
        if (!isPlainName(name)) {
            return Error::validation("The specified prefix is not a path below the bucket: " +
                                     std::string(prefix));
        }
        rest = slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1);
    }
    return {};
}

std::string bucketFolder(const std::string& databaseDirectory, std::string_view bucket) {
    return databaseDirectory + "/s3/" + std::string(bucket);
}

}  // namespace engine::operations
