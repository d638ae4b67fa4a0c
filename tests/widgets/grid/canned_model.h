#pragma once

#include <QAbstractTableModel>

namespace tidemark::testing {

// A table of made-up orders with every kind of cell. Rows are computed, so a million costs nothing.
// It counts how often cells are asked for.
class CannedModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    explicit CannedModel(int rows, QObject* parent = nullptr);

    enum Column {
        Pk,
        Sk,
        Status,
        Total,
        Currency,
        Items,
        Gift,
        CreatedAt,
        Note,
        Photo,
        ColumnCount
    };

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    // Rows from here on are placeholders; -1: none.
    void setLoadedRows(int rows);
    void setRows(int rows);
    // Marks one row each as new, changed and removed.
    void setShowChanges(bool show) { m_showChanges = show; }
    qint64 cellsAsked() const { return m_cellsAsked; }
    void resetCount() { m_cellsAsked = 0; }

private:
    int m_rows;
    int m_loadedRows = -1;
    bool m_showChanges = false;
    mutable qint64 m_cellsAsked = 0;
};

}  // namespace tidemark::testing
