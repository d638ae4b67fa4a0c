#include "engine/operations/diff_table.h"

#include <utility>

#include "engine/base/limits.h"
#include "engine/operations/handlers.h"
#include "engine/operations/history_items.h"

namespace engine::operations {

namespace {

// Changed items that one call looks at; most may be as they were.
constexpr std::size_t examinedMax = 20'000;
constexpr std::size_t examinedAtOnce = 1000;

// The table that had the name at the later moment, or else at the earlier one.
Result<std::shared_ptr<const schema::Table>> findDiffed(const Context& context,
                                                        const DiffTableInput& input, Timestamp to) {
    auto table = findTable(context, input.tableName, to);
    return table || table.error().kind != ErrorKind::ResourceNotFound
               ? table
               : findTable(context, input.tableName, input.from);
}

class Comparison final {
public:
    Comparison(const schema::Table& table, storage::ReadTransaction& later, std::size_t most)
        : m_table(table), m_later(later), m_most(most) {}

    bool isFull() const {
        return m_output.differences.size() == m_most || m_bytes >= limits::pageSizeBytesMax ||
               m_examined >= examinedMax;
    }

    Result<void> examine(const history::ChangedItem& changed) {
        ++m_examined;
        m_last = changed.key;
        const auto after = m_later.getItem(m_table.number, changed.key);
        if (!after) {
            return after.error();
        }
        const auto before =
            changed.then ? std::optional(changed.then->view()) : std::optional<values::ItemView>();
        const bool isSame = before && *after ? before->bytes() == (*after)->bytes()
                                             : before.has_value() == after->has_value();
        if (isSame) {
            return {};
        }
        auto key = keyAttributes(m_table, changed.key);
        if (!key) {
            return std::move(key).error();
        }
        ItemDifference difference;
        difference.key = *std::move(key);
        difference.before = changed.then;
        difference.changedAttributes = history::changedAttributes(before, *after);
        if (*after) {
            difference.after = values::EncodedItem(std::string((*after)->bytes()));
        }
        m_bytes += (before ? before->bytes().size() : 0) + (*after ? (*after)->bytes().size() : 0);
        m_output.differences.push_back(std::move(difference));
        return {};
    }

    const std::optional<schema::PrimaryKey>& last() const { return m_last; }
    DiffTableOutput takeOutput() { return std::move(m_output); }

private:
    const schema::Table& m_table;
    storage::ReadTransaction& m_later;
    std::size_t m_most;
    std::size_t m_examined = 0;
    std::size_t m_bytes = 0;
    std::optional<schema::PrimaryKey> m_last;
    DiffTableOutput m_output;
};

}  // namespace

Result<DiffTableOutput> diffTable(const Context& context, const DiffTableInput& input) {
    const Timestamp to = input.to.value_or(context.database.history().end);
    if (input.from > to) {
        return Error::validation("FromDateTime must not be later than ToDateTime");
    }
    const auto earlier = context.past.sequenceAt(input.from);
    if (!earlier) {
        return earlier.error();
    }
    const auto later = context.past.sequenceAt(to);
    if (!later) {
        return later.error();
    }
    const auto table = findDiffed(context, input, to);
    if (!table) {
        return table.error();
    }
    auto behind = startBehind(**table, input.exclusiveStartKey);
    if (!behind) {
        return std::move(behind).error();
    }
    const auto snapshot = context.past.after(*later);
    if (!snapshot) {
        return snapshot.error();
    }
    Comparison comparison(**table, **snapshot,
                          static_cast<std::size_t>(input.limit.value_or(limits::historyPageMax)));
    history::ChangedItemsRequest request{.table = (*table)->number,
                                         .after = *earlier,
                                         .upTo = *later,
                                         .behind = *std::move(behind),
                                         .most = examinedAtOnce,
                                         .bytesMax = limits::pageSizeBytesMax};
    bool hasMore = true;
    while (hasMore && !comparison.isFull()) {
        const auto page = context.past.changedItems(request);
        if (!page) {
            return page.error();
        }
        hasMore = page->hasMore;
        for (const auto& changed : page->items) {
            if (comparison.isFull()) {
                hasMore = true;
                break;
            }
            if (auto examined = comparison.examine(changed); !examined) {
                return std::move(examined).error();
            }
        }
        request.behind = comparison.last();
    }
    auto output = comparison.takeOutput();
    output.from = input.from;
    output.to = to;
    if (hasMore && comparison.last()) {
        auto key = keyAttributes(**table, *comparison.last());
        if (!key) {
            return std::move(key).error();
        }
        output.lastEvaluatedKey = *std::move(key);
    }
    return output;
}

}  // namespace engine::operations
