#include "engine/storage/counts.h"

#include "engine/base/bytes.h"
#include "engine/storage/catalog.h"
#include "engine/storage/lmdb_error.h"
#include "engine/storage/record.h"

namespace engine::storage {
namespace {

// addTable writes the count of a table, so that it is there as long as the table.
Result<bool> tableExists(const TreeSource& source, schema::TableNumber table) {
    const auto record = source.get(source.environment().catalog(), tableRecordKey(table));
    return record ? Result<bool>(record->has_value()) : record.error();
}

}  // namespace

std::string countsKey(schema::TableNumber table, schema::IndexNumber index) {
    std::string key(1, 'c');
    ByteWriter writer(key);
    writer.u32(table);
    writer.u16(index);
    return key;
}

Result<TableCounts> readCounts(const TreeSource& source, schema::TableNumber table,
                               schema::IndexNumber index) {
    const std::string key = countsKey(table, index);
    const auto value = source.get(source.environment().meta(), key);
    if (!value) {
        return value.error();
    }
    if (!*value) {
        const auto exists = index == 0 ? tableExists(source, table) : Result<bool>(false);
        if (!exists) {
            return exists.error();
        }
        return *exists ? Result<TableCounts>(damagedRecord("item count", key))
                       : Result<TableCounts>(TableCounts{});
    }
    const auto record = openRecord(key, **value);
    if (!record) {
        return damagedRecord("item count", key);
    }
    ByteReader reader(record->body);
    TableCounts counts;
    counts.items = reader.u64();
    counts.bytes = reader.u64();
    if (reader.failed()) {
        return damagedRecord("item count", key);
    }
    return counts;
}

Result<TableCounts*> GroupCounts::of(schema::TableNumber table, schema::IndexNumber index) {
    const auto known = m_counts.find({table, index});
    if (known != m_counts.end()) {
        return &known->second;
    }
    const auto stored = readCounts({m_transaction, *m_environment}, table, index);
    if (!stored) {
        return stored.error();
    }
    return &m_counts.emplace(std::pair{table, index}, *stored).first->second;
}

void GroupCounts::forget(schema::TableNumber table) {
    m_counts.erase(m_counts.lower_bound({table, schema::IndexNumber{0}}),
                   m_counts.lower_bound({table + 1, schema::IndexNumber{0}}));
}

int GroupCounts::write() {
    std::string body;
    std::string sealed;
    for (const auto& [place, counts] : m_counts) {
        const std::string key = countsKey(place.first, place.second);
        body.clear();
        ByteWriter writer(body);
        writer.u64(counts.items);
        writer.u64(counts.bytes);
        sealRecord(key, false, body, sealed);
        if (!m_environment->guard(m_transaction, m_environment->meta(), key, Reach::Leaf)) {
            return MDB_CORRUPTED;
        }
        MDB_val keyVal = toVal(key);
        MDB_val value = toVal(sealed);
        const int code = mdb_put(m_transaction, m_environment->meta(), &keyVal, &value, 0);
        if (code != 0) {
            return code;
        }
    }
    return 0;
}

}  // namespace engine::storage
