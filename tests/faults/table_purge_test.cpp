#include <sys/time.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "tests/engine/storage/child.h"
#include "tests/engine/storage/support.h"
#include "tests/faults/program.h"
#include "tests/faults/workload.h"

// A deleted table is purged, some records at a time, when its history is no longer held: issue 3,
// interrupted jobs. However often that is interrupted, it comes to its end; meanwhile nobody sees
// half of the table, and the others stay as they are.
namespace engine::faults {
namespace {

using operations::Engine;
using operations::EngineOptions;
using storage::Database;
using storage::DatabaseOptions;
using storage::Sequence;
using values::AttributeType;
using values::AttributeValue;

constexpr const char* goneTable = "gone";
constexpr const char* goneToo = "gone-too";
constexpr const char* keptTable = "kept";
constexpr std::uint64_t goneItems = 40'000;
constexpr std::uint64_t goneTooItems = 3'000;
constexpr std::uint64_t keptItems = 800;
// More works than a purge of those has steps.
constexpr int writesPerRun = 30;

// 36 days ahead of the machine's: the deletion lies longer ago than history is kept.
class AheadClock final : public Clock {
public:
    Timestamp now() const override {
        constexpr std::int64_t ahead = std::int64_t{36} * 24 * 3600 * 1000;
        return {systemClock().now().milliseconds + ahead};
    }
    std::chrono::steady_clock::time_point steadyNow() const override {
        return systemClock().steadyNow();
    }
};

schema::TableSpec specOf(const std::string& name) {
    schema::TableSpec spec;
    spec.tableName = name;
    spec.attributeDefinitions = {{"pk", AttributeType::S}, {"city", AttributeType::S}};
    spec.keySchema = {{"pk", schema::KeyType::Hash}};
    spec.billingMode = schema::BillingMode::PayPerRequest;
    spec.globalIndexes = {{{"byCity",
                            {{"city", schema::KeyType::Hash}},
                            {schema::ProjectionType::All, std::nullopt},
                            std::nullopt,
                            std::nullopt,
                            std::nullopt}}};
    return spec;
}

values::AttributeMap itemNumber(std::uint64_t number) {
    values::AttributeMap item;
    item.emplace("pk", AttributeValue::string("p" + std::to_string(number)));
    item.emplace("city", AttributeValue::string("c" + std::to_string(number % 7)));
    item.emplace("expires", AttributeValue::number(values::Number::fromInteger(
                                static_cast<std::int64_t>(4'000'000'000 + number))));
    item.emplace("text", AttributeValue::string(std::string(60 + number % 100, 'x')));
    return item;
}

std::string execute(Engine& engine, operations::Request request) {
    const auto outcome = engine.executeAndWait(std::move(request));
    return outcome ? std::string() : outcome.error().message;
}

std::string fill(Engine& engine, const std::string& table, std::uint64_t items) {
    constexpr std::uint64_t batch = 25;
    std::string problem;
    for (std::uint64_t number = 0; number < items && problem.empty(); number += batch) {
        operations::BatchWriteItemInput input;
        for (std::uint64_t i = number; i < std::min(number + batch, items); ++i) {
            input.requestItems[table].push_back({true, itemNumber(i)});
        }
        problem = execute(engine, std::move(input));
    }
    return problem;
}

// Two deleted tables, one that was protected, and one that stays.
std::string build(const std::string& directory) {
    EngineOptions options;
    options.directory = directory;
    options.durability = storage::Durability::Interval;
    const auto engine = Engine::open(std::move(options));
    if (!engine) {
        return engine.error().message;
    }
    std::string problem;
    const auto step = [&](operations::Request request) {
        problem += execute(**engine, std::move(request));
    };
    for (const char* name : {goneTable, goneToo, keptTable}) {
        step(specOf(name));
        step(operations::UpdateTimeToLiveInput{name, {true, "expires"}});
        step(operations::UpdateContinuousBackupsInput{name, true, std::nullopt});
    }
    problem += fill(**engine, goneTable, goneItems);
    problem += fill(**engine, keptTable, keptItems);
    problem += fill(**engine, goneToo, goneTooItems);
    step(operations::DeleteTableInput{goneTable});
    step(operations::DeleteTableInput{goneToo});
    return problem;
}

// Always the same write to the table that stays.
Result<void> writeAgain(Database& database) {
    const auto table = database.catalog()->find(keptTable);
    const values::EncodedItem item(itemNumber(0));
    return storage::testing::write(database, [&](storage::WriteTransaction& transaction) {
        return transaction.putItem(table->number, schema::storedKey(*table, item.view()),
                                   item.view());
    });
}

struct Interruption {
    enum class Kind { KilledBehindAStep, KilledAtSomeMoment, Stopped } kind = Kind::Stopped;
    int steps = 0;
    suseconds_t microseconds = 0;
    storage::Retention retention = {};
};

// Opens the database, which purges, and ends in the way that is asked for.
std::string purgeFor(const std::string& directory, Sequence lastDrop,
                     const Interruption& interruption) {
    using Kind = Interruption::Kind;
    static AheadClock ahead;
    DatabaseOptions options;
    options.directory = directory;
    options.clock = &ahead;
    options.checkpoints = frequentCheckpoints;
    options.retention = interruption.retention;
    // Each group has a step of the purge in it, alone or beside a write.
    const bool isByAge = interruption.retention.bytes != 0;
    std::atomic<bool> purges = !isByAge;
    int steps = 0;
    options.onCommit = [&](const storage::CommitSummary& /*summary*/) {
        steps += purges ? 1 : 0;
        if (interruption.kind == Kind::KilledBehindAStep && steps >= interruption.steps) {
            storage::testing::killSelf();
        }
    };
    const auto database = Database::open(std::move(options));
    if (!database) {
        return "not opened: " + database.error().message;
    }
    while (isByAge && (*database)->history().first <= lastDrop) {
        if (auto written = writeAgain(**database); !written) {
            return "not written: " + written.error().message;
        }
    }
    purges = true;
    if (interruption.kind == Kind::KilledAtSomeMoment) {
        // Nobody handles the signal, so it ends the process as SIGKILL would.
        const itimerval moment{{}, {0, interruption.microseconds}};
        ::setitimer(ITIMER_REAL, &moment, nullptr);
    }
    const int writes = interruption.kind == Kind::Stopped ? interruption.steps : writesPerRun;
    for (int i = 0; i < writes; ++i) {
        if (auto written = writeAgain(**database); !written) {
            return "not written: " + written.error().message;
        }
    }
    return "stopped";
}

bool isThere(Database& database, schema::TableNumber table) {
    const auto read = database.beginRead();
    const auto counts = read ? (*read)->counts(table, 0) : read.error();
    return counts && counts->items > 0;
}

// What must hold as soon as nothing of the deleted tables is to be had any more; "half" when the
// purge of the first one had not come to its end when it was opened, else "good".
std::string look(const std::string& directory, schema::TableNumber gone,
                 std::uint64_t fingerprint) {
    static AheadClock ahead;
    EngineOptions options;
    options.directory = directory;
    options.clock = &ahead;
    auto engine = Engine::open(std::move(options));
    if (!engine) {
        return "not opened: " + engine.error().message;
    }
    Database& database = (*engine)->database();
    const bool isHalf = isThere(database, gone);
    const auto written = writeAgain(database);
    const auto report = operations::verifyAll(database, systemClock());
    if (!written || !report) {
        return "not written or verified";
    }
    if (!report->isClean()) {
        return report->findings[0].check + " " + report->findings[0].place + ": " +
               report->findings[0].message;
    }
    for (const char* name : {goneTable, goneToo}) {
        operations::RestoreTableToPointInTimeInput restore;
        restore.sourceTableName = name;
        restore.targetTableName = "restored";
        restore.useLatestRestorableTime = true;
        const auto restored = (*engine)->executeAndWait(std::move(restore));
        if (restored || restored.error().kind != ErrorKind::TableNotFound) {
            return std::string(name) + " can be restored";
        }
    }
    operations::ListBackupsInput list;
    list.type = operations::BackupTypeFilter::All;
    const auto backups = (*engine)->executeAndWait(std::move(list));
    if (!backups || !std::get<operations::ListBackupsOutput>(*backups).backups.empty()) {
        return "a backup of a deleted table is listed";
    }
    const auto history = (*engine)->executeAndWait(operations::DescribeHistoryInput{});
    if (!history || std::get<operations::DescribeHistoryOutput>(*history).tables.size() != 1) {
        return "a deleted table is shown";
    }
    const auto found = fingerprintOf(database);
    if (!found || *found != fingerprint) {
        return "the other table is not what it was";
    }
    return isHalf ? "half" : "good";
}

class TablePurge : public ::testing::Test {
protected:
    TablePurge() {
        const std::string built = storage::testing::inChild([&] { return build(m_base); });
        EXPECT_EQ(built, "");
        // Numbers of a copy, so that the base stays as the program left it.
        const std::string copy = m_workshop / "copy";
        copyTo(copy);
        DatabaseOptions options;
        options.directory = copy;
        const auto database = Database::open(std::move(options));
        EXPECT_TRUE(database);
        const auto dropped = (*database)->catalog()->droppedTables();
        EXPECT_EQ(dropped.size(), 2U);
        m_lastDrop = std::max(dropped[0].droppedBy, dropped[1].droppedBy);
        m_gone = dropped[0].table->number;
        m_fingerprint = *fingerprintOf(**database);
    }

    void copyTo(const std::string& path) const {
        std::filesystem::remove_all(path);
        std::filesystem::copy(m_base, path, std::filesystem::copy_options::recursive);
    }

    Interruption someInterruption() {
        const auto kind = static_cast<Interruption::Kind>(m_random() % 3);
        return {kind, 1 + static_cast<int>(m_random() % 3),
                static_cast<suseconds_t>(1 + m_random() % 40'000)};
    }

    std::string purge(const std::string& image, const Interruption& interruption) {
        return storage::testing::inChild([&] { return purgeFor(image, m_lastDrop, interruption); });
    }

    std::string lookAt(const std::string& image) {
        return storage::testing::inChild([&] { return look(image, m_gone, m_fingerprint); });
    }

    // Nothing of the purged tables is left, and what they took is used again.
    void expectGone(const std::string& image) {
        const auto file = image + "/state/data.mdb";
        const auto before = std::filesystem::file_size(file);
        const std::string again = storage::testing::inChild([&]() -> std::string {
            EngineOptions options;
            options.directory = image;
            options.durability = storage::Durability::Interval;
            options.checkpoints = frequentCheckpoints;
            const auto engine = Engine::open(std::move(options));
            if (!engine) {
                return engine.error().message;
            }
            const auto report = operations::verifyAll((*engine)->database(), systemClock());
            if (!report || report->tables != 1 || report->items != keptItems ||
                report->indexEntries != keptItems || !report->isClean()) {
                return "something is left";
            }
            const std::string made = execute(**engine, specOf(goneTable));
            return made.empty() ? fill(**engine, goneTable, goneItems / 2) : made;
        });
        EXPECT_EQ(again, "");
        EXPECT_LT(std::filesystem::file_size(file), before + before / 10);
    }

    Workshop m_workshop;
    std::string m_base = m_workshop / "base";
    Sequence m_lastDrop = 0;
    schema::TableNumber m_gone = 0;
    std::uint64_t m_fingerprint = 0;
    std::mt19937_64 m_random{20'261'122};
};

TEST_F(TablePurge, InterruptedAgainAndAgainEndsAndShowsNoHalf) {
    const int interruptions = count(10, 200);
    const std::string image = m_workshop / "image";
    int killed = 0;
    int half = 0;
    int done = 0;
    int rounds = 0;
    for (; done < interruptions; ++rounds) {
        copyTo(image);
        std::string seen = "half";
        for (; seen == "half" && done < interruptions; ++done) {
            const std::string end = purge(image, someInterruption());
            ASSERT_TRUE(end == "stopped" || end.starts_with("killed by signal ")) << end;
            killed += end == "stopped" ? 0 : 1;
            seen = lookAt(image);
            ASSERT_TRUE(seen == "half" || seen == "good")
                << "interruption " << done << ": " << seen;
            half += seen == "half" ? 1 : 0;
        }
        EXPECT_EQ(purge(image, {Interruption::Kind::Stopped, writesPerRun}), "stopped");
        EXPECT_EQ(lookAt(image), "good");
        expectGone(image);
    }
    std::printf("%d interruptions (%d kills) of %d purges, %d looks at half a table\n", done,
                killed, rounds, half);
    EXPECT_GT(half, interruptions / 4);
}

// Trimming the log is enough: nobody has to write something after that.
TEST_F(TablePurge, NeedsNoLaterWrite) {
    const std::string end = storage::testing::inChild([&]() -> std::string {
        AheadClock ahead;
        DatabaseOptions options;
        options.directory = m_base;
        options.clock = &ahead;
        options.checkpoints = frequentCheckpoints;
        const auto database = Database::open(std::move(options));
        while (database && (*database)->history().first <= m_lastDrop) {
            if (auto written = writeAgain(**database); !written) {
                return written.error().message;
            }
        }
        constexpr int looksMax = 200;
        for (int i = 0; database && i < looksMax; ++i) {
            const auto report = operations::verifyAll(**database, systemClock());
            if (report && report->items == keptItems) {
                return report->isClean() ? "purged" : report->findings[0].message;
            }
        }
        return "not purged";
    });
    EXPECT_EQ(end, "purged");
}

// A purge that began because too much was kept goes on when it is no longer too much.
TEST_F(TablePurge, GoesOnWhenTheReasonForItIsGone) {
    const std::string image = m_workshop / "image";
    for (int steps = 2; steps <= 4; ++steps) {
        copyTo(image);
        Interruption early{Interruption::Kind::KilledBehindAStep, steps};
        early.retention.bytes = 0;
        ASSERT_EQ(purge(image, early), "killed by signal 9");
        EXPECT_EQ(lookAt(image), "half");
        Interruption rest{Interruption::Kind::Stopped, writesPerRun};
        EXPECT_EQ(purge(image, rest), "stopped");
        EXPECT_EQ(lookAt(image), "good");
        expectGone(image);
    }
}

}  // namespace
}  // namespace engine::faults
