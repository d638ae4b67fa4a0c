#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>

#include "engine/base/random.h"
#include "tests/engine/expressions/support.h"

// Random condition trees are printed, compiled and evaluated on random items; a direct evaluator of
// the same trees must agree. Values are small integers and one-letter strings.
namespace engine::expressions {
namespace {

using namespace testing;

// One value of the model; nothing in an item means that the attribute is missing.
struct Value {
    bool isNumber = true;
    int number = 0;
    std::string text;
};

using Item = std::map<std::string, Value>;

AttributeValue toAttribute(const Value& value) {
    return value.isNumber ? n(std::to_string(value.number)) : s(value.text);
}

struct Node {
    enum class Kind { And, Or, Not, Compare, Between, In, Exists, NotExists, Begins, Contains };
    Kind kind = Kind::Compare;
    std::string comparator;
    std::vector<Node> children;
    std::vector<std::string> operands;  // attribute names or :tokens
};

class Model {
public:
    explicit Model(std::uint64_t seed) : m_random(seed) {}

    std::uint64_t pick(std::uint64_t count) { return m_random.next() % count; }

    Value value() {
        if (pick(2) == 0) {
            return {true, static_cast<int>(pick(5)), {}};
        }
        static const std::string texts[] = {"", "a", "ab", "b", "ba"};
        return {false, 0, texts[pick(5)]};
    }

    Item item() {
        Item result;
        for (const auto* name : {"p", "q", "r"}) {
            if (pick(4) != 0) {
                result.emplace(name, value());
            }
        }
        return result;
    }

    Node tree(int depth) {
        if (depth > 0 && pick(3) != 0) {
            return composite(depth);
        }
        return clause();
    }

    std::string print(const Node& node) {
        switch (node.kind) {
            case Node::Kind::And: return printJoined(node, "and");
            case Node::Kind::Or: return printJoined(node, "OR");
            case Node::Kind::Not: return "NOT " + printChild(node.children[0]);
            case Node::Kind::Compare:
                return operand(node, 0) + space() + node.comparator + space() + operand(node, 1);
            case Node::Kind::Between:
                return operand(node, 0) + " Between " + operand(node, 1) + " AND " +
                       operand(node, 2);
            case Node::Kind::In:
                return operand(node, 0) + " IN (" + operand(node, 1) + "," + space() +
                       operand(node, 2) + ")";
            case Node::Kind::Exists: return "attribute_exists(" + node.operands[0] + ")";
            case Node::Kind::NotExists: return "attribute_not_exists (" + node.operands[0] + " )";
            case Node::Kind::Begins:
                return "begins_with(" + operand(node, 0) + "," + operand(node, 1) + ")";
            case Node::Kind::Contains:
                return "contains(" + operand(node, 0) + ", " + operand(node, 1) + ")";
        }
        return {};
    }

    const ValueMap& values() const { return m_values; }

    std::optional<Value> resolve(const std::string& operand, const Item& item) const {
        const bool isToken = operand.front() == ':';
        const auto& source = isToken ? m_model : item;
        const auto found = source.find(operand);
        return found == source.end() ? std::nullopt : std::optional(found->second);
    }

private:
    Node composite(int depth) {
        Node node;
        node.kind = static_cast<Node::Kind>(pick(3));
        const auto count = node.kind == Node::Kind::Not ? 1 : 2 + pick(2);
        for (std::uint64_t i = 0; i < count; ++i) {
            node.children.push_back(tree(depth - 1));
        }
        return node;
    }

    Node clause() {
        static const std::string names[] = {"p", "q", "r"};
        static const std::string comparators[] = {"=", "<>", "<", "<=", ">", ">="};
        const auto first = pick(3);
        Node node;
        node.kind = static_cast<Node::Kind>(3 + pick(7));
        node.comparator = comparators[pick(6)];
        node.operands = {names[first]};
        if (node.kind == Node::Kind::Between) {
            node.operands.push_back(names[(first + 1) % 3]);
            node.operands.push_back(token(value()));
            return node;
        }
        const auto prefix = Value{false, 0, pick(2) == 0 ? "a" : "b"};
        const auto second = node.kind == Node::Kind::Begins ? prefix : value();
        node.operands.push_back(pick(2) == 0 ? names[(first + 2) % 3] : token(second));
        node.operands.push_back(token(value()));
        return node;
    }

