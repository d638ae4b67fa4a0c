#pragma once

#include <QWidget>

#include "app/explorer/explorer_model.h"

class QLineEdit;
class QSortFilterProxyModel;
class QStackedWidget;
class QTimer;
class QTreeView;

namespace tidemark {

class EmptyState;
class Theme;

// The filter field and the tree of tables. Typing anywhere in it filters, Enter opens.
class ExplorerPanel final : public QWidget {
    Q_OBJECT
public:
    ExplorerPanel(Theme& theme, Connection& connection, QWidget* parent);

    ExplorerModel* model() const { return m_model; }
    QTreeView* tree() const { return m_tree; }
    void focusFilter();
    // Marks the table (and index) of the current tab.
    void selectTable(const QString& tableName, const QString& indexName);

signals:
    void openRequested(const QString& tableName, const QString& indexName);
    void deleteRequested(const QString& tableName);
    void createRequested();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void openIndex(const QModelIndex& index);
    void applyFilter(const QString& text);
    void describeVisible();
    void showContextMenu(const QPoint& position);
    void updateEmptyState();
    bool handleTreeKey(int key, const QString& text);
    bool handleFilterKey(int key);

    Theme& m_theme;
    ExplorerModel* m_model;
    QSortFilterProxyModel* m_proxy;
    QLineEdit* m_filter;
    QStackedWidget* m_stack;
    QTreeView* m_tree;
    EmptyState* m_empty;
    QTimer* m_describeDelay;
};

}  // namespace tidemark
