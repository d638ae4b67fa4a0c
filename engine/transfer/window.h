#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "engine/transfer/byte_stream.h"
#include "engine/transfer/record_reader.h"

// Cutting a source into records; for the readers of this room only.
namespace engine::transfer {

// The bytes of a source that are in hand. Views live until the next fill().
class Window final {
public:
    // The first byte stands at `start`: that many bytes of the source are passed over.
    Window(std::unique_ptr<ByteSource> source, RecordPosition start)
        : m_source(std::move(source)), m_position(start), m_skip(start.byteOffset) {}

    // What is in hand; 64 bytes behind it can be read too (whatever they are), as simdjson wants.
    std::string_view bytes() const { return {m_buffer.data() + m_begin, m_end - m_begin}; }
    // Adds up to one block; false at the end of the source.
    Result<bool> fill();
    // Drops bytes off the front and counts their line breaks.
    void drop(std::size_t count);
    // Drops up to this byte of the source; one that is behind already stays there. Corrupt when the
    // source ends before.
    Result<void> passTo(std::uint64_t byteOffset);

    // Of the first byte in hand.
    RecordPosition position() const { return m_position; }
    std::size_t bufferBytes() const { return m_buffer.size(); }

private:
    Result<void> passOver();

    std::unique_ptr<ByteSource> m_source;
    std::vector<char> m_buffer;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    RecordPosition m_position;
    std::uint64_t m_skip;
};

// Takes a byte order mark off the front at the start of a stream.
Result<void> dropByteOrderMark(Window& window);

struct Line {
    RecordPosition position;
    std::string_view text;  // without its line break; empty when it is too long
    bool tooLong = false;   // longer than recordBytesMax
};

// The lines of a source, ended by \n or \r\n; the last one may lack it.
class LineReader final {
public:
    LineReader(std::unique_ptr<ByteSource> source, RecordPosition start)
        : m_window(std::move(source), start) {}

    // nullopt: the end. The line lives until the next call.
    Result<std::optional<Line>> next();
    RecordPosition position() const;
    std::size_t bufferBytes() const { return m_window.bufferBytes(); }

private:
    Result<std::optional<Line>> lineEndingAt(std::size_t lineBreak);
    Result<std::optional<Line>> lastLine();
    Result<std::optional<Line>> dropLongLine();

    Window m_window;
    std::size_t m_taken = 0;  // bytes of the line that next() returned, still in the window
    bool m_started = false;
};

Error recordTooLong();
Error recordIsNotText();

}  // namespace engine::transfer
