#pragma once

#include <QAbstractItemModel>
#include <QStringList>

#include <memory>
#include <vector>

#include "app/session/connection.h"
#include "engine/operations/create_table.h"

namespace tidemark {

// The tree of the explorer: the connection, its tables, their indexes. Lists tables by itself when
// somebody creates or deletes one; describes a table only when the view asks for it.
class ExplorerModel final : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Role {
        KindRole = Qt::UserRole + 1,  // Kind
        TableNameRole,                // of a table, and of the table that an index belongs to
        IndexNameRole,
        DetailRole,  // right-aligned: the item count, or "GSI" / "LSI"
        IconNameRole,
    };
    enum class Kind { Connection, Table, Index };

    ExplorerModel(Connection& connection, QObject* parent);
    ~ExplorerModel() override;

    void reload();
    // Asks for the item count and the indexes of a table, unless they are known.
    void describe(const QModelIndex& table);
    QStringList tableNames() const;
    bool isLoaded() const { return m_loaded; }
    QModelIndex connectionIndex() const { return index(0, 0, {}); }
    QModelIndex tableIndex(const QString& name) const;

    QModelIndex index(int row, int column, const QModelIndex& parent) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    bool hasChildren(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

signals:
    void tablesListed();
    void failed(const engine::Error& error);

private:
    struct TableNode;

    void listPage(std::vector<QString> names, std::optional<std::string> startAfter);
    void syncTables(const std::vector<QString>& names);
    void describeNext();
    void setDescription(const QString& name,
                        const engine::operations::TableDescription& description);
    void forgetDescription(const QString& name);
    int rowOf(const QString& name) const;
    TableNode* tableOf(const QModelIndex& index) const;
    QVariant tableData(const TableNode& table, int role) const;
    QVariant indexData(const TableNode& table, int row, int role) const;
    QVariant connectionData(int role) const;

    Connection& m_connection;
    std::vector<std::unique_ptr<TableNode>> m_tables;  // in name order
    QStringList m_toDescribe;
    bool m_describing = false;
    bool m_listing = false;
    bool m_listAgain = false;
    bool m_loaded = false;
};

}  // namespace tidemark
