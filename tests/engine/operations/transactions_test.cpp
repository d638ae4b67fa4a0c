// Conflicts, tokens and the order of checks: facts/aws-observed.md section 11.
#include <future>

#include "engine/operations/item_claims.h"
#include "tests/engine/operations/moving_engine.h"

namespace engine::operations::test {
namespace {

// Keeps the writer thread busy until it is let go, so that what is submitted meanwhile waits.
class Blockade final {
public:
    explicit Blockade(storage::Database& database) {
        database.submit(std::make_unique<Work>(m_gate.get_future().share(), m_entered));
        m_entered.get_future().wait();
    }
    ~Blockade() { lift(); }
    void lift() {
        if (!m_isLifted) {
            m_isLifted = true;
            m_gate.set_value();
        }
    }

private:
    class Work final : public storage::WriteWork {
    public:
        Work(std::shared_future<void> gate, std::promise<void>& entered)
            : m_gate(std::move(gate)), m_entered(&entered) {}
        Result<void> apply(storage::WriteTransaction&) override {
            if (m_entered != nullptr) {
                std::exchange(m_entered, nullptr)->set_value();
            }
            m_gate.wait();
            return {};
        }
        void finished(Result<void>) override {}

    private:
        std::shared_future<void> m_gate;
        std::promise<void>* m_entered;
    };

    std::promise<void> m_gate;
    std::promise<void> m_entered;
    bool m_isLifted = false;
};

class TransactionsTest : public MovingEngineTest {
protected:
    TransactionsTest() { createTable("Tee"); }

    static TransactWriteItem putAction(const std::string& pk) {
        TransactWriteItem item;
        item.kind = TransactActionKind::Put;
        item.tableName = "Tee";
        item.itemOrKey = key(pk);
        return item;
    }
    static TransactWriteItem addAction(const std::string& pk, int amount) {
        TransactWriteItem item;
        item.kind = TransactActionKind::Update;
        item.tableName = "Tee";
        item.itemOrKey = key(pk);
        item.updateExpression = "ADD n :n";
        item.attributes.values = expressions::ValueMap{{":n", number(amount)}};
        return item;
    }
    static TransactWriteItemsInput transaction(std::vector<TransactWriteItem> items,
                                               std::optional<std::string> token = {}) {
        TransactWriteItemsInput input;
        input.transactItems = std::move(items);
        input.clientRequestToken = std::move(token);
        return input;
    }
    static TransactGetItemsInput reading(std::initializer_list<const char*> keys) {
        TransactGetItemsInput input;
        for (const auto* pk : keys) {
            input.transactItems.push_back({"Tee", key(pk), {}, {}, {}});
        }
        return input;
    }
    static PutItemInput putOf(const std::string& pk) {
        PutItemInput input;
        input.tableName = "Tee";
        input.item = key(pk);
        return input;
    }

    std::future<std::string> submit(Request request) {
        const auto promise = std::make_shared<std::promise<std::string>>();
        auto future = promise->get_future();
        engine().execute(std::move(request), [promise](const Result<Response>& result) {
            promise->set_value(result ? "accepted"
                                      : std::string(errorKindName(result.error().kind)) + ": " +
                                            result.error().message);
        });
        return future;
    }

