#include "engine/operations/update_item.h"

#include <utility>

#include "engine/base/limits.h"
#include "engine/expressions/update_size.h"
#include "engine/operations/handlers.h"
#include "engine/operations/item_write.h"
#include "engine/operations/request_expressions.h"
#include "engine/operations/updated_item.h"

namespace engine::operations {

namespace {

using values::AttributeMap;
using values::EncodedItem;
using values::ItemView;

class UpdateItemWrite final : public ItemWrite {
public:
    UpdateItemWrite(ItemWriteRequest request, AttributeMap key,
                    std::optional<expressions::Update> update)
        : ItemWrite(std::move(request)), m_key(std::move(key)), m_update(std::move(update)) {}

protected:
    Result<std::optional<ItemView>> next(const std::optional<ItemView>& previous,
                                         EncodedItem& room) const override {
        if (!previous && m_update && m_update->makesNoItem()) {
            return std::optional<ItemView>();
        }
        auto image = updatedItem(*request().table, m_key, m_update, previous);
        if (!image) {
            return std::move(image).error();
        }
        room = *std::move(image);
        return std::optional(room.view());
    }

    Response response() override { return output<UpdateItemOutput>(returnedAttributes()); }

private:
    std::optional<EncodedItem> returnedAttributes() const {
        switch (request().returnValues) {
            case ReturnValues::None: return std::nullopt;
            case ReturnValues::AllOld: return before();
            case ReturnValues::AllNew: return after();
            case ReturnValues::UpdatedOld: return touchedOf(before());
            case ReturnValues::UpdatedNew: return touchedOf(after());
        }
        return std::nullopt;
    }

    std::optional<EncodedItem> touchedOf(const std::optional<EncodedItem>& image) const {
        if (!image || !m_update) {
            return std::nullopt;
        }
        return m_update->touched(image->view());
    }

    AttributeMap m_key;
    std::optional<expressions::Update> m_update;
};

// Also of a statement whose condition fails, and of one that stores less than it says.
Result<void> checkStatementSize(const UpdateItemInput& input) {
    if (!input.updateExpression) {
        return {};
    }
    const auto& names = input.attributes.names;
    const auto& literals = input.attributes.values;
    expressions::Placeholders placeholders(names ? &*names : nullptr,
                                           literals ? &*literals : nullptr);
    if (expressions::updateSizeBytes(*input.updateExpression, placeholders) >
        limits::itemSizeBytesMax) {
        return Error::validation("Item size to update has exceeded the maximum allowed size");
    }
    return {};
}

}  // namespace

PreparedWrite prepareUpdateItem(const Context& context, UpdateItemInput input) {
    auto compiled = compileExpressions({.update = &input.updateExpression,
                                        .condition = &input.conditionExpression,
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
    if (auto checked = checkStatementSize(input); !checked) {
        return std::move(checked).error();
    }
    if (compiled->update) {
        if (auto checked = checkNoKeyIsUpdated(**table, *compiled->update); !checked) {
            return std::move(checked).error();
        }
    }
    if (auto checked = checkNoPathBelowKeys(**table, *compiled); !checked) {
        return std::move(checked).error();
    }
    auto request =
        itemWriteRequest(input, *table, *std::move(key), input.key, std::move(compiled->condition));
    if (auto measured = measureCollection(context, request); !measured) {
        return std::move(measured).error();
    }
    return PreparedWrite::Value(std::make_unique<UpdateItemWrite>(
        std::move(request), std::move(input.key), std::move(compiled->update)));
}

}  // namespace engine::operations
