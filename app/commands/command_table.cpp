#include "app/commands/command_table.h"

#include <algorithm>
#include <array>
#include <vector>

#include <QAction>
#include <QCoreApplication>

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

// The best way to find the typed letters in order: each counts 10, at the start of a word 60 more,
// right behind the one before 30 more. A shorter candidate wins among equals.
int fuzzyScore(const QString& typed, const QString& candidate) {
    constexpr int none = -1;
    const auto length = static_cast<std::size_t>(candidate.size());
    // Of the letters so far: the best score with the last one found at each place.
    std::vector<int> ends(length, none);
    bool first = true;
    int total = 0;
    for (const QChar letter : typed) {
        if (letter.isSpace()) {
            continue;
        }
        std::vector<int> next(length, none);
        int before = none;  // the best that ends before the place
        total = none;
        for (std::size_t at = 0; at < length; ++at) {
            const auto place = static_cast<qsizetype>(at);
            const int beside = at > 0 && ends[at - 1] != none ? ends[at - 1] + 30 : none;
            const int reached = first ? 0 : std::max(before, beside);
            if (reached != none && candidate.at(place).toLower() == letter.toLower()) {
                next[at] = reached + 10 + (startsWord(candidate, place) ? 60 : 0);
                total = std::max(total, next[at]);
            }
            before = std::max(before, ends[at]);
        }
        if (total == none) {
            return none;
        }
        ends.swap(next);
        first = false;
    }
    return total * 10 + std::max(0, 100 - static_cast<int>(candidate.size()));
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
        tip = QStringLiteral("%1 (%2)").arg(tip, shortcut.toString(QKeySequence::NativeText));
    }
    action->setToolTip(tip);
    return action;
}

}  // namespace tidemark
