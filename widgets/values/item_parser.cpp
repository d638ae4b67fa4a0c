#include <algorithm>
#include <optional>

#include <QCoreApplication>

#include "engine/base/base64.h"
#include "widgets/values/json_reader.h"
#include "widgets/values/plain_form.h"
#include "widgets/values/value_text.h"

namespace tidemark::text {
namespace {

using namespace engine::values;
using Kind = JsonNode::Kind;

QString tr(const char* text) {
    return QCoreApplication::translate("ItemParser", text);
}

// Turns a JSON tree into an item; the first problem wins.
class ItemParser {
public:
    ItemParser(const QString& text, JsonFlavour flavour) : m_text(text), m_flavour(flavour) {}

    ParsedItem parse(const AttributeMap& original) {
        ParsedItem parsed;
        const JsonTree tree = readJson(m_text);
        if (!tree.ok) {
            parsed.problem = tree.problem;
            return parsed;
        }
        if (tree.root.kind != Kind::Object) {
            fail(tree.root, tr("An item is an object in braces: { … }"));
        } else {
            members(tree.root, &original, parsed.item);
        }
        parsed.ok = !m_problem.has_value();
        parsed.problem = m_problem.value_or(JsonProblem{});
        return parsed;
    }

private:
    void fail(const JsonNode& node, const QString& message) {
        if (!m_problem) {
            m_problem = problemAt(m_text, node.begin, std::max<qsizetype>(1, node.end - node.begin),
                                  message);
        }
    }

    void members(const JsonNode& object, const AttributeMap* original, AttributeMap& out) {
        const bool plainForm = m_flavour == JsonFlavour::Plain && original != nullptr;
        const auto sources = plainForm ? sourcesOfMembers(object, *original)
                                       : std::vector<const AttributeValue*>(
                                             static_cast<std::size_t>(object.members.size()));
        auto source = sources.begin();
        for (const auto& [name, node] : object.members) {
            if (name.isEmpty()) {
                fail(node, tr("An attribute needs a name"));
            }
            out[toUtf8(name)] =
                m_flavour == JsonFlavour::DynamoDb ? typed(node) : plain(node, *source);
            ++source;
        }
    }

    Number number(const JsonNode& node) {
        auto parsed = Number::parse(toUtf8(node.text));
        if (!parsed) {
            fail(node, fromUtf8(parsed.error().message));
            return {};
        }
        return *parsed;
    }

    std::string binary(const JsonNode& node) {
        auto bytes = engine::fromBase64(toUtf8(node.text));
        if (!bytes) {
            fail(node, tr("A binary value is written in Base64"));
            return {};
        }
        return *bytes;
    }

    bool isOf(const JsonNode& node, Kind kind, const QString& message) {
        if (node.kind != kind) {
            fail(node, message);
        }
        return node.kind == kind;
    }

    // {"S": "text"}, {"N": "1"}, ...
    AttributeValue typed(const JsonNode& node) {
        const bool wrapped = node.kind == Kind::Object && node.members.size() == 1;
        if (!wrapped) {
            fail(node, tr("A value is written with its type, for example { \"S\": \"text\" }"));
            return {};
        }
        const auto& [type, content] = node.members.first();
        if (type == u"S") {
            isOf(content, Kind::String, tr("S holds a string"));
            return AttributeValue::string(toUtf8(content.text));
        }
        if (type == u"N") {
            return isOf(content, Kind::String, tr("N holds a number in quotes"))
                       ? AttributeValue::number(number(content))
                       : AttributeValue();
        }
        if (type == u"B") {
            isOf(content, Kind::String, tr("B holds Base64 in quotes"));
            return AttributeValue::binary(binary(content));
        }
        if (type == u"BOOL") {
            isOf(content, Kind::Bool, tr("BOOL holds true or false"));
            return AttributeValue::boolean(content.boolean);
        }
        if (type == u"NULL") {
            if (content.kind != Kind::Bool || !content.boolean) {
                fail(content, tr("NULL holds true"));
            }
            return AttributeValue::null();
        }
        if (type == u"M") {
            AttributeMap map;
            if (isOf(content, Kind::Object, tr("M holds an object"))) {
                members(content, nullptr, map);
            }
            return AttributeValue::map(std::move(map));
        }
        if (type == u"L") {
            AttributeList list;
            if (isOf(content, Kind::Array, tr("L holds an array"))) {
                for (const auto& element : content.members) {
                    list.push_back(typed(element.second));
                }
            }
            return AttributeValue::list(std::move(list));
        }
        return typedSet(type, content, node);
    }

