#pragma once

#include <lmdb.h>

#include <map>
#include <string>
#include <utility>

#include "engine/storage/database.h"
#include "engine/storage/tree_source.h"

namespace engine::storage {

Result<TableCounts> readCounts(const TreeSource& source, schema::TableNumber table,
                               schema::IndexNumber index);
// Key in the tree "meta".
std::string countsKey(schema::TableNumber table, schema::IndexNumber index);

// The counts that one group of writes changes: read once, written once before the commit.
class GroupCounts final {
public:
    GroupCounts(MDB_txn* transaction, const Environment& environment)
        : m_transaction(transaction), m_environment(&environment) {}

    // The caller changes what it gets.
    Result<TableCounts*> of(schema::TableNumber table, schema::IndexNumber index);
    void start(schema::TableNumber table) { m_counts[{table, 0}] = {}; }
    void forget(schema::TableNumber table);
    void forget(schema::TableNumber table, schema::IndexNumber index) {
        m_counts.erase({table, index});
    }
    // LMDB's code.
    int write();

private:
    MDB_txn* m_transaction;
    const Environment* m_environment;
    std::map<std::pair<schema::TableNumber, schema::IndexNumber>, TableCounts> m_counts;
};

}  // namespace engine::storage
