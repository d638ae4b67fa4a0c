#include "engine/jobs/backup_file.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/base/random.h"
#include "engine/jobs/backup_format.h"
#include "tests/engine/jobs/folder.h"

namespace engine::jobs::test {
namespace {

using values::AttributeValue;
using values::EncodedItem;

constexpr std::string_view id = "01790000000123-0a1b2c3d";
const std::atomic<bool> goOn = false;

std::vector<EncodedItem> someItems(Random& random, std::size_t count) {
    std::vector<EncodedItem> items;
    for (std::size_t i = 0; i < count; ++i) {
        values::AttributeMap item;
        item["pk"] = AttributeValue::string(std::to_string(random.next()));
        item["text"] = AttributeValue::string(std::string(random.next() % 300, 'x'));
        items.emplace_back(item);
    }
    return items;
}

BackupManifest manifestOf(const std::vector<std::vector<EncodedItem>>& chunks) {
    BackupManifest manifest;
    manifest.id = id;
    manifest.name = "test";
    manifest.databaseId = "database";
    manifest.tableArn = "arn:aws:dynamodb:us-east-1:000000000000:table/test";
    manifest.table.name = "test";
    manifest.table.partitionKey = {"pk", values::AttributeType::S};
    for (const auto& chunk : chunks) {
        manifest.items += chunk.size();
    }
    return manifest;
}

// The bytes of a backup of these chunks.
std::string makeBackup(const Folder& folder, const std::vector<std::vector<EncodedItem>>& chunks,
                       std::string_view backupId = id) {
    const auto path = folder / "made";
    auto writer = BackupWriter::open(path, backupId, 0, 0);
    EXPECT_TRUE(writer);
    for (const auto& chunk : chunks) {
        EXPECT_TRUE(writer->addChunk(chunk));
    }
    auto manifest = manifestOf(chunks);
    manifest.id = backupId;
    EXPECT_TRUE(writer->finish(manifest));
    return readFile(path);
}

class BackupFileTest : public ::testing::Test {
protected:
    BackupFileTest() {
        for (int i = 0; i < 6; ++i) {
            m_chunks.push_back(someItems(m_random, 20));
        }
        m_bytes = makeBackup(m_folder, m_chunks);
    }

    Result<BackupManifest> verify(std::string_view bytes) {
        const auto path = m_folder / "checked";
        writeFile(path, bytes);
        return verifyBackup(path, id, goOn);
    }

    // Offsets of the chunks, and of the manifest.
    std::vector<std::size_t> chunkOffsets() const {
        std::vector<std::size_t> offsets;
        std::size_t at = backupHeader(id).size();
        for (std::size_t i = 0; i < m_chunks.size(); ++i) {
            offsets.push_back(at);
            at += chunkHeaderBytes +
                  decodeChunkHeader(std::string_view(m_bytes).substr(at, chunkHeaderBytes))
                      ->storedBytes;
        }
        offsets.push_back(at);
        return offsets;
    }

