#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/bytes.h"
#include "engine/jobs/job_task.h"
#include "engine/transfer/export_folder.h"

// The folder of one export: data files one after the other, then the manifests.
namespace engine::jobs {

// How far the list of data files goes, as cursors of job records keep it.
struct WrittenFiles {
    std::uint32_t count = 0;
    std::uint64_t linesBytes = 0;

    void put(ByteWriter& writer) const;
    static WrittenFiles take(ByteReader& reader);
};

class ExportFiles final {
public:
    ExportFiles(const JobTools& tools, const operations::JobRecord& job);

    // Makes the folders and the mark that the export has begun.
    Result<void> begin();
    // The n-th data file. It has the same name whenever it is asked for, so that one which was not
    // noted before an interruption is replaced.
    Result<transfer::DataFileWriter> dataFile(std::uint32_t number);
    // Finishes the data file and notes it behind the first `written.linesBytes` bytes of the list,
    // flushed. Moves `written` on.
    Result<void> note(transfer::DataFileWriter& file, WrittenFiles& written);
    // Writes the manifests. Fails when the list of files is shorter than `written` says.
    Result<void> finish(const operations::JobRecord& job, const WrittenFiles& written);

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
