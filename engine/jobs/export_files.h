#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/jobs/job_task.h"
#include "engine/transfer/export_folder.h"

// The folder of one export: data files one after the other, then the manifests.
namespace engine::jobs {

class ExportFiles final {
public:
    ExportFiles(const JobTools& tools, const operations::JobRecord& job);

    // Makes the folders and the mark that the export has begun.
    Result<void> begin();
    // The n-th data file. It has the same name whenever it is asked for, so that one which was not
    // noted before an interruption is replaced.
    Result<transfer::DataFileWriter> dataFile(std::uint32_t number);
    // Notes a finished data file behind the first `linesBytes` bytes of the list, flushed. Gives
    // the new length.
    Result<std::uint64_t> note(const transfer::DataFile& file, std::uint64_t linesBytes);
    // Writes the manifests. Fails when the list of files is shorter than `linesBytes`.
    Result<void> finish(const operations::JobRecord& job, std::uint64_t linesBytes);

    transfer::ExportFormat format() const { return m_format; }

private:
    std::string path(std::string_view key) const { return m_bucket + "/" + std::string(key); }
    std::string linesPath() const { return path(m_keys.manifestFiles) + ".unfinished"; }
    bool isFinished() const;
    Result<void> write(std::string_view key, std::string_view bytes) const;

    const JobTools& m_tools;
    std::string m_id;
    std::string m_bucket;
    transfer::ExportFormat m_format;
    transfer::ExportKeys m_keys;
};

}  // namespace engine::jobs
