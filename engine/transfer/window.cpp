#include "engine/transfer/window.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace engine::transfer {
namespace {

constexpr std::size_t paddingBytes = 64;

std::size_t findLineBreak(std::string_view bytes, std::size_t from) {
    return bytes.find('\n', from);
}

Error shorterThanBefore() {
    return Error::corrupt("The data is shorter than it was when its reading began");
}

}  // namespace

Result<void> Window::passOver() {
    std::vector<char> discarded(blockBytes);
    while (m_skip > 0) {
        const auto wanted = std::min<std::uint64_t>(m_skip, discarded.size());
        const auto got = m_source->read(std::span(discarded).first(wanted));
        if (!got) {
            return got.error();
        }
        if (*got == 0) {
            return shorterThanBefore();
        }
        m_skip -= *got;
    }
    return {};
}

Result<bool> Window::fill() {
    if (auto passed = passOver(); !passed) {
        return passed.error();
    }
    const std::size_t held = m_end - m_begin;
    if (m_begin > 0) {
        std::memmove(m_buffer.data(), m_buffer.data() + m_begin, held);
        m_begin = 0;
        m_end = held;
    }
    if (m_buffer.size() < held + blockBytes + paddingBytes) {
        m_buffer.resize(std::max(2 * held, held + blockBytes) + paddingBytes);
    }
    const auto got = m_source->read(std::span(m_buffer).subspan(held, blockBytes));
    if (!got) {
        return got.error();
    }
    m_end += *got;
    return *got > 0;
}

void Window::drop(std::size_t count) {
    const auto dropped = bytes().substr(0, count);
    m_position.line += static_cast<std::uint64_t>(std::count(dropped.begin(), dropped.end(), '\n'));
    m_position.byteOffset += dropped.size();
    m_begin += dropped.size();
}

Result<void> Window::passTo(std::uint64_t byteOffset) {
    while (m_position.byteOffset < byteOffset) {
        const std::uint64_t wanted = byteOffset - m_position.byteOffset;
        drop(static_cast<std::size_t>(std::min<std::uint64_t>(wanted, bytes().size())));
        if (m_position.byteOffset == byteOffset) {
            break;
        }
        const auto filled = fill();
        if (!filled) {
            return filled.error();
        }
        if (!*filled) {
            return shorterThanBefore();
        }
    }
    return {};
}

Result<void> dropByteOrderMark(Window& window) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (window.position().byteOffset > 0) {
        return {};
    }
    while (window.bytes().size() < mark.size()) {
        const auto filled = window.fill();
        if (!filled) {
            return filled.error();
        }
        if (!*filled) {
            return {};
        }
    }
    if (window.bytes().starts_with(mark)) {
        window.drop(mark.size());
    }
    return {};
}

RecordPosition LineReader::position() const {
    RecordPosition position = m_window.position();
    const auto taken = m_window.bytes().substr(0, m_taken);
    position.line += taken.ends_with('\n') ? 1U : 0U;
    position.byteOffset += taken.size();
    return position;
}

Result<std::optional<Line>> LineReader::next() {
    if (!m_started) {
        m_started = true;
        if (auto dropped = dropByteOrderMark(m_window); !dropped) {
            return dropped.error();
        }
    }
    m_window.drop(std::exchange(m_taken, 0));
    std::size_t searched = 0;
    for (;;) {
        const auto bytes = m_window.bytes();
        const std::size_t lineBreak = findLineBreak(bytes, searched);
        if (lineBreak != std::string_view::npos) {
            return lineEndingAt(lineBreak);
        }
        searched = bytes.size();
        if (searched > recordBytesMax + 1) {
            return dropLongLine();
        }
        const auto filled = m_window.fill();
        if (!filled) {
            return filled.error();
        }
        if (!*filled) {
            return lastLine();
        }
    }
}

Result<std::optional<Line>> LineReader::lineEndingAt(std::size_t lineBreak) {
    auto text = m_window.bytes().substr(0, lineBreak);
    if (text.ends_with('\r')) {
        text.remove_suffix(1);
    }
    m_taken = lineBreak + 1;
    if (text.size() > recordBytesMax) {
        return std::optional(Line{m_window.position(), {}, true});
    }
    return std::optional(Line{m_window.position(), text, false});
}

Result<std::optional<Line>> LineReader::lastLine() {
    const auto text = m_window.bytes();
    if (text.empty()) {
        return std::optional<Line>();
    }
    m_taken = text.size();
    return std::optional(
        Line{m_window.position(), text.substr(0, recordBytesMax), text.size() > recordBytesMax});
}

Result<std::optional<Line>> LineReader::dropLongLine() {
    const Line line{m_window.position(), {}, true};
    for (;;) {
        const auto bytes = m_window.bytes();
        const std::size_t lineBreak = findLineBreak(bytes, 0);
        if (lineBreak != std::string_view::npos) {
            m_taken = lineBreak + 1;
            return std::optional(line);
        }
        m_window.drop(bytes.size());
        const auto filled = m_window.fill();
        if (!filled) {
            return filled.error();
        }
        if (!*filled) {
            return std::optional(line);
        }
    }
}

Error recordTooLong() {
    return Error::validation("The record is longer than " + std::to_string(recordBytesMax) +
                             " bytes");
}

Error recordIsNotText() {
    return Error::validation("The record is not valid UTF-8");
}

}  // namespace engine::transfer
