#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/operations/job_record.h"
#include "engine/storage/database.h"

// Job records in the database, under their ids.
namespace engine::operations {

// In the order of their ids, oldest first, strictly behind `after`.
Result<std::vector<JobRecord>> listJobs(storage::ReadTransaction& transaction,
                                        const std::function<bool(const JobRecord&)>& wanted,
                                        std::string_view after = {});
Result<std::optional<JobRecord>> findJob(storage::ReadTransaction& transaction,
                                         std::string_view id);
Result<std::optional<JobRecord>> findJob(storage::WriteTransaction& transaction,
                                         std::string_view id);
Result<void> putJob(storage::WriteTransaction& transaction, const JobRecord& job);

// The last part of an ARN: of a backup, an export or an import it is the id.
std::string_view jobIdOf(std::string_view arn);
bool isFinished(const JobRecord& job);
// A parameter, empty when there is none.
std::string_view parameter(const JobRecord& job, std::string_view name);
// The table that a record keeps under "Table"; null when there is none or it cannot be read.
std::shared_ptr<const schema::Table> keptTable(const JobRecord& job);

// The cursor of a job that walks a table: the last key that was looked at; empty at the beginning.
std::string cursorOf(const schema::PrimaryKey& key);
std::optional<schema::PrimaryKey> keyIn(std::string_view cursor);

// Exports and imports are listed for this long.
inline constexpr std::int64_t jobsListedMilliseconds = std::int64_t{90} * 24 * 3600 * 1000;

}  // namespace engine::operations
