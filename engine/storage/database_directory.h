#pragma once

#include <string>
#include <string_view>

#include "engine/base/os/file_lock.h"
#include "engine/storage/database.h"
#include "engine/storage/manifest.h"

namespace engine::storage {

// A database directory that this process owns (FORMAT.md, "Files"). One made for
// Durability::Memory is removed when this object ends.
class DatabaseDirectory final {
public:
    // Creates the database when there is none.
    static Result<DatabaseDirectory> open(const DatabaseOptions& options);
    ~DatabaseDirectory();
    DatabaseDirectory(DatabaseDirectory&& other) noexcept;
    DatabaseDirectory& operator=(DatabaseDirectory&&) = delete;
    DatabaseDirectory(const DatabaseDirectory&) = delete;
    DatabaseDirectory& operator=(const DatabaseDirectory&) = delete;

    const std::string& path() const { return m_path; }
    std::string statePath() const { return m_path + "/state"; }
    const std::string& databaseId() const { return m_manifest.databaseId; }
    Result<void> announce(std::string_view endpoint);

private:
    DatabaseDirectory(std::string path, os::FileLock lock, Manifest manifest, bool temporary)
        : m_path(std::move(path)),
          m_lock(std::move(lock)),
          m_manifest(std::move(manifest)),
          m_temporary(temporary) {}
    static Result<DatabaseDirectory> create(const std::string& path, Random& random);
    static Result<DatabaseDirectory> openExisting(const std::string& path);
    static Result<DatabaseDirectory> openTemporary(Random& random);

    std::string m_path;
    os::FileLock m_lock;
    Manifest m_manifest;
    bool m_temporary;
};

}  // namespace engine::storage
