#include <algorithm>
#include <filesystem>

#include "engine/operations/job_store.h"
#include "engine/transfer/compression.h"
#include "engine/transfer/file_stream.h"
#include "tests/engine/jobs/jobs_fixture.h"

namespace engine::jobs::test {
namespace {

using operations::ExportTableToPointInTimeInput;
using ::testing::Test;

class ExportTest : public JobsTest {
protected:
    ExportTest()
        : JobsTest(
              JobLimits{.itemsPerStep = 7, .exportFileBytes = 2000, .exportMemoryBytes = 100}) {
        protect("source");
    }

    // Exports, waits and gives all lines of the data files, sorted.
    std::vector<std::string> exported(ExportTableToPointInTimeInput input) {
        input.tableArn = "source";
        input.s3Bucket = "bucket";
        const auto arn =
            answer<operations::ExportTableToPointInTimeOutput>(input).description.job.arn;
        waitUntilIdle();
        m_done = answer<operations::DescribeExportOutput>(operations::DescribeExportInput{arn})
                     .description.job;
        EXPECT_EQ(m_done.status, operations::JobStatus::Completed) << m_done.failureMessage;
        const auto folder =
            path("s3/bucket/AWSDynamoDB/") + (input.incremental ? "" : m_done.id + "/");
        std::vector<std::string> lines;
        m_files = 0;
        for (const auto& file : std::filesystem::directory_iterator(folder + "data")) {
            ++m_files;
            addLines(file.path().string(), lines);
        }
        std::sort(lines.begin(), lines.end());
        return lines;
    }

    static void addLines(const std::string& file, std::vector<std::string>& lines) {
        transfer::InflateBudget budget(1'000'000);
        auto source = transfer::FileSource::open(file);
        ASSERT_TRUE(source);
        const auto inflated =
            transfer::decompress(transfer::Compression::Gzip, *std::move(source), budget);
        std::string text;
        std::vector<char> buffer(transfer::blockBytes);
        while (true) {
            const auto count = inflated->read(buffer);
            ASSERT_TRUE(count);
            if (*count == 0) {
                break;
            }
            text.append(buffer.data(), *count);
        }
        for (std::size_t at = 0; at < text.size();) {
            const auto end = text.find('\n', at);
            lines.push_back(text.substr(at, end - at));
            at = end + 1;
        }
    }

    ExportTableToPointInTimeInput window(Timestamp from, Timestamp to) {
        ExportTableToPointInTimeInput input;
        input.incremental = true;
        input.hasWindow = true;
        input.exportFromTime = from;
        input.exportToTime = to;
        return input;
    }

    operations::JobRecord m_done;
    int m_files = 0;
};

TEST_F(ExportTest, AFullExportIsOfItsMomentInSeveralFiles) {
    for (int i = 0; i < 100; ++i) {
        put(i % 3, i, i);
    }
    clock().advance(minute);
    ExportTableToPointInTimeInput input;
    input.exportTime = clock().now();
    clock().advance(minute);
    for (int i = 0; i < 100; ++i) {
        put(i % 3, i, 1000);
    }
    const auto lines = exported(input);
    EXPECT_EQ(lines.size(), 100);
    EXPECT_EQ(m_done.items, 100);
    EXPECT_GT(m_files, 3);
    EXPECT_TRUE(std::none_of(lines.begin(), lines.end(), [](const std::string& line) {
        return line.find(R"("version":{"N":"1000"})") != std::string::npos;
    }));
}

TEST_F(ExportTest, AnEmptyTableHasManifestsOnly) {
    EXPECT_TRUE(exported({}).empty());
    EXPECT_EQ(readFile(path("s3/bucket/AWSDynamoDB/") + m_done.id + "/manifest-files.json"), "");
}

TEST_F(ExportTest, AnIncrementalExportHasTheNetChanges) {
    put(0, 1, 1);  // before the window: changed, deleted and left alone in it
    put(0, 2, 2);
    put(0, 3, 3);
    clock().advance(minute);
    const auto from = clock().now();
    put(0, 1, 12);
    put(0, 1, 11);
    remove(0, 2);
    put(0, 4, 4);  // new
    put(0, 5, 5);  // new and gone again
    remove(0, 5);
    clock().advance(20 * minute);
    const auto to = clock().now();
    put(0, 1, 99);  // at the end of the window, which is exclusive
    put(0, 6, 6);
    clock().advance(minute);
    const auto stamp = std::to_string(from.milliseconds * 1000);
    const auto record = [&](int sort, const std::string& images) {
        return R"({"Metadata":{"WriteTimestampMicros":{"N":")" + stamp +
               R"("}},"Keys":{"pk":{"S":"p0"},"sk":{"N":")" + std::to_string(sort) + R"("}})" +
               images + "}";
    };
    const std::string old1 =
        R"({"city":{"S":"city1"},"pk":{"S":"p0"},"rank":{"N":"1"},"sk":{"N":"1"},"version":{"N":"1"}})";
    const std::string new1 =
        R"({"city":{"S":"city3"},"pk":{"S":"p0"},"rank":{"N":"4"},"sk":{"N":"1"},"version":{"N":"11"}})";
    const std::string old2 =
        R"({"city":{"S":"city2"},"pk":{"S":"p0"},"rank":{"N":"2"},"sk":{"N":"2"},"version":{"N":"2"}})";
    const std::string new4 =
        R"({"city":{"S":"city0"},"pk":{"S":"p0"},"rank":{"N":"4"},"sk":{"N":"4"},"version":{"N":"4"}})";
    EXPECT_EQ(
        exported(window(from, to)),
        (std::vector<std::string>{record(1, R"(,"OldImage":)" + old1 + R"(,"NewImage":)" + new1),
                                  record(2, R"(,"OldImage":)" + old2),
                                  record(4, R"(,"NewImage":)" + new4), record(5, "")}));
    EXPECT_EQ(m_done.items, 4);
    EXPECT_GT(m_files, 1);

    std::filesystem::remove_all(path("s3"));
    auto input = window(from, to);
    input.exportViewType = "NEW_IMAGE";
    EXPECT_EQ(exported(input),
              (std::vector<std::string>{record(1, R"(,"NewImage":)" + new1), record(2, ""),
                                        record(4, R"(,"NewImage":)" + new4), record(5, "")}));
    std::filesystem::remove_all(path("s3"));
    input.exportFormat = "ION";
    const auto ion = exported(input);
    ASSERT_EQ(ion.size(), 4);
    EXPECT_TRUE(ion[0].starts_with("$ion_1_0 {Record:{"));
}

