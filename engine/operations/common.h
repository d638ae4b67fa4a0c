#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/expressions/expressions.h"
#include "engine/expressions/legacy.h"
#include "engine/schema/table.h"
#include "engine/values/attribute_value.h"
#include "engine/values/item_view.h"

// Shapes that several operations share (facts/operations.md section 2).
namespace engine::operations {

enum class ReturnValues { None, AllOld, UpdatedOld, AllNew, UpdatedNew };
enum class ReturnConsumedCapacity { None, Total, Indexes };
enum class ReturnItemCollectionMetrics { None, Size };
enum class Select { AllAttributes, AllProjectedAttributes, SpecificAttributes, Count };

// ExpressionAttributeNames / -Values; nullopt = the member was not in the request.
struct ExpressionAttributes {
    std::optional<expressions::NameMap> names;
    std::optional<expressions::ValueMap> values;
};

// Whether units are told as read or write units, too: only transactions do.
enum class CapacityKind { Unsaid, Read, Write };

struct ConsumedCapacity {
    std::string tableName;  // as the request named it
    CapacityKind kind = CapacityKind::Unsaid;
    double capacityUnits = 0;
    // Filled for ReturnConsumedCapacity=INDEXES only.
    std::optional<double> table;
    std::map<std::string, double> globalIndexes;
    std::map<std::string, double> localIndexes;
    std::map<std::string, std::uint64_t> vectorIndexes;  // bytes written; no part of the units
};

struct ItemCollectionMetrics {
    std::string keyName;
    values::AttributeValue keyValue;
    double lowerGigabytes = 0;
    double upperGigabytes = 1;
};

}  // namespace engine::operations
