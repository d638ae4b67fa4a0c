#pragma once

#include <span>

#include <QKeySequence>
#include <QList>
#include <QString>
#include <QStringView>

class QAction;
class QObject;

namespace tidemark {

// When a command can run; the window keeps the current flags and enables actions by them.
enum CommandNeed : unsigned {
    NeedsNothing = 0,
    NeedsConnection = 1U << 0,  // the database is open
    NeedsTable = 1U << 1,       // a table tab is current
    NeedsItem = 1U << 2,        // an item is selected
    NeedsEdits = 1U << 3,       // the inspector holds unsaved changes
    NeedsRunning = 1U << 4,     // a read is running
};

// One user command. Menus, toolbar, palette, shortcut sheet and tests read this table and nothing
// else (design.md section 5).
struct Command {
    const char* id;        // "item.delete"; also the objectName of its QAction
    const char* menu;      // "File", "Edit", "View", "Table", "Item", "Go", "Help"
    const char* text;      // QT_TRANSLATE_NOOP("Commands", ...)
    const char* icon;      // name in resources/icons, or ""
    const char* shortcut;  // portable text, or ""
    unsigned needs = NeedsNothing;
};

std::span<const Command> commandTable();
const Command* findCommand(QStringView id);
QString commandText(const Command& command);  // translated

// Best matches first for the palette: case-insensitive, letters in order, word starts preferred.
QList<const Command*> matchCommands(const QString& typed);
// Score of one candidate text (also used for tables); -1 when it does not match.
int fuzzyScore(const QString& typed, const QString& candidate);

// Makes the QAction of a command (objectName, text, tooltip with shortcut); the caller connects it.
QAction* makeAction(const Command& command, QObject* parent);

}  // namespace tidemark
