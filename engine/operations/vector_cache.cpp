#include "engine/operations/vector_cache.h"

#include <algorithm>
#include <iterator>
#include <shared_mutex>
#include <utility>

#include "engine/operations/vector_rows.h"
#include "engine/storage/change_walk.h"

namespace engine::operations {

struct VectorCache::Entry {
    Entry(std::shared_ptr<const schema::Table> itsTable, const schema::VectorIndex& itsIndex)
        : table(std::move(itsTable)), index(itsIndex.number), rows(table, itsIndex) {}

    const std::shared_ptr<const schema::Table> table;
    const schema::IndexNumber index;
    std::uint64_t bytes = 0;  // guarded by the cache's mutex

    std::shared_mutex mutex;  // guards what follows
    VectorRows rows;
    bool isFilled = false;
    storage::Sequence sequence = 0;  // the rows are those of this record or of a later one
};

namespace {

// Reading the table again is cheaper than reading many more records than it has items.
constexpr storage::Sequence recordsBehindMax = 10'000;

Result<std::vector<SearchResult>> fetch(
    storage::ReadTransaction& snapshot, schema::TableNumber table,
    const std::vector<std::pair<float, schema::PrimaryKey>>& closest) {
    std::vector<SearchResult> results;
    for (const auto& [score, key] : closest) {
        const auto item = snapshot.getItem(table, key);
        if (!item) {
            return item.error();
        }
        if (*item) {
            results.push_back({values::EncodedItem(std::string((*item)->bytes())), score});
        }
    }
    return results;
}

struct Begin {
    storage::Sequence sequence = 0;
    std::uint64_t items = 0;
};

// Lets go of its snapshot.
Result<Begin> beginOf(storage::Database& database, const schema::Table& table) {
    const auto snapshot = database.beginRead();
    if (!snapshot) {
        return snapshot.error();
    }
    const auto sequence = (*snapshot)->sequence();
    if (!sequence) {
        return sequence.error();
    }
    const auto counts = (*snapshot)->counts(table.number, 0);
    if (!counts) {
        return counts.error();
    }
    return Begin{*sequence, counts->items};
}

}  // namespace

VectorCache::VectorCache(storage::Database& database, std::uint64_t bytesMax)
    : m_database(database), m_bytesMax(bytesMax) {
}

VectorCache::~VectorCache() = default;

Result<std::shared_ptr<VectorCache::Entry>> VectorCache::entryFor(const VectorSearch& search) {
    const auto begin = beginOf(m_database, *search.table);
    if (!begin) {
        return begin.error();
    }
    const std::uint64_t bytes = begin->items * VectorRows::rowBytes(*search.index);
    if (bytes > m_bytesMax) {
        return std::shared_ptr<Entry>();
    }
    const std::lock_guard lock(m_mutex);
    auto found = std::find_if(m_entries.begin(), m_entries.end(), [&](const auto& entry) {
        return entry->table->number == search.table->number && entry->index == search.index->number;
    });
    if (found == m_entries.end()) {
        found = m_entries.insert(m_entries.begin(),
                                 std::make_shared<Entry>(search.table, *search.index));
    }
    (*found)->bytes = bytes;
    m_entries.splice(m_entries.begin(), m_entries, found);
    dropOld();
    return m_entries.front();
}

// Indexes that are gone, and those that were not searched for the longest time.
void VectorCache::dropOld() {
    const auto catalog = m_database.catalog();
    std::uint64_t bytes = m_entries.front()->bytes;
    for (auto at = std::next(m_entries.begin()); at != m_entries.end();) {
        const auto table = catalog->find((*at)->table->number);
        const bool isThere = table && table->findVectorIndex((*at)->index) != nullptr;
        if (isThere && bytes + (*at)->bytes <= m_bytesMax) {
            bytes += (*at)->bytes;
            ++at;
        } else {
            at = m_entries.erase(at);
        }
    }
}

Result<void> VectorCache::fill(Entry& entry) {
    entry.isFilled = false;
    entry.rows.clear();
    const auto begin = beginOf(m_database, *entry.table);
    if (!begin) {
        return begin.error();
    }
    entry.rows.reserve(begin->items);
    auto visited = visitItems(m_database, *entry.table, [&](values::ItemView item) {
        entry.rows.set(schema::storedKey(*entry.table, item), item);
    });
    if (!visited) {
        return visited;
    }
    // What changed meanwhile is set once more.
    entry.sequence = begin->sequence;
    entry.isFilled = true;
    return {};
}

Result<void> VectorCache::catchUp(Entry& entry, storage::Sequence upTo) {
    if (upTo <= entry.sequence) {
        return {};
    }
    auto read = storage::forEachChange(
        m_database, {.table = entry.table->number, .partition = {}}, entry.sequence, upTo,
        [&](const storage::Change& change) {
            entry.rows.set({std::string(change.partition), std::string(change.sort)}, change.after);
            return Result<void>();
        });
    if (read) {
        entry.sequence = upTo;
    }
    return read;
}

// To the newest record, without a snapshot.
Result<void> VectorCache::update(Entry& entry) {
    const auto last = m_database.history().last;
    if (entry.isFilled && last <= entry.sequence + entry.rows.size() + recordsBehindMax) {
        auto done = catchUp(entry, last);
        if (done || done.error().kind != ErrorKind::TrimmedDataAccess) {
            return done;
        }
    }
    if (auto filled = fill(entry); !filled) {
        return filled;
    }
    return catchUp(entry, m_database.history().last);
}

Result<std::optional<std::vector<SearchResult>>> VectorCache::search(const VectorSearch& search) {
    const auto entry = entryFor(search);
    if (!entry) {
        return entry.error();
    }
    if (*entry == nullptr) {
        return std::optional<std::vector<SearchResult>>();
    }
    Entry& found = **entry;
    const auto answer = [&](storage::ReadTransaction& snapshot) {
        auto results = fetch(snapshot, found.table->number, found.rows.closest(search));
        return results ? Result<std::optional<std::vector<SearchResult>>>(*std::move(results))
                       : std::move(results).error();
    };
    {
        const std::shared_lock lock(found.mutex);
        const auto snapshot = m_database.beginRead();
        const auto now = snapshot ? (*snapshot)->sequence() : snapshot.error();
        if (!now) {
            return now.error();
        }
        if (found.isFilled && found.sequence == *now) {
            return answer(**snapshot);
        }
    }
    const std::lock_guard lock(found.mutex);
    if (auto updated = update(found); !updated) {
        return std::move(updated).error();
    }
    const auto snapshot = m_database.beginRead();
    const auto now = snapshot ? (*snapshot)->sequence() : snapshot.error();
    if (!now) {
        return now.error();
    }
    if (auto done = catchUp(found, *now); !done) {
        return std::move(done).error();
    }
    return answer(**snapshot);
}

}  // namespace engine::operations
