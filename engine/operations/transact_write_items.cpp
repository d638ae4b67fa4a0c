#include "engine/operations/transact_write_items.h"

#include <set>
#include <utility>

#include "engine/base/bytes.h"
#include "engine/base/limits.h"
#include "engine/expressions/syntax_tree.h"
#include "engine/operations/handlers.h"
#include "engine/operations/item_collection.h"
#include "engine/operations/item_size.h"
#include "engine/operations/request_expressions.h"
#include "engine/operations/transact_write.h"
#include "engine/operations/updated_item.h"

namespace engine::operations {

namespace {

using values::AttributeMap;
using Kind = TransactActionKind;

// What needs no table: expressions, values, the size of an item.
Result<CompiledExpressions> checkAlone(const TransactWriteItem& item) {
    for (const auto* problem : {&item.formProblem, &item.expressionValueProblem}) {
        if (*problem) {
            return **problem;
        }
    }
    if (item.updateExpression && item.updateExpression->size() > limits::expressionBytesMax) {
        // Of a transaction alone the text ends here (facts/validation.md section 8).
        return expressions::invalidExpression(
            expressions::ExpressionKind::Update,
            "Expression size has exceeded the maximum allowed size;");
    }
    // Names and values without any expression are no fault here, as they are of single writes.
    const bool isBare = !item.updateExpression && !item.conditionExpression;
    auto compiled = compileExpressions(
        {.update = &item.updateExpression, .condition = &item.conditionExpression},
        isBare ? ExpressionAttributes() : item.attributes);
    if (!compiled) {
        return compiled;
    }
    if (item.itemProblem) {
        return *item.itemProblem;
    }
    if (item.kind == Kind::Put &&
        values::itemSizeBytes(item.itemOrKey) > limits::itemSizeBytesMax) {
        return Error::validation("Item size has exceeded the maximum allowed size");
    }
    return compiled;
}

std::size_t payloadBytes(const TransactWriteItem& item) {
    std::size_t bytes = values::itemSizeBytes(item.itemOrKey);
    for (const auto* text : {&item.updateExpression, &item.conditionExpression}) {
        bytes += *text ? (*text)->size() : 0;
    }
    if (item.attributes.values) {
        for (const auto& [name, value] : *item.attributes.values) {
            bytes += name.size() + values::valueSizeBytes(value);
        }
    }
    return bytes;
}

Result<void> checkPayload(const TransactWriteItemsInput& input) {
    std::size_t bytes = 0;
    for (const auto& item : input.transactItems) {
        bytes += payloadBytes(item);
    }
    if (bytes > limits::transactBytesMax) {
        return Error::validation("Transaction payload size cannot exceed 4194304 bytes");
    }
    return {};
}

// The key of the action in its table, and what else depends on the table. Errors are reasons of a
// cancellation, if they are not about empty values of keys.
Result<TransactAction> bind(const TransactWriteItem& item,
                            std::shared_ptr<const schema::Table> table,
                            CompiledExpressions compiled) {
    auto key = item.kind == Kind::Put ? schema::itemKey(*table, item.itemOrKey)
                                      : schema::lookupKey(*table, item.itemOrKey);
    if (!key) {
        return std::move(key).error();
    }
    if (item.kind == Kind::Put) {
        if (auto checked = schema::checkIndexKeys(*table, item.itemOrKey); !checked) {
            return std::move(checked).error();
        }
    }
    if (compiled.update) {
        if (auto checked = checkNoKeyIsUpdated(*table, *compiled.update); !checked) {
            return std::move(checked).error();
        }
    }
    if (auto checked = checkNoPathBelowKeys(*table, compiled); !checked) {
        return std::move(checked).error();
    }
    TransactAction action;
    action.kind = item.kind;
    action.tableName = item.tableName;
    action.key = *std::move(key);
    for (const auto& [name, value] : item.itemOrKey) {
        if (table->isKeyAttribute(name)) {
            action.keyAttributes.emplace(name, value);
        }
    }
    if (item.kind == Kind::Put) {
        action.item = values::EncodedItem(item.itemOrKey);
    }
    action.table = std::move(table);
    action.update = std::move(compiled.update);
    action.condition = std::move(compiled.condition);
    action.returnItemOnConditionFailure = item.returnItemOnConditionFailure;
    return action;
}

// Without its table an action's key can only be compared as it was sent.
Result<void> checkNoTwins(const TransactWriteItemsInput& input) {
    std::set<std::pair<std::string_view, std::string>> seen;
    for (const auto& item : input.transactItems) {
        if (!seen.emplace(schema::tableNameOf(item.tableName),
                          values::EncodedItem(item.itemOrKey).bytes())
                 .second) {
            return severalOnOneItem();
        }
    }
    return {};
}

Result<std::vector<TransactAction>> bindAll(const Context& context,
                                            const TransactWriteItemsInput& input,
                                            std::vector<CompiledExpressions> compiled) {
    std::vector<std::shared_ptr<const schema::Table>> tables;
    for (const auto& item : input.transactItems) {
        auto table = findTable(context, item.tableName);
        if (!table) {
            auto twins = checkNoTwins(input);
            return twins ? std::move(table).error() : std::move(twins).error();
        }
        tables.push_back(*std::move(table));
    }
    for (std::size_t i = 0; i < tables.size(); ++i) {
        const auto& item = input.transactItems[i];
        auto checked =
            item.kind == Kind::Put ? checkPutSize(*tables[i], item.itemOrKey) : Result<void>();
        if (!checked) {
            return std::move(checked).error();
        }
    }
    std::vector<TransactAction> actions;
    std::optional<Error> cancelled;
    for (std::size_t i = 0; i < tables.size(); ++i) {
        auto action = bind(input.transactItems[i], std::move(tables[i]), std::move(compiled[i]));
        if (action) {
            actions.push_back(*std::move(action));
        } else if (isEmptyKeyError(action.error())) {
            return std::move(action).error();
        } else if (!cancelled) {
            cancelled =
                cancelledByValidation(compiled.size(), i, std::move(action).error().message);
        }
    }
    if (cancelled) {
        return *std::move(cancelled);
    }
    std::set<ItemClaims::Item> targets;
    for (const auto& action : actions) {
        if (!targets.emplace(action.table->number, action.key).second) {
            return severalOnOneItem();
        }
    }
    for (auto& action : actions) {
        const auto collection = collectionBytesFor(context, *action.table, action.key,
                                                   input.returnItemCollectionMetrics);
        if (!collection) {
            return collection.error();
        }
        action.collectionBytes = *collection;
    }
    return actions;
}

void appendText(const std::optional<std::string>& text, ByteWriter& writer) {
    writer.u8(text ? 1 : 0);
    writer.sized(text.value_or(""));
}

// What the request means: not the order of its members, the form of its numbers or whether a table
// is named by its ARN.
std::string meaningOf(const TransactWriteItemsInput& input,
                      const std::vector<TransactAction>& actions) {
    std::string text;
    ByteWriter writer(text);
    writer.u8(static_cast<std::uint8_t>(input.returnConsumedCapacity));
    writer.u8(static_cast<std::uint8_t>(input.returnItemCollectionMetrics));
    for (std::size_t i = 0; i < actions.size(); ++i) {
        const auto& item = input.transactItems[i];
        writer.u8(static_cast<std::uint8_t>(item.kind));
        writer.u32(actions[i].table->number);
        writer.sized(values::EncodedItem(item.itemOrKey).bytes());
        appendText(item.updateExpression, writer);
        appendText(item.conditionExpression, writer);
        writer.u8(item.returnItemOnConditionFailure ? 1 : 0);
        const auto names = item.attributes.names.value_or(expressions::NameMap());
        writer.varint(names.size());
        for (const auto& [token, name] : names) {
            writer.sized(token);
            writer.sized(name);
        }
        AttributeMap literals;
        if (item.attributes.values) {
            literals.insert(item.attributes.values->begin(), item.attributes.values->end());
        }
        writer.sized(values::EncodedItem(literals).bytes());
    }
    return text;
}

class TransactWriteItemsWork final : public TransactWrite {
public:
    using TransactWrite::TransactWrite;

protected:
    Response response() override { return TransactWriteItemsOutput{outcome()}; }
};

}  // namespace

PreparedWrite prepareTransactWriteItems(const Context& context,
                                        const TransactWriteItemsInput& input) {
    std::vector<CompiledExpressions> compiled;
    for (const auto& item : input.transactItems) {
        auto checked = checkAlone(item);
        if (!checked) {
            return std::move(checked).error();
        }
        compiled.push_back(*std::move(checked));
    }
    if (auto checked = checkPayload(input); !checked) {
        return std::move(checked).error();
    }
    auto actions = bindAll(context, input, std::move(compiled));
    if (!actions) {
        return std::move(actions).error();
    }
    TransactWriteRequest request;
    request.returnConsumedCapacity = input.returnConsumedCapacity;
    request.returnItemCollectionMetrics = input.returnItemCollectionMetrics;
    if (input.clientRequestToken) {
        request.token.emplace("TransactWriteItems", *input.clientRequestToken,
                              meaningOf(input, *actions));
    }
    request.actions = *std::move(actions);
    auto work = std::make_unique<TransactWriteItemsWork>(std::move(request));
    if (auto looked = TransactWrite::lookUpToken(context, *work); !looked) {
        return std::move(looked).error();
    }
    return PreparedWrite::Value(std::move(work));
}

}  // namespace engine::operations
