#include "engine/jobs/index_work.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

#include "engine/operations/job_store.h"

namespace engine::jobs {
namespace {

using operations::JobKind;
using operations::JobRecord;
using schema::IndexState;

schema::IndexNumber indexOf(const JobRecord& job) {
    const auto text = operations::parameter(job, "IndexNumber");
    schema::IndexNumber number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

// Definitions that no key uses any more go with their index.
void dropUnusedDefinitions(schema::Table& table) {
    std::set<std::string> used = {table.partitionKey.name};
    if (table.sortKey) {
        used.insert(table.sortKey->name);
    }
    for (const auto& index : table.indexes) {
        for (const auto* part : {&index.partitionKey, &index.sortKey}) {
            for (const auto& attribute : *part) {
                used.insert(attribute.name);
            }
        }
    }
    for (const auto& index : table.vectorIndexes) {
        for (const auto& element : index.searchSchema) {
            used.insert(element.attribute.name);
        }
    }
    std::erase_if(table.attributeDefinitions,
                  [&](const auto& definition) { return !used.contains(definition.name); });
}

Result<void> activate(storage::WriteTransaction& transaction, schema::Table table,
                      schema::IndexNumber number) {
    for (auto& index : table.indexes) {
        if (index.number == number) {
            index.state = IndexState::Active;
        }
    }
    for (auto& index : table.vectorIndexes) {
        if (index.number == number) {
            index.state = IndexState::Active;
        }
    }
    return transaction.changeTable(std::move(table));
}

Result<void> takeOut(storage::WriteTransaction& transaction, schema::Table table,
                     schema::IndexNumber number) {
    const auto isIt = [&](const auto& index) { return index.number == number; };
    std::erase_if(table.indexes, isIt);
    std::erase_if(table.vectorIndexes, isIt);
    dropUnusedDefinitions(table);
    return transaction.changeTable(std::move(table));
}

// A vector index has no entries that would have to be made or taken away.
Result<bool> finishVectorIndex(storage::WriteTransaction& transaction, const schema::Table& table,
                               schema::IndexNumber number, bool fills) {
    auto done = fills ? activate(transaction, table, number) : takeOut(transaction, table, number);
    return done ? Result<bool>(true) : std::move(done).error();
}

std::optional<IndexState> stateOf(const schema::Table& table, schema::IndexNumber number) {
    if (const auto* const index = table.findIndex(number)) {
        return index->state;
    }
    const auto* const index = table.findVectorIndex(number);
    return index != nullptr ? std::optional(index->state) : std::nullopt;
}

// Whether the job is over.
Result<bool> fill(storage::WriteTransaction& transaction, const schema::Table& table,
                  JobRecord& job, std::size_t most) {
    const auto number = indexOf(job);
    const auto next =
        transaction.fillIndex(table.number, number, operations::keyIn(job.cursor), most);
    if (!next) {
        return next.error();
    }
    if (*next) {
        job.cursor = operations::cursorOf(**next);
        job.items += most;
        return false;
    }
    auto done = activate(transaction, table, number);
    return done ? Result<bool>(true) : std::move(done).error();
}

Result<bool> clear(storage::WriteTransaction& transaction, const schema::Table& table,
                   JobRecord& job, std::size_t most) {
    const auto number = indexOf(job);
    const auto isGone = transaction.clearIndex(table.number, number, most);
    if (!isGone || !*isGone) {
        job.items += most;
        return isGone;
    }
    auto done = takeOut(transaction, table, number);
    return done ? Result<bool>(true) : std::move(done).error();
}

}  // namespace

bool isIndexJob(const JobRecord& job) {
    return job.kind == JobKind::FillIndex || job.kind == JobKind::ClearIndex;
}

Result<void> IndexWork::apply(storage::WriteTransaction& transaction) {
    *m_step.isOver = true;
    auto found = operations::findJob(transaction, m_step.jobId);
    if (!found || !*found) {
        return found ? Result<void>() : std::move(found).error();
    }
    JobRecord job = **std::move(found);
    const auto table = transaction.findTable(job.targetTable);
    const auto number = indexOf(job);
    const auto state = table ? stateOf(*table, number) : std::nullopt;
    const bool fills = job.kind == JobKind::FillIndex;
    // The table went, or the index is to be deleted before it was filled, which is another job.
    const bool isMoot = !state || (*state == IndexState::Backfilling) != fills;
    if (isMoot) {
        return transaction.deleteRecord(storage::RecordKind::Job, job.id);
    }
    const auto isOver = table->findVectorIndex(number) != nullptr
                            ? finishVectorIndex(transaction, *table, number, fills)
                        : fills ? fill(transaction, *table, job, m_step.itemsMax)
                                : clear(transaction, *table, job, m_step.itemsMax);
    if (!isOver) {
        return isOver.error();
    }
    *m_step.isOver = *isOver;
    job.status = operations::JobStatus::Running;
    return *isOver ? transaction.deleteRecord(storage::RecordKind::Job, job.id)
                   : operations::putJob(transaction, job);
}

}  // namespace engine::jobs
