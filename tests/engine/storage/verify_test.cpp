#include "engine/storage/verify.h"

#include <lmdb.h>

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/storage/counts.h"
#include "engine/storage/environment.h"
#include "engine/storage/expiry_queue.h"
#include "engine/storage/key_layout.h"
#include "engine/storage/record.h"
#include "engine/storage/verify_state.h"
#include "tests/engine/storage/support.h"

namespace engine::storage::testing {
namespace {

constexpr int itemCount = 500;
constexpr schema::TableNumber onlyTable = 1;
constexpr schema::IndexNumber byGroup = 1;

schema::Table indexedTable() {
    schema::Table table = makeTable("orders");
    schema::Index index;
    index.number = byGroup;
    index.name = "byGroup";
    index.partitionKey = {{"group", values::AttributeType::S}};
    table.indexes.push_back(index);
    return table;
}

values::EncodedItem itemOf(int number) {
    values::AttributeMap item;
    item.emplace("pk", values::AttributeValue::string("p" + std::to_string(number / 20)));
    item.emplace("sk", values::AttributeValue::string(std::to_string(number)));
    item.emplace("text", values::AttributeValue::string(
                             std::string(static_cast<std::size_t>(number % 40) * 200, 'x')));
    if (number % 3 != 0) {
        item.emplace("group", values::AttributeValue::string("g" + std::to_string(number % 7)));
    }
    return values::EncodedItem(item);
}

Result<void> putWithEntry(WriteTransaction& transaction, int number) {
    const schema::Table table = indexedTable();
    const auto item = itemOf(number);
    schema::Table numbered = table;
    numbered.number = onlyTable;
    auto done =
        transaction.putItem(onlyTable, schema::storedKey(numbered, item.view()), item.view());
    const auto entry = schema::indexKey(numbered, numbered.indexes[0], item.view());
    if (done && entry) {
        done = transaction.putIndexEntry(
            onlyTable, byGroup, *entry,
            schema::entrySizeBytes(numbered, numbered.indexes[0], item.view()));
    }
    return done;
}

class Verify : public ::testing::Test {
protected:
    Verify() {
        m_database = openOrFail(directory());
        const auto added = write(*m_database, [](WriteTransaction& transaction) -> Result<void> {
            auto number = transaction.addTable(indexedTable());
            return number ? Result<void>() : Result<void>(std::move(number).error());
        });
        EXPECT_TRUE(added);
        for (int from = 0; from < itemCount; from += 50) {
            const auto done = write(*m_database, [from](WriteTransaction& transaction) {
                Result<void> put;
                for (int i = from; put && i < from + 50; ++i) {
                    put = putWithEntry(transaction, i);
                }
                return put;
            });
            EXPECT_TRUE(done) << done.error().message;
        }
        // A read waits until the file has everything.
        EXPECT_TRUE(m_database->beginRead());
    }

    std::string directory() const { return m_folder / "db"; }

    VerifyReport report() {
        const auto report = verifyDatabase(*m_database, systemClock());
        EXPECT_TRUE(report) << report.error().message;
        return report ? *report : VerifyReport();
    }

    // "check place: message" of all findings.
    std::vector<std::string> findings() {
        std::vector<std::string> texts;
        for (const auto& finding : report().findings) {
            texts.push_back(finding.check + " " + finding.message);
        }
        return texts;
    }

    // Changes the trees behind the database's back.
    void tamper(const std::function<int(MDB_txn*, Environment&)>& change) {
        auto& environment = dynamic_cast<Verifiable&>(*m_database).environment();
        const auto transaction = environment.beginWrite();
        ASSERT_TRUE(transaction);
        EXPECT_EQ(change(*transaction, environment), 0);
        ASSERT_EQ(mdb_txn_commit(*transaction), 0);
    }

    // Of item `number`.
    static StoredKey itemPlace(int number) {
        return itemStoredKey(onlyTable,
                             keyOf("p" + std::to_string(number / 20), std::to_string(number)));
    }
    static StoredKey entryPlace(int number) {
        return indexStoredKey(onlyTable, byGroup,
                              {terminated("g" + std::to_string(number % 7)),
                               {},
                               keyOf("p" + std::to_string(number / 20), std::to_string(number))});
    }
    static int remove(MDB_txn* transaction, MDB_dbi tree, std::string_view key) {
        MDB_val keyVal = toVal(key);
        return mdb_del(transaction, tree, &keyVal, nullptr);
    }
    static int put(MDB_txn* transaction, MDB_dbi tree, std::string_view key,
                   std::string_view value) {
        MDB_val keyVal = toVal(key);
        MDB_val valueVal = toVal(value);
        return mdb_put(transaction, tree, &keyVal, &valueVal, 0);
    }

