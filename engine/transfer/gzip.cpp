#include <zlib.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/base/ensure.h"
#include "engine/transfer/codecs.h"

namespace engine::transfer {
namespace {

constexpr int gzipWindowBits = 15 + 16;  // zlib's way to say: the largest window, a gzip header

Bytef* bytePointer(char* bytes) {
    return reinterpret_cast<Bytef*>(bytes);
}

class GzipSource final : public ByteSource {
public:
    GzipSource(std::unique_ptr<ByteSource> below, InflateBudget& budget)
        : m_below(std::move(below)), m_budget(budget), m_input(blockBytes) {
        ENSURE(inflateInit2(&m_stream, gzipWindowBits) == Z_OK);
    }
    ~GzipSource() override { inflateEnd(&m_stream); }

    Result<std::size_t> read(std::span<char> buffer) override {
        buffer = buffer.first(std::min(buffer.size(), blockBytes));
        m_stream.next_out = bytePointer(buffer.data());
        m_stream.avail_out = static_cast<uInt>(buffer.size());
        while (m_stream.avail_out == buffer.size()) {
            if (auto refilled = refill(); !refilled) {
                return refilled.error();
            }
            const bool inputEnded = m_stream.avail_in == 0;
            if (inputEnded && m_betweenMembers) {
                return std::size_t{0};
            }
            // zlib may hold output back even when it has taken all input.
            if (auto stepped = step(); !stepped) {
                return stepped.error();
            }
            if (inputEnded && !m_betweenMembers && m_stream.avail_out == buffer.size()) {
                return Error::corrupt("The gzip data is cut off");
            }
        }
        const std::size_t made = buffer.size() - m_stream.avail_out;
        if (auto spent = m_budget.spend(made); !spent) {
            return spent.error();
        }
        return made;
    }

private:
    Result<void> refill() {
        if (m_stream.avail_in > 0) {
            return {};
        }
        const auto got = m_below->read(m_input);
        if (!got) {
            return got.error();
        }
        m_stream.next_in = bytePointer(m_input.data());
        m_stream.avail_in = static_cast<uInt>(*got);
        return {};
    }

    Result<void> step() {
        if (m_betweenMembers) {
            inflateReset(&m_stream);
            m_betweenMembers = false;
        }
        switch (inflate(&m_stream, Z_NO_FLUSH)) {
            case Z_STREAM_END: m_betweenMembers = true; return {};
            case Z_OK:
            case Z_BUF_ERROR: return {};  // it wants more input
            case Z_MEM_ERROR:
                return Error::internal("There is not enough memory to inflate gzip data");
            default: return Error::corrupt("The gzip data is damaged");
        }
    }

    std::unique_ptr<ByteSource> m_below;
    InflateBudget& m_budget;
    std::vector<char> m_input;
    z_stream m_stream{};
    bool m_betweenMembers = false;
};

class GzipSink final : public ByteSink {
public:
    explicit GzipSink(std::unique_ptr<ByteSink> below)
        : m_below(std::move(below)), m_output(blockBytes) {
        constexpr int level = 6;
        constexpr int memory = 8;
        ENSURE(deflateInit2(&m_stream, level, Z_DEFLATED, gzipWindowBits, memory,
                            Z_DEFAULT_STRATEGY) == Z_OK);
    }
    ~GzipSink() override { deflateEnd(&m_stream); }

    Result<void> write(std::string_view bytes) override {
        while (!bytes.empty()) {
            // zlib counts in 32 bits.
            const std::string_view part = bytes.substr(0, std::size_t{1} << 30U);
            bytes.remove_prefix(part.size());
            if (auto deflated = pump(part, Z_NO_FLUSH); !deflated) {
                return deflated;
            }
        }
        return {};
    }

    Result<void> finish() override {
        if (auto deflated = pump({}, Z_FINISH); !deflated) {
            return deflated;
        }
        return m_below->finish();
    }

private:
    Result<void> pump(std::string_view bytes, int flush) {
        // zlib's interface is not const, but it does not write to its input.
        m_stream.next_in = bytePointer(const_cast<char*>(bytes.data()));
        m_stream.avail_in = static_cast<uInt>(bytes.size());
        do {
            m_stream.next_out = bytePointer(m_output.data());
            m_stream.avail_out = static_cast<uInt>(m_output.size());
            ENSURE(deflate(&m_stream, flush) != Z_STREAM_ERROR);
            const std::size_t made = m_output.size() - m_stream.avail_out;
            if (auto written = m_below->write({m_output.data(), made}); !written) {
                return written;
            }
        } while (m_stream.avail_out == 0);
        return {};
    }

    std::unique_ptr<ByteSink> m_below;
    std::vector<char> m_output;
    z_stream m_stream{};
};

}  // namespace

std::unique_ptr<ByteSource> makeGzipSource(std::unique_ptr<ByteSource> below,
                                           InflateBudget& budget) {
    return std::make_unique<GzipSource>(std::move(below), budget);
}

std::unique_ptr<ByteSink> makeGzipSink(std::unique_ptr<ByteSink> below) {
    return std::make_unique<GzipSink>(std::move(below));
}

}  // namespace engine::transfer
