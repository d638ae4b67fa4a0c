#pragma once

#include <QAbstractItemModel>
#include <QTableView>

#include "engine/values/attribute_value.h"

namespace tidemark {

class CellDelegate;
class EmptyState;
class FrozenColumns;
class GridHeader;
class Theme;

// Roles that an item model gives each cell besides DisplayRole (one-line text) and
// AccessibleTextRole.
enum GridRole {
    TypeRole = Qt::UserRole + 1,  // int of engine::values::AttributeType; -1: attribute missing
    PlaceholderRole,              // bool: the row is not loaded yet
    ChangeRole,                   // int of RowChange
};
// Roles of horizontal header sections.
enum GridHeaderRole {
    HeaderTypeRole = Qt::UserRole + 20,  // QString "S", "N", ... ("" when mixed)
    HeaderIsKeyRole,                     // bool: partition or sort key
};
enum class RowChange { None, New, Changed, Removed };

// The item grid: key columns frozen on the left with a key mark, type letters in the header,
// numbers right-aligned, missing / null / empty told apart, placeholders for rows that are not
// loaded. Works on any model with the roles above; columns [0, frozenColumns) stay in place.
class ItemGrid final : public QTableView {
    Q_OBJECT
public:
    ItemGrid(Theme& theme, QWidget* parent);
    void setFrozenColumns(int count);
    int frozenColumns() const { return m_frozenCount; }
    // The view of the frozen columns laid over the left edge.
    QTableView* frozenView() const;
    // Column widths from the loaded rows, at most 320 px; once per column until the model is reset.
    // Columns that come later are measured by the next call.
    void fitColumns();
    // 27 px; 23 is compact, 34 roomy.
    void setRowHeight(int pixels);
    // What an empty grid shows instead of rows, with at most one action.
    void setEmptyState(const QString& title, const QString& detail, const QString& actionText);

    void setModel(QAbstractItemModel* model) override;
    void setSelectionModel(QItemSelectionModel* selectionModel) override;
    void scrollTo(const QModelIndex& index, ScrollHint hint = EnsureVisible) override;
    // Typed letters do nothing: searching would fetch every row of a big table.
    void keyboardSearch(const QString& search) override;

    int hoveredRow() const { return m_hoveredRow; }
    void setHoveredRow(int row);

signals:
    void emptyActionTriggered();
    void activatedRow(int row);                    // Enter or double click
    void visibleRowsChanged(int first, int last);  // for models that load on demand

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

protected slots:
    void updateGeometries() override;

private:
    void connectModel();
    void placeFrozen();
    void updateEmptyState();
    void reportVisibleRows();
    void restyle();
    void copyCurrentCell() const;
    int fittedWidth(int column) const;
    bool looksLikeStatus(int column) const;

    Theme& m_theme;
    CellDelegate* m_delegate;
    GridHeader* m_header;
    FrozenColumns* m_frozen;
    QWidget* m_frozenEdge;  // a line right of the frozen columns while others lie under them
    EmptyState* m_empty;
    int m_frozenCount = 0;
    int m_fittedColumns = 0;
    int m_hoveredRow = -1;
    int m_firstVisible = -1;
    int m_lastVisible = -1;
};

}  // namespace tidemark
