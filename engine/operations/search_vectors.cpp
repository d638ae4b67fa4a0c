#include "engine/operations/search_vectors.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/base/limits.h"
#include "engine/operations/handlers.h"
#include "engine/operations/vector_cache.h"
#include "engine/schema/key_checks.h"
#include "engine/schema/vector_index.h"

namespace engine::operations {

namespace {

using expressions::SearchClause;
using schema::Table;
using schema::VectorIndex;
using values::EncodedItem;

struct CompiledSearch {
    std::optional<std::vector<SearchClause>> clauses;
    std::optional<expressions::Projection> projection;
};

// What a search needs of its request once table and index are known.
struct Search {
    std::shared_ptr<const Table> table;
    const VectorIndex& index;
    const SearchVectorsInput& input;
    const CompiledSearch& compiled;
};

Result<CompiledSearch> compile(const SearchVectorsInput& input) {
    const auto& attributes = input.attributes;
    expressions::Placeholders placeholders(attributes.names ? &*attributes.names : nullptr,
                                           attributes.values ? &*attributes.values : nullptr);
    const bool hasCondition = input.searchConditionExpression.has_value();
    const bool hasProjection = input.projectionExpression.has_value();
    if (auto form = placeholders.checkForm(hasCondition || hasProjection, hasCondition); !form) {
        return std::move(form).error();
    }
    CompiledSearch compiled;
    if (hasCondition) {
        auto clauses =
            expressions::compileSearchCondition(*input.searchConditionExpression, placeholders);
        if (!clauses) {
            return std::move(clauses).error();
        }
        compiled.clauses = *std::move(clauses);
    }
    if (hasProjection) {
        auto projection =
            expressions::Projection::compile(*input.projectionExpression, placeholders);
        if (!projection) {
            return std::move(projection).error();
        }
        compiled.projection = *std::move(projection);
    }
    if (auto used = placeholders.checkAllUsed(); !used) {
        return std::move(used).error();
    }
    return compiled;
}

Result<const VectorIndex*> findIndex(const Table& table, const std::string& name) {
    const auto* const index = table.findVectorIndex(name);
    if (index == nullptr || index->state == schema::IndexState::Deleting) {
        return Error::validation("The table does not have the specified index: " + name);
    }
    if (index->state == schema::IndexState::Backfilling) {
        return Error::validation("Cannot search backfilling vector index: " + name);
    }
    return index;
}

Result<void> checkClause(const VectorIndex& index, const SearchClause& clause) {
    const auto* const element = index.findElement(clause.attributeName);
    if (element == nullptr) {
        return Error::validation(
            "SearchConditionExpression must not contain any attributes that is not in "
            "SearchSchema. Invalid attribute: " +
            clause.attributeName);
    }
    const auto declared = element->attribute.type;
    if (clause.value.type() != declared) {
        return Error::validation("Type of '" + clause.attributeName +
                                 "' attribute in SearchConditionExpression (" +
                                 std::string(values::typeName(clause.value.type())) +
                                 ") does not match type in search schema (" +
                                 std::string(values::typeName(declared)) + ")");
    }
    if (element->type == schema::SearchElementType::Hash && schema::isEmptyKeyValue(clause.value)) {
        return Error::validation(
            "One or more parameter values are not valid. The AttributeValue for a key attribute "
            "cannot contain an empty " +
            std::string(declared == values::AttributeType::B ? "binary" : "string") +
            " value. Key: " + clause.attributeName);
    }
    return {};
}

Result<void> checkCondition(const VectorIndex& index, const CompiledSearch& compiled) {
    const auto* const hash = index.hash();
    if (!compiled.clauses) {
        return hash == nullptr
                   ? Result<void>()
                   : Error::validation(
                         "SearchConditionExpression must be provided when SearchSchema has a HASH "
                         "key");
    }
    for (const auto& clause : *compiled.clauses) {
        if (auto checked = checkClause(index, clause); !checked) {
            return checked;
        }
    }
    const auto names = [&](const SearchClause& clause) {
        return clause.attributeName == hash->attribute.name;
    };
    if (hash != nullptr &&
        std::none_of(compiled.clauses->begin(), compiled.clauses->end(), names)) {
        return Error::validation(
            "SearchConditionExpression must have all HASH attributes in configured SearchSchema");
    }
    return {};
}

// An index has nothing but what it projects.
Result<void> checkProjection(const Table& table, const VectorIndex& index,
                             const CompiledSearch& compiled) {
    if (!compiled.projection) {
        return {};
    }
    std::string names;
    for (const auto& path : compiled.projection->paths()) {
        if (!schema::isProjected(table, index, path.attributeName())) {
            names.append(names.empty() ? "" : ", ").append(path.attributeName());
        }
    }
    if (!names.empty()) {
        return Error::validation("One or more parameter values were invalid: Vector index " +
                                 index.name + " does not project [" + names + "]");
    }
    return {};
}

Result<void> checkSearch(const Search& search) {
    const auto& vector = search.input.searchVector;
    if (vector.size() != search.index.dimensions) {
        return Error::validation("Input search vector dimension " + std::to_string(vector.size()) +
                                 " does not match vector index dimension " +
                                 std::to_string(search.index.dimensions));
    }
    if (auto checked = checkCondition(search.index, search.compiled); !checked) {
        return checked;
    }
    return checkProjection(*search.table, search.index, search.compiled);
}

// The values of the condition in the form of stored items.
std::vector<std::pair<std::string, EncodedItem>> encoded(const CompiledSearch& compiled) {
    std::vector<std::pair<std::string, EncodedItem>> conditions;
    if (compiled.clauses) {
        for (const auto& clause : *compiled.clauses) {
            values::AttributeMap one;
            one.emplace(clause.attributeName, clause.value);
            conditions.emplace_back(clause.attributeName, EncodedItem(one));
        }
    }
    return conditions;
}

Result<std::vector<SearchResult>> findClosest(const Context& context, const Search& search) {
    const VectorSearch wanted{search.table, &search.index, search.input.searchVector,
                              encoded(search.compiled),
                              static_cast<std::size_t>(search.input.topK)};
    auto found = context.vectors.search(wanted);
    if (!found) {
        return std::move(found).error();
    }
    return *found ? Result<std::vector<SearchResult>>(**std::move(found))
                  : scanVectors(context.database, wanted);
}

// What the index shows without a projection: all that it has but the vector.
EncodedItem shown(const Search& search, const EncodedItem& item) {
    if (search.compiled.projection) {
        return search.compiled.projection->apply(item.view());
    }
    values::AttributeMap attributes;
    auto members = item.view().members();
    while (const auto member = members.next()) {
        if (member->name != search.index.vectorAttribute &&
            schema::isProjected(*search.table, search.index, member->name)) {
            attributes.emplace(member->name, member->value.decode());
        }
    }
    return EncodedItem(attributes);
}

// A fit of what the service was seen to charge (facts/aws-observed.md section 18).
std::uint64_t requestBytes(const Search& search, const std::vector<SearchResult>& results) {
    constexpr double bytesPerDimension = 30.6875;
    constexpr std::uint64_t bytesPerResult = 72;
    constexpr std::uint64_t bytesMin = 1024;
    auto bytes = static_cast<std::uint64_t>(
        std::llround(bytesPerDimension * static_cast<double>(search.index.dimensions)));
    for (const auto& result : results) {
        bytes += bytesPerResult;
        auto members = result.item.view().members();
        while (const auto member = members.next()) {
            if (member->name == search.index.vectorAttribute) {
                bytes += std::uint64_t{4} * search.index.dimensions;
            } else if (!search.table->isKeyAttribute(member->name)) {
                bytes += member->name.size() + member->value.sizeBytes();
            }
        }
    }
    return std::max(bytes, bytesMin);
}

}  // namespace

Result<void> checkTopK(std::int64_t topK) {
    if (topK >= 1 && topK <= limits::topKMax) {
        return {};
    }
    return Error::validation("Provided TopK value '" + std::to_string(topK) +
                             "' is out of valid range. The value must be between 1 and 100 "
                             "inclusive");
}

Result<SearchVectorsOutput> searchVectors(const Context& context, const SearchVectorsInput& input) {
    if (auto checked = checkTopK(input.topK); !checked) {
        return std::move(checked).error();
    }
    const auto compiled = compile(input);
    if (!compiled) {
        return compiled.error();
    }
    auto table = findTable(context, input.tableName);
    if (!table) {
        return std::move(table).error();
    }
    const auto index = findIndex(**table, input.indexName);
    if (!index) {
        return index.error();
    }
    const Search search{*std::move(table), **index, input, *compiled};
    if (auto checked = checkSearch(search); !checked) {
        return std::move(checked).error();
    }
    auto results = findClosest(context, search);
    if (!results) {
        return std::move(results).error();
    }
    SearchVectorsOutput output;
    output.vectorAttribute = search.index.vectorAttribute;
    output.results = *std::move(results);
    for (auto& result : output.results) {
        result.item = shown(search, result.item);
    }
    if (input.returnConsumedCapacity != ReturnConsumedCapacity::None) {
        output.requestBytes = requestBytes(search, output.results);
    }
    return output;
}

}  // namespace engine::operations
