#pragma once

#include <QDockWidget>

class QLabel;
class QMenu;
class QToolButton;

namespace tidemark {

class Theme;

// The title row of a panel: icon, name (weight 600), room for own buttons, and a menu. As the title
// bar of a dock it is what one drags.
class PanelTitle final : public QWidget {
    Q_OBJECT
public:
    PanelTitle(Theme& theme, const QString& iconName, const QString& title, QWidget* parent);

    void setTitle(const QString& title);
    // Placed left of the menu button.
    void addTitleWidget(QWidget* widget);
    // The menu behind "...": empty at first, the caller adds actions. The button is hidden while
    // the menu is empty.
    QMenu* menu() const { return m_menu; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void updateMenuButton();

    QLabel* m_title;
    QMenu* m_menu;
    QToolButton* m_menuButton;
};

// A dock painted as a card, with our title. Its menu holds Float and Close besides what the owner
// adds with titleBar()->menu().
class CardDock final : public QDockWidget {
    Q_OBJECT
public:
    CardDock(Theme& theme, const QString& objectName, const QString& iconName, const QString& title,
             QWidget* parent);

    PanelTitle* titleBar() const { return m_titleBar; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Theme& m_theme;
    PanelTitle* m_titleBar;
};

}  // namespace tidemark
