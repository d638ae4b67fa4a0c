#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/base/os/descriptor.h"
#include "engine/base/result.h"

namespace engine::os {

// Memory in a file without a name, for what is too big to stay in RAM: the system writes it out
// when it needs the room, and the file is gone with the process. Not thread-safe.
class ScratchFile final {
public:
    ScratchFile() = default;
    ~ScratchFile();
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;

    // `bytes` more, whose room on the disk is taken now. Valid as long as this object. The file is
    // made in `directory` by the first call. Errors: DiskFull, PermissionDenied, Io.
    Result<char*> add(const std::string& directory, std::size_t bytes);

private:
    struct Mapping {
        void* address;
        std::size_t bytes;
    };
    Descriptor m_file;
    std::size_t m_fileBytes = 0;
    std::vector<Mapping> m_mappings;
};

}  // namespace engine::os
