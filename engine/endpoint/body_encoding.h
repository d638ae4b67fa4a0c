#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"

// Compressed bodies, requests and answers (facts/aws-observed.md section 22).
namespace engine::endpoint {

enum class BodyEncoding { Identity, Gzip, Deflate };

// "" for Identity.
const char* encodingName(BodyEncoding encoding);

// The body as it was before it was compressed; as it is when `contentEncoding` is empty. Several
// gzip members are one body, and what follows the last of them is passed over. InternalServerError
// for an unknown encoding, for data that is damaged, cut off or empty, and for more than
// limits::requestBodyBytesMax; no more than that is ever held.
Result<std::string> decodedBody(std::string_view body, std::string_view contentEncoding);

// What an Accept-Encoding header asks for: gzip or deflate, whichever has the higher weight, unless
// the plain body has a higher one still.
BodyEncoding acceptedEncoding(std::string_view acceptEncoding);

// Answers of up to this size are sent as they are.
inline constexpr std::size_t plainAnswerBytesMax = 4096;
// Replaces the answer by its compressed form; not for Identity.
void encodeBody(BodyEncoding encoding, std::string& answer);

}  // namespace engine::endpoint
