#include "engine/schema/vector_index.h"

#include <algorithm>
#include <set>

#include "engine/base/limits.h"
#include "engine/schema/key_checks.h"

namespace engine::schema {
namespace {

using values::AttributeMap;
using values::AttributeValue;

// With a colon the definitions, with a full stop the writes.
Error invalid(const std::string& text) {
    return Error::validation("One or more parameter values were invalid: " + text);
}

Error invalidWrite(const std::string& text) {
    return Error::validation("One or more parameter values were invalid. " + text);
}

// 3.5E+38, as the error texts write what is outside the range.
std::string scientific(const values::Number& number) {
    const std::string plain = number.toString();
    std::string text = number.isNegative() ? "-" : "";
    const std::size_t first = text.size();
    // Only numbers beyond 1E38 get here, which have no fraction.
    const auto last = plain.find_last_not_of('0');
    text += plain[first];
    if (last > first) {
        text += "." + plain.substr(first + 1, last - first);
    }
    return text + "E+" + std::to_string(plain.size() - first - 1);
}

Result<void> checkVector(const VectorIndex& index, const AttributeValue& value) {
    const std::string& name = index.vectorAttribute;
    const auto* const elements = value.getIf<values::AttributeList>();
    if (elements == nullptr) {
        return invalidWrite(
            "Invalid type for parameter " + name +
            ", Expected: 32-bit floating point number list IndexName: " + index.name);
    }
    if (elements->size() != index.dimensions) {
        return invalidWrite("Invalid size for parameter " + name +
                            ", Expected: " + std::to_string(index.dimensions) + ", Actual: " +
                            std::to_string(elements->size()) + " IndexName: " + index.name);
    }
    std::size_t position = 0;
    for (const auto& element : *elements) {
        const std::string place = name + "[" + std::to_string(position++) + "]";
        const auto* const number = element.getIf<values::Number>();
        if (number == nullptr) {
            return invalidWrite("Invalid type for parameter " + place +
                                ", Expected: 32-bit floating point number, Actual: " +
                                std::string(values::typeName(element.type())) +
                                ". IndexName: " + index.name);
        }
        if (!number->toFloat()) {
            return invalidWrite("Invalid value for parameter " + place +
                                ", Value: " + scientific(*number) +
                                " is outside valid range [-3.4028235E38, 3.4028235E38]. "
                                "IndexName: " +
                                index.name);
        }
    }
    return {};
}

Result<void> checkElement(const VectorIndex& index, const SearchElement& element,
                          const AttributeValue& value, bool isUpdate) {
    const auto& attribute = element.attribute;
    if (value.type() != attribute.type) {
        return invalidWrite("Attribute '" + attribute.name + "' type mismatch. Expected: " +
                            std::string(values::typeName(attribute.type)) +
                            ", Actual: " + std::string(values::typeName(value.type())) +
                            ". IndexName: " + index.name);
    }
    if (element.type == SearchElementType::Hash && isEmptyKeyValue(value)) {
        return isUpdate ? emptyOnUpdate(attribute) : emptyOnPut(index.name, attribute);
    }
    return {};
}

// The attribute, if this write has to answer for it.
const AttributeValue* written(const AttributeMap* before, const AttributeMap& after,
                              const std::string& name) {
    const auto found = after.find(name);
    if (found == after.end()) {
        return nullptr;
    }
    if (before != nullptr) {
        const auto old = before->find(name);
        if (old != before->end() && old->second == found->second) {
            return nullptr;
        }
    }
    return &found->second;
}

Result<std::vector<SearchElement>> searchSchemaOf(
    const VectorIndexSpec& spec, const std::vector<AttributeDefinition>& definitions) {
    std::vector<SearchElement> schema;
    std::set<std::string> names;
    for (const auto& element : spec.searchSchema) {
        const auto found = std::find_if(
            definitions.begin(), definitions.end(),
            [&](const AttributeDefinition& each) { return each.name == element.name; });
        if (found == definitions.end()) {
            return invalid("One element in SearchSchema is not defined in attribute definitions");
        }
        if (!names.insert(element.name).second) {
            return invalid("Some elements in the SearchSchema have the same name");
        }
        schema.push_back({{found->name, found->type}, element.type});
    }
    return schema;
}

}  // namespace

Error definedVectorAttribute(const std::string& name) {
    return invalid("Conflicting attribute definition for '" + name +
                   "'. An attribute cannot be defined in AttributeDefinitions when used as a "
                   "VectorAttribute.");
}

Result<VectorIndex> validateVectorIndex(const VectorIndexSpec& spec, BillingMode billingMode,
                                        const std::vector<AttributeDefinition>& definitions) {
    if (billingMode != BillingMode::PayPerRequest) {
        return invalid("Vector indexes are only supported for PAY_PER_REQUEST tables");
    }
    if (spec.dimensions < 1 || spec.dimensions > limits::vectorDimensionsMax) {
        return invalid("Number of dimensions must be between 1 and 4096 inclusive.");
    }
    auto searchSchema = searchSchemaOf(spec, definitions);
    if (!searchSchema) {
        return std::move(searchSchema).error();
    }
    if (std::any_of(definitions.begin(), definitions.end(), [&](const AttributeDefinition& each) {
            return each.name == spec.vectorAttribute;
        })) {
        return definedVectorAttribute(spec.vectorAttribute);
    }
    if (auto checked = checkProjection(spec.projection); !checked) {
        return std::move(checked).error();
    }
    VectorIndex index;
    index.name = spec.name;
    index.vectorAttribute = spec.vectorAttribute;
    index.dimensions = static_cast<std::uint32_t>(spec.dimensions);
    index.distance = spec.distance;
    index.projection = *spec.projection.type;
    index.nonKeyAttributes = spec.projection.nonKeyAttributes.value_or(std::vector<std::string>());
    index.searchSchema = *std::move(searchSchema);
    return index;
}

Result<void> checkVectors(const Table& table, const AttributeMap* before,
                          const AttributeMap& after) {
    for (const auto& index : table.vectorIndexes) {
        if (index.state == IndexState::Deleting) {
            continue;
        }
        if (const auto* const vector = written(before, after, index.vectorAttribute)) {
            if (auto checked = checkVector(index, *vector); !checked) {
                return checked;
            }
        }
        for (const auto& element : index.searchSchema) {
            const auto* const value = written(before, after, element.attribute.name);
            if (value == nullptr) {
                continue;
            }
            auto checked = checkElement(index, element, *value, before != nullptr);
            if (!checked) {
                return checked;
            }
        }
    }
    return {};
}

Result<void> checkProjectedTotal(const Table& table) {
    std::size_t nonKeyAttributes = 0;
    for (const auto& index : table.vectorIndexes) {
        const std::size_t hashes = index.hash() != nullptr ? 1 : 0;
        nonKeyAttributes += 1 + index.searchSchema.size() - hashes + index.nonKeyAttributes.size();
    }
    for (const auto& index : table.indexes) {
        nonKeyAttributes += index.nonKeyAttributes.size();
    }
    return nonKeyAttributes <= limits::nonKeyAttributesTotalMax
               ? Result<void>()
               : invalid("Number of NonKeyAttributes of all indexes exceeds the limit of 100");
}

bool readEntry(const VectorIndex& index, values::ItemView item, std::vector<float>& vector) {
    const auto* const hash = index.hash();
    if (hash != nullptr) {
        const auto value = item.find(hash->attribute.name);
        if (!value || value->type() != hash->attribute.type || value->payload().empty()) {
            return false;
        }
    }
    const auto value = item.find(index.vectorAttribute);
    return value && values::readVector(*value, index.dimensions, vector);
}

bool isProjected(const Table& table, const VectorIndex& index, std::string_view attributeName) {
    return index.projection == ProjectionType::All || table.isKeyAttribute(attributeName) ||
           attributeName == index.vectorAttribute || index.findElement(attributeName) != nullptr ||
           std::find(index.nonKeyAttributes.begin(), index.nonKeyAttributes.end(), attributeName) !=
               index.nonKeyAttributes.end();
}

std::size_t vectorBytes(const VectorIndex& index) {
    return index.vectorAttribute.size() + std::size_t{4} * index.dimensions;
}

std::size_t entrySizeBytes(const Table& table, const VectorIndex& index, values::ItemView item) {
    std::size_t bytes = vectorBytes(index);
    auto members = item.members();
    while (const auto member = members.next()) {
        if (member->name != index.vectorAttribute && isProjected(table, index, member->name)) {
            bytes += member->name.size() + member->value.sizeBytes();
        }
    }
    return bytes;
}

std::size_t billedSizeBytes(const Table& table, values::ItemView item) {
    std::size_t bytes = item.sizeBytes();
    std::set<std::string_view> counted;  // several indexes may be on one attribute
    for (const auto& index : table.vectorIndexes) {
        const auto value = item.find(index.vectorAttribute);
        const bool isVector = value && value->type() == values::AttributeType::L &&
                              value->count() == index.dimensions;
        if (isVector && counted.insert(index.vectorAttribute).second) {
            bytes -= index.vectorAttribute.size() + value->sizeBytes();
            bytes += vectorBytes(index);
        }
    }
    return bytes;
}

}  // namespace engine::schema
