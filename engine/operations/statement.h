#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/operations/context.h"
#include "engine/operations/read_target.h"
#include "engine/operations/transact_action.h"
#include "engine/partiql/lowering.h"
#include "engine/partiql/read_plan.h"
#include "engine/partiql/statement.h"

// PartiQL statements, as far as they go before data is read: what ExecuteStatement,
// BatchExecuteStatement, ExecuteTransaction and ExplainStatement share. Error texts and their
// order: facts/partiql.md section 7.
namespace engine::operations {

// A statement as it was sent.
struct StatementText {
    std::string text;
    std::vector<values::AttributeValue> parameters;
};

// Parsed, with its parameters put in, and compiled.
struct BoundStatement {
    partiql::Statement statement;
    std::optional<expressions::Condition> condition;
    std::optional<expressions::Update> update;
    partiql::Columns columns;
    // What is wrong with it whatever the table is; told after the refusal of some indexes.
    std::optional<Error> problem;
};

// Errors: syntax, literals, parameters.
Result<BoundStatement> bindStatement(const StatementText& text);

struct ReadStatement {
    std::string tableName;  // as the statement names it
    ReadTarget target;
    partiql::ReadPlan plan;
    partiql::Columns columns;
    CompiledExpressions compiled;  // filter, and the attributes that the columns need
};

struct ReadStatementOptions {
    bool consistentRead = false;
    std::optional<Timestamp> asOf;
};
Result<ReadStatement> prepareRead(const Context& context, const BoundStatement& bound,
                                  const ReadStatementOptions& options);
// The key of a read that names exactly one item; nullopt for any other.
std::optional<values::AttributeMap> singleKey(const ReadStatement& read);

struct WriteStatement {
    TransactAction action;
    std::optional<partiql::Expression> asked;  // the condition as it was written
    ReturnValues returnValues = ReturnValues::None;
    bool ignoresDuplicate = false;
};
Error existsIsForTransactions();  // "EXISTS can only be used in ..."
// INSERT, UPDATE and DELETE; EXISTS as a condition check.
Result<WriteStatement> prepareWrite(const Context& context, const BoundStatement& bound);

}  // namespace engine::operations
