#pragma once

#include <optional>
#include <string>

#include "engine/jobs/import_source.h"

namespace engine::jobs {

// What ImportTable and StartBulkPutItems have in common: the records of the objects below a prefix
// become items of the target table; bad ones are counted and passed over.
class LoadTask : public JobTask {
public:
    explicit LoadTask(const JobTools& tools) : m_tools(tools) {}
    Result<JobStep> next(operations::JobRecord job) final;

protected:
    // The objects were found; once in the life of the process.
    virtual void opened(operations::JobRecord&) {}
    virtual void stepBegins(const operations::JobRecord&) {}
    // `record`: the bad one; null when the rest of the object cannot be read.
    virtual void noteError(operations::JobRecord& job, const transfer::Record* record,
                           const std::string& text) = 0;
    // The step is full, or it is the last one; saves the place.
    virtual Result<void> stepEnds(JobStep& step, bool isLast) = 0;
    // FailureCode of what ends the whole job; empty: the error itself ends it.
    virtual std::string failureCode(const Error& error) const = 0;

    const JobTools& tools() const { return m_tools; }
    const ImportSource& source() const { return *m_source; }

private:
    Result<JobStep> failedStep(operations::JobRecord job, const Error& error) const;
    Result<void> fill(JobStep& step, const schema::Table& table);
    Result<std::size_t> take(transfer::Record record, JobStep& step, const schema::Table& table,
                             storage::ReadTransaction& snapshot);

    const JobTools& m_tools;
    std::optional<ImportSource> m_source;
};

}  // namespace engine::jobs
