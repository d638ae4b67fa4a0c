#include "engine/operations/delete_table.h"

#include <algorithm>
#include <utility>

#include "engine/history/bookmarks.h"
#include "engine/operations/handlers.h"
#include "engine/operations/table_description.h"
#include "engine/operations/table_settings.h"

namespace engine::operations {

namespace {

// The table of an import may go, which ends the import.
Result<void> checkNotBusy(const schema::Table& table) {
    if (table.restore && table.restore->inProgress) {
        return Error::resourceInUse(
            "Attempt to change a resource which is still in use: Table is being created: " +
            table.name);
    }
    const auto isBusy = [](const auto& index) { return index.state != schema::IndexState::Active; };
    if (std::any_of(table.indexes.begin(), table.indexes.end(), isBusy) ||
        std::any_of(table.vectorIndexes.begin(), table.vectorIndexes.end(), isBusy)) {
        return Error::resourceInUse(
            "Attempt to change a resource which is still in use: Cannot delete table while "
            "indexes are being created, updated, or deleted.");
    }
    return {};
}

Result<void> checkNotProtected(const schema::Table& table) {
    if (table.deletionProtection) {
        return Error::validation(
            "Resource cannot be deleted as it is currently protected against deletion. Disable "
            "deletion protection first.");
    }
    return {};
}

class DeleteTableWrite final : public PendingWrite {
public:
    explicit DeleteTableWrite(TableDescription description)
        : m_description(std::move(description)) {}

    Result<void> apply(storage::WriteTransaction& transaction) override {
        const auto& wanted = *m_description.table;
        const auto current = transaction.findTable(wanted.name);
        if (!current || current->number != wanted.number) {
            return controlTableNotFound(wanted.name);
        }
        if (auto allowed = checkNotProtected(*current); !allowed) {
            return allowed;
        }
        if (auto allowed = checkNotBusy(*current); !allowed) {
            return allowed;
        }
        if (auto marked = history::automaticBookmark(
                transaction, history::BookmarkKind::SchemaChange, "DeleteTable " + current->name);
            !marked) {
            return marked;
        }
        if (auto forgotten = forgetSettings(transaction, *current); !forgotten) {
            return forgotten;
        }
        return transaction.dropTable(current->number);
    }

protected:
    Response response() override {
        m_description.status = schema::TableStatus::Deleting;
        return DeleteTableOutput{std::move(m_description)};
    }

private:
    TableDescription m_description;
};

}  // namespace

PreparedWrite prepareDeleteTable(const Context& context, const DeleteTableInput& input) {
    auto table = findTableForControl(context, input.tableName);
    if (!table) {
        return std::move(table).error();
    }
    if (auto allowed = checkNotProtected(**table); !allowed) {
        return std::move(allowed).error();
    }
    if (auto allowed = checkNotBusy(**table); !allowed) {
        return std::move(allowed).error();
    }
    auto description = describe(context, *std::move(table));
    if (!description) {
        return std::move(description).error();
    }
    return PreparedWrite::Value(std::make_unique<DeleteTableWrite>(*std::move(description)));
}

}  // namespace engine::operations
