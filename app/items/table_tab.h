#pragma once

#include <QJsonObject>
#include <QPointer>
#include <QWidget>

#include <memory>
#include <optional>

#include "app/items/inspector_panel.h"
#include "app/items/item_edit.h"
#include "app/items/items_model.h"
#include "app/items/read_form.h"
#include "engine/operations/create_table.h"

class QTimer;

namespace tidemark {

class Banner;
class BusyLine;
class FilterEditor;
class FilterPills;
class FilterRow;
class ItemGrid;
class Theme;

// The items of one table: filter row, pills, grid, and the inspector that the window shows in its
// dock. Reads again by itself when somebody changes the table.
class TableTab final : public QWidget {
    Q_OBJECT
public:
    TableTab(Theme& theme, Connection& connection, const QString& tableName, QWidget* parent);
    ~TableTab() override;

    const QString& tableName() const { return m_tableName; }
    InspectorPanel* inspector() const { return m_inspector; }
    ItemsModel* model() const { return m_model; }
    ItemGrid* grid() const { return m_grid; }
    // Shows an index (empty: the table); at once or when the description is there.
    void showIndex(const QString& indexName);
    void focusGridWhenRead();
    void setForm(const ReadForm& form);
    ReadForm form() const;

    QJsonObject saveState() const;
    void restoreState(const QJsonObject& state);

    bool isRunning() const { return m_model->isRunning(); }
    bool hasSelection() const;
    bool hasEdits() const;
    bool isGone() const { return m_gone; }  // the table was deleted

public slots:
    void run();
    void stop();
    void refresh();
    void newItem();
    void duplicateItem();
    void deleteItems();  // asks in a bar above the grid, then offers to undo
    void copyItems();
    void addFilter();
    void clearFilters();
    void focusFilter();
    void focusGrid();
    void editItem();

signals:
    void stateChanged();  // selection, edits, running, totals
    void firstRowsShown();
    void tableGone();
    void copied(int count);
    void inspectorWanted();  // an item is to be written: the dock must not be closed

private:
    void buildLayout();
    void connectParts();
    void describe();
    void handleDescription(const engine::operations::TableDescription& description);
    void applyRestoredState();
    void updatePlan();
    void updateTotals();
    void updateBusy();
    void showFailure(const engine::Error& error);
    void handleItemsChanged(const QString& tableName);
    void handleCurrentRow(int row);
    void handleRowsAboutToGo(const QModelIndex& parent, int first, int last);
    void restoreCurrentRow();
    void setCurrentRow(int row);
    void afterFirstRows();
    void fitColumns();
    void updateEmptyState();
    void editFilter(int index);
    void setFilter(const AttributeFilter& filter);
    void removeFilter(int index);
    QList<int> selectedRows() const;
    std::optional<AttributeMap> itemAt(int row) const;
    void deleteNow(const QList<AttributeMap>& items);
    void deleteNext();
    void finishDelete();
    void undoDelete();
    void undoNext();

    Theme& m_theme;
    Connection& m_connection;
    QString m_tableName;
    std::shared_ptr<const engine::schema::Table> m_table;
    quint64 m_itemCount = 0;
    QList<AttributeFilter> m_filters;
    ReadForm m_lastRun;
    int m_editedFilter = -1;
    std::optional<AttributeMap> m_currentKey;
    std::optional<AttributeMap> m_lostKey;  // selected, and about to move or come
    QJsonObject m_restored;
    QString m_wantedIndex;
    QList<AttributeMap> m_toDelete;
    QList<AttributeMap> m_deleted;
    bool m_gone = false;
    bool m_failed = false;
    bool m_focusWhenRead = false;
    bool m_columnsAdded = false;
    bool m_fitting = false;
    QJsonObject m_widths;  // by attribute, of columns that somebody resized

    BusyLine* m_busy;
    QTimer* m_busyDelay;
    FilterRow* m_filterRow;
    FilterPills* m_pills;
    FilterEditor* m_filterEditor;
    Banner* m_banner;
    Banner* m_question;
    ItemGrid* m_grid;
    ItemsModel* m_model;
    QPointer<InspectorPanel> m_inspector;  // shown in the dock of the window, owned here
};

}  // namespace tidemark
