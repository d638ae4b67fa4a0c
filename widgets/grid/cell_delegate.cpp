#include "widgets/grid/cell_delegate.h"

#include <QFontMetrics>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

#include "widgets/grid/item_grid.h"

namespace tidemark {

namespace {

using engine::values::AttributeType;

constexpr int sideMargin = 10;
constexpr int pillMargin = 9;
constexpr int pillHeight = 18;
constexpr int missingType = -1;
// Nobody sees more of a cell, and laying out 400 KB of text would stop the window.
constexpr qsizetype mostShown = 512;

Token statusToken(const QString& text) {
    static const QSet<QString> good{
        QStringLiteral("DELIVERED"), QStringLiteral("ACTIVE"),   QStringLiteral("PAID"),
        QStringLiteral("DONE"),      QStringLiteral("SUCCESS"),  QStringLiteral("SUCCEEDED"),
        QStringLiteral("COMPLETED"), QStringLiteral("COMPLETE"), QStringLiteral("ENABLED"),
        QStringLiteral("APPROVED"),  QStringLiteral("CONFIRMED")};
    static const QSet<QString> waiting{
        QStringLiteral("PENDING"), QStringLiteral("WAITING"),    QStringLiteral("DRAFT"),
        QStringLiteral("ON_HOLD"), QStringLiteral("PAUSED"),     QStringLiteral("SUSPENDED"),
        QStringLiteral("QUEUED"),  QStringLiteral("PROCESSING"), QStringLiteral("INACTIVE")};
    static const QSet<QString> bad{
        QStringLiteral("CANCELLED"), QStringLiteral("CANCELED"), QStringLiteral("FAILED"),
        QStringLiteral("ERROR"),     QStringLiteral("REJECTED"), QStringLiteral("EXPIRED"),
        QStringLiteral("BLOCKED"),   QStringLiteral("OVERDUE"),  QStringLiteral("DELETED"),
        QStringLiteral("RETURNED"),  QStringLiteral("REFUNDED")};
    if (good.contains(text)) {
        return Token::Green;
    }
    if (waiting.contains(text)) {
        return Token::Amber;
    }
    return bad.contains(text) ? Token::Red : Token::Blue;
}

bool isPlainAscii(QStringView text) {
    return std::all_of(text.begin(), text.end(),
                       [](QChar letter) { return letter >= u' ' && letter < u'\x7f'; });
}

QRect withoutLine(const QRect& cell) {
    return cell.adjusted(0, 0, 0, -1);
}

}  // namespace

CellDelegate::CellDelegate(Theme& theme, ItemGrid& grid)
    : QStyledItemDelegate(&grid), m_theme(theme), m_grid(grid) {
    connect(&theme, &Theme::changed, this, &CellDelegate::refresh);
    refresh();
}

void CellDelegate::refresh() {
    m_mono = Theme::monoFont();
    m_monoItalic = m_mono;
    m_monoItalic.setItalic(true);
    m_pillFont = Theme::interfaceFont();
    m_pillFont.setPixelSize(11);
    m_pillFont.setWeight(QFont::Medium);
    m_charWidth = QFontMetricsF(m_mono).horizontalAdvance(u'0');
    m_grounds = {m_theme.color(Token::Panel),      m_theme.color(Token::Hover),
                 m_theme.color(Token::Soft),       m_theme.tint(Token::Green, 0.12),
                 m_theme.tint(Token::Amber, 0.12), m_theme.tint(Token::Red, 0.12)};
    for (std::size_t ground = 0; ground < m_grounds.size(); ++ground) {
        for (std::size_t token = 0; token < m_inks[ground].size(); ++token) {
            m_inks[ground][token] = m_theme.readable(static_cast<Token>(token), m_grounds[ground]);
        }
    }
}

void CellDelegate::setStatusColumn(int column, bool status) {
    if (status) {
        m_statusColumns.insert(column);
    } else {
        m_statusColumns.remove(column);
    }
}

QColor CellDelegate::groundColor(Ground ground) const {
    return m_grounds[static_cast<std::size_t>(ground)];
}

QColor CellDelegate::inkOn(Ground ground, Token token) const {
    return m_inks[static_cast<std::size_t>(ground)][static_cast<std::size_t>(token)];
}

CellDelegate::Ground CellDelegate::groundOf(const QModelIndex& index, bool selected) const {
    if (selected) {
        return Ground::Selected;
    }
    switch (static_cast<RowChange>(index.data(ChangeRole).toInt())) {
        case RowChange::New: return Ground::Added;
        case RowChange::Changed: return Ground::Changed;
        case RowChange::Removed: return Ground::Removed;
        case RowChange::None: break;
    }
    return index.row() == m_grid.hoveredRow() ? Ground::Hovered : Ground::Plain;
}

CellDelegate::Look CellDelegate::lookOf(const QModelIndex& index) const {
    Look look;
    const int type = index.data(TypeRole).toInt();
    if (type == missingType) {
        look.missing = true;
        return look;
    }
    look.text = index.data(Qt::DisplayRole).toString();
    switch (static_cast<AttributeType>(type)) {
        case AttributeType::S:
            if (look.text.isEmpty()) {
                look.text = QStringLiteral("\"\"");
                look.token = Token::Muted;
            } else {
                look.pill = isStatusColumn(index.column());
            }
            break;
        case AttributeType::N:
            look.token = Token::Amber;
            look.atEnd = true;
            break;
        case AttributeType::Bool: look.token = Token::Violet; break;
        case AttributeType::Null:
            look.text = QStringLiteral("null");
            look.token = Token::Muted;
            look.italic = true;
            break;
        default: look.token = Token::Muted; break;
    }
    return look;
}

QString CellDelegate::fitted(const QString& text, int width) const {
    const QString head = text.size() > mostShown ? text.left(mostShown) : text;
    if (isPlainAscii(head)) {
        // Every letter is as wide as the next: no layout needed to know where to cut.
        const auto room = static_cast<qsizetype>(width / m_charWidth);
        return head.size() <= room ? head
                                   : head.left(std::max<qsizetype>(room - 1, 0)) + QChar(u'…');
    }
    return QFontMetrics(m_mono).elidedText(head, Qt::ElideRight, width);
}

int CellDelegate::neededWidth(const QModelIndex& index) const {
    const Look look = lookOf(index);
    const QString head = look.text.left(mostShown);
    if (look.pill) {
        return 2 * (sideMargin + pillMargin) + QFontMetrics(m_pillFont).horizontalAdvance(head);
    }
    return 2 * sideMargin + 2 +
           (isPlainAscii(head)
                ? static_cast<int>(std::ceil(static_cast<qreal>(head.size()) * m_charWidth))
                : QFontMetrics(m_mono).horizontalAdvance(head));
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
    return QSize(neededWidth(index), measure::gridRow);
}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
    // The main view's frozen columns lie under the frozen view.
    if (option.widget == &m_grid && index.column() < m_grid.frozenColumns()) {
        return;
    }
    const bool selected = option.state & QStyle::State_Selected;
    const Ground ground = groundOf(index, selected);
    const QRect cell = withoutLine(option.rect);
    painter->fillRect(cell, groundColor(ground));
    painter->fillRect(QRect(cell.left(), cell.bottom() + 1, cell.width(), 1),
                      m_theme.color(Token::Border));
    if (index.data(PlaceholderRole).toBool()) {
        paintPlaceholder(painter, cell, index);
        return;
    }
    const Look look = lookOf(index);
    if (look.missing) {
        paintMissing(painter, cell, ground);
    } else if (look.pill) {
        paintPill(painter, cell, look.text, ground, option.direction);
    } else {
        paintText(painter, cell, look, ground, option.direction);
    }
    if (index.column() == 0) {
        paintChangeMark(painter, cell, groundOf(index, false));
    }
    if (m_grid.hasFocus() && index == m_grid.currentIndex()) {
        painter->setPen(m_theme.color(Token::Accent));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(cell.adjusted(0, 0, -1, -1));
    }
}

