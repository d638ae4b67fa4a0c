#include "tests/faults/workload.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "engine/base/bytes.h"

namespace engine::faults {
namespace {

using operations::BatchWriteItemInput;
using values::AttributeMap;
using values::AttributeType;
using values::AttributeValue;

constexpr const char* indexedTable = "orders";
constexpr const char* plainTable = "plain";

std::uint64_t hashOf(const std::string& table, std::string_view bytes) {
    std::string all;
    ByteWriter(all).sized(table);
    all.append(bytes);
    return std::hash<std::string>()(all);
}

std::string letters(std::uint64_t state, std::uint64_t count) {
    std::string text;
    for (; count > 0; --count) {
        state = state * 6'364'136'223'846'793'005U + 1;
        text.push_back(static_cast<char>('a' + (state >> 60U)));
    }
    return text;
}

AttributeValue number(std::int64_t value) {
    return AttributeValue::number(values::Number::fromInteger(value));
}

schema::TableSpec specOf(const std::string& name) {
    using schema::KeyType;
    using schema::ProjectionType;
    schema::TableSpec spec;
    spec.tableName = name;
    spec.attributeDefinitions = {{"pk", AttributeType::S}};
    spec.keySchema = {{"pk", KeyType::Hash}};
    spec.billingMode = schema::BillingMode::PayPerRequest;
    if (name == stockTable) {
        spec.attributeDefinitions.push_back({"city", AttributeType::S});
        spec.globalIndexes = {{{"byCity",
                                {{"city", KeyType::Hash}},
                                {ProjectionType::KeysOnly, std::nullopt},
                                std::nullopt,
                                std::nullopt,
                                std::nullopt}}};
    }
    if (name != indexedTable) {
        return spec;
    }
    spec.attributeDefinitions.insert(
        spec.attributeDefinitions.end(),
        {{"sk", AttributeType::N}, {"grade", AttributeType::N}, {"city", AttributeType::S}});
    spec.keySchema.push_back({"sk", KeyType::Range});
    spec.localIndexes = {{{"byGrade",
                           {{"pk", KeyType::Hash}, {"grade", KeyType::Range}},
                           {ProjectionType::KeysOnly, std::nullopt},
                           std::nullopt,
                           std::nullopt,
                           std::nullopt}}};
    spec.globalIndexes = {{{"byCity",
                            {{"city", KeyType::Hash}},
                            {ProjectionType::All, std::nullopt},
                            std::nullopt,
                            std::nullopt,
                            std::nullopt},
                           {"byCityAndGrade",
                            {{"city", KeyType::Hash}, {"grade", KeyType::Range}},
                            {ProjectionType::Include, std::vector<std::string>{"text"}},
                            std::nullopt,
                            std::nullopt,
                            std::nullopt}}};
    spec.stream = schema::StreamSpec{true, "NEW_AND_OLD_IMAGES"};
    return spec;
}

}  // namespace

Workload::Workload(std::uint64_t seed, std::size_t writes, std::size_t stock)
    : m_random(seed), m_stock(stock) {
    createTable(indexedTable);
    createTable(plainTable);
    if (m_stock != 0) {
        fillStock();
    }
    while (m_requests.size() < writes) {
        const std::uint64_t kind = random(1000);
        if (kind < 400) {
            addPut();
        } else if (kind < 650) {
            addUpdate();
        } else if (kind < 850) {
            addDelete();
        } else if (kind < 990) {
            addBatch();
        } else if (kind < 995) {
            createTable("made" + std::to_string(++m_made));
        } else {
            deleteTable();
        }
    }
}

bool Workload::changesTables(std::size_t number) const {
    return std::holds_alternative<operations::CreateTableInput>(m_requests[number]) ||
           std::holds_alternative<operations::DeleteTableInput>(m_requests[number]);
}

void Workload::add(operations::Request request) {
    m_requests.push_back(std::move(request));
    m_fingerprints.push_back(m_fingerprint);
}

void Workload::createTable(const std::string& name) {
    m_tables[name];
    m_fingerprint ^= hashOf(name, {});
    add(specOf(name));
}

void Workload::fillStock() {
    constexpr std::size_t batch = 25;
    createTable(stockTable);
    for (std::size_t number = 0; number < m_stock; number += batch) {
        BatchWriteItemInput input;
        for (std::size_t i = number; i < std::min(number + batch, m_stock); ++i) {
            const Key where{stockKey(i), 0};
            AttributeMap item = keyAttributes(stockTable, where);
            // Some do not fit into a leaf.
            const std::uint64_t length =
                random(25) == 0 ? 2'500 + random(4'000) : 700 + random(600);
            item.emplace("text", AttributeValue::string(letters(m_random.next(), length)));
            item.emplace("city", AttributeValue::string("c" + std::to_string(random(900))));
            store(stockTable, where, item);
            input.requestItems[stockTable].push_back({true, std::move(item)});
        }
        add(std::move(input));
    }
    m_preparation = m_requests.size();
}

void Workload::deleteTable() {
    const auto last = m_tables.begin();  // "made..." sorts before the two that stay
    if (last->first == indexedTable) {
        return;
    }
    m_fingerprint ^= hashOf(last->first, {});
    for (const auto& [key, item] : last->second) {
        m_fingerprint ^= hashOf(last->first, values::EncodedItem(item).bytes());
    }
    operations::DeleteTableInput input;
    input.tableName = last->first;
    m_tables.erase(last);
    add(std::move(input));
}

std::string Workload::someTable() {
    if (m_stock != 0 && random(2) == 0) {
        return stockTable;
    }
    const std::uint64_t which = random(10);
    if (which < 6) {
        return indexedTable;
    }
    return which < 9 ? plainTable : m_tables.begin()->first;
}

