#pragma once

#include <atomic>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "engine/base/random.h"
#include "engine/history/as_of.h"
#include "engine/storage/database.h"
#include "tests/engine/history/temporary_folder.h"

// A database on a clock that the test moves, and words to change it tersely.
namespace engine::history::testing {

class MovedClock final : public Clock {
public:
    Timestamp now() const override { return {m_now.load()}; }
    std::chrono::steady_clock::time_point steadyNow() const override { return {}; }
    void advance(std::int64_t milliseconds) { m_now += milliseconds; }

private:
    std::atomic<std::int64_t> m_now{1'790'000'000'000};
};

using values::AttributeMap;

// One write of an item; nullopt: delete.
struct Write {
    schema::PrimaryKey key;
    std::optional<values::EncodedItem> item;
};

class PastTest : public ::testing::Test {
protected:
    PastTest();

    storage::Database& database() { return *m_database; }
    MovedClock& clock() { return m_clock; }
    PastReads& past() { return *m_past; }
    // With another budget for overlays.
    void usePastReads(std::size_t bytesMax);

    // Partition key pk (S), sort key sk (B), a local index byRank (rank N), a global index byCity
    // (city S, rank N).
    std::shared_ptr<const schema::Table> addTable(const std::string& name);
    void dropTable(schema::TableNumber table);
    // In one group, with the index entries.
    void write(const schema::Table& table, const std::vector<Write>& writes,
               storage::ChangeOrigin origin = storage::ChangeOrigin::User, std::string actor = {});

    static values::EncodedItem item(const std::string& pk, const std::string& sk,
                                    std::initializer_list<std::pair<const char*, int>> numbers = {},
                                    const std::string& city = {});
    static schema::PrimaryKey key(const std::string& pk, const std::string& sk);
    void put(const schema::Table& table, const values::EncodedItem& image);
    void remove(const schema::Table& table, const std::string& pk, const std::string& sk);

    // The items that a cursor gives.
    static std::vector<std::string> drain(Result<std::unique_ptr<storage::ItemCursor>> cursor);
    std::vector<std::string> scanAt(Timestamp time, schema::TableNumber table);
    std::optional<std::string> itemAt(Timestamp time, schema::TableNumber table,
                                      const schema::PrimaryKey& key);
    static std::vector<std::string> bytesOf(std::initializer_list<values::EncodedItem> items);

private:
    TemporaryFolder m_folder;
    MovedClock m_clock;
    SeededRandom m_random{3};
    std::unique_ptr<storage::Database> m_database;
    std::unique_ptr<PastReads> m_past;
};

}  // namespace engine::history::testing
