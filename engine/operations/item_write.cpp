#include "engine/operations/item_write.h"

#include <algorithm>

#include "engine/operations/context.h"

namespace engine::operations {

namespace {

using values::EncodedItem;
using values::ItemView;

bool wantsBefore(ReturnValues returnValues) {
    return returnValues == ReturnValues::AllOld || returnValues == ReturnValues::UpdatedOld;
}

bool wantsAfter(ReturnValues returnValues) {
    return returnValues == ReturnValues::AllNew || returnValues == ReturnValues::UpdatedNew;
}

std::optional<EncodedItem> copyIf(bool wanted, const std::optional<ItemView>& view) {
    if (!wanted || !view) {
        return std::nullopt;
    }
    return EncodedItem(std::string(view->bytes()));
}

}  // namespace

Result<void> ItemWrite::begin(ItemClaims& claims) {
    if (claims.isClaimed({m_request.table->number, m_request.key})) {
        return Error::transactionConflict();
    }
    return {};
}

Result<void> ItemWrite::apply(storage::WriteTransaction& transaction) {
    // The group may be applied again, so nothing of an earlier call may remain.
    m_meter = CapacityMeter();
    m_before.reset();
    m_after.reset();

    if (auto found = renewTable(transaction, m_request.table); !found) {
        return found;
    }
    const auto& table = *m_request.table;
    const auto previous = transaction.getItem(table.number, m_request.key);
    if (!previous) {
        return previous.error();
    }
    if (m_request.condition && !m_request.condition->matches(previous->value_or(ItemView()))) {
        const bool returnsItem = m_request.returnItemOnConditionFailure && previous->has_value();
        return Error::conditionalCheckFailed(returnsItem ? std::string((*previous)->bytes())
                                                         : std::string());
    }
    EncodedItem room;
    const auto image = next(*previous, room);
    if (!image) {
        return image.error();
    }
    return write(transaction, {.before = *previous, .after = *image});
}

Result<void> ItemWrite::write(storage::WriteTransaction& transaction, const ItemImages& images) {
    const auto& table = *m_request.table;
    // The views of the old image end with the first change, so all that reads them comes before.
    const auto indexWork = planIndexWork(table, images);
    if (auto fits = checkCollectionSize(m_request.collectionBytes, images, indexWork); !fits) {
        return fits;
    }
    chargeWrite(table, images, indexWork, m_meter);
    m_before = copyIf(wantsBefore(m_request.returnValues), images.before);
    m_after = copyIf(wantsAfter(m_request.returnValues), images.after);

    if (!images.after) {
        if (!images.before) {
            return {};
        }
        if (auto deleted = transaction.deleteItem(table.number, m_request.key); !deleted) {
            return deleted;
        }
        return applyIndexWork(transaction, table, indexWork);
    }
    if (images.before && images.before->bytes() == images.after->bytes()) {
        return {};
    }
    if (auto put = transaction.putItem(table.number, m_request.key, *images.after); !put) {
        return put;
    }
    return applyIndexWork(transaction, table, indexWork);
}

std::optional<ItemCollectionMetrics> ItemWrite::itemCollectionMetrics() const {
    return itemCollectionMetricsOf(m_request.returnItemCollectionMetrics, *m_request.table,
                                   m_request.partitionKeyValue, m_request.collectionBytes);
}

Result<void> measureCollection(const Context& context, ItemWriteRequest& request) {
    const auto bytes = collectionBytesFor(context, *request.table, request.key,
                                          request.returnItemCollectionMetrics);
    if (!bytes) {
        return bytes.error();
    }
    request.collectionBytes = *bytes;
    return {};
}

Result<void> checkReturnsOldOrNothing(ReturnValues returnValues) {
    if (returnValues == ReturnValues::None || returnValues == ReturnValues::AllOld) {
        return {};
    }
    return enveloped(Error::validation("ReturnValues can only be ALL_OLD or NONE"));
}

Result<void> renewTable(storage::WriteTransaction& transaction,
                        std::shared_ptr<const schema::Table>& table) {
    auto current = transaction.findTable(table->name);
    if (!current || current->number != table->number) {
        return dataTableNotFound();
    }
    table = std::move(current);
    return {};
}

}  // namespace engine::operations
