#include <array>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/limits.h"
#include "engine/wire/decoders.h"

namespace engine::wire {
namespace {

using operations::TransactActionKind;

constexpr std::string_view oneActionOnly =
    "TransactItems can only contain one of Check, Put, Update or Delete";

struct ActionShape {
    std::string_view member;
    std::string_view path;  // of the member, as constraints name it
    TransactActionKind kind;
};
constexpr std::array<ActionShape, 4> actionShapes = {{
    {"ConditionCheck", "conditionCheck", TransactActionKind::ConditionCheck},
    {"Put", "put", TransactActionKind::Put},
    {"Delete", "delete", TransactActionKind::Delete},
    {"Update", "update", TransactActionKind::Update},
}};

// One element of TransactItems, before its constraints are checked.
struct ReadAction {
    const ActionShape* shape = nullptr;  // null: not exactly one action
    std::optional<std::string> tableName;
    bool hasItemOrKey = false;
    std::optional<std::string> onConditionFailure;
    operations::TransactWriteItem item;
};

std::optional<Error> problemOf(const AttributeReader& reader) {
    return reader.problem() ? std::optional(Error::validation(reader.problem()->message))
                            : std::nullopt;
}

// The older layer says which of the values it is.
std::optional<Error> expressionValueProblemOf(const AttributeReader& reader) {
    const auto& problem = reader.problem();
    if (!problem) {
        return std::nullopt;
    }
    return Error::validation("ExpressionAttributeValues contains invalid value: " +
                             problem->message + " for key " + problem->attribute);
}

void readAction(const Members& members, ReadAction& action) {
    AttributeReader itemReader(ValueLayer::Old, members.failure());
    AttributeReader valueReader(ValueLayer::Old, members.failure());
    const bool isPut = action.shape->kind == TransactActionKind::Put;
    auto itemOrKey = readAttributes(members, isPut ? "Item" : "Key", itemReader);
    action.hasItemOrKey = itemOrKey.has_value();
    action.tableName = members.text("TableName");
    action.onConditionFailure = members.text("ReturnValuesOnConditionCheckFailure");
    auto& item = action.item;
    item.kind = action.shape->kind;
    item.itemOrKey = std::move(itemOrKey).value_or(values::AttributeMap());
    item.conditionExpression = members.text("ConditionExpression");
    if (item.kind == TransactActionKind::Update) {
        item.updateExpression = members.text("UpdateExpression");
    }
    item.attributes.names = readNames(members);
    item.attributes.values = readExpressionValues(members, valueReader);
    item.itemProblem = problemOf(itemReader);
    item.expressionValueProblem = expressionValueProblemOf(valueReader);
}

ReadAction readTransactWriteItem(const Members& members) {
    ReadAction action;
    int given = 0;
    for (const auto& shape : actionShapes) {
        if (const auto structure = members.structure(shape.member, shape.member)) {
            ++given;
            action.shape = &shape;
            readAction(*structure, action);
        }
    }
    if (given != 1) {
        action.shape = nullptr;
        action.item.formProblem = Error::validation(std::string(oneActionOnly));
    }
    return action;
}

void checkAction(ReadAction& action, std::size_t position, Constraints& constraints) {
    if (action.shape == nullptr) {
        return;
    }
    auto& item = action.item;
    constraints.enter("transactItems." + std::to_string(position) + ".member." +
                      std::string(action.shape->path) + ".");
    constraints.dataTableName(action.tableName);
    constraints.notNull(action.hasItemOrKey, item.kind == TransactActionKind::Put ? "item" : "key");
    if (item.kind == TransactActionKind::Update) {
        constraints.notNull(item.updateExpression.has_value(), "updateExpression");
    }
    if (item.kind == TransactActionKind::ConditionCheck) {
        constraints.notNull(item.conditionExpression.has_value(), "conditionExpression");
    }
    item.returnItemOnConditionFailure =
        constraints
            .enumeration<bool>(action.onConditionFailure, "returnValuesOnConditionCheckFailure",
                               "[ALL_OLD, NONE]", {{"ALL_OLD", true}, {"NONE", false}})
            .value_or(false);
    item.tableName = std::move(action.tableName).value_or("");
    constraints.enter("");
}

// How many there are; their echo is only made when there are too many or none.
void checkCount(const std::optional<simdjson::dom::array>& items, Constraints& constraints) {
    constraints.notNull(items.has_value(), "transactItems");
    if (!items || (items->size() > 0 && items->size() <= limits::transactItemsMax)) {
        return;
    }
    const std::string echo = simdjson::minify(*items);
    constraints.lengthAtLeast(items->size(), 1, echo, "transactItems");
    constraints.lengthAtMost(items->size(), limits::transactItemsMax, echo, "transactItems");
}

std::vector<ReadAction> readActions(const std::optional<simdjson::dom::array>& items,
                                    SerializationFailure& failure) {
    std::vector<ReadAction> actions;
    if (!items) {
        return actions;
    }
    for (const Json json : *items) {
        if (json.is_null()) {
            actions.emplace_back().item.formProblem = Error::validation(std::string(oneActionOnly));
        } else if (const auto object = toElementStructure(json, "TransactWriteItem", failure)) {
            actions.push_back(readTransactWriteItem(Members(*object, failure)));
        }
    }
    return actions;
}

struct ReadGet {
    bool hasGet = false;
    bool hasKey = false;
    std::optional<std::string> tableName;
    operations::TransactGetItem item;
};

ReadGet readTransactGetItem(const Members& members) {
    ReadGet get;
    const auto structure = members.structure("Get", "Get");
    if (!structure) {
        return get;
    }
    get.hasGet = true;
    AttributeReader reader(ValueLayer::Old, members.failure());
    auto key = readAttributes(*structure, "Key", reader);
    get.hasKey = key.has_value();
    get.tableName = structure->text("TableName");
    get.item.key = std::move(key).value_or(values::AttributeMap());
    get.item.projectionExpression = structure->text("ProjectionExpression");
    get.item.attributes.names = readNames(*structure);
    get.item.valueProblem = problemOf(reader);
    return get;
}

void checkGet(ReadGet& get, std::size_t position, Constraints& constraints) {
    const std::string path = "transactItems." + std::to_string(position) + ".member.get";
    constraints.notNull(get.hasGet, path);
    if (!get.hasGet) {
        return;
    }
    constraints.enter(path + ".");
    constraints.notNull(get.hasKey, "key");
    constraints.dataTableName(get.tableName);
    constraints.enter("");
    get.item.tableName = std::move(get.tableName).value_or("");
}

}  // namespace

void checkClientRequestToken(const std::optional<std::string>& token, Constraints& constraints) {
    if (token) {
        constraints.lengthAtLeast(token->size(), 1, *token, "clientRequestToken");
        constraints.lengthAtMost(token->size(), limits::clientRequestTokenMax, *token,
                                 "clientRequestToken");
    }
}

DecodedRequest decodeTransactWriteItems(const Members& members) {
    operations::TransactWriteItemsInput input;
    const EnumTexts texts(members);
    input.clientRequestToken = members.text("ClientRequestToken");
    const auto items = members.array("TransactItems");
    auto actions = readActions(items, members.failure());
    if (members.failure()) {
        return members.failure().error();
    }
    Constraints constraints(Framework::Old);
    checkClientRequestToken(input.clientRequestToken, constraints);
    input.returnConsumedCapacity = checkConsumedCapacity(texts, constraints);
    input.returnItemCollectionMetrics = checkCollectionMetrics(texts, constraints);
    checkCount(items, constraints);
    for (std::size_t i = 0; i < actions.size(); ++i) {
        checkAction(actions[i], i + 1, constraints);
    }
    if (constraints.broken()) {
        return constraints.error();
    }
    for (auto& action : actions) {
        input.transactItems.push_back(std::move(action.item));
    }
    return operations::Request(std::move(input));
}

DecodedRequest decodeTransactGetItems(const Members& members) {
    operations::TransactGetItemsInput input;
    const EnumTexts texts(members);
    const auto items = members.array("TransactItems");
    std::vector<ReadGet> gets;
    if (items) {
        for (const Json json : *items) {
            if (json.is_null()) {
                gets.emplace_back();
            } else if (const auto object =
                           toElementStructure(json, "TransactGetItem", members.failure())) {
                gets.push_back(readTransactGetItem(Members(*object, members.failure())));
            }
        }
    }
    if (members.failure()) {
        return members.failure().error();
    }
    Constraints constraints(Framework::Old);
    input.returnConsumedCapacity = checkConsumedCapacity(texts, constraints);
    checkCount(items, constraints);
    for (std::size_t i = 0; i < gets.size(); ++i) {
        checkGet(gets[i], i + 1, constraints);
    }
    if (constraints.broken()) {
        return constraints.error();
    }
    for (auto& get : gets) {
        input.transactItems.push_back(std::move(get.item));
    }
    return operations::Request(std::move(input));
}

}  // namespace engine::wire
