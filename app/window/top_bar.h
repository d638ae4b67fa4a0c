#pragma once

#include <QWidget>

#include "app/session/connection.h"

class QLabel;
class QPushButton;
class QToolButton;

namespace tidemark {

class CommandActions;
class Theme;

// The 44 px bar: explorer, connection, refresh | open anything | time, inspector, theme, settings.
class TopBar final : public QWidget {
    Q_OBJECT
public:
    TopBar(Theme& theme, Connection& connection, CommandActions& commands, QWidget* parent);

    void setExplorerShown(bool shown);
    void setInspectorShown(bool shown);

signals:
    void explorerToggled();
    void inspectorToggled();
    void paletteRequested();
    void refreshRequested();
    void startPageRequested();
    void themeToggled();
    void settingsRequested(QToolButton* button);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void refreshConnection();
    void refreshIcons();

    Theme& m_theme;
    Connection& m_connection;
    QToolButton* m_explorer;
    QPushButton* m_connectionPill;
    QToolButton* m_refresh;
    QPushButton* m_search;
    QPushButton* m_time;
    QToolButton* m_inspector;
    QToolButton* m_scheme;
    QToolButton* m_settings;
};

}  // namespace tidemark
