#include "engine/operations/restore_plan.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "engine/base/limits.h"
#include "engine/operations/history_items.h"
#include "engine/operations/request_expressions.h"
#include "engine/storage/change_walk.h"

namespace engine::operations {

namespace {

// Changed items that one call looks at; most may not pass the filter.
constexpr std::size_t examinedMax = 20'000;
constexpr std::size_t laterVersionsMax = 100;

std::optional<values::EncodedItem> copyOf(const std::optional<values::ItemView>& view) {
    if (!view) {
        return std::nullopt;
    }
    return values::EncodedItem(std::string(view->bytes()));
}

class RestorePlanner final {
public:
    RestorePlanner(const Context& context, const RestoreItemsInput& input,
                   std::shared_ptr<const schema::Table> table, storage::Sequence moment)
        : m_context(context), m_input(input), m_moment(moment) {
        m_plan.table = std::move(table);
        m_plan.plannedAt = context.database.history().last;
    }

    Result<void> planKeys() {
        // One snapshot after the other: to begin one may take waiting for the writer, and the
        // writer may be waiting for all of them to end.
        auto read = readKeysThen();
        return read ? lookAtNow() : read;
    }

    Result<void> readKeysThen() {
        const auto then = m_context.past.after(m_moment);
        if (!then) {
            return then.error();
        }
        std::set<schema::PrimaryKey> seen;
        for (const auto& attributes : *m_input.keys) {
            auto key = schema::lookupKey(table(), attributes);
            if (!key) {
                return std::move(key).error();
            }
            if (!seen.insert(*key).second) {
                return Error::validation("Provided list of item keys contains duplicates");
            }
            const auto item = (*then)->getItem(table().number, *key);
            if (!item) {
                return item.error();
            }
            PlannedRestore planned;
            planned.key = *std::move(key);
            planned.then = copyOf(*item);
            m_plan.items.push_back(std::move(planned));
        }
        return {};
    }

    Result<void> planChanged(const std::optional<expressions::Condition>& filter) {
        const auto most =
            static_cast<std::size_t>(m_input.limit.value_or(limits::restoredItemsMax));
        auto behind = startBehind(table(), m_input.exclusiveStartKey);
        if (!behind) {
            return std::move(behind).error();
        }
        history::ChangedItemsRequest request{.table = table().number,
                                             .after = m_moment,
                                             .upTo = m_plan.plannedAt,
                                             .behind = *std::move(behind),
                                             .most = most,
                                             .bytesMax = limits::pageSizeBytesMax};
        std::size_t examined = 0;
        std::size_t bytes = 0;
        bool hasMore = true;
        while (hasMore && m_plan.items.size() < most && examined < examinedMax &&
               bytes < limits::pageSizeBytesMax) {
            request.most = most - m_plan.items.size();
            auto page = m_context.past.changedItems(request);
            if (!page) {
                return std::move(page).error();
            }
            hasMore = page->hasMore;
            examined += page->items.size();
            if (!page->items.empty()) {
                request.behind = page->items.back().key;
            }
            if (auto added = addPage(std::move(page->items), filter, bytes); !added) {
                return added;
            }
        }
        if (hasMore && request.behind) {
            auto key = keyAttributes(table(), *request.behind);
            if (!key) {
                return std::move(key).error();
            }
            m_plan.lastEvaluatedKey = *std::move(key);
        }
        return {};
    }

    // What was written to the planned items behind the moment.
    Result<void> findLaterVersions() {
        std::map<schema::PrimaryKey, PlannedRestore*> wanted;
        std::set<std::string> partitions;
        for (auto& item : m_plan.items) {
            wanted.emplace(item.key, &item);
            partitions.insert(item.key.partition);
        }
        if (wanted.empty()) {
            return {};
        }
        storage::ChangeFilter filter;
        filter.table = table().number;
        if (partitions.size() == 1) {
            filter.partition = *partitions.begin();
        }
        const auto noteWanted = [&](const storage::Change& change) {
            const auto found =
                wanted.find({std::string(change.partition), std::string(change.sort)});
            if (found != wanted.end()) {
                note(change, found->second->told);
            }
            return Result<void>();
        };
        if (auto read = storage::forEachChange(m_context.database, std::move(filter), m_moment,
                                               m_plan.plannedAt, noteWanted);
            !read) {
            return read;
        }
        for (auto& item : m_plan.items) {
            auto& versions = item.told.laterVersions;
            std::reverse(versions.begin(), versions.end());
            item.isRefused = m_input.unchangedSince && !versions.empty() &&
                             versions.front().sequence > *m_input.unchangedSince;
            if (item.isRefused) {
                item.told.status = RestoreStatus::Conflict;
            }
        }
        return {};
    }