Workload::Key Workload::key(const std::string& table) {
    if (table == stockTable) {
        return {stockKey(random(m_stock)), 0};
    }
    const std::string partition = "p" + std::to_string(random(table == indexedTable ? 12 : 150));
    return {partition, table == indexedTable ? static_cast<std::int64_t>(random(30)) : 0};
}

AttributeMap Workload::keyAttributes(const std::string& table, const Key& key) const {
    AttributeMap attributes;
    attributes.emplace("pk", AttributeValue::string(key.first));
    if (table == indexedTable) {
        attributes.emplace("sk", number(key.second));
    }
    return attributes;
}

// 50 bytes to 20 KB, mostly small; no two alike.
std::string Workload::filling() {
    const std::uint64_t kind = random(100);
    const std::uint64_t most = kind < 80 ? 600 : kind < 95 ? 4'000 : 20'000;
    std::string begin = std::to_string(m_random.next());
    std::uint64_t state = m_random.next();
    return begin + letters(state, 20 + random(most));
}

AttributeMap Workload::newItem(const std::string& table, const Key& key) {
    AttributeMap item = keyAttributes(table, key);
    item.emplace("text", AttributeValue::string(filling()));
    if (random(3) != 0) {
        item.emplace("city", AttributeValue::string("c" + std::to_string(random(9))));
    }
    if (random(3) != 0) {
        item.emplace("grade", number(static_cast<std::int64_t>(random(50))));
    }
    return item;
}

void Workload::erase(const std::string& table, const Key& key) {
    auto& items = m_tables[table];
    const auto found = items.find(key);
    if (found != items.end()) {
        m_fingerprint ^= hashOf(table, values::EncodedItem(found->second).bytes());
        items.erase(found);
    }
}

void Workload::store(const std::string& table, const Key& key, const AttributeMap& item) {
    erase(table, key);
    m_fingerprint ^= hashOf(table, values::EncodedItem(item).bytes());
    m_tables[table][key] = item;
}

void Workload::addPut() {
    operations::PutItemInput input;
    input.tableName = someTable();
    const Key where = key(input.tableName);
    input.item = newItem(input.tableName, where);
    store(input.tableName, where, input.item);
    add(std::move(input));
}

void Workload::addUpdate() {
    operations::UpdateItemInput input;
    input.tableName = someTable();
    const Key where = key(input.tableName);
    input.key = keyAttributes(input.tableName, where);
    const auto& items = m_tables[input.tableName];
    const auto found = items.find(where);
    AttributeMap item = found == items.end() ? input.key : found->second;
    expressions::ValueMap literals;
    const auto set = [&](const char* name, const char* placeholder, AttributeValue value) {
        literals.emplace(placeholder, value);
        item.insert_or_assign(name, std::move(value));
    };
    set("note", ":n", AttributeValue::string(std::to_string(m_random.next())));
    if (random(2) == 0) {
        input.updateExpression = "SET note = :n, city = :c REMOVE grade";
        set("city", ":c", AttributeValue::string("c" + std::to_string(random(9))));
        item.erase("grade");
    } else {
        input.updateExpression = "SET note = :n, grade = :r REMOVE city";
        set("grade", ":r", number(static_cast<std::int64_t>(random(50))));
        item.erase("city");
    }
    input.attributes.values = std::move(literals);
    store(input.tableName, where, item);
    add(std::move(input));
}

void Workload::addDelete() {
    operations::DeleteItemInput input;
    input.tableName = someTable();
    const Key where = key(input.tableName);
    input.key = keyAttributes(input.tableName, where);
    erase(input.tableName, where);
    add(std::move(input));
}

void Workload::addBatch() {
    BatchWriteItemInput input;
    std::set<std::pair<std::string, Key>> used;
    for (std::uint64_t left = 2 + random(24); left > 0; --left) {
        const std::string table = someTable();
        const Key where = key(table);
        if (!used.emplace(table, where).second) {
            continue;
        }
        operations::WriteRequest write;
        write.isPut = random(3) != 0;
        write.itemOrKey = write.isPut ? newItem(table, where) : keyAttributes(table, where);
        if (write.isPut) {
            store(table, where, write.itemOrKey);
        } else {
            erase(table, where);
        }
        input.requestItems[table].push_back(std::move(write));
    }
    add(std::move(input));
}

std::string stockKey(std::uint64_t number) {
    std::string digits = std::to_string(number);
    return "s" + std::string(6 - digits.size(), '0') + digits;
}

std::uint64_t fingerprintOf(const std::string& table, values::ItemView item) {
    return hashOf(table, item.bytes());
}

storage::FaultSeams seamsNamed(std::string_view name) {
    storage::FaultSeams seams;
    seams.noPin = name == "pin";
    seams.noReplayPin = name == "replay-pin";
    seams.noMetaRestore = name == "meta-restore";
    seams.oneMetaPage = name == "meta-page";
    return seams;
}

Result<std::uint64_t> fingerprintOf(storage::Database& database) {
    std::uint64_t fingerprint = 0;
    const auto read = database.beginRead();
    if (!read) {
        return read.error();
    }
    for (const auto& table : database.catalog()->tables()) {
        fingerprint ^= hashOf(table->name, {});
        const auto cursor = (*read)->scanItems(table->number, {}, std::nullopt);
        if (!cursor) {
            return cursor.error();
        }
        while (true) {
            const auto entry = (*cursor)->next();
            if (!entry) {
                return entry.error();
            }
            if (!*entry) {
                break;
            }
            fingerprint ^= hashOf(table->name, (*entry)->item.bytes());
        }
    }
    return fingerprint;
}

}  // namespace engine::faults
