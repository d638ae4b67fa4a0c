#include "engine/operations/statement.h"

#include <utility>

#include "engine/operations/item_collection.h"
#include "engine/operations/item_size.h"
#include "engine/operations/updated_item.h"
#include "engine/partiql/binder.h"
#include "engine/partiql/item_key.h"
#include "engine/partiql/parser.h"

namespace engine::operations {

namespace {

using partiql::Statement;
using values::AttributeMap;

bool isWrite(const Statement& statement) {
    return statement.kind != Statement::Kind::Select && statement.kind != Statement::Kind::Exists;
}

std::string returningText(const partiql::Returning& returning) {
    return std::string(returning.modifiedOnly ? "MODIFIED" : "ALL") +
           (returning.newImage ? " NEW *" : " OLD *");
}

Result<void> checkSource(const Statement& statement) {
    const auto& source = statement.source;
    if (source.index && isWrite(statement)) {
        return Error::validation("This operation is not supported on an index");
    }
    if (schema::tableNameOf(source.table) == source.table &&
        schema::tableNameProblem(source.table)) {
        return Error::validation(
            "Table name should be within the length [3, 255] and only contain 'a-z', 'A-Z', '0-9', "
            "'-', '_', '.'.");
    }
    return {};
}

Result<void> checkReturning(const Statement& statement) {
    const auto& returning = statement.returning;
    const bool allowed = !returning || statement.kind != Statement::Kind::Delete ||
                         (!returning->modifiedOnly && !returning->newImage);
    if (allowed) {
        return {};
    }
    return Error::validation("Invalid returning clause: RETURNING " + returningText(*returning) +
                             ". Only RETURNING ALL OLD * is allowed in DELETE statements.");
}

// Everything that needs no table.
Result<void> compileParts(BoundStatement& bound) {
    const auto& statement = bound.statement;
    if (statement.refusal) {
        return Error::validation(*statement.refusal);
    }
    for (auto* check : {&checkSource, &checkReturning}) {
        if (auto checked = check(statement); !checked) {
            return checked;
        }
    }
    auto columns = partiql::Columns::compile(statement.columns);
    if (!columns) {
        return std::move(columns).error();
    }
    bound.columns = *std::move(columns);
    if (!statement.assignments.empty()) {
        auto update = partiql::compileUpdate(statement.assignments);
        if (!update) {
            return std::move(update).error();
        }
        bound.update = *std::move(update);
    }
    if (statement.where) {
        auto condition = partiql::compileCondition(*statement.where);
        if (!condition) {
            return std::move(condition).error();
        }
        bound.condition = *std::move(condition);
    }
    return {};
}

// PartiQL reads an index by one partition key and one sort key attribute.
bool hasSeveralKeyAttributes(const schema::Index* index) {
    return index != nullptr && (index->partitionKey.size() > 1 || index->sortKey.size() > 1);
}

Result<ReadTarget> findTarget(const Context& context, const BoundStatement& bound,
                              const ReadStatementOptions& options) {
    const auto& source = bound.statement.source;
    auto table = findTable(context, source.table, options.asOf);
    ReadTarget target;
    if (table) {
        target.table = *table;
        target.index = source.index ? target.table->findIndex(*source.index) : nullptr;
    }
    if (hasSeveralKeyAttributes(target.index)) {
        return Error::validation(
            "PartiQL statements cannot be executed on tables with multi-attribute HASH keys or "
            "multi-attribute RANGE keys.");
    }
    if (bound.problem) {
        return *bound.problem;
    }
    if (!table) {
        return std::move(table).error();
    }
    if (source.index &&
        (target.index == nullptr || target.index->state == schema::IndexState::Deleting)) {
        return Error::validation("The table does not have the specified index");
    }
    if (target.index != nullptr && target.index->state == schema::IndexState::Backfilling) {
        return Error::validation("Cannot read from backfilling global secondary index: " +
                                 target.index->name);
    }
    if (target.index != nullptr && target.index->global && options.consistentRead) {
        return Error::validation(
            "Strongly consistent read is not supported on Global Secondary Indexes");
    }
    return target;
}

ReturnValues returnValuesOf(const Statement& statement) {
    if (!statement.returning) {
        return ReturnValues::None;
    }
    if (statement.returning->modifiedOnly) {
        return statement.returning->newImage ? ReturnValues::UpdatedNew : ReturnValues::UpdatedOld;
    }
    return statement.returning->newImage ? ReturnValues::AllNew : ReturnValues::AllOld;
}

Result<void> prepareInsert(const AttributeMap& item, TransactAction& action) {
    const auto& table = *action.table;
    if (item.contains("")) {
        return Error::validation("Empty attribute name");
    }
    if (auto checked = partiql::checkItemKeys(item, table); !checked) {
        return checked;
    }
    auto key = schema::itemKey(table, item);
    if (!key) {
        return std::move(key).error();
    }
    if (auto checked = schema::checkIndexKeys(table, item); !checked) {
        return checked;
    }
    if (auto checked = checkPutSize(table, item); !checked) {
        return checked;
    }
    action.kind = TransactActionKind::Put;
    action.isInsert = true;
    action.key = *std::move(key);
    action.item = values::EncodedItem(item);
    for (const auto& [name, value] : item) {
        if (table.isKeyAttribute(name)) {
            action.keyAttributes.emplace(name, value);
        }
    }
    return {};
}

// An UPDATE never makes an item.
partiql::Expression existenceOf(const std::string& attribute) {
    partiql::Expression path;
    path.kind = partiql::Expression::Kind::Path;
    path.path.elements.emplace_back(attribute);
    partiql::Expression exists;
    exists.kind = partiql::Expression::Kind::Call;
    exists.text = "attribute_exists";
    exists.operands.push_back(std::move(path));
    return exists;
}

std::optional<partiql::Expression> conditionOf(const Statement& statement,
                                               const schema::Table& table,
                                               std::optional<partiql::Expression> asked) {
    if (statement.kind != Statement::Kind::Update) {
        return asked;
    }
    auto exists = existenceOf(table.partitionKey.name);
    if (!asked) {
        return exists;
    }
    partiql::Expression both;
    both.kind = partiql::Expression::Kind::Operation;
    both.op = partiql::Operator::And;
    both.operands.push_back(std::move(exists));
    both.operands.push_back(*std::move(asked));
    return both;
}

TransactActionKind kindOf(const Statement& statement) {
    switch (statement.kind) {
        case Statement::Kind::Update: return TransactActionKind::Update;
        case Statement::Kind::Delete: return TransactActionKind::Delete;
        case Statement::Kind::Insert: return TransactActionKind::Put;
        case Statement::Kind::Select:
        case Statement::Kind::Exists: break;
    }
    return TransactActionKind::ConditionCheck;
}

Result<void> prepareKeyed(const BoundStatement& bound, WriteStatement& write) {
    const auto& statement = bound.statement;
    auto& action = write.action;
    const auto& table = *action.table;
    auto target = partiql::findItemTarget(statement.where, table);
    if (!target) {
        return std::move(target).error();
    }
    auto key = schema::lookupKey(table, target->key);
    if (!key) {
        return std::move(key).error();
    }
    if (bound.update) {
        if (auto checked = checkNoKeyIsUpdated(table, *bound.update); !checked) {
            return checked;
        }
    }
    action.kind = kindOf(statement);
    action.key = *std::move(key);
    action.keyAttributes = std::move(target->key);
    action.update = bound.update;
    write.asked = std::move(target->condition);
    const auto condition = conditionOf(statement, table, write.asked);
    if (!condition) {
        return {};
    }
    auto compiled = partiql::compileCondition(*condition);
    if (!compiled) {
        return std::move(compiled).error();
    }
    action.condition = *std::move(compiled);
    return checkNoPathBelowKeys(table, action.condition->paths());
}

}  // namespace

Result<BoundStatement> bindStatement(const StatementText& text) {
    auto parsed = partiql::parse(text.text);
    if (!parsed) {
        return std::move(parsed).error();
    }
    auto statement = partiql::bind(*std::move(parsed), text.parameters);
    if (!statement) {
        return std::move(statement).error();
    }
    BoundStatement bound;
    bound.statement = *std::move(statement);
    if (auto compiled = compileParts(bound); !compiled) {
        bound.problem = std::move(compiled).error();
    }
    return bound;
}

Result<ReadStatement> prepareRead(const Context& context, const BoundStatement& bound,
                                  const ReadStatementOptions& options) {
    auto target = findTarget(context, bound, options);
    if (!target) {
        return std::move(target).error();
    }
    auto plan = partiql::planRead(bound.statement, *target->table, target->index);
    if (!plan) {
        return std::move(plan).error();
    }
    ReadStatement read;
    read.tableName = bound.statement.source.table;
    read.target = *std::move(target);
    read.plan = *std::move(plan);
    read.columns = bound.columns;
    if (read.plan.filter) {
        auto filter = partiql::compileCondition(*read.plan.filter);
        if (!filter) {
            return std::move(filter).error();
        }
        read.compiled.filter = *std::move(filter);
    }
    if (!read.columns.isStar()) {
        read.compiled.projection = expressions::Projection::ofAttributes(read.columns.attributes());
    }
    return read;
}

std::optional<AttributeMap> singleKey(const ReadStatement& read) {
    if (read.plan.kind != partiql::ReadPlan::Kind::GetItem || read.plan.filter) {
        return std::nullopt;
    }
    AttributeMap key;
    for (const auto& clause : read.plan.reads.front().clauses) {
        key.emplace(clause.attributeName, clause.first);
    }
    return key;
}

Error existsIsForTransactions() {
    return Error::validation("EXISTS can only be used in ExecuteTransaction write requests.");
}

Result<WriteStatement> prepareWrite(const Context& context, const BoundStatement& bound) {
    if (bound.problem) {
        return *bound.problem;
    }
    const auto& statement = bound.statement;
    auto table = findTable(context, statement.source.table);
    if (!table) {
        return std::move(table).error();
    }
    WriteStatement write;
    write.action.tableName = statement.source.table;
    write.action.table = *std::move(table);
    const bool isInsert = statement.kind == Statement::Kind::Insert;
    const auto prepared =
        isInsert ? prepareInsert(*statement.item.value.getIf<AttributeMap>(), write.action)
                 : prepareKeyed(bound, write);
    if (!prepared) {
        return prepared.error();
    }
    const auto collection = collectionBytesFor(context, *write.action.table, write.action.key,
                                               ReturnItemCollectionMetrics::None);
    if (!collection) {
        return collection.error();
    }
    write.action.collectionBytes = *collection;
    write.returnValues = returnValuesOf(statement);
    write.ignoresDuplicate = statement.ignoresDuplicate;
    return write;
}

}  // namespace engine::operations
