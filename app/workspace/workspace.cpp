#include "app/workspace/workspace.h"

#include <utility>

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>
#include <QVariant>

#include "app/workspace/migrations.h"

namespace tidemark {
namespace {

constexpr int recentTablesMax = 20;

engine::Error failed(const QString& what) {
    return engine::Error::io(what.toStdString());
}

// Makes the file before SQLite opens it, so that it is never readable for others; says what went
// wrong.
QString prepareFile(const QString& path) {
    if (path == QLatin1String(":memory:")) {
        return {};
    }
    const QString folder = QFileInfo(path).absolutePath();
    if (!QDir().mkpath(folder)) {
        return Workspace::tr("The folder %1 cannot be created").arg(folder);
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite)) {
        return Workspace::tr("%1 cannot be written: %2").arg(path, file.errorString());
    }
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    return {};
}

}  // namespace

struct Workspace::Private {
    QSqlDatabase database;
    QString connectionName;
    QString startMessage;
    QSqlError problem;  // of the last statement that failed

    // A statement with its values; true when it ran.
    bool run(const QString& statement, const QVariantList& values = {}) {
        QSqlQuery query(database);
        return run(query, statement, values);
    }
    bool run(QSqlQuery& query, const QString& statement, const QVariantList& values) {
        bool ok = query.prepare(statement);
        for (const QVariant& value : values) {
            query.addBindValue(value);
        }
        ok = ok && query.exec();
        if (!ok) {
            problem = query.lastError();
        }
        return ok;
    }

    enum class Opening { Ok, Damaged, Newer, Failed };

    Opening openFile(const QString& path) {
        connectionName = QStringLiteral("workspace-") + QUuid::createUuid().toString();
        database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connectionName);
        database.setDatabaseName(path);
        database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=1000"));
        if (!database.open()) {
            problem = database.lastError();
            return Opening::Failed;
        }
        QSqlQuery check(database);
        // NORMAL never damages a file with a write-ahead log, and saves a flush at every write.
        if (!run(QStringLiteral("PRAGMA journal_mode = WAL")) ||
            !run(QStringLiteral("PRAGMA synchronous = NORMAL")) ||
            !run(check, QStringLiteral("PRAGMA quick_check(1)"), {}) || !check.next()) {
            return isDamage() ? Opening::Damaged : Opening::Failed;
        }
        if (check.value(0).toString() != QLatin1String("ok")) {
            return Opening::Damaged;
        }
        check.finish();
        if (schemaVersionOf(database) > schemaVersionNewest()) {
            return Opening::Newer;
        }
        return migrate(database) ? Opening::Ok : Opening::Damaged;
    }

    bool isDamage() const {
        constexpr const char* corrupt = "11";  // SQLITE_CORRUPT
        constexpr const char* notADatabase = "26";
        const QString code = problem.nativeErrorCode();
        return code == QLatin1String(corrupt) || code == QLatin1String(notADatabase);
    }

    void close() {
        if (!connectionName.isEmpty()) {
            database.close();
            database = QSqlDatabase();
            QSqlDatabase::removeDatabase(std::exchange(connectionName, QString()));
        }
    }

    // Moves a file that cannot be used (and what SQLite keeps beside it) out of the way; the new
    // name, or nothing when that failed.
    static QString setAside(const QString& path) {
        const QString stamp =
            QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss-zzz"));
        const QString target = path + QStringLiteral(".damaged-") + stamp;
        for (const char* suffix : {"-wal", "-shm"}) {
            const QString beside = path + QLatin1String(suffix);
            if (QFile::exists(beside)) {
                QFile::rename(beside, target + QLatin1String(suffix));
            }
        }
        return QFile::rename(path, target) ? target : QString();
    }
};

Workspace::Workspace() : d(std::make_unique<Private>()) {
}

Workspace::~Workspace() {
    d->close();
}

engine::Result<std::unique_ptr<Workspace>> Workspace::open(const QString& path) {
    using Opening = Private::Opening;
    std::unique_ptr<Workspace> workspace(new Workspace());
    Private& d = *workspace->d;
    if (const QString problem = prepareFile(path); !problem.isEmpty()) {
        return failed(problem);
    }
    Opening opening = d.openFile(path);
    if (opening == Opening::Damaged || opening == Opening::Newer) {
        const bool newer = opening == Opening::Newer;
        d.close();
        const QString aside = Private::setAside(path);
        if (aside.isEmpty()) {
            return failed(tr("%1 cannot be used and cannot be set aside").arg(path));
        }
        if (const QString problem = prepareFile(path); !problem.isEmpty()) {
            return failed(problem);
        }
        opening = d.openFile(path);
        d.startMessage = (newer ? tr("The saved layout is from a newer Tidemark.")
                                : tr("The saved layout is damaged.")) +
                         u' ' + tr("It was kept as %1, and a fresh one was begun.").arg(aside);
    }
    if (opening != Opening::Ok) {
        return failed(tr("%1 cannot be used: %2").arg(path, d.problem.text()));
    }
    return workspace;
}

