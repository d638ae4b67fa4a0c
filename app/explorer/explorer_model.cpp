#include "app/explorer/explorer_model.h"

#include <QLocale>

#include <algorithm>

#include "app/session/on_answer.h"
#include "widgets/values/value_text.h"

namespace tidemark {
namespace {

using engine::operations::DescribeTableInput;
using engine::operations::DescribeTableOutput;
using engine::operations::ListTablesInput;
using engine::operations::ListTablesOutput;

}  // namespace

struct ExplorerModel::TableNode {
    struct IndexNode {
        QString name;
        bool global = true;
        friend bool operator==(const IndexNode&, const IndexNode&) = default;
    };
    QString name;
    bool described = false;
    quint64 itemCount = 0;
    std::vector<IndexNode> indexes;
};

ExplorerModel::ExplorerModel(Connection& connection, QObject* parent)
    : QAbstractItemModel(parent), m_connection(connection) {
    connect(&connection, &Connection::tablesChanged, this, &ExplorerModel::reload);
    connect(&connection, &Connection::itemsChanged, this, &ExplorerModel::forgetDescription);
    connect(&connection, &Connection::stateChanged, this, [this] {
        emit dataChanged(connectionIndex(), connectionIndex());
        if (m_connection.state() == Connection::State::Ready) {
            reload();
        }
    });
    if (connection.state() == Connection::State::Ready) {
        reload();
    }
}

ExplorerModel::~ExplorerModel() = default;

void ExplorerModel::reload() {
    if (m_connection.state() != Connection::State::Ready) {
        return;
    }
    if (m_listing) {
        m_listAgain = true;
        return;
    }
    m_listing = true;
    listPage({}, std::nullopt);
}

void ExplorerModel::listPage(std::vector<QString> names, std::optional<std::string> startAfter) {
    onAnswer(m_connection.execute(ListTablesInput{std::move(startAfter), std::nullopt}), this,
             [this, names = std::move(names)](const Result<Response>& result) mutable {
                 const auto* output = result ? std::get_if<ListTablesOutput>(&*result) : nullptr;
                 if (!output) {
                     m_listing = false;
                     emit failed(result ? engine::Error() : result.error());
                     return;
                 }
                 for (const std::string& name : output->tableNames) {
                     names.push_back(text::fromUtf8(name));
                 }
                 if (output->lastEvaluatedTableName) {
                     listPage(std::move(names), output->lastEvaluatedTableName);
                     return;
                 }
                 m_listing = false;
                 m_loaded = true;
                 syncTables(names);
                 emit tablesListed();
                 if (std::exchange(m_listAgain, false)) {
                     reload();
                 }
             });
}

void ExplorerModel::syncTables(const std::vector<QString>& names) {
    const QModelIndex parent = connectionIndex();
    for (int row = static_cast<int>(m_tables.size()) - 1; row >= 0; --row) {
        const auto place = static_cast<std::size_t>(row);
        if (!std::binary_search(names.begin(), names.end(), m_tables[place]->name)) {
            beginRemoveRows(parent, row, row);
            m_tables.erase(m_tables.begin() + row);
            endRemoveRows();
        }
    }
    for (std::size_t i = 0; i < names.size();) {
        if (i < m_tables.size() && m_tables[i]->name == names[i]) {
            ++i;
            continue;
        }
        std::size_t end = i;
        while (end < names.size() && (i >= m_tables.size() || names[end] < m_tables[i]->name)) {
            ++end;
        }
        beginInsertRows(parent, static_cast<int>(i), static_cast<int>(end) - 1);
        std::vector<std::unique_ptr<TableNode>> added;
        for (std::size_t j = i; j < end; ++j) {
            added.push_back(std::make_unique<TableNode>());
            added.back()->name = names[j];
        }
        m_tables.insert(m_tables.begin() + static_cast<std::ptrdiff_t>(i),
                        std::make_move_iterator(added.begin()),
                        std::make_move_iterator(added.end()));
        endInsertRows();
        i = end;
    }
}

void ExplorerModel::describe(const QModelIndex& table) {
    const TableNode* node = tableOf(table);
    if (!node || node->described || m_toDescribe.contains(node->name)) {
        return;
    }
    m_toDescribe.append(node->name);
    describeNext();
}

void ExplorerModel::describeNext() {
    if (m_describing || m_toDescribe.isEmpty()) {
        return;
    }
    m_describing = true;
    const QString name = m_toDescribe.first();
    onAnswer(m_connection.execute(DescribeTableInput{text::toUtf8(name)}), this,
             [this, name](const Result<Response>& result) {
                 m_describing = false;
                 m_toDescribe.removeOne(name);
                 if (const auto* output =
                         result ? std::get_if<DescribeTableOutput>(&*result) : nullptr) {
                     setDescription(name, output->description);
                 }
                 describeNext();
             });
}

void ExplorerModel::setDescription(const QString& name,
                                   const engine::operations::TableDescription& description) {
    const int row = rowOf(name);
    if (row < 0) {
        return;
    }
    TableNode& node = *m_tables[static_cast<std::size_t>(row)];
    const QModelIndex place = tableIndex(name);
    std::vector<TableNode::IndexNode> indexes;
    for (const auto& index : description.table->indexes) {
        indexes.push_back({text::fromUtf8(index.name), index.global});
    }
    if (node.indexes != indexes) {
        if (!node.indexes.empty()) {
            beginRemoveRows(place, 0, static_cast<int>(node.indexes.size()) - 1);
            node.indexes.clear();
            endRemoveRows();
        }
        if (!indexes.empty()) {
            beginInsertRows(place, 0, static_cast<int>(indexes.size()) - 1);
            node.indexes = std::move(indexes);
            endInsertRows();
        }
    }
    node.itemCount = description.itemCount;
    node.described = true;
    emit dataChanged(place, place);
}

void ExplorerModel::forgetDescription(const QString& name) {
    const int row = rowOf(name);
    if (row < 0 || !m_tables[static_cast<std::size_t>(row)]->described) {
        return;
    }
    m_tables[static_cast<std::size_t>(row)]->described = false;
    describe(tableIndex(name));
}

int ExplorerModel::rowOf(const QString& name) const {
    const auto place = std::lower_bound(
        m_tables.begin(), m_tables.end(), name,
        [](const auto& table, const QString& wanted) { return table->name < wanted; });
    return place == m_tables.end() || (*place)->name != name
               ? -1
               : static_cast<int>(place - m_tables.begin());
}

QModelIndex ExplorerModel::tableIndex(const QString& name) const {
    const int row = rowOf(name);
    return row < 0 ? QModelIndex() : index(row, 0, connectionIndex());
}

QStringList ExplorerModel::tableNames() const {
    QStringList names;
    for (const auto& table : m_tables) {
        names.append(table->name);
    }
    return names;
}

// The internal pointer names the parent: none for the connection, the model itself for tables, the
// table's node for its indexes.
QModelIndex ExplorerModel::index(int row, int column, const QModelIndex& parent) const {
    if (column != 0 || row < 0 || row >= rowCount(parent)) {
        return {};
    }
    if (!parent.isValid()) {
        return createIndex(row, column, nullptr);
    }
    if (!parent.internalPointer()) {
        return createIndex(row, column, static_cast<const void*>(this));
    }
    return createIndex(
        row, column,
        static_cast<const void*>(m_tables[static_cast<std::size_t>(parent.row())].get()));
}

QModelIndex ExplorerModel::parent(const QModelIndex& child) const {
    if (!child.isValid() || !child.internalPointer()) {
        return {};
    }
    if (child.internalPointer() == this) {
        return connectionIndex();
    }
    const auto* table = static_cast<const TableNode*>(child.internalPointer());
    return tableIndex(table->name);
}

int ExplorerModel::rowCount(const QModelIndex& parent) const {
    if (!parent.isValid()) {
        return 1;
    }
    if (!parent.internalPointer()) {
        return static_cast<int>(m_tables.size());
    }
    const TableNode* table = tableOf(parent);
    return table ? static_cast<int>(table->indexes.size()) : 0;
}

int ExplorerModel::columnCount(const QModelIndex&) const {
    return 1;
}

bool ExplorerModel::hasChildren(const QModelIndex& parent) const {
    return rowCount(parent) > 0;
}

ExplorerModel::TableNode* ExplorerModel::tableOf(const QModelIndex& index) const {
    return index.isValid() && index.internalPointer() == this
               ? m_tables[static_cast<std::size_t>(index.row())].get()
               : nullptr;
}

QVariant ExplorerModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    if (!index.internalPointer()) {
        return connectionData(role);
    }
    if (const TableNode* table = tableOf(index)) {
        return tableData(*table, role);
    }
    return indexData(*static_cast<const TableNode*>(index.internalPointer()), index.row(), role);
}

