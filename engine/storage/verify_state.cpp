#include "engine/storage/verify_state.h"

#include "engine/base/bytes.h"
#include "engine/storage/counts.h"
#include "engine/storage/expiry_queue.h"
#include "engine/storage/item_lookup.h"
#include "engine/storage/key_layout.h"
#include "engine/storage/lmdb_error.h"

namespace engine::storage {
namespace {

std::string hexOf(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text.push_back(digits[byte >> 4U]);
        text.push_back(digits[byte & 0xfU]);
    }
    return text;
}

std::string placeOf(std::string_view tree, std::string_view key) {
    return std::string(tree) + " " + hexOf(key);
}

schema::TableNumber tableIn(std::string_view key) {
    return ByteReader(key).u32();
}

bool hasKeyAttributes(const schema::Table& table, values::ItemView item) {
    const auto partition = item.find(table.partitionKey.name);
    if (!partition || partition->type() != table.partitionKey.type) {
        return false;
    }
    if (!table.sortKey) {
        return true;
    }
    const auto sort = item.find(table.sortKey->name);
    return sort && sort->type() == table.sortKey->type;
}

schema::IndexKey keyOf(const IndexRecord& entry) {
    return {std::string(entry.partition),
            std::string(entry.sort),
            {std::string(entry.primaryPartition), std::string(entry.primarySort)}};
}

}  // namespace

void StateVerification::Sum::add(std::string_view key, std::uint64_t size) {
    constexpr std::uint64_t factor = 0x9e3779b97f4a7c15ULL;
    ++entries;
    bytes += size;
    hash += (partitionHash(key) ^ (size * factor)) * factor;
}

// Every record of a tree, going on behind damaged ones.
void StateVerification::walk(MDB_dbi tree, const char* name, const Visit& visit) {
    using Found = PageCursor::Found;
    auto cursor = m_snapshot->cursor(tree);
    if (!cursor) {
        m_report.add("V1", name, cursor.error().message);
        return;
    }
    std::optional<std::string_view> before;
    for (Found found = cursor->first(); found != Found::No; found = cursor->next()) {
        if (found == Found::Damaged) {
            m_report.add("V1", name, "A page of it is damaged.");
            found = cursor->nextLeaf();
            if (found != Found::Yes) {
                return;
            }
        }
        const std::string_view key = cursor->key();
        if (before && key <= *before) {
            m_report.add("V7", placeOf(name, key), "Its key is not behind the one before it.");
        }
        before = key;
        const auto value = cursor->value();
        const auto record = value ? openRecord(key, *value) : std::nullopt;
        if (record) {
            visit(key, *record);
        } else {
            m_report.add("V2", placeOf(name, key), "Its checksum does not hold.");
        }
    }
}

StateVerification::TableState* StateVerification::stateOf(std::string_view key) {
    const schema::TableNumber number = tableIn(key);
    if (number != m_lastTable || m_lastState == nullptr) {
        const auto found = m_tables.find(number);
        m_lastState = found == m_tables.end() ? nullptr : &found->second;
        m_lastTable = number;
    }
    return m_lastState;
}

bool StateVerification::isKeyRight(const TableState& state, const ItemRecord& item,
                                   std::string_view key) {
    const values::ItemView view(item.item);
    if (!hasKeyAttributes(*state.table, view)) {
        return false;
    }
    const schema::PrimaryKey primary = schema::storedKey(*state.table, view);
    return primary.partition == item.partition && primary.sort == item.sort &&
           itemStoredKey(state.table->number, primary).bytes() == key;
}

void StateVerification::visitItem(std::string_view key, const OpenRecord& record) {
    ++m_report.items;
    TableState* state = stateOf(key);
    const auto item = parseItem(key, record);
    if (state == nullptr) {
        m_report.add("V6", placeOf("items", key), "There is no table with its number.");
        return;
    }
    if (!item || !values::checkItemBytes(item->item)) {
        m_report.add("V2", placeOf("items", key), "It is not the binary form of an item.");
        return;
    }
    if (!isKeyRight(*state, *item, key)) {
        m_report.add("V7", placeOf("items", key), "Its key does not follow from its attributes.");
        return;
    }
    const values::ItemView view(item->item);
    state->items.add(key, view.sizeBytes());
    for (const schema::Index& index : state->table->indexes) {
        if (const auto entry = schema::indexKey(*state->table, index, view)) {
            state->expected[index.number].add(
                indexStoredKey(state->table->number, index.number, *entry).bytes(),
                schema::entrySizeBytes(*state->table, index, view));
        }
    }
    const auto& timeToLive = state->table->timeToLive;
    const auto second = timeToLive ? expiryOf(view, timeToLive->attributeName) : std::nullopt;
    if (second) {
        state->expiring.add(
            expiryKey(state->table->number, *second, schema::storedKey(*state->table, view)), 0);
    }
    if (onItem) {
        onItem(state->table->number, *item);
    }
}

