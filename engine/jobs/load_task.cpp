#include "engine/jobs/load_task.h"

#include <utility>

namespace engine::jobs {

using operations::JobRecord;

Result<JobStep> LoadTask::next(JobRecord job) {
    const auto table = m_tools.database.catalog()->find(job.targetTable);
    if (!table) {
        return stoppedError();
    }
    if (!m_source) {
        m_source.emplace(m_tools, job, *table);
        if (auto done = m_source->open(decodePlace(job.cursor)); !done) {
            return failedStep(std::move(job), done.error());
        }
        if (m_source->objects() == 0) {
            return failedStep(std::move(job),
                              Error::validation("No object was found with the given prefix"));
        }
        opened(job);
    }
    stepBegins(job);
    JobStep step{std::move(job), {}};
    if (auto filled = fill(step, *table); !filled) {
        return std::move(filled).error();
    }
    const bool isLast = m_source->object() == nullptr;
    step.job.cursor = isLast ? std::string() : encodePlace(m_source->place());
    if (auto ended = stepEnds(step, isLast); !ended) {
        return failedStep(std::move(step.job), ended.error());
    }
    return step;
}

Result<JobStep> LoadTask::failedStep(JobRecord job, const Error& error) const {
    job.failureCode = failureCode(error);
    if (job.failureCode.empty()) {
        return error;
    }
    job.failureMessage = error.message;
    job.status = operations::JobStatus::Failed;
    return JobStep{std::move(job), {}};
}

// Reads records until the step is full or the last object ends.
Result<void> LoadTask::fill(JobStep& step, const schema::Table& table) {
    const auto snapshot = m_tools.database.beginRead();
    if (!snapshot) {
        return snapshot.error();
    }
    std::size_t bytes = 0;
    std::size_t records = 0;
    while (m_source->object() != nullptr && bytes < m_tools.limits.bytesPerStep &&
           records < m_tools.limits.itemsPerStep) {
        const auto before = m_source->place().position.byteOffset;
        auto record = m_source->next();
        if (m_tools.stopping) {
            return stoppedError();
        }
        const auto after = m_source->place().position.byteOffset;
        step.job.bytes += after > before ? after - before : 0;
        if (!record) {
            ++step.job.errors;
            noteError(step.job, nullptr, record.error().message);
        }
        if (!record || !*record) {
            m_source->nextObject();
            continue;
        }
        ++records;
        const auto taken = take(**std::move(record), step, table, **snapshot);
        if (!taken) {
            return taken.error();
        }
        bytes += *taken;
    }
    return {};
}

// Gives the size of the item and of the one that it replaces: the log gets both.
Result<std::size_t> LoadTask::take(transfer::Record record, JobStep& step,
                                   const schema::Table& table, storage::ReadTransaction& snapshot) {
    if (record.item) {
        if (auto checked = checkItem(table, *record.item); !checked) {
            record.item = std::move(checked).error();
        }
    }
    if (!record.item) {
        ++step.job.errors;
        noteError(step.job, &record, record.item.error().message);
        return 0;
    }
    step.items.emplace_back(*record.item);
    ++step.job.items;
    const values::ItemView item = step.items.back().view();
    const auto before = snapshot.getItem(table.number, schema::storedKey(table, item));
    if (!before) {
        return before.error();
    }
    return item.bytes().size() + (*before ? (*before)->bytes().size() : 0);
}

}  // namespace engine::jobs
