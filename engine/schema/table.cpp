#include "engine/schema/table.h"

#include <algorithm>

#include "engine/base/limits.h"

namespace engine::schema {

namespace {

constexpr std::string_view arnPrefix = "arn:";
constexpr std::string_view arnTableMarker = ":table/";

bool isTableNameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
}

}  // namespace

const Stream* Table::openStream() const {
    return streams.empty() || streams.back().last ? nullptr : &streams.back();
}

const SearchElement* VectorIndex::hash() const {
    const auto found = std::find_if(
        searchSchema.begin(), searchSchema.end(),
        [](const SearchElement& element) { return element.type == SearchElementType::Hash; });
    return found == searchSchema.end() ? nullptr : &*found;
}

const SearchElement* VectorIndex::findElement(std::string_view attributeName) const {
    const auto found = std::find_if(
        searchSchema.begin(), searchSchema.end(),
        [&](const SearchElement& element) { return element.attribute.name == attributeName; });
    return found == searchSchema.end() ? nullptr : &*found;
}

const Index* Table::findIndex(std::string_view indexName) const {
    const auto found = std::find_if(indexes.begin(), indexes.end(),
                                    [&](const Index& index) { return index.name == indexName; });
    return found == indexes.end() ? nullptr : &*found;
}

const Index* Table::findIndex(IndexNumber indexNumber) const {
    const auto found = std::find_if(indexes.begin(), indexes.end(), [&](const Index& index) {
        return index.number == indexNumber;
    });
    return found == indexes.end() ? nullptr : &*found;
}

const VectorIndex* Table::findVectorIndex(std::string_view indexName) const {
    const auto found =
        std::find_if(vectorIndexes.begin(), vectorIndexes.end(),
                     [&](const VectorIndex& index) { return index.name == indexName; });
    return found == vectorIndexes.end() ? nullptr : &*found;
}

const VectorIndex* Table::findVectorIndex(IndexNumber indexNumber) const {
    const auto found =
        std::find_if(vectorIndexes.begin(), vectorIndexes.end(),
                     [&](const VectorIndex& index) { return index.number == indexNumber; });
    return found == vectorIndexes.end() ? nullptr : &*found;
}

std::uint32_t ThroughputChanges::decreasesOnDayOf(Timestamp moment) const {
    constexpr std::int64_t dayMilliseconds = std::int64_t{86'400} * 1000;
    const bool isSameDay = decreasedAt && decreasedAt->milliseconds / dayMilliseconds ==
                                              moment.milliseconds / dayMilliseconds;
    return isSameDay ? decreases : 0;
}

bool Table::hasIndex(std::string_view indexName) const {
    return findIndex(indexName) != nullptr || findVectorIndex(indexName) != nullptr;
}

bool Table::isKeyAttribute(std::string_view attributeName) const {
    return partitionKey.name == attributeName || (sortKey && sortKey->name == attributeName);
}

std::optional<std::string> tableNameProblem(std::string_view name) {
    if (name.size() < limits::tableNameBytesMin || name.size() > limits::tableNameBytesMax) {
        return "TableName must be at least 3 characters long and at most 255 characters long";
    }
    if (!std::all_of(name.begin(), name.end(), isTableNameCharacter)) {
        return "1 validation error detected: Value '" + std::string(name) +
               "' at 'tableName' failed to satisfy constraint: Member must satisfy regular "
               "expression pattern: [a-zA-Z0-9_.-]+";
    }
    return std::nullopt;
}

std::string tableArn(std::string_view region, std::string_view account, std::string_view name) {
    std::string arn = "arn:aws:dynamodb:";
    arn.append(region).append(":").append(account).append(arnTableMarker).append(name);
    return arn;
}

std::string_view tableNameOf(std::string_view nameOrArn) {
    if (!nameOrArn.starts_with(arnPrefix)) {
        return nameOrArn;
    }
    const auto marker = nameOrArn.find(arnTableMarker);
    if (marker == std::string_view::npos) {
        return nameOrArn;
    }
    const auto name = nameOrArn.substr(marker + arnTableMarker.size());
    // The ARN of an index or a stream of the table does not name the table.
    return name.find('/') == std::string_view::npos ? name : nameOrArn;
}

}  // namespace engine::schema
