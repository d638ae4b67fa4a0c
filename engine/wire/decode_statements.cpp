#include <string>
#include <utility>
#include <vector>

#include "engine/base/limits.h"
#include "engine/wire/decoders.h"

namespace engine::wire {
namespace {

// One statement as a member of a request or as an element of its list.
struct ReadStatement {
    std::optional<std::string> text;
    std::vector<values::AttributeValue> parameters;
    std::optional<std::size_t> parameterCount;  // nullopt: there is no Parameters
    std::optional<Error> parameterProblem;
    bool consistentRead = false;
    std::optional<std::string> onConditionFailure;
};

ReadStatement readStatement(const Members& members) {
    ReadStatement statement;
    statement.text = members.text("Statement");
    AttributeReader reader(ValueLayer::Old, members.failure());
    if (const auto parameters = members.array("Parameters")) {
        statement.parameterCount = parameters->size();
        statement.parameters = reader.readValues(*parameters);
    }
    if (reader.problem()) {
        statement.parameterProblem = Error::validation(reader.problem()->message);
    }
    statement.consistentRead = members.boolean("ConsistentRead").value_or(false);
    statement.onConditionFailure = members.text("ReturnValuesOnConditionCheckFailure");
    return statement;
}

void checkStatement(const ReadStatement& statement, Constraints& constraints) {
    constraints.notNull(statement.text.has_value(), "statement");
    if (statement.text) {
        const auto& echo = *statement.text;
        constraints.lengthAtLeast(statement.text->size(), 1, echo, "statement");
        constraints.lengthAtMost(statement.text->size(), limits::statementBytesMax, echo,
                                 "statement");
    }
    if (statement.parameterCount) {
        constraints.lengthAtLeast(*statement.parameterCount, 1, "[]", "parameters");
    }
}

bool checkOnConditionFailure(const ReadStatement& statement, Constraints& constraints) {
    return constraints
        .enumeration<bool>(statement.onConditionFailure, "returnValuesOnConditionCheckFailure",
                           "[ALL_OLD, NONE]", {{"ALL_OLD", true}, {"NONE", false}})
        .value_or(false);
}

std::vector<ReadStatement> readStatements(const std::optional<simdjson::dom::array>& list,
                                          std::string_view shape, SerializationFailure& failure) {
    std::vector<ReadStatement> statements;
    if (!list) {
        return statements;
    }
    for (const Json json : *list) {
        auto& statement = statements.emplace_back();
        if (json.is_null()) {
            continue;
        }
        if (const auto object = toElementStructure(json, shape, failure)) {
            statement = readStatement(Members(*object, failure));
        }
    }
    return statements;
}

void checkList(const std::optional<simdjson::dom::array>& list, std::size_t most,
               std::string_view member, Constraints& constraints) {
    constraints.notNull(list.has_value(), member);
    if (list && (list->size() == 0 || list->size() > most)) {
        const auto echo = simdjson::minify(*list);
        constraints.lengthAtLeast(list->size(), 1, echo, member);
        constraints.lengthAtMost(list->size(), most, echo, member);
    }
}

// Checks the statements of a list; gives for each whether a failed condition returns its item.
std::vector<bool> checkStatements(const std::vector<ReadStatement>& statements,
                                  const std::string& member, Constraints& constraints) {
    std::vector<bool> returnsItem;
    for (std::size_t i = 0; i < statements.size(); ++i) {
        constraints.enter(member + "." + std::to_string(i + 1) + ".member.");
        checkStatement(statements[i], constraints);
        returnsItem.push_back(checkOnConditionFailure(statements[i], constraints));
    }
    constraints.enter("");
    return returnsItem;
}

void checkLength(const std::optional<std::string>& text, std::size_t most, std::string_view member,
                 Constraints& constraints) {
    if (text) {
        const auto& echo = *text;
        constraints.lengthAtLeast(text->size(), 1, echo, member);
        constraints.lengthAtMost(text->size(), most, echo, member);
    }
}

std::optional<std::int32_t> narrow(std::optional<std::int64_t> value) {
    return value ? std::optional(static_cast<std::int32_t>(*value)) : std::nullopt;
}

}  // namespace

DecodedRequest decodeExecuteStatement(const Members& members) {
    operations::ExecuteStatementInput input;
    const EnumTexts texts(members);
    auto statement = readStatement(members);
    input.nextToken = members.text("NextToken");
    input.limit = narrow(members.integer("Limit"));
    if (members.failure()) {
        return members.failure().error();
    }
    Constraints constraints(Framework::Old);
    checkStatement(statement, constraints);
    checkLength(input.nextToken, limits::nextTokenBytesMax, "nextToken", constraints);
    input.returnConsumedCapacity = checkConsumedCapacity(texts, constraints);
    constraints.atLeast(input.limit, 1, "limit");
    input.returnItemOnConditionFailure = checkOnConditionFailure(statement, constraints);
    if (constraints.broken()) {
        return constraints.error();
    }
    if (statement.parameterProblem) {
        return *std::move(statement.parameterProblem);
    }
    input.statement = *std::move(statement.text);
    input.parameters = std::move(statement.parameters);
    input.consistentRead = statement.consistentRead;
    return operations::Request(std::move(input));
}

DecodedRequest decodeBatchExecuteStatement(const Members& members) {
    operations::BatchExecuteStatementInput input;
    const EnumTexts texts(members);
    const auto list = members.array("Statements");
    auto statements = readStatements(list, "BatchStatementRequest", members.failure());
    if (members.failure()) {
        return members.failure().error();
    }
    Constraints constraints(Framework::Old);
    checkList(list, limits::batchStatementsMax, "statements", constraints);
    checkStatements(statements, "statements", constraints);
    input.returnConsumedCapacity = checkConsumedCapacity(texts, constraints);
    if (constraints.broken()) {
        return constraints.error();
    }
    for (auto& statement : statements) {
        input.statements.push_back({*std::move(statement.text), std::move(statement.parameters),
                                    statement.consistentRead,
                                    std::move(statement.parameterProblem)});
    }
    return operations::Request(std::move(input));
}

DecodedRequest decodeExecuteTransaction(const Members& members) {
    operations::ExecuteTransactionInput input;
    const EnumTexts texts(members);
    const auto list = members.array("TransactStatements");
    input.clientRequestToken = members.text("ClientRequestToken");
    auto statements = readStatements(list, "ParameterizedStatement", members.failure());
    if (members.failure()) {
        return members.failure().error();
    }
    Constraints constraints(Framework::Old);
    checkList(list, limits::transactItemsMax, "transactStatements", constraints);
    const auto returnsItem = checkStatements(statements, "transactStatements", constraints);
    checkLength(input.clientRequestToken, limits::clientRequestTokenMax, "clientRequestToken",
                constraints);
    input.returnConsumedCapacity = checkConsumedCapacity(texts, constraints);
    if (constraints.broken()) {
        return constraints.error();
    }
    for (std::size_t i = 0; i < statements.size(); ++i) {
        auto& statement = statements[i];
        input.statements.push_back({*std::move(statement.text), std::move(statement.parameters),
                                    returnsItem[i], std::move(statement.parameterProblem)});
    }
    return operations::Request(std::move(input));
}

DecodedRequest decodeExplainStatement(const Members& members) {
    operations::ExplainStatementInput input;
    auto statement = readStatement(members);
    if (members.failure()) {
        return members.failure().error();
    }
    Constraints constraints(Framework::Old);
    checkStatement(statement, constraints);
    if (constraints.broken()) {
        return constraints.error();
    }
    if (statement.parameterProblem) {
        return *std::move(statement.parameterProblem);
    }
    input.statement = *std::move(statement.text);
    input.parameters = std::move(statement.parameters);
    input.consistentRead = statement.consistentRead;
    return operations::Request(std::move(input));
}

}  // namespace engine::wire
