#include "app/items/item_edit.h"

#include <QStringList>

#include "engine/values/item_view.h"
#include "widgets/values/value_text.h"

namespace tidemark {
namespace {

using engine::operations::DeleteItemInput;
using engine::operations::ExpressionAttributes;
using engine::operations::PutItemInput;
using engine::operations::ReturnConsumedCapacity;
using engine::operations::ReturnValues;
using engine::operations::UpdateItemInput;
using engine::schema::Table;
using engine::values::AttributeType;
using engine::values::AttributeValue;

constexpr std::size_t readUnitBytes = 4096;
constexpr std::size_t writeUnitBytes = 1024;

std::string addName(ExpressionAttributes& attributes, const std::string& name) {
    if (!attributes.names) {
        attributes.names.emplace();
    }
    std::string token = "#n" + std::to_string(attributes.names->size());
    attributes.names->emplace(token, name);
    return token;
}

std::string addValue(ExpressionAttributes& attributes, const AttributeValue& value) {
    if (!attributes.values) {
        attributes.values.emplace();
    }
    std::string token = ":v" + std::to_string(attributes.values->size());
    attributes.values->emplace(token, value);
    return token;
}

void append(std::string& list, const char* separator, const std::string& part) {
    list += (list.empty() ? "" : separator) + part;
}

// Builds UpdateExpression and ConditionExpression attribute by attribute.
struct UpdateBuilder {
    UpdateItemInput input;
    std::string set;
    std::string remove;
    std::string condition;

    void change(const std::string& name, const AttributeValue* before,
                const AttributeValue* after) {
        const std::string token = addName(input.attributes, name);
        if (after) {
            append(set, ", ", token + " = " + addValue(input.attributes, *after));
        } else {
            append(remove, ", ", token);
        }
        append(condition, " AND ",
               before ? token + " = " + addValue(input.attributes, *before)
                      : "attribute_not_exists(" + token + ")");
    }

    Request finish(const std::string& partitionKey) {
        append(condition, " AND ",
               "attribute_exists(" + addName(input.attributes, partitionKey) + ")");
        std::string update;
        if (!set.empty()) {
            update = "SET " + set;
        }
        if (!remove.empty()) {
            append(update, " ", "REMOVE " + remove);
        }
        input.updateExpression = update;
        input.conditionExpression = condition;
        return std::move(input);
    }
};

const AttributeValue* find(const AttributeMap& item, const std::string& name) {
    const auto found = item.find(name);
    return found == item.end() ? nullptr : &found->second;
}

}  // namespace

AttributeMap itemKeyOf(const Table& table, const AttributeMap& item) {
    AttributeMap key;
    if (const auto* value = find(item, table.partitionKey.name)) {
        key.emplace(table.partitionKey.name, *value);
    }
    if (table.sortKey) {
        if (const auto* value = find(item, table.sortKey->name)) {
            key.emplace(table.sortKey->name, *value);
        }
    }
    return key;
}

QString keyText(const Table& table, const AttributeMap& item) {
    QStringList parts;
    const auto add = [&](const std::string& name) {
        if (const auto* value = find(item, name)) {
            std::string bytes;
            engine::values::appendValue(*value, bytes);
            std::string_view rest = bytes;
            parts.append(text::fromUtf8(name) + QStringLiteral(" = ") +
                         text::cellText(engine::values::takeValue(rest)));
        }
    };
    add(table.partitionKey.name);
    if (table.sortKey) {
        add(table.sortKey->name);
    }
    return parts.join(QStringLiteral(", "));
}

Request updateRequest(const Table& table, const AttributeMap& before, const AttributeMap& after) {
    UpdateBuilder builder;
    builder.input.tableName = table.name;
    builder.input.key = itemKeyOf(table, before);
    builder.input.returnValues = ReturnValues::AllNew;
    builder.input.returnItemOnConditionFailure = true;
    builder.input.returnConsumedCapacity = ReturnConsumedCapacity::Total;
    for (const auto& [name, value] : after) {
        const auto* old = find(before, name);
        if (!old || !(*old == value)) {
            builder.change(name, old, &value);
        }
    }
    for (const auto& [name, value] : before) {
        if (!find(after, name)) {
            builder.change(name, &value, nullptr);
        }
    }
    return builder.finish(table.partitionKey.name);
}

AttributeMap mergedItem(const AttributeMap& before, const AttributeMap& after,
                        const AttributeMap& theirs) {
    AttributeMap merged = theirs;
    for (const auto& [name, value] : after) {
        const auto* old = find(before, name);
        if (!old || !(*old == value)) {
            merged.insert_or_assign(name, value);
        }
    }
    for (const auto& [name, value] : before) {
        if (!find(after, name)) {
            merged.erase(name);
        }
    }
    return merged;
}

Request createRequest(const Table& table, const AttributeMap& item) {
    PutItemInput input;
    input.tableName = table.name;
    input.item = item;
    input.conditionExpression =
        "attribute_not_exists(" + addName(input.attributes, table.partitionKey.name) + ")";
    input.returnConsumedCapacity = ReturnConsumedCapacity::Total;
    return input;
}

Request deleteRequest(const Table& table, const AttributeMap& item) {
    DeleteItemInput input;
    input.tableName = table.name;
    input.key = itemKeyOf(table, item);
    input.returnValues = ReturnValues::AllOld;
    input.returnConsumedCapacity = ReturnConsumedCapacity::Total;
    return input;
}

Request deleteUnchangedRequest(const Table& table, const AttributeMap& item) {
    DeleteItemInput input;
    input.tableName = table.name;
    input.key = itemKeyOf(table, item);
    std::string condition;
    for (const auto& [name, value] : item) {
        append(condition, " AND ",
               addName(input.attributes, name) + " = " + addValue(input.attributes, value));
    }
    input.conditionExpression = condition;
    input.returnValues = ReturnValues::AllOld;
    return input;
}

AttributeMap templateItem(const Table& table) {
    const auto empty = [](AttributeType type) {
        if (type == AttributeType::N) {
            return AttributeValue::number(engine::values::Number());
        }
        return type == AttributeType::B ? AttributeValue::binary({}) : AttributeValue::string({});
    };
    AttributeMap item;
    item.emplace(table.partitionKey.name, empty(table.partitionKey.type));
    if (table.sortKey) {
        item.emplace(table.sortKey->name, empty(table.sortKey->type));
    }
    return item;
}

ItemCost itemCost(const AttributeMap& item) {
    const std::size_t size = engine::values::itemSizeBytes(item);
    return {size, (size + readUnitBytes - 1) / readUnitBytes,
            (size + writeUnitBytes - 1) / writeUnitBytes};
}

}  // namespace tidemark
