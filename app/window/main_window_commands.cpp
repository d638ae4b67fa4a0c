// What each command of the table does in the window.
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QTreeView>

#include "app/explorer/explorer_panel.h"
#include "app/items/table_tab.h"
#include "app/window/command_actions.h"
#include "app/window/main_window.h"
#include "app/window/shortcut_sheet.h"
#include "app/window/start_page.h"
#include "app/window/status_line.h"
#include "widgets/common/card_dock.h"
#include "widgets/common/theme.h"

namespace tidemark {

void MainWindow::onTable(const QString& id, void (TableTab::*slot)()) {
    m_commands->handle(id, [this, slot] {
        if (TableTab* tab = currentTable()) {
            (tab->*slot)();
        }
    });
}

void MainWindow::registerCommands() {
    m_commands->handle("table.create", [this] { askCreateTable(); });
    m_commands->handle("sample.load", [this] {
        showStartPage();
        m_startPage->loadSample();
    });
    const auto copy = [this](const QString& text, const QString& note) {
        QApplication::clipboard()->setText(text);
        m_status->note(note);
    };
    m_commands->handle("endpoint.copyUrl", [this, copy] {
        copy(m_connection.endpointUrl(), tr("Copied the endpoint address"));
    });
    m_commands->handle("endpoint.copySnippet", [this, copy] {
        copy(QStringLiteral("export AWS_ENDPOINT_URL_DYNAMODB=") + m_connection.endpointUrl(),
             tr("Copied the settings for AWS clients"));
    });
    m_commands->handle("tab.close", [this] { closeTab(m_tabs->currentIndex()); });
    m_commands->handle("tab.reopen", [this] { reopenTab(); });
    m_commands->handle("app.quit", [this] { close(); });
    m_commands->handle("app.openAnything", [this] { openPalette(false); });
    m_commands->handle("app.palette", [this] { openPalette(true); });
    m_commands->handle("app.shortcuts", [this] { (new ShortcutSheet(this))->open(); });
    m_commands->handle("app.about", [this] { (new AboutDialog(m_theme, this))->open(); });
    registerItemCommands();
    registerViewCommands();
}

void MainWindow::registerItemCommands() {
    onTable("item.new", &TableTab::newItem);
    onTable("item.duplicate", &TableTab::duplicateItem);
    onTable("item.edit", &TableTab::editItem);
    m_commands->handle("item.delete", [this] { deleteItemOrTable(); });
    m_commands->handle("item.save", [this] {
        if (TableTab* tab = currentTable()) {
            tab->inspector()->save();
        }
    });
    m_commands->handle("item.discard", [this] {
        if (TableTab* tab = currentTable()) {
            tab->inspector()->discard();
        }
    });
    onTable("table.run", &TableTab::run);
    onTable("table.stop", &TableTab::stop);
    m_commands->handle("table.refresh", [this] { refresh(); });
    m_commands->handle("table.delete", [this] {
        const QString chosen =
            m_explorer->tree()->currentIndex().data(ExplorerModel::TableNameRole).toString();
        const TableTab* tab = currentTable();
        const QString name = tab && !m_explorer->tree()->hasFocus() ? tab->tableName() : chosen;
        if (!name.isEmpty()) {
            askDeleteTable(name);
        }
    });
}

void MainWindow::registerViewCommands() {
    onTable("view.focusFilter", &TableTab::focusFilter);
    m_commands->handle("tab.next", [this] { switchTab(1); });
    m_commands->handle("tab.previous", [this] { switchTab(-1); });
    m_commands->handle("view.explorer",
                       [this] { m_explorerDock->setVisible(m_explorerDock->isHidden()); });
    m_commands->handle("view.inspector",
                       [this] { m_inspectorDock->setVisible(m_inspectorDock->isHidden()); });
    m_commands->handle("view.resetLayout", [this] { resetLayout(); });
    m_commands->handle("view.theme.follow", [this] { setScheme("follow"); });
    m_commands->handle("view.theme.light", [this] { setScheme("light"); });
    m_commands->handle("view.theme.dark", [this] { setScheme("dark"); });
}

// Del means what has the focus: a table in the tree, else the selected items.
void MainWindow::deleteItemOrTable() {
    if (m_explorer->tree()->hasFocus()) {
        m_commands->trigger("table.delete");
        return;
    }
    if (TableTab* tab = currentTable()) {
        tab->deleteItems();
    }
}

void MainWindow::setScheme(const QString& choice) {
    m_theme.setChoice(choice == QLatin1String("light")  ? SchemeChoice::Light
                      : choice == QLatin1String("dark") ? SchemeChoice::Dark
                                                        : SchemeChoice::FollowDesktop);
    m_workspace.setSetting("theme", choice);
}

void MainWindow::toggleScheme() {
    setScheme(m_theme.scheme() == Scheme::Dark ? "light" : "dark");
}

}  // namespace tidemark
