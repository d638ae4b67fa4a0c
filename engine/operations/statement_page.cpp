#include "engine/operations/statement_page.h"

#include <utility>

#include "engine/base/limits.h"
#include "engine/operations/consumed_capacity.h"
#include "engine/operations/item_page.h"

namespace engine::operations {

namespace {

using expressions::KeyClause;
using partiql::ReadPlan;

// Bounds that no single condition says come as two, one for each side.
Result<KeyRange> resolveRead(const ReadTarget& target, const std::vector<KeyClause>& clauses) {
    if (clauses.size() < 3) {
        return resolveKeyCondition(target, clauses);
    }
    auto range = resolveKeyCondition(target, {clauses[0], clauses[1]});
    auto upper = resolveKeyCondition(target, {clauses[0], clauses[2]});
    if (!range || !upper) {
        return range ? std::move(upper).error() : std::move(range).error();
    }
    range->sort.upper = std::move(upper->sort.upper);
    range->sort.upperInclusive = upper->sort.upperInclusive;
    return range;
}

class StatementReader final {
public:
    StatementReader(storage::ReadTransaction& snapshot, const StatementPageRequest& request)
        : m_snapshot(snapshot), m_request(request), m_read(request.read) {}

    Result<StatementPage> run() {
        const auto readCount =
            m_read.plan.kind == ReadPlan::Kind::Scan ? std::size_t{1} : m_read.plan.reads.size();
        std::size_t next = m_request.start.read;
        if (next > readCount || (m_request.start.key && next == readCount)) {
            return Error::validation("Invalid NextToken");
        }
        for (; next < readCount && !isFull(); ++next) {
            const auto& start = next == m_request.start.read ? m_request.start.key : std::nullopt;
            auto rest = readOne(next, start);
            if (!rest) {
                return std::move(rest).error();
            }
            if (*rest) {
                m_page.next =
                    StatementPosition{static_cast<std::uint32_t>(next), **std::move(rest)};
                return std::move(m_page);
            }
        }
        if (next < readCount) {
            m_page.next = StatementPosition{static_cast<std::uint32_t>(next), std::nullopt};
        }
        return std::move(m_page);
    }

private:
    using Position = std::optional<values::AttributeMap>;

    bool isFull() const {
        return m_page.scannedBytes >= limits::pageSizeBytesMax ||
               (m_request.limit && m_page.scannedCount >= *m_request.limit);
    }

    // Gives where the read goes on if it did not come to its end.
    Result<Position> readOne(std::size_t number, const Position& start) {
        std::optional<KeyRange> range;
        if (m_read.plan.kind != ReadPlan::Kind::Scan) {
            auto resolved = resolveRead(m_read.target, m_read.plan.reads[number].clauses);
            if (!resolved) {
                return std::move(resolved).error();
            }
            range = *std::move(resolved);
        }
        const auto place = placeOf(start, range);
        if (!place) {
            return place.error();
        }
        const auto cursor =
            range ? openQueryCursor(m_snapshot, m_read.target, *range, m_read.plan.forward, *place)
                  : openScanCursor(m_snapshot, m_read.target, {}, *place);
        if (!cursor) {
            return cursor.error();
        }
        auto page = readPage(**cursor, pageRequest(range && range->isSingleItem));
        if (!page) {
            return std::move(page).error();
        }
        take(*page);
        return std::move(page->lastEvaluatedKey);
    }

    Result<std::optional<StartKey>> placeOf(const Position& start,
                                            const std::optional<KeyRange>& range) const {
        if (!start) {
            return std::optional<StartKey>();
        }
        auto place = parseStartKey(m_read.target, *start, StartKeyTexts::Query);
        const auto fits = [&] {
            const auto& partition =
                place->index ? place->index->partition : place->primary.partition;
            const auto& sort = place->index ? place->index->sort : place->primary.sort;
            return !range || (partition == range->partition && contains(range->sort, sort));
        };
        if (!place || !fits()) {
            return Error::validation("Invalid NextToken");
        }
        return std::optional(*std::move(place));
    }

    PageRequest pageRequest(bool isSingleItem) const {
        auto limit = m_request.limit;
        if (limit) {
            limit = static_cast<std::int32_t>(*limit - m_page.scannedCount);
        }
        return {.target = m_read.target,
                .compiled = m_read.compiled,
                .tableName = m_read.tableName,
                .select = std::nullopt,
                .limit = limit,
                .consistentRead = m_request.consistentRead,
                .isSingleItem = isSingleItem,
                .returnConsumedCapacity = m_request.returnConsumedCapacity,
                .filtersEntries = true,
                .pageBytesMax = limits::pageSizeBytesMax - m_page.scannedBytes};
    }

    void take(QueryOutput& page) {
        m_page.scannedCount += page.scannedCount;
        m_page.scannedBytes += page.scannedBytes;
        addConsumed(page.consumedCapacity, m_page.consumedCapacity);
        for (auto& item : page.items) {
            m_page.items.push_back(m_read.columns.isStar() ? std::move(item)
                                                           : m_read.columns.apply(item.view()));
        }
    }

    storage::ReadTransaction& m_snapshot;
    const StatementPageRequest& m_request;
    const ReadStatement& m_read;
    StatementPage m_page;
};

void addUnits(const std::map<std::string, double>& more, std::map<std::string, double>& total) {
    for (const auto& [name, units] : more) {
        total[name] += units;
    }
}

}  // namespace

Result<StatementPage> readStatementPage(const Context& context,
                                        const StatementPageRequest& request) {
    const auto snapshot = beginRead(context, request.asOf);
    if (!snapshot) {
        return snapshot.error();
    }
    auto page = StatementReader(**snapshot, request).run();
    if (page && !page->consumedCapacity) {
        // Conditions that nothing can meet read nothing.
        page->consumedCapacity =
            CapacityMeter().report(request.returnConsumedCapacity, request.read.tableName);
    }
    return page;
}

void addConsumed(const std::optional<ConsumedCapacity>& more,
                 std::optional<ConsumedCapacity>& total) {
    if (!more || !total) {
        total = more ? more : total;
        return;
    }
    total->capacityUnits += more->capacityUnits;
    if (more->table) {
        total->table = total->table.value_or(0) + *more->table;
    }
    addUnits(more->globalIndexes, total->globalIndexes);
    addUnits(more->localIndexes, total->localIndexes);
}

}  // namespace engine::operations
