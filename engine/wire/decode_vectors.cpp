#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/limits.h"
#include "engine/wire/table_parts.h"

namespace engine::wire {
namespace {

using schema::SearchElementType;

std::string elementPath(std::string_view list, std::size_t position) {
    return std::string(list) + "." + std::to_string(position) + ".member";
}

std::vector<Members> structures(const Members& members, std::string_view name,
                                std::string_view shape) {
    std::vector<Members> read;
    if (const auto array = members.array(name)) {
        for (const Json element : *array) {
            if (const auto object = toElementStructure(element, shape, members.failure())) {
                read.emplace_back(*object, members.failure());
            }
        }
    }
    return read;
}

std::string readAttributeName(const Members& members, Constraints& constraints,
                              const std::string& path) {
    const auto name = members.text("AttributeName");
    constraints.notNull(name.has_value(), path);
    if (name) {
        constraints.lengthAtLeast(name->size(), 1, *name, path);
        constraints.lengthAtMost(name->size(), limits::keyAttributeNameBytesMax, *name, path);
    }
    return name.value_or("");
}

std::vector<schema::SearchElementSpec> readSearchSchema(const Members& members,
                                                        Constraints& constraints,
                                                        const std::string& path) {
    std::vector<schema::SearchElementSpec> schema;
    std::string echo;
    for (const auto& element : structures(members, "SearchSchema", "SearchSchemaElement")) {
        const std::string here = elementPath(path, schema.size() + 1);
        schema::SearchElementSpec spec;
        spec.name = readAttributeName(element, constraints, here + ".attributeName");
        const auto type = element.text("SearchSchemaElementType");
        constraints.notNull(type.has_value(), here + ".searchSchemaElementType");
        spec.type = constraints
                        .enumeration<SearchElementType>(
                            type, here + ".searchSchemaElementType", "[HASH, INLINE_FILTER]",
                            {{"HASH", SearchElementType::Hash},
                             {"INLINE_FILTER", SearchElementType::InlineFilter}})
                        .value_or(SearchElementType::InlineFilter);
        echo += (echo.empty() ? "SearchSchemaElement(attributeName="
                              : ", SearchSchemaElement(attributeName=") +
                spec.name + ", searchSchemaElementType=" + type.value_or("null") + ")";
        schema.push_back(std::move(spec));
    }
    const auto hashes = std::count_if(schema.begin(), schema.end(), [](const auto& element) {
        return element.type == SearchElementType::Hash;
    });
    if (hashes > 1) {
        constraints.add(oldEntry(singleQuoted("[" + echo + "]"), path,
                                 "Member must have HASH count less than or equal to 1"));
    }
    return schema;
}

std::string readIndexName(const Members& members, Constraints& constraints,
                          const std::string& path) {
    const auto name = members.text("IndexName");
    constraints.notNull(name.has_value(), path);
    constraints.resourceName(name, path, limits::tableNameBytesMin);
    return name.value_or("");
}

schema::VectorIndexSpec readVectorIndex(const Members& members, Constraints& constraints,
                                        const std::string& path) {
    using values::DistanceFunction;
    schema::VectorIndexSpec spec;
    spec.name = readIndexName(members, constraints, path + ".indexName");
    const auto attribute = members.structure("VectorAttribute", "VectorAttributeDefinition");
    constraints.notNull(attribute.has_value() || members.failure(), path + ".vectorAttribute");
    if (attribute) {
        spec.vectorAttribute =
            readAttributeName(*attribute, constraints, path + ".vectorAttribute.attributeName");
    }
    spec.searchSchema = readSearchSchema(members, constraints, path + ".searchSchema");
    spec.projection = readProjection(members, constraints, path + ".projection");
    const auto dimensions = members.longInteger("Dimensions");
    constraints.notNull(dimensions.has_value(), path + ".dimensions");
    constraints.atLeast(dimensions, 1, path + ".dimensions");
    spec.dimensions = dimensions.value_or(0);
    const auto distance = members.text("DistanceFunction");
    constraints.notNull(distance.has_value(), path + ".distanceFunction");
    spec.distance =
        constraints
            .enumeration<DistanceFunction>(distance, path + ".distanceFunction",
                                           "[DOT_PRODUCT, COSINE, EUCLIDEAN]",
                                           {{"DOT_PRODUCT", DistanceFunction::DotProduct},
                                            {"COSINE", DistanceFunction::Cosine},
                                            {"EUCLIDEAN", DistanceFunction::Euclidean}})
            .value_or(DistanceFunction::Cosine);
    return spec;
}

}  // namespace

std::optional<std::vector<schema::VectorIndexSpec>> readVectorIndexes(const Members& members,
                                                                      std::string_view name,
                                                                      std::string_view path,
                                                                      Constraints& constraints) {
    if (!members.has(name)) {
        return std::nullopt;
    }
    std::vector<schema::VectorIndexSpec> indexes;
    for (const auto& index : structures(members, name, "VectorIndex")) {
        indexes.push_back(
            readVectorIndex(index, constraints, elementPath(path, indexes.size() + 1)));
    }
    return indexes;
}

std::optional<std::vector<operations::VectorIndexUpdate>> readVectorIndexUpdates(
    const Members& members, Constraints& constraints) {
    if (!members.has("VectorIndexUpdates")) {
        return std::nullopt;
    }
    std::vector<operations::VectorIndexUpdate> updates;
    for (const auto& element : structures(members, "VectorIndexUpdates", "VectorIndexUpdate")) {
        const std::string path = elementPath("vectorIndexUpdates", updates.size() + 1);
        operations::VectorIndexUpdate update;
        if (const auto create = element.structure("Create", "CreateVectorIndexAction")) {
            update.create = readVectorIndex(*create, constraints, path + ".create");
        }
        if (const auto remove = element.structure("Delete", "DeleteVectorIndexAction")) {
            update.remove = readIndexName(*remove, constraints, path + ".delete.indexName");
        }
        updates.push_back(std::move(update));
    }
    return updates;
}

}  // namespace engine::wire
