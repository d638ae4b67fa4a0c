#include "engine/operations/execute_transaction.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/base/bytes.h"
#include "engine/base/limits.h"
#include "engine/operations/handlers.h"
#include "engine/operations/statement.h"
#include "engine/operations/transact_get.h"
#include "engine/operations/transact_write.h"

namespace engine::operations {

namespace {

using partiql::Statement;

// Faults of one statement are told with its number; what is not about the statement stays as it is.
Error inStatement(std::size_t number, Error error) {
    if (error.kind == ErrorKind::Validation) {
        error.message = "Validation failed in TransactStatements[" + std::to_string(number) +
                        "]: " + error.message;
    }
    return error;
}

// Faults of keys cancel the transaction, and all statements that have one are told.
bool isKeyFault(const Error& error) {
    return error.message.starts_with("Key attribute should be present in the item:") ||
           error.message.starts_with("Key attribute's data type should match its data type in");
}

class KeyFaults final {
public:
    explicit KeyFaults(std::size_t count) : m_reasons(count) {}
    void add(std::size_t number, const Error& error) {
        m_reasons[number] = {"ValidationError", error.message, {}};
        m_any = true;
    }
    std::optional<Error> take() {
        return m_any ? std::optional(Error::transactionCanceled(std::move(m_reasons)))
                     : std::nullopt;
    }

private:
    std::vector<CancellationReason> m_reasons;
    bool m_any = false;
};

Result<std::vector<BoundStatement>> bindAll(const ExecuteTransactionInput& input) {
    std::vector<BoundStatement> all;
    for (std::size_t i = 0; i < input.statements.size(); ++i) {
        const auto& statement = input.statements[i];
        auto bound = statement.parameterProblem
                         ? Result<BoundStatement>(*statement.parameterProblem)
                         : bindStatement({statement.statement, statement.parameters});
        if (bound && bound->statement.returning) {
            bound = Error::validation("RETURNING clause is not supported in ExecuteTransaction.");
        }
        if (!bound) {
            return inStatement(i, std::move(bound).error());
        }
        all.push_back(*std::move(bound));
    }
    return all;
}

struct PreparedGet {
    TransactGet get;
    partiql::Columns columns;
};

Result<PreparedGet> prepareGet(const Context& context, const BoundStatement& bound,
                               std::optional<Timestamp> asOf) {
    auto read = prepareRead(context, bound, {.consistentRead = false, .asOf = asOf});
    if (!read) {
        return std::move(read).error();
    }
    if (read->target.index != nullptr) {
        return Error::validation("Reads on indices are not supported within transactions.");
    }
    const auto attributes = singleKey(*read);
    if (!attributes) {
        return Error::validation(
            "Select statements within ExecuteTransaction must specify the primary key in the where "
            "clause.");
    }
    auto key = schema::lookupKey(*read->target.table, *attributes);
    if (!key) {
        return std::move(key).error();
    }
    return PreparedGet{{read->tableName, read->target.table, *std::move(key),
                        std::move(read->compiled.projection)},
                       std::move(read->columns)};
}

Result<ExecuteTransactionOutput> readAll(const Context& context,
                                         const ExecuteTransactionInput& input,
                                         const std::vector<BoundStatement>& all) {
    std::vector<TransactGet> gets;
    std::vector<partiql::Columns> columns;
    KeyFaults faults(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto prepared = prepareGet(context, all[i], input.asOf);
        if (prepared) {
            gets.push_back(std::move(prepared->get));
            columns.push_back(std::move(prepared->columns));
        } else if (isKeyFault(prepared.error())) {
            faults.add(i, prepared.error());
        } else {
            return inStatement(i, std::move(prepared).error());
        }
    }
    if (auto cancelled = faults.take()) {
        return *std::move(cancelled);
    }
    auto outcome = transactGet(context, gets, input.returnConsumedCapacity, input.asOf);
    if (!outcome) {
        return std::move(outcome).error();
    }
    ExecuteTransactionOutput output;
    output.consumedCapacity = std::move(outcome->consumedCapacity);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto& item = outcome->items[i];
        auto row = item ? std::optional(columns[i].apply(item->view())) : std::nullopt;
        // A row of nothing is no item, as in TransactGetItems.
        output.items.push_back(row && row->view().count() > 0 ? std::move(row) : std::nullopt);
    }
    return output;
}

Result<TransactAction> prepareAction(const Context& context, const BoundStatement& bound) {
    const bool isCheck = bound.statement.kind == Statement::Kind::Exists;
    if (isCheck && bound.statement.source.index) {
        return Error::validation("Operations on indices are not supported in transactions");
    }
    auto write = prepareWrite(context, bound);
    const bool isOpen =
        !write && write.error().message.starts_with("Where clause does not contain a mandatory");
    if (isCheck && (isOpen || (write && !write->asked))) {
        return Error::validation(
            "EXISTS() must contain a single item read with additional condition");
    }
    if (!write) {
        return std::move(write).error();
    }
    return std::move(write->action);
}

Result<std::vector<TransactAction>> prepareActions(const Context& context,
                                                   const ExecuteTransactionInput& input,
                                                   const std::vector<BoundStatement>& all) {
    std::vector<TransactAction> actions;
    KeyFaults faults(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto action = prepareAction(context, all[i]);
        if (action) {
            action->returnItemOnConditionFailure = input.statements[i].returnItemOnConditionFailure;
            actions.push_back(*std::move(action));
        } else if (isKeyFault(action.error())) {
            faults.add(i, action.error());
        } else {
            return inStatement(i, std::move(action).error());
        }
    }
    if (auto cancelled = faults.take()) {
        return *std::move(cancelled);
    }
    std::set<ItemClaims::Item> targets;
    for (const auto& action : actions) {
        if (!targets.emplace(action.table->number, action.key).second) {
            return severalOnOneItem();
        }
    }
    return actions;
}

// What the request means: its texts, and its parameters whatever the form of their numbers.
std::string meaningOf(const ExecuteTransactionInput& input) {
    std::string text;
    ByteWriter writer(text);
    writer.u8(static_cast<std::uint8_t>(input.returnConsumedCapacity));
    for (const auto& statement : input.statements) {
        writer.sized(statement.statement);
        writer.varint(statement.parameters.size());
        for (const auto& parameter : statement.parameters) {
            values::appendValue(parameter, text);
        }
        writer.u8(statement.returnItemOnConditionFailure ? 1 : 0);
    }
    return text;
}

class ExecuteTransactionWork final : public TransactWrite {
public:
    using TransactWrite::TransactWrite;

protected:
    Response response() override {
        return ExecuteTransactionOutput{{}, outcome().consumedCapacity};
    }
};

PreparedStatement writeAll(const Context& context, const ExecuteTransactionInput& input,
                           const std::vector<BoundStatement>& all) {
    auto actions = prepareActions(context, input, all);
    if (!actions) {
        return std::move(actions).error();
    }
    TransactWriteRequest request;
    request.actions = *std::move(actions);
    request.returnConsumedCapacity = input.returnConsumedCapacity;
    if (input.clientRequestToken) {
        request.token.emplace("ExecuteTransaction", *input.clientRequestToken, meaningOf(input));
    }
    auto work = std::make_unique<ExecuteTransactionWork>(std::move(request));
    if (auto looked = TransactWrite::lookUpToken(context, *work); !looked) {
        return std::move(looked).error();
    }
    return PreparedStatement::Value(std::move(work));
}

}  // namespace

PreparedStatement prepareExecuteTransaction(const Context& context,
                                            const ExecuteTransactionInput& input) {
    const auto all = bindAll(input);
    if (!all) {
        return all.error();
    }
    const auto readCount = std::count_if(all->begin(), all->end(), [](const BoundStatement& bound) {
        return bound.statement.isRead();
    });
    if (readCount > 0 && readCount < static_cast<std::ptrdiff_t>(all->size())) {
        return Error::validation(
            "ExecuteTransaction API does not support both read and write operations in the same "
            "request.");
    }
    if (readCount == 0) {
        return input.asOf ? PreparedStatement(writesToThePast()) : writeAll(context, input, *all);
    }
    auto output = readAll(context, input, *all);
    return output ? PreparedStatement(PreparedStatement::Value(Response(*std::move(output))))
                  : std::move(output).error();
}

}  // namespace engine::operations
