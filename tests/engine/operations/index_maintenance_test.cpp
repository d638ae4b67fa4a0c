#include <map>
#include <random>

#include "engine/schema/keys.h"
#include "tests/engine/operations/engine_fixture.h"

namespace engine::operations::test {
namespace {

class IndexMaintenanceTest : public EngineTest {
protected:
    // Places of all entries that an index holds, read from storage.
    std::vector<schema::IndexKey> storedEntries(const schema::Table& table,
                                                const schema::Index& index) {
        std::vector<schema::IndexKey> entries;
        const auto snapshot = engine().database().beginRead();
        EXPECT_TRUE(snapshot);
        const auto cursor = (*snapshot)->scanIndex(table.number, index.number, {}, std::nullopt);
        EXPECT_TRUE(cursor);
        while (true) {
            const auto entry = (*cursor)->next();
            EXPECT_TRUE(entry);
            if (!entry || !*entry) {
                return entries;
            }
            entries.push_back(*(*entry)->indexKey);
        }
    }

    // Compares every index, and its counts, with what follows from the items.
    void expectIndexesToFollowItems() {
        const auto table = engine().database().catalog()->find("Music");
        ASSERT_NE(table, nullptr);
        const auto items = answer<QueryOutput>(scanOf("Music")).items;
        const auto description =
            answer<DescribeTableOutput>(DescribeTableInput{"Music"}).description;
        EXPECT_EQ(description.itemCount, items.size());
        for (std::size_t i = 0; i < table->indexes.size(); ++i) {
            const auto& index = table->indexes[i];
            std::vector<schema::IndexKey> expected;
            std::uint64_t bytes = 0;
            for (const auto& stored : items) {
                if (auto key = schema::indexKey(*table, index, stored.view())) {
                    expected.push_back(*std::move(key));
                    bytes += schema::entrySizeBytes(*table, index, stored.view());
                }
            }
            EXPECT_THAT(storedEntries(*table, index),
                        ::testing::UnorderedElementsAreArray(expected))
                << index.name;
            EXPECT_EQ(description.indexes[i].items, expected.size()) << index.name;
            EXPECT_EQ(description.indexes[i].bytes, bytes) << index.name;
        }
    }

    int below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(m_generator); }

    AttributeMap randomKey() {
        return item({{"pk", "p" + std::to_string(below(3))}, {"sk", below(4)}});
    }

    AttributeMap randomItem() {
        auto attributes = randomKey();
        if (below(2) == 0) {
            attributes.emplace("city",
                               Value(std::string(1, static_cast<char>('A' + below(2)))).value);
        }
        if (below(2) == 0) {
            attributes.emplace("title", Value("t" + std::to_string(below(2))).value);
        }
        if (below(3) > 0) {
            attributes.emplace("rank", Value(below(3)).value);
        }
        if (below(2) == 0) {
            attributes.emplace("year", Value(1900 + below(120)).value);
        }
        return attributes;
    }

    UpdateItemInput randomUpdate() {
        static const std::vector<std::string> expressions{
            "SET #r = :n",  "REMOVE #r",       "ADD #r :n",      "SET title = :s",
            "REMOVE title", "SET city = :s",   "REMOVE city",    "SET #r = :n, title = :s",
            "SET #y = :n",  "REMOVE #y, city", "SET extra = :s", "ADD #y :n REMOVE title",
        };
        const auto& expression = expressions[static_cast<std::size_t>(below(12))];
        auto input = update("Music", randomKey(), expression);
        const auto uses = [&](const char* token) {
            return expression.find(token) != std::string::npos;
        };
        expressions::NameMap names;
        if (uses("#r")) {
            names.emplace("#r", "rank");
        }
        if (uses("#y")) {
            names.emplace("#y", "year");
        }
        if (!names.empty()) {
            input.attributes.names = names;
        }
        expressions::ValueMap literals;
        if (uses(":n")) {
            literals.emplace(":n", Value(below(3)).value);
        }
        if (uses(":s")) {
            literals.emplace(":s", Value("s" + std::to_string(below(2))).value);
        }
        if (!literals.empty()) {
            input.attributes.values = literals;
        }
        return input;
    }

    Request randomWrite() {
        switch (below(5)) {
            case 0: return remove("Music", randomKey());
            case 1: return randomUpdate();
            case 2: return randomUpdate();
            case 3: {
                BatchWriteItemInput batch;
                batch.requestItems["Music"].push_back({true, randomItem()});
                return batch;
            }
            default: return put("Music", randomItem());
        }
    }

    std::mt19937 m_generator{20'261'121};
};

TEST_F(IndexMaintenanceTest, EntriesFollowRandomWrites) {
    for (int round = 0; round < 40; ++round) {
        for (int write = 0; write < 15; ++write) {
            EXPECT_EQ(refusal(randomWrite()), "accepted");
        }
        expectIndexesToFollowItems();
        ASSERT_FALSE(HasFailure()) << "round " << round;
    }
}

TEST_F(IndexMaintenanceTest, AFailedConditionLeavesTheEntries) {
    givenItem("Music", item({{"pk", "a"}, {"sk", 1}, {"city", "Oslo"}}));
    auto input = put("Music", item({{"pk", "a"}, {"sk", 1}, {"city", "Bergen"}}));
    input.conditionExpression = "attribute_not_exists(pk)";
    EXPECT_EQ(refusalKind(input), ErrorKind::ConditionalCheckFailed);
    auto query = queryOf("Music", "city = :c", given({{":c", "Oslo"}}));
    query.indexName = "byCity";
    EXPECT_EQ(answer<QueryOutput>(query).count, 1);
    expectIndexesToFollowItems();
}

TEST_F(IndexMaintenanceTest, AMovedEntryLeavesItsOldPlace) {
    givenItem("Music", item({{"pk", "a"}, {"sk", 1}, {"city", "Oslo"}}));
    EXPECT_EQ(refusal(update("Music", item({{"pk", "a"}, {"sk", 1}}), "SET city = :c",
                             given({{":c", "Bergen"}}))),
              "accepted");
    const auto countIn = [&](const char* city) {
        auto query = queryOf("Music", "city = :c", given({{":c", city}}));
        query.indexName = "byCity";
        return answer<QueryOutput>(query).count;
    };
    EXPECT_EQ(countIn("Oslo"), 0);
    EXPECT_EQ(countIn("Bergen"), 1);
}

}  // namespace
}  // namespace engine::operations::test
