#include "engine/operations/transact_get_items.h"

#include <utility>

#include "engine/operations/handlers.h"
#include "engine/operations/request_expressions.h"
#include "engine/operations/transact_action.h"

namespace engine::operations {

namespace {

Result<CompiledExpressions> checkAlone(const TransactGetItem& item) {
    auto compiled =
        compileExpressions({.projection = &item.projectionExpression},
                           item.projectionExpression ? item.attributes : ExpressionAttributes());
    if (compiled && item.valueProblem) {
        return *item.valueProblem;
    }
    return compiled;
}

Result<schema::PrimaryKey> keyOf(const schema::Table& table, const TransactGetItem& item,
                                 const CompiledExpressions& compiled) {
    auto key = schema::lookupKey(table, item.key);
    if (!key) {
        return key;
    }
    if (auto checked = checkNoPathBelowKeys(table, compiled); !checked) {
        return std::move(checked).error();
    }
    return key;
}

}  // namespace

Result<TransactGetItemsOutput> transactGetItems(const Context& context,
                                                const TransactGetItemsInput& input) {
    std::vector<CompiledExpressions> compiled;
    for (const auto& item : input.transactItems) {
        auto checked = checkAlone(item);
        if (!checked) {
            return std::move(checked).error();
        }
        compiled.push_back(*std::move(checked));
    }
    std::vector<TransactGet> gets;
    for (const auto& item : input.transactItems) {
        auto table = findTable(context, item.tableName, input.asOf);
        if (!table) {
            return std::move(table).error();
        }
        gets.push_back({item.tableName, *std::move(table), {}, {}});
    }
    std::optional<Error> cancelled;
    for (std::size_t i = 0; i < gets.size(); ++i) {
        auto key = keyOf(*gets[i].table, input.transactItems[i], compiled[i]);
        if (key) {
            gets[i].key = *std::move(key);
            gets[i].projection = std::move(compiled[i].projection);
        } else if (isEmptyKeyError(key.error())) {
            return std::move(key).error();
        } else if (!cancelled) {
            cancelled = cancelledByValidation(gets.size(), i, std::move(key).error().message);
        }
    }
    if (cancelled) {
        return *std::move(cancelled);
    }
    auto outcome = transactGet(context, gets, input.returnConsumedCapacity, input.asOf);
    if (!outcome) {
        return std::move(outcome).error();
    }
    return TransactGetItemsOutput{*std::move(outcome)};
}

}  // namespace engine::operations
