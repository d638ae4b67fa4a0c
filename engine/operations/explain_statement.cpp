#include "engine/operations/explain_statement.h"

#include <algorithm>
#include <utility>

#include "engine/capacity/units.h"
#include "engine/operations/handlers.h"
#include "engine/operations/index_maintenance.h"
#include "engine/operations/statement_page.h"
#include "engine/operations/updated_item.h"
#include "engine/partiql/printer.h"

namespace engine::operations {

namespace {

using partiql::ReadPlan;
using partiql::Statement;

std::string readOperation(ReadPlan::Kind kind) {
    switch (kind) {
        case ReadPlan::Kind::GetItem: return "GetItem";
        case ReadPlan::Kind::Query: return "Query";
        case ReadPlan::Kind::Scan: break;
    }
    return "Scan";
}

std::string keyConditionText(const std::vector<expressions::KeyClause>& clauses) {
    std::string text;
    for (const auto& clause : clauses) {
        text.append(text.empty() ? "" : " AND ").append(partiql::print(clause));
    }
    return text;
}

// A scan reads all there is, which is counted already.
Result<StatementEstimate> estimateScan(const Context& context, const ReadStatement& read,
                                       const ExplainStatementInput& input) {
    const auto snapshot = beginRead(context, input.asOf);
    if (!snapshot) {
        return snapshot.error();
    }
    const auto* index = read.target.index;
    const auto counts =
        (*snapshot)->counts(read.target.table->number, index != nullptr ? index->number : 0);
    if (!counts) {
        return counts.error();
    }
    StatementEstimate estimate;
    estimate.items = counts->items;
    estimate.bytes = counts->bytes;
    estimate.capacityUnits =
        capacity::readUnits(counts->bytes, input.consistentRead ? capacity::Consistency::Strong
                                                                : capacity::Consistency::Eventual);
    return estimate;
}

Result<StatementEstimate> estimateKeyed(const Context& context, const ReadStatement& read,
                                        const ExplainStatementInput& input) {
    const auto page =
        readStatementPage(context, {.read = read,
                                    .limit = std::nullopt,
                                    .consistentRead = input.consistentRead,
                                    .returnConsumedCapacity = ReturnConsumedCapacity::Total,
                                    .asOf = input.asOf,
                                    .start = {}});
    if (!page) {
        return page.error();
    }
    StatementEstimate estimate;
    estimate.items = static_cast<std::uint64_t>(page->scannedCount);
    estimate.bytes = page->scannedBytes;
    estimate.capacityUnits = page->consumedCapacity ? page->consumedCapacity->capacityUnits : 0;
    estimate.isComplete = !page->next;
    return estimate;
}

Result<ExplainStatementOutput> explainRead(const Context& context, const BoundStatement& bound,
                                           const ExplainStatementInput& input) {
    const auto read =
        prepareRead(context, bound, {.consistentRead = input.consistentRead, .asOf = input.asOf});
    if (!read) {
        return read.error();
    }
    ExplainStatementOutput output;
    output.operation = readOperation(read->plan.kind);
    output.tableName = read->target.table->name;
    if (read->target.index != nullptr) {
        output.indexName = read->target.index->name;
    }
    for (const auto& keyRead : read->plan.reads) {
        output.keyConditions.push_back(keyConditionText(keyRead.clauses));
    }
    if (read->plan.filter) {
        output.filter = partiql::print(*read->plan.filter);
    }
    for (const auto& column : bound.statement.columns) {
        output.columns.push_back(partiql::print(column));
    }
    output.scanIndexForward = read->plan.forward;
    CompiledExpressions needed;
    needed.projection = read->compiled.projection;
    output.fetchesFromTable = fetchesFromTable(read->target, std::nullopt, needed);
    auto estimate = read->plan.kind == ReadPlan::Kind::Scan ? estimateScan(context, *read, input)
                                                            : estimateKeyed(context, *read, input);
    if (!estimate) {
        return std::move(estimate).error();
    }
    output.estimate = *estimate;
    return output;
}

// The images that the write would leave now. Of a write whose condition fails, nothing changes but
// the stored item is still paid for.
Result<StatementEstimate> estimateWrite(const Context& context, const TransactAction& action) {
    const auto snapshot = context.database.beginRead();
    if (!snapshot) {
        return snapshot.error();
    }
    const auto stored = (*snapshot)->getItem(action.table->number, action.key);
    if (!stored) {
        return stored.error();
    }
    ItemImages images;
    images.before = *stored;
    values::EncodedItem room;
    const bool isStopped =
        action.isInsert
            ? stored->has_value()
            : action.condition && !action.condition->matches(stored->value_or(values::ItemView()));
    if (isStopped) {
        images.after = images.before;
    } else if (action.kind == TransactActionKind::Put) {
        images.after = action.item.view();
    } else if (action.kind == TransactActionKind::Update) {
        auto image = updatedItem(*action.table, action.keyAttributes, action.update, *stored);
        if (!image) {
            return std::move(image).error();
        }
        room = *std::move(image);
        images.after = room.view();
    }
    CapacityMeter meter;
    chargeWrite(*action.table, images, planIndexWork(*action.table, images), meter);
    StatementEstimate estimate;
    estimate.items = isStopped || (!images.before && !images.after) ? 0 : 1;
    estimate.bytes = std::max(images.before ? images.before->sizeBytes() : 0,
                              images.after ? images.after->sizeBytes() : 0);
    estimate.capacityUnits =
        meter.report(ReturnConsumedCapacity::Total, action.tableName)->capacityUnits;
    return estimate;
}

std::string writeOperation(TransactActionKind kind) {
    switch (kind) {
        case TransactActionKind::Put: return "PutItem";
        case TransactActionKind::Update: return "UpdateItem";
        case TransactActionKind::Delete: return "DeleteItem";
        case TransactActionKind::ConditionCheck: break;
    }
    return "ConditionCheck";
}

Result<ExplainStatementOutput> explainWrite(const Context& context, const BoundStatement& bound) {
    const auto write = prepareWrite(context, bound);
    if (!write) {
        return write.error();
    }
    const auto& action = write->action;
    ExplainStatementOutput output;
    output.operation = writeOperation(action.kind);
    output.tableName = action.table->name;
    std::vector<expressions::KeyClause> key;
    for (const auto& [name, value] : action.keyAttributes) {
        key.push_back({name, expressions::KeyOperator::Equal, value, {}});
    }
    output.keyConditions.push_back(keyConditionText(key));
    if (write->asked) {
        output.condition = partiql::print(*write->asked);
    }
    auto estimate = estimateWrite(context, action);
    if (!estimate) {
        return std::move(estimate).error();
    }
    output.estimate = *estimate;
    return output;
}

}  // namespace

Result<ExplainStatementOutput> explainStatement(const Context& context,
                                                const ExplainStatementInput& input) {
    const auto bound = bindStatement({input.statement, input.parameters});
    if (!bound) {
        return bound.error();
    }
    if (bound->statement.isRead()) {
        return explainRead(context, *bound, input);
    }
    if (bound->statement.kind == Statement::Kind::Exists) {
        return existsIsForTransactions();
    }
    return input.asOf ? Result<ExplainStatementOutput>(writesToThePast())
                      : explainWrite(context, *bound);
}

}  // namespace engine::operations