void StateVerification::visitIndexEntry(std::string_view key, const OpenRecord& record) {
    ++m_report.indexEntries;
    TableState* state = stateOf(key);
    const auto entry = parseIndexEntry(key, record);
    if (state == nullptr) {
        m_report.add("V6", placeOf("index", key), "There is no table with its number.");
        return;
    }
    if (!entry) {
        m_report.add("V2", placeOf("index", key), "It is not an index entry.");
        return;
    }
    ByteReader reader(key);
    reader.u32();
    const schema::IndexNumber number = reader.u16();
    if (indexStoredKey(state->table->number, number, keyOf(*entry)).bytes() != key) {
        m_report.add("V7", placeOf("index", key), "Its key does not follow from its parts.");
    }
    state->found[number].add(key, entry->entryBytes);
}

void StateVerification::visitExpiring(std::string_view key, const OpenRecord& record) {
    ++m_report.records;
    TableState* state = stateOf(key);
    const auto queued = parseExpiry(key, record.body);
    if (state == nullptr || !queued) {
        m_report.add("V6", placeOf("expiry", key),
                     "It is not a queued expiry of an item of a table.");
        return;
    }
    if (state->isDropped || !state->table->timeToLive) {
        return;  // on its way out
    }
    state->queued.add(key, 0);
    const auto item =
        findItem(*m_snapshot, itemStoredKey(state->table->number, queued->key), queued->key);
    const auto value =
        item && *item ? (*item)->find(state->table->timeToLive->attributeName) : std::nullopt;
    if (!value || value->type() != values::AttributeType::N ||
        value->number().truncated() != queued->expiresAt) {
        m_report.add("V6", placeOf("expiry", key),
                     "No item of the table " + state->table->name + " expires then.");
    }
}

void StateVerification::findMissingEntries(const TableState& state, const schema::Index& index) {
    walk(m_environment->items(), "items", [&](std::string_view key, const OpenRecord& record) {
        const auto item = parseItem(key, record);
        if (tableIn(key) != state.table->number || !item || !values::checkItemBytes(item->item) ||
            !isKeyRight(state, *item, key)) {
            return;
        }
        const values::ItemView view(item->item);
        const auto entry = schema::indexKey(*state.table, index, view);
        if (!entry) {
            return;
        }
        const StoredKey stored = indexStoredKey(state.table->number, index.number, *entry);
        const TreeSource source(*m_snapshot);
        const auto value = source.get(m_environment->index(), stored.bytes());
        const auto open = value && *value ? openRecord(stored.bytes(), **value) : std::nullopt;
        const auto parsed = open ? parseIndexEntry(stored.bytes(), *open) : std::nullopt;
        if (!parsed || parsed->entryBytes != schema::entrySizeBytes(*state.table, index, view)) {
            m_report.add("V3", placeOf("items", key),
                         std::string("Its entry in the index ") + index.name + " of the table " +
                             state.table->name + (parsed ? " has a wrong size." : " is missing."));
        }
    });
}

void StateVerification::findWrongEntries(const TableState& state, const schema::Index& index) {
    walk(m_environment->index(), "index", [&](std::string_view key, const OpenRecord& record) {
        ByteReader reader(key);
        const auto entry = parseIndexEntry(key, record);
        if (reader.u32() != state.table->number || reader.u16() != index.number || !entry) {
            return;
        }
        const schema::IndexKey found = keyOf(*entry);
        const auto item =
            findItem(*m_snapshot, itemStoredKey(state.table->number, found.primary), found.primary);
        if (!item || !*item || schema::indexKey(*state.table, index, **item) != found) {
            m_report.add("V3", placeOf("index", key),
                         "It stands in the index " + index.name + " of the table " +
                             state.table->name + " for an item that has no such entry.");
        }
    });
}

void StateVerification::compareCounts(const TableState& state, schema::IndexNumber index,
                                      const Sum& sum) {
    const auto stored = readCounts(*m_snapshot, state.table->number, index);
    const std::string place =
        "counts of the table " + state.table->name +
        (index == 0 ? std::string() : ", index number " + std::to_string(index));
    if (!stored) {
        m_report.add("V2", place, stored.error().message);
    } else if (stored->items != sum.entries || stored->bytes != sum.bytes) {
        m_report.add("V5", place,
                     "They say " + std::to_string(stored->items) + " items of " +
                         std::to_string(stored->bytes) + " bytes; found were " +
                         std::to_string(sum.entries) + " of " + std::to_string(sum.bytes) + ".");
    }
}

