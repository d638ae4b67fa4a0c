#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/bytes.h"
#include "engine/jobs/job_task.h"
#include "engine/operations/key_range.h"
#include "engine/schema/keys.h"

// A table as it was at one moment, page by page: each page is a read transaction of its own, so
// that a long job pins nothing.
namespace engine::jobs {

struct TablePage {
    std::vector<values::EncodedItem> items;
    std::uint64_t bytes = 0;                 // as DynamoDB counts them
    std::optional<schema::PrimaryKey> last;  // where the next page goes on; nullopt: at the end
};

// The live or dropped table with this number; Cancelled when its history is gone.
Result<std::shared_ptr<const schema::Table>> sourceTable(const JobTools& tools,
                                                         schema::TableNumber number);

// `range`: only the items of a key condition; nullptr: all.
Result<TablePage> readPage(const JobTools& tools, const schema::Table& table,
                           storage::Sequence moment, const std::optional<schema::PrimaryKey>& after,
                           const operations::KeyRange* range = nullptr);
// Exact counts of that moment.
Result<storage::TableCounts> countsAt(const JobTools& tools, const schema::Table& table,
                                      storage::Sequence moment);

// For cursors of job records.
void putKey(const std::optional<schema::PrimaryKey>& key, ByteWriter& writer);
std::optional<schema::PrimaryKey> takeKey(ByteReader& reader);

}  // namespace engine::jobs
