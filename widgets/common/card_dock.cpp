#include "widgets/common/card_dock.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

#include "widgets/common/card.h"
#include "widgets/common/theme.h"
#include "widgets/common/widget_kit.h"

namespace tidemark {

namespace {

constexpr int titleHeight = 40;

}  // namespace

PanelTitle::PanelTitle(Theme& theme, const QString& iconName, const QString& title, QWidget* parent)
    : QWidget(parent), m_title(kit::headingLabel(title, this)), m_menu(new QMenu(this)) {
    setObjectName(QStringLiteral("panelTitle"));
    auto* icon = new QLabel(this);
    const QIcon mark = theme.icon(iconName);
    const auto showIcon = [icon, mark] { icon->setPixmap(mark.pixmap(measure::smallIcon)); };
    showIcon();
    connect(&theme, &Theme::changed, icon, showIcon);

    m_menuButton = kit::iconButton(theme, QStringLiteral("panelMenu"), QStringLiteral("more"),
                                   tr("Panel menu: %1").arg(title), {}, this);
    m_menuButton->setMenu(m_menu);
    m_menuButton->setPopupMode(QToolButton::InstantPopup);
    m_menuButton->hide();
    m_menu->installEventFilter(this);
    connect(m_menu, &QMenu::aboutToShow, this, &PanelTitle::updateMenuButton);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(13, 4, 8, 0);
    row->setSpacing(4);
    row->addWidget(icon);
    row->addSpacing(3);
    row->addWidget(m_title, 1);
    row->addWidget(m_menuButton);
}

void PanelTitle::setTitle(const QString& title) {
    m_title->setText(title);
    m_menuButton->setAccessibleName(tr("Panel menu: %1").arg(title));
}

void PanelTitle::addTitleWidget(QWidget* widget) {
    auto* row = static_cast<QHBoxLayout*>(layout());
    row->insertWidget(row->count() - 1, widget);
}

bool PanelTitle::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_menu &&
        (event->type() == QEvent::ActionAdded || event->type() == QEvent::ActionRemoved)) {
        updateMenuButton();
    }
    return QWidget::eventFilter(watched, event);
}

void PanelTitle::updateMenuButton() {
    m_menuButton->setVisible(!m_menu->actions().isEmpty());
}

QSize PanelTitle::sizeHint() const {
    return QSize(layout()->sizeHint().width(), titleHeight);
}

QSize PanelTitle::minimumSizeHint() const {
    return QSize(layout()->minimumSize().width(), titleHeight);
}

CardDock::CardDock(Theme& theme, const QString& objectName, const QString& iconName,
                   const QString& title, QWidget* parent)
    : QDockWidget(title, parent),
      m_theme(theme),
      m_titleBar(new PanelTitle(theme, iconName, title, this)) {
    setObjectName(objectName);
    setAccessibleName(title);
    setTitleBarWidget(m_titleBar);
    setContentsMargins(1, 1, 1, 1);
    QMenu* menu = m_titleBar->menu();
    QAction* floating = menu->addAction(theme.icon(QStringLiteral("float")), tr("Float"));
    floating->setObjectName(objectName + QStringLiteral(".float"));
    connect(floating, &QAction::triggered, this, [this] { setFloating(!isFloating()); });
    connect(this, &QDockWidget::topLevelChanged, floating, [floating](bool isFloating) {
        floating->setText(isFloating ? tr("Dock") : tr("Float"));
    });
    QAction* closing = menu->addAction(theme.icon(QStringLiteral("close")), tr("Close"));
    closing->setObjectName(objectName + QStringLiteral(".close"));
    connect(closing, &QAction::triggered, this, &QWidget::close);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void CardDock::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintCard(painter, m_theme, rect());
}

}  // namespace tidemark