    Database& database() { return *m_database; }

private:
    TemporaryFolder m_folder;
    std::unique_ptr<Database> m_database;
};

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST_F(Verify, FindsNothingInAGoodDatabase) {
    const VerifyReport seen = report();
    EXPECT_TRUE(seen.isClean());
    EXPECT_EQ(seen.tables, 1U);
    EXPECT_EQ(seen.items, 500U);
    EXPECT_EQ(seen.indexEntries, 333U);
    EXPECT_EQ(seen.changes, 500U);
    EXPECT_GT(seen.records, 3U);
    EXPECT_GT(seen.pages, 50U);
    EXPECT_GT(seen.bytes, 500'000U);
}

TEST_F(Verify, WorksWhileOthersWrite) {
    std::vector<std::future<Result<void>>> writes;
    for (int i = 0; i < 200; ++i) {
        writes.push_back(submit(database(), [i](WriteTransaction& transaction) {
            return putWithEntry(transaction, i);
        }));
    }
    const auto seen = verifyDatabase(database(), systemClock());
    for (auto& done : writes) {
        EXPECT_TRUE(done.get());
    }
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->findingCount, 0U) << seen->findings[0].message;
}

TEST_F(Verify, FindsAMissingIndexEntry) {
    tamper([](MDB_txn* transaction, Environment& environment) {
        return remove(transaction, environment.index(), entryPlace(7).bytes());
    });
    EXPECT_THAT(findings(),
                ElementsAre(HasSubstr("V5 They say"),
                            "V3 Its entry in the index byGroup of the table orders is missing."));
}

TEST_F(Verify, FindsAnOrphanedIndexEntry) {
    tamper([](MDB_txn* transaction, Environment& environment) {
        return remove(transaction, environment.items(), itemPlace(8).bytes());
    });
    EXPECT_THAT(findings(), Contains(HasSubstr("V3 It stands in the index byGroup")));
}

TEST_F(Verify, FindsAnEntryOfAnUnknownIndex) {
    tamper([](MDB_txn* transaction, Environment& environment) {
        const schema::IndexKey entry{terminated("x"), {}, keyOf("p0", "1")};
        const StoredKey key = indexStoredKey(onlyTable, 9, entry);
        std::string value;
        sealIndexEntry(key, entry, 3, value);
        return put(transaction, environment.index(), key.bytes(), value);
    });
    EXPECT_THAT(findings(), ElementsAre(HasSubstr("V3 There are 1 entries of an index")));
}

TEST_F(Verify, FindsARecordWhoseChecksumDoesNotHold) {
    tamper([](MDB_txn* transaction, Environment& environment) {
        const StoredKey key = itemPlace(3);
        std::string value;
        sealItem(key, keyOf("p0", "3"), itemOf(3).bytes(), value);
        value[40] = static_cast<char>(value[40] ^ 1);
        return put(transaction, environment.items(), key.bytes(), value);
    });
    EXPECT_THAT(findings(), Contains("V2 Its checksum does not hold."));
}

TEST_F(Verify, FindsAnItemUnderAWrongKey) {
    tamper([](MDB_txn* transaction, Environment& environment) {
        const StoredKey key = itemStoredKey(onlyTable, keyOf("elsewhere", "3"));
        std::string value;
        sealItem(key, keyOf("elsewhere", "3"), itemOf(3).bytes(), value);
        return put(transaction, environment.items(), key.bytes(), value);
    });
    EXPECT_THAT(findings(), ElementsAre("V7 Its key does not follow from its attributes."));
}

TEST_F(Verify, FindsItemsThatTheLogDoesNotTellOf) {
    tamper([](MDB_txn* transaction, Environment& environment) {
        const int code = remove(transaction, environment.items(), itemPlace(0).bytes());
        const StoredKey key = itemPlace(3);
        std::string value;
        auto other = itemOf(3).view().decode();
        other["text"] = values::AttributeValue::string("other");
        sealItem(key, keyOf("p0", "3"), values::EncodedItem(other).bytes(), value);
        return code + put(transaction, environment.items(), key.bytes(), value);
    });
    EXPECT_THAT(findings(),
                AllOf(Contains("V4 It is not what its newest change in the log says."),
                      Contains("V4 1 items that the change log tells of are missing.")));
}

TEST_F(Verify, FindsADamagedLog) {
    std::fstream file(directory() + "/log/0000000002.seg",
                      std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(20'000);
    file.write("damaged", 7);
    file.close();
    EXPECT_THAT(findings(), Contains(::testing::StartsWith("V4 ")));
}

TEST_F(Verify, FindsWrongCounts) {
    tamper([](MDB_txn* transaction, Environment& environment) {
        GroupCounts counts(transaction, environment);
        (*counts.of(onlyTable, 0))->items += 1;
        return counts.write();
    });
    EXPECT_THAT(findings(), ElementsAre(HasSubstr("V5 They say 501 items of")));
}

TEST_F(Verify, FindsItemsOfNoTable) {
    tamper([](MDB_txn* transaction, Environment& environment) {
        const StoredKey key = itemStoredKey(77, keyOf("p0", "3"));
        std::string value;
        sealItem(key, keyOf("p0", "3"), itemOf(3).bytes(), value);
        return put(transaction, environment.items(), key.bytes(), value);
    });
    EXPECT_THAT(findings(), ElementsAre("V6 There is no table with its number."));
}

// A table with time to live whose items 0 to 9 expire.
class VerifyExpiry : public Verify {
protected:
    static constexpr schema::TableNumber table = 2;

    VerifyExpiry() {
        EXPECT_TRUE(write(database(), [](WriteTransaction& transaction) -> Result<void> {
            schema::Table description = makeTable("sessions");
            description.timeToLive = schema::TimeToLive{"expires", Timestamp{1}};
            auto number = transaction.addTable(description);
            Result<void> done = number ? Result<void>() : Result<void>(std::move(number).error());
            for (int i = 0; done && i < 10; ++i) {
                done =
                    transaction.putItem(table, keyOf("p", std::to_string(i)), expiring(i).view());
            }
            return done;
        }));
        EXPECT_TRUE(database().beginRead());
    }

    static values::EncodedItem expiring(int number) {
        values::AttributeMap item;
        item.emplace("pk", values::AttributeValue::string("p"));
        item.emplace("sk", values::AttributeValue::string(std::to_string(number)));
        item.emplace("expires", values::AttributeValue::number(
                                    values::Number::fromInteger(1'800'000'000 + number)));
        return values::EncodedItem(item);
    }
    static std::string queuePlace(int number, std::int64_t second) {
        return expiryKey(table, second, keyOf("p", std::to_string(number)));
    }
    // Takes item 4 out of the queue.
    void unqueue() {
        tamper([](MDB_txn* transaction, Environment& environment) {
            return remove(transaction, environment.expiry(), queuePlace(4, 1'800'000'004));
        });
    }
};

TEST_F(VerifyExpiry, FindsNothingWhenAllIsQueued) {
    EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(VerifyExpiry, FindsAnItemThatIsNotQueued) {
    unqueue();
    EXPECT_THAT(findings(),
                ElementsAre("V6 It is not in the queue of what expires in the table sessions."));
}

TEST_F(VerifyExpiry, LetsAQueueBeIncompleteWhileItsJobIsUnderWay) {
    unqueue();
    EXPECT_TRUE(write(database(), [](WriteTransaction& transaction) {
        return transaction.putRecord(RecordKind::Job, "1", "queues 2");
    }));
    EXPECT_TRUE(database().beginRead());
    const auto seen = verifyDatabase(database(), systemClock(), [](std::string_view record) {
        return record == "queues 2" ? std::optional(table) : std::nullopt;
    });
    ASSERT_TRUE(seen);
    EXPECT_TRUE(seen->isClean());
    EXPECT_EQ(findings().size(), 1U);
}

TEST_F(VerifyExpiry, FindsAQueuedItemThatDoesNotExist) {
    tamper([](MDB_txn* transaction, Environment& environment) {
        std::string value;
        const auto place = queuePlace(77, 1'800'000'000);
        sealRecord(place, false, expiryBody(keyOf("p", "77")), value);
        return put(transaction, environment.expiry(), place, value);
    });
    EXPECT_THAT(findings(), ElementsAre("V6 No item of the table sessions expires then."));
}

TEST_F(VerifyExpiry, FindsAnItemQueuedAtAnotherSecond) {
    unqueue();
    tamper([](MDB_txn* transaction, Environment& environment) {
        std::string value;
        const auto place = queuePlace(4, 1'800'000'005);
        sealRecord(place, false, expiryBody(keyOf("p", "4")), value);
        return put(transaction, environment.expiry(), place, value);
    });
    EXPECT_THAT(findings(),
                ElementsAre("V6 No item of the table sessions expires then.",
                            "V6 It is not in the queue of what expires in the table sessions."));
}

// A table whose streams are as a test says.
class VerifyStreams : public Verify {
protected:
    static schema::Stream stream(std::string label, std::uint64_t after,
                                 std::optional<std::uint64_t> last) {
        return {std::move(label), "KEYS_ONLY", after, Timestamp{1}, last, std::nullopt};
    }

    std::vector<std::string> findingsWith(const std::vector<schema::Stream>& streams) {
        EXPECT_TRUE(write(database(), [&](WriteTransaction& transaction) -> Result<void> {
            schema::Table description = makeTable("events");
            description.streams = streams;
            auto number = transaction.addTable(description);
            return number ? Result<void>() : Result<void>(std::move(number).error());
        }));
        EXPECT_TRUE(database().beginRead());
        return findings();
    }
};

TEST_F(VerifyStreams, FindsNothingInStreamsOneBehindTheOther) {
    EXPECT_THAT(findingsWith({stream("a", 10, 20), stream("b", 20, 30), stream("c", 31, {})}),
                IsEmpty());
}
TEST_F(VerifyStreams, FindsALabelThatIsThereTwice) {
    EXPECT_THAT(findingsWith({stream("a", 10, 20), stream("a", 20, {})}),
                ElementsAre("V6 Its label is not behind that of the stream before it."));
}
TEST_F(VerifyStreams, FindsAStreamThatEndsBeforeItBegins) {
    EXPECT_THAT(findingsWith({stream("a", 20, 10)}), ElementsAre("V6 It ends before it begins."));
}
TEST_F(VerifyStreams, FindsAnOpenStreamThatIsNotTheNewest) {
    EXPECT_THAT(findingsWith({stream("a", 10, {}), stream("b", 20, {})}),
                ElementsAre("V6 It is open, but there is a later one."));
}
TEST_F(VerifyStreams, FindsStreamsThatOverlap) {
    EXPECT_THAT(findingsWith({stream("a", 10, 20), stream("b", 15, {})}),
                ElementsAre("V6 It begins before the stream before it ends."));
}
TEST_F(VerifyStreams, FindsAStreamBehindTheEndOfTheLog) {
    EXPECT_THAT(findingsWith({stream("a", 1'000'000, {})}),
                ElementsAre("V6 It tells of records behind the end of the change log."));
}

TEST_F(Verify, FindsAFileThatOthersMayRead) {
    std::filesystem::permissions(directory() + "/state/data.mdb",
                                 std::filesystem::perms::others_read,
                                 std::filesystem::perm_options::add);
    EXPECT_THAT(findings(), ElementsAre("V9 Others than its owner may use it."));
}

// Both meta pages say that the file has one page more than it has.
TEST_F(Verify, FindsALostPage) {
    std::fstream file(directory() + "/state/data.mdb",
                      std::ios::binary | std::ios::in | std::ios::out);
    constexpr std::streamoff lastPageAt = 16 + 120;
    constexpr std::streamoff pageBytes = 4096;
    for (int page = 0; page < 2; ++page) {
        std::uint64_t last = 0;
        file.seekg(page * pageBytes + lastPageAt);
        file.read(reinterpret_cast<char*>(&last), sizeof(last));
        ++last;
        file.seekp(page * pageBytes + lastPageAt);
        file.write(reinterpret_cast<const char*>(&last), sizeof(last));
    }
    file.close();
    EXPECT_THAT(findings(), ElementsAre(HasSubstr("V1 1 pages are neither used nor free")));
}

}  // namespace
}  // namespace engine::storage::testing
