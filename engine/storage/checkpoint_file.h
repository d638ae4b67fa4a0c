#pragma once

#include <lmdb.h>

#include <cstdint>
#include <optional>
#include <string>

#include "engine/base/os/random_file.h"
#include "engine/base/result.h"
#include "engine/storage/write_transaction.h"

// Checkpoints: the meta pages of LMDB that recovery begins from (research/checkpoint.md).
namespace engine::storage {

struct Checkpoint {
    std::uint64_t number = 0;  // 1, 2, 3, ...
    GroupPosition position;    // of the log, up to which the trees hold everything
    std::uint64_t transaction = 0;
    std::string metaPage;
};

// state/checkpoint: two places that checkpoints alternate between, each written twice, so that a
// torn write never takes the last one away (FORMAT.md, "The checkpoint file").
class CheckpointFile final {
public:
    // Makes the file with a first checkpoint, flushed.
    static Result<void> create(const std::string& path, const Checkpoint& first);
    // Flushes first: what was written before a kill may not be on the disk yet.
    static Result<CheckpointFile> open(const std::string& path);

    // The newest one that is whole; nullopt when there is none.
    Result<std::optional<Checkpoint>> newest() const;
    // On the disk afterwards.
    Result<void> write(const Checkpoint& checkpoint);

private:
    explicit CheckpointFile(os::RandomFile file) : m_file(std::move(file)) {}
    os::RandomFile m_file;
};

// A read transaction that keeps the pages of a checkpoint from being reused.
class Pin final {
public:
    Pin() = default;
    static Result<Pin> make(MDB_env* environment);
    Pin(Pin&& other) noexcept : m_transaction(std::exchange(other.m_transaction, nullptr)) {}
    Pin& operator=(Pin&& other) noexcept {
        std::swap(m_transaction, other.m_transaction);
        return *this;
    }
    Pin(const Pin&) = delete;
    Pin& operator=(const Pin&) = delete;
    ~Pin();
    std::uint64_t transaction() const { return mdb_txn_id(m_transaction); }

private:
    MDB_txn* m_transaction = nullptr;
};

// The meta page of the last commit of an environment, which must be `transaction`. Between write
// transactions only.
Result<std::string> readMetaPage(MDB_env* environment, std::uint64_t transaction);
// Puts a meta page into both places (`pages` 2) of a data file that nobody has open, and gives the
// file the length that it tells.
Result<void> restoreMetaPage(const std::string& dataPath, const std::string& metaPage, int pages);

}  // namespace engine::storage
