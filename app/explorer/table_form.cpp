#include "app/explorer/table_form.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

#include "widgets/values/value_text.h"

namespace tidemark {
namespace {

using engine::schema::AttributeDefinition;
using engine::schema::KeyType;
using engine::schema::ProjectionType;
using engine::schema::TableSpec;

QString tr(const char* source) {
    return QCoreApplication::translate("TableForm", source);
}

void define(TableSpec& spec, const KeyField& key) {
    const AttributeDefinition wanted{text::toUtf8(key.name), key.type};
    auto& known = spec.attributeDefinitions;
    if (std::find(known.begin(), known.end(), wanted) == known.end()) {
        known.push_back(wanted);
    }
}

std::vector<engine::schema::KeySchemaElement> keySchema(const KeyField& partition,
                                                        const KeyField& sort) {
    std::vector<engine::schema::KeySchemaElement> keys{
        {text::toUtf8(partition.name), KeyType::Hash}};
    if (!sort.name.isEmpty()) {
        keys.push_back({text::toUtf8(sort.name), KeyType::Range});
    }
    return keys;
}

engine::schema::IndexSpec indexSpec(const IndexForm& form) {
    engine::schema::IndexSpec index;
    index.name = text::toUtf8(form.name);
    index.keySchema = keySchema(form.partition, form.sort);
    index.projection.type = form.projection;
    if (form.projection == ProjectionType::Include) {
        index.projection.nonKeyAttributes.emplace();
        for (const QString& name : form.includedAttributes.split(u',', Qt::SkipEmptyParts)) {
            index.projection.nonKeyAttributes->push_back(text::toUtf8(name.trimmed()));
        }
    }
    return index;
}

// The same attribute name with two types cannot be defined; said here in a person's words.
std::optional<QString> typeClash(const TableForm& form, const KeyField& key) {
    QList<KeyField> all{form.partition, form.sort};
    for (const IndexForm& index : form.indexes) {
        all << index.partition << index.sort;
    }
    for (const KeyField& other : all) {
        if (other.name == key.name && other.type != key.type) {
            return tr("%1 is used with two different types.").arg(key.name);
        }
    }
    return std::nullopt;
}

std::optional<TableFormProblem> indexProblem(const TableForm& form, int place) {
    const IndexForm& index = form.indexes[place];
    if (const auto problem = engine::schema::tableNameProblem(text::toUtf8(index.name))) {
        return TableFormProblem{TableFormField::Index, place,
                                tr("An index name has 3 to 255 letters, digits, _ - or .")};
    }
    if (index.partition.name.isEmpty()) {
        return TableFormProblem{TableFormField::Index, place,
                                tr("Give the index a partition key attribute.")};
    }
    for (const KeyField& key : {index.partition, index.sort}) {
        if (const auto clash = typeClash(form, key); clash && !key.name.isEmpty()) {
            return TableFormProblem{TableFormField::Index, place, *clash};
        }
    }
    return std::nullopt;
}

}  // namespace

TableSpec tableSpec(const TableForm& form) {
    TableSpec spec;
    spec.tableName = text::toUtf8(form.name);
    spec.keySchema = keySchema(form.partition, form.sort);
    define(spec, form.partition);
    if (!form.sort.name.isEmpty()) {
        define(spec, form.sort);
    }
    spec.billingMode = engine::schema::BillingMode::PayPerRequest;
    for (const IndexForm& index : form.indexes) {
        if (!spec.globalIndexes) {
            spec.globalIndexes.emplace();
        }
        spec.globalIndexes->push_back(indexSpec(index));
        define(spec, index.partition);
        if (!index.sort.name.isEmpty()) {
            define(spec, index.sort);
        }
    }
    return spec;
}

std::optional<TableFormProblem> findProblem(const TableForm& form) {
    if (const auto problem = engine::schema::tableNameProblem(text::toUtf8(form.name))) {
        return TableFormProblem{TableFormField::Name, -1, text::fromUtf8(*problem)};
    }
    if (form.partition.name.isEmpty()) {
        return TableFormProblem{TableFormField::PartitionKey, -1,
                                tr("Give the partition key a name.")};
    }
    if (form.sort.name == form.partition.name) {
        return TableFormProblem{TableFormField::SortKey, -1,
                                tr("The sort key is another attribute than the partition key.")};
    }
    for (int place = 0; place < form.indexes.size(); ++place) {
        if (auto problem = indexProblem(form, place)) {
            return problem;
        }
    }
    const auto table = engine::schema::validateTable(tableSpec(form));
    if (!table) {
        return TableFormProblem{TableFormField::None, -1, text::fromUtf8(table.error().message)};
    }
    return std::nullopt;
}

}  // namespace tidemark
