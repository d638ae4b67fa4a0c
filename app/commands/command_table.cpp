#include "app/commands/command_table.h"

#include <QAction>
#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace tidemark {
namespace {

constexpr unsigned needsItem = NeedsConnection | NeedsTable | NeedsItem;
constexpr unsigned needsEdits = needsItem | NeedsEdits;
constexpr unsigned needsTable = NeedsConnection | NeedsTable;

// Shortcuts: shared/research/gui.md section d1, column "Ship".
constexpr std::array commands = {
    Command{"table.create", "File", QT_TRANSLATE_NOOP("Commands", "Create table…"), "table-plus",
            "Ctrl+Shift+N", NeedsConnection},
    Command{"sample.load", "File", QT_TRANSLATE_NOOP("Commands", "Load sample data"), "sparkles",
            "", NeedsConnection},
    Command{"endpoint.copyUrl", "File", QT_TRANSLATE_NOOP("Commands", "Copy endpoint address"),
            "link", "", NeedsConnection},
    Command{"endpoint.copySnippet", "File",
            QT_TRANSLATE_NOOP("Commands", "Copy settings for AWS clients"), "console", "",
            NeedsConnection},
    Command{"tab.close", "File", QT_TRANSLATE_NOOP("Commands", "Close tab"), "close", "Ctrl+W",
            NeedsNothing},
    Command{"tab.reopen", "File", QT_TRANSLATE_NOOP("Commands", "Reopen closed tab"), "undo",
            "Ctrl+Shift+T", NeedsNothing},
    Command{"app.quit", "File", QT_TRANSLATE_NOOP("Commands", "Quit"), "power", "Ctrl+Q",
            NeedsNothing},
    Command{"item.new", "Item", QT_TRANSLATE_NOOP("Commands", "New item"), "plus", "Ctrl+N",
            needsTable},
    Command{"item.duplicate", "Item", QT_TRANSLATE_NOOP("Commands", "Duplicate item"), "duplicate",
            "Ctrl+D", needsItem},
    Command{"item.edit", "Item", QT_TRANSLATE_NOOP("Commands", "Edit item"), "edit", "F2",
            needsItem},
    Command{"item.save", "Item", QT_TRANSLATE_NOOP("Commands", "Save item"), "save", "Ctrl+S",
            needsEdits},
    Command{"item.discard", "Item", QT_TRANSLATE_NOOP("Commands", "Discard changes"), "undo",
            "Ctrl+Shift+Backspace", needsEdits},
    Command{"item.delete", "Item", QT_TRANSLATE_NOOP("Commands", "Delete item"), "trash", "Del",
            needsItem},
    Command{"table.run", "Table", QT_TRANSLATE_NOOP("Commands", "Run"), "play", "Ctrl+Return",
            needsTable},
    Command{"table.refresh", "Table", QT_TRANSLATE_NOOP("Commands", "Refresh"), "refresh", "F5",
            NeedsConnection},
    Command{"table.stop", "Table", QT_TRANSLATE_NOOP("Commands", "Stop"), "stop", "Ctrl+.",
            NeedsConnection | NeedsRunning},
    Command{"table.delete", "Table", QT_TRANSLATE_NOOP("Commands", "Delete table…"), "trash", "",
            NeedsConnection},
    Command{"view.focusFilter", "Go", QT_TRANSLATE_NOOP("Commands", "Go to filter"), "filter",
            "Ctrl+Shift+F", needsTable},
    Command{"tab.next", "Go", QT_TRANSLATE_NOOP("Commands", "Next tab"), "chevron-right",
            "Ctrl+Tab", NeedsNothing},
    Command{"tab.previous", "Go", QT_TRANSLATE_NOOP("Commands", "Previous tab"), "chevron-left",
            "Ctrl+Shift+Tab", NeedsNothing},
    Command{"app.openAnything", "Go", QT_TRANSLATE_NOOP("Commands", "Open anything…"), "search",
            "Ctrl+P", NeedsNothing},
    Command{"app.palette", "Go", QT_TRANSLATE_NOOP("Commands", "Run a command…"), "command",
            "Ctrl+Shift+P", NeedsNothing},
    Command{"view.explorer", "View", QT_TRANSLATE_NOOP("Commands", "Show or hide tables"),
            "panel-left", "Ctrl+B", NeedsNothing},
    Command{"view.inspector", "View", QT_TRANSLATE_NOOP("Commands", "Show or hide inspector"),
            "panel-right", "Ctrl+I", NeedsNothing},
    Command{"view.resetLayout", "View", QT_TRANSLATE_NOOP("Commands", "Reset layout"), "panels",
            "Ctrl+0", NeedsNothing},
    Command{"view.theme.follow", "View", QT_TRANSLATE_NOOP("Commands", "Theme: follow desktop"),
            "window", "", NeedsNothing},
    Command{"view.theme.light", "View", QT_TRANSLATE_NOOP("Commands", "Theme: light"), "sun", "",
            NeedsNothing},
    Command{"view.theme.dark", "View", QT_TRANSLATE_NOOP("Commands", "Theme: dark"), "moon", "",
            NeedsNothing},
    Command{"app.shortcuts", "Help", QT_TRANSLATE_NOOP("Commands", "Keyboard shortcuts"),
            "keyboard", "F1", NeedsNothing},
    Command{"app.about", "Help", QT_TRANSLATE_NOOP("Commands", "About Tidemark"), "info", "",
            NeedsNothing},
};

bool startsWord(const QString& text, qsizetype at) {
    return at == 0 || !text.at(at - 1).isLetterOrNumber() ||
           (text.at(at).isUpper() && text.at(at - 1).isLower());
}

}  // namespace

