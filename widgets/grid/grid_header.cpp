#include "widgets/grid/grid_header.h"

#include <QFontMetrics>
#include <QPainter>

#include "widgets/common/theme.h"
#include "widgets/grid/item_grid.h"

namespace tidemark {

namespace {

constexpr int sideMargin = 10;
constexpr int keyMark = 14;
constexpr int keyGap = 4;
constexpr int letterGap = 6;
constexpr int letterPixels = 11;

QFont letterFont() {
    QFont font = Theme::interfaceFont();
    font.setPixelSize(letterPixels);
    return font;
}

}  // namespace

GridHeader::GridHeader(Theme& theme, QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent),
      m_theme(theme),
      m_keyIcon(theme.icon(QStringLiteral("key"), Token::Blue)) {
    setObjectName(QStringLiteral("gridHeader"));
    setAccessibleName(tr("Attributes"));
    setSectionsClickable(false);
    setHighlightSections(false);
    setSectionResizeMode(QHeaderView::Interactive);
    setMinimumSectionSize(48);
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

bool GridHeader::isKey(int section) const {
    return model()->headerData(section, Qt::Horizontal, HeaderIsKeyRole).toBool();
}

QString GridHeader::typeLetter(int section) const {
    return model()->headerData(section, Qt::Horizontal, HeaderTypeRole).toString();
}

QString GridHeader::name(int section) const {
    return model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString();
}

QFont GridHeader::nameFont(int section) const {
    return isKey(section) ? Theme::headingFont() : Theme::interfaceFont();
}

QSize GridHeader::sizeHint() const {
    return QSize(QHeaderView::sizeHint().width(), measure::gridHeader);
}

int GridHeader::neededWidth(int section) const {
    const QString letter = typeLetter(section);
    int width = 2 * sideMargin + QFontMetrics(nameFont(section)).horizontalAdvance(name(section));
    width += isKey(section) ? keyMark + keyGap : 0;
    width +=
        letter.isEmpty() ? 0 : letterGap + QFontMetrics(letterFont()).horizontalAdvance(letter);
    return width + 2;
}

QSize GridHeader::sectionSizeFromContents(int section) const {
    return QSize(neededWidth(section), measure::gridHeader);
}

void GridHeader::paintSection(QPainter* painter, const QRect& rect, int section) const {
    const QColor panel = m_theme.color(Token::Panel);
    painter->fillRect(rect, panel);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1),
                      m_theme.color(Token::Border));
    const bool key = isKey(section);
    const QString letter = typeLetter(section);
    const QFont font = nameFont(section);
    const QFontMetrics metrics(font);
    const int letterWidth =
        letter.isEmpty() ? 0 : letterGap + QFontMetrics(letterFont()).horizontalAdvance(letter);
    const int markWidth = key ? keyMark + keyGap : 0;
    const int room = rect.width() - 2 * sideMargin - markWidth - letterWidth;
    const QString shown = metrics.elidedText(name(section), Qt::ElideRight, room);
    const int nameWidth = metrics.horizontalAdvance(shown);
    const bool atEnd = letter == QLatin1String("N");
    const int free = room - nameWidth;
    int x = rect.left() + sideMargin + (atEnd && free > 0 ? free : 0);
    const auto placed = [&](int width) {
        return QStyle::visualRect(layoutDirection(), rect,
                                  QRect(x, rect.top(), width, rect.height() - 1));
    };
    if (key) {
        m_keyIcon.paint(painter, placed(keyMark));
        x += markWidth;
    }
    painter->setFont(font);
    painter->setPen(m_theme.readable(key ? Token::Text : Token::Muted, panel));
    painter->drawText(placed(nameWidth + 2), Qt::AlignVCenter | Qt::TextSingleLine, shown);
    if (!letter.isEmpty()) {
        x += nameWidth + letterGap;
        painter->setFont(letterFont());
        painter->setPen(m_theme.readable(Token::Muted, panel));
        painter->drawText(placed(letterWidth), Qt::AlignVCenter | Qt::TextSingleLine, letter);
    }
}

}  // namespace tidemark
