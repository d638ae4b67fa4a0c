#include "engine/operations/create_table.h"

#include <utility>

#include "engine/history/bookmarks.h"
#include "engine/history/stream_shards.h"
#include "engine/operations/handlers.h"
#include "engine/operations/resource_policy.h"
#include "engine/operations/stream_lookup.h"
#include "engine/operations/table_description.h"
#include "engine/operations/table_encryption.h"

namespace engine::operations {

namespace {

Error alreadyExists(const std::string& tableName) {
    return Error::resourceInUse("Table already exists: " + tableName);
}

class CreateTableWrite final : public PendingWrite {
public:
    CreateTableWrite(const Context& context, schema::Table table, std::optional<std::string> policy)
        : m_region(context.region),
          m_accountId(context.accountId),
          m_table(std::move(table)),
          m_policy(std::move(policy)),
          m_newestLabel(newestStreamLabel(context, m_table.name)) {}

    Result<void> apply(storage::WriteTransaction& transaction) override {
        if (transaction.findTable(m_table.name)) {
            return alreadyExists(m_table.name);
        }
        if (auto marked = history::automaticBookmark(
                transaction, history::BookmarkKind::SchemaChange, "CreateTable " + m_table.name);
            !marked) {
            return marked;
        }
        schema::Table table = m_table;
        if (table.stream && table.stream->enabled) {
            history::beginStream(table, table.stream->viewType.value_or(""), transaction.time(),
                                 transaction.sequence() + 1, m_newestLabel);
        }
        const auto number = transaction.addTable(std::move(table));
        if (!number) {
            return number.error();
        }
        m_created = transaction.findTable(m_table.name);
        ENSURE(m_created != nullptr);
        return m_policy ? putFirstPolicy(transaction, *m_created, *m_policy) : Result<void>();
    }

protected:
    Response response() override {
        CreateTableOutput output{describeEmpty(m_region, m_accountId, m_created)};
        // Clients wait for ACTIVE, which the table is by the time they ask.
        output.description.status = schema::TableStatus::Creating;
        return output;
    }

private:
    std::string m_region;
    std::string m_accountId;
    schema::Table m_table;
    std::optional<std::string> m_policy;
    std::string m_newestLabel;
    std::shared_ptr<const schema::Table> m_created;
};

}  // namespace

PreparedWrite prepareCreateTable(const Context& context, const CreateTableInput& input) {
    auto table = schema::validateTable(input);
    if (!table) {
        return std::move(table).error();
    }
    if (auto checked = checkTags(table->tags); !checked) {
        return std::move(checked).error();
    }
    if (auto set = setEncryption(context, input.encryption, *table); !set) {
        return std::move(set).error();
    }
    if (context.database.catalog()->find(table->name)) {
        return alreadyExists(table->name);
    }
    table->id = makeUuid(context.random);
    table->createdAt = context.clock.now();
    table->status = schema::TableStatus::Active;
    return PreparedWrite::Value(
        std::make_unique<CreateTableWrite>(context, *std::move(table), input.resourcePolicy));
}

}  // namespace engine::operations
