#include <filesystem>
#include <fstream>
#include <set>

#include "engine/operations/bulk_put.h"
#include "engine/storage/change_walk.h"
#include "tests/engine/jobs/jobs_fixture.h"

namespace engine::jobs::test {
namespace {

class BulkPutTest : public JobsTest {
protected:
    BulkPutTest() : JobsTest(JobLimits{.bytesPerStep = 100'000}) {}

    void putLarge(int sort) {
        operations::PutItemInput input;
        input.tableName = "source";
        input.item = item(1, sort, 1);
        input.item["text"] = AttributeValue::string(std::string(40'000, 'x'));
        EXPECT_EQ(refusal(std::move(input)), std::nullopt);
    }

    void bulkPut(int items) {
        std::filesystem::create_directories(path("s3/bucket/in"));
        std::ofstream file(path("s3/bucket/in/items.json"));
        for (int sort = 0; sort < items; ++sort) {
            file << R"({"Item":{"pk":{"S":"p1"},"sk":{"N":")" << sort << "\"}}}\n";
        }
        file.close();
        operations::StartBulkPutItemsInput input;
        input.tableName = "source";
        input.inputBucket = "bucket";
        input.inputPrefix = "in/";
        input.parameters = {{"InputFormat", "DYNAMODB_JSON"}};
        const auto arn =
            answer<operations::StartBulkPutItemsOutput>(std::move(input)).description.job.arn;
        waitUntilIdle();
        const auto done = answer<operations::DescribeBulkOperationOutput>(
                              operations::DescribeBulkOperationInput{arn})
                              .description;
        EXPECT_EQ(done.status, "COMPLETED") << done.job.failureMessage;
    }

    // How many writes the changes of the bulk put came in.
    std::size_t writes() {
        auto& database = engine().database();
        std::set<storage::Sequence> requests;
        storage::ChangeFilter filter;
        filter.table = database.catalog()->find("source")->number;
        const auto note = [&](const storage::Change& change) {
            if (change.origin == storage::ChangeOrigin::Import) {
                requests.insert(change.request);
            }
            return Result<void>();
        };
        EXPECT_TRUE(storage::forEachChange(database, std::move(filter),
                                           database.history().first - 1, database.history().last,
                                           note));
        return requests.size();
    }
};

TEST_F(BulkPutTest, SmallItemsComeInOneStep) {
    bulkPut(20);
    EXPECT_EQ(writes(), 1U);
    EXPECT_EQ(itemsOf("source").size(), 20U);
}

// The log gets what they replace, so that 1,000 of them could be a group of 400 MB.
TEST_F(BulkPutTest, AStepIsBoundedByWhatItReplaces) {
    for (int sort = 0; sort < 20; ++sort) {
        putLarge(sort);
    }
    bulkPut(20);
    EXPECT_EQ(writes(), 7U);
    EXPECT_EQ(itemsOf("source").size(), 20U);
}

}  // namespace
}  // namespace engine::jobs::test
