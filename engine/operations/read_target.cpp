#include "engine/operations/read_target.h"

#include <algorithm>
#include <utility>

#include "engine/schema/keys.h"

namespace engine::operations {

namespace {

using schema::KeyAttribute;

std::string_view selectText(Select select) {
    switch (select) {
        case Select::AllAttributes: return "ALL_ATTRIBUTES";
        case Select::AllProjectedAttributes: return "ALL_PROJECTED_ATTRIBUTES";
        case Select::SpecificAttributes: return "SPECIFIC_ATTRIBUTES";
        case Select::Count: return "only the Count";
    }
    return {};
}

void addOnce(std::vector<KeyAttribute>& attributes, const KeyAttribute& attribute) {
    if (std::find(attributes.begin(), attributes.end(), attribute) == attributes.end()) {
        attributes.push_back(attribute);
    }
}

std::vector<std::string> unprojected(const ReadTarget& target,
                                     const std::vector<values::DocumentPath>& paths) {
    std::vector<std::string> names;
    for (const auto& path : paths) {
        const auto& name = path.attributeName();
        if (!schema::isProjected(*target.table, *target.index, name) &&
            std::find(names.begin(), names.end(), name) == names.end()) {
            names.push_back(name);
        }
    }
    return names;
}

// A global index has nothing but what it projects.
Result<void> checkGlobalIndexHasAll(const ReadTarget& target, std::optional<Select> select,
                                    const CompiledExpressions& compiled) {
    const auto& index = *target.index;
    if (select == Select::AllAttributes && index.projection != schema::ProjectionType::All) {
        return Error::validation(
            "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not "
            "supported for global secondary index " +
            index.name + " because its projection type is not ALL");
    }
    if (!compiled.projection) {
        return {};
    }
    std::string names;
    for (const auto& name : unprojected(target, compiled.projection->paths())) {
        names.append(names.empty() ? "" : ", ").append(name);
    }
    if (!names.empty()) {
        return Error::validation(
            "One or more parameter values were invalid: Global secondary index " + index.name +
            " does not project [" + names + "]");
    }
    return {};
}

}  // namespace

std::vector<KeyAttribute> ReadTarget::partitionKey() const {
    return index != nullptr ? index->partitionKey : std::vector{table->partitionKey};
}

std::vector<KeyAttribute> ReadTarget::sortKey() const {
    if (index != nullptr) {
        return index->sortKey;
    }
    return table->sortKey ? std::vector{*table->sortKey} : std::vector<KeyAttribute>();
}

std::vector<KeyAttribute> ReadTarget::positionAttributes() const {
    std::vector<KeyAttribute> attributes;
    if (index != nullptr) {
        for (const auto* part : {&index->partitionKey, &index->sortKey}) {
            for (const auto& attribute : *part) {
                addOnce(attributes, attribute);
            }
        }
    }
    addOnce(attributes, table->partitionKey);
    if (table->sortKey) {
        addOnce(attributes, *table->sortKey);
    }
    return attributes;
}

Result<void> checkSelect(const ReadOptions& options) {
    if (!options.select) {
        return {};
    }
    const bool isSpecific = options.hasProjection || options.hasAttributesToGet;
    if (isSpecific && options.select != Select::SpecificAttributes) {
        const std::string member =
            options.hasProjection ? "ProjectionExpression" : "AttributesToGet";
        return Error::validation("Cannot specify the " + member + " when choosing to get " +
                                 std::string(selectText(*options.select)));
    }
    if (!isSpecific && options.select == Select::SpecificAttributes) {
        return Error::validation(
            "Must specify the AttributesToGet or ProjectionExpression when choosing to get "
            "SPECIFIC_ATTRIBUTES");
    }
    if (options.select == Select::AllProjectedAttributes && !options.indexName) {
        return Error::validation(
            "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
    }
    return {};
}

namespace {

// A Query tells what is wrong with itself first.
Error vectorIndexRefused(const ReadOptions& options) {
    if (options.isScan) {
        return Error::validation("Scan operation not supported on this index type");
    }
    return Error::validation(options.consistentRead
                                 ? "Consistent reads are not supported on global secondary indexes"
                                 : "Query operation not supported on this index type.");
}

}  // namespace

Result<ReadTarget> findReadTarget(const Context& context, const ReadOptions& options,
                                  const CompiledExpressions& compiled) {
    auto table = findTable(context, options.tableName, options.asOf);
    if (!table) {
        return std::move(table).error();
    }
    ReadTarget target;
    target.table = *std::move(table);
    if (options.indexName) {
        if (target.table->findVectorIndex(*options.indexName) != nullptr) {
            return vectorIndexRefused(options);
        }
        target.index = target.table->findIndex(*options.indexName);
        if (target.index == nullptr || target.index->state == schema::IndexState::Deleting) {
            return Error::validation("The table does not have the specified index: " +
                                     *options.indexName);
        }
        if (target.index->state == schema::IndexState::Backfilling) {
            return Error::validation("Cannot read from backfilling global secondary index: " +
                                     *options.indexName);
        }
        if (target.index->global && options.consistentRead) {
            return Error::validation(
                "Consistent reads are not supported on global secondary indexes");
        }
        if (target.index->global) {
            auto checked = checkGlobalIndexHasAll(target, options.select, compiled);
            if (!checked) {
                return std::move(checked).error();
            }
        }
    }
    if (auto checked = checkNoPathBelowKeys(*target.table, compiled); !checked) {
        return std::move(checked).error();
    }
    return target;
}

bool fetchesFromTable(const ReadTarget& target, std::optional<Select> select,
                      const CompiledExpressions& compiled) {
    if (target.index == nullptr || target.index->global ||
        target.index->projection == schema::ProjectionType::All) {
        return false;
    }
    return select == Select::AllAttributes ||
           (compiled.projection && !unprojected(target, compiled.projection->paths()).empty()) ||
           (compiled.filter && !unprojected(target, compiled.filter->paths()).empty());
}

}  // namespace engine::operations