    std::string token(const Value& value) {
        const auto name = ":v" + std::to_string(m_model.size());
        m_model.emplace(name, value);
        m_values.emplace(name, toAttribute(value));
        return name;
    }

    std::string space() { return pick(2) == 0 ? "" : " "; }
    std::string operand(const Node& node, std::size_t index) {
        return pick(5) == 0 ? "(" + node.operands[index] + ")" : node.operands[index];
    }
    std::string printChild(const Node& child) {
        const bool composite = child.kind == Node::Kind::And || child.kind == Node::Kind::Or;
        return composite || pick(4) == 0 ? "(" + print(child) + ")" : print(child);
    }
    std::string printJoined(const Node& node, const std::string& keyword) {
        std::string text = printChild(node.children[0]);
        for (std::size_t i = 1; i < node.children.size(); ++i) {
            text += " " + keyword + " " + printChild(node.children[i]);
        }
        return text;
    }

    SeededRandom m_random;
    Item m_model;
    ValueMap m_values;
};

// -1, 0, 1; nothing when the two have no common order.
std::optional<int> order(const std::optional<Value>& left, const std::optional<Value>& right) {
    if (!left || !right || left->isNumber != right->isNumber) {
        return std::nullopt;
    }
    if (left->isNumber) {
        return (left->number > right->number) - (left->number < right->number);
    }
    return (left->text > right->text) - (left->text < right->text);
}

bool compares(const std::string& comparator, std::optional<int> order) {
    if (comparator == "<>") {
        return order != 0;
    }
    if (!order) {
        return false;
    }
    if (comparator == "=") {
        return *order == 0;
    }
    const bool orEqual = comparator.size() == 2 && *order == 0;
    return orEqual || (comparator.front() == '<' ? *order < 0 : *order > 0);
}

bool holds(const Model& model, const Node& node, const Item& item) {
    const auto at = [&](std::size_t index) { return model.resolve(node.operands[index], item); };
    const auto bothText = [&] { return at(0) && at(1) && !at(0)->isNumber && !at(1)->isNumber; };
    switch (node.kind) {
        case Node::Kind::Not: return !holds(model, node.children[0], item);
        case Node::Kind::And:
            return std::all_of(node.children.begin(), node.children.end(),
                               [&](const Node& child) { return holds(model, child, item); });
        case Node::Kind::Or:
            return std::any_of(node.children.begin(), node.children.end(),
                               [&](const Node& child) { return holds(model, child, item); });
        case Node::Kind::Compare: return compares(node.comparator, order(at(0), at(1)));
        case Node::Kind::Between:
            return compares(">=", order(at(0), at(1))) && compares("<=", order(at(0), at(2)));
        case Node::Kind::In: return order(at(0), at(1)) == 0 || order(at(0), at(2)) == 0;
        case Node::Kind::Exists: return at(0).has_value();
        case Node::Kind::NotExists: return !at(0).has_value();
        case Node::Kind::Begins: return bothText() && at(0)->text.starts_with(at(1)->text);
        case Node::Kind::Contains:
            return bothText() && at(0)->text.find(at(1)->text) != std::string::npos;
    }
    return false;
}

values::EncodedItem encoded(const Item& item) {
    AttributeMap attributes;
    for (const auto& [name, value] : item) {
        attributes.emplace(name, toAttribute(value));
    }
    return values::EncodedItem(attributes);
}

TEST(ConditionPropertyTest, AgreesWithADirectEvaluator) {
    int matched = 0;
    for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
        Model model(seed);
        const auto tree = model.tree(4);
        const auto text = model.print(tree);
        Placeholders placeholders(nullptr, &model.values());
        const auto condition = Condition::compile(ConditionKind::Filter, text, placeholders);
        ASSERT_TRUE(condition) << text << ": " << condition.error().message;
        for (int i = 0; i < 8; ++i) {
            const auto item = model.item();
            const bool expected = holds(model, tree, item);
            ASSERT_EQ(condition->matches(encoded(item).view()), expected)
                << "seed " << seed << ": " << text;
            matched += expected ? 1 : 0;
        }
    }
    EXPECT_GT(matched, 1000);
    EXPECT_LT(matched, 11000);
}

}  // namespace
}  // namespace engine::expressions
