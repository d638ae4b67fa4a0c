#pragma once

#include <memory>

#include <QByteArray>
#include <QJsonObject>
#include <QObject>
#include <QString>
#include <QStringList>

#include "engine/base/result.h"

namespace tidemark {

// One open tab as it was left.
struct SavedTab {
    QString kind;       // "items"
    QString tableName;  // and index after it in state
    QJsonObject state;  // filter text, mode, selected index, column widths, scroll position ...
};

// What the window remembers between starts: layout, open tabs, recent tables, settings; a SQLite
// file through Qt SQL, 0600, schema in numbered migrations. GUI thread; every call is quick. A
// damaged or newer file is set aside (renamed) with a message, never deleted, and a fresh one is
// begun. Values are written at once, in transactions.
class Workspace final : public QObject {
    Q_OBJECT
public:
    // `path`: file to open or create; ":memory:" for tests.
    static engine::Result<std::unique_ptr<Workspace>> open(const QString& path);
    ~Workspace() override;

    QByteArray layout(const QString& name) const;  // saveGeometry / saveState
    void setLayout(const QString& name, const QByteArray& bytes);
    QList<SavedTab> tabs(const QString& connectionId) const;
    int activeTab(const QString& connectionId) const;
    void setTabs(const QString& connectionId, const QList<SavedTab>& tabs, int active);
    QStringList recentTables(const QString& connectionId) const;  // newest first, at most 20
    void noteRecentTable(const QString& connectionId, const QString& tableName);
    QString setting(const QString& name, const QString& fallback) const;
    void setSetting(const QString& name, const QString& value);
    int schemaVersion() const;
    QString startMessage() const;  // what happened to a file that could not be used; else empty

private:
    Workspace();
    struct Private;
    std::unique_ptr<Private> d;
};

}  // namespace tidemark
