#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/schema/table.h"

// Table specs for tests, written tersely.
namespace engine::schema::test {

using values::AttributeType;

inline std::vector<KeySchemaElement> key(const std::string& hash) {
    return {{hash, KeyType::Hash}};
}

inline std::vector<KeySchemaElement> key(const std::string& hash, const std::string& range) {
    return {{hash, KeyType::Hash}, {range, KeyType::Range}};
}

inline IndexSpec index(std::string name, std::vector<KeySchemaElement> keySchema,
                       ProjectionSpec projection = {ProjectionType::All, std::nullopt}) {
    IndexSpec spec;
    spec.name = std::move(name);
    spec.keySchema = std::move(keySchema);
    spec.projection = std::move(projection);
    return spec;
}

// pk (S) and sk (N), on demand.
inline TableSpec composite() {
    TableSpec spec;
    spec.tableName = "Music";
    spec.attributeDefinitions = {{"pk", AttributeType::S}, {"sk", AttributeType::N}};
    spec.keySchema = key("pk", "sk");
    spec.billingMode = BillingMode::PayPerRequest;
    return spec;
}

// composite() with an LSI on "rank" (N) and a GSI on "city" (S), "rank".
inline TableSpec indexed() {
    auto spec = composite();
    spec.attributeDefinitions.push_back({"rank", AttributeType::N});
    spec.attributeDefinitions.push_back({"city", AttributeType::S});
    spec.localIndexes = {{index("byRank", key("pk", "rank"), {ProjectionType::KeysOnly, {}})}};
    spec.globalIndexes = {{index("byCity", key("city", "rank"),
                                 {ProjectionType::Include, std::vector<std::string>{"title"}})}};
    return spec;
}

inline Table make(const TableSpec& spec) {
    auto table = validateTable(spec);
    return *std::move(table);
}

}  // namespace engine::schema::test
