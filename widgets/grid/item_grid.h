#pragma once

#include <QAbstractItemModel>
#include <QTableView>

#include "engine/values/attribute_value.h"

namespace tidemark {

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
    int frozenColumns() const;
    // Column widths from the loaded rows, at most 320 px; once per model.
    void fitColumns();
    // What an empty grid shows instead of rows, with at most one action.
    void setEmptyState(const QString& title, const QString& detail, const QString& actionText);

signals:
    void emptyActionTriggered();
    void activatedRow(int row);                    // Enter or double click
    void visibleRowsChanged(int first, int last);  // for models that load on demand
};

}  // namespace tidemark
