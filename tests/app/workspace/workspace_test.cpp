#include "app/workspace/workspace.h"

#include <QDir>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QVariant>

using namespace tidemark;

namespace {

constexpr int newestVersion = 2;

// Runs statements on a file with a connection of its own.
bool runOn(const QString& path, const QStringList& statements) {
    const QString name = QStringLiteral("test");
    bool ok = true;
    {
        auto database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        database.setDatabaseName(path);
        ok = database.open();
        QSqlQuery query(database);
        for (const QString& statement : statements) {
            ok = ok && query.exec(statement);
        }
    }
    QSqlDatabase::removeDatabase(name);
    return ok;
}

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

}  // namespace

class WorkspaceTest final : public QObject {
    Q_OBJECT
private:
    QString file() const {
        return m_directory->filePath(QStringLiteral("deep/er/workspace.sqlite"));
    }
    std::unique_ptr<Workspace> open() const {
        auto opened = Workspace::open(file());
        if (!opened) {
            qWarning("%s", opened.error().message.c_str());
            return nullptr;
        }
        return std::move(*opened);
    }
    QStringList filesSetAside() const {
        return QDir(QFileInfo(file()).absolutePath())
            .entryList({QStringLiteral("workspace.sqlite.damaged-*")}, QDir::Files);
    }
    void writeFile(const QByteArray& bytes) const {
        QDir().mkpath(QFileInfo(file()).absolutePath());
        QFile out(file());
        QVERIFY(out.open(QIODevice::WriteOnly));
        QCOMPARE(out.write(bytes), bytes.size());
    }

private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
    }

    void aFreshFileIsPrivateAndEmpty() {
        const auto workspace = open();
        QVERIFY(workspace);
        QCOMPARE(workspace->schemaVersion(), newestVersion);
        QVERIFY(workspace->startMessage().isEmpty());
        QVERIFY(workspace->layout(QStringLiteral("window")).isEmpty());
        QVERIFY(workspace->tabs(QStringLiteral("local")).isEmpty());
        QCOMPARE(workspace->activeTab(QStringLiteral("local")), -1);
        QVERIFY(workspace->recentTables(QStringLiteral("local")).isEmpty());
        QCOMPARE(workspace->setting(QStringLiteral("theme"), QStringLiteral("follow")),
                 QStringLiteral("follow"));
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup |
                            QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
        QVERIFY(!(QFile::permissions(file()) & others));
        QVERIFY(!(QFile::permissions(file() + QStringLiteral("-wal")) & others));
    }

    void everythingIsThereAfterReopening() {
        const SavedTab shop{QStringLiteral("items"), QStringLiteral("Shop"),
                            QJsonObject{{"filter", "status = \"é🌊\""}, {"scroll", 1200}}};
        const SavedTab games{QStringLiteral("items"), QStringLiteral("Games"), {}};
        const QByteArray layout("\x00\xff\x01 not text", 12);
        {
            const auto workspace = open();
            workspace->setLayout(QStringLiteral("window"), "old");
            workspace->setLayout(QStringLiteral("window"), layout);
            workspace->setTabs(QStringLiteral("local"), {shop, games}, 1);
            workspace->setTabs(QStringLiteral("other"), {games}, 0);
            workspace->noteRecentTable(QStringLiteral("local"), QStringLiteral("Shop"));
            workspace->setSetting(QStringLiteral("theme"), QStringLiteral("light"));
            workspace->setSetting(QStringLiteral("theme"), QStringLiteral("dark"));
        }
        const auto workspace = open();
        QCOMPARE(workspace->layout(QStringLiteral("window")), layout);
        const auto tabs = workspace->tabs(QStringLiteral("local"));
        QCOMPARE(tabs.size(), 2);
        QCOMPARE(tabs[0].kind, shop.kind);
        QCOMPARE(tabs[0].tableName, shop.tableName);
        QCOMPARE(tabs[0].state, shop.state);
        QCOMPARE(tabs[1].tableName, games.tableName);
        QCOMPARE(workspace->activeTab(QStringLiteral("local")), 1);
        QCOMPARE(workspace->tabs(QStringLiteral("other")).size(), 1);
        QCOMPARE(workspace->recentTables(QStringLiteral("local")), QStringList{"Shop"});
        QCOMPARE(workspace->setting(QStringLiteral("theme"), {}), QStringLiteral("dark"));
    }

    void valuesAreWrittenAtOnce() {
        const auto workspace = open();
        workspace->setSetting(QStringLiteral("a"), QStringLiteral("1"));
        const auto second = open();
        QVERIFY(second);
        QCOMPARE(second->setting(QStringLiteral("a"), {}), QStringLiteral("1"));
    }

    void fewerTabsReplaceMore() {
        const auto workspace = open();
        const SavedTab tab{QStringLiteral("items"), QStringLiteral("T"), {}};
        workspace->setTabs(QStringLiteral("local"), {tab, tab, tab}, 2);
        workspace->setTabs(QStringLiteral("local"), {tab}, -1);
        QCOMPARE(workspace->tabs(QStringLiteral("local")).size(), 1);
        QCOMPARE(workspace->activeTab(QStringLiteral("local")), -1);
    }

    void recentTablesAreTheNewestTwenty() {
        const auto workspace = open();
        for (int i = 0; i < 25; ++i) {
            workspace->noteRecentTable(QStringLiteral("local"), QString::number(i));
        }
        workspace->noteRecentTable(QStringLiteral("other"), QStringLiteral("mine"));
        workspace->noteRecentTable(QStringLiteral("local"), QStringLiteral("10"));
        const QStringList recent = workspace->recentTables(QStringLiteral("local"));
        QCOMPARE(recent.size(), 20);
        QCOMPARE(recent.first(), QStringLiteral("10"));
        QCOMPARE(recent.at(1), QStringLiteral("24"));
        QCOMPARE(recent.last(), QStringLiteral("5"));
        QCOMPARE(recent.count(QStringLiteral("10")), 1);
    }

    void theOldestFileIsMigrated() {
        QFile old(QStringLiteral(TIDEMARK_TEST_DATA "/workspace-version-1.sqlite"));
        QVERIFY(old.open(QIODevice::ReadOnly));
        writeFile(old.readAll());
        const auto workspace = open();
        QVERIFY(workspace);
        QVERIFY(workspace->startMessage().isEmpty());
        QCOMPARE(workspace->schemaVersion(), newestVersion);
        QCOMPARE(workspace->layout(QStringLiteral("window")), QByteArray("\x00\xff\x10", 3));
        QCOMPARE(workspace->setting(QStringLiteral("theme"), {}), QStringLiteral("dark"));
        const auto tabs = workspace->tabs(QStringLiteral("local"));
        QCOMPARE(tabs.size(), 2);
        QCOMPARE(tabs[0].state.value(QStringLiteral("filter")).toString(),
                 QStringLiteral("status = SHIPPED"));
        QCOMPARE(workspace->activeTab(QStringLiteral("local")), 1);
        workspace->noteRecentTable(QStringLiteral("local"), QStringLiteral("Shop"));
        QCOMPARE(workspace->recentTables(QStringLiteral("local")), QStringList{"Shop"});
    }

    void aFileThatIsNoDatabaseIsSetAside() {
        const QByteArray bytes = QByteArray("not a database at all ").repeated(200);
        writeFile(bytes);
        const auto workspace = open();
        QVERIFY(workspace);
        QVERIFY(workspace->startMessage().startsWith(
            QStringLiteral("The saved layout is damaged. It was kept as ")));
        QCOMPARE(filesSetAside().size(), 1);
        QCOMPARE(contentOf(QFileInfo(file()).absolutePath() + u'/' + filesSetAside().first()),
                 bytes);
        workspace->setSetting(QStringLiteral("a"), QStringLiteral("1"));
        QCOMPARE(workspace->setting(QStringLiteral("a"), {}), QStringLiteral("1"));
    }

    void aDamagedPageIsNoticed() {
        {
            const auto workspace = open();
            for (int i = 0; i < 500; ++i) {
                workspace->noteRecentTable(QString::number(i), QString(100, u'x'));
            }
        }
        QVERIFY(runOn(file(), {QStringLiteral("PRAGMA journal_mode = DELETE")}));
        QByteArray bytes = contentOf(file());
        QVERIFY(bytes.size() > 30000);
        bytes.replace(12288, 8192, QByteArray(8192, '\x5a'));
        writeFile(bytes);
        const auto workspace = open();
        QVERIFY(workspace);
        QVERIFY(!workspace->startMessage().isEmpty());
        QCOMPARE(filesSetAside().size(), 1);
    }

    void aNewerFileIsSetAsideWhole() {
        {
            const auto workspace = open();
            workspace->setSetting(QStringLiteral("theme"), QStringLiteral("dark"));
        }
        QVERIFY(runOn(file(), {QStringLiteral("PRAGMA user_version = 99")}));
        const auto workspace = open();
        QVERIFY(workspace);
        QVERIFY(workspace->startMessage().startsWith(
            QStringLiteral("The saved layout is from a newer Tidemark. It was kept as ")));
        QCOMPARE(workspace->setting(QStringLiteral("theme"), QStringLiteral("none")),
                 QStringLiteral("none"));
        QCOMPARE(workspace->schemaVersion(), newestVersion);
        QCOMPARE(filesSetAside().size(), 1);
    }

    void aBusyFileIsNotSetAside() {
        QVERIFY(open());
        const QString name = QStringLiteral("blocker");
        {
            auto blocker = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
            blocker.setDatabaseName(file());
            QVERIFY(blocker.open());
            QSqlQuery query(blocker);
            QVERIFY(query.exec(QStringLiteral("PRAGMA locking_mode = EXCLUSIVE")));
            QVERIFY(query.exec(QStringLiteral("BEGIN EXCLUSIVE")));
            const auto opened = Workspace::open(file());
            QVERIFY(!opened);
            QVERIFY(opened.error().message.find("cannot be used: ") != std::string::npos);
        }
        QSqlDatabase::removeDatabase(name);
        QVERIFY(filesSetAside().isEmpty());
    }

    void aPathThatIsAFolderIsRefused() {
        const auto opened = Workspace::open(m_directory->path());
        QVERIFY(!opened);
        QVERIFY(opened.error().message.find(m_directory->path().toStdString()) !=
                std::string::npos);
    }

    void memoryKeepsNothing() {
        {
            const auto first = Workspace::open(QStringLiteral(":memory:"));
            QVERIFY(first);
            (*first)->setSetting(QStringLiteral("a"), QStringLiteral("1"));
            QCOMPARE((*first)->setting(QStringLiteral("a"), {}), QStringLiteral("1"));
        }
        const auto second = Workspace::open(QStringLiteral(":memory:"));
        QVERIFY((*second)->setting(QStringLiteral("a"), {}).isEmpty());
    }

private:
    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(WorkspaceTest)
#include "workspace_test.moc"
