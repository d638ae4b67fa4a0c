// What the rows of ItemsModel look like: the roles that the grid reads.
#include <algorithm>

#include "app/items/items_model.h"
#include "widgets/grid/item_grid.h"
#include "widgets/values/value_text.h"

namespace tidemark {
namespace {

using engine::values::AttributeType;
using engine::values::EncodedItem;

constexpr qsizetype tooltipCharactersMax = 1000;

}  // namespace

int ItemsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : m_rowCount;
}

int ItemsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant ItemsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const EncodedItem* row = item(index.row());
    if (!row) {
        return role == PlaceholderRole ? QVariant(true) : QVariant();
    }
    return cell(*row, index.column(), role);
}

QVariant ItemsModel::cell(const EncodedItem& row, int column, int role) const {
    const Column& shown = m_columns[static_cast<std::size_t>(column)];
    if (role == PlaceholderRole) {
        return false;
    }
    if (role == ChangeRole) {
        return static_cast<int>(RowChange::None);
    }
    const auto value = row.view().find(shown.name);
    switch (role) {
        case TypeRole: return value ? static_cast<int>(value->type()) : -1;
        case Qt::DisplayRole: return value ? QVariant(text::cellText(*value)) : QVariant();
        case Qt::ToolTipRole:
            return value ? QVariant(text::cellText(*value).left(tooltipCharactersMax)) : QVariant();
        case Qt::AccessibleTextRole:
            return value ? tr("%1: %2").arg(shown.title, text::cellText(*value))
                         : tr("%1: missing").arg(shown.title);
        default: return {};
    }
}

QVariant ItemsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Vertical) {
        return role == Qt::DisplayRole ? QVariant(section + 1) : QVariant();
    }
    if (section < 0 || section >= columnCount()) {
        return {};
    }
    const Column& column = m_columns[static_cast<std::size_t>(section)];
    switch (role) {
        case Qt::DisplayRole: return column.title;
        case HeaderTypeRole:
            return column.type < 0 ? QString()
                                   : text::fromUtf8(engine::values::typeName(
                                         static_cast<AttributeType>(column.type)));
        case HeaderIsKeyRole: return section < m_keyColumnCount;
        default: return {};
    }
}

QString ItemsModel::columnName(int column) const {
    return column >= 0 && column < columnCount() ? m_columns[static_cast<std::size_t>(column)].title
                                                 : QString();
}

AttributeType ItemsModel::columnType(const QString& name) const {
    const auto column = std::find_if(m_columns.begin(), m_columns.end(),
                                     [&](const Column& each) { return each.title == name; });
    return column == m_columns.end() || column->type < 0 ? AttributeType::S
                                                         : static_cast<AttributeType>(column->type);
}

bool ItemsModel::hasColumn(const QString& name) const {
    return std::any_of(m_columns.begin(), m_columns.end(),
                       [&](const Column& each) { return each.title == name; });
}

}  // namespace tidemark
