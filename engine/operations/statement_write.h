#pragma once

#include <optional>
#include <utility>

#include "engine/operations/item_write.h"
#include "engine/operations/statement.h"

namespace engine::operations {

// What a write statement did.
struct StatementWriteResult {
    std::optional<values::EncodedItem> attributes;  // what RETURNING asked for
    std::optional<ConsumedCapacity> consumedCapacity;
    std::optional<ItemCollectionMetrics> itemCollectionMetrics;
};

// INSERT, UPDATE or DELETE of one item. Fails with DuplicateItem when an INSERT finds its item.
class StatementWrite : public ItemWrite {
public:
    struct Options {
        ReturnConsumedCapacity returnConsumedCapacity = ReturnConsumedCapacity::None;
        bool returnItemOnConditionFailure = false;
    };
    StatementWrite(WriteStatement statement, Options options);

    const TransactAction& action() const { return m_statement.action; }
    StatementWriteResult result() const;
    // Size of what it would have stored in place of `stored`, for writes that failed.
    std::size_t attemptedBytes(const std::optional<values::ItemView>& stored) const;

protected:
    Result<std::optional<values::ItemView>> next(const std::optional<values::ItemView>& previous,
                                                 values::EncodedItem& room) const override;
    Response response() override;

private:
    std::optional<values::EncodedItem> returned() const;

    WriteStatement m_statement;
};

}  // namespace engine::operations
