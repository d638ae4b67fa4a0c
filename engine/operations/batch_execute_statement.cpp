#include "engine/operations/batch_execute_statement.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/capacity/units.h"
#include "engine/operations/handlers.h"
#include "engine/operations/item_claims.h"
#include "engine/operations/statement_page.h"
#include "engine/operations/statement_write.h"

namespace engine::operations {

namespace {

using partiql::Statement;

std::string codeOf(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::Validation: return "ValidationError";
        case ErrorKind::ResourceNotFound: return "ResourceNotFound";
        case ErrorKind::ConditionalCheckFailed: return "ConditionalCheckFailed";
        case ErrorKind::DuplicateItem: return "DuplicateItem";
        case ErrorKind::TransactionConflict: return "TransactionConflict";
        case ErrorKind::ItemCollectionSizeLimitExceeded: return "ItemCollectionSizeLimitExceeded";
        default: return "InternalServerError";
    }
}

BatchStatementResponse failed(const Error& error) {
    BatchStatementResponse response;
    response.error = BatchStatementError{codeOf(error.kind), error.message};
    return response;
}

// Tables of a batch in the order of the statements.
class BatchCapacity final {
public:
    struct Table {
        std::string name;
        CapacityMeter meter;
        std::optional<ConsumedCapacity> written;
        double failedUnits = 0;  // of writes that were tried: in the total only
        bool anySucceeded = false;
    };

    Table& of(const std::string& tableName) {
        for (auto& table : m_tables) {
            if (schema::tableNameOf(table.name) == schema::tableNameOf(tableName)) {
                return table;
            }
        }
        m_tables.emplace_back().name = tableName;
        return m_tables.back();
    }

    const std::vector<Table>& tables() const { return m_tables; }

private:
    std::vector<Table> m_tables;
};

// Statements with what is wrong with them; those without an error are carried out.
struct BatchPlan {
    std::vector<std::optional<BoundStatement>> bound;
    std::vector<BatchStatementResponse> responses;
    bool hasReads = false;
    bool hasWrites = false;
};

BatchPlan bindAll(const BatchExecuteStatementInput& input) {
    BatchPlan plan;
    plan.responses.resize(input.statements.size());
    for (std::size_t i = 0; i < input.statements.size(); ++i) {
        const auto& request = input.statements[i];
        auto& slot = plan.bound.emplace_back();
        auto bound = request.parameterProblem
                         ? Result<BoundStatement>(*request.parameterProblem)
                         : bindStatement({request.statement, request.parameters});
        if (!bound) {
            plan.responses[i] = failed(bound.error());
            continue;
        }
        if (bound->statement.kind == Statement::Kind::Exists) {
            plan.responses[i] = failed(existsIsForTransactions());
            continue;
        }
        (bound->statement.isRead() ? plan.hasReads : plan.hasWrites) = true;
        slot = *std::move(bound);
    }
    return plan;
}

Error severalOnOneKey() {
    return Error::validation("Provided list of item keys contains duplicates");
}

// A SELECT of one whole primary key.
struct KeyedRead {
    ReadStatement read;
    schema::PrimaryKey key;
};

Result<KeyedRead> prepareKeyedRead(const Context& context, const BoundStatement& bound,
                                   const ReadStatementOptions& options) {
    auto read = prepareRead(context, bound, options);
    if (!read) {
        return std::move(read).error();
    }
    const auto attributes = singleKey(*read);
    if (!attributes) {
        return Error::validation(
            "Select statements within BatchExecuteStatement must specify the primary key in the "
            "where clause.");
    }
    auto key = schema::lookupKey(*read->target.table, *attributes);
    if (!key) {
        return std::move(key).error();
    }
    return KeyedRead{*std::move(read), *std::move(key)};
}

class BatchReads final {
public:
    BatchReads(const Context& context, const BatchExecuteStatementInput& input, BatchPlan plan)
        : m_context(context), m_input(input), m_plan(std::move(plan)) {}

