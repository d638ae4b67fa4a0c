#include "tests/widgets/grid/canned_model.h"

#include <QDateTime>
#include <QTimeZone>

#include <array>

#include "widgets/grid/item_grid.h"

namespace tidemark::testing {

namespace {

using engine::values::AttributeType;

struct Cell {
    int type;
    QString text;
};

Cell cell(AttributeType type, const QString& text) {
    return {static_cast<int>(type), text};
}

const Cell missing{-1, {}};

Cell statusOf(int row) {
    constexpr std::array<const char*, 7> states{"DELIVERED", "DELIVERED", "SHIPPED",  "DELIVERED",
                                                "PENDING",   "DELIVERED", "CANCELLED"};
    return cell(AttributeType::S, QLatin1String(states[static_cast<std::size_t>(row * 5 % 7)]));
}

Cell noteOf(int row) {
    switch (row % 5) {
        case 0: return missing;
        case 1: return cell(AttributeType::Null, QStringLiteral("null"));
        case 2: return cell(AttributeType::S, QString());
        case 3: return cell(AttributeType::S, QStringLiteral("Leave at the back door, please"));
        default: return cell(AttributeType::SS, QStringLiteral("{\"fragile\", \"express\"}"));
    }
}

Cell cellAt(int row, int column) {
    constexpr std::array<const char*, 3> currencies{"EUR", "USD", "GBP"};
    switch (column) {
        case CannedModel::Pk:
            return cell(AttributeType::S, QStringLiteral("CUSTOMER#%1").arg(10482 + row / 3));
        case CannedModel::Sk:
            return cell(AttributeType::S, QStringLiteral("ORDER#%1").arg(90210 + 7 * row));
        case CannedModel::Status: return statusOf(row);
        case CannedModel::Total:
            return cell(AttributeType::N, QString::number((row * 7919 % 99991) / 100.0, 'f', 2));
        case CannedModel::Currency:
            return cell(AttributeType::S,
                        QLatin1String(currencies[static_cast<std::size_t>(row % 3)]));
        case CannedModel::Items:
            return row % 4 == 3 ? cell(AttributeType::M, QStringLiteral("{ 2 }"))
                                : cell(AttributeType::L, QStringLiteral("[ %1 ]").arg(row * 5 % 9));
        case CannedModel::Gift:
            return cell(AttributeType::Bool,
                        row % 3 == 0 ? QStringLiteral("true") : QStringLiteral("false"));
        case CannedModel::CreatedAt:
            return cell(AttributeType::S,
                        QDateTime::fromSecsSinceEpoch(1793520000 + 917LL * row, QTimeZone::utc())
                            .toString(Qt::ISODate));
        case CannedModel::Note: return noteOf(row);
        default: return cell(AttributeType::B, QStringLiteral("⟨%1 B⟩").arg(16 + row % 40));
    }
}

}  // namespace

CannedModel::CannedModel(int rows, QObject* parent) : QAbstractTableModel(parent), m_rows(rows) {
}

int CannedModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : m_rows;
}

int CannedModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

void CannedModel::setLoadedRows(int rows) {
    m_loadedRows = rows;
}

void CannedModel::setRows(int rows) {
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

QVariant CannedModel::data(const QModelIndex& index, int role) const {
    const bool loaded = m_loadedRows < 0 || index.row() < m_loadedRows;
    switch (role) {
        case PlaceholderRole: return !loaded;
        case TypeRole: return cellAt(index.row(), index.column()).type;
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            ++m_cellsAsked;
            return loaded ? QVariant(cellAt(index.row(), index.column()).text) : QVariant();
        case ChangeRole: {
            const int shown = index.row() >= 4 && index.row() <= 6 ? index.row() - 3 : 0;
            return m_showChanges ? shown : static_cast<int>(RowChange::None);
        }
        default: return {};
    }
}

QVariant CannedModel::headerData(int section, Qt::Orientation orientation, int role) const {
    constexpr std::array<const char*, ColumnCount> names{
        "pk", "sk", "status", "total", "currency", "items", "gift", "createdAt", "note", "photo"};
    constexpr std::array<const char*, ColumnCount> types{"S", "S",    "S", "N", "S",
                                                         "",  "BOOL", "S", "",  "B"};
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) {
        return {};
    }
    const auto at = static_cast<std::size_t>(section);
    switch (role) {
        case Qt::DisplayRole: return QLatin1String(names[at]);
        case HeaderTypeRole: return QLatin1String(types[at]);
        case HeaderIsKeyRole: return section <= Sk;
        default: return {};
    }
}

}  // namespace tidemark::testing