TEST_F(ExportTest, AFilterLimitsAFullExport) {
    for (int i = 0; i < 100; ++i) {
        put(i % 3, i, i);
    }
    clock().advance(minute);
    ExportTableToPointInTimeInput input;
    auto& filter = input.filter.emplace();
    filter.keyConditionExpression = "pk = :p AND sk BETWEEN :a AND :b";
    filter.filterExpression = "#v < :v";
    filter.projectionExpression = "sk, #v";
    filter.attributes.names.emplace()["#v"] = "version";
    const auto number = [](int value) {
        return AttributeValue::number(values::Number::fromInteger(value));
    };
    filter.attributes.values = {{":p", AttributeValue::string("p1")},
                                {":a", number(10)},
                                {":b", number(90)},
                                {":v", number(61)}};
    std::vector<std::string> want;
    for (int i = 10; i < 61; ++i) {
        if (i % 3 == 1) {
            const auto text = R"({"N":")" + std::to_string(i) + R"("})";
            want.push_back(R"({"Item":{"sk":)" + text + R"(,"version":)" + text + "}}");
        }
    }
    EXPECT_EQ(exported(input), want);
    EXPECT_EQ(m_done.items, want.size());
    const auto told =
        answer<operations::DescribeExportOutput>(operations::DescribeExportInput{m_done.arn})
            .description.filter;
    ASSERT_TRUE(told);
    EXPECT_EQ(told->keyConditionExpression, filter.keyConditionExpression);
    EXPECT_EQ(told->attributes.names, filter.attributes.names);
    EXPECT_EQ(told->attributes.values, filter.attributes.values);
}

TEST_F(ExportTest, AFilterLetsChangesPassThatMatchBeforeOrAfter) {
    put(0, 1, 1);
    put(0, 2, 2);
    put(0, 3, 1);
    put(1, 1, 1);
    clock().advance(minute);
    const auto from = clock().now();
    put(0, 1, 2);  // stops matching
    put(0, 2, 1);  // begins to match
    remove(0, 3);  // matched
    put(0, 4, 4);  // never matches
    put(0, 5, 1);  // new and gone again: there is nothing that could match
    remove(0, 5);
    put(1, 1, 4);  // matches, in another partition
    clock().advance(20 * minute);
    auto input = window(from, clock().now());
    auto& filter = input.filter.emplace();
    filter.filterExpression = "version = :one";
    filter.keyConditionExpression = "pk = :p";
    filter.projectionExpression = "version";
    filter.attributes.values = {{":one", AttributeValue::number(values::Number::fromInteger(1))},
                                {":p", AttributeValue::string("p0")}};
    clock().advance(minute);
    const auto lines = exported(input);
    ASSERT_EQ(lines.size(), 3);
    EXPECT_TRUE(lines[0].ends_with(
        R"("Keys":{"pk":{"S":"p0"},"sk":{"N":"1"}},"OldImage":{"version":{"N":"1"}},"NewImage":{"version":{"N":"2"}}})"));
    EXPECT_TRUE(lines[1].ends_with(
        R"("Keys":{"pk":{"S":"p0"},"sk":{"N":"2"}},"OldImage":{"version":{"N":"2"}},"NewImage":{"version":{"N":"1"}}})"));
    EXPECT_TRUE(lines[2].ends_with(
        R"("Keys":{"pk":{"S":"p0"},"sk":{"N":"3"}},"OldImage":{"version":{"N":"1"}}})"));
    EXPECT_EQ(m_done.items, 3);
}

