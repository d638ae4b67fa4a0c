#pragma once

#include <QHash>
#include <QObject>

#include <functional>

#include "app/commands/command_table.h"

class QAction;
class QMenu;
class QMenuBar;
class QWidget;

namespace tidemark {

class Theme;

// The QActions of the command table, the menus made of them, and when they can be used.
class CommandActions final : public QObject {
    Q_OBJECT
public:
    CommandActions(Theme& theme, QWidget* window);

    void fillMenuBar(QMenuBar* menuBar);
    // What runs when the command is chosen. A command without a handler stays disabled.
    void handle(const QString& id, std::function<void()> handler);
    bool isHandled(const QString& id) const { return m_handlers.contains(id); }
    QAction* action(const QString& id) const { return m_actions.value(id); }
    // The flags of CommandNeed that hold now.
    void setAvailable(unsigned needs);
    void trigger(const QString& id);
    // Text for a tooltip: "Refresh (F5)".
    QString hint(const QString& id) const;

private:
    void refreshIcons();
    void refreshEnabled();

    Theme& m_theme;
    QHash<QString, QAction*> m_actions;
    QHash<QString, std::function<void()>> m_handlers;
    unsigned m_available = 0;
};

}  // namespace tidemark
