#pragma once

#include <QList>
#include <QString>

#include <optional>

#include "engine/schema/table.h"

namespace tidemark {

// What the create-table dialog asks for, and the request it makes of it. Pure.
struct KeyField {
    QString name;
    engine::values::AttributeType type = engine::values::AttributeType::S;
};

struct IndexForm {
    QString name;
    KeyField partition;
    KeyField sort;  // name empty: none
    engine::schema::ProjectionType projection = engine::schema::ProjectionType::All;
    QString includedAttributes;  // separated by commas, for Include
};

struct TableForm {
    QString name;
    KeyField partition;
    KeyField sort;
    QList<IndexForm> indexes;
};

// Where a form is not right yet.
enum class TableFormField { None, Name, PartitionKey, SortKey, Index };
struct TableFormProblem {
    TableFormField field = TableFormField::None;
    int index = -1;  // of the index row
    QString message;
};

engine::schema::TableSpec tableSpec(const TableForm& form);
std::optional<TableFormProblem> findProblem(const TableForm& form);

}  // namespace tidemark
