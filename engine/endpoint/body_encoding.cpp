#include "engine/endpoint/body_encoding.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "engine/base/ensure.h"
#include "engine/base/limits.h"

namespace engine::endpoint {
namespace {

constexpr int largestWindow = 15;
constexpr int gzipHeader = 16;  // zlib's way to say: with a gzip header
constexpr std::size_t blockBytes = 65'536;

int windowBits(BodyEncoding encoding) {
    return encoding == BodyEncoding::Gzip ? largestWindow + gzipHeader : largestWindow;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool isNamed(std::string_view name, std::string_view lowerCaseName) {
    return std::equal(
        name.begin(), name.end(), lowerCaseName.begin(), lowerCaseName.end(),
        [](char c, char lower) { return (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c) == lower; });
}

Error undecodable(std::string_view why) {
    return Error::internal("The request body cannot be decompressed: " + std::string(why));
}

// zlib's stream on its way, ended with the object.
class Inflater final {
public:
    Inflater(std::string_view body, BodyEncoding encoding) : m_encoding(encoding) {
        ENSURE(inflateInit2(&m_stream, windowBits(encoding)) == Z_OK);
        // zlib's interface is not const, but it does not write to its input.
        m_stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
        m_stream.avail_in = static_cast<uInt>(body.size());
    }
    ~Inflater() { inflateEnd(&m_stream); }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    Result<std::string> run() {
        std::string out;
        bool endsHere = false;
        while (!endsHere) {
            const auto ended = step(out);
            if (!ended) {
                // Behind a whole gzip member anything may stand.
                return m_membersRead > 0 ? Result<std::string>(out.substr(0, m_bytesOfMembers))
                                         : ended.error();
            }
            if (out.size() > limits::requestBodyBytesMax) {
                return undecodable("it is too big");
            }
            endsHere = *ended;
        }
        return out;
    }

private:
    // True at the end of the body.
    Result<bool> step(std::string& out) {
        m_stream.next_out = reinterpret_cast<Bytef*>(m_block.data());
        m_stream.avail_out = static_cast<uInt>(m_block.size());
        const int code = inflate(&m_stream, Z_NO_FLUSH);
        out.append(m_block.data(), m_block.size() - m_stream.avail_out);
        if (code == Z_STREAM_END) {
            ++m_membersRead;
            m_bytesOfMembers = out.size();
            if (m_stream.avail_in == 0) {
                return true;
            }
            if (m_encoding == BodyEncoding::Deflate) {
                m_membersRead = 0;
                return undecodable("something follows its end");
            }
            inflateReset(&m_stream);
            return false;
        }
        if (code == Z_MEM_ERROR) {
            return Error::internal("There is not enough memory to read the request");
        }
        if (code != Z_OK || (m_stream.avail_in == 0 && m_stream.avail_out > 0)) {
            return undecodable("it is damaged or cut off");
        }
        return false;
    }

    BodyEncoding m_encoding;
    z_stream m_stream{};
    std::array<char, blockBytes> m_block{};
    int m_membersRead = 0;
    std::size_t m_bytesOfMembers = 0;  // inflated, of whole members
};

// The weight of one element, in thousandths; what is no number counts as not said.
int weightOf(std::string_view parameters) {
    constexpr int whole = 1000;
    const auto at = parameters.find("q=");
    if (at == std::string_view::npos) {
        return whole;
    }
    const auto digits = parameters.substr(at + 2);
    double weight = 1;
    if (std::from_chars(digits.data(), digits.data() + digits.size(), weight).ec != std::errc()) {
        return whole;
    }
    return static_cast<int>(std::clamp(weight, 0.0, 1.0) * whole);
}

struct Weights {
    std::optional<int> gzip;
    std::optional<int> deflate;
    std::optional<int> identity;
    std::optional<int> others;
};

Weights readWeights(std::string_view list) {
    Weights weights;
    while (!list.empty()) {
        const auto comma = list.find(',');
        const auto element = list.substr(0, comma);
        list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
        const auto semicolon = element.find(';');
        const auto name = trimmed(element.substr(0, semicolon));
        const int weight = semicolon == std::string_view::npos
                               ? weightOf({})
                               : weightOf(element.substr(semicolon + 1));
        auto* const slot = isNamed(name, "gzip")       ? &weights.gzip
                           : isNamed(name, "deflate")  ? &weights.deflate
                           : isNamed(name, "identity") ? &weights.identity
                           : name == "*"               ? &weights.others
                                                       : nullptr;
        if (slot != nullptr && !*slot) {
            *slot = weight;
        }
    }
    return weights;
}

}  // namespace

const char* encodingName(BodyEncoding encoding) {
    switch (encoding) {
        case BodyEncoding::Gzip: return "gzip";
        case BodyEncoding::Deflate: return "deflate";
        case BodyEncoding::Identity: break;
    }
    return "";
}

Result<std::string> decodedBody(std::string_view body, std::string_view contentEncoding) {
    const auto name = trimmed(contentEncoding);
    if (name.empty() || isNamed(name, "identity")) {
        return std::string(body);
    }
    if (isNamed(name, "gzip") || isNamed(name, "deflate")) {
        return Inflater(body, isNamed(name, "gzip") ? BodyEncoding::Gzip : BodyEncoding::Deflate)
            .run();
    }
    return undecodable("its encoding is not known");
}

BodyEncoding acceptedEncoding(std::string_view acceptEncoding) {
    const Weights weights = readWeights(acceptEncoding);
    const int others = weights.others.value_or(0);
    const int gzip = weights.gzip.value_or(others);
    const int deflate = weights.deflate.value_or(others);
    const int best = std::max(gzip, deflate);
    if (best == 0 || weights.identity.value_or(0) > best) {
        return BodyEncoding::Identity;
    }
    return gzip >= deflate ? BodyEncoding::Gzip : BodyEncoding::Deflate;
}

void encodeBody(BodyEncoding encoding, std::string& answer) {
    constexpr int memory = 8;
    z_stream stream{};
    ENSURE(deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, windowBits(encoding), memory,
                        Z_DEFAULT_STRATEGY) == Z_OK);
    std::string out(deflateBound(&stream, static_cast<uLong>(answer.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(answer.data());
    stream.avail_in = static_cast<uInt>(answer.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    ENSURE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(out.size() - stream.avail_out);
    deflateEnd(&stream);
    answer.swap(out);
}

}  // namespace engine::endpoint
