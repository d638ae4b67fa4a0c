#include "engine/operations/put_item.h"

#include <utility>

#include "engine/operations/handlers.h"
#include "engine/operations/item_size.h"
#include "engine/operations/item_write.h"
#include "engine/operations/request_expressions.h"

namespace engine::operations {

namespace {

class PutItemWrite final : public ItemWrite {
public:
    PutItemWrite(ItemWriteRequest request, values::EncodedItem item)
        : ItemWrite(std::move(request)), m_item(std::move(item)) {}

protected:
    Result<std::optional<values::ItemView>> next(const std::optional<values::ItemView>&,
                                                 values::EncodedItem&) const override {
        return std::optional(m_item.view());
    }

    Response response() override { return output<PutItemOutput>(before()); }

private:
    values::EncodedItem m_item;
};

}  // namespace

PreparedWrite preparePutItem(const Context& context, PutItemInput input) {
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
    auto key = schema::itemKey(**table, input.item);
    if (!key) {
        return std::move(key).error();
    }
    if (auto checked = schema::checkIndexKeys(**table, input.item); !checked) {
        return std::move(checked).error();
    }
    if (auto checked = checkNoPathBelowKeys(**table, *compiled); !checked) {
        return std::move(checked).error();
    }
    if (auto checked = checkPutSize(**table, input.item); !checked) {
        return std::move(checked).error();
    }
    auto request = itemWriteRequest(input, *table, *std::move(key), input.item,
                                    std::move(compiled->condition));
    if (auto measured = measureCollection(context, request); !measured) {
        return std::move(measured).error();
    }
    return PreparedWrite::Value(
        std::make_unique<PutItemWrite>(std::move(request), values::EncodedItem(input.item)));
}

}  // namespace engine::operations
