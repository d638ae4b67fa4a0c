#include "app/explorer/explorer_delegate.h"

#include <QApplication>
#include <QPainter>

#include "app/explorer/explorer_model.h"
#include "widgets/common/theme.h"

namespace tidemark {
namespace {

constexpr int iconSize = 16;
constexpr int iconGap = 6;
constexpr int rightMargin = 8;

}  // namespace

ExplorerDelegate::ExplorerDelegate(Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent), m_theme(theme) {
}

void ExplorerDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const {
    QStyleOptionViewItem shown = option;
    initStyleOption(&shown, index);
    const QStyle* style = shown.widget ? shown.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &shown, painter, shown.widget);

    const QString detail = index.data(ExplorerModel::DetailRole).toString();
    QRect rect = option.rect.adjusted(2, 0, -rightMargin, 0);
    const QRect iconRect(rect.left(), rect.center().y() - iconSize / 2 + 1, iconSize, iconSize);
    m_theme.icon(index.data(ExplorerModel::IconNameRole).toString(), Token::Muted)
        .paint(painter, iconRect);
    rect.setLeft(iconRect.right() + iconGap);

    painter->save();
    painter->setFont(shown.font);
    const int detailWidth = shown.fontMetrics.horizontalAdvance(detail);
    const bool selected = shown.state.testFlag(QStyle::State_Selected);
    painter->setPen(m_theme.color(selected ? Token::Text : Token::Muted));
    painter->drawText(rect, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, detail);
    if (detailWidth > 0) {
        rect.setRight(rect.right() - detailWidth - iconGap);
    }
    painter->setPen(m_theme.color(Token::Text));
    painter->drawText(rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                      shown.fontMetrics.elidedText(shown.text, Qt::ElideMiddle, rect.width()));
    painter->restore();
}

QSize ExplorerDelegate::sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const {
    return {QStyledItemDelegate::sizeHint(option, index).width(), measure::treeRow};
}

}  // namespace tidemark
