#include "app/window/command_actions.h"

#include <QAction>
#include <QCoreApplication>
#include <QMenu>
#include <QMenuBar>

#include "widgets/common/theme.h"

namespace tidemark {

CommandActions::CommandActions(Theme& theme, QWidget* window) : QObject(window), m_theme(theme) {
    for (const Command& command : commandTable()) {
        const QString id = QString::fromLatin1(command.id);
        QAction* action = makeAction(command, this);
        m_actions.insert(id, action);
        // The menu bar is hidden most of the time; shortcuts belong to the window.
        window->addAction(action);
        connect(action, &QAction::triggered, this, [this, id] { trigger(id); });
    }
    connect(&theme, &Theme::changed, this, &CommandActions::refreshIcons);
    refreshIcons();
    refreshEnabled();
}

void CommandActions::fillMenuBar(QMenuBar* menuBar) {
    QHash<QString, QMenu*> menus;
    for (const Command& command : commandTable()) {
        const QString name = QString::fromLatin1(command.menu);
        QMenu*& menu = menus[name];
        if (!menu) {
            menu = menuBar->addMenu(QCoreApplication::translate("Commands", command.menu));
            menu->setObjectName(QStringLiteral("menu") + name);
        }
        menu->addAction(m_actions.value(QString::fromLatin1(command.id)));
    }
}

void CommandActions::handle(const QString& id, std::function<void()> handler) {
    m_handlers.insert(id, std::move(handler));
    refreshEnabled();
}

void CommandActions::setAvailable(unsigned needs) {
    if (m_available != needs) {
        m_available = needs;
        refreshEnabled();
    }
}

void CommandActions::refreshEnabled() {
    for (const Command& command : commandTable()) {
        const QString id = QString::fromLatin1(command.id);
        const bool met = (command.needs & ~m_available) == 0;
        m_actions.value(id)->setEnabled(met && m_handlers.contains(id));
    }
}

void CommandActions::refreshIcons() {
    for (const Command& command : commandTable()) {
        const QString icon = QString::fromLatin1(command.icon);
        if (!icon.isEmpty()) {
            m_actions.value(QString::fromLatin1(command.id))->setIcon(m_theme.icon(icon));
        }
    }
}

void CommandActions::trigger(const QString& id) {
    const QAction* action = m_actions.value(id);
    const auto handler = m_handlers.value(id);
    if (action && action->isEnabled() && handler) {
        handler();
    }
}

QString CommandActions::hint(const QString& id) const {
    const QAction* action = m_actions.value(id);
    return action ? action->toolTip() : QString();
}

}  // namespace tidemark
