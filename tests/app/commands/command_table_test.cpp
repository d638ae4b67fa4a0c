#include "app/commands/command_table.h"

#include <QAction>
#include <QApplication>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace tidemark;

namespace {

QStringList idsOf(const QList<const Command*>& commands) {
    QStringList ids;
    for (const Command* command : commands) {
        ids += QString::fromLatin1(command->id);
    }
    return ids;
}

QString shortcutOf(const char* id) {
    const Command* command = findCommand(QString::fromLatin1(id));
    return command == nullptr ? QStringLiteral("no command")
                              : QString::fromLatin1(command->shortcut);
}

}  // namespace

class CommandTableTest final : public QObject {
    Q_OBJECT
private slots:
    void idsAreUniqueAndWellFormed() {
        static const QRegularExpression form(QStringLiteral("^[a-z]+(\\.[a-zA-Z]+)+$"));
        QSet<QString> seen;
        for (const Command& command : commandTable()) {
            const QString id = QString::fromLatin1(command.id);
            QVERIFY2(form.match(id).hasMatch(), command.id);
            QVERIFY2(!seen.contains(id), command.id);
            seen.insert(id);
        }
        QVERIFY(seen.size() >= 30);
    }

    void noShortcutIsUsedTwice() {
        QSet<QString> seen;
        for (const Command& command : commandTable()) {
            const QString given = QString::fromLatin1(command.shortcut);
            if (given.isEmpty()) {
                continue;
            }
            const QKeySequence keys(given, QKeySequence::PortableText);
            QVERIFY2(keys.count() == 1 && keys[0].key() != Qt::Key_unknown, command.id);
            // Written in its canonical form, so that equal keys are equal texts.
            QCOMPARE(keys.toString(QKeySequence::PortableText), given);
            QVERIFY2(!seen.contains(given), command.id);
            seen.insert(given);
        }
    }

    void everyIconExists() {
        for (const Command& command : commandTable()) {
            const QString icon = QString::fromLatin1(command.icon);
            QVERIFY2(!icon.isEmpty(), command.id);
            QVERIFY2(QFileInfo::exists(QStringLiteral(TIDEMARK_ICONS "/%1.svg").arg(icon)),
                     command.icon);
        }
    }

    void everyCommandHasAMenuAndAText() {
        static const QSet<QString> menus{"File", "Edit", "View", "Table", "Item", "Go", "Help"};
        QSet<QString> texts;
        for (const Command& command : commandTable()) {
            QVERIFY2(menus.contains(QString::fromLatin1(command.menu)), command.id);
            const QString text = commandText(command);
            QVERIFY2(!text.isEmpty() && text.at(0).isUpper(), command.id);
            QVERIFY2(!texts.contains(text), command.id);
            texts.insert(text);
        }
    }

    void needsAreConsistent() {
        for (const Command& command : commandTable()) {
            const unsigned needs = command.needs;
            QVERIFY2(!(needs & NeedsItem) || (needs & NeedsTable), command.id);
            QVERIFY2(!(needs & NeedsEdits) || (needs & NeedsTable), command.id);
            QVERIFY2(!(needs & NeedsTable) || (needs & NeedsConnection), command.id);
        }
    }

    void shortcutsOfTheResearch_data() {
        QTest::addColumn<QString>("shortcut");
        const auto row = [](const char* id, const char* keys) {
            QTest::newRow(id) << QString::fromLatin1(keys);
        };
        row("app.openAnything", "Ctrl+P");
        row("app.palette", "Ctrl+Shift+P");
        row("app.shortcuts", "F1");
        row("app.quit", "Ctrl+Q");
        row("tab.close", "Ctrl+W");
        row("tab.reopen", "Ctrl+Shift+T");
        row("tab.next", "Ctrl+Tab");
        row("tab.previous", "Ctrl+Shift+Tab");
        row("table.run", "Ctrl+Return");
        row("table.refresh", "F5");
        row("table.stop", "Ctrl+.");
        row("item.new", "Ctrl+N");
        row("item.duplicate", "Ctrl+D");
        row("item.edit", "F2");
        row("item.save", "Ctrl+S");
        row("item.discard", "Ctrl+Shift+Backspace");
        row("item.delete", "Del");
        row("view.explorer", "Ctrl+B");
        row("view.inspector", "Ctrl+I");
        row("view.resetLayout", "Ctrl+0");
        row("view.focusFilter", "Ctrl+Shift+F");
        row("table.create", "Ctrl+Shift+N");
        row("table.delete", "");
        row("sample.load", "");
        row("endpoint.copyUrl", "");
        row("endpoint.copySnippet", "");
        row("view.theme.follow", "");
        row("view.theme.light", "");
        row("view.theme.dark", "");
        row("app.about", "");
    }
    void shortcutsOfTheResearch() {
        QFETCH(QString, shortcut);
        QCOMPARE(shortcutOf(QTest::currentDataTag()), shortcut);
    }

