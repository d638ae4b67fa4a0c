#include "engine/storage/verify_streams.h"

#include <string>

namespace engine::storage {
namespace {

class TableStreams final {
public:
    TableStreams(const schema::Table& table, Sequence last, VerifyReport& report)
        : m_table(table), m_last(last), m_report(report) {}

    void verify() {
        const schema::Stream* before = nullptr;
        for (const schema::Stream& stream : m_table.streams) {
            verifyOne(stream);
            if (before != nullptr) {
                verifyOrder(*before, stream);
            }
            before = &stream;
        }
    }

private:
    void verifyOne(const schema::Stream& stream) {
        if (stream.last.value_or(stream.after) > m_last) {
            add(stream, "It tells of records behind the end of the change log.");
        }
        if (stream.last && *stream.last < stream.after) {
            add(stream, "It ends before it begins.");
        }
    }

    void verifyOrder(const schema::Stream& before, const schema::Stream& stream) {
        if (stream.label <= before.label) {
            add(stream, "Its label is not behind that of the stream before it.");
        }
        if (!before.last) {
            add(before, "It is open, but there is a later one.");
        } else if (stream.after < *before.last) {
            add(stream, "It begins before the stream before it ends.");
        }
    }

    void add(const schema::Stream& stream, const char* message) {
        m_report.add("V6", "stream " + stream.label + " of the table " + m_table.name, message);
    }

    const schema::Table& m_table;
    Sequence m_last;
    VerifyReport& m_report;
};

}  // namespace

void verifyStreams(const Catalog& catalog, Sequence last, VerifyReport& report) {
    for (const auto& table : catalog.tables()) {
        TableStreams(*table, last, report).verify();
    }
    for (const DroppedTable& dropped : catalog.droppedTables()) {
        TableStreams(*dropped.table, last, report).verify();
    }
}

}  // namespace engine::storage
