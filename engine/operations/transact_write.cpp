#include "engine/operations/transact_write.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/capacity/units.h"
#include "engine/operations/context.h"
#include "engine/operations/item_collection.h"
#include "engine/operations/item_write.h"
#include "engine/operations/updated_item.h"

namespace engine::operations {

namespace {

// A transaction prepares and commits each item.
constexpr int unitsFactor = 2;

ItemClaims::Item itemOf(const TransactAction& action) {
    return {action.table->number, action.key};
}

std::size_t largerImageBytes(const ItemImages& images) {
    return std::max(images.before ? images.before->sizeBytes() : 0,
                    images.after ? images.after->sizeBytes() : 0);
}

CancellationReason failedCondition(const TransactAction& action,
                                   const std::optional<values::ItemView>& item) {
    CancellationReason reason{"ConditionalCheckFailed", "The conditional request failed", {}};
    if (action.returnItemOnConditionFailure && item) {
        reason.item = item->bytes();
    }
    return reason;
}

Result<void> change(storage::WriteTransaction& transaction, const TransactAction& action,
                    const std::optional<values::ItemView>& after) {
    return after ? transaction.putItem(action.table->number, action.key, *after)
                 : transaction.deleteItem(action.table->number, action.key);
}

}  // namespace

Result<void> TransactWrite::lookUpToken(const Context& context, TransactWrite& work) {
    if (!work.m_request.token) {
        return {};
    }
    const auto snapshot = context.database.beginRead();
    if (!snapshot) {
        return snapshot.error();
    }
    const auto now = context.clock.now();
    const auto repeated = work.m_request.token->find(**snapshot, now);
    if (!repeated) {
        return repeated.error();
    }
    work.m_isRepeated = repeated->has_value();
    auto expired = TransactToken::expired(**snapshot, now);
    if (!expired) {
        return std::move(expired).error();
    }
    work.m_expired = *std::move(expired);
    return {};
}

Result<void> TransactWrite::begin(ItemClaims& claims) {
    if (m_request.token && !claims.claimToken(m_request.token->key(), m_claim)) {
        return Error{ErrorKind::TransactionInProgress,
                     "The transaction with the given request token is already in progress",
                     {}};
    }
    if (m_isRepeated) {
        return {};
    }
    std::vector<ItemClaims::Item> items;
    items.reserve(m_request.actions.size());
    for (const auto& action : m_request.actions) {
        items.push_back(itemOf(action));
    }
    const auto held = claims.claimItems(std::move(items), m_claim);
    if (std::find(held.begin(), held.end(), true) == held.end()) {
        return {};
    }
    m_claim.release();
    return cancelledByConflict(held);
}

Result<void> TransactWrite::apply(storage::WriteTransaction& transaction) {
    m_meters.clear();
    m_repeated.reset();
    if (m_request.token) {
        auto repeated = m_request.token->find(transaction);
        if (!repeated) {
            return std::move(repeated).error();
        }
        m_repeated = *std::move(repeated);
        if (m_repeated) {
            return {};
        }
    }
    const auto planned = plan(transaction);
    if (!planned) {
        return planned.error();
    }
    TransactToken::ReadUnits readUnits;
    for (const auto& one : *planned) {
        charge(one, readUnits[one.action->table->number]);
    }
    for (const auto& one : *planned) {
        if (!one.isNeeded) {
            continue;
        }
        if (auto done = change(transaction, *one.action, one.images.after); !done) {
            return done;
        }
        if (auto done = applyIndexWork(transaction, *one.action->table, one.indexWork); !done) {
            return done;
        }
    }
    if (!m_request.token) {
        return {};
    }
    if (auto forgotten = TransactToken::forget(transaction, m_expired); !forgotten) {
        return forgotten;
    }
    return m_request.token->keep(transaction, readUnits);
}

// Changes nothing, so that the views of the images stay good.
Result<std::vector<TransactWrite::Planned>> TransactWrite::plan(
    storage::WriteTransaction& transaction) {
    Verdicts verdicts;
    verdicts.reasons.resize(m_request.actions.size());
    std::vector<Planned> plan(m_request.actions.size());
    for (std::size_t i = 0; i < plan.size(); ++i) {
        auto& action = m_request.actions[i];
        if (auto found = renewTable(transaction, action.table); !found) {
            return std::move(found).error();
        }
        const auto previous = transaction.getItem(action.table->number, action.key);
        if (!previous) {
            return previous.error();
        }
        plan[i].action = &action;
        plan[i].images.before = *previous;
        if (auto judged = judge(plan[i], i, verdicts); !judged) {
            return std::move(judged).error();
        }
    }
    if (verdicts.isCancelled) {
        return Error::transactionCanceled(std::move(verdicts.reasons));
    }
    return plan;
}

// Makes the image that the action leaves, or says why it does not.
Result<void> TransactWrite::judge(Planned& planned, std::size_t position,
                                  Verdicts& verdicts) const {
    const auto& action = *planned.action;
    const auto& before = planned.images.before;
    auto& reason = verdicts.reasons[position];
    if (action.isInsert && before) {
        reason = {"DuplicateItem", "Duplicate primary key exists in table", {}};
    } else if (action.condition &&
               !action.condition->matches(before.value_or(values::ItemView()))) {
        reason = failedCondition(action, before);
    } else if (action.kind == TransactActionKind::Update && !before && action.update &&
               action.update->makesNoItem()) {
        planned.images.after = std::nullopt;
    } else if (action.kind == TransactActionKind::Update) {
        auto image = updatedItem(*action.table, action.keyAttributes, action.update, before);
        if (!image && isEmptyKeyError(image.error())) {
            return std::move(image).error();
        }
        if (!image) {
            // The service finds these before it looks at any condition, and stops at the first.
            return cancelledByValidation(m_request.actions.size(), position,
                                         std::move(image).error().message);
        }
        planned.room = *std::move(image);
        planned.images.after = planned.room.view();
    } else if (action.kind == TransactActionKind::Put) {
        planned.images.after = action.item.view();
    } else if (action.kind == TransactActionKind::ConditionCheck) {
        planned.images.after = before;
    }
    planned.indexWork = planIndexWork(*action.table, planned.images);
    if (reason.code == "None" &&
        !checkCollectionSize(action.collectionBytes, planned.images, planned.indexWork)) {
        reason = {"ItemCollectionSizeLimitExceeded", "Collection size exceeded.", {}};
    }
    verdicts.isCancelled |= reason.code != "None";
    const auto& after = planned.images.after;
    planned.isNeeded = before && after ? before->bytes() != after->bytes() : before || after;
    return {};
}

void TransactWrite::charge(const Planned& planned, std::uint64_t& readUnits) {
    const auto& table = *planned.action->table;
    auto& meter = m_meters[table.number];
    meter.addTable(unitsFactor * capacity::writeUnits(billedBytes(table, planned.images)));
    for (const auto& entry : planned.indexWork) {
        meter.addIndex(*entry.index, entry.units);
    }
    chargeVectorWrite(table, planned.images, meter);
    readUnits += static_cast<std::uint64_t>(
        unitsFactor *
        capacity::readUnits(largerImageBytes(planned.images), capacity::Consistency::Strong));
}

TransactWriteOutcome TransactWrite::outcome() const {
    TransactWriteOutcome outcome;
    std::set<schema::TableNumber> told;
    for (const auto& action : m_request.actions) {
        addMetrics(action, outcome);
        if (!told.insert(action.table->number).second) {
            continue;
        }
        if (auto consumed = consumedOf(action)) {
            outcome.consumedCapacity.push_back(*std::move(consumed));
        }
    }
    return outcome;
}

// The table of the action, over all actions.
std::optional<ConsumedCapacity> TransactWrite::consumedOf(const TransactAction& action) const {
    const auto number = action.table->number;
    if (!m_repeated) {
        return m_meters.at(number).report(m_request.returnConsumedCapacity, action.tableName,
                                          CapacityKind::Write);
    }
    const auto units = m_repeated->find(number);
    CapacityMeter meter;
    meter.addTable(units == m_repeated->end() ? 0 : static_cast<double>(units->second));
    return meter.report(m_request.returnConsumedCapacity, action.tableName, CapacityKind::Read);
}

void TransactWrite::addMetrics(const TransactAction& action, TransactWriteOutcome& outcome) const {
    if (action.kind == TransactActionKind::ConditionCheck) {
        return;
    }
    auto metrics = itemCollectionMetricsOf(m_request.returnItemCollectionMetrics, *action.table,
                                           action.keyAttributes.at(action.table->partitionKey.name),
                                           action.collectionBytes);
    if (!metrics) {
        return;
    }
    auto& list = outcome.itemCollectionMetrics[action.tableName];
    const auto isKnown = [&](const ItemCollectionMetrics& known) {
        return known.keyValue == metrics->keyValue;
    };
    if (std::none_of(list.begin(), list.end(), isKnown)) {
        list.push_back(*std::move(metrics));
    }
}

}  // namespace engine::operations
