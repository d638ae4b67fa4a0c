#pragma once

#include <QMainWindow>
#include <QTabWidget>

#include "app/session/connection.h"
#include "app/workspace/workspace.h"

class QMenuBar;
class QStackedWidget;
class QTimer;
class QToolButton;

namespace tidemark {

class CardDock;
class CommandActions;
class CommandPalette;
class ExplorerPanel;
class StartPage;
class StatusLine;
class TableTab;
class Theme;
class TopBar;

// The window: composes the features, runs the commands, remembers how it was left.
class MainWindow final : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(Theme& theme, Workspace& workspace, Connection& connection);
    ~MainWindow() override;

    CommandActions& commands() const { return *m_commands; }
    ExplorerPanel* explorer() const { return m_explorer; }
    StartPage* startPage() const { return m_startPage; }
    CommandPalette* palette() const { return m_palette; }
    QTabWidget* tabs() const { return m_tabs; }
    TableTab* currentTable() const;  // nullptr on the start page

    TableTab* openTable(const QString& tableName, const QString& indexName = {});
    void saveWorkspace();

signals:
    // Once: the database is open (or failed) and the first content is on the screen.
    void contentShown();

protected:
    void closeEvent(QCloseEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void buildBars();
    void buildCentre();
    void buildDocks();
    void connectParts();
    void registerCommands();
    void registerItemCommands();
    void registerViewCommands();
    void onTable(const QString& id, void (TableTab::*slot)());

    void handleConnectionState();
    void restoreLayout();
    void restoreTabs();
    void resetLayout();
    TableTab* addTab(const QString& tableName);
    TableTab* tabOf(const QString& tableName) const;
    void closeTab(int place);
    void closeTabNow(TableTab* tab);
    void reopenTab();
    void switchTab(int by);
    void showStartPage();
    void handleCurrentTab();
    void markCurrentTable();
    void handleTabState();
    void updateTabText(TableTab* tab);
    void noteContent();
    void saveSoon();

    void deleteItemOrTable();
    void askDeleteTable(const QString& tableName);
    void askCreateTable();
    void openPalette(bool commandsOnly);
    void setScheme(const QString& choice);
    void toggleScheme();
    void showSettings(QToolButton* button);
    void refresh();

    Theme& m_theme;
    Workspace& m_workspace;
    Connection& m_connection;
    CommandActions* m_commands;
    QMenuBar* m_menuBar;
    TopBar* m_topBar;
    StatusLine* m_status;
    QTabWidget* m_tabs;
    StartPage* m_startPage;
    CardDock* m_explorerDock;
    ExplorerPanel* m_explorer;
    CardDock* m_inspectorDock;
    QStackedWidget* m_inspectors;
    CommandPalette* m_palette;
    QTimer* m_saveDelay;
    // Raise when docks change so that an old layout no longer fits.
    static constexpr int layoutVersion = 1;
    QByteArray m_defaultLayout;
    QList<SavedTab> m_closed;  // newest last
    bool m_restored = false;
    bool m_contentNoted = false;
};

}  // namespace tidemark
