#include "widgets/common/pill_button.h"

#include <QFontMetrics>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>

#include "widgets/common/theme.h"

namespace tidemark {

namespace {

constexpr int pillHeight = 22;
constexpr int sideMargin = 12;
constexpr int crossSize = 16;
constexpr int markSize = 14;
constexpr int iconGap = 5;

}  // namespace

PillButton::PillButton(Theme& theme, const QString& text, QWidget* parent)
    : QAbstractButton(parent), m_theme(theme) {
    setText(text);
    setAccessibleName(text);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void PillButton::setRemovable(bool removable) {
    m_removable = removable;
    updateGeometry();
    update();
}

QSize PillButton::sizeHint() const {
    int width = 2 * sideMargin + fontMetrics().horizontalAdvance(text());
    width += icon().isNull() ? 0 : markSize + iconGap;
    width += m_removable ? crossSize - 4 : 0;
    return QSize(width, pillHeight);
}

QRect PillButton::crossRect() const {
    if (!m_removable) {
        return {};
    }
    const QRect logical(width() - crossSize - 5, (pillHeight - crossSize) / 2, crossSize,
                        crossSize);
    return QStyle::visualRect(layoutDirection(), rect(), logical);
}

void PillButton::mouseReleaseEvent(QMouseEvent* event) {
    if (isDown() && event->button() == Qt::LeftButton && crossRect().contains(event->pos())) {
        setDown(false);
        emit removeRequested();
        return;
    }
    QAbstractButton::mouseReleaseEvent(event);
}

// Delete is a shortcut of the window too; on a pill it means the pill.
bool PillButton::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && m_removable) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Delete || key == Qt::Key_Backspace) {
            event->accept();
            return true;
        }
    }
    return QAbstractButton::event(event);
}

void PillButton::keyPressEvent(QKeyEvent* event) {
    if (m_removable && (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace)) {
        emit removeRequested();
        return;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        click();
        return;
    }
    QAbstractButton::keyPressEvent(event);
}

void PillButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool lit = isDown() || underMouse();
    const QColor soft = m_theme.color(Token::Soft);
    const QColor fill = lit ? Theme::mix(soft, m_theme.color(Token::Accent), 0.14) : soft;
    painter.setBrush(fill);
    painter.setPen(hasFocus() ? QPen(m_theme.color(Token::Accent), 1) : QPen(Qt::NoPen));
    const QRectF outline = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.drawRoundedRect(outline, outline.height() / 2, outline.height() / 2);

    QRect textRect = rect().adjusted(sideMargin, 0, -sideMargin, 0);
    if (m_removable) {
        textRect.adjust(0, 0, -(crossSize - 4), 0);
    }
    if (!icon().isNull()) {
        const QRect iconRect(textRect.left(), (pillHeight - markSize) / 2, markSize, markSize);
        icon().paint(&painter, QStyle::visualRect(layoutDirection(), rect(), iconRect));
        textRect.adjust(markSize + iconGap, 0, 0, 0);
    }
    painter.setPen(isEnabled() ? m_theme.readable(Token::Text, fill) : m_theme.color(Token::Faint));
    painter.drawText(QStyle::visualRect(layoutDirection(), rect(), textRect),
                     Qt::AlignVCenter | Qt::AlignHCenter | Qt::TextSingleLine, text());
    if (m_removable) {
        painter.setPen(
            QPen(m_theme.readable(Token::Muted, fill), 1.2, Qt::SolidLine, Qt::RoundCap));
        painter.translate(QRectF(crossRect()).center());
        painter.drawLine(QPointF(-3, -3), QPointF(3, 3));
        painter.drawLine(QPointF(3, -3), QPointF(-3, 3));
    }
}

}  // namespace tidemark
