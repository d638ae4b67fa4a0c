#include "tests/engine/storage/support.h"

#include <filesystem>
#include <system_error>

#include "engine/values/key_bytes.h"

namespace engine::storage::testing {
namespace {

class FunctionWork final : public WriteWork {
public:
    explicit FunctionWork(Change change) : m_change(std::move(change)) {}
    std::future<Result<void>> outcome() { return m_outcome.get_future(); }
    Result<void> apply(WriteTransaction& transaction) override { return m_change(transaction); }
    void finished(Result<void> outcome) override { m_outcome.set_value(std::move(outcome)); }

private:
    Change m_change;
    std::promise<Result<void>> m_outcome;
};

}  // namespace

TemporaryFolder::TemporaryFolder() {
    m_path =
        (std::filesystem::temp_directory_path() / ("tidemark-storage-" + makeUuid(systemRandom())))
            .string();
    std::filesystem::create_directory(m_path);
    std::filesystem::permissions(m_path, std::filesystem::perms::owner_all);
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code code;
    std::filesystem::remove_all(m_path, code);
}

std::unique_ptr<Database> openOrFail(const std::string& directory, DatabaseOptions options) {
    static SeededRandom random(7);
    options.directory = directory;
    options.random = &random;
    auto database = Database::open(std::move(options));
    if (!database) {
        ADD_FAILURE() << database.error().message;
        return nullptr;
    }
    return std::move(database).value();
}

Error openError(const std::string& directory) {
    DatabaseOptions options;
    options.directory = directory;
    auto database = Database::open(std::move(options));
    if (database) {
        ADD_FAILURE() << directory << " was opened";
        return {};
    }
    return std::move(database).error();
}

std::future<Result<void>> submit(Database& database, Change change) {
    auto work = std::make_unique<FunctionWork>(std::move(change));
    auto outcome = work->outcome();
    database.submit(std::move(work));
    return outcome;
}

Result<void> write(Database& database, Change change) {
    return submit(database, std::move(change)).get();
}

schema::Table makeTable(const std::string& name) {
    schema::Table table;
    table.id = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
    table.name = name;
    table.attributeDefinitions = {{"pk", values::AttributeType::S},
                                  {"sk", values::AttributeType::S}};
    table.partitionKey = {"pk", values::AttributeType::S};
    table.sortKey = schema::KeyAttribute{"sk", values::AttributeType::S};
    return table;
}

schema::TableNumber addTable(Database& database, const std::string& name) {
    schema::TableNumber number = 0;
    const auto done = write(database, [&](WriteTransaction& transaction) -> Result<void> {
        auto added = transaction.addTable(makeTable(name));
        if (!added) {
            return std::move(added).error();
        }
        number = *added;
        return {};
    });
    EXPECT_TRUE(done) << done.error().message;
    return number;
}

std::string terminated(const std::string& text) {
    std::string bytes;
    values::appendTerminatedKey(values::AttributeValue::string(text), bytes);
    return bytes;
}

schema::PrimaryKey keyOf(const std::string& partition, const std::string& sort) {
    return {terminated(partition), sort};
}

values::EncodedItem itemWith(const std::string& text) {
    values::AttributeMap item;
    item.emplace("text", values::AttributeValue::string(text));
    return values::EncodedItem(item);
}

std::string textOf(values::ItemView item) {
    const auto value = item.find("text");
    return value ? std::string(value->payload()) : std::string("(no text)");
}

void put(Database& database, schema::TableNumber table, const schema::PrimaryKey& key,
         const std::string& text) {
    const auto done = write(database, [&](WriteTransaction& transaction) {
        return transaction.putItem(table, key, itemWith(text).view());
    });
    ASSERT_TRUE(done) << done.error().message;
}

std::optional<std::string> get(Database& database, schema::TableNumber table,
                               const schema::PrimaryKey& key) {
    const auto transaction = database.beginRead();
    if (!transaction) {
        ADD_FAILURE() << transaction.error().message;
        return std::nullopt;
    }
    const auto item = (*transaction)->getItem(table, key);
    if (!item) {
        ADD_FAILURE() << item.error().message;
        return std::nullopt;
    }
    return *item ? std::optional(textOf(**item)) : std::nullopt;
}

namespace {

template <class Collect>
void walk(Result<std::unique_ptr<ItemCursor>>& cursor, Collect collect) {
    if (!cursor) {
        ADD_FAILURE() << cursor.error().message;
        return;
    }
    while (true) {
        auto entry = (*cursor)->next();
        if (!entry) {
            ADD_FAILURE() << entry.error().message;
            return;
        }
        if (!*entry) {
            return;
        }
        collect(**entry);
    }
}

}  // namespace

std::vector<std::string> drain(Result<std::unique_ptr<ItemCursor>> cursor) {
    std::vector<std::string> texts;
    walk(cursor, [&](const ItemCursor::Entry& entry) { texts.push_back(textOf(entry.item)); });
    return texts;
}

std::vector<schema::IndexKey> drainKeys(Result<std::unique_ptr<ItemCursor>> cursor) {
    std::vector<schema::IndexKey> keys;
    walk(cursor, [&](const ItemCursor::Entry& entry) {
        keys.push_back(entry.indexKey == nullptr ? schema::IndexKey{} : *entry.indexKey);
    });
    return keys;
}

}  // namespace engine::storage::testing