    Folder m_folder;
    SeededRandom m_random{20261121};
    std::vector<std::vector<EncodedItem>> m_chunks;
    std::string m_bytes;
};

TEST_F(BackupFileTest, GivesBackWhatWasWritten) {
    const auto manifest = verify(m_bytes);
    ASSERT_TRUE(manifest);
    EXPECT_EQ(manifest->items, 120);
    EXPECT_EQ(manifest->table.name, "test");
    auto reader = BackupReader::open(m_folder / "checked", id);
    ASSERT_TRUE(reader);
    for (const auto& chunk : m_chunks) {
        const auto read = reader->nextChunk();
        ASSERT_TRUE(read && *read);
        EXPECT_EQ(**read, chunk);
    }
    const auto end = reader->nextChunk();
    ASSERT_TRUE(end);
    EXPECT_FALSE(*end);
}

TEST_F(BackupFileTest, GoesOnInTheMiddle) {
    auto reader = BackupReader::open(m_folder / "made", id);
    ASSERT_TRUE(reader);
    ASSERT_TRUE(reader->skipTo(4));
    EXPECT_EQ(**reader->nextChunk(), m_chunks[4]);
    EXPECT_FALSE(reader->skipTo(7));
}

TEST_F(BackupFileTest, IsTheSameAfterAnInterruption) {
    const auto path = m_folder / "continued";
    std::uint32_t chunks = 0;
    std::uint64_t offset = 0;
    for (const auto& chunk : m_chunks) {
        auto writer = BackupWriter::open(path, id, chunks, offset);
        ASSERT_TRUE(writer);
        ASSERT_TRUE(writer->addChunk(chunk));
        chunks = writer->chunks();
        offset = writer->offset();
        // What is written behind the noted place counts as not written.
        ASSERT_TRUE(writer->addChunk(m_chunks[0]));
    }
    auto writer = BackupWriter::open(path, id, chunks, offset);
    ASSERT_TRUE(writer);
    ASSERT_TRUE(writer->finish(manifestOf(m_chunks)));
    EXPECT_EQ(readFile(path), m_bytes);
}

TEST_F(BackupFileTest, RefusesToGoOnWithADamagedFile) {
    const auto path = m_folder / "short";
    writeFile(path, m_bytes.substr(0, 100));
    EXPECT_FALSE(BackupWriter::open(path, id, 2, 2000));
}

TEST_F(BackupFileTest, AnEmptyTableIsABackupToo) {
    const auto manifest = verify(makeBackup(m_folder, {}));
    ASSERT_TRUE(manifest);
    EXPECT_EQ(manifest->items, 0);
}

TEST_F(BackupFileTest, FindsEveryDamage) {
    const auto offsets = chunkOffsets();
    const auto other = makeBackup(m_folder, {someItems(m_random, 20), m_chunks[1]});
    int undetected = 0;
    for (int i = 0; i < 600; ++i) {
        auto bytes = m_bytes;
        switch (i % 6) {
            case 0: bytes.resize(m_random.next() % bytes.size()); break;
            case 1: {
                const auto at = m_random.next() % bytes.size();
                bytes[at] = static_cast<char>(bytes[at] ^ (1 << (m_random.next() % 8)));
                break;
            }
            case 2: {  // a chunk is missing
                const auto chunk = m_random.next() % m_chunks.size();
                bytes.erase(offsets[chunk], offsets[chunk + 1] - offsets[chunk]);
                break;
            }
            case 3: {  // two chunks change places
                const auto first = m_random.next() % (m_chunks.size() - 1);
                std::rotate(bytes.begin() + static_cast<std::ptrdiff_t>(offsets[first]),
                            bytes.begin() + static_cast<std::ptrdiff_t>(offsets[first + 1]),
                            bytes.begin() + static_cast<std::ptrdiff_t>(offsets[first + 2]));
                break;
            }
            case 4: {  // the end of another backup, cut anywhere
                const auto from = m_random.next() % other.size();
                bytes.replace(std::min(offsets.back(), bytes.size()), std::string::npos,
                              other.substr(from));
                break;
            }
            default: {  // a run of noise
                const auto at = m_random.next() % bytes.size();
                const auto end = std::min(bytes.size(), at + 1 + m_random.next() % 200);
                std::generate(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                              bytes.begin() + static_cast<std::ptrdiff_t>(end),
                              [&] { return static_cast<char>(m_random.next()); });
            }
        }
        if (bytes != m_bytes && verify(bytes)) {
            ++undetected;
            ADD_FAILURE() << "damage " << i << " was not found; seed 20261121";
        }
    }
    EXPECT_EQ(undetected, 0);
}

TEST_F(BackupFileTest, FindsEverySingleFlippedByte) {
    for (std::size_t at = 0; at < m_bytes.size(); at += 1 + at % 7) {
        auto bytes = m_bytes;
        bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
        EXPECT_FALSE(verify(bytes)) << at;
    }
}

TEST_F(BackupFileTest, RefusesAnotherBackupUnderItsName) {
    EXPECT_FALSE(verify(makeBackup(m_folder, m_chunks, "01790000000123-ffffffff")));
    EXPECT_FALSE(verifyBackup(m_folder / "absent", id, goOn));
}

TEST_F(BackupFileTest, StopsWhenItIsToldTo) {
    const std::atomic<bool> stop = true;
    const auto stopped = verifyBackup(m_folder / "made", id, stop);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().kind, ErrorKind::Cancelled);
}

}  // namespace
}  // namespace engine::jobs::test
