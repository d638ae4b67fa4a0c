// 16 threads on hot keys: single-item operations and transactions are strictly serializable
// (research/reliability.md section 2.3). 100,000 operations, 200,000 with TIDEMARK_SOAK.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <thread>

#include "engine/operations/engine.h"
#include "tests/engine/linearizability/history_checker.h"

namespace engine::test {
namespace {

using operations::TransactActionKind;
using values::AttributeMap;
using values::AttributeValue;

constexpr int threadCount = 16;
constexpr int keyCount = 12;
constexpr const char* tableName = "Hot";

AttributeMap keyOf(int key) {
    return {{"pk", AttributeValue::string(std::to_string(key))}};
}

AttributeMap itemOf(int key, Value value) {
    auto item = keyOf(key);
    item.emplace("w", AttributeValue::string(std::to_string(value)));
    return item;
}

Value valueOf(values::ItemView item) {
    const auto written = item.find("w");
    return written ? std::stoull(std::string(written->payload())) : 0;
}

Value valueOf(const std::optional<values::EncodedItem>& item) {
    return item ? valueOf(item->view()) : 0;
}

Value valueOfBytes(const std::string& bytes) {
    return bytes.empty() ? 0 : valueOf(values::ItemView(bytes));
}

operations::ExpressionAttributes literals(
    std::initializer_list<std::pair<const char*, Value>> all) {
    operations::ExpressionAttributes attributes;
    auto& map = attributes.values.emplace();
    for (const auto& [name, value] : all) {
        map.emplace(name, AttributeValue::string(std::to_string(value)));
    }
    return attributes;
}

// One thread's client.
class Client final {
public:
    Client(operations::Engine& engine, std::atomic<std::uint64_t>& ticks,
           std::atomic<std::uint64_t>& ids, std::uint64_t seed)
        : m_engine(engine), m_ticks(ticks), m_ids(ids), m_random(seed) {}

    void run(int count) {
        for (int i = 0; i < count; ++i) {
            Operation operation;
            operation.id = ++m_ids;
            switch (below(12)) {
                case 0:
                case 1:
                case 2: put(operation); break;
                case 3:
                case 4:
                case 5: update(operation); break;
                case 6: remove(operation); break;
                case 7:
                case 8: transactGet(operation); break;
                case 9: transactWrite(operation); break;
                default: get(operation); break;
            }
            m_operations.push_back(std::move(operation));
        }
    }
    const std::vector<Operation>& operations() const { return m_operations; }

private:
    int below(int bound) {
        return static_cast<int>(m_random() % static_cast<std::uint64_t>(bound));
    }
    std::vector<int> someKeys() {
        std::vector<int> keys;
        const int first = below(keyCount);
        for (int i = 2 + below(3); i > 0; --i) {
            keys.push_back((first + i * 3) % keyCount);
        }
        return keys;
    }

    Result<operations::Response> call(Operation& operation, operations::Request request) {
        operation.invoked = ++m_ticks;
        auto result = m_engine.executeAndWait(std::move(request), std::to_string(operation.id));
        operation.answered = ++m_ticks;
        if (!result && result.error().kind == ErrorKind::TransactionConflict) {
            operation.isConflict = true;
        }
        return result;
    }

    // What a single write was told: the old item, or the item that its condition did not like.
    template <class Output>
    void told(Operation& operation, const Result<operations::Response>& result, int key,
              Value after) {
        if (operation.isConflict) {
            return;
        }
        if (!result) {
            ASSERT_EQ(result.error().kind, ErrorKind::ConditionalCheckFailed)
                << result.error().message;
            operation.before.push_back({key, valueOfBytes(result.error().item)});
            m_seen[key] = operation.before.back().value;
            return;
        }
        const Value before = valueOf(std::get<Output>(*result).attributes);
        operation.before.push_back({key, before});
        if (before != 0 || after != 0) {
            operation.after.push_back({key, after});
        }
        m_seen[key] = after;
    }

