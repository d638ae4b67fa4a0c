#include "engine/history/past_cursor.h"

#include <optional>
#include <string>
#include <utility>

#include "engine/storage/key_layout.h"

namespace engine::history {
namespace {

using storage::ItemCursor;

// What is different between items and entries of an index.
class ItemPlaces final {
public:
    explicit ItemPlaces(std::shared_ptr<const schema::Table> table) : m_table(std::move(table)) {}

    // Takes an item of the present; false when it is to be left out.
    bool take(const ItemCursor::Entry& entry) {
        m_item = entry.item;
        return true;
    }
    // Where that item stands.
    std::string tail() const { return schema::storedKey(*m_table, m_item).sort; }
    storage::ScanPlace place() const {
        return storage::itemScanPlace(m_table->number, schema::storedKey(*m_table, m_item));
    }
    ItemCursor::Entry entryAt(const Place& place) { return {*place.item->then, nullptr}; }

private:
    std::shared_ptr<const schema::Table> m_table;
    values::ItemView m_item;
};

class IndexPlaces final {
public:
    IndexPlaces(std::shared_ptr<const schema::Table> table, const schema::Index& index,
                PlaceWalk::Source source)
        : m_table(std::move(table)), m_index(index), m_source(std::move(source)) {}

    // Entries of items that were changed stand where those are now: the walk has theirs of then.
    bool take(const ItemCursor::Entry& entry) {
        m_key = entry.indexKey;
        const auto& primary = m_key->primary;
        return !m_source.overlay->find(primary.partition, primary.sort, m_source.upTo);
    }
    std::string tail() const { return storage::indexTail(*m_key); }
    storage::ScanPlace place() const {
        return storage::indexScanPlace(m_table->number, m_index.number, *m_key);
    }
    ItemCursor::Entry entryAt(const Place& place) {
        const auto item = *place.item->then;
        m_given = *schema::indexKey(*m_table, m_index, item);
        return {item, &m_given};
    }

private:
    std::shared_ptr<const schema::Table> m_table;
    const schema::Index& m_index;
    PlaceWalk::Source m_source;
    const schema::IndexKey* m_key = nullptr;
    schema::IndexKey m_given;
};

template <class Places>
class PastCursor final : public ItemCursor {
public:
    PastCursor(std::unique_ptr<ItemCursor> present, PlaceWalk walk, Places places)
        : m_present(std::move(present)), m_walk(std::move(walk)), m_places(std::move(places)) {}

    Result<std::optional<Entry>> next() override {
        while (true) {
            if (auto loaded = loadPresent(); !loaded) {
                return std::move(loaded).error();
            }
            const Place* const place = m_walk.peek();
            if (place == nullptr) {
                return std::exchange(m_loaded, std::nullopt);
            }
            const int order = m_loaded ? comparePresentTo(*place) : 1;
            if (order < 0) {
                return std::exchange(m_loaded, std::nullopt);
            }
            if (order == 0) {
                m_loaded.reset();
            }
            m_walk.pop();
            if (place->item->then) {
                return std::optional(m_places.entryAt(*place));
            }
        }
    }

private:
    Result<void> loadPresent() {
        while (!m_loaded && !m_ended) {
            auto entry = m_present->next();
            if (!entry) {
                return std::move(entry).error();
            }
            m_ended = !entry->has_value();
            if (*entry && m_places.take(**entry)) {
                m_loaded = **entry;
                m_position.reset();
            }
        }
        return {};
    }

    // Below 0: the present item is read before the place.
    int comparePresentTo(const Place& place) {
        if (!m_position) {
            m_position = m_walk.isScan() ? m_places.place()
                                         : storage::ScanPlace{std::string(), m_places.tail()};
        }
        const int heads = m_walk.isScan() ? m_position->head.compare(place.head) : 0;
        const int order = heads != 0 ? heads : m_position->tail.compare(place.tail);
        return m_walk.isForward() ? order : -order;
    }

    std::unique_ptr<ItemCursor> m_present;
    PlaceWalk m_walk;
    Places m_places;
    std::optional<Entry> m_loaded;  // of the present, not given yet
    // Of m_loaded, once it was needed; the head only of a scan.
    std::optional<storage::ScanPlace> m_position;
    bool m_ended = false;
};

}  // namespace

Result<std::unique_ptr<ItemCursor>> pastItems(Result<std::unique_ptr<ItemCursor>> present,
                                              PlaceWalk walk,
                                              std::shared_ptr<const schema::Table> table) {
    if (!present) {
        return present;
    }
    return std::unique_ptr<ItemCursor>(std::make_unique<PastCursor<ItemPlaces>>(
        *std::move(present), std::move(walk), ItemPlaces(std::move(table))));
}

Result<std::unique_ptr<ItemCursor>> pastEntries(Result<std::unique_ptr<ItemCursor>> present,
                                                PlaceWalk walk,
                                                std::shared_ptr<const schema::Table> table,
                                                const schema::Index& index,
                                                PlaceWalk::Source source) {
    if (!present) {
        return present;
    }
    return std::unique_ptr<ItemCursor>(std::make_unique<PastCursor<IndexPlaces>>(
        *std::move(present), std::move(walk),
        IndexPlaces(std::move(table), index, std::move(source))));
}

}  // namespace engine::history
