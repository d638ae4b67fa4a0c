#include "engine/history/item_versions.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "engine/storage/change_walk.h"

namespace engine::history {
namespace {

using storage::Sequence;

std::optional<values::EncodedItem> copyOf(const std::optional<values::ItemView>& view) {
    if (!view) {
        return std::nullopt;
    }
    return values::EncodedItem(std::string(view->bytes()));
}

std::size_t imageBytes(const ItemVersion& version) {
    return (version.before ? version.before->bytes().size() : 0) +
           (version.after ? version.after->bytes().size() : 0);
}

ItemVersion versionOf(const storage::Change& change) {
    ItemVersion version;
    version.sequence = change.sequence;
    version.time = change.time;
    version.request = change.request;
    version.origin = change.origin;
    version.actor = change.actor;
    version.event = eventOf(change);
    version.changedAttributes = changedAttributes(change.before, change.after);
    version.before = copyOf(change.before);
    version.after = copyOf(change.after);
    return version;
}

// Collects the newest versions of a stretch of the log, which can be read forwards only.
class Newest final {
public:
    explicit Newest(const ItemVersionsRequest& request) : m_request(request) {}

    // Changes in (after, upTo], which lie before all that were read so far.
    Result<void> read(storage::Database& database, Sequence after, Sequence upTo) {
        std::deque<ItemVersion> stretch;
        std::size_t bytes = 0;
        const auto take = [&](const storage::Change& change) -> Result<void> {
            if (change.sort != m_request.key.sort) {
                return {};
            }
            stretch.push_back(versionOf(change));
            bytes += imageBytes(stretch.back());
            // The oldest one is given up when the page is full without it.
            while (m_page.versions.size() + stretch.size() > m_request.most ||
                   m_bytes + bytes - imageBytes(stretch.front()) >= m_request.bytesMax) {
                bytes -= imageBytes(stretch.front());
                stretch.pop_front();
                m_page.hasMore = true;
            }
            return {};
        };
        if (auto read = storage::forEachChange(database, {m_request.table, m_request.key.partition},
                                               after, upTo, take);
            !read) {
            return read;
        }
        m_bytes += bytes;
        std::move(stretch.rbegin(), stretch.rend(), std::back_inserter(m_page.versions));
        return {};
    }

    bool isFull() const {
        return m_page.hasMore || m_page.versions.size() == m_request.most ||
               m_bytes >= m_request.bytesMax;
    }
    ItemVersionsPage takePage(bool reachedBegin) {
        m_page.hasMore = m_page.hasMore || !reachedBegin;
        return std::move(m_page);
    }

private:
    const ItemVersionsRequest& m_request;
    ItemVersionsPage m_page;
    std::size_t m_bytes = 0;
};

}  // namespace

Event eventOf(const storage::Change& change) {
    if (!change.before) {
        return Event::Insert;
    }
    return change.after ? Event::Modify : Event::Remove;
}

std::vector<std::string> changedAttributes(const std::optional<values::ItemView>& before,
                                           const std::optional<values::ItemView>& after) {
    std::vector<std::string> names;
    auto oldMembers = before.value_or(values::ItemView()).members();
    auto newMembers = after.value_or(values::ItemView()).members();
    auto oldMember = oldMembers.next();
    auto newMember = newMembers.next();
    while (oldMember || newMember) {
        const int order = !oldMember   ? 1
                          : !newMember ? -1
                                       : oldMember->name.compare(newMember->name);
        if (order != 0 || !values::equal(oldMember->value, newMember->value)) {
            names.emplace_back(order <= 0 ? oldMember->name : newMember->name);
        }
        if (order <= 0) {
            oldMember = oldMembers.next();
        }
        if (order >= 0) {
            newMember = newMembers.next();
        }
    }
    return names;
}

// Backwards in stretches that grow, so that the newest versions come without reading all history.
Result<ItemVersionsPage> itemVersions(storage::Database& database,
                                      const ItemVersionsRequest& request) {
    constexpr Sequence firstStretch = 16'384;
    constexpr Sequence growth = 4;
    const auto extent = database.history();
    Sequence upTo = extent.last;
    if (request.before) {
        upTo = std::min(upTo, *request.before == 0 ? 0 : *request.before - 1);
    }
    Newest newest(request);
    Sequence stretch = firstStretch;
    while (upTo >= extent.first && !newest.isFull()) {
        const Sequence begin = extent.first - 1;
        const Sequence after = upTo - begin > stretch ? upTo - stretch : begin;
        auto read = newest.read(database, after, upTo);
        if (!read && read.error().kind == ErrorKind::TrimmedDataAccess) {
            break;  // trimmed meanwhile
        }
        if (!read) {
            return std::move(read).error();
        }
        upTo = after;
        stretch *= growth;
    }
    return newest.takePage(upTo < extent.first);
}

}  // namespace engine::history