    std::string count(const std::string& pk) {
        GetItemInput input;
        input.tableName = "Tee";
        input.key = key(pk);
        const auto item = answer<GetItemOutput>(input).item;
        return item && item->view().find("n") ? item->view().find("n")->number().toString()
                                              : "none";
    }
};

const char* const conflict = "TransactionConflict: Transaction is ongoing for the item";

std::string cancelled(const std::string& codes) {
    return "TransactionCanceled: Transaction cancelled, please refer cancellation reasons for "
           "specific reasons [" +
           codes + "]";
}

TEST_F(TransactionsTest, WhoMeetsAnItemOfATransactionUnderWayIsToldOfTheConflict) {
    Blockade blockade(engine().database());
    auto first = submit(transaction({putAction("a"), putAction("b")}));
    auto other = submit(putOf("c"));

    EXPECT_EQ(outcome(putOf("a")), conflict);
    UpdateItemInput update;
    update.tableName = "Tee";
    update.key = key("b");
    EXPECT_EQ(outcome(update), conflict);
    DeleteItemInput remove;
    remove.tableName = "Tee";
    remove.key = key("b");
    EXPECT_EQ(outcome(remove), conflict);
    EXPECT_EQ(outcome(transaction({putAction("z"), putAction("b")})),
              cancelled("None, TransactionConflict"));
    EXPECT_EQ(outcome(reading({"a", "z"})), cancelled("TransactionConflict, None"));
    // Others go on: plain reads, and transactions on other items.
    EXPECT_FALSE(isThere("Tee", "a"));
    EXPECT_EQ(outcome(reading({"z"})), "accepted");
    auto apart = submit(transaction({putAction("z")}));

    blockade.lift();
    EXPECT_EQ(first.get(), "accepted");
    EXPECT_EQ(other.get(), "accepted");
    EXPECT_EQ(apart.get(), "accepted");
    EXPECT_EQ(outcome(putOf("a")), "accepted");
    EXPECT_EQ(outcome(transaction({putAction("a"), putAction("b")})), "accepted");
    EXPECT_EQ(outcome(reading({"a", "b"})), "accepted");
}

TEST_F(TransactionsTest, AFailedTransactionLetsGoOfItsItems) {
    auto failing = putAction("a");
    failing.conditionExpression = "attribute_exists(pk)";
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(outcome(transaction({failing, putAction("b")})),
                  cancelled("ConditionalCheckFailed, None"));
    }
    EXPECT_EQ(outcome(putOf("b")), "accepted");
}

TEST_F(TransactionsTest, ABatchLeavesTheItemsOfATransactionUnprocessed) {
    Blockade blockade(engine().database());
    auto first = submit(transaction({addAction("a", 1), addAction("b", 1)}));
    BatchWriteItemInput batch;
    batch.requestItems["Tee"] = {{true, key("a")}, {true, key("free")}, {false, key("b")}};
    const auto promise = std::make_shared<std::promise<Result<Response>>>();
    engine().execute(batch,
                     [promise](Result<Response> result) { promise->set_value(std::move(result)); });
    blockade.lift();
    EXPECT_EQ(first.get(), "accepted");
    const auto result = promise->get_future().get();
    ASSERT_TRUE(result);
    const auto& left = std::get<BatchWriteItemOutput>(*result).unprocessedItems;
    ASSERT_EQ(left.size(), 1U);
    ASSERT_EQ(left.at("Tee").size(), 2U);
    EXPECT_EQ(left.at("Tee")[0].itemOrKey, key("a"));
    EXPECT_FALSE(left.at("Tee")[1].isPut);
    EXPECT_EQ(count("a"), "1");
    EXPECT_EQ(count("b"), "1");
    EXPECT_TRUE(isThere("Tee", "free"));
}

TEST_F(TransactionsTest, TheSameTokenTwiceAtOnceIsInProgress) {
    Blockade blockade(engine().database());
    auto first = submit(transaction({addAction("a", 1)}, "token"));
    EXPECT_EQ(outcome(transaction({addAction("a", 1)}, "token")),
              "TransactionInProgress: The transaction with the given request token is already in "
              "progress");
    blockade.lift();
    EXPECT_EQ(first.get(), "accepted");
    EXPECT_EQ(outcome(transaction({addAction("a", 1)}, "token")), "accepted");
    EXPECT_EQ(count("a"), "1");
}

TEST_F(TransactionsTest, ARepeatedRequestMeetsNoConflict) {
    EXPECT_EQ(outcome(transaction({addAction("a", 1)}, "token")), "accepted");
    Blockade blockade(engine().database());
    auto second = submit(transaction({addAction("a", 1)}));
    auto repeated = submit(transaction({addAction("a", 1)}, "token"));
    blockade.lift();
    EXPECT_EQ(second.get(), "accepted");
    EXPECT_EQ(repeated.get(), "accepted");
    EXPECT_EQ(count("a"), "2");
}

TEST_F(TransactionsTest, ATokenIsGoodForTenMinutesAndForAnotherProcess) {
    useDirectory();
    createTable("Tee");
    const auto request = transaction({addAction("a", 1)}, "token");
    EXPECT_EQ(outcome(request), "accepted");
    clock().pass(10 * minute - 1);
    reopen();
    EXPECT_EQ(outcome(request), "accepted");
    EXPECT_EQ(count("a"), "1");
    EXPECT_EQ(outcome(transaction({addAction("a", 2)}, "token")),
              "IdempotentParameterMismatch: The request uses the same client token as a previous, "
              "but non-identical request");
    clock().pass(1);
    EXPECT_EQ(outcome(transaction({addAction("a", 2)}, "token")), "accepted");
    EXPECT_EQ(count("a"), "3");
}

// Every kept token is two records; the old ones go as new ones come.
TEST_F(TransactionsTest, OldTokensAreForgotten) {
    for (int i = 0; i < 40; ++i) {
        EXPECT_EQ(outcome(transaction({addAction("a", 1)}, "old" + std::to_string(i))), "accepted");
    }
    clock().pass(10 * minute);
    EXPECT_EQ(outcome(transaction({addAction("a", 1)}, "old3")), "accepted");
    for (int i = 0; i < 6; ++i) {
        EXPECT_EQ(outcome(transaction({addAction("a", 1)}, "new" + std::to_string(i))), "accepted");
    }
    auto snapshot = engine().database().beginRead();
    ASSERT_TRUE(snapshot);
    const auto records = (*snapshot)->listRecords(storage::RecordKind::Token, {}, 200);
    ASSERT_TRUE(records);
    EXPECT_EQ(records->size(), 14U);
    EXPECT_EQ(count("a"), "47");
    EXPECT_EQ(outcome(transaction({addAction("a", 1)}, "old3")), "accepted");
    EXPECT_EQ(count("a"), "47");
}

TEST(ItemClaims, AClaimIsWholeOrNotAtAll) {
    ItemClaims claims;
    const ItemClaims::Item a{1, {"a", ""}};
    const ItemClaims::Item b{1, {"b", ""}};
    const ItemClaims::Item elsewhere{2, {"a", ""}};
    ItemClaims::Claim first;
    EXPECT_EQ(claims.claimItems({a}, first), std::vector<bool>({false}));
    {
        ItemClaims::Claim second;
        EXPECT_EQ(claims.claimItems({b, a}, second), std::vector<bool>({false, true}));
        EXPECT_FALSE(claims.isClaimed(b));
        EXPECT_EQ(claims.claimItems({b, elsewhere}, second), std::vector<bool>({false, false}));
        EXPECT_TRUE(claims.isClaimed(b));
    }
    EXPECT_FALSE(claims.isClaimed(b));
    EXPECT_TRUE(claims.isClaimed(a));
    first.release();
    EXPECT_FALSE(claims.isClaimed(a));
}

}  // namespace
}  // namespace engine::operations::test
