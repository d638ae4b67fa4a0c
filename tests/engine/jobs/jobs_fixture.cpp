#include "tests/engine/jobs/jobs_fixture.h"

#include <future>

namespace engine::jobs::test {
namespace {

using schema::KeyType;
using values::AttributeType;

schema::TableSpec sourceSpec() {
    schema::TableSpec spec;
    spec.tableName = "source";
    spec.attributeDefinitions = {{"pk", AttributeType::S},
                                 {"sk", AttributeType::N},
                                 {"rank", AttributeType::N},
                                 {"city", AttributeType::S}};
    spec.keySchema = {{"pk", KeyType::Hash}, {"sk", KeyType::Range}};
    spec.billingMode = schema::BillingMode::PayPerRequest;
    const schema::ProjectionSpec all{schema::ProjectionType::All, std::nullopt};
    schema::IndexSpec byRank;
    byRank.name = "byRank";
    byRank.keySchema = {{"pk", KeyType::Hash}, {"rank", KeyType::Range}};
    byRank.projection = all;
    schema::IndexSpec byCity;
    byCity.name = "byCity";
    byCity.keySchema = {{"city", KeyType::Hash}};
    byCity.projection = all;
    spec.localIndexes = {byRank};
    spec.globalIndexes = {byCity};
    return spec;
}

AttributeValue number(int value) {
    return AttributeValue::number(values::Number::fromInteger(value));
}

class ProtectWork final : public storage::WriteWork {
public:
    ProtectWork(std::string table, std::promise<Result<void>> promise)
        : m_table(std::move(table)), m_promise(std::move(promise)) {}

    Result<void> apply(storage::WriteTransaction& transaction) override {
        auto table = *transaction.findTable(m_table);
        table.pointInTimeRecovery = schema::PointInTimeRecovery{transaction.time(), 35};
        return transaction.changeTable(std::move(table));
    }
    void finished(Result<void> outcome) override { m_promise.set_value(std::move(outcome)); }

private:
    std::string m_table;
    std::promise<Result<void>> m_promise;
};

}  // namespace

JobsTest::JobsTest(JobLimits limits) : m_limits(limits) {
    operations::EngineOptions options;
    options.directory = m_folder / "database";
    options.clock = &m_clock;
    options.random = &m_random;
    auto opened = operations::Engine::open(options);
    if (!opened) {
        ADD_FAILURE() << opened.error().message;
        std::abort();
    }
    m_engine = *std::move(opened);
    EXPECT_EQ(refusal(sourceSpec()), std::nullopt);
    restartRunner();
}

JobsTest::~JobsTest() {
    m_runner.reset();
}

void JobsTest::restartRunner() {
    m_runner.reset();
    m_runner = std::make_unique<JobRunner>(*m_engine, m_limits);
}

std::optional<ErrorKind> JobsTest::refusal(operations::Request request) {
    const auto result = engine().executeAndWait(std::move(request));
    return result ? std::nullopt : std::optional(result.error().kind);
}

void JobsTest::protect(const std::string& table) {
    std::promise<Result<void>> promise;
    auto future = promise.get_future();
    engine().database().submit(std::make_unique<ProtectWork>(table, std::move(promise)));
    EXPECT_TRUE(future.get());
}

AttributeMap JobsTest::item(int partition, int sort, int version) {
    AttributeMap item;
    item["pk"] = AttributeValue::string("p" + std::to_string(partition));
    item["sk"] = number(sort);
    item["version"] = number(version);
    if (version % 3 != 0) {
        item["city"] = AttributeValue::string("city" + std::to_string(version % 4));
    }
    if (version % 5 != 0) {
        item["rank"] = number(version % 7);
    }
    return item;
}

void JobsTest::put(int partition, int sort, int version) {
    operations::PutItemInput input;
    input.tableName = "source";
    input.item = item(partition, sort, version);
    EXPECT_EQ(refusal(input), std::nullopt);
}

void JobsTest::remove(int partition, int sort) {
    operations::DeleteItemInput input;
    input.tableName = "source";
    input.key = item(partition, sort, 0);
    input.key.erase("version");
    input.key.erase("rank");
    EXPECT_EQ(refusal(input), std::nullopt);
}

void JobsTest::dropTable(const std::string& name) {
    EXPECT_EQ(refusal(operations::DeleteTableInput{name}), std::nullopt);
}

schema::TableStatus JobsTest::statusOf(const std::string& table) {
    return answer<operations::DescribeTableOutput>(operations::DescribeTableInput{table})
        .description.status;
}

Items JobsTest::itemsOf(const std::string& table, std::optional<std::string> index) {
    Items items;
    operations::ScanInput input;
    input.tableName = table;
    input.indexName = std::move(index);
    while (true) {
        const auto page = answer<operations::QueryOutput>(input);
        for (const auto& encoded : page.items) {
            auto map = encoded.view().decode();
            const auto sort = map.at("sk").getIf<values::Number>()->toString();
            items.emplace(std::pair(*map.at("pk").getIf<std::string>(), std::stoi(sort)),
                          std::move(map));
        }
        if (!page.lastEvaluatedKey) {
            return items;
        }
        input.exclusiveStartKey = page.lastEvaluatedKey;
    }
}

std::optional<ErrorKind> JobsTest::restore(const std::string& target,
                                           std::optional<Timestamp> moment) {
    operations::RestoreTableToPointInTimeInput input;
    input.sourceTableName = "source";
    input.targetTableName = target;
    input.restoreDateTime = moment;
    input.useLatestRestorableTime = !moment;
    const auto refused = refusal(input);
    if (!refused) {
        waitUntilIdle();
        EXPECT_EQ(statusOf(target), schema::TableStatus::Active);
    }
    return refused;
}

}  // namespace engine::jobs::test