QString Workspace::startMessage() const {
    return d->startMessage;
}

int Workspace::schemaVersion() const {
    return schemaVersionOf(d->database);
}

QByteArray Workspace::layout(const QString& name) const {
    QSqlQuery query(d->database);
    const bool ok =
        d->run(query, QStringLiteral("SELECT bytes FROM layout WHERE name = ?"), {name});
    return ok && query.next() ? query.value(0).toByteArray() : QByteArray();
}

void Workspace::setLayout(const QString& name, const QByteArray& bytes) {
    d->run(QStringLiteral("INSERT INTO layout (name, bytes) VALUES (?, ?) "
                          "ON CONFLICT (name) DO UPDATE SET bytes = excluded.bytes"),
           {name, bytes});
}

QList<SavedTab> Workspace::tabs(const QString& connectionId) const {
    QSqlQuery query(d->database);
    QList<SavedTab> tabs;
    d->run(query,
           QStringLiteral(
               "SELECT kind, table_name, state FROM tab WHERE connection = ? ORDER BY position"),
           {connectionId});
    while (query.next()) {
        tabs.append({query.value(0).toString(), query.value(1).toString(),
                     QJsonDocument::fromJson(query.value(2).toByteArray()).object()});
    }
    return tabs;
}

int Workspace::activeTab(const QString& connectionId) const {
    QSqlQuery query(d->database);
    const bool ok = d->run(
        query, QStringLiteral("SELECT position FROM tab WHERE connection = ? AND active = 1"),
        {connectionId});
    return ok && query.next() ? query.value(0).toInt() : -1;
}

void Workspace::setTabs(const QString& connectionId, const QList<SavedTab>& tabs, int active) {
    d->database.transaction();
    bool ok = d->run(QStringLiteral("DELETE FROM tab WHERE connection = ?"), {connectionId});
    for (qsizetype i = 0; ok && i < tabs.size(); ++i) {
        ok = d->run(
            QStringLiteral(
                "INSERT INTO tab (connection, position, kind, table_name, state, active) "
                "VALUES (?, ?, ?, ?, ?, ?)"),
            {connectionId, i, tabs[i].kind, tabs[i].tableName,
             QJsonDocument(tabs[i].state).toJson(QJsonDocument::Compact), i == active ? 1 : 0});
    }
    if (ok) {
        d->database.commit();
    } else {
        d->database.rollback();
    }
}

QStringList Workspace::recentTables(const QString& connectionId) const {
    QSqlQuery query(d->database);
    QStringList names;
    d->run(
        query,
        QStringLiteral(
            "SELECT table_name FROM recent_table WHERE connection = ? ORDER BY used DESC LIMIT ?"),
        {connectionId, recentTablesMax});
    while (query.next()) {
        names.append(query.value(0).toString());
    }
    return names;
}

void Workspace::noteRecentTable(const QString& connectionId, const QString& tableName) {
    d->database.transaction();
    const bool ok =
        d->run(QStringLiteral(
                   "INSERT INTO recent_table (connection, table_name, used) VALUES (?, ?, "
                   "(SELECT COALESCE(MAX(used), 0) + 1 FROM recent_table)) "
                   "ON CONFLICT (connection, table_name) DO UPDATE SET used = excluded.used"),
               {connectionId, tableName}) &&
        d->run(QStringLiteral("DELETE FROM recent_table WHERE connection = ? AND table_name NOT IN "
                              "(SELECT table_name FROM recent_table WHERE connection = ? ORDER BY "
                              "used DESC LIMIT ?)"),
               {connectionId, connectionId, recentTablesMax});
    if (ok) {
        d->database.commit();
    } else {
        d->database.rollback();
    }
}

QString Workspace::setting(const QString& name, const QString& fallback) const {
    QSqlQuery query(d->database);
    const bool ok =
        d->run(query, QStringLiteral("SELECT value FROM setting WHERE name = ?"), {name});
    return ok && query.next() ? query.value(0).toString() : fallback;
}

void Workspace::setSetting(const QString& name, const QString& value) {
    d->run(QStringLiteral("INSERT INTO setting (name, value) VALUES (?, ?) "
                          "ON CONFLICT (name) DO UPDATE SET value = excluded.value"),
           {name, value});
}

}  // namespace tidemark
