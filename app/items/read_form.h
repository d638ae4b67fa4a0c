#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <variant>

#include "engine/base/result.h"
#include "engine/operations/query.h"
#include "engine/operations/scan.h"
#include "engine/schema/table.h"

namespace tidemark {

// What a person asks for in the filter row of a table tab, as typed.
enum class SortOperator {
    Any,
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Between,
    BeginsWith
};
enum class FilterOperator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Between,
    BeginsWith,
    Contains,
    NotContains,
    Exists,
    NotExists
};

struct AttributeFilter {
    QString attribute;
    bool isPath = false;  // "address.city" or "tags[0]" instead of one attribute name
    FilterOperator op = FilterOperator::Equal;
    engine::values::AttributeType type = engine::values::AttributeType::S;
    QString first;
    QString second;  // upper bound of Between
    friend bool operator==(const AttributeFilter&, const AttributeFilter&) = default;
};

struct ReadForm {
    QString indexName;      // empty: the table itself
    QStringList partition;  // one text per partition key attribute; empty text: not given
    SortOperator sortOperator = SortOperator::Any;
    QString sortFirst;
    QString sortSecond;
    bool descending = false;
    QList<AttributeFilter> filters;
    friend bool operator==(const ReadForm&, const ReadForm&) = default;

    QJsonObject toJson() const;
    static ReadForm fromJson(const QJsonObject& json);
};

// The keys that order the rows of a table or of one of its indexes.
struct KeyLayout {
    std::vector<engine::schema::KeyAttribute> partition;
    std::vector<engine::schema::KeyAttribute> sort;
};
KeyLayout keyLayout(const engine::schema::Table& table, const QString& indexName);
// Names of the frozen columns: the keys of the index, then the table's own keys.
QStringList keyColumns(const engine::schema::Table& table, const QString& indexName);

// True when a value is given for every partition key attribute: the read is a Query then, else a
// Scan of the whole table or index.
bool isQuery(const ReadForm& form, const engine::schema::Table& table);

using ReadRequest = std::variant<engine::operations::QueryInput, engine::operations::ScanInput>;

// The request of a form, without Limit and ExclusiveStartKey. The error names the field.
engine::Result<ReadRequest> makeRead(const ReadForm& form, const engine::schema::Table& table);

// "status ≠ CANCELLED", for a pill.
QString filterText(const AttributeFilter& filter);
QString operatorText(FilterOperator op);
QString operatorText(SortOperator op);
bool takesValue(FilterOperator op);

}  // namespace tidemark
