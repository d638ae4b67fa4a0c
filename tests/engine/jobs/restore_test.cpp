#include <cstdlib>
#include <iostream>

#include "tests/engine/jobs/jobs_fixture.h"

namespace engine::jobs::test {
namespace {

using operations::BackupTypeFilter;

// Small steps, so that every job has many.
class RestoreTest : public JobsTest {
protected:
    RestoreTest() : JobsTest(JobLimits{.itemsPerStep = 7}) {}

    Items indexed(const Items& items, const std::string& attribute) {
        Items some = items;
        std::erase_if(some, [&](const auto& entry) { return !entry.second.contains(attribute); });
        return some;
    }

    void expectTable(const std::string& table, const Items& want) {
        EXPECT_EQ(itemsOf(table), want);
        EXPECT_EQ(itemsOf(table, "byCity"), indexed(want, "city"));
        EXPECT_EQ(itemsOf(table, "byRank"), indexed(want, "rank"));
    }
};

// Short form: 100 moments, the long one (TIDEMARK_SOAK=1) 1,000.
class RestoreModelTest : public RestoreTest {
protected:
    static int momentCount() {
        const char* soak = std::getenv("TIDEMARK_SOAK");
        const bool isLong = soak != nullptr && *soak != '\0' && *soak != '0';
        return isLong ? 1000 : 100;
    }
};

TEST_F(RestoreModelTest, EqualsAModelAtEveryMoment) {
    constexpr int writesBetween = 15;
    const std::uint64_t seed = systemRandom().next();
    std::cout << "seed " << seed << '\n';
    SeededRandom random(seed);
    protect("source");
    Items model;
    std::vector<std::pair<Timestamp, Items>> moments;
    for (int i = 0; i < momentCount() * writesBetween; ++i) {
        clock().advance(static_cast<std::int64_t>(random.next() % 1000));
        const int partition = static_cast<int>(random.next() % 5);
        const int sort = static_cast<int>(random.next() % 40);
        const std::pair key("p" + std::to_string(partition), sort);
        if (random.next() % 4 == 0) {
            remove(partition, sort);
            model.erase(key);
        } else {
            put(partition, sort, i);
            model[key] = item(partition, sort, i);
        }
        if (i % writesBetween == writesBetween - 1) {
            moments.emplace_back(clock().now(), model);
            clock().advance(1);
        }
    }
    for (std::size_t i = 0; i < moments.size(); ++i) {
        const auto target = "target" + std::to_string(i);
        ASSERT_EQ(restore(target, moments[i].first), std::nullopt);
        expectTable(target, moments[i].second);
        ASSERT_FALSE(HasFailure()) << "moment " << i;
        dropTable(target);
    }
    std::cout << moments.size() << " restores equal the model\n";
}

TEST_F(RestoreTest, TheLatestMomentIsThatOfTheRequest) {
    protect("source");
    for (int i = 0; i < 50; ++i) {
        put(1, i, i);
    }
    const auto before = itemsOf("source");
    stopRunner();
    operations::RestoreTableToPointInTimeInput input;
    input.sourceTableName = "source";
    input.targetTableName = "target";
    input.useLatestRestorableTime = true;
    const auto description = answer<operations::RestoreTableToPointInTimeOutput>(input).description;
    EXPECT_EQ(description.status, schema::TableStatus::Creating);
    EXPECT_TRUE(description.table->restore->inProgress);
    for (int i = 0; i < 50; ++i) {
        put(1, i, i + 1000);
    }
    EXPECT_EQ(refusal(operations::DeleteTableInput{"target"}), ErrorKind::ResourceInUse);
    operations::ScanInput scan;
    scan.tableName = "target";
    EXPECT_EQ(refusal(scan), ErrorKind::ResourceNotFound);
    restartRunner();
    waitUntilIdle();
    expectTable("target", before);
}

TEST_F(RestoreTest, RefusesMomentsOutsideOfTheWindow) {
    EXPECT_EQ(restore("target", std::nullopt), ErrorKind::PointInTimeRecoveryUnavailable);
    clock().advance(minute);
    protect("source");
    const auto now = clock().now();
    EXPECT_EQ(restore("target", Timestamp{now.milliseconds - 1}), ErrorKind::InvalidRestoreTime);
    EXPECT_EQ(restore("target", Timestamp{now.milliseconds + 1}), ErrorKind::InvalidRestoreTime);
    EXPECT_EQ(restore("source", now), ErrorKind::TableAlreadyExists);
    EXPECT_EQ(restore("target", now), std::nullopt);
}

TEST_F(RestoreTest, ADeletedTableComesBackByItsName) {
    put(1, 1, 1);
    clock().advance(minute);
    const auto moment = clock().now();
    clock().advance(minute);
    put(1, 2, 2);
    const auto last = itemsOf("source");
    clock().advance(minute);
    dropTable("source");
    clock().advance(minute);
    EXPECT_EQ(restore("latest", std::nullopt), std::nullopt);
    expectTable("latest", last);
    EXPECT_EQ(restore("earlier", moment), std::nullopt);
    EXPECT_EQ(itemsOf("earlier").size(), 1);
    EXPECT_EQ(restore("later", clock().now()), ErrorKind::InvalidRestoreTime);
}

TEST_F(RestoreTest, ADeletedTableWithRecoveryHasASystemBackup) {
    protect("source");
    for (int i = 0; i < 30; ++i) {
        put(2, i, i);
    }
    const auto last = itemsOf("source");
    dropTable("source");
    operations::ListBackupsInput list;
    EXPECT_TRUE(answer<operations::ListBackupsOutput>(list).backups.empty());
    list.type = BackupTypeFilter::System;
    const auto backups = answer<operations::ListBackupsOutput>(list).backups;
    ASSERT_EQ(backups.size(), 1);
    EXPECT_EQ(backups[0].name, "source$DeletedTableBackup");
    EXPECT_TRUE(backups[0].expiresAt);
    const auto described =
        answer<operations::DescribeBackupOutput>(operations::DescribeBackupInput{backups[0].arn})
            .backup;
    EXPECT_EQ(described.type, operations::BackupType::System);
    EXPECT_EQ(refusal(operations::DeleteBackupInput{backups[0].arn}), ErrorKind::Validation);
    operations::RestoreTableFromBackupInput input;
    input.backupArn = backups[0].arn;
    input.targetTableName = "source";
    EXPECT_EQ(refusal(input), std::nullopt);
    waitUntilIdle();
    expectTable("source", last);
}

TEST_F(RestoreTest, ABackupOutlivesItsTableAndTheRunner) {
    for (int i = 0; i < 100; ++i) {
        put(i % 3, i, i);
    }
    const auto before = itemsOf("source");
    stopRunner();
    const auto arn =
        answer<operations::CreateBackupOutput>(operations::CreateBackupInput{"source", "backup"})
            .backup.arn;
    operations::RestoreTableFromBackupInput input;
    input.backupArn = arn;
    input.targetTableName = "target";
    EXPECT_EQ(refusal(input), ErrorKind::BackupInUse);
    EXPECT_EQ(refusal(operations::DeleteBackupInput{arn}), ErrorKind::BackupInUse);
    put(1, 1000, 1);
    dropTable("source");
    restartRunner();
    waitUntilIdle();
    EXPECT_EQ(refusal(input), std::nullopt);
    waitUntilIdle();
    expectTable("target", before);
}

}  // namespace
}  // namespace engine::jobs::test
