#include "app/workspace/migrations.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QStringList>
#include <QVariant>

namespace tidemark {
namespace {

// Step n brings a file from version n to n + 1. Steps that were released never change.
QList<QStringList> steps() {
    return {
        {QStringLiteral("CREATE TABLE layout (name TEXT PRIMARY KEY, bytes BLOB NOT NULL)"),
         QStringLiteral("CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL)"),
         QStringLiteral("CREATE TABLE tab (connection TEXT NOT NULL, position INTEGER NOT NULL, "
                        "kind TEXT NOT NULL, "
                        "table_name TEXT NOT NULL, state TEXT NOT NULL, active INTEGER NOT NULL, "
                        "PRIMARY KEY (connection, position))")},
        {QStringLiteral(
            "CREATE TABLE recent_table (connection TEXT NOT NULL, table_name TEXT NOT NULL, "
            "used INTEGER NOT NULL, PRIMARY KEY (connection, table_name))")},
    };
}

bool runStep(QSqlDatabase& database, const QStringList& statements, int version) {
    if (!database.transaction()) {
        return false;
    }
    QSqlQuery query(database);
    bool ok = true;
    for (const QString& statement : statements) {
        ok = ok && query.exec(statement);
    }
    ok = ok && query.exec(QStringLiteral("PRAGMA user_version = %1").arg(version));
    return ok ? database.commit() : (database.rollback(), false);
}

}  // namespace

int schemaVersionNewest() {
    return static_cast<int>(steps().size());
}

int schemaVersionOf(const QSqlDatabase& database) {
    QSqlQuery query(database);
    return query.exec(QStringLiteral("PRAGMA user_version")) && query.next()
               ? query.value(0).toInt()
               : -1;
}

bool migrate(QSqlDatabase& database) {
    const auto all = steps();
    const int version = schemaVersionOf(database);
    if (version < 0 || version > all.size()) {
        return false;
    }
    for (int step = version; step < all.size(); ++step) {
        if (!runStep(database, all[step], step + 1)) {
            return false;
        }
    }
    return true;
}

}  // namespace tidemark
