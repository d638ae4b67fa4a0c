#pragma once

#include <QObject>
#include <QString>
#include <QStringList>

#include "app/session/connection.h"

namespace tidemark {

// The single-table design that "Load sample data" fills: table "Shop" with customers, orders and
// order lines under PK/SK, global indexes "byStatus" and "byDate". Written by us, deterministic:
// the same items at every call and on every machine.
struct SampleData {
    static engine::operations::CreateTableInput tableSpec();
    static int itemCount();  // a few thousand
    static engine::values::AttributeMap item(int index);
};

// Creates the table if it is missing and writes the items in batches through a connection, with
// progress; does not block. Deletes itself after finished().
class SampleLoader final : public QObject {
    Q_OBJECT
public:
    SampleLoader(Connection& connection, QObject* parent);
    void start();
    void cancel();

signals:
    void progressed(int written, int total);
    void finished(bool ok, const QString& message);

private:
    void createTable();
    void writeNextBatch();
    void writeBatch(engine::operations::BatchWriteItemInput input, int end);
    void finish(bool ok, const QString& message);

    Connection& m_connection;
    int m_written = 0;
    bool m_cancelled = false;
};

}  // namespace tidemark
