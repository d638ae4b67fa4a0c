#include "engine/operations/delete_item.h"

#include <utility>

#include "engine/operations/handlers.h"
#include "engine/operations/item_write.h"
#include "engine/operations/request_expressions.h"

namespace engine::operations {

namespace {

class DeleteItemWrite final : public ItemWrite {
public:
    using ItemWrite::ItemWrite;

protected:
    Result<std::optional<values::ItemView>> next(const std::optional<values::ItemView>&,
                                                 values::EncodedItem&) const override {
        return std::optional<values::ItemView>();
    }

    Response response() override { return output<DeleteItemOutput>(before()); }
};

}  // namespace

PreparedWrite prepareDeleteItem(const Context& context, DeleteItemInput input) {
    if (auto allowed = checkReturnsOldOrNothing(input.returnValues); !allowed) {
        return std::move(allowed).error();
    }
    auto compiled = compileExpressions({.condition = &input.conditionExpression,
                                        .legacy = &input.legacy,
                                        .legacyFilterName = "Expected"},
                                       input.attributes);
    if (!compiled) {
        return enveloped(std::move(compiled).error());
    }
    const auto table = findTable(context, input.tableName);
    if (!table) {
        return table.error();
    }
    auto key = schema::lookupKey(**table, input.key);
    if (!key) {
        return std::move(key).error();
    }
    if (auto checked = checkNoPathBelowKeys(**table, *compiled); !checked) {
        return std::move(checked).error();
    }
    auto request =
        itemWriteRequest(input, *table, *std::move(key), input.key, std::move(compiled->condition));
    if (auto measured = measureCollection(context, request); !measured) {
        return std::move(measured).error();
    }
    return PreparedWrite::Value(std::make_unique<DeleteItemWrite>(std::move(request)));
}

}  // namespace engine::operations