    Result<Response> run() {
        m_reads.resize(m_plan.bound.size());
        if (auto prepared = prepareAll(); !prepared) {
            return std::move(prepared).error();
        }
        const auto snapshot = beginRead(m_context, m_input.asOf);
        if (!snapshot) {
            return snapshot.error();
        }
        BatchExecuteStatementOutput output;
        output.responses = std::move(m_plan.responses);
        for (std::size_t i = 0; i < m_reads.size(); ++i) {
            if (!m_reads[i]) {
                continue;
            }
            if (auto done = readOne(**snapshot, i, output.responses[i]); !done) {
                return std::move(done).error();
            }
        }
        for (const auto& table : m_capacity.tables()) {
            if (auto consumed = table.meter.report(m_input.returnConsumedCapacity, table.name)) {
                output.consumedCapacity.push_back(*std::move(consumed));
            }
        }
        return Response(std::move(output));
    }

private:
    Result<void> prepareAll() {
        std::set<ItemClaims::Item> seen;
        for (std::size_t i = 0; i < m_plan.bound.size(); ++i) {
            if (!m_plan.bound[i]) {
                continue;
            }
            auto read = prepareKeyedRead(m_context, *m_plan.bound[i], optionsOf(i));
            if (!read) {
                m_plan.responses[i] = failed(read.error());
                continue;
            }
            if (!seen.emplace(read->read.target.table->number, read->key).second) {
                return severalOnOneKey();
            }
            m_reads[i] = *std::move(read);
        }
        return {};
    }

    ReadStatementOptions optionsOf(std::size_t i) const {
        return {.consistentRead = m_input.statements[i].consistentRead, .asOf = m_input.asOf};
    }

    Result<void> readOne(storage::ReadTransaction& snapshot, std::size_t i,
                         BatchStatementResponse& response) {
        const auto& [read, key] = *m_reads[i];
        const auto item = snapshot.getItem(read.target.table->number, key);
        if (!item) {
            return item.error();
        }
        response.tableName = read.tableName;
        if (*item) {
            response.item = read.columns.apply(**item);
        }
        m_capacity.of(read.tableName)
            .meter.addTable(capacity::readUnits(*item ? (*item)->sizeBytes() : 0,
                                                m_input.statements[i].consistentRead
                                                    ? capacity::Consistency::Strong
                                                    : capacity::Consistency::Eventual));
        return {};
    }

    const Context& m_context;
    const BatchExecuteStatementInput& m_input;
    BatchPlan m_plan;
    std::vector<std::optional<KeyedRead>> m_reads;
    BatchCapacity m_capacity;
};

// The writes of a batch in one write transaction. One that fails leaves the others alone.
class BatchStatementWrite final : public PendingWrite {
public:
    BatchStatementWrite(std::vector<BatchStatementResponse> responses,
                        std::vector<std::unique_ptr<StatementWrite>> writes)
        : m_responses(std::move(responses)), m_writes(std::move(writes)) {}

    Result<void> begin(ItemClaims& claims) override {
        for (std::size_t i = 0; i < m_writes.size(); ++i) {
            if (m_writes[i] == nullptr) {
                continue;
            }
            if (auto begun = m_writes[i]->begin(claims); !begun) {
                m_responses[i] = failed(begun.error());
                m_writes[i].reset();
            }
        }
        return {};
    }

