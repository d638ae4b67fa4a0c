#include "engine/transfer/line_records.h"

#include <simdjson.h>

namespace engine::transfer {

bool LineDecoder::isBlank(std::string_view line) const {
    return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

Result<std::optional<Record>> LineRecordReader::next() {
    for (;;) {
        const auto line = m_lines.next();
        if (!line) {
            return line.error();
        }
        if (!*line) {
            return std::optional<Record>();
        }
        const auto& [position, text, tooLong] = **line;
        if (tooLong) {
            return std::optional(Record{position, recordTooLong()});
        }
        if (m_decoder->isBlank(text)) {
            continue;
        }
        if (!simdjson::validate_utf8(text.data(), text.size())) {
            return std::optional(Record{position, recordIsNotText()});
        }
        return std::optional(Record{position, m_decoder->decode(text)});
    }
}

}  // namespace engine::transfer
