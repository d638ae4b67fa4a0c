#include "app/items/read_form.h"

#include <algorithm>

#include <QCoreApplication>
#include <QJsonArray>

#include "widgets/values/value_text.h"

namespace tidemark {
namespace {

using engine::Error;
using engine::Result;
using engine::schema::KeyAttribute;
using engine::values::AttributeValue;

QString tr(const char* source) {
    return QCoreApplication::translate("ReadForm", source);
}

Error fieldError(const QString& field, const Error& problem) {
    return Error::validation(
        text::toUtf8(tr("%1: %2").arg(field, text::fromUtf8(problem.message))));
}

// Collects the placeholders of one request; every name gets one, so that reserved words and odd
// characters need no thought.
struct ExpressionBuilder {
    engine::operations::ExpressionAttributes attributes;

    std::string name(const std::string& attribute) {
        if (!attributes.names) {
            attributes.names.emplace();
        }
        for (const auto& [token, known] : *attributes.names) {
            if (known == attribute) {
                return token;
            }
        }
        std::string token = "#n" + std::to_string(attributes.names->size());
        attributes.names->emplace(token, attribute);
        return token;
    }

    std::string value(AttributeValue attributeValue) {
        if (!attributes.values) {
            attributes.values.emplace();
        }
        std::string token = ":v" + std::to_string(attributes.values->size());
        attributes.values->emplace(token, std::move(attributeValue));
        return token;
    }