    Result<void> apply(storage::WriteTransaction& transaction) override {
        m_errors.assign(m_writes.size(), std::nullopt);
        m_attemptedBytes.assign(m_writes.size(), 0);
        // What cannot be read is found before anything is changed.
        for (std::size_t i = 0; i < m_writes.size(); ++i) {
            if (m_writes[i] == nullptr) {
                continue;
            }
            const auto& action = m_writes[i]->action();
            const auto stored = transaction.getItem(action.table->number, action.key);
            if (!stored) {
                return stored.error();
            }
            m_attemptedBytes[i] = std::max(*stored ? (*stored)->sizeBytes() : 0,
                                           m_writes[i]->attemptedBytes(*stored));
        }
        for (std::size_t i = 0; i < m_writes.size(); ++i) {
            if (m_writes[i] == nullptr) {
                continue;
            }
            auto applied = m_writes[i]->apply(transaction);
            if (applied) {
                continue;
            }
            if (codeOf(applied.error().kind) == "InternalServerError") {
                return applied;
            }
            m_errors[i] = std::move(applied).error();
        }
        return {};
    }

protected:
    Response response() override {
        BatchExecuteStatementOutput output;
        BatchCapacity capacity;
        for (std::size_t i = 0; i < m_writes.size(); ++i) {
            if (m_writes[i] != nullptr) {
                finishOne(i, capacity);
            }
        }
        for (const auto& table : capacity.tables()) {
            if (table.anySucceeded && table.written) {
                output.consumedCapacity.push_back(*table.written);
                output.consumedCapacity.back().capacityUnits += table.failedUnits;
            }
        }
        output.responses = std::move(m_responses);
        return output;
    }

private:
    void finishOne(std::size_t i, BatchCapacity& capacity) {
        auto& response = m_responses[i];
        const auto& tableName = m_writes[i]->action().tableName;
        auto& table = capacity.of(tableName);
        if (m_errors[i]) {
            response = failed(*m_errors[i]);
            table.failedUnits += capacity::writeUnits(m_attemptedBytes[i]);
            const auto kind = m_errors[i]->kind;
            if (kind == ErrorKind::ConditionalCheckFailed || kind == ErrorKind::DuplicateItem) {
                response.tableName = tableName;
            }
            return;
        }
        auto done = m_writes[i]->result();
        response.tableName = tableName;
        response.item = std::move(done.attributes);
        table.anySucceeded = true;
        addConsumed(done.consumedCapacity, table.written);
    }

    std::vector<BatchStatementResponse> m_responses;
    std::vector<std::unique_ptr<StatementWrite>> m_writes;
    // Of the last apply().
    std::vector<std::optional<Error>> m_errors;
    std::vector<std::size_t> m_attemptedBytes;
};

PreparedStatement prepareWrites(const Context& context, const BatchExecuteStatementInput& input,
                                BatchPlan plan) {
    std::set<ItemClaims::Item> seen;
    std::vector<std::unique_ptr<StatementWrite>> writes(plan.bound.size());
    for (std::size_t i = 0; i < plan.bound.size(); ++i) {
        if (!plan.bound[i]) {
            continue;
        }
        auto write = prepareWrite(context, *plan.bound[i]);
        if (!write) {
            plan.responses[i] = failed(write.error());
            continue;
        }
        if (!seen.emplace(write->action.table->number, write->action.key).second) {
            return severalOnOneKey();
        }
        writes[i] = std::make_unique<StatementWrite>(
            *std::move(write),
            StatementWrite::Options{.returnConsumedCapacity = input.returnConsumedCapacity,
                                    .returnItemOnConditionFailure = false});
    }
    return PreparedStatement::Value(
        std::make_unique<BatchStatementWrite>(std::move(plan.responses), std::move(writes)));
}

}  // namespace

PreparedStatement prepareBatchExecuteStatement(const Context& context,
                                               const BatchExecuteStatementInput& input) {
    auto plan = bindAll(input);
    if (plan.hasReads && plan.hasWrites) {
        return Error::validation(
            "Read and write requests together in the same batch is not supported.");
    }
    if (plan.hasWrites) {
        return input.asOf ? PreparedStatement(writesToThePast())
                          : prepareWrites(context, input, std::move(plan));
    }
    auto output = BatchReads(context, input, std::move(plan)).run();
    return output ? PreparedStatement(PreparedStatement::Value(*std::move(output)))
                  : std::move(output).error();
}

}  // namespace engine::operations
