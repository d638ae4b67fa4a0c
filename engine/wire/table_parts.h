#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/operations/create_table.h"
#include "engine/operations/restored_table.h"
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
void appendProjection(const schema::Index& index, std::string& out);
// {"TableDescription": ...} as CreateTable and the restores answer.
void encodeNewTable(const operations::TableDescription& description, std::string& out);

// The members of CreateTable's input, in whatever structure they are.
schema::TableSpec readTableSpec(const Members& members, Constraints& constraints);
operations::TableOverrides readOverrides(const Members& members, Constraints& constraints);

}  // namespace engine::wire
