// How the window was left: layout, tabs, theme; and the way from a closed to an open database.
#include <QTimer>

#include "app/explorer/explorer_panel.h"
#include "app/items/table_tab.h"
#include "app/window/main_window.h"
#include "app/window/start_page.h"
#include "widgets/common/theme.h"

namespace tidemark {
namespace {

constexpr auto connectionId = "local";

}  // namespace

void MainWindow::restoreLayout() {
    const QString theme = m_workspace.setting("theme", "follow");
    m_theme.setChoice(theme == QLatin1String("light")  ? SchemeChoice::Light
                      : theme == QLatin1String("dark") ? SchemeChoice::Dark
                                                       : SchemeChoice::FollowDesktop);
    const QByteArray geometry = m_workspace.layout("geometry");
    if (!geometry.isEmpty()) {
        restoreGeometry(geometry);
    }
    const QByteArray docks = m_workspace.layout("docks");
    if (!docks.isEmpty()) {
        restoreState(docks, layoutVersion);
    }
}

void MainWindow::resetLayout() {
    restoreState(m_defaultLayout, layoutVersion);
    saveSoon();
}

void MainWindow::saveSoon() {
    if (m_restored) {
        m_saveDelay->start();
    }
}

void MainWindow::saveWorkspace() {
    m_saveDelay->stop();
    m_workspace.setLayout("geometry", saveGeometry());
    m_workspace.setLayout("docks", saveState(layoutVersion));
    // Before the database is open the saved tabs are not shown yet and must not be lost.
    if (!m_restored) {
        return;
    }
    QList<SavedTab> saved;
    int active = -1;
    for (int i = 0; i < m_tabs->count(); ++i) {
        auto* tab = qobject_cast<TableTab*>(m_tabs->widget(i));
        if (!tab) {
            continue;
        }
        if (i == m_tabs->currentIndex()) {
            active = static_cast<int>(saved.size());
        }
        saved.append({QStringLiteral("items"), tab->tableName(), tab->saveState()});
    }
    m_workspace.setTabs(connectionId, saved, active);
}

void MainWindow::handleConnectionState() {
    handleTabState();
    if (m_connection.state() == Connection::State::Failed) {
        noteContent();
    }
    if (m_connection.state() == Connection::State::Ready && !m_restored) {
        restoreTabs();
        m_restored = true;
        m_explorer->focusFilter();
        if (!currentTable()) {
            noteContent();
        }
    }
}

void MainWindow::restoreTabs() {
    const int active = m_workspace.activeTab(connectionId);
    int place = 0;
    TableTab* current = nullptr;
    for (const SavedTab& saved : m_workspace.tabs(connectionId)) {
        if (saved.kind == QLatin1String("items")) {
            TableTab* tab = addTab(saved.tableName);
            tab->restoreState(saved.state);
            current = place == active || !current ? tab : current;
        }
        ++place;
    }
    if (current) {
        m_tabs->setCurrentWidget(current);
        handleCurrentTab();
    }
}

void MainWindow::noteContent() {
    if (!m_contentNoted) {
        m_contentNoted = true;
        // After the rows of this turn of the event loop are painted.
        QTimer::singleShot(0, this, &MainWindow::contentShown);
    }
}

}  // namespace tidemark
