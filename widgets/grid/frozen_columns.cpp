#include "widgets/grid/frozen_columns.h"

#include <QCoreApplication>
#include <QMouseEvent>
#include <QScrollBar>
#include <QWheelEvent>

#include "widgets/grid/item_grid.h"

namespace tidemark {

FrozenColumns::FrozenColumns(ItemGrid& grid) : QTableView(&grid), m_grid(grid) {
    setObjectName(QStringLiteral("frozenColumns"));
    setAccessibleName(tr("Key attributes"));
    setFocusPolicy(Qt::ClickFocus);
    setFocusProxy(&grid);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setMouseTracking(true);
    connect(this, &QWidget::customContextMenuRequested, &grid, [this](const QPoint& position) {
        const QPoint global = viewport()->mapToGlobal(position);
        emit m_grid.customContextMenuRequested(m_grid.viewport()->mapFromGlobal(global));
    });
}

void FrozenColumns::scrollTo(const QModelIndex&, ScrollHint) {
}

void FrozenColumns::follow() {
    verticalScrollBar()->setValue(m_grid.verticalScrollBar()->value());
}

void FrozenColumns::wheelEvent(QWheelEvent* event) {
    QCoreApplication::sendEvent(m_grid.viewport(), event);
}

void FrozenColumns::updateGeometries() {
    QTableView::updateGeometries();
    follow();
}

bool FrozenColumns::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::MouseMove) {
        m_grid.setHoveredRow(rowAt(static_cast<QMouseEvent*>(event)->position().toPoint().y()));
    } else if (event->type() == QEvent::Leave) {
        m_grid.setHoveredRow(-1);
    }
    return QTableView::viewportEvent(event);
}

}  // namespace tidemark