    template <class Input>
    void addCondition(Input& input, int key,
                      std::initializer_list<std::pair<const char*, Value>> more) {
        input.returnItemOnConditionFailure = true;
        input.attributes = literals(more);
        if (below(2) == 0) {
            if (more.size() == 0) {
                input.attributes.values.reset();
            }
            return;
        }
        input.conditionExpression = m_seen[key] == 0 ? "attribute_not_exists(w)" : "w = :seen";
        if (m_seen[key] != 0) {
            input.attributes.values->emplace(":seen",
                                             AttributeValue::string(std::to_string(m_seen[key])));
        }
        if (input.attributes.values->empty()) {
            input.attributes.values.reset();
        }
    }

    void put(Operation& operation) {
        const int key = below(keyCount);
        operation.keys = {key};
        operations::PutItemInput input;
        input.tableName = tableName;
        input.item = itemOf(key, operation.id);
        input.returnValues = operations::ReturnValues::AllOld;
        addCondition(input, key, {});
        told<operations::PutItemOutput>(operation, call(operation, input), key, operation.id);
    }

    void update(Operation& operation) {
        const int key = below(keyCount);
        operation.keys = {key};
        operations::UpdateItemInput input;
        input.tableName = tableName;
        input.key = keyOf(key);
        input.updateExpression = "SET w = :w";
        input.returnValues = operations::ReturnValues::AllOld;
        addCondition(input, key, {{":w", operation.id}});
        told<operations::UpdateItemOutput>(operation, call(operation, input), key, operation.id);
    }

    void remove(Operation& operation) {
        const int key = below(keyCount);
        operation.keys = {key};
        operations::DeleteItemInput input;
        input.tableName = tableName;
        input.key = keyOf(key);
        input.returnValues = operations::ReturnValues::AllOld;
        addCondition(input, key, {});
        told<operations::DeleteItemOutput>(operation, call(operation, input), key, 0);
    }

    void get(Operation& operation) {
        const int key = below(keyCount);
        operation.keys = {key};
        operations::GetItemInput input;
        input.tableName = tableName;
        input.key = keyOf(key);
        input.consistentRead = true;
        const auto result = call(operation, input);
        ASSERT_TRUE(result) << result.error().message;
        m_seen[key] = valueOf(std::get<operations::GetItemOutput>(*result).item);
        operation.before.push_back({key, m_seen[key]});
    }

    void transactGet(Operation& operation) {
        operation.keys = someKeys();
        operations::TransactGetItemsInput input;
        for (const int key : operation.keys) {
            input.transactItems.push_back({tableName, keyOf(key), {}, {}, {}});
        }
        const auto result = call(operation, input);
        if (!result) {
            ASSERT_EQ(result.error().kind, ErrorKind::TransactionCanceled);
            operation.isConflict = true;
            return;
        }
        const auto& items = std::get<operations::TransactGetItemsOutput>(*result).items;
        for (std::size_t i = 0; i < items.size(); ++i) {
            operation.before.push_back({operation.keys[i], valueOf(items[i])});
        }
    }

    void transactWrite(Operation& operation) {
        operation.isTransaction = true;
        operation.keys = someKeys();
        operations::TransactWriteItemsInput input;
        for (const int key : operation.keys) {
            auto& item = input.transactItems.emplace_back();
            item.tableName = tableName;
            item.kind = below(2) == 0 ? TransactActionKind::Put : TransactActionKind::Update;
            if (item.kind == TransactActionKind::Put) {
                item.itemOrKey = itemOf(key, operation.id);
                addCondition(item, key, {});
            } else {
                item.itemOrKey = keyOf(key);
                item.updateExpression = "SET w = :w";
                addCondition(item, key, {{":w", operation.id}});
            }
        }
        const auto conditions = input.transactItems;
        const auto result = call(operation, input);
        if (result) {
            for (std::size_t i = 0; i < conditions.size(); ++i) {
                const int key = operation.keys[i];
                if (conditions[i].conditionExpression) {
                    operation.before.push_back({key, m_seen[key]});
                }
            }
            for (const int key : operation.keys) {
                operation.after.push_back({key, operation.id});
                m_seen[key] = operation.id;
            }
            return;
        }
        ASSERT_EQ(result.error().kind, ErrorKind::TransactionCanceled) << result.error().message;
        const auto& reasons = result.error().reasons;
        for (std::size_t i = 0; i < reasons.size(); ++i) {
            const int key = operation.keys[i];
            if (reasons[i].code == "TransactionConflict") {
                operation.isConflict = true;
            } else if (reasons[i].code == "ConditionalCheckFailed") {
                operation.before.push_back({key, valueOfBytes(reasons[i].item)});
            }
        }
        if (operation.isConflict) {
            ASSERT_TRUE(operation.before.empty());
            return;
        }
        for (std::size_t i = 0; i < reasons.size(); ++i) {
            const int key = operation.keys[i];
            if (reasons[i].code == "None" && conditions[i].conditionExpression) {
                operation.before.push_back({key, m_seen[key]});
            }
        }
        for (const auto& seen : operation.before) {
            m_seen[seen.key] = seen.value;
        }
    }

