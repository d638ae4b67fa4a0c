#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/operations/common.h"

namespace engine::operations {

using CreateTableInput = schema::TableSpec;

// What CreateTable, DescribeTable and DeleteTable return of a table.
struct IndexCounts {
    std::string indexName;
    std::uint64_t items = 0;
    std::uint64_t bytes = 0;
};

struct TableDescription {
    std::shared_ptr<const schema::Table> table;
    schema::TableStatus status = schema::TableStatus::Active;
    std::uint64_t itemCount = 0;
    std::uint64_t sizeBytes = 0;
    std::vector<IndexCounts> indexes;  // in the order of table->indexes
    std::string tableArn;
    Timestamp describedAt;
    bool encryptionChanges = false;  // by the request that this answers
};

struct CreateTableOutput {
    TableDescription description;
};

}  // namespace engine::operations
