#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/transfer/window.h"

namespace engine::transfer {

struct CsvRow {
    RecordPosition position;
    Result<std::vector<std::string>> fields;  // error: this row is bad
};

// Cuts CSV into rows; for the CSV reader only. Empty lines are no rows. After a quote that is never
// closed reading goes on with the next line, after any other fault behind the next line break.
class CsvRowReader final {
public:
    CsvRowReader(std::unique_ptr<ByteSource> source, char delimiter, RecordPosition start)
        : m_window(std::move(source), start), m_delimiter(delimiter) {}

    Result<std::optional<CsvRow>> next();  // nullopt: the end
    Result<void> passTo(std::uint64_t byteOffset) { return m_window.passTo(byteOffset); }
    RecordPosition position() const { return m_window.position(); }
    std::size_t bufferBytes() const { return m_window.bufferBytes(); }

private:
    enum class State { FieldStart, Plain, Quoted, QuoteSeen, ReturnSeen };
    enum class Step { Field, RowEnd, Junk };

    void startRow();
    Step take(char c);
    void endField();
    Step takeWindow();
    bool isBlank() const;
    CsvRow finishRow();
    Result<std::optional<CsvRow>> badRow(Error error, std::size_t resumeFrom);
    Result<std::optional<CsvRow>> atEnd();
    Result<void> dropThroughLineBreak(std::size_t from);
    bool isQuoteOpen() const { return m_state == State::Quoted; }

    Window m_window;
    char m_delimiter;
    bool m_started = false;
    // The row being read:
    State m_state = State::FieldStart;
    std::size_t m_at = 0;  // bytes of it that are taken
    std::vector<std::string> m_fields;
    std::string m_field;
    bool m_hasQuotes = false;
};

}  // namespace engine::transfer
