#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"

// Where exports go and imports come from: buckets are the folders below "s3" of the database
// directory. Names are checked here, so that no request reaches a file outside of its bucket.
namespace engine::operations {

// Validation for a bucket that cannot be a folder's name, and for a prefix that is not a plain
// path: a part that is empty, "." or "..", too long, or has control characters.
Result<void> checkBucket(std::string_view bucket);
Result<void> checkPrefix(std::string_view prefix);

std::string bucketFolder(const std::string& databaseDirectory, std::string_view bucket);

}  // namespace engine::operations
