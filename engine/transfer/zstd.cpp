#include <zstd.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/base/ensure.h"
#include "engine/transfer/codecs.h"

namespace engine::transfer {
namespace {

constexpr int windowLogMax = 27;  // 128 MiB, what the zstd program takes without being asked

class ZstdSource final : public ByteSource {
public:
    ZstdSource(std::unique_ptr<ByteSource> below, InflateBudget& budget)
        : m_below(std::move(below)),
          m_budget(budget),
          m_context(ZSTD_createDCtx(), ZSTD_freeDCtx),
          m_input(blockBytes) {
        ENSURE(m_context != nullptr);
        ENSURE(ZSTD_isError(ZSTD_DCtx_setParameter(m_context.get(), ZSTD_d_windowLogMax,
                                                   windowLogMax)) == 0);
    }

    Result<std::size_t> read(std::span<char> buffer) override {
        buffer = buffer.first(std::min(buffer.size(), blockBytes));
        ZSTD_outBuffer output{buffer.data(), buffer.size(), 0};
        while (output.pos == 0) {
            if (auto refilled = refill(); !refilled) {
                return refilled.error();
            }
            // The decoder may hold output back even when all input is taken.
            const bool inputEnded = m_taken.size == 0;
            const std::size_t outcome = ZSTD_decompressStream(m_context.get(), &output, &m_taken);
            if (ZSTD_isError(outcome) != 0) {
                return Error::corrupt(std::string("The zstd data is damaged: ") +
                                      ZSTD_getErrorName(outcome));
            }
            if (inputEnded && output.pos == 0) {
                if (m_betweenFrames || outcome == 0) {
                    return std::size_t{0};
                }
                return Error::corrupt("The zstd data is cut off");
            }
            m_betweenFrames = outcome == 0;
        }
        if (auto spent = m_budget.spend(output.pos); !spent) {
            return spent.error();
        }
        return output.pos;
    }

private:
    Result<void> refill() {
        if (m_taken.pos < m_taken.size) {
            return {};
        }
        const auto got = m_below->read(m_input);
        if (!got) {
            return got.error();
        }
        m_taken = {m_input.data(), *got, 0};
        return {};
    }

    std::unique_ptr<ByteSource> m_below;
    InflateBudget& m_budget;
    std::unique_ptr<ZSTD_DCtx, std::size_t (*)(ZSTD_DCtx*)> m_context;
    std::vector<char> m_input;
    ZSTD_inBuffer m_taken{nullptr, 0, 0};
    bool m_betweenFrames = false;
};

class ZstdSink final : public ByteSink {
public:
    explicit ZstdSink(std::unique_ptr<ByteSink> below)
        : m_below(std::move(below)),
          m_context(ZSTD_createCCtx(), ZSTD_freeCCtx),
          m_output(blockBytes) {
        ENSURE(m_context != nullptr);
        ENSURE(ZSTD_isError(ZSTD_CCtx_setParameter(m_context.get(), ZSTD_c_checksumFlag, 1)) == 0);
    }

    Result<void> write(std::string_view bytes) override { return pump(bytes, ZSTD_e_continue); }

    Result<void> finish() override {
        if (auto ended = pump({}, ZSTD_e_end); !ended) {
            return ended;
        }
        return m_below->finish();
    }

private:
    Result<void> pump(std::string_view bytes, ZSTD_EndDirective directive) {
        ZSTD_inBuffer input{bytes.data(), bytes.size(), 0};
        for (;;) {
            ZSTD_outBuffer output{m_output.data(), m_output.size(), 0};
            const std::size_t left =
                ZSTD_compressStream2(m_context.get(), &output, &input, directive);
            if (ZSTD_isError(left) != 0) {
                return Error::internal(std::string("Cannot compress: ") + ZSTD_getErrorName(left));
            }
            if (auto written = m_below->write({m_output.data(), output.pos}); !written) {
                return written;
            }
            const bool done = directive == ZSTD_e_end ? left == 0 : input.pos == input.size;
            if (done) {
                return {};
            }
        }
    }

    std::unique_ptr<ByteSink> m_below;
    std::unique_ptr<ZSTD_CCtx, std::size_t (*)(ZSTD_CCtx*)> m_context;
    std::vector<char> m_output;
};

}  // namespace

std::unique_ptr<ByteSource> makeZstdSource(std::unique_ptr<ByteSource> below,
                                           InflateBudget& budget) {
    return std::make_unique<ZstdSource>(std::move(below), budget);
}

std::unique_ptr<ByteSink> makeZstdSink(std::unique_ptr<ByteSink> below) {
    return std::make_unique<ZstdSink>(std::move(below));
}

}  // namespace engine::transfer
