#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/operations/create_table.h"
#include "engine/operations/restored_table.h"
#include "engine/operations/update_table.h"
#include "engine/wire/constraints.h"
#include "engine/wire/json_request.h"
#include "engine/wire/json_writer.h"

// Parts of table descriptions that several operations read or write.
namespace engine::wire {

template <class Elements, class Append>
void appendArray(const Elements& elements, std::string& out, Append append) {
    out += '[';
    bool first = true;
    for (const auto& element : elements) {
        if (!first) {
            out += ',';
        }
        first = false;
        append(element);
    }
    out += ']';
}

void appendDefinitions(std::vector<schema::AttributeDefinition> definitions, std::string& out);
void appendKeySchema(const std::vector<schema::KeyAttribute>& hash,
                     const std::vector<schema::KeyAttribute>& range, std::string& out);
void appendProjection(schema::ProjectionType type, const std::vector<std::string>& nonKeyAttributes,
                      std::string& out);
void appendProjection(const schema::Index& index, std::string& out);
// The definition of a vector index as members of its object, and the list of them all.
void appendVectorIndex(const schema::VectorIndex& index, ObjectWriter& object);
void appendVectorIndexes(const schema::Table& table, ObjectWriter& object);
// SSEDescription; the key that the service owns is not told (facts/aws-observed.md section 17).
void appendEncryption(const schema::Table& table, std::string_view status, ObjectWriter& object);
// {"TableDescription": ...} as CreateTable and the restores answer.
void encodeNewTable(const operations::TableDescription& description, std::string& out);

schema::ProjectionSpec readProjection(const Members& members, Constraints& constraints,
                                      const std::string& path);
// nullopt when the member is not there.
std::optional<std::vector<schema::VectorIndexSpec>> readVectorIndexes(const Members& members,
                                                                      std::string_view name,
                                                                      std::string_view path,
                                                                      Constraints& constraints);
std::optional<std::vector<operations::VectorIndexUpdate>> readVectorIndexUpdates(
    const Members& members, Constraints& constraints);

// The members of CreateTable's input, in whatever structure they are.
schema::TableSpec readTableSpec(const Members& members, Constraints& constraints);
operations::TableOverrides readOverrides(const Members& members, Constraints& constraints);

}  // namespace engine::wire
