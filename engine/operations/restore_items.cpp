#include "engine/operations/restore_items.h"

#include <algorithm>
#include <utility>

#include "engine/history/bookmarks.h"
#include "engine/operations/handlers.h"
#include "engine/operations/item_write.h"
#include "engine/operations/restore_plan.h"

namespace engine::operations {

namespace {

RestoreItemsOutput outputOf(RestorePlan plan) {
    RestoreItemsOutput output;
    for (auto& item : plan.items) {
        output.items.push_back(std::move(item.told));
    }
    output.plannedAt = plan.plannedAt;
    output.lastEvaluatedKey = std::move(plan.lastEvaluatedKey);
    return output;
}

// Writes each item that is still what the plan found, and leaves the others alone.
class RestoreWrite final : public PendingWrite {
public:
    RestoreWrite(RestorePlan plan, bool isFirstPage)
        : m_plan(std::move(plan)), m_isFirstPage(isFirstPage) {}

    storage::ChangeOrigin origin() const override { return storage::ChangeOrigin::Restore; }

    Result<void> apply(storage::WriteTransaction& transaction) override {
        if (auto found = renewTable(transaction, m_plan.table); !found) {
            return found;
        }
        auto writes = planWrites(transaction);
        if (!writes) {
            return std::move(writes).error();
        }
        if (m_isFirstPage && !writes->empty()) {
            auto marked = history::automaticBookmark(transaction, history::BookmarkKind::Restore,
                                                     "RestoreItems " + m_plan.table->name);
            if (!marked) {
                return marked;
            }
        }
        for (const auto& write : *writes) {
            if (auto done = carryOut(transaction, write); !done) {
                return done;
            }
        }
        return {};
    }

protected:
    Response response() override { return outputOf(std::move(m_plan)); }

private:
    struct Write {
        const PlannedRestore* item = nullptr;
        std::vector<IndexWork> indexWork;
    };

    Result<std::vector<Write>> planWrites(storage::WriteTransaction& transaction) {
        std::vector<Write> writes;
        for (auto& item : m_plan.items) {
            if (item.isRefused) {
                continue;
            }
            const auto current = transaction.getItem(m_plan.table->number, item.key);
            if (!current) {
                return current.error();
            }
            const bool isSame = *current && item.now ? (*current)->bytes() == item.now->bytes()
                                                     : current->has_value() == item.now.has_value();
            item.told.status = isSame ? RestoreStatus::Done : RestoreStatus::Conflict;
            if (!isSame || item.told.action == RestoreAction::None) {
                continue;
            }
            ItemImages images;
            images.before = *current;
            if (item.then) {
                images.after = item.then->view();
            }
            writes.push_back({&item, planIndexWork(*m_plan.table, images)});
        }
        return writes;
    }

    Result<void> carryOut(storage::WriteTransaction& transaction, const Write& write) const {
        const auto& item = *write.item;
        auto changed = item.then
                           ? transaction.putItem(m_plan.table->number, item.key, item.then->view())
                           : transaction.deleteItem(m_plan.table->number, item.key);
        return changed ? applyIndexWork(transaction, *m_plan.table, write.indexWork) : changed;
    }

    RestorePlan m_plan;
    bool m_isFirstPage;
};

}  // namespace

Result<RestoreItemsOutput> dryRunRestoreItems(const Context& context,
                                              const RestoreItemsInput& input) {
    auto plan = planRestore(context, input);
    if (!plan) {
        return std::move(plan).error();
    }
    return outputOf(*std::move(plan));
}

PreparedWrite prepareRestoreItems(const Context& context, const RestoreItemsInput& input) {
    auto plan = planRestore(context, input);
    if (!plan) {
        return std::move(plan).error();
    }
    return PreparedWrite::Value(
        std::make_unique<RestoreWrite>(*std::move(plan), !input.exclusiveStartKey));
}

}  // namespace engine::operations
