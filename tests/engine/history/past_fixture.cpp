#include "tests/engine/history/past_fixture.h"

#include <functional>
#include <future>

namespace engine::history::testing {
namespace {

using values::AttributeType;
using values::AttributeValue;
using values::EncodedItem;

class FunctionWork final : public storage::WriteWork {
public:
    using Function = std::function<Result<void>(storage::WriteTransaction&)>;
    FunctionWork(Function function, storage::ChangeOrigin origin, std::string actor)
        : m_function(std::move(function)), m_origin(origin), m_actor(std::move(actor)) {}
    std::future<Result<void>> outcome() { return m_outcome.get_future(); }
    Result<void> apply(storage::WriteTransaction& transaction) override {
        return m_function(transaction);
    }
    void finished(Result<void> outcome) override { m_outcome.set_value(std::move(outcome)); }
    storage::ChangeOrigin origin() const override { return m_origin; }
    std::string_view actor() const override { return m_actor; }

private:
    Function m_function;
    storage::ChangeOrigin m_origin;
    std::string m_actor;
    std::promise<Result<void>> m_outcome;
};

void run(storage::Database& database, FunctionWork::Function function,
         storage::ChangeOrigin origin = storage::ChangeOrigin::User, std::string actor = {}) {
    auto work = std::make_unique<FunctionWork>(std::move(function), origin, std::move(actor));
    auto outcome = work->outcome();
    database.submit(std::move(work));
    const auto done = outcome.get();
    ASSERT_TRUE(done) << done.error().message;
}

Result<void> writeIndexes(storage::WriteTransaction& transaction, const schema::Table& table,
                          const std::optional<EncodedItem>& before,
                          const std::optional<EncodedItem>& after) {
    for (const auto& index : table.indexes) {
        const auto oldKey = before ? schema::indexKey(table, index, before->view()) : std::nullopt;
        const auto newKey = after ? schema::indexKey(table, index, after->view()) : std::nullopt;
        if (oldKey) {
            auto done =
                transaction.deleteIndexEntry(table.number, index.number, *oldKey,
                                             schema::entrySizeBytes(table, index, before->view()));
            if (!done) {
                return done;
            }
        }
        if (newKey) {
            auto done =
                transaction.putIndexEntry(table.number, index.number, *newKey,
                                          schema::entrySizeBytes(table, index, after->view()));
            if (!done) {
                return done;
            }
        }
    }
    return {};
}

Result<void> writeOne(storage::WriteTransaction& transaction, const schema::Table& table,
                      const Write& one) {
    const auto previous = transaction.getItem(table.number, one.key);
    if (!previous) {
        return previous.error();
    }
    const auto before =
        *previous ? std::optional(EncodedItem(std::string((*previous)->bytes()))) : std::nullopt;
    if (!before && !one.item) {
        return {};
    }
    auto done = one.item ? transaction.putItem(table.number, one.key, one.item->view())
                         : transaction.deleteItem(table.number, one.key);
    return done ? writeIndexes(transaction, table, before, one.item) : done;
}

}  // namespace

PastTest::PastTest() {
    storage::DatabaseOptions options;
    options.directory = m_folder.path();
    options.durability = storage::Durability::Interval;
    options.clock = &m_clock;
    options.random = &m_random;
    auto opened = storage::Database::open(std::move(options));
    if (!opened) {
        ADD_FAILURE() << opened.error().message;
        std::abort();
    }
    m_database = *std::move(opened);
    m_past = std::make_unique<PastReads>(*m_database, m_clock);
}

void PastTest::usePastReads(std::size_t bytesMax) {
    m_past = std::make_unique<PastReads>(*m_database, m_clock, bytesMax);
}

std::shared_ptr<const schema::Table> PastTest::addTable(const std::string& name) {
    schema::Table table;
    table.id = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
    table.name = name;
    table.attributeDefinitions = {{"pk", AttributeType::S},
                                  {"sk", AttributeType::B},
                                  {"rank", AttributeType::N},
                                  {"city", AttributeType::S}};
    table.partitionKey = {"pk", AttributeType::S};
    table.sortKey = schema::KeyAttribute{"sk", AttributeType::B};
    schema::Index byRank;
    byRank.number = 1;
    byRank.name = "byRank";
    byRank.global = false;
    byRank.partitionKey = {{"pk", AttributeType::S}};
    byRank.sortKey = {{"rank", AttributeType::N}};
    schema::Index byCity;
    byCity.number = 2;
    byCity.name = "byCity";
    byCity.global = true;
    byCity.partitionKey = {{"city", AttributeType::S}};
    byCity.sortKey = {{"rank", AttributeType::N}};
    table.indexes = {byRank, byCity};
    table.createdAt = m_clock.now();
    run(*m_database, [&](storage::WriteTransaction& transaction) -> Result<void> {
        auto added = transaction.addTable(table);
        return added ? Result<void>() : std::move(added).error();
    });
    return m_database->catalog()->find(name);
}

void PastTest::dropTable(schema::TableNumber table) {
    run(*m_database,
        [&](storage::WriteTransaction& transaction) { return transaction.dropTable(table); });
}

void PastTest::write(const schema::Table& table, const std::vector<Write>& writes,
                     storage::ChangeOrigin origin, std::string actor) {
    run(
        *m_database,
        [&](storage::WriteTransaction& transaction) -> Result<void> {
            for (const Write& one : writes) {
                if (auto done = writeOne(transaction, table, one); !done) {
                    return done;
                }
            }
            return {};
        },
        origin, std::move(actor));
}

EncodedItem PastTest::item(const std::string& pk, const std::string& sk,
                           std::initializer_list<std::pair<const char*, int>> numbers,
                           const std::string& city) {
    AttributeMap map;
    map.emplace("pk", AttributeValue::string(pk));
    map.emplace("sk", AttributeValue::binary(sk));
    for (const auto& [name, value] : numbers) {
        map.emplace(name, AttributeValue::number(values::Number::fromInteger(value)));
    }
    if (!city.empty()) {
        map.emplace("city", AttributeValue::string(city));
    }
    return EncodedItem(map);
}

schema::PrimaryKey PastTest::key(const std::string& pk, const std::string& sk) {
    static const schema::Table table = [] {
        schema::Table keyed;
        keyed.partitionKey = {"pk", AttributeType::S};
        keyed.sortKey = schema::KeyAttribute{"sk", AttributeType::B};
        return keyed;
    }();
    return schema::storedKey(table, item(pk, sk).view());
}

void PastTest::put(const schema::Table& table, const EncodedItem& image) {
    write(table, {{schema::storedKey(table, image.view()), image}});
}

void PastTest::remove(const schema::Table& table, const std::string& pk, const std::string& sk) {
    write(table, {{key(pk, sk), std::nullopt}});
}

std::vector<std::string> PastTest::drain(Result<std::unique_ptr<storage::ItemCursor>> cursor) {
    std::vector<std::string> items;
    if (!cursor) {
        ADD_FAILURE() << cursor.error().message;
        return items;
    }
    while (true) {
        const auto entry = (*cursor)->next();
        if (!entry) {
            ADD_FAILURE() << entry.error().message;
            return items;
        }
        if (!*entry) {
            return items;
        }
        items.emplace_back((*entry)->item.bytes());
    }
}

std::vector<std::string> PastTest::scanAt(Timestamp time, schema::TableNumber table) {
    const auto then = past().at(time);
    if (!then) {
        ADD_FAILURE() << then.error().message;
        return {};
    }
    return drain((*then)->scanItems(table, {}, std::nullopt));
}

std::optional<std::string> PastTest::itemAt(Timestamp time, schema::TableNumber table,
                                            const schema::PrimaryKey& wanted) {
    const auto then = past().at(time);
    if (!then) {
        ADD_FAILURE() << then.error().message;
        return std::nullopt;
    }
    const auto found = (*then)->getItem(table, wanted);
    if (!found) {
        ADD_FAILURE() << found.error().message;
        return std::nullopt;
    }
    return *found ? std::optional(std::string((*found)->bytes())) : std::nullopt;
}

std::vector<std::string> PastTest::bytesOf(std::initializer_list<EncodedItem> items) {
    std::vector<std::string> bytes;
    for (const auto& one : items) {
        bytes.push_back(one.bytes());
    }
    return bytes;
}

}  // namespace engine::history::testing
