#pragma once

#include <QStyledItemDelegate>

namespace tidemark {

class Theme;

// One row of the tree: icon, name, and a muted count or badge at the right edge.
class ExplorerDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    ExplorerDelegate(Theme& theme, QObject* parent);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    Theme& m_theme;
};

}  // namespace tidemark