    AttributeValue typedSet(const QString& type, const JsonNode& content, const JsonNode& whole) {
        if (type != u"SS" && type != u"NS" && type != u"BS") {
            fail(whole,
                 tr("\"%1\" is not a type; the types are S, N, B, BOOL, NULL, L, M, SS, NS, BS")
                     .arg(type));
            return {};
        }
        if (!isOf(content, Kind::Array, tr("A set holds an array")) || content.members.isEmpty()) {
            fail(content, tr("A set has at least one member"));
            return {};
        }
        for (const auto& member : content.members) {
            isOf(member.second, Kind::String, tr("Members of a set are written in quotes"));
        }
        return set(type == u"SS"   ? AttributeType::SS
                   : type == u"NS" ? AttributeType::NS
                                   : AttributeType::BS,
                   content);
    }

    // The members are strings (or numbers, for NS in plain JSON).
    AttributeValue set(AttributeType type, const JsonNode& array) {
        std::vector<std::string> strings;
        std::vector<Number> numbers;
        std::vector<Binary> binaries;
        for (const auto& [name, member] : array.members) {
            switch (type) {
                case AttributeType::SS: strings.push_back(toUtf8(member.text)); break;
                case AttributeType::NS: numbers.push_back(number(member)); break;
                default: binaries.push_back({binary(member)}); break;
            }
        }
        const auto given = static_cast<std::size_t>(array.members.size());
        AttributeValue value =
            type == AttributeType::SS   ? AttributeValue::stringSet(std::move(strings))
            : type == AttributeType::NS ? AttributeValue::numberSet(std::move(numbers))
                                        : AttributeValue::binarySet(std::move(binaries));
        const std::size_t kept =
            type == AttributeType::SS   ? value.getIf<StringSet>()->members.size()
            : type == AttributeType::NS ? value.getIf<NumberSet>()->members.size()
                                        : value.getIf<BinarySet>()->members.size();
        if (kept != given) {
            fail(array, tr("A member occurs twice in the set"));
        }
        return value;
    }

    static bool allOf(const JsonNode& array, Kind kind) {
        return !array.members.isEmpty() &&
               std::all_of(array.members.begin(), array.members.end(),
                           [kind](const auto& member) { return member.second.kind == kind; });
    }

    // Whether the JSON still has the form of the original's type, which is then kept.
    static bool keeps(const AttributeValue* original, AttributeType type) {
        return original != nullptr && original->type() == type;
    }

    static bool isSet(const AttributeValue* original) {
        return keeps(original, AttributeType::SS) || keeps(original, AttributeType::NS) ||
               keeps(original, AttributeType::BS);
    }

    AttributeValue plain(const JsonNode& node, const AttributeValue* original) {
        switch (node.kind) {
            case Kind::Null: return AttributeValue::null();
            case Kind::Bool: return AttributeValue::boolean(node.boolean);
            case Kind::Number: return AttributeValue::number(number(node));
            case Kind::String:
                if (keeps(original, AttributeType::B)) {
                    // Anything else than Base64 is a slip; a string would be another type.
                    return AttributeValue::binary(binary(node));
                }
                return AttributeValue::string(toUtf8(node.text));
            case Kind::Object: {
                AttributeMap map;
                members(
                    node,
                    keeps(original, AttributeType::M) ? original->getIf<AttributeMap>() : nullptr,
                    map);
                return AttributeValue::map(std::move(map));
            }
            case Kind::Array: break;
        }
        if (keeps(original, AttributeType::SS) && allOf(node, Kind::String)) {
            return set(AttributeType::SS, node);
        }
        if (keeps(original, AttributeType::NS) && allOf(node, Kind::Number)) {
            return set(AttributeType::NS, node);
        }
        if (keeps(original, AttributeType::BS) && allOf(node, Kind::String)) {
            return set(AttributeType::BS, node);
        }
        if (isSet(original) && node.members.isEmpty()) {
            fail(node, tr("A set cannot be empty; remove the attribute, or make it a list in "
                          "DynamoDB JSON"));
        }
        const AttributeList none;
        const auto sources = sourcesOfElements(
            node, keeps(original, AttributeType::L) ? *original->getIf<AttributeList>() : none);
        AttributeList list;
        for (const auto& element : node.members) {
            list.push_back(plain(element.second, sources[list.size()]));
        }
        return AttributeValue::list(std::move(list));
    }

    const QString& m_text;
    JsonFlavour m_flavour;
    std::optional<JsonProblem> m_problem;
};

}  // namespace

ParsedItem itemFromJson(const QString& text, JsonFlavour flavour, const AttributeMap& original) {
    return ItemParser(text, flavour).parse(original);
}

}  // namespace tidemark::text
