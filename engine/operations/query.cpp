#include "engine/operations/query.h"

#include <utility>

#include "engine/operations/handlers.h"
#include "engine/operations/item_page.h"
#include "engine/operations/key_range.h"

namespace engine::operations {

namespace {

Result<StartKey> startOf(const ReadTarget& target, const KeyRange& range,
                         const values::AttributeMap& key) {
    auto start = parseStartKey(target, key, StartKeyTexts::Query);
    if (!start) {
        return start;
    }
    const bool isIndex = start->index.has_value();
    if ((isIndex ? start->index->partition : start->primary.partition) != range.partition) {
        return Error::validation(
            "The provided starting key is outside query boundaries based on provided conditions");
    }
    if (range.isSingleItem) {
        return Error::validation("The query can return at most one row and cannot be restarted");
    }
    if (!contains(range.sort, isIndex ? start->index->sort : start->primary.sort)) {
        return Error::validation(
            "The provided starting key does not match the range key predicate");
    }
    return start;
}

Result<CompiledExpressions> compileQuery(const QueryInput& input, const ReadOptions& options) {
    auto compiled = compileExpressions({.keyCondition = &input.keyConditionExpression,
                                        .filter = &input.filterExpression,
                                        .projection = &input.projectionExpression,
                                        .legacy = &input.legacy,
                                        .legacyFilterName = "QueryFilter"},
                                       input.attributes);
    if (!compiled) {
        return compiled;
    }
    if (!compiled->keyClauses) {
        return Error::validation(
            "Either the KeyConditions or KeyConditionExpression parameter must be specified in the "
            "request.");
    }
    if (auto checked = checkSelect(options); !checked) {
        return enveloped(std::move(checked).error());
    }
    return compiled;
}

}  // namespace

Result<QueryOutput> query(const Context& context, const QueryInput& input) {
    const ReadOptions options{.tableName = input.tableName,
                              .indexName = input.indexName,
                              .select = input.select,
                              .consistentRead = input.consistentRead,
                              .hasProjection = input.projectionExpression.has_value(),
                              .hasAttributesToGet = input.legacy.attributesToGet.has_value(),
                              .asOf = input.asOf};
    const auto compiled = compileQuery(input, options);
    if (!compiled) {
        return compiled.error();
    }
    const auto target = findReadTarget(context, options, *compiled);
    if (!target) {
        return target.error();
    }
    const auto range = resolveKeyCondition(*target, *compiled->keyClauses);
    if (!range) {
        return range.error();
    }
    const bool isLegacy = input.legacy.filter.has_value();
    if (auto checked = checkFilterHasNoKeys(*target, *compiled,
                                            isLegacy ? "QueryFilter" : "Filter Expression");
        !checked) {
        return std::move(checked).error();
    }
    std::optional<StartKey> start;
    if (input.exclusiveStartKey) {
        auto parsed = startOf(*target, *range, *input.exclusiveStartKey);
        if (!parsed) {
            return std::move(parsed).error();
        }
        start = *std::move(parsed);
    }
    const auto snapshot = beginRead(context, input.asOf);
    if (!snapshot) {
        return snapshot.error();
    }
    const auto cursor = openQueryCursor(**snapshot, *target, *range, input.scanIndexForward, start);
    if (!cursor) {
        return cursor.error();
    }
    return readPage(**cursor, {.target = *target,
                               .compiled = *compiled,
                               .tableName = input.tableName,
                               .select = input.select,
                               .limit = input.limit,
                               .consistentRead = input.consistentRead,
                               .isSingleItem = range->isSingleItem,
                               .returnConsumedCapacity = input.returnConsumedCapacity});
}

}  // namespace engine::operations
