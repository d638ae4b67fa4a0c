#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/base/random.h"
#include "engine/base/result.h"
#include "engine/operations/engine.h"

namespace engine::faults {

// The writes that every fault test makes, and what the database holds after each: both follow from
// the seed, so that a checker in another process knows them. Puts, updates, deletes and batches of
// 50 bytes to 20 KB on a table with two global and one local index and on one without any, and
// now and then a table is made or deleted. Write n + 1 is submitted after write n on one thread,
// so a database that lost something has the content of some shorter history.
//
// With `stock` items the first writes are `preparation()` of them, which fill a third table with as
// many of about 1 KB, some of more than a page; later ones write to it as well.
class Workload final {
public:
    using Key = std::pair<std::string, std::int64_t>;
    using Table = std::map<Key, values::AttributeMap>;

    Workload(std::uint64_t seed, std::size_t writes, std::size_t stock = 0);

    std::size_t preparation() const { return m_preparation; }
    std::size_t size() const { return m_requests.size(); }
    const operations::Request& request(std::size_t number) const { return m_requests[number]; }
    // Whether it makes or deletes a table: then nothing else may be in flight.
    bool changesTables(std::size_t number) const;
    // Of the content after the first `writes` writes.
    std::uint64_t fingerprint(std::size_t writes) const { return m_fingerprints[writes]; }

    // After the last write.
    const Table& items(const std::string& table) const { return m_tables.at(table); }

private:
    std::uint64_t random(std::uint64_t below) { return m_random.next() % below; }
    Key key(const std::string& table);
    std::string filling();
    values::AttributeMap keyAttributes(const std::string& table, const Key& key) const;
    void add(operations::Request request);
    void createTable(const std::string& name);
    void fillStock();
    void deleteTable();
    void addPut();
    void addUpdate();
    void addDelete();
    void addBatch();
    void store(const std::string& table, const Key& key, const values::AttributeMap& item);
    void erase(const std::string& table, const Key& key);
    values::AttributeMap newItem(const std::string& table, const Key& key);
    std::string someTable();

    SeededRandom m_random;
    std::size_t m_stock;
    std::size_t m_preparation = 0;
    std::map<std::string, Table> m_tables;
    std::size_t m_made = 0;
    std::uint64_t m_fingerprint = 0;
    std::vector<operations::Request> m_requests;
    std::vector<std::uint64_t> m_fingerprints{0};
};

inline constexpr const char* stockTable = "stock";

// The stock's key of a number: six digits.
std::string stockKey(std::uint64_t number);

// The share of an item in the fingerprint of the content.
std::uint64_t fingerprintOf(const std::string& table, values::ItemView item);

// So that a short load has many checkpoints, each with writes on its way.
inline constexpr storage::CheckpointPolicy frequentCheckpoints = {
    .logBytes = 150'000, .freedPages = 400, .segmentBytes = 200'000};

// By the names that the driver takes: "none", "pin", "replay-pin", "meta-restore", "meta-page".
storage::FaultSeams seamsNamed(std::string_view name);

// The same of a database; Corrupt when it cannot be read.
Result<std::uint64_t> fingerprintOf(storage::Database& database);

}  // namespace engine::faults
