#include "app/items/items_model.h"

#include <algorithm>
#include <utility>

#include "app/items/row_diff.h"
#include "app/session/on_answer.h"
#include "widgets/grid/item_grid.h"
#include "widgets/values/value_text.h"

namespace tidemark {
namespace {

using engine::operations::QueryInput;
using engine::operations::QueryOutput;
using engine::values::AttributeMap;
using engine::values::AttributeType;
using engine::values::EncodedItem;
using engine::values::ItemView;

constexpr int firstPageLimit = 200;
constexpr int pageLimit = 400;
// A filter throws most of what is read away, so larger pages reach the first match sooner.
constexpr int filteredPageLimit = 1000;
constexpr int rowsAhead = 200;
// Refreshing more pages than this for one change is left to the person.
constexpr int refreshPagesMax = 12;
constexpr int columnsMax = 250;
constexpr int typeUnknown = -1;
constexpr int typeMixed = -2;

bool hasFilter(const ReadRequest& request) {
    return std::visit([](const auto& input) { return input.filterExpression.has_value(); },
                      request);
}

Request pageRequest(ReadRequest request, const std::optional<AttributeMap>& startAfter, int limit) {
    return std::visit(
        [&](auto& input) -> Request {
            input.limit = limit;
            input.exclusiveStartKey = startAfter;
            input.returnConsumedCapacity = engine::operations::ReturnConsumedCapacity::Total;
            return std::move(input);
        },
        request);
}

}  // namespace

ItemsModel::ItemsModel(Connection& connection, QObject* parent)
    : QAbstractTableModel(parent), m_connection(connection) {
}

void ItemsModel::start(ReadRequest request, const QStringList& frozenKeys,
                       const QStringList& primaryKey) {
    beginResetModel();
    ++m_generation;
    m_request = std::move(request);
    m_pages.clear();
    m_columns.clear();
    for (const QString& name : frozenKeys) {
        m_columns.push_back({text::toUtf8(name), name, typeUnknown});
    }
    m_keyColumnCount = static_cast<int>(frozenKeys.size());
    m_primaryKey.clear();
    for (const QString& name : primaryKey) {
        m_primaryKey.push_back(text::toUtf8(name));
    }
    m_nextKey.reset();
    m_totals = {};
    m_rowCount = 0;
    m_visibleFirst = 0;
    m_visibleLast = 0;
    m_wantedRow = 0;
    m_complete = false;
    m_inFlight = false;
    m_staleOnArrival = false;
    m_stopped = false;
    m_firstShown = false;
    endResetModel();
    emit progressed();
    pump();
}

void ItemsModel::stop() {
    if (!m_request) {
        return;
    }
    ++m_generation;
    m_inFlight = false;
    m_staleOnArrival = false;
    m_stopped = true;
    setRunning(false);
}

void ItemsModel::resume() {
    if (!m_request) {
        return;
    }
    m_stopped = false;
    pump();
}

void ItemsModel::refresh() {
    if (!m_request) {
        return;
    }
    int shown = 0;
    for (Page& page : m_pages) {
        if (page.state == PageState::Fresh) {
            page.state = PageState::Stale;
        }
        if (page.firstRow <= m_visibleLast && page.firstRow + page.count >= m_visibleFirst) {
            ++shown;
        }
    }
    if (shown > refreshPagesMax) {
        emit outdated();
        return;
    }
    m_staleOnArrival = m_inFlight;
    m_stopped = false;
    pump();
}

void ItemsModel::setVisibleRows(int first, int last) {
    m_visibleFirst = std::max(first, 0);
    m_visibleLast = std::max(last, m_visibleFirst);
    pump();
}

void ItemsModel::wantRow(int row) {
    m_wantedRow = std::max(m_wantedRow, row);
    pump();
}

void ItemsModel::pump() {
    if (m_inFlight || m_stopped || !m_request) {
        return;
    }
    if (const auto page = pageToReadAgain()) {
        readPage(*page, false);
        return;
    }
    if (needsMoreRows()) {
        readPage(m_pages.size(), true);
        return;
    }
    setRunning(false);
}

std::optional<std::size_t> ItemsModel::pageToReadAgain() const {
    // Empty pages at the edge of the view count as shown: a new row may belong to them.
    for (std::size_t i = m_pages.empty() ? 0 : pageOfRow(m_visibleFirst); i > 0; --i) {
        const Page& before = m_pages[i - 1];
        if (before.firstRow + before.count < m_visibleFirst) {
            break;
        }
        if (before.state != PageState::Fresh) {
            return i - 1;
        }
    }
    for (std::size_t i = m_pages.empty() ? 0 : pageOfRow(m_visibleFirst); i < m_pages.size(); ++i) {
        if (m_pages[i].firstRow > m_visibleLast) {
            break;
        }
        if (m_pages[i].state != PageState::Fresh) {
            return i;
        }
    }
    return std::nullopt;
}

bool ItemsModel::needsMoreRows() const {
    return !m_complete && m_rowCount < std::max(m_visibleLast, m_wantedRow) + rowsAhead;
}

void ItemsModel::readPage(std::size_t page, bool append) {
    std::optional<AttributeMap> startAfter;
    int limit = m_pages.empty() ? firstPageLimit : pageLimit;
    if (hasFilter(*m_request)) {
        limit = filteredPageLimit;
    }
    if (append) {
        startAfter = m_nextKey;
    } else {
        startAfter = m_pages[page].startAfter;
        limit = m_pages[page].limit;
    }
    m_inFlight = true;
    setRunning(true);
    m_requestTimer.start();
    const quint64 generation = m_generation;
    onAnswer(m_connection.execute(pageRequest(*m_request, startAfter, limit)), this,
             [this, generation, page, append](Result<Response> result) {
                 if (generation != m_generation) {
                     return;
                 }
                 // In flight until the rows are in place: views answer row changes with
                 // setVisibleRows.
                 if (!result) {
                     m_inFlight = false;
                     handleFailure(result.error());
                     return;
                 }
                 if (auto* output = std::get_if<QueryOutput>(&*result)) {
                     handlePage(page, append, std::move(*output));
                 }
             });
}

void ItemsModel::handleFailure(const engine::Error& error) {
    m_stopped = true;
    setRunning(false);
    emit failed(error);
}

void ItemsModel::handlePage(std::size_t page, bool append, QueryOutput output) {
    m_totals.lastMilliseconds = m_requestTimer.elapsed();
    m_totals.milliseconds += m_totals.lastMilliseconds;
    if (output.consumedCapacity) {
        m_totals.capacityUnits += output.consumedCapacity->capacityUnits;
    }
    noteColumns(output.items);
    if (append) {
        Page next;
        next.startAfter = m_nextKey;
        next.limit = hasFilter(*m_request) ? filteredPageLimit
                     : m_pages.empty()     ? firstPageLimit
                                           : pageLimit;
        m_totals.scanned += output.scannedCount;
        appendPage(std::move(next), output);
    } else if (page < m_pages.size()) {
        replacePage(page, output);
    }
    if (std::exchange(m_staleOnArrival, false) && page < m_pages.size()) {
        m_pages[page].state = PageState::Stale;
    }
    m_totals.items = m_rowCount;
    dropFarPages();
    m_inFlight = false;
    emit progressed();
    if (!m_firstShown && (m_rowCount > 0 || m_complete)) {
        m_firstShown = true;
        emit firstRowsShown();
    }
    pump();
}

void ItemsModel::appendPage(Page page, QueryOutput& output) {
    page.firstRow = m_rowCount;
    page.count = static_cast<int>(output.items.size());
    page.items = std::move(output.items);
    m_nextKey = output.lastEvaluatedKey;
    m_complete = !m_nextKey.has_value();
    if (page.count == 0) {
        m_pages.push_back(std::move(page));
        return;
    }
    beginInsertRows({}, m_rowCount, m_rowCount + page.count - 1);
    m_rowCount += page.count;
    m_pages.push_back(std::move(page));
    endInsertRows();
}

void ItemsModel::replacePage(std::size_t page, QueryOutput& output) {
    const auto lastKey = output.lastEvaluatedKey;
    if (m_pages[page].state == PageState::Dropped) {
        resizeDropped(page, static_cast<int>(output.items.size()));
        m_pages[page].items = std::move(output.items);
    } else {
        replaceRows(page, std::move(output.items));
    }
    Page& done = m_pages[page];
    done.state = PageState::Fresh;
    if (done.count > 0) {
        emit dataChanged(index(done.firstRow, 0),
                         index(done.firstRow + done.count - 1, columnCount() - 1));
    }
    linkNext(page, lastKey);
    emit pageRefreshed();
}

void ItemsModel::resizeDropped(std::size_t page, int count) {
    const int before = m_pages[page].count;
    const int end = m_pages[page].firstRow + before;
    if (count > before) {
        beginInsertRows({}, end, end + count - before - 1);
        m_pages[page].count = count;
        shiftFollowing(page, count - before);
        endInsertRows();
    } else if (count < before) {
        beginRemoveRows({}, end - (before - count), end - 1);
        m_pages[page].count = count;
        shiftFollowing(page, count - before);
        endRemoveRows();
    }
}

void ItemsModel::replaceRows(std::size_t page, std::vector<EncodedItem> items) {
    Page& target = m_pages[page];
    const auto keysOf = [this](const std::vector<EncodedItem>& rows) {
        std::vector<std::string> keys;
        keys.reserve(rows.size());
        for (const EncodedItem& row : rows) {
            keys.push_back(keyBytes(row.view()));
        }
        return keys;
    };
    const RowDiff diff = diffRows(keysOf(target.items), keysOf(items));
    for (const RowDiff::Run& run : diff.removals) {
        const int first = target.firstRow + run.first;
        beginRemoveRows({}, first, first + run.count - 1);
        target.items.erase(target.items.begin() + run.first,
                           target.items.begin() + run.first + run.count);
        target.count -= run.count;
        shiftFollowing(page, -run.count);
        endRemoveRows();
    }
    for (const RowDiff::Run& run : diff.insertions) {
        const int first = target.firstRow + run.first;
        beginInsertRows({}, first, first + run.count - 1);
        target.items.insert(target.items.begin() + run.first, items.begin() + run.first,
                            items.begin() + run.first + run.count);
        target.count += run.count;
        shiftFollowing(page, run.count);
        endInsertRows();
    }
    target.items = std::move(items);
}

// After a page was read again its end may have moved: the next page then starts elsewhere and is
// read again too when it comes into view.
void ItemsModel::linkNext(std::size_t page, const std::optional<AttributeMap>& lastKey) {
    if (page + 1 == m_pages.size()) {
        m_nextKey = lastKey;
        m_complete = !lastKey.has_value();
        return;
    }
    if (!lastKey) {
        removePagesFrom(page + 1);
        m_nextKey.reset();
        m_complete = true;
        return;
    }
    Page& next = m_pages[page + 1];
    if (next.startAfter != lastKey) {
        next.startAfter = lastKey;
        if (next.state == PageState::Fresh) {
            next.state = PageState::Stale;
        }
    }
}

void ItemsModel::removePagesFrom(std::size_t page) {
    const int first = m_pages[page].firstRow;
    if (first == m_rowCount) {
        m_pages.resize(page);
        return;
    }
    beginRemoveRows({}, first, m_rowCount - 1);
    m_pages.resize(page);
    m_rowCount = first;
    endRemoveRows();
}

void ItemsModel::shiftFollowing(std::size_t page, int by) {
    m_rowCount += by;
    for (std::size_t i = page + 1; i < m_pages.size(); ++i) {
        m_pages[i].firstRow += by;
    }
}

void ItemsModel::dropFarPages() {
    const auto distance = [this](const Page& page) {
        return std::abs(page.firstRow + page.count / 2 - (m_visibleFirst + m_visibleLast) / 2);
    };
    auto loaded = std::count_if(m_pages.begin(), m_pages.end(),
                                [](const Page& page) { return !page.items.empty(); });
    while (loaded > loadedPagesMax) {
        auto farthest = m_pages.end();
        for (auto page = m_pages.begin(); page != m_pages.end(); ++page) {
            if (!page->items.empty() &&
                (farthest == m_pages.end() || distance(*page) > distance(*farthest))) {
                farthest = page;
            }
        }
        farthest->items = {};
        farthest->state = PageState::Dropped;
        emit dataChanged(index(farthest->firstRow, 0),
                         index(farthest->firstRow + farthest->count - 1, columnCount() - 1));
        --loaded;
    }
}

void ItemsModel::noteColumns(const std::vector<EncodedItem>& items) {
    std::vector<Column> added;
    const auto find = [&](std::string_view name) -> Column* {
        for (auto* columns : {&m_columns, &added}) {
            for (Column& column : *columns) {
                if (column.name == name) {
                    return &column;
                }
            }
        }
        return nullptr;
    };
    bool typesChanged = false;
    for (const EncodedItem& item : items) {
        auto members = item.view().members();
        while (const auto member = members.next()) {
            const int type = static_cast<int>(member->value.type());
            Column* column = find(member->name);
            if (!column) {
                if (static_cast<int>(m_columns.size() + added.size()) < columnsMax) {
                    added.push_back(
                        {std::string(member->name), text::fromUtf8(member->name), type});
                }
            } else if (column->type == typeUnknown) {
                column->type = type;
                typesChanged = true;
            } else if (column->type != type && column->type != typeMixed &&
                       member->value.type() != AttributeType::Null) {
                column->type =
                    column->type == static_cast<int>(AttributeType::Null) ? type : typeMixed;
                typesChanged = true;
            }
        }
    }
    if (!added.empty()) {
        const int first = static_cast<int>(m_columns.size());
        beginInsertColumns({}, first, first + static_cast<int>(added.size()) - 1);
        std::move(added.begin(), added.end(), std::back_inserter(m_columns));
        endInsertColumns();
    }
    if (typesChanged) {
        emit headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
    }
}

void ItemsModel::setRunning(bool running) {
    if (m_running == running) {
        return;
    }
    m_running = running;
    emit runningChanged(running);
}

std::size_t ItemsModel::pageOfRow(int row) const {
    const auto after =
        std::upper_bound(m_pages.begin(), m_pages.end(), row,
                         [](int wanted, const Page& page) { return wanted < page.firstRow; });
    return after == m_pages.begin() ? 0 : static_cast<std::size_t>(after - m_pages.begin()) - 1;
}

std::string ItemsModel::keyBytes(ItemView item) const {
    std::string bytes;
    for (const std::string& name : m_primaryKey) {
        if (const auto value = item.find(name)) {
            engine::values::appendValue(*value, bytes);
        }
    }
    return bytes;
}

const EncodedItem* ItemsModel::item(int row) const {
    if (row < 0 || row >= m_rowCount) {
        return nullptr;
    }
    const Page& page = m_pages[pageOfRow(row)];
    return page.items.empty() ? nullptr
                              : &page.items[static_cast<std::size_t>(row - page.firstRow)];
}

int ItemsModel::rowOfKey(const AttributeMap& key) const {
    std::string wanted;
    for (const std::string& name : m_primaryKey) {
        const auto value = key.find(name);
        if (value == key.end()) {
            return -1;
        }
        engine::values::appendValue(value->second, wanted);
    }
    for (const Page& page : m_pages) {
        for (std::size_t i = 0; i < page.items.size(); ++i) {
            if (keyBytes(page.items[i].view()) == wanted) {
                return page.firstRow + static_cast<int>(i);
            }
        }
    }
    return -1;
}

}  // namespace tidemark
