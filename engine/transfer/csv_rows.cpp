#include "engine/transfer/csv_rows.h"

#include <utility>

#include <simdjson.h>

namespace engine::transfer {
namespace {

Error quoteNeverCloses() {
    return Error::validation("A quoted field has no end");
}

}  // namespace

void CsvRowReader::startRow() {
    m_state = State::FieldStart;
    m_at = 0;
    m_fields.clear();
    m_field.clear();
    m_hasQuotes = false;
}

void CsvRowReader::endField() {
    m_fields.push_back(std::exchange(m_field, {}));
    m_state = State::FieldStart;
}

CsvRowReader::Step CsvRowReader::take(char c) {
    if (m_state == State::Quoted) {
        if (c == '"') {
            m_state = State::QuoteSeen;
        } else {
            m_field += c;
        }
        return Step::Field;
    }
    if (m_state == State::FieldStart && c == '"') {
        m_state = State::Quoted;
        m_hasQuotes = true;
        return Step::Field;
    }
    if (m_state == State::QuoteSeen && c == '"') {
        m_state = State::Quoted;
        m_field += c;
        return Step::Field;
    }
    if (c == '\n') {
        // Of a line that ends with \r\n; behind a quote the \r was not taken as text.
        if (m_state == State::Plain && m_field.ends_with('\r')) {
            m_field.pop_back();
        }
        endField();
        return Step::RowEnd;
    }
    if (c == m_delimiter && m_state != State::ReturnSeen) {
        endField();
        return Step::Field;
    }
    if (m_state == State::QuoteSeen && c == '\r') {
        m_state = State::ReturnSeen;
        return Step::Field;
    }
    if (m_state == State::QuoteSeen || m_state == State::ReturnSeen) {
        return Step::Junk;
    }
    m_state = State::Plain;
    m_field += c;
    return Step::Field;
}

// Takes what is in hand, up to the end of the row.
CsvRowReader::Step CsvRowReader::takeWindow() {
    const auto bytes = m_window.bytes();
    auto step = Step::Field;
    while (step == Step::Field && m_at < bytes.size() && m_at <= recordBytesMax) {
        step = take(bytes[m_at++]);
    }
    return step;
}

bool CsvRowReader::isBlank() const {
    return m_fields.size() == 1 && m_fields.front().empty() && !m_hasQuotes;
}

Result<std::optional<CsvRow>> CsvRowReader::next() {
    if (!std::exchange(m_started, true)) {
        if (auto dropped = dropByteOrderMark(m_window); !dropped) {
            return dropped.error();
        }
    }
    startRow();
    for (;;) {
        const Step step = takeWindow();
        if (step == Step::Junk) {
            return badRow(Error::validation("Something stands behind a quoted field"), m_at);
        }
        if (step == Step::RowEnd && isBlank()) {
            m_window.drop(m_at);
            startRow();
            continue;
        }
        if (step == Step::RowEnd) {
            return std::optional(finishRow());
        }
        if (m_at > recordBytesMax) {
            return isQuoteOpen() ? badRow(quoteNeverCloses(), 0) : badRow(recordTooLong(), m_at);
        }
        const auto filled = m_window.fill();
        if (!filled) {
            return filled.error();
        }
        if (!*filled) {
            return atEnd();
        }
    }
}

Result<std::optional<CsvRow>> CsvRowReader::atEnd() {
    if (m_at == 0) {
        return std::optional<CsvRow>();
    }
    if (isQuoteOpen()) {
        return badRow(quoteNeverCloses(), 0);
    }
    endField();
    return isBlank() ? std::optional<CsvRow>() : finishRow();
}

CsvRow CsvRowReader::finishRow() {
    const RecordPosition position = m_window.position();
    const auto bytes = m_window.bytes().substr(0, m_at);
    const bool isText = simdjson::validate_utf8(bytes.data(), bytes.size());
    m_window.drop(m_at);
    if (!isText) {
        return {position, recordIsNotText()};
    }
    return {position, std::move(m_fields)};
}

Result<std::optional<CsvRow>> CsvRowReader::badRow(Error error, std::size_t resumeFrom) {
    CsvRow row{m_window.position(), std::move(error)};
    if (auto dropped = dropThroughLineBreak(resumeFrom); !dropped) {
        return dropped.error();
    }
    return std::optional(std::move(row));
}

Result<void> CsvRowReader::dropThroughLineBreak(std::size_t from) {
    for (;;) {
        const auto bytes = m_window.bytes();
        const std::size_t lineBreak = bytes.find('\n', from);
        if (lineBreak != std::string_view::npos) {
            m_window.drop(lineBreak + 1);
            return {};
        }
        m_window.drop(bytes.size());
        from = 0;
        const auto filled = m_window.fill();
        if (!filled) {
            return filled.error();
        }
        if (!*filled) {
            return {};
        }
    }
}

}  // namespace engine::transfer
