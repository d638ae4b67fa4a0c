#include "widgets/common/empty_state.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

#include "widgets/common/theme.h"
#include "widgets/common/widget_kit.h"

namespace tidemark {

namespace {

constexpr int iconSize = 32;
constexpr int textWidth = 420;
constexpr int narrowest = 120;

}  // namespace

EmptyState::EmptyState(Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_icon(new QLabel(this)),
      m_title(kit::headingLabel({}, this)),
      m_detail(kit::mutedLabel({}, this)),
      m_action(kit::button(QStringLiteral("emptyAction"), {}, kit::ButtonKind::Primary, this)) {
    setObjectName(QStringLiteral("emptyState"));
    m_title->setObjectName(QStringLiteral("emptyTitle"));
    m_detail->setObjectName(QStringLiteral("emptyDetail"));
    m_detail->setWordWrap(true);
    m_detail->setAlignment(Qt::AlignHCenter);
    m_title->setAlignment(Qt::AlignHCenter);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(measure::gap);
    column->addStretch();
    column->addWidget(m_icon, 0, Qt::AlignHCenter);
    column->addSpacing(4);
    column->addWidget(m_title, 0, Qt::AlignHCenter);
    column->addWidget(m_detail, 0, Qt::AlignHCenter);
    column->addSpacing(4);
    column->addWidget(m_action, 0, Qt::AlignHCenter);
    column->addStretch();
    connect(m_action, &QPushButton::clicked, this, &EmptyState::actionTriggered);
    connect(&theme, &Theme::changed, this, &EmptyState::refresh);
}

QString EmptyState::title() const {
    return m_title->text();
}

void EmptyState::setContent(const QString& iconName, const QString& title, const QString& detail,
                            const QString& actionText) {
    m_iconName = iconName;
    m_title->setText(title);
    m_detail->setText(detail);
    m_action->setText(actionText);
    m_action->setAccessibleName(actionText);
    m_icon->setVisible(!iconName.isEmpty());
    m_title->setVisible(!title.isEmpty());
    m_detail->setVisible(!detail.isEmpty());
    m_action->setVisible(!actionText.isEmpty());
    fitDetail();
    refresh();
}

// A wrapped label asks for a narrow column unless it is told how much room there is.
void EmptyState::fitDetail() {
    if (m_detail->text().isEmpty()) {
        return;
    }
    const int wanted = m_detail->fontMetrics().horizontalAdvance(m_detail->text()) + 2;
    const int room = std::max(narrowest, width() - 2 * measure::gap);
    m_detail->setFixedWidth(std::min({wanted, textWidth, room}));
    // The height asked for would be no less than the least height of before.
    m_detail->setMinimumHeight(0);
    m_detail->setMinimumHeight(m_detail->heightForWidth(m_detail->width()));
}

QSize EmptyState::minimumSizeHint() const {
    return {narrowest, QWidget::minimumSizeHint().height()};
}

void EmptyState::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitDetail();
}

void EmptyState::refresh() {
    m_icon->setPixmap(
        m_iconName.isEmpty() ? QPixmap() : m_theme.icon(m_iconName, Token::Faint).pixmap(iconSize));
}

}  // namespace tidemark
