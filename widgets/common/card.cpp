#include "widgets/common/card.h"

#include <QPainter>

#include "widgets/common/theme.h"

namespace tidemark {

void paintCard(QPainter& painter, const Theme& theme, const QRect& rect) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(theme.color(Token::Panel));
    painter.setPen(QPen(theme.color(Token::Border), 1));
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), measure::radius,
                            measure::radius);
    painter.restore();
}

Card::Card(Theme& theme, QWidget* parent) : QFrame(parent), m_theme(theme) {
    setContentsMargins(1, 1, 1, 1);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Card::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintCard(painter, m_theme, rect());
}

}  // namespace tidemark
