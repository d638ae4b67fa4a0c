#include <string_view>

#include "engine/wire/codec.h"
#include "engine/wire/encoders.h"
#include "engine/wire/json_writer.h"
#include "engine/wire/shortest_number.h"
#include "engine/wire/table_parts.h"

namespace engine::wire {
namespace {

std::string_view distanceText(values::DistanceFunction function) {
    switch (function) {
        case values::DistanceFunction::Cosine: return "COSINE";
        case values::DistanceFunction::DotProduct: return "DOT_PRODUCT";
        case values::DistanceFunction::Euclidean: return "EUCLIDEAN";
    }
    return {};
}

// The index has 32-bit numbers.
void appendVector(values::ValueView vector, std::string& out) {
    out += "{\"L\":[";
    auto elements = vector.elements();
    bool isFirst = true;
    while (const auto element = elements.next()) {
        out += isFirst ? "{\"N\":\"" : ",{\"N\":\"";
        isFirst = false;
        appendShortest(element->number().toFloat().value_or(0), out);
        out += "\"}";
    }
    out += "]}";
}

void appendResult(const operations::SearchResult& result, std::string_view vectorAttribute,
                  std::string& out) {
    ObjectWriter object(out);
    ObjectWriter item(object.member("Item"));
    auto members = result.item.view().members();
    while (const auto member = members.next()) {
        std::string& place = item.anyMember(member->name);
        if (member->name == vectorAttribute) {
            appendVector(member->value, place);
        } else {
            appendJsonValue(member->value, place);
        }
    }
    item.close();
    appendShortest(double{result.score}, object.member("Score"));
    object.close();
}

}  // namespace

void appendVectorIndex(const schema::VectorIndex& index, ObjectWriter& object) {
    object.text("IndexName", index.name);
    ObjectWriter attribute(object.member("VectorAttribute"));
    attribute.text("AttributeName", index.vectorAttribute);
    attribute.close();
    object.integer("Dimensions", index.dimensions);
    object.text("DistanceFunction", distanceText(index.distance));
    appendProjection(index.projection, index.nonKeyAttributes, object.member("Projection"));
    if (!index.searchSchema.empty()) {
        std::string& list = object.member("SearchSchema");
        appendArray(index.searchSchema, list, [&](const schema::SearchElement& element) {
            ObjectWriter entry(list);
            entry.text("AttributeName", element.attribute.name);
            entry.text("SearchSchemaElementType",
                       element.type == schema::SearchElementType::Hash ? "HASH" : "INLINE_FILTER");
            entry.close();
        });
    }
}

void appendVectorIndexes(const schema::Table& table, ObjectWriter& object) {
    if (table.vectorIndexes.empty()) {
        return;
    }
    std::string& list = object.member("VectorIndexes");
    appendArray(table.vectorIndexes, list, [&](const schema::VectorIndex& index) {
        ObjectWriter entry(list);
        appendVectorIndex(index, entry);
        entry.close();
    });
}

void encodeAnswer(const operations::SearchVectorsOutput& output, std::string& out) {
    ObjectWriter object(out);
    std::string& list = object.member("SearchResults");
    appendArray(output.results, list, [&](const operations::SearchResult& result) {
        appendResult(result, output.vectorAttribute, list);
    });
    if (output.requestBytes) {
        ObjectWriter consumed(object.member("ConsumedCapacity"));
        consumed.integer("VectorSearchRequestBytes", *output.requestBytes);
        consumed.integer("VectorSearchUnits", *output.requestBytes);
        consumed.close();
    }
    object.close();
}

}  // namespace engine::wire
