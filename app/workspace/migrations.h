#pragma once

class QSqlDatabase;

namespace tidemark {

// Brings the file's schema up to this program's, one numbered step after the other, each in a
// transaction; false when a step fails or the file is from a newer program. The number is kept in
// SQLite's user_version.
bool migrate(QSqlDatabase& database);

// The version that this program writes.
int schemaVersionNewest();

int schemaVersionOf(const QSqlDatabase& database);

}  // namespace tidemark
