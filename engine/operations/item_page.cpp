#include "engine/operations/item_page.h"

#include <utility>

#include "engine/base/limits.h"
#include "engine/capacity/units.h"
#include "engine/operations/consumed_capacity.h"

namespace engine::operations {

namespace {

using values::AttributeMap;
using values::EncodedItem;
using values::ItemView;

Error invalidStartKey(const std::string& detail) {
    return Error::validation("The provided starting key is invalid" +
                             (detail.empty() ? "" : ": " + detail));
}

std::vector<std::string> projectedNames(const ReadTarget& target) {
    std::vector<std::string> names;
    for (const auto& attribute : target.positionAttributes()) {
        names.push_back(attribute.name);
    }
    const auto& more = target.index->nonKeyAttributes;
    names.insert(names.end(), more.begin(), more.end());
    return names;
}

Result<AttributeMap> positionOf(const ReadTarget& target, ItemView item) {
    AttributeMap position;
    for (const auto& attribute : target.positionAttributes()) {
        const auto value = item.find(attribute.name);
        if (!value) {
            return Error::corrupt("An entry of an index leads to an item without the index's key");
        }
        position.emplace(attribute.name, value->decode());
    }
    return position;
}

class PageReader final {
public:
    explicit PageReader(const PageRequest& request)
        : m_request(request),
          m_consistency(request.consistentRead ? capacity::Consistency::Strong
                                               : capacity::Consistency::Eventual),
          m_fetches(fetches(request)) {
        const auto* index = request.target.index;
        if (index != nullptr && index->projection != schema::ProjectionType::All &&
            (!m_fetches || request.filtersEntries)) {
            m_entryView = expressions::Projection::ofAttributes(projectedNames(request.target));
        }
        m_output.countOnly = request.select == Select::Count;
    }

    Result<QueryOutput> read(storage::ItemCursor& cursor) {
        while (true) {
            const auto entry = cursor.next();
            if (!entry) {
                return entry.error();
            }
            if (!*entry) {
                break;
            }
            evaluate((*entry)->item);
            if (isFull()) {
                if (!m_request.isSingleItem) {
                    auto position = positionOf(m_request.target, (*entry)->item);
                    if (!position) {
                        return std::move(position).error();
                    }
                    m_output.lastEvaluatedKey = *std::move(position);
                }
                break;
            }
        }
        m_output.scannedBytes = m_bytes;
        reportCapacity();
        return std::move(m_output);
    }

private:
    static bool fetches(const PageRequest& request) {
        if (!request.filtersEntries) {
            return fetchesFromTable(request.target, request.select, request.compiled);
        }
        CompiledExpressions unfiltered;
        unfiltered.projection = request.compiled.projection;
        return fetchesFromTable(request.target, request.select, unfiltered);
    }

    bool isFull() const {
        return m_bytes >= m_request.pageBytesMax ||
               (m_request.limit && m_output.scannedCount >= *m_request.limit);
    }

    void evaluate(ItemView stored) {
        ++m_output.scannedCount;
        measure(stored);
        if (!m_entryView) {
            addIfMatching(stored, stored);
            return;
        }
        const auto entry = m_entryView->apply(stored);
        addIfMatching(entry.view(), m_fetches ? stored : entry.view());
    }

    void measure(ItemView stored) {
        const auto& target = m_request.target;
        m_bytes += target.index != nullptr
                       ? schema::entrySizeBytes(*target.table, *target.index, stored)
                       : stored.sizeBytes();
        if (m_fetches) {
            m_meter.addTable(capacity::readUnits(stored.sizeBytes(), m_consistency));
        }
    }

    void addIfMatching(ItemView filtered, ItemView item) {
        const auto& compiled = m_request.compiled;
        if (compiled.filter && !compiled.filter->matches(filtered)) {
            return;
        }
        ++m_output.count;
        if (m_output.countOnly) {
            return;
        }
        m_output.items.push_back(compiled.projection ? compiled.projection->apply(item)
                                                     : EncodedItem(std::string(item.bytes())));
    }

    void reportCapacity() {
        const auto units = capacity::readUnits(m_bytes, m_consistency);
        if (m_request.target.index != nullptr) {
            m_meter.addIndex(*m_request.target.index, units);
        } else {
            m_meter.addTable(units);
        }
        m_output.consumedCapacity =
            m_meter.report(m_request.returnConsumedCapacity, m_request.tableName);
    }

    const PageRequest& m_request;
    capacity::Consistency m_consistency;
    bool m_fetches;
    std::optional<expressions::Projection> m_entryView;  // what the index shows of an item
    std::size_t m_bytes = 0;                             // evaluated so far
    CapacityMeter m_meter;
    QueryOutput m_output;
};

}  // namespace

Result<StartKey> parseStartKey(const ReadTarget& target, const AttributeMap& key,
                               StartKeyTexts texts) {
    const std::string schemaDetail = "The provided key element does not match the schema";
    const auto position = target.positionAttributes();
    bool hasAll = key.size() == position.size();
    bool hasTypes = true;
    AttributeMap primary;
    for (const auto& attribute : position) {
        const auto found = key.find(attribute.name);
        if (found == key.end()) {
            hasAll = false;
            continue;
        }
        hasTypes = hasTypes && found->second.type() == attribute.type;
        if (target.table->isKeyAttribute(attribute.name)) {
            primary.insert(*found);
        }
    }
    if (!hasAll) {
        return invalidStartKey(texts == StartKeyTexts::Scan ? schemaDetail : "");
    }
    if (!hasTypes) {
        return invalidStartKey(schemaDetail);
    }
    auto primaryKey = schema::lookupKey(*target.table, primary);
    if (!primaryKey) {
        return invalidStartKey(primaryKey.error().message);
    }
    StartKey start;
    start.primary = *std::move(primaryKey);
    if (target.index != nullptr) {
        start.index = schema::indexKey(*target.table, *target.index, EncodedItem(key).view());
        if (!start.index) {
            // Of the right types, but empty or too long: no entry can have it.
            return invalidStartKey("");
        }
    }
    return start;
}

Result<std::unique_ptr<storage::ItemCursor>> openQueryCursor(storage::ReadTransaction& snapshot,
                                                             const ReadTarget& target,
                                                             const KeyRange& range, bool forward,
                                                             const std::optional<StartKey>& start) {
    if (target.index != nullptr) {
        return snapshot.queryIndex(target.table->number, target.index->number, range.partition,
                                   range.sort, forward, start ? start->index : std::nullopt);
    }
    return snapshot.queryItems(target.table->number, range.partition, range.sort, forward,
                               start ? std::optional(start->primary.sort) : std::nullopt);
}

Result<std::unique_ptr<storage::ItemCursor>> openScanCursor(storage::ReadTransaction& snapshot,
                                                            const ReadTarget& target,
                                                            storage::ScanSegment segment,
                                                            const std::optional<StartKey>& start) {
    if (target.index != nullptr) {
        return snapshot.scanIndex(target.table->number, target.index->number, segment,
                                  start ? start->index : std::nullopt);
    }
    return snapshot.scanItems(target.table->number, segment,
                              start ? std::optional(start->primary) : std::nullopt);
}

Result<QueryOutput> readPage(storage::ItemCursor& cursor, const PageRequest& request) {
    return PageReader(request).read(cursor);
}

}  // namespace engine::operations