    operations::Engine& m_engine;
    std::atomic<std::uint64_t>& m_ticks;
    std::atomic<std::uint64_t>& m_ids;
    std::mt19937_64 m_random;
    std::map<int, Value> m_seen;  // what this client saw last
    std::vector<Operation> m_operations;
};

std::unique_ptr<operations::Engine> openEngine() {
    operations::EngineOptions options;
    options.durability = storage::Durability::Memory;
    auto engine = operations::Engine::open(options);
    if (!engine) {
        return nullptr;
    }
    operations::CreateTableInput table;
    table.tableName = tableName;
    table.attributeDefinitions = {{"pk", values::AttributeType::S}};
    table.keySchema = {{"pk", schema::KeyType::Hash}};
    table.billingMode = schema::BillingMode::PayPerRequest;
    return (*engine)->executeAndWait(table) ? *std::move(engine) : nullptr;
}

Observation observed(std::string_view partition, const std::optional<values::ItemView>& item,
                     const std::map<std::string, int, std::less<>>& keys) {
    return {keys.find(partition)->second, item ? valueOf(*item) : 0};
}

std::vector<LoggedChange> readLog(storage::Database& database) {
    const auto table = database.catalog()->find(tableName);
    std::map<std::string, int, std::less<>> keys;
    for (int key = 0; key < keyCount; ++key) {
        keys.emplace(schema::lookupKey(*table, keyOf(key))->partition, key);
    }
    storage::ChangeFilter filter;
    filter.table = table->number;
    const auto extent = database.history();
    auto reader = database.readChanges(filter, extent.first - 1, extent.last);
    std::vector<LoggedChange> log;
    while (reader) {
        const auto change = (*reader)->next();
        if (!change || !*change) {
            EXPECT_TRUE(change);
            break;
        }
        const auto& one = **change;
        log.push_back({one.sequence, std::stoull(std::string(one.actor)),
                       observed(one.partition, one.before, keys),
                       observed(one.partition, one.after, keys)});
    }
    return log;
}

TEST(Linearizability, SingleItemsAndTransactionsOnHotKeys) {
    const bool isLong = std::getenv("TIDEMARK_SOAK") != nullptr;
    const int each = (isLong ? 200'000 : 100'000) / threadCount;
    const std::uint64_t seed = std::random_device()();
    std::cout << "seed " << seed << "\n";
    const auto engine = openEngine();
    ASSERT_NE(engine, nullptr);
    std::atomic<std::uint64_t> ticks{0};
    std::atomic<std::uint64_t> ids{0};
    std::vector<std::unique_ptr<Client>> clients;
    std::vector<std::thread> threads;
    for (int t = 0; t < threadCount; ++t) {
        clients.push_back(
            std::make_unique<Client>(*engine, ticks, ids, seed + static_cast<std::uint64_t>(t)));
        threads.emplace_back([client = clients.back().get(), each] { client->run(each); });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    std::vector<Operation> operations;
    std::size_t conflicts = 0;
    std::size_t transactions = 0;
    for (const auto& client : clients) {
        for (const auto& operation : client->operations()) {
            conflicts += operation.isConflict ? 1U : 0U;
            transactions += operation.isTransaction && !operation.after.empty() ? 1U : 0U;
            operations.push_back(operation);
        }
    }
    const auto log = readLog(engine->database());
    std::cout << operations.size() << " operations, " << transactions << " transactions done, "
              << conflicts << " conflicts, " << log.size() << " changes"
              << "\n";
    EXPECT_EQ(findViolation(operations, log).value_or("none"), "none");
    EXPECT_GT(transactions, 0U);
    EXPECT_GT(conflicts, 0U);
}

}  // namespace
}  // namespace engine::test
