#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/storage/changes.h"

namespace engine::operations {

struct DescribeHistoryInput {};

struct HistoryTable {
    std::string name;
    std::string id;
    Timestamp createdAt;
    std::optional<Timestamp> droppedAt;  // nullopt: it is there
};

struct DescribeHistoryOutput {
    storage::HistoryExtent extent;
    storage::Retention retention;
    std::vector<HistoryTable> tables;  // those that are there by name, then dropped ones by age
    std::uint64_t bookmarks = 0;
};

}  // namespace engine::operations
