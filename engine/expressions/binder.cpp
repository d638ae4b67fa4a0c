#include "engine/expressions/binder.h"

#include <algorithm>
#include <string>

namespace engine::expressions {
namespace {

using values::AttributeList;
using values::AttributeMap;
using values::AttributeValue;
using values::DocumentPath;
using values::ItemView;
using values::ValueView;

std::string undefinedName(std::string_view token) {
    return "An expression attribute name used in the document path is not defined; attribute "
           "name: " +
           std::string(token);
}

std::string undefinedValue(std::string_view token) {
    return "An expression attribute value used in expression is not defined; attribute value: " +
           std::string(token);
}

enum class Relation { Apart, Overlap, Conflict };

Relation relate(const DocumentPath& one, const DocumentPath& two) {
    const std::size_t common = std::min(one.elements.size(), two.elements.size());
    for (std::size_t i = 0; i < common; ++i) {
        if (one.elements[i].index() != two.elements[i].index()) {
            return Relation::Conflict;
        }
        if (one.elements[i] != two.elements[i]) {
            return Relation::Apart;
        }
    }
    return Relation::Overlap;
}

// The first pair with that relation, in written order of the later path.
std::optional<std::string> findRelated(const std::vector<DocumentPath>& paths, Relation relation) {
    for (std::size_t two = 1; two < paths.size(); ++two) {
        for (std::size_t one = 0; one < two; ++one) {
            if (relate(paths[one], paths[two]) == relation) {
                return "path one: " + paths[one].toErrorText() +
                       ", path two: " + paths[two].toErrorText();
            }
        }
    }
    return std::nullopt;
}

template <class Value, class Map>
Value* memberOf(Map* map, const std::string& name) {
    if (map == nullptr) {
        return nullptr;
    }
    const auto member = map->find(name);
    return member == map->end() ? nullptr : &member->second;
}

// Value is AttributeValue, const or not as the map is.
template <class Value, class Map>
Value* findInTree(Map& item, const DocumentPath& path) {
    Value* value = memberOf<Value>(&item, path.attributeName());
    for (std::size_t i = 1; value != nullptr && i < path.elements.size(); ++i) {
        if (const auto* name = std::get_if<std::string>(&path.elements[i])) {
            value = memberOf<Value>(value->template getIf<AttributeMap>(), *name);
        } else {
            auto* list = value->template getIf<AttributeList>();
            const auto index = std::get<std::uint32_t>(path.elements[i]);
            value = list != nullptr && index < list->size() ? &(*list)[index] : nullptr;
        }
    }
    return value;
}

}  // namespace

Result<DocumentPath> Binder::path(const PathSyntax& syntax) const {
    DocumentPath path;
    path.elements.reserve(syntax.size());
    for (const auto& element : syntax) {
        switch (element.kind) {
            case PathElementSyntax::Kind::Name: path.elements.emplace_back(element.text); break;
            case PathElementSyntax::Kind::Index: path.elements.emplace_back(element.index); break;
            case PathElementSyntax::Kind::Alias: {
                const auto* name = m_placeholders.findName(element.text);
                if (name == nullptr) {
                    return error(undefinedName(element.text));
                }
                path.elements.emplace_back(*name);
                break;
            }
        }
    }
    return path;
}

Result<const AttributeValue*> Binder::value(std::string_view token) const {
    const auto* value = m_placeholders.findValue(token);
    if (value == nullptr) {
        return error(undefinedValue(token));
    }
    return value;
}

Result<void> Binder::checkNamesDefined(const SyntaxTree& tree) const {
    for (const auto& token : tree.nameTokens) {
        if (m_placeholders.findName(token) == nullptr) {
            return error(undefinedName(token));
        }
    }
    return {};
}

Result<void> Binder::checkValuesDefined(const SyntaxTree& tree) const {
    for (const auto& token : tree.valueTokens) {
        if (m_placeholders.findValue(token) == nullptr) {
            return error(undefinedValue(token));
        }
    }
    return {};
}

Result<void> Binder::checkDistinctPaths(const std::vector<DocumentPath>& paths) const {
    const std::string advice = " with each other; must remove or rewrite one of these paths; ";
    if (const auto pair = findRelated(paths, Relation::Overlap)) {
        return error("Two document paths overlap" + advice + *pair);
    }
    if (const auto pair = findRelated(paths, Relation::Conflict)) {
        return error("Two document paths conflict" + advice + *pair);
    }
    return {};
}

Error Binder::incorrectOperandType(Operator op, std::string_view type) const {
    return error("Incorrect operand type for operator or function; operator or function: " +
                 std::string(operatorName(op)) + ", operand type: " + std::string(type));
}

Error Binder::incorrectOperandCount(Operator op, std::size_t count) const {
    return error("Incorrect number of operands for operator or function; operator or function: " +
                 std::string(operatorName(op)) + ", number of operands: " + std::to_string(count));
}

Error Binder::documentPathRequired(Operator op) const {
    return error("Operator or function requires a document path; operator or function: " +
                 std::string(operatorName(op)));
}

std::optional<ValueView> findAt(ItemView item, const DocumentPath& path) {
    auto value = item.find(path.attributeName());
    for (std::size_t i = 1; value && i < path.elements.size(); ++i) {
        if (const auto* name = std::get_if<std::string>(&path.elements[i])) {
            value = value->type() == values::AttributeType::M ? value->member(*name) : std::nullopt;
        } else {
            const auto index = std::get<std::uint32_t>(path.elements[i]);
            value =
                value->type() == values::AttributeType::L ? value->element(index) : std::nullopt;
        }
    }
    return value;
}

const AttributeValue* findAt(const AttributeMap& item, const DocumentPath& path) {
    return findInTree<const AttributeValue>(item, path);
}

AttributeValue* findAt(AttributeMap& item, const DocumentPath& path) {
    return findInTree<AttributeValue>(item, path);
}

}  // namespace engine::expressions
