#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/operations/consumed_capacity.h"
#include "engine/operations/index_maintenance.h"
#include "engine/operations/pending_write.h"
#include "engine/operations/transact_action.h"
#include "engine/operations/transact_token.h"

// All or nothing: up to 100 actions over tables in one write transaction. The core of
// TransactWriteItems and of ExecuteTransaction.
namespace engine::operations {

struct TransactWriteRequest {
    std::vector<TransactAction> actions;  // no two on one item
    ReturnConsumedCapacity returnConsumedCapacity = ReturnConsumedCapacity::None;
    ReturnItemCollectionMetrics returnItemCollectionMetrics = ReturnItemCollectionMetrics::None;
    std::optional<TransactToken> token;
};

// Fails with TransactionCanceled and one reason for each action: TransactionConflict before it is
// submitted; ValidationError of the first action that has one, or else ConditionalCheckFailed (with
// the item if asked for), DuplicateItem and ItemCollectionSizeLimitExceeded of all that have one.
// TransactionInProgress, IdempotentParameterMismatch: of the token.
class TransactWrite : public PendingWrite {
public:
    // Reads the token from the database, for a short time.
    static Result<void> lookUpToken(const Context& context, TransactWrite& work);

    explicit TransactWrite(TransactWriteRequest request) : m_request(std::move(request)) {}

    Result<void> begin(ItemClaims& claims) final;
    Result<void> apply(storage::WriteTransaction& transaction) final;

protected:
    void ended() final { m_claim.release(); }
    TransactWriteOutcome outcome() const;

private:
    // An action with its effect on the database as the group sees it.
    struct Planned {
        const TransactAction* action = nullptr;
        values::EncodedItem room;  // of an image that is made now
        ItemImages images;
        std::vector<IndexWork> indexWork;
        bool isNeeded = false;  // a write that changes nothing leaves no trace
    };
    struct Verdicts {
        std::vector<CancellationReason> reasons;
        bool isCancelled = false;
    };

    Result<std::vector<Planned>> plan(storage::WriteTransaction& transaction);
    Result<void> judge(Planned& planned, std::size_t position, Verdicts& verdicts) const;
    void charge(const Planned& planned, std::uint64_t& readUnits);
    std::optional<ConsumedCapacity> consumedOf(const TransactAction& action) const;
    void addMetrics(const TransactAction& action, TransactWriteOutcome& outcome) const;

    TransactWriteRequest m_request;
    ItemClaims::Claim m_claim;
    bool m_isRepeated = false;           // as far as was known before it was submitted
    std::vector<std::string> m_expired;  // tokens to forget on the way
    // Of the last apply().
    std::map<schema::TableNumber, CapacityMeter> m_meters;
    std::optional<TransactToken::ReadUnits> m_repeated;
};

}  // namespace engine::operations
