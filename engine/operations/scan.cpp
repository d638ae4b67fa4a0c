#include "engine/operations/scan.h"

#include <utility>

#include "engine/operations/handlers.h"
#include "engine/operations/item_page.h"

namespace engine::operations {

namespace {

Result<storage::ScanSegment> segmentOf(const ScanInput& input) {
    if (input.segment && !input.totalSegments) {
        return Error::validation(
            "The TotalSegments parameter is required but was not present in the request when "
            "Segment parameter is present");
    }
    if (input.totalSegments && !input.segment) {
        return Error::validation(
            "The Segment parameter is required but was not present in the request when parameter "
            "TotalSegments is present");
    }
    if (!input.segment) {
        return storage::ScanSegment{};
    }
    if (*input.segment >= *input.totalSegments) {
        return Error::validation(
            "The Segment parameter is zero-based and must be less than parameter TotalSegments: "
            "Segment: " +
            std::to_string(*input.segment) +
            " is not less than TotalSegments: " + std::to_string(*input.totalSegments));
    }
    return storage::ScanSegment{.number = static_cast<std::uint32_t>(*input.segment),
                                .total = static_cast<std::uint32_t>(*input.totalSegments)};
}

Result<StartKey> startOf(const ReadTarget& target, storage::ScanSegment segment,
                         const values::AttributeMap& key) {
    auto start = parseStartKey(target, key, StartKeyTexts::Scan);
    if (!start) {
        return start;
    }
    const auto& partition = start->index ? start->index->partition : start->primary.partition;
    if (storage::segmentOf(partition, segment.total) != segment.number) {
        return Error::validation(
            "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use "
            "ExclusiveStartKey with correct Segment. TotalSegments: " +
            std::to_string(segment.total) + " Segment: " + std::to_string(segment.number));
    }
    return start;
}

}  // namespace

Result<ScanOutput> scan(const Context& context, const ScanInput& input) {
    const ReadOptions options{.tableName = input.tableName,
                              .indexName = input.indexName,
                              .select = input.select,
                              .consistentRead = input.consistentRead,
                              .hasProjection = input.projectionExpression.has_value(),
                              .hasAttributesToGet = input.legacy.attributesToGet.has_value(),
                              .asOf = input.asOf,
                              .isScan = true};
    const auto segment = segmentOf(input);
    if (!segment) {
        return segment.error();
    }
    const auto compiled = compileExpressions({.filter = &input.filterExpression,
                                              .projection = &input.projectionExpression,
                                              .legacy = &input.legacy,
                                              .legacyFilterName = "ScanFilter"},
                                             input.attributes);
    if (!compiled) {
        return compiled.error();
    }
    if (auto checked = checkSelect(options); !checked) {
        return std::move(checked).error();
    }
    const auto target = findReadTarget(context, options, *compiled);
    if (!target) {
        return target.error();
    }
    std::optional<StartKey> start;
    if (input.exclusiveStartKey) {
        auto parsed = startOf(*target, *segment, *input.exclusiveStartKey);
        if (!parsed) {
            return std::move(parsed).error();
        }
        start = *std::move(parsed);
    }
    const auto snapshot = beginRead(context, input.asOf);
    if (!snapshot) {
        return snapshot.error();
    }
    const auto cursor = openScanCursor(**snapshot, *target, *segment, start);
    if (!cursor) {
        return cursor.error();
    }
    return readPage(**cursor, {.target = *target,
                               .compiled = *compiled,
                               .tableName = input.tableName,
                               .select = input.select,
                               .limit = input.limit,
                               .consistentRead = input.consistentRead,
                               .isSingleItem = false,
                               .returnConsumedCapacity = input.returnConsumedCapacity});
}

}  // namespace engine::operations
