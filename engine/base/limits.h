#pragma once

#include <cstddef>
#include <cstdint>

// Every limit of the API has its name here (facts/sizes-and-capacity.md section 7,
// facts/numbers-and-keys.md, facts/expressions.md section 7).
namespace engine::limits {

inline constexpr std::size_t itemSizeBytesMax = 409'600;
inline constexpr std::size_t pageSizeBytesMax = 1'048'576;
inline constexpr std::size_t requestBodyBytesMax = 16'777'216;
inline constexpr std::size_t partitionKeyBytesMax = 2048;
inline constexpr std::size_t sortKeyBytesMax = 1024;
inline constexpr int nestingDepthMax = 32;
// An item of 32 levels is 70 JSON levels deep; deeper requests still get the nesting error's text.
inline constexpr int jsonDepthMax = 1024;
inline constexpr int numberDigitsMax = 38;
inline constexpr int numberExponentMax = 125;
inline constexpr int numberExponentMin = -130;
inline constexpr std::size_t expressionBytesMax = 4096;
inline constexpr int expressionOperatorsMax = 300;
inline constexpr int inOperandsMax = 100;
inline constexpr int pathElementsMax = 32;
inline constexpr std::size_t statementBytesMax = 8192;
inline constexpr std::size_t nextTokenBytesMax = 32'768;
inline constexpr std::size_t batchStatementsMax = 25;
inline constexpr std::size_t batchGetKeysMax = 100;
inline constexpr std::size_t batchGetBytesMax = 16'777'216;
inline constexpr std::size_t batchWriteItemsMax = 25;
inline constexpr std::size_t transactItemsMax = 100;
inline constexpr std::size_t transactBytesMax = 4'194'304;
inline constexpr std::size_t clientRequestTokenMax = 36;
inline constexpr std::size_t placeholderNameMax = 255;         // "#n", ":v", with the mark
inline constexpr std::size_t placeholderBytesMax = 2'097'152;  // names and values of a request
inline constexpr std::uint64_t itemCollectionBytesMax = std::uint64_t{10} << 30U;
inline constexpr int globalIndexesMax = 20;
inline constexpr int localIndexesMax = 5;
inline constexpr std::size_t vectorIndexesMax = 5;
inline constexpr std::int64_t vectorDimensionsMax = 4096;
inline constexpr std::int64_t topKMax = 100;
inline constexpr int indexHashAttributesMax = 4;
inline constexpr int indexRangeAttributesMax = 4;
inline constexpr std::size_t nonKeyAttributesPerIndexMax = 20;
inline constexpr std::size_t nonKeyAttributesTotalMax = 100;
inline constexpr std::size_t attributeNameBytesMax = 65'535;
inline constexpr std::size_t keyAttributeNameBytesMax = 255;
inline constexpr std::size_t tableNameBytesMin = 3;
inline constexpr std::size_t tableNameBytesMax = 255;
inline constexpr int listTablesPageMax = 100;
inline constexpr int historyPageMax = 1000;   // entries of a list of the history
inline constexpr int restoredItemsMax = 100;  // of one RestoreItems
inline constexpr int streamPageMax = 100;     // of ListStreams and DescribeStream
inline constexpr std::uint32_t totalSegmentsMax = 1'000'000;

}  // namespace engine::limits
