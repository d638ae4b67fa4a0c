#include "engine/operations/execute_statement.h"

#include <utility>

#include "engine/operations/handlers.h"
#include "engine/operations/statement_page.h"
#include "engine/operations/statement_write.h"

namespace engine::operations {

namespace {

Result<ExecuteStatementOutput> readStatement(const Context& context,
                                             const ExecuteStatementInput& input,
                                             const BoundStatement& bound,
                                             const StatementText& text) {
    const auto read =
        prepareRead(context, bound, {.consistentRead = input.consistentRead, .asOf = input.asOf});
    if (!read) {
        return read.error();
    }
    StatementPageRequest request{.read = *read,
                                 .limit = input.limit,
                                 .consistentRead = input.consistentRead,
                                 .returnConsumedCapacity = input.returnConsumedCapacity,
                                 .asOf = input.asOf,
                                 .start = {}};
    if (input.nextToken) {
        auto position = decodeNextToken(text, *input.nextToken);
        if (!position) {
            return std::move(position).error();
        }
        request.start = *std::move(position);
    }
    auto page = readStatementPage(context, request);
    if (!page) {
        return std::move(page).error();
    }
    ExecuteStatementOutput output;
    output.items = std::move(page->items);
    output.consumedCapacity = std::move(page->consumedCapacity);
    if (page->next) {
        output.nextToken = encodeNextToken(text, *page->next);
        output.lastEvaluatedKey = std::move(page->next->key);
    }
    return output;
}

}  // namespace

PreparedStatement prepareExecuteStatement(const Context& context, ExecuteStatementInput input) {
    const StatementText text{std::move(input.statement), std::move(input.parameters)};
    const auto bound = bindStatement(text);
    if (!bound) {
        return bound.error();
    }
    if (bound->statement.isRead()) {
        auto output = readStatement(context, input, *bound, text);
        return output ? PreparedStatement(PreparedStatement::Value(Response(*std::move(output))))
                      : std::move(output).error();
    }
    if (bound->statement.kind == partiql::Statement::Kind::Exists) {
        return existsIsForTransactions();
    }
    if (input.asOf) {
        return writesToThePast();
    }
    auto write = prepareWrite(context, *bound);
    if (!write) {
        return std::move(write).error();
    }
    return PreparedStatement::Value(std::make_unique<StatementWrite>(
        *std::move(write),
        StatementWrite::Options{
            .returnConsumedCapacity = input.returnConsumedCapacity,
            .returnItemOnConditionFailure = input.returnItemOnConditionFailure}));
}

Error writesToThePast() {
    return Error::validation(
        "The header X-Tidemark-As-Of is for reads of items; it has no meaning for statements that "
        "write");
}

}  // namespace engine::operations
