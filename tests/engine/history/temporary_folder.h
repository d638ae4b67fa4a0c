#pragma once

#include <filesystem>
#include <string>
#include <system_error>

#include "engine/base/random.h"

namespace engine::history::testing {

// A new directory, removed at the end of the test.
class TemporaryFolder final {
public:
    TemporaryFolder()
        : m_path((std::filesystem::temp_directory_path() /
                  ("tidemark-history-" + makeUuid(systemRandom())))
                     .string()) {
        std::filesystem::create_directory(m_path);
        std::filesystem::permissions(m_path, std::filesystem::perms::owner_all);
    }
    ~TemporaryFolder() {
        std::error_code code;
        std::filesystem::remove_all(m_path, code);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::string& path() const { return m_path; }

private:
    std::string m_path;
};

}  // namespace engine::history::testing
