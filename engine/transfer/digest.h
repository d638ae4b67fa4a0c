#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "engine/transfer/byte_stream.h"

namespace engine::transfer {

// MD5 and length of bytes, as the manifests of an export name them. MD5 finds accidents only.
struct Digest {
    std::array<std::uint8_t, 16> md5{};
    std::uint64_t bytes = 0;

    std::string md5Base64() const;
    // The tag that S3 gives to an object that was uploaded in one part of a multipart upload, as
    // exports are: the hexadecimal MD5 of the MD5, then "-1".
    std::string etag() const;
};

Digest digestOf(std::string_view bytes);

// Passes everything on to `below` and sets `digest` when it is finished; `digest` must outlive it.
std::unique_ptr<ByteSink> digestInto(Digest& digest, std::unique_ptr<ByteSink> below);

}  // namespace engine::transfer