std::span<const Command> commandTable() {
    return commands;
}

const Command* findCommand(QStringView id) {
    const auto found = std::find_if(commands.begin(), commands.end(), [id](const Command& command) {
        return id == QLatin1String(command.id);
    });
    return found == commands.end() ? nullptr : &*found;
}

QString commandText(const Command& command) {
    return QCoreApplication::translate("Commands", command.text);
}

// A matched letter scores 1, at the start of a word 6 more, right behind the match before 3 more;
// a shorter candidate wins among equals.
int fuzzyScore(const QString& typed, const QString& candidate) {
    int score = 0;
    qsizetype from = 0;
    qsizetype before = -2;
    for (const QChar letter : typed) {
        if (letter.isSpace()) {
            continue;
        }
        qsizetype best = -1;
        for (qsizetype at = from; at < candidate.size(); ++at) {
            if (candidate.at(at).toLower() != letter.toLower()) {
                continue;
            }
            if (at == before + 1 || startsWord(candidate, at)) {
                best = at;
                break;
            }
            best = best < 0 ? at : best;
        }
        if (best < 0) {
            return -1;
        }
        score += 10 + (startsWord(candidate, best) ? 60 : 0) + (best == before + 1 ? 30 : 0);
        before = best;
        from = best + 1;
    }
    return score * 10 + std::max<int>(0, 100 - static_cast<int>(candidate.size()));
}

QList<const Command*> matchCommands(const QString& typed) {
    QList<std::pair<int, const Command*>> scored;
    for (const Command& command : commands) {
        const int score = fuzzyScore(typed, commandText(command));
        if (score >= 0) {
            scored.append({score, &command});
        }
    }
    if (!typed.trimmed().isEmpty()) {
        std::stable_sort(scored.begin(), scored.end(), [](const auto& left, const auto& right) {
            return left.first > right.first;
        });
    }
    QList<const Command*> matches;
    for (const auto& entry : scored) {
        matches.append(entry.second);
    }
    return matches;
}

QAction* makeAction(const Command& command, QObject* parent) {
    auto* action = new QAction(commandText(command), parent);
    action->setObjectName(QString::fromLatin1(command.id));
    const QKeySequence shortcut(QString::fromLatin1(command.shortcut), QKeySequence::PortableText);
    QString tip = commandText(command);
    if (!shortcut.isEmpty()) {
        action->setShortcut(shortcut);
        tip += QStringLiteral("  ") + shortcut.toString(QKeySequence::NativeText);
    }
    action->setToolTip(tip);
    return action;
}

}  // namespace tidemark