void StateVerification::compareSums() {
    for (auto& [number, state] : m_tables) {
        if (state.isDropped) {
            continue;  // may be half purged
        }
        compareCounts(state, 0, state.items);
        for (const schema::Index& index : state.table->indexes) {
            const Sum found = state.found[index.number];
            state.found.erase(index.number);
            if (index.state == schema::IndexState::Deleting) {
                continue;  // half of it may be gone
            }
            compareCounts(state, index.number, found);
            if (index.state == schema::IndexState::Backfilling) {
                continue;
            }
            if (found != state.expected[index.number]) {
                const std::uint64_t before = m_report.findingCount;
                findMissingEntries(state, index);
                findWrongEntries(state, index);
                if (m_report.findingCount == before) {
                    m_report.add("V3", "index " + index.name + " of the table " + state.table->name,
                                 "Its entries are not those of the items.");
                }
            }
        }
        for (const auto& [unknown, sum] : state.found) {
            m_report.add("V3", "table " + state.table->name,
                         "There are " + std::to_string(sum.entries) +
                             " entries of an index that it does not have, number " +
                             std::to_string(unknown) + ".");
        }
    }
}

void StateVerification::visitRecord(std::string_view key, const OpenRecord& record) {
    ++m_report.records;
    if (!tableOfQueueJob || !key.starts_with(static_cast<char>(RecordKind::Job))) {
        return;
    }
    const auto number = tableOfQueueJob(record.body);
    const auto found = number ? m_tables.find(*number) : m_tables.end();
    if (found != m_tables.end()) {
        found->second.isBeingQueued = true;
    }
}

// Entries that are too many were found where they stand.
void StateVerification::compareQueues() {
    for (const auto& [number, state] : m_tables) {
        const bool isWhole = !state.isDropped && state.table->timeToLive && !state.isBeingQueued;
        if (isWhole && state.expiring != state.queued) {
            findUnqueued(state);
        }
    }
}

void StateVerification::findUnqueued(const TableState& state) {
    walk(m_environment->items(), "items", [&](std::string_view key, const OpenRecord& record) {
        const auto item = parseItem(key, record);
        if (tableIn(key) != state.table->number || !item || !values::checkItemBytes(item->item) ||
            !isKeyRight(state, *item, key)) {
            return;
        }
        const values::ItemView view(item->item);
        const auto second = expiryOf(view, state.table->timeToLive->attributeName);
        if (!second) {
            return;
        }
        const auto place = expiryKey(state.table->number, *second,
                                     {std::string(item->partition), std::string(item->sort)});
        const auto queued = TreeSource(*m_snapshot).get(m_environment->expiry(), place);
        if (!queued || !*queued) {
            m_report.add(
                "V6", placeOf("items", key),
                "It is not in the queue of what expires in the table " + state.table->name + ".");
        }
    });
}

void StateVerification::visitItemsAgain() {
    VerifyReport ignored;
    StateVerification again(*m_snapshot, m_catalog, ignored);
    again.m_tables = m_tables;
    again.onItem = onItem;
    again.walk(
        m_environment->items(), "items",
        [&again](std::string_view key, const OpenRecord& record) { again.visitItem(key, record); });
}

void StateVerification::run() {
    for (const auto& table : m_catalog->tables()) {
        m_tables[table->number].table = table;
    }
    const auto allDropped = m_catalog->droppedAndPurgedTables();
    for (const auto& [number, dropped] : *allDropped) {
        auto& state = m_tables[number];
        state.table = dropped.table;
        state.isDropped = true;
    }
    m_report.tables = m_tables.size();
    walk(m_environment->items(), "items",
         [this](std::string_view key, const OpenRecord& record) { visitItem(key, record); });
    walk(m_environment->index(), "index",
         [this](std::string_view key, const OpenRecord& record) { visitIndexEntry(key, record); });
    compareSums();
    walk(m_environment->expiry(), "expiry",
         [this](std::string_view key, const OpenRecord& record) { visitExpiring(key, record); });
    const auto count = [this](std::string_view, const OpenRecord&) { ++m_report.records; };
    walk(m_environment->meta(), "meta", count);
    walk(m_environment->catalog(), "catalog", count);
    walk(m_environment->records(), "records",
         [this](std::string_view key, const OpenRecord& record) { visitRecord(key, record); });
    compareQueues();
}

}  // namespace engine::storage
