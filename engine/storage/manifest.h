#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace engine::storage {

inline constexpr int formatVersion = 2;

// tidemark.json: what marks a directory as a database of ours.
struct Manifest {
    int version = formatVersion;
    std::string databaseId;  // UUID
};

std::string encodeManifest(const Manifest& manifest);
// `path` names the file in the errors: NotADatabase when it is not ours or damaged, FormatTooNew.
Result<Manifest> decodeManifest(std::string_view text, const std::string& path);

}  // namespace engine::storage