void CellDelegate::paintPlaceholder(QPainter* painter, const QRect& rect,
                                    const QModelIndex& index) const {
    // Bars of different length look like text that is on its way.
    const int share = 35 + (index.row() * 37 + index.column() * 53) % 45;
    const int width = std::max((rect.width() - 2 * sideMargin) * share / 100, 12);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(Theme::mix(m_theme.color(Token::Panel), m_theme.color(Token::Border), 0.8));
    painter->drawRoundedRect(QRectF(rect.left() + sideMargin, rect.center().y() - 4, width, 9), 4,
                             4);
    painter->restore();
}

void CellDelegate::paintMissing(QPainter* painter, const QRect& rect, Ground ground) const {
    const QRect area = rect.adjusted(sideMargin - 4, 6, -(sideMargin - 4), -5);
    painter->save();
    painter->setClipRect(area, Qt::IntersectClip);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(Theme::mix(groundColor(ground), m_theme.color(Token::Muted), 0.22), 1));
    constexpr int step = 7;
    for (int x = area.left() - area.height(); x < area.right(); x += step) {
        painter->drawLine(x, area.bottom() + 1, x + area.height(), area.top());
    }
    painter->restore();
}

void CellDelegate::paintPill(QPainter* painter, const QRect& rect, const QString& text,
                             Ground ground, Qt::LayoutDirection direction) const {
    const QFontMetrics metrics(m_pillFont);
    const int room = rect.width() - 2 * (sideMargin + pillMargin);
    const QString shown = metrics.elidedText(text, Qt::ElideRight, std::max(room, 0));
    const int width = metrics.horizontalAdvance(shown) + 2 * pillMargin;
    const QRect logical(rect.left() + sideMargin, rect.top() + (rect.height() - pillHeight) / 2,
                        width, pillHeight);
    const QRect pill = QStyle::visualRect(direction, rect, logical);
    const Token token = statusToken(text);
    const QColor fill = Theme::mix(groundColor(ground), m_theme.color(token), 0.14);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(fill);
    painter->drawRoundedRect(pill, pillHeight / 2.0, pillHeight / 2.0);
    painter->setFont(m_pillFont);
    painter->setPen(m_theme.readable(token, fill));
    painter->drawText(pill, Qt::AlignCenter | Qt::TextSingleLine, shown);
    painter->restore();
}

void CellDelegate::paintText(QPainter* painter, const QRect& rect, const Look& look, Ground ground,
                             Qt::LayoutDirection direction) const {
    const QRect area = rect.adjusted(sideMargin, 0, -sideMargin, 0);
    const bool left = look.atEnd == (direction == Qt::RightToLeft);
    const bool removed = ground == Ground::Removed;
    QFont font = look.italic ? m_monoItalic : m_mono;
    font.setStrikeOut(removed);
    painter->setFont(font);
    painter->setPen(inkOn(ground, look.token));
    painter->drawText(area,
                      Qt::AlignVCenter | Qt::TextSingleLine | Qt::AlignAbsolute |
                          (left ? Qt::AlignLeft : Qt::AlignRight),
                      fitted(look.text, area.width() + 1));
}

void CellDelegate::paintChangeMark(QPainter* painter, const QRect& rect, Ground ground) const {
    Token token = Token::Green;
    switch (ground) {
        case Ground::Added: break;
        case Ground::Changed: token = Token::Amber; break;
        case Ground::Removed: token = Token::Red; break;
        default: return;
    }
    painter->fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), m_theme.color(token));
}

}  // namespace tidemark
