#include "engine/operations/statement_write.h"

#include "engine/operations/updated_item.h"

namespace engine::operations {

namespace {

ItemWriteRequest requestOf(const WriteStatement& statement,
                           const StatementWrite::Options& options) {
    const auto& action = statement.action;
    ItemWriteRequest request;
    request.tableName = action.tableName;
    request.table = action.table;
    request.key = action.key;
    request.partitionKeyValue = action.keyAttributes.at(action.table->partitionKey.name);
    request.condition = action.condition;
    request.collectionBytes = action.collectionBytes;
    request.returnValues = statement.returnValues;
    request.returnConsumedCapacity = options.returnConsumedCapacity;
    request.returnItemOnConditionFailure = options.returnItemOnConditionFailure;
    return request;
}

}  // namespace

StatementWrite::StatementWrite(WriteStatement statement, Options options)
    : ItemWrite(requestOf(statement, options)), m_statement(std::move(statement)) {
}

Result<std::optional<values::ItemView>> StatementWrite::next(
    const std::optional<values::ItemView>& previous, values::EncodedItem& room) const {
    const auto& action = m_statement.action;
    if (action.kind == TransactActionKind::Delete) {
        return std::optional<values::ItemView>();
    }
    if (action.kind == TransactActionKind::Put) {
        if (!previous) {
            return std::optional(action.item.view());
        }
        if (m_statement.ignoresDuplicate) {
            return previous;
        }
        return Error{ErrorKind::DuplicateItem, "Duplicate primary key exists in table", {}};
    }
    auto image = updatedItem(*action.table, action.keyAttributes, action.update, previous);
    if (!image) {
        return std::move(image).error();
    }
    room = *std::move(image);
    return std::optional(room.view());
}

std::optional<values::EncodedItem> StatementWrite::returned() const {
    switch (m_statement.returnValues) {
        case ReturnValues::None: return std::nullopt;
        case ReturnValues::AllOld: return before();
        case ReturnValues::AllNew: return after();
        case ReturnValues::UpdatedOld:
        case ReturnValues::UpdatedNew: break;
    }
    const auto& image = m_statement.returnValues == ReturnValues::UpdatedOld ? before() : after();
    return image ? m_statement.action.update->touched(image->view()) : std::nullopt;
}

StatementWriteResult StatementWrite::result() const {
    return output<StatementWriteResult>(returned());
}

std::size_t StatementWrite::attemptedBytes(const std::optional<values::ItemView>& stored) const {
    const auto& action = m_statement.action;
    if (action.kind != TransactActionKind::Update) {
        return action.item.view().sizeBytes();
    }
    const auto image = updatedItem(*action.table, action.keyAttributes, action.update, stored);
    return image ? image->view().sizeBytes() : 0;
}

Response StatementWrite::response() {
    auto done = result();
    ExecuteStatementOutput output;
    if (done.attributes) {
        output.items.push_back(*std::move(done.attributes));
    }
    output.consumedCapacity = std::move(done.consumedCapacity);
    return output;
}

}  // namespace engine::operations
