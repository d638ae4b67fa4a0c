#pragma once

#include <memory>
#include <string_view>

#include "engine/transfer/window.h"

// Formats with one record a line; for the readers of this room only.
namespace engine::transfer {

class LineDecoder {
public:
    LineDecoder() = default;
    virtual ~LineDecoder() = default;
    LineDecoder(const LineDecoder&) = delete;
    LineDecoder& operator=(const LineDecoder&) = delete;

    // `line` is valid UTF-8 and not blank; 64 bytes behind it can be read too.
    virtual Result<values::AttributeMap> decode(std::string_view line) = 0;
    // Whether the line holds no record.
    virtual bool isBlank(std::string_view line) const;
};

class LineRecordReader final : public RecordReader {
public:
    LineRecordReader(std::unique_ptr<ByteSource> source, RecordPosition startAt,
                     std::unique_ptr<LineDecoder> decoder)
        : m_lines(std::move(source), startAt), m_decoder(std::move(decoder)) {}

    Result<std::optional<Record>> next() override;
    RecordPosition position() const override { return m_lines.position(); }
    std::size_t bufferBytes() const override { return m_lines.bufferBytes(); }

private:
    LineReader m_lines;
    std::unique_ptr<LineDecoder> m_decoder;
};

}  // namespace engine::transfer