QVariant ExplorerModel::connectionData(int role) const {
    const QString name = m_connection.displayName();
    switch (role) {
        case Qt::DisplayRole:
            return m_connection.region().isEmpty() ? name
                                                   : tr("%1 · %2").arg(name, m_connection.region());
        case Qt::AccessibleTextRole: return tr("Connection %1").arg(name);
        case KindRole: return static_cast<int>(Kind::Connection);
        case IconNameRole: return QStringLiteral("server");
        default: return {};
    }
}

QVariant ExplorerModel::tableData(const TableNode& table, int role) const {
    const QString count =
        table.described ? QLocale().toString(static_cast<qulonglong>(table.itemCount)) : QString();
    switch (role) {
        case Qt::DisplayRole:
        case TableNameRole: return table.name;
        case Qt::ToolTipRole: return table.name;
        case Qt::AccessibleTextRole:
            return count.isEmpty() ? tr("Table %1").arg(table.name)
                                   : tr("Table %1, %2 items").arg(table.name, count);
        case KindRole: return static_cast<int>(Kind::Table);
        case DetailRole: return count;
        case IconNameRole: return QStringLiteral("table");
        default: return {};
    }
}

QVariant ExplorerModel::indexData(const TableNode& table, int row, int role) const {
    const auto& index = table.indexes[static_cast<std::size_t>(row)];
    const QString badge = index.global ? QStringLiteral("GSI") : QStringLiteral("LSI");
    switch (role) {
        case Qt::DisplayRole:
        case IndexNameRole: return index.name;
        case TableNameRole: return table.name;
        case Qt::ToolTipRole:
            return index.global ? tr("Global secondary index %1").arg(index.name)
                                : tr("Local secondary index %1").arg(index.name);
        case Qt::AccessibleTextRole: return tr("Index %1, %2").arg(index.name, badge);
        case KindRole: return static_cast<int>(Kind::Index);
        case DetailRole: return badge;
        case IconNameRole: return QStringLiteral("index");
        default: return {};
    }
}

}  // namespace tidemark
