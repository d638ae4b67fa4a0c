#include "app/window/main_window.h"

#include <QCloseEvent>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QTimer>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

#include "app/explorer/create_table_dialog.h"
#include "app/explorer/delete_table_dialog.h"
#include "app/explorer/explorer_panel.h"
#include "app/items/table_tab.h"
#include "app/session/sample_data.h"
#include "app/window/command_actions.h"
#include "app/window/command_palette.h"
#include "app/window/start_page.h"
#include "app/window/status_line.h"
#include "app/window/top_bar.h"
#include "widgets/common/card.h"
#include "widgets/common/card_dock.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/theme.h"
#include "widgets/common/widget_kit.h"
#include "widgets/grid/item_grid.h"

namespace tidemark {
namespace {

constexpr int saveDelayMs = 400;
constexpr int explorerWidth = 250;
constexpr int inspectorWidth = 330;

}  // namespace

MainWindow::MainWindow(Theme& theme, Workspace& workspace, Connection& connection)
    : m_theme(theme), m_workspace(workspace), m_connection(connection) {
    setObjectName("mainWindow");
    setWindowTitle(tr("Tidemark"));
    m_commands = new CommandActions(theme, this);
    m_saveDelay = new QTimer(this);
    m_saveDelay->setSingleShot(true);
    m_saveDelay->setInterval(saveDelayMs);
    buildBars();
    buildCentre();
    buildDocks();
    m_palette = new CommandPalette(theme, *m_commands, this);
    registerCommands();
    connectParts();
    restoreLayout();
    m_startPage->setNotice(m_workspace.startMessage());
    showStartPage();
    handleConnectionState();
}

MainWindow::~MainWindow() {
    // Tabs own the inspectors that the dock shows, so they go first.
    m_tabs->disconnect(this);
    while (m_tabs->count() > 0) {
        delete m_tabs->widget(0);
    }
}

void MainWindow::buildBars() {
    auto* head = new QWidget(this);
    auto* layout = new QVBoxLayout(head);
    layout->setContentsMargins(measure::gap - 4, 0, measure::gap - 4, 0);
    layout->setSpacing(0);
    m_menuBar = new QMenuBar(head);
    m_menuBar->setObjectName("menuBar");
    m_commands->fillMenuBar(m_menuBar);
    m_menuBar->hide();
    m_topBar = new TopBar(m_theme, m_connection, *m_commands, head);
    layout->addWidget(m_menuBar);
    layout->addWidget(m_topBar);
    setMenuWidget(head);
    m_status = new StatusLine(m_connection, this);
    setStatusBar(m_status);
    setContentsMargins(measure::gap, 0, measure::gap, 0);
}

void MainWindow::buildCentre() {
    auto* card = new Card(m_theme, this);
    card->setObjectName("centre");
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(1, 1, 1, 1);
    m_tabs = new QTabWidget(card);
    m_tabs->setObjectName("tabs");
    m_tabs->setAccessibleName(tr("Open tables"));
    kit::prepareTabs(m_tabs);
    layout->addWidget(m_tabs);
    setCentralWidget(card);
    m_startPage = new StartPage(m_theme, m_connection, m_tabs);
    m_startPage->hide();
}

void MainWindow::buildDocks() {
    setDockOptions(QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks);
    m_explorerDock = new CardDock(m_theme, "explorerDock", "database", tr("Tables"), this);
    m_explorer = new ExplorerPanel(m_theme, m_connection, m_explorerDock);
    m_explorer->setObjectName("explorerPanel");
    m_explorerDock->setWidget(m_explorer);
    addDockWidget(Qt::LeftDockWidgetArea, m_explorerDock);

    m_inspectorDock = new CardDock(m_theme, "inspectorDock", "braces", tr("Inspector"), this);
    m_inspectors = new QStackedWidget(m_inspectorDock);
    auto* none = new EmptyState(m_theme, m_inspectors);
    none->setContent("braces", tr("No item"), tr("Open a table and select an item."), {});
    m_inspectors->addWidget(none);
    m_inspectorDock->setWidget(m_inspectors);
    addDockWidget(Qt::RightDockWidgetArea, m_inspectorDock);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    resize(1440, 900);
}

void MainWindow::connectParts() {
    connect(&m_connection, &Connection::stateChanged, this, &MainWindow::handleConnectionState);
    connect(m_topBar, &TopBar::explorerToggled, this,
            [this] { m_commands->trigger("view.explorer"); });
    connect(m_topBar, &TopBar::inspectorToggled, this,
            [this] { m_commands->trigger("view.inspector"); });
    connect(m_topBar, &TopBar::refreshRequested, this, &MainWindow::refresh);
    connect(m_topBar, &TopBar::paletteRequested, this, [this] { openPalette(false); });
    connect(m_topBar, &TopBar::startPageRequested, this, &MainWindow::showStartPage);
    connect(m_topBar, &TopBar::themeToggled, this, &MainWindow::toggleScheme);
    connect(m_topBar, &TopBar::settingsRequested, this, &MainWindow::showSettings);
    connect(m_explorerDock, &QDockWidget::visibilityChanged, this, [this] {
        m_topBar->setExplorerShown(!m_explorerDock->isHidden());
        saveSoon();
    });
    connect(m_inspectorDock, &QDockWidget::visibilityChanged, this, [this] {
        m_topBar->setInspectorShown(!m_inspectorDock->isHidden());
        saveSoon();
    });
    connect(m_explorer, &ExplorerPanel::openRequested, this, &MainWindow::openTable);
    connect(m_explorer, &ExplorerPanel::deleteRequested, this, &MainWindow::askDeleteTable);
    connect(m_explorer, &ExplorerPanel::createRequested, this, &MainWindow::askCreateTable);
    connect(m_explorer->model(), &ExplorerModel::tablesListed, this, &MainWindow::markCurrentTable);
    connect(m_startPage, &StartPage::openRequested, this,
            [this](const QString& name) { openTable(name); });
    connect(m_startPage, &StartPage::createRequested, this, &MainWindow::askCreateTable);
    connect(m_startPage, &StartPage::sampleLoaded, this,
            [this] { openTable(QString::fromStdString(SampleData::tableSpec().tableName)); });
    connect(m_tabs, &QTabWidget::currentChanged, this, &MainWindow::handleCurrentTab);
    connect(m_tabs, &QTabWidget::tabCloseRequested, this, &MainWindow::closeTab);
    connect(m_tabs->tabBar(), &QTabBar::tabMoved, this, &MainWindow::saveSoon);
    connect(m_palette, &CommandPalette::tableChosen, this,
            [this](const QString& name) { openTable(name); });
    connect(m_palette, &CommandPalette::commandChosen, m_commands, &CommandActions::trigger);
    connect(m_palette, &CommandPalette::closed, this, [this] {
        if (TableTab* tab = currentTable()) {
            tab->grid()->setFocus(Qt::OtherFocusReason);
        } else {
            m_explorer->tree()->setFocus(Qt::OtherFocusReason);
        }
    });
    connect(m_saveDelay, &QTimer::timeout, this, &MainWindow::saveWorkspace);
}

TableTab* MainWindow::currentTable() const {
    return qobject_cast<TableTab*>(m_tabs->currentWidget());
}

TableTab* MainWindow::tabOf(const QString& tableName) const {
    for (int i = 0; i < m_tabs->count(); ++i) {
        auto* tab = qobject_cast<TableTab*>(m_tabs->widget(i));
        if (tab && tab->tableName() == tableName) {
            return tab;
        }
    }
    return nullptr;
}

TableTab* MainWindow::openTable(const QString& tableName, const QString& indexName) {
    TableTab* tab = tabOf(tableName);
    const bool isNew = tab == nullptr;
    if (isNew) {
        tab = addTab(tableName);
        tab->focusGridWhenRead();
    }
    if (!indexName.isEmpty()) {
        tab->showIndex(indexName);
    }
    m_tabs->setCurrentWidget(tab);
    if (!isNew) {
        tab->focusGrid();
    }
    m_workspace.noteRecentTable("local", tableName);
    return tab;
}

TableTab* MainWindow::addTab(const QString& tableName) {
    auto* tab = new TableTab(m_theme, m_connection, tableName, m_tabs);
    m_inspectors->addWidget(tab->inspector());
    connect(tab, &TableTab::stateChanged, this, &MainWindow::handleTabState);
    connect(tab, &TableTab::firstRowsShown, this, &MainWindow::noteContent);
    connect(tab, &TableTab::copied, this,
            [this](int count) { m_status->note(tr("Copied %1 items").arg(count)); });
    connect(tab, &TableTab::inspectorWanted, m_inspectorDock, &QWidget::show);
    const int start = m_tabs->indexOf(m_startPage);
    const int place = m_tabs->addTab(tab, m_theme.icon("table"), tableName);
    m_tabs->setTabToolTip(place, tableName);
    if (start >= 0) {
        m_tabs->removeTab(start);
    }
    saveSoon();
    return tab;
}

void MainWindow::closeTab(int place) {
    auto* tab = qobject_cast<TableTab*>(m_tabs->widget(place));
    if (!tab) {
        if (m_tabs->count() > 1) {
            m_tabs->removeTab(place);
        }
        return;
    }
    if (!tab->hasEdits()) {
        closeTabNow(tab);
        return;
    }
    auto* question =
        new QMessageBox(QMessageBox::Question, tr("Unsaved changes"),
                        tr("The item in %1 has unsaved changes.").arg(tab->tableName()),
                        QMessageBox::Discard | QMessageBox::Cancel, this);
    question->setObjectName("unsavedQuestion");
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(question, &QMessageBox::finished, tab, [this, tab](int answer) {
        if (answer == QMessageBox::Discard) {
            closeTabNow(tab);
        }
    });
    question->open();
}

void MainWindow::closeTabNow(TableTab* tab) {
    m_closed.append({QStringLiteral("items"), tab->tableName(), tab->saveState()});
    m_tabs->removeTab(m_tabs->indexOf(tab));
    delete tab;
    if (m_tabs->count() == 0) {
        showStartPage();
    }
    saveSoon();
}

void MainWindow::reopenTab() {
    if (!m_closed.isEmpty()) {
        const SavedTab saved = m_closed.takeLast();
        openTable(saved.tableName)->restoreState(saved.state);
    }
}

void MainWindow::switchTab(int by) {
    const int count = m_tabs->count();
    if (count > 0) {
        m_tabs->setCurrentIndex((m_tabs->currentIndex() + by + count) % count);
    }
}

void MainWindow::showStartPage() {
    m_startPage->setRecentTables(m_workspace.recentTables("local"));
    if (m_tabs->indexOf(m_startPage) < 0) {
        const int place = m_tabs->insertTab(0, m_startPage, m_theme.icon("database"), tr("Start"));
        if (m_tabs->count() == 1) {
            m_tabs->tabBar()->setTabButton(place, QTabBar::RightSide, nullptr);
        }
    }
    m_tabs->setCurrentWidget(m_startPage);
    handleCurrentTab();
}

void MainWindow::handleCurrentTab() {
    TableTab* tab = currentTable();
    m_inspectors->setCurrentWidget(tab ? static_cast<QWidget*>(tab->inspector())
                                       : m_inspectors->widget(0));
    markCurrentTable();
    if (tab) {
        setWindowTitle(tr("%1 — Tidemark").arg(tab->tableName()));
    } else {
        setWindowTitle(tr("Tidemark"));
    }
    handleTabState();
    saveSoon();
}

void MainWindow::markCurrentTable() {
    const TableTab* tab = currentTable();
    // Whoever walks through the tree keeps the place.
    if (tab && !m_explorer->tree()->hasFocus()) {
        m_explorer->selectTable(tab->tableName(), tab->form().indexName);
    }
}

void MainWindow::handleTabState() {
    unsigned available = NeedsNothing;
    if (m_connection.state() == Connection::State::Ready) {
        available |= NeedsConnection;
    }
    for (int i = 0; i < m_tabs->count(); ++i) {
        if (auto* tab = qobject_cast<TableTab*>(m_tabs->widget(i))) {
            updateTabText(tab);
        }
    }
    if (const TableTab* tab = currentTable()) {
        available |= NeedsTable;
        available |= tab->hasSelection() || tab->inspector()->hasItem() ? NeedsItem : 0U;
        available |= tab->hasEdits() ? NeedsEdits : 0U;
        available |= tab->isRunning() ? NeedsRunning : 0U;
        const ItemsModel::Totals& totals = tab->model()->totals();
        m_status->showFigures({totals.items, tab->model()->isComplete() || totals.scanned == 0,
                               totals.capacityUnits, totals.lastMilliseconds});
    } else {
        m_status->clearFigures();
    }
    m_commands->setAvailable(available);
    saveSoon();
}

void MainWindow::updateTabText(TableTab* tab) {
    const int place = m_tabs->indexOf(tab);
    const QString text = tab->hasEdits() ? tr("%1 •").arg(tab->tableName()) : tab->tableName();
    if (m_tabs->tabText(place) != text) {
        m_tabs->setTabText(place, text);
    }
}

void MainWindow::askCreateTable() {
    auto* dialog = new CreateTableDialog(m_theme, m_connection, this);
    connect(dialog, &CreateTableDialog::created, this,
            [this](const QString& name) { openTable(name); });
    dialog->open();
}

void MainWindow::askDeleteTable(const QString& tableName) {
    auto* dialog = new DeleteTableDialog(m_theme, m_connection, tableName, this);
    connect(dialog, &DeleteTableDialog::deleted, this, [this](const QString& name) {
        if (TableTab* tab = tabOf(name)) {
            closeTabNow(tab);
        }
        m_status->note(tr("Deleted table %1").arg(name));
    });
    dialog->open();
}

void MainWindow::openPalette(bool commandsOnly) {
    m_palette->open(m_explorer->model()->tableNames(), commandsOnly);
}

void MainWindow::showSettings(QToolButton* button) {
    auto* menu = new QMenu(this);
    menu->setObjectName("settingsMenuPopup");
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (QAction* each : m_menuBar->actions()) {
        menu->addAction(each);
    }
    menu->popup(
        button->mapToGlobal(QPoint(button->width() - menu->sizeHint().width(), button->height())));
}

void MainWindow::refresh() {
    m_explorer->model()->reload();
    if (TableTab* tab = currentTable()) {
        tab->refresh();
    }
}

void MainWindow::showEvent(QShowEvent* event) {
    QMainWindow::showEvent(event);
    if (!m_defaultLayout.isEmpty()) {
        return;
    }
    // Dock sizes hold only once the window has its own size.
    const QByteArray asLeft = saveState(layoutVersion);
    m_explorerDock->show();
    m_inspectorDock->show();
    resizeDocks({m_explorerDock, m_inspectorDock}, {explorerWidth, inspectorWidth}, Qt::Horizontal);
    m_defaultLayout = saveState(layoutVersion);
    if (!m_workspace.layout("docks").isEmpty()) {
        restoreState(asLeft, layoutVersion);
    }
}

// Alt alone shows and hides the menu bar; every command is in it.
void MainWindow::keyReleaseEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Alt && (event->modifiers() & ~Qt::AltModifier) == 0) {
        m_menuBar->setVisible(!m_menuBar->isVisible());
        return;
    }
    QMainWindow::keyReleaseEvent(event);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    saveWorkspace();
    QMainWindow::closeEvent(event);
}

}  // namespace tidemark
