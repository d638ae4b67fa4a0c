#include "app/window/top_bar.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QUrl>

#include <algorithm>

#include "app/window/command_actions.h"
#include "widgets/common/theme.h"
#include "widgets/common/widget_kit.h"

namespace tidemark {
namespace {

constexpr int searchWidth = 360;
constexpr int controlHeight = 30;
constexpr int dotSize = 16;

// A filled dot; the tooltip and the text say the same, so colour is not alone.
QIcon dotIcon(const QColor& color) {
    QPixmap pixmap(dotSize * 2, dotSize * 2);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(QRect(dotSize - 7, dotSize - 7, 14, 14));
    return QIcon(pixmap);
}

}  // namespace

TopBar::TopBar(Theme& theme, Connection& connection, CommandActions& commands, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_connection(connection) {
    setObjectName("topBar");
    setFixedHeight(measure::topBar);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(4, 0, 4, 0);
    layout->setSpacing(4);
    m_explorer =
        kit::iconButton(theme, "explorerToggle", "panel-left", tr("Tables panel"), "Ctrl+B", this);
    m_connectionPill = kit::button("connectionPill", {}, kit::ButtonKind::Plain, this);
    m_connectionPill->setFixedHeight(controlHeight);
    m_refresh = kit::iconButton(theme, "refreshButton", "refresh", tr("Read again"), "F5", this);
    m_search = kit::button("openAnything", tr("Search or run a command    Ctrl+P"),
                           kit::ButtonKind::Plain, this);
    m_search->setIcon(theme.icon("search"));
    m_search->setFixedSize(searchWidth, controlHeight);
    kit::setMuted(m_search, true);
    m_search->setAccessibleName(tr("Search or run a command"));
    m_search->setToolTip(tr("Open a table or run a command (Ctrl+P)"));
    m_time = kit::button("timePill", tr("Live"), kit::ButtonKind::Plain, this);
    m_time->setFixedHeight(controlHeight);
    m_time->setToolTip(tr("The window shows the present state"));
    m_time->setFocusPolicy(Qt::NoFocus);
    m_inspector = kit::iconButton(theme, "inspectorToggle", "panel-right", tr("Inspector panel"),
                                  "Ctrl+I", this);
    m_scheme = kit::iconButton(theme, "themeToggle", "moon", tr("Light or dark"), {}, this);
    m_settings =
        kit::iconButton(theme, "settingsMenu", "settings", tr("Settings and menus"), {}, this);
    Q_UNUSED(commands)
    layout->addWidget(m_explorer);
    layout->addWidget(m_connectionPill);
    layout->addWidget(m_refresh);
    layout->addStretch(1);
    layout->addWidget(m_time);
    layout->addWidget(m_inspector);
    layout->addWidget(m_scheme);
    layout->addWidget(m_settings);
    m_explorer->setCheckable(true);
    m_inspector->setCheckable(true);
    connect(m_explorer, &QToolButton::clicked, this, &TopBar::explorerToggled);
    connect(m_connectionPill, &QPushButton::clicked, this, &TopBar::startPageRequested);
    connect(m_refresh, &QToolButton::clicked, this, &TopBar::refreshRequested);
    connect(m_search, &QPushButton::clicked, this, &TopBar::paletteRequested);
    connect(m_inspector, &QToolButton::clicked, this, &TopBar::inspectorToggled);
    connect(m_scheme, &QToolButton::clicked, this, &TopBar::themeToggled);
    connect(m_settings, &QToolButton::clicked, this,
            [this] { emit settingsRequested(m_settings); });
    connect(&connection, &Connection::stateChanged, this, &TopBar::refreshConnection);
    connect(&theme, &Theme::changed, this, &TopBar::refreshIcons);
    refreshIcons();
}

void TopBar::refreshIcons() {
    m_scheme->setIcon(m_theme.icon(m_theme.scheme() == Scheme::Dark ? "moon" : "sun"));
    m_time->setIcon(dotIcon(m_theme.color(Token::Green)));
    refreshConnection();
}

void TopBar::refreshConnection() {
    const auto state = m_connection.state();
    const bool ready = state == Connection::State::Ready;
    const Token token = ready                                 ? Token::Green
                        : state == Connection::State::Opening ? Token::Amber
                                                              : Token::Red;
    const int port = QUrl(m_connection.endpointUrl()).port();
    QString text = m_connection.displayName();
    if (port > 0) {
        text += QStringLiteral("  :%1").arg(port);
    } else if (state == Connection::State::Opening) {
        text += tr("  opening ...");
    } else if (!ready) {
        text += tr("  not open");
    }
    m_connectionPill->setIcon(dotIcon(m_theme.color(token)));
    m_connectionPill->setText(text);
    m_connectionPill->setAccessibleName(tr("Connection %1").arg(text));
    m_connectionPill->setToolTip(ready ? tr("Answers at %1").arg(m_connection.endpointUrl())
                                       : m_connection.failure());
}

void TopBar::setExplorerShown(bool shown) {
    m_explorer->setChecked(shown);
}

void TopBar::setInspectorShown(bool shown) {
    m_inspector->setChecked(shown);
}

// The field keeps the middle of the window, not the middle of what the buttons leave.
void TopBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const int left = m_refresh->geometry().right() + measure::gap;
    const int right = m_time->geometry().left() - measure::gap;
    const int room = std::max(0, right - left);
    const int wanted = std::min(searchWidth, room);
    const int x = std::clamp((width() - wanted) / 2, left, std::max(left, right - wanted));
    m_search->setFixedWidth(wanted);
    m_search->move(x, (height() - controlHeight) / 2);
}

}  // namespace tidemark
