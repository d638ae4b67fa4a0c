#pragma once

#include <QFont>
#include <QSet>
#include <QStyledItemDelegate>

#include <array>

#include "widgets/common/theme.h"

namespace tidemark {

class ItemGrid;
enum class RowChange;

// Paints one cell of the item grid. Called some hundred times a frame, so fonts, metrics and every
// colour that needs computing are kept until the theme changes.
class CellDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    CellDelegate(Theme& theme, ItemGrid& grid);

    // Columns whose short upper-case values are shown as pills.
    void setStatusColumn(int column, bool status);
    void clearStatusColumns() { m_statusColumns.clear(); }
    bool isStatusColumn(int column) const { return m_statusColumns.contains(column); }

    // What a row is painted on.
    enum class Ground { Plain, Hovered, Selected, Added, Changed, Removed };
    Ground groundOf(const QModelIndex& index, bool selected) const;
    QColor groundColor(Ground ground) const;

    // Width that the cell's content needs, margins included.
    int neededWidth(const QModelIndex& index) const;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    // The text of a cell and how it looks.
    struct Look {
        QString text;
        Token token = Token::Text;
        bool atEnd = false;
        bool italic = false;
        bool missing = false;
        bool pill = false;
    };

    void refresh();
    Look lookOf(const QModelIndex& index) const;
    QColor inkOn(Ground ground, Token token) const;
    QString fitted(const QString& text, int width) const;
    void paintPlaceholder(QPainter* painter, const QRect& rect, const QModelIndex& index) const;
    void paintMissing(QPainter* painter, const QRect& rect, Ground ground) const;
    void paintPill(QPainter* painter, const QRect& rect, const QString& text, Ground ground,
                   Qt::LayoutDirection direction) const;
    void paintText(QPainter* painter, const QRect& rect, const Look& look, Ground ground,
                   Qt::LayoutDirection direction) const;
    void paintChangeMark(QPainter* painter, const QRect& rect, Ground ground) const;

    static constexpr int tokenCount = static_cast<int>(Token::Blue) + 1;
    static constexpr int groundCount = static_cast<int>(Ground::Removed) + 1;

    Theme& m_theme;
    ItemGrid& m_grid;
    QFont m_mono;
    QFont m_monoItalic;
    QFont m_pillFont;
    qreal m_charWidth = 8;
    QSet<int> m_statusColumns;
    std::array<QColor, groundCount> m_grounds;
    std::array<std::array<QColor, tokenCount>, groundCount> m_inks;
};

}  // namespace tidemark
