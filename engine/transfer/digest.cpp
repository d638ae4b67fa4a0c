#include "engine/transfer/digest.h"

#include <openssl/evp.h>

#include <utility>

#include "engine/base/base64.h"
#include "engine/base/ensure.h"

namespace engine::transfer {
namespace {

// A failure here means that the library is broken or out of memory.
class Md5 final {
public:
    Md5() : m_context(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
        ENSURE(m_context != nullptr);
        ENSURE(EVP_DigestInit_ex(m_context.get(), EVP_md5(), nullptr) == 1);
    }
    void add(std::string_view bytes) {
        ENSURE(EVP_DigestUpdate(m_context.get(), bytes.data(), bytes.size()) == 1);
    }
    std::array<std::uint8_t, 16> finish() {
        std::array<std::uint8_t, 16> md5{};
        unsigned int length = 0;
        ENSURE(EVP_DigestFinal_ex(m_context.get(), md5.data(), &length) == 1);
        ENSURE(length == md5.size());
        return md5;
    }

private:
    std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> m_context;
};

std::string asBytes(const std::array<std::uint8_t, 16>& md5) {
    return {md5.begin(), md5.end()};
}

class DigestSink final : public ByteSink {
public:
    DigestSink(Digest& digest, std::unique_ptr<ByteSink> below)
        : m_digest(digest), m_below(std::move(below)) {}

    Result<void> write(std::string_view bytes) override {
        m_md5.add(bytes);
        m_bytes += bytes.size();
        return m_below->write(bytes);
    }

    Result<void> finish() override {
        if (auto finished = m_below->finish(); !finished) {
            return finished;
        }
        m_digest = Digest{m_md5.finish(), m_bytes};
        return {};
    }

private:
    Digest& m_digest;
    std::unique_ptr<ByteSink> m_below;
    Md5 m_md5;
    std::uint64_t m_bytes = 0;
};

}  // namespace

std::string Digest::md5Base64() const {
    return toBase64(asBytes(md5));
}

std::string Digest::etag() const {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string tag;
    for (const std::uint8_t byte : digestOf(asBytes(md5)).md5) {
        tag += digits[byte >> 4U];
        tag += digits[byte & 0x0FU];
    }
    return tag + "-1";
}

Digest digestOf(std::string_view bytes) {
    Md5 md5;
    md5.add(bytes);
    return {md5.finish(), bytes.size()};
}

std::unique_ptr<ByteSink> digestInto(Digest& digest, std::unique_ptr<ByteSink> below) {
    return std::make_unique<DigestSink>(digest, std::move(below));
}

}  // namespace engine::transfer
