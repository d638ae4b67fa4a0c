#include "engine/operations/transact_action.h"

#include <utility>

namespace engine::operations {

Error cancelledByValidation(std::size_t actionCount, std::size_t action, std::string message) {
    std::vector<CancellationReason> reasons(actionCount);
    reasons[action] = {"ValidationError", std::move(message), {}};
    return Error::transactionCanceled(std::move(reasons));
}

Error cancelledByConflict(const std::vector<bool>& held) {
    std::vector<CancellationReason> reasons(held.size());
    for (std::size_t i = 0; i < held.size(); ++i) {
        if (held[i]) {
            reasons[i] = {"TransactionConflict", Error::transactionConflict().message, {}};
        }
    }
    return Error::transactionCanceled(std::move(reasons));
}

bool isEmptyKeyError(const Error& error) {
    return error.message.starts_with("One or more parameter values are not valid.");
}

Error severalOnOneItem() {
    return Error::validation("Transaction request cannot include multiple operations on one item");
}

}  // namespace engine::operations
