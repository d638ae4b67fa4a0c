#pragma once

#include <QTableView>

namespace tidemark {

class ItemGrid;

// The frozen key columns: a second view of the grid's model and selection, laid over its left edge
// and as wide as those columns. It never scrolls by itself, never takes the focus, and hands wheel
// turns and context menus to the grid.
class FrozenColumns final : public QTableView {
    Q_OBJECT
public:
    explicit FrozenColumns(ItemGrid& grid);

    void scrollTo(const QModelIndex& index, ScrollHint hint = EnsureVisible) override;
    // Takes the grid's vertical position.
    void follow();

protected:
    void wheelEvent(QWheelEvent* event) override;
    bool viewportEvent(QEvent* event) override;

protected slots:
    void updateGeometries() override;

private:
    ItemGrid& m_grid;
};

}  // namespace tidemark
