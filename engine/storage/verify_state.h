#pragma once

#include <lmdb.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/storage/catalog.h"
#include "engine/storage/environment.h"
#include "engine/storage/record.h"
#include "engine/storage/verify.h"

namespace engine::storage {

// What a database that can be verified shows of itself.
class Verifiable {
public:
    virtual ~Verifiable() = default;
    // Its trees have everything that was acknowledged before.
    virtual Environment& environment() = 0;
};

// The checks V2, V3, V5, V6 and V7 on one snapshot.
//
// Index entries are compared with the items by sums of hashes, which needs no lookup; only an index
// whose sums differ is looked through entry by entry.
class StateVerification final {
public:
    StateVerification(const Snapshot& snapshot, std::shared_ptr<const CatalogSnapshot> catalog,
                      VerifyReport& report)
        : m_snapshot(&snapshot),
          m_environment(&snapshot.environment()),
          m_catalog(std::move(catalog)),
          m_report(report) {}

    void run();
    // Only for onItem.
    void visitItemsAgain();

    // Called by run() for each item whose record is good.
    std::function<void(schema::TableNumber, const ItemRecord&)> onItem;
    TableOfQueueJob tableOfQueueJob;  // verify.h; may be empty

private:
    struct Sum {
        std::uint64_t entries = 0;
        std::uint64_t bytes = 0;
        std::uint64_t hash = 0;
        void add(std::string_view key, std::uint64_t size);
        friend bool operator==(const Sum&, const Sum&) = default;
    };
    struct TableState {
        std::shared_ptr<const schema::Table> table;
        bool isDropped = false;
        Sum items;
        std::map<schema::IndexNumber, Sum> expected;
        std::map<schema::IndexNumber, Sum> found;
        Sum expiring;  // what items say of the queue of expiries
        Sum queued;
        bool isBeingQueued = false;
    };
    using Visit = std::function<void(std::string_view key, const OpenRecord& record)>;

    void walk(MDB_dbi tree, const char* name, const Visit& visit);
    TableState* stateOf(std::string_view key);
    void visitItem(std::string_view key, const OpenRecord& record);
    bool isKeyRight(const TableState& state, const ItemRecord& item, std::string_view key);
    void visitIndexEntry(std::string_view key, const OpenRecord& record);
    void visitExpiring(std::string_view key, const OpenRecord& record);
    void visitRecord(std::string_view key, const OpenRecord& record);
    void compareSums();
    void compareQueues();
    void findUnqueued(const TableState& state);
    void findMissingEntries(const TableState& state, const schema::Index& index);
    void findWrongEntries(const TableState& state, const schema::Index& index);
    void compareCounts(const TableState& state, schema::IndexNumber index, const Sum& sum);

    const Snapshot* m_snapshot;
    Environment* m_environment;
    std::shared_ptr<const CatalogSnapshot> m_catalog;
    VerifyReport& m_report;
    std::map<schema::TableNumber, TableState> m_tables;
    schema::TableNumber m_lastTable = 0;
    TableState* m_lastState = nullptr;
};

}  // namespace engine::storage