    void anUnknownIdIsNoCommand() { QVERIFY(findCommand(u"item.explode") == nullptr); }

    void actionsSayTheirShortcut() {
        QObject owner;
        const QAction* action = makeAction(*findCommand(u"item.duplicate"), &owner);
        QCOMPARE(action->objectName(), QStringLiteral("item.duplicate"));
        QCOMPARE(action->text(), QStringLiteral("Duplicate item"));
        QCOMPARE(action->shortcut(), QKeySequence(Qt::CTRL | Qt::Key_D));
        QCOMPARE(action->toolTip(), QStringLiteral("Duplicate item (Ctrl+D)"));
        const QAction* bare = makeAction(*findCommand(u"sample.load"), &owner);
        QVERIFY(bare->shortcut().isEmpty());
        QCOMPARE(bare->toolTip(), QStringLiteral("Load sample data"));
    }

    void fuzzyMatching_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("best");
        QTest::newRow("whole word") << "quit"
                                    << "app.quit";
        QTest::newRow("word starts") << "di"
                                     << "item.delete";
        QTest::newRow("two words") << "delete item"
                                   << "item.delete";
        QTest::newRow("first letters") << "dt"
                                       << "table.delete";
        QTest::newRow("case") << "THEME DARK"
                              << "view.theme.dark";
        QTest::newRow("second word") << "sample"
                                     << "sample.load";
        QTest::newRow("letters in order") << "shrtcts"
                                          << "app.shortcuts";
        QTest::newRow("reopen") << "reop"
                                << "tab.reopen";
    }
    void fuzzyMatching() {
        QFETCH(QString, typed);
        const QStringList ids = idsOf(matchCommands(typed));
        QVERIFY(!ids.isEmpty());
        QTEST(ids.first(), "best");
    }

    void nothingTypedListsEverythingInOrder() {
        const auto all = matchCommands(QString());
        QCOMPARE(static_cast<std::size_t>(all.size()), commandTable().size());
        QCOMPARE(all.first(), &commandTable().front());
        QCOMPARE(all.last(), &commandTable().back());
    }

    void lettersThatAreNotThereMatchNothing() {
        QVERIFY(matchCommands(QStringLiteral("zzz")).isEmpty());
        QCOMPARE(fuzzyScore(QStringLiteral("ba"), QStringLiteral("ab")), -1);
        QCOMPARE(fuzzyScore(QStringLiteral("abc"), QStringLiteral("ab")), -1);
    }

    void scoresPreferWordStartsRunsAndShortNames() {
        const auto score = [](const char* typed, const char* candidate) {
            return fuzzyScore(QString::fromLatin1(typed), QString::fromLatin1(candidate));
        };
        QVERIFY(score("or", "Orders") > score("or", "Majors"));
        QVERIFY(score("ord", "Orders") > score("ord", "OldRides"));
        QVERIFY(score("or", "Orders") > score("or", "OrdersArchive2024"));
        QVERIFY(score("oa", "OrdersArchive") > score("oa", "Koala"));
        QVERIFY(score("oa", "orders-archive") > score("oa", "Koala"));
        QVERIFY(score("users", "Users") > score("users", "UsersByMail"));
    }

    void aLaterWordStartDoesNotHideTheRest() {
        QVERIFY(fuzzyScore(QStringLiteral("ab"), QStringLiteral("xab A")) >= 0);
    }
};

QTEST_MAIN(CommandTableTest)
#include "command_table_test.moc"
