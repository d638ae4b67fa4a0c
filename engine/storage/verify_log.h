#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/storage/catalog.h"
#include "engine/storage/record.h"
#include "engine/storage/verify.h"

namespace engine::storage {

// Check V4: the change log is whole from its first record to `last`, each change begins with what
// the one before it ended with, and the newest images are the items of the trees.
//
// Keys and images are remembered as 64-bit hashes, 64 bytes for each key that changed; a log with
// very many is read in several passes, each for a part of the keys:
//     for pass in 0 ... passes() - 1: readLog(pass), see() each item, finish()
class LogVerification final {
public:
    LogVerification(Database& database, Sequence last, VerifyReport& report);

    unsigned passes() const { return m_passes; }
    void readLog(unsigned pass);
    void see(schema::TableNumber table, const ItemRecord& item);
    // Reports what the log tells of and the trees do not have. Tables that are not in the catalog
    // any more are left out.
    void finish(const Catalog& catalog);

private:
    // Open addressing; key 0 is an empty place.
    struct Slot {
        std::uint64_t key = 0;
        std::uint64_t image = 0;  // 0: there is no item
        schema::TableNumber table = 0;
        bool seen = false;
    };
    Slot& slotOf(std::uint64_t key);
    void grow();
    bool isOfPass(std::uint64_t key) const { return key % m_passes == m_pass; }
    void take(const Change& change);

    Database& m_database;
    Sequence m_last;
    VerifyReport& m_report;
    Sequence m_first;
    unsigned m_passes = 1;
    unsigned m_pass = 0;
    std::vector<Slot> m_slots;
    std::size_t m_used = 0;
    bool m_isBroken = false;  // the rest of the log could not be read
};

}  // namespace engine::storage