TEST_F(ExportTest, IsForgottenNinetyDaysAfterItsEnd) {
    constexpr std::int64_t day = 24 * 60 * minute;
    exported({});
    const auto first = m_done;
    clock().advance(89 * day);
    exported({});
    const auto second = m_done;
    const auto problem = [&](const operations::JobRecord& job) {
        return refusal(operations::DescribeExportInput{job.arn});
    };
    EXPECT_EQ(problem(first), std::nullopt);
    clock().advance(2 * day);
    waitUntilIdle();
    EXPECT_EQ(problem(first), ErrorKind::ExportNotFound);
    EXPECT_EQ(problem(second), std::nullopt);
    clock().advance(89 * day);
    stopRunner();
    EXPECT_EQ(problem(second), std::nullopt);
    restartRunner();
    waitUntilIdle();
    EXPECT_EQ(problem(second), ErrorKind::ExportNotFound);
}

TEST_F(ExportTest, RefusesWindowsThatAreTooShortTooLongOrOutside) {
    clock().advance(48 * 60 * minute);
    const auto now = clock().now();
    const auto before = [&](std::int64_t milliseconds) {
        return Timestamp{now.milliseconds - milliseconds};
    };
    const auto refused = [&](Timestamp from, Timestamp to) {
        auto input = window(from, to);
        input.tableArn = "source";
        input.s3Bucket = "bucket";
        return refusal(input);
    };
    EXPECT_EQ(refused(before(15 * minute), now), std::nullopt);
    EXPECT_EQ(refused(before(15 * minute - 1), now), ErrorKind::InvalidExportTime);
    EXPECT_EQ(refused(before(24 * 60 * minute), now), std::nullopt);
    EXPECT_EQ(refused(before(24 * 60 * minute + 1), now), ErrorKind::InvalidExportTime);
    EXPECT_EQ(refused(before(49 * 60 * minute), before(30 * 60 * minute)),
              ErrorKind::InvalidExportTime);
    EXPECT_EQ(refused(before(15 * minute), before(-1)), ErrorKind::InvalidExportTime);
    waitUntilIdle();
}

TEST_F(ExportTest, AnInterruptedExportIsTheSame) {
    for (int i = 0; i < 200; ++i) {
        put(i % 3, i, i);
    }
    const auto want = exported({});
    std::filesystem::remove_all(path("s3"));
    stopRunner();
    ExportTableToPointInTimeInput input;
    input.tableArn = "source";
    input.s3Bucket = "bucket";
    const auto arn = answer<operations::ExportTableToPointInTimeOutput>(input).description.job.arn;
    for (int i = 0; i < 100; ++i) {
        restartRunner();
    }
    waitUntilIdle();
    const auto job = answer<operations::DescribeExportOutput>(operations::DescribeExportInput{arn})
                         .description.job;
    EXPECT_EQ(job.status, operations::JobStatus::Completed);
    std::vector<std::string> lines;
    for (const auto& file :
         std::filesystem::directory_iterator(path("s3/bucket/AWSDynamoDB/") + job.id + "/data")) {
        addLines(file.path().string(), lines);
    }
    std::sort(lines.begin(), lines.end());
    EXPECT_EQ(lines, want);
}

// Within eight hours the same request gets the same export; later its token is gone.
TEST_F(ExportTest, ClientTokensAreForgottenAfterEightHours) {
    constexpr std::int64_t kept = std::int64_t{8} * 60 * minute;
    const auto tokens = [&] {
        const auto read = engine().database().beginRead();
        const auto records = (*read)->listRecords(storage::RecordKind::Setting, "token/", 1000);
        EXPECT_TRUE(records);
        return records ? records->size() : 0;
    };
    constexpr std::size_t exports = 250;  // more than are forgotten at once
    ExportTableToPointInTimeInput input;
    input.tableArn = "source";
    input.s3Bucket = "bucket";
    const auto arn = [&](std::size_t number) {
        input.clientToken = "token" + std::to_string(number);
        return answer<operations::ExportTableToPointInTimeOutput>(input).description.job.arn;
    };
    const std::string first = arn(0);
    for (std::size_t number = 1; number < exports; ++number) {
        arn(number);
    }
    waitUntilIdle();
    clock().advance(kept - 1);
    restartRunner();
    waitUntilIdle();
    EXPECT_EQ(tokens(), exports);
    EXPECT_EQ(arn(0), first);
    clock().advance(1);
    restartRunner();
    waitUntilIdle();
    EXPECT_EQ(tokens(), 0U);
    EXPECT_NE(arn(0), first);
    EXPECT_EQ(tokens(), 1U);
}

}  // namespace
}  // namespace engine::jobs::test
