#include "engine/operations/update_item.h"

#include <algorithm>
#include <utility>

#include "engine/base/limits.h"
#include "engine/operations/handlers.h"
#include "engine/operations/item_write.h"
#include "engine/operations/request_expressions.h"

namespace engine::operations {

namespace {

using values::AttributeMap;
using values::AttributeValue;
using values::EncodedItem;
using values::ItemView;

int nestingLevels(const AttributeMap& members);

// A scalar or a set is one level, every list or map around it one more.
int nestingLevels(const AttributeValue& value) {
    if (const auto* members = value.getIf<AttributeMap>()) {
        return 1 + nestingLevels(*members);
    }
    int deepest = 0;
    if (const auto* elements = value.getIf<values::AttributeList>()) {
        for (const auto& element : *elements) {
            deepest = std::max(deepest, nestingLevels(element));
        }
    }
    return 1 + deepest;
}

int nestingLevels(const AttributeMap& members) {
    int deepest = 0;
    for (const auto& [name, value] : members) {
        deepest = std::max(deepest, nestingLevels(value));
    }
    return deepest;
}

class UpdateItemWrite final : public ItemWrite {
public:
    UpdateItemWrite(ItemWriteRequest request, AttributeMap key,
                    std::optional<expressions::Update> update)
        : ItemWrite(std::move(request)), m_key(std::move(key)), m_update(std::move(update)) {}

protected:
    Result<std::optional<ItemView>> next(const std::optional<ItemView>& previous,
                                         EncodedItem& room) const override {
        const auto before = previous ? previous->decode() : AttributeMap();
        auto after = m_update ? m_update->apply(before) : Result<AttributeMap>(before);
        if (!after) {
            return std::move(after).error();
        }
        // An item that is created now holds its key whatever the expression does.
        after->insert(m_key.begin(), m_key.end());
        auto checked = schema::checkChangedIndexKeys(*request().table, before, *after);
        if (!checked) {
            return std::move(checked).error();
        }
        if (nestingLevels(*after) > limits::nestingDepthMax) {
            return Error::validation(
                "Nesting Levels have exceeded supported limits: Attributes in the item have nested "
                "levels beyond supported limit");
        }
        if (values::itemSizeBytes(*after) > limits::itemSizeBytesMax) {
            return Error::validation("Item size to update has exceeded the maximum allowed size");
        }
        room = EncodedItem(*after);
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

Result<void> checkNoKeyIsUpdated(const schema::Table& table, const expressions::Update& update) {
    for (const auto& path : update.paths()) {
        if (path.isTopLevel() && table.isKeyAttribute(path.attributeName())) {
            return Error::validation(
                "One or more parameter values were invalid: Cannot update attribute " +
                path.attributeName() + ". This attribute is part of the key");
        }
    }
    return checkNoPathBelowKeys(table, update.paths());
}

}  // namespace

PreparedWrite prepareUpdateItem(const Context& context, UpdateItemInput input) {
    auto compiled = compileExpressions(
        {.update = &input.updateExpression, .condition = &input.conditionExpression},
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
    return PreparedWrite::Value(std::make_unique<UpdateItemWrite>(
        std::move(request), std::move(input.key), std::move(compiled->update)));
}

}  // namespace engine::operations