    // "a.b[2].c" as "#n0.#n1[2].#n2".
    std::string path(const QString& text) {
        std::string out;
        const QStringList parts = text.split(QLatin1Char('.'));
        for (const QString& part : parts) {
            const qsizetype bracket = part.indexOf(QLatin1Char('['));
            const QString member = bracket < 0 ? part : part.left(bracket);
            out += (out.empty() ? "" : ".") + name(text::toUtf8(member));
            if (bracket >= 0) {
                out += text::toUtf8(part.mid(bracket));
            }
        }
        return out;
    }
};

const char* comparison(FilterOperator op) {
    switch (op) {
        case FilterOperator::NotEqual: return " <> ";
        case FilterOperator::Less: return " < ";
        case FilterOperator::LessOrEqual: return " <= ";
        case FilterOperator::Greater: return " > ";
        case FilterOperator::GreaterOrEqual: return " >= ";
        default: return " = ";
    }
}

Result<std::string> filterClause(const AttributeFilter& filter, ExpressionBuilder& builder) {
    const std::string path = filter.isPath ? builder.path(filter.attribute)
                                           : builder.name(text::toUtf8(filter.attribute));
    if (filter.op == FilterOperator::Exists) {
        return "attribute_exists(" + path + ")";
    }
    if (filter.op == FilterOperator::NotExists) {
        return "attribute_not_exists(" + path + ")";
    }
    auto first = text::valueFromText(filter.first, filter.type);
    if (!first) {
        return fieldError(filter.attribute, first.error());
    }
    const std::string value = builder.value(*std::move(first));
    switch (filter.op) {
        case FilterOperator::BeginsWith: return "begins_with(" + path + ", " + value + ")";
        case FilterOperator::Contains: return "contains(" + path + ", " + value + ")";
        case FilterOperator::NotContains: return "NOT contains(" + path + ", " + value + ")";
        case FilterOperator::Between: break;
        default: return path + comparison(filter.op) + value;
    }
    auto second = text::valueFromText(filter.second, filter.type);
    if (!second) {
        return fieldError(filter.attribute, second.error());
    }
    return path + " BETWEEN " + value + " AND " + builder.value(*std::move(second));
}

Result<std::optional<std::string>> filterExpression(const ReadForm& form,
                                                    ExpressionBuilder& builder) {
    std::string out;
    for (const AttributeFilter& filter : form.filters) {
        auto clause = filterClause(filter, builder);
        if (!clause) {
            return clause.error();
        }
        out += (out.empty() ? "" : " AND ") + *clause;
    }
    return out.empty() ? std::optional<std::string>() : std::optional(out);
}

Result<AttributeValue> keyValue(const QString& typed, const KeyAttribute& key) {
    auto value = text::valueFromText(typed, key.type);
    if (!value) {
        return fieldError(text::fromUtf8(key.name), value.error());
    }
    return value;
}

Result<std::string> sortClause(const ReadForm& form, const KeyAttribute& key,
                               ExpressionBuilder& builder) {
    auto first = keyValue(form.sortFirst, key);
    if (!first) {
        return first.error();
    }
    const std::string name = builder.name(key.name);
    const std::string value = builder.value(*std::move(first));
    switch (form.sortOperator) {
        case SortOperator::Less: return name + " < " + value;
        case SortOperator::LessOrEqual: return name + " <= " + value;
        case SortOperator::Greater: return name + " > " + value;
        case SortOperator::GreaterOrEqual: return name + " >= " + value;
        case SortOperator::BeginsWith: return "begins_with(" + name + ", " + value + ")";
        case SortOperator::Between: break;
        default: return name + " = " + value;
    }
    auto second = keyValue(form.sortSecond, key);
    if (!second) {
        return second.error();
    }
    return name + " BETWEEN " + value + " AND " + builder.value(*std::move(second));
}

Result<std::string> keyCondition(const ReadForm& form, const KeyLayout& keys,
                                 ExpressionBuilder& builder) {
    std::string out;
    for (std::size_t i = 0; i < keys.partition.size(); ++i) {
        auto value = keyValue(form.partition.value(static_cast<qsizetype>(i)), keys.partition[i]);
        if (!value) {
            return value.error();
        }
        out += (out.empty() ? "" : " AND ") + builder.name(keys.partition[i].name) + " = " +
               builder.value(*std::move(value));
    }
    if (form.sortOperator == SortOperator::Any || keys.sort.empty() || form.sortFirst.isEmpty()) {
        return out;
    }
    auto clause = sortClause(form, keys.sort.front(), builder);
    if (!clause) {
        return clause.error();
    }
    return out + " AND " + *clause;
}

std::optional<std::string> indexNameOf(const ReadForm& form) {
    return form.indexName.isEmpty() ? std::optional<std::string>()
                                    : std::optional(text::toUtf8(form.indexName));
}

}  // namespace

KeyLayout keyLayout(const engine::schema::Table& table, const QString& indexName) {
    if (const auto* index = table.findIndex(text::toUtf8(indexName))) {
        return {index->partitionKey, index->sortKey};
    }
    KeyLayout keys{{table.partitionKey}, {}};
    if (table.sortKey) {
        keys.sort.push_back(*table.sortKey);
    }
    return keys;
}

QStringList keyColumns(const engine::schema::Table& table, const QString& indexName) {
    QStringList names;
    const auto add = [&names](const KeyAttribute& key) {
        const QString name = text::fromUtf8(key.name);
        if (!names.contains(name)) {
            names.append(name);
        }
    };
    const KeyLayout keys = keyLayout(table, indexName);
    std::for_each(keys.partition.begin(), keys.partition.end(), add);
    std::for_each(keys.sort.begin(), keys.sort.end(), add);
    const KeyLayout own = keyLayout(table, {});
    std::for_each(own.partition.begin(), own.partition.end(), add);
    std::for_each(own.sort.begin(), own.sort.end(), add);
    return names;
}

bool isQuery(const ReadForm& form, const engine::schema::Table& table) {
    const KeyLayout keys = keyLayout(table, form.indexName);
    for (std::size_t i = 0; i < keys.partition.size(); ++i) {
        if (form.partition.value(static_cast<qsizetype>(i)).isEmpty()) {
            return false;
        }
    }
    return true;
}

Result<ReadRequest> makeRead(const ReadForm& form, const engine::schema::Table& table) {
    ExpressionBuilder builder;
    if (!isQuery(form, table)) {
        engine::operations::ScanInput scan;
        scan.tableName = table.name;
        scan.indexName = indexNameOf(form);
        auto filter = filterExpression(form, builder);
        if (!filter) {
            return filter.error();
        }
        scan.filterExpression = *std::move(filter);
        scan.attributes = std::move(builder.attributes);
        return ReadRequest(std::move(scan));
    }
    engine::operations::QueryInput query;
    query.tableName = table.name;
    query.indexName = indexNameOf(form);
    query.scanIndexForward = !form.descending;
    auto condition = keyCondition(form, keyLayout(table, form.indexName), builder);
    if (!condition) {
        return condition.error();
    }
    query.keyConditionExpression = *std::move(condition);
    auto filter = filterExpression(form, builder);
    if (!filter) {
        return filter.error();
    }
    query.filterExpression = *std::move(filter);
    query.attributes = std::move(builder.attributes);
    return ReadRequest(std::move(query));
}

bool takesValue(FilterOperator op) {
    return op != FilterOperator::Exists && op != FilterOperator::NotExists;
}

QString operatorText(FilterOperator op) {
    switch (op) {
        case FilterOperator::Equal: return QStringLiteral("=");
        case FilterOperator::NotEqual: return QStringLiteral("≠");
        case FilterOperator::Less: return QStringLiteral("<");
        case FilterOperator::LessOrEqual: return QStringLiteral("≤");
        case FilterOperator::Greater: return QStringLiteral(">");
        case FilterOperator::GreaterOrEqual: return QStringLiteral("≥");
        case FilterOperator::Between: return tr("between");
        case FilterOperator::BeginsWith: return tr("begins with");
        case FilterOperator::Contains: return tr("contains");
        case FilterOperator::NotContains: return tr("does not contain");
        case FilterOperator::Exists: return tr("exists");
        case FilterOperator::NotExists: return tr("does not exist");
    }
    return {};
}

QString operatorText(SortOperator op) {
    switch (op) {
        case SortOperator::Any: return tr("any");
        case SortOperator::Equal: return QStringLiteral("=");
        case SortOperator::Less: return QStringLiteral("<");
        case SortOperator::LessOrEqual: return QStringLiteral("≤");
        case SortOperator::Greater: return QStringLiteral(">");
        case SortOperator::GreaterOrEqual: return QStringLiteral("≥");
        case SortOperator::Between: return tr("between");
        case SortOperator::BeginsWith: return tr("begins with");
    }
    return {};
}

QString filterText(const AttributeFilter& filter) {
    if (!takesValue(filter.op)) {
        return filter.attribute + QLatin1Char(' ') + operatorText(filter.op);
    }
    const QString value = filter.op == FilterOperator::Between
                              ? tr("%1 and %2").arg(filter.first, filter.second)
                              : filter.first;
    return QStringLiteral("%1 %2 %3").arg(filter.attribute, operatorText(filter.op), value);
}

QJsonObject ReadForm::toJson() const {
    QJsonArray pills;
    for (const AttributeFilter& filter : filters) {
        pills.append(QJsonObject{{"attribute", filter.attribute},
                                 {"path", filter.isPath},
                                 {"op", static_cast<int>(filter.op)},
                                 {"type", static_cast<int>(filter.type)},
                                 {"first", filter.first},
                                 {"second", filter.second}});
    }
    return {{"index", indexName},
            {"partition", QJsonArray::fromStringList(partition)},
            {"sortOperator", static_cast<int>(sortOperator)},
            {"sortFirst", sortFirst},
            {"sortSecond", sortSecond},
            {"descending", descending},
            {"filters", pills}};
}

ReadForm ReadForm::fromJson(const QJsonObject& json) {
    ReadForm form;
    form.indexName = json["index"].toString();
    for (const QJsonValue& value : json["partition"].toArray()) {
        form.partition.append(value.toString());
    }
    const int sortOperator = json["sortOperator"].toInt();
    form.sortOperator =
        static_cast<SortOperator>(qBound(0, sortOperator, int(SortOperator::BeginsWith)));
    form.sortFirst = json["sortFirst"].toString();
    form.sortSecond = json["sortSecond"].toString();
    form.descending = json["descending"].toBool();
    for (const QJsonValue& value : json["filters"].toArray()) {
        const QJsonObject pill = value.toObject();
        AttributeFilter filter;
        filter.attribute = pill["attribute"].toString();
        filter.isPath = pill["path"].toBool();
        filter.op = static_cast<FilterOperator>(
            qBound(0, pill["op"].toInt(), int(FilterOperator::NotExists)));
        filter.type = static_cast<engine::values::AttributeType>(
            qBound(0, pill["type"].toInt(), int(engine::values::AttributeType::M)));
        filter.first = pill["first"].toString();
        filter.second = pill["second"].toString();
        form.filters.append(filter);
    }
    return form;
}

}  // namespace tidemark