    RestorePlan takePlan() { return std::move(m_plan); }

private:
    const schema::Table& table() const { return *m_plan.table; }

    Result<void> addPage(std::vector<history::ChangedItem> items,
                         const std::optional<expressions::Condition>& filter, std::size_t& bytes) {
        const auto now = m_context.database.beginRead();
        if (!now) {
            return now.error();
        }
        for (auto& changed : items) {
            const auto present = (*now)->getItem(table().number, changed.key);
            if (!present) {
                return present.error();
            }
            if (!changed.then && !m_input.includeAdded) {
                continue;
            }
            const auto judged = changed.then ? std::optional(changed.then->view()) : *present;
            if (!judged || (filter && !filter->matches(*judged))) {
                continue;
            }
            const auto judgedBytes = judged->bytes().size();
            PlannedRestore planned;
            planned.key = std::move(changed.key);
            planned.then = std::move(changed.then);
            planned.now = copyOf(*present);
            if (auto decided = decide(planned); !decided) {
                return decided;
            }
            if (planned.told.action != RestoreAction::None) {
                bytes += judgedBytes;
                m_plan.items.push_back(std::move(planned));
            }
        }
        return {};
    }

    Result<void> lookAtNow() {
        const auto now = m_context.database.beginRead();
        if (!now) {
            return now.error();
        }
        for (auto& planned : m_plan.items) {
            const auto present = (*now)->getItem(table().number, planned.key);
            if (!present) {
                return present.error();
            }
            planned.now = copyOf(*present);
            if (auto decided = decide(planned); !decided) {
                return decided;
            }
        }
        return {};
    }

    Result<void> decide(PlannedRestore& planned) const {
        auto key = keyAttributes(table(), planned.key);
        if (!key) {
            return std::move(key).error();
        }
        planned.told.key = *std::move(key);
        if (planned.then == planned.now) {
            planned.told.action = RestoreAction::None;
        } else {
            planned.told.action = planned.then ? RestoreAction::Put : RestoreAction::Delete;
        }
        // Indexes may have come since, which the item of then does not fit.
        return planned.told.action == RestoreAction::Put
                   ? schema::checkIndexKeys(table(), planned.then->view().decode())
                   : Result<void>();
    }

    static void note(const storage::Change& change, RestoredItem& item) {
        ++item.laterVersionCount;
        if (item.laterVersions.size() == laterVersionsMax) {
            item.laterVersions.erase(item.laterVersions.begin());
        }
        item.laterVersions.push_back({change.sequence, change.time, history::eventOf(change),
                                      change.origin, std::string(change.actor)});
    }

    const Context& m_context;
    const RestoreItemsInput& m_input;
    storage::Sequence m_moment;
    RestorePlan m_plan;
};

Result<void> checkShape(const RestoreItemsInput& input) {
    if (input.keys && (input.filterExpression || input.exclusiveStartKey || input.limit)) {
        return Error::validation(
            "Keys cannot be given together with FilterExpression, Limit or ExclusiveStartKey");
    }
    if (input.keys && input.keys->size() > static_cast<std::size_t>(limits::restoredItemsMax)) {
        return Error::validation("Too many items requested for the RestoreItems call");
    }
    return {};
}

}  // namespace

Result<RestorePlan> planRestore(const Context& context, const RestoreItemsInput& input) {
    if (auto checked = checkShape(input); !checked) {
        return std::move(checked).error();
    }
    const auto compiled = compileExpressions({.filter = &input.filterExpression}, input.attributes);
    if (!compiled) {
        return compiled.error();
    }
    auto table = findTable(context, input.tableName);
    if (!table) {
        return std::move(table).error();
    }
    if (auto checked = checkNoPathBelowKeys(**table, *compiled); !checked) {
        return std::move(checked).error();
    }
    const auto moment = context.past.sequenceAt(input.to);
    if (!moment) {
        return moment.error();
    }
    if ((*table)->createdAt > input.to) {
        return Error::validation("The table " + (*table)->name +
                                 " did not exist yet at RestoreDateTime");
    }
    RestorePlanner planner(context, input, *std::move(table), *moment);
    auto planned = input.keys ? planner.planKeys() : planner.planChanged(compiled->filter);
    if (!planned) {
        return std::move(planned).error();
    }
    if (input.dryRun || input.unchangedSince) {
        if (auto found = planner.findLaterVersions(); !found) {
            return std::move(found).error();
        }
    }
    return planner.takePlan();
}

}  // namespace engine::operations
