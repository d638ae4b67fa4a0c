#include "engine/partiql/lowering.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "engine/expressions/binder.h"
#include "engine/partiql/keywords.h"

namespace engine::partiql {
namespace {

using expressions::ActionKind;
using expressions::ActionSyntax;
using expressions::NodeIndex;
using expressions::PathElementSyntax;
using expressions::PathSyntax;
using expressions::SyntaxNode;
using expressions::SyntaxTree;
using Kind = Expression::Kind;
using values::AttributeType;
using values::AttributeValue;

struct Function {
    std::string_view name;
    Operator op;
};

constexpr std::array conditionFunctions = {
    Function{"attribute_exists", Operator::AttributeExists},
    Function{"attribute_not_exists", Operator::AttributeNotExists},
    Function{"attribute_type", Operator::AttributeType},
    Function{"begins_with", Operator::BeginsWith},
    Function{"contains", Operator::Contains},
};
constexpr std::array updateFunctions = {
    Function{"if_not_exists", Operator::IfNotExists},
    Function{"list_append", Operator::ListAppend},
};

template <std::size_t count>
std::optional<Operator> findFunction(const std::array<Function, count>& functions,
                                     const Expression& expression) {
    if (expression.kind != Kind::Call) {
        return std::nullopt;
    }
    for (const auto& function : functions) {
        if (function.name == expression.text) {
            return function.op;
        }
    }
    return std::nullopt;
}

// Types by the name that IS takes; "missing" is no type.
struct TypeName {
    std::string_view name;
    std::string_view attributeType;
};
constexpr std::array typeNames = {
    TypeName{"blob", "B"},     TypeName{"bool", "BOOL"},  TypeName{"boolean", "BOOL"},
    TypeName{"decimal", "N"},  TypeName{"int", "N"},      TypeName{"int2", "N"},
    TypeName{"int4", "N"},     TypeName{"int8", "N"},     TypeName{"integer", "N"},
    TypeName{"integer2", "N"}, TypeName{"integer4", "N"}, TypeName{"integer8", "N"},
    TypeName{"list", "L"},     TypeName{"null", "NULL"},  TypeName{"numeric", "N"},
    TypeName{"smallint", "N"}, TypeName{"string", "S"},   TypeName{"struct", "M"},
    TypeName{"tuple", "M"},
};

Error unrecognizedFunction(const Expression& call) {
    return Error::validation("Unrecognized function: " + call.text + atText(call.position));
}

PathSyntax syntaxOf(const values::DocumentPath& path) {
    PathSyntax syntax;
    for (const auto& element : path.elements) {
        auto& made = syntax.emplace_back();
        if (const auto* name = std::get_if<std::string>(&element)) {
            made.text = *name;
        } else {
            made.kind = PathElementSyntax::Kind::Index;
            made.index = std::get<std::uint32_t>(element);
        }
    }
    return syntax;
}

// Makes the tree of engine/expressions and the values that its tokens stand for.
class TreeBuilder {
public:
    const SyntaxTree& tree() const { return m_tree; }
    const expressions::ValueMap& valueMap() const { return m_values; }

protected:
    NodeIndex add(SyntaxNode node) {
        m_tree.nodes.push_back(std::move(node));
        return static_cast<NodeIndex>(m_tree.nodes.size() - 1);
    }
    NodeIndex addOperation(Operator op, std::vector<NodeIndex> operands) {
        SyntaxNode node;
        node.kind = SyntaxNode::Kind::Operation;
        node.op = op;
        node.operands = std::move(operands);
        return add(std::move(node));
    }
    NodeIndex addPath(const values::DocumentPath& path) {
        SyntaxNode node;
        node.path = syntaxOf(path);
        return add(std::move(node));
    }
    NodeIndex addValue(AttributeValue value) {
        SyntaxNode node;
        node.kind = SyntaxNode::Kind::Value;
        node.token = ":" + std::to_string(m_values.size());
        m_values.emplace(node.token, std::move(value));
        return add(std::move(node));
    }

    SyntaxTree m_tree;
    expressions::ValueMap m_values;
};

class ConditionLowering final : public TreeBuilder {
public:
    Result<void> lower(const Expression& expression) {
        const auto root = condition(
            expression, "WHERE clause must contain an expression that resolves to a boolean");
        if (!root) {
            return root.error();
        }
        m_tree.root = *root;
        return {};
    }

private:
    // `otherwise`: the text for what is no condition.
    Result<NodeIndex> condition(const Expression& expression, std::string_view otherwise) {
        if (const auto function = findFunction(conditionFunctions, expression)) {
            return operation(*function, expression.operands);
        }
        switch (expression.kind) {
            case Kind::TypeTest: return typeTest(expression);
            case Kind::Operation: break;
            case Kind::Call:
                return expression.text == "size" ? Error::validation(std::string(otherwise))
                                                 : unrecognizedFunction(expression);
            default: return Error::validation(std::string(otherwise));
        }
        switch (expression.op) {
            case Operator::And:
            case Operator::Or:
                return joined(expression, "The arguments to AND/OR must be Expressions");
            case Operator::Not:
                return joined(expression, "The argument to NOT must be a Type or Expression");
            case Operator::Plus:
            case Operator::Minus: return unsupportedOperator(expression.op);
            default: return comparison(expression);
        }
    }

    Result<NodeIndex> joined(const Expression& expression, std::string_view otherwise) {
        std::vector<NodeIndex> sides;
        for (const auto& operand : expression.operands) {
            const auto side = condition(operand, otherwise);
            if (!side) {
                return side;
            }
            sides.push_back(*side);
        }
        return addOperation(expression.op, std::move(sides));
    }

    static Error unsupportedOperator(Operator op) {
        return Error::validation("Unsupported operator in Condition Expression. Operator: " +
                                 std::string(expressions::operatorName(op)));
    }

    Result<NodeIndex> comparison(const Expression& expression) {
        for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
            if (const auto outcome = wantedOutcome(expression, side)) {
                return test(expression.operands[side], *outcome);
            }
        }
        auto compared = operation(expression.op, expression.operands);
        if (!compared || expression.op != Operator::NotEqual) {
            return compared;
        }
        // What is not there differs from nothing.
        std::vector<NodeIndex> all;
        for (const auto& operand : expression.operands) {
            const bool isSize = operand.kind == Kind::Call && operand.operands.size() == 1;
            const auto& inner = isSize ? operand.operands.front() : operand;
            if (inner.kind == Kind::Path) {
                all.push_back(addOperation(Operator::AttributeExists, {addPath(inner.path)}));
            }
        }
        if (all.empty()) {
            return compared;
        }
        all.push_back(*compared);
        return addOperation(Operator::And, std::move(all));
    }

    // attribute_exists(a) = true: what the function on this side has to give.
    static std::optional<bool> wantedOutcome(const Expression& expression, std::size_t side) {
        const bool isEqual = expression.op == Operator::Equal;
        if ((!isEqual && expression.op != Operator::NotEqual) ||
            !findFunction(conditionFunctions, expression.operands[side])) {
            return std::nullopt;
        }
        const auto& other = expression.operands[1 - side];
        const auto* wanted = other.kind == Kind::Value ? other.value.getIf<bool>() : nullptr;
        return wanted == nullptr ? std::nullopt : std::optional(*wanted == isEqual);
    }

    Result<NodeIndex> test(const Expression& call, bool outcome) {
        const auto made = operation(*findFunction(conditionFunctions, call), call.operands);
        return made && !outcome ? addOperation(Operator::Not, {*made}) : made;
    }

    Result<NodeIndex> operation(Operator op, const std::vector<Expression>& operands) {
        std::vector<NodeIndex> lowered;
        for (const auto& expression : operands) {
            const auto made = operand(expression);
            if (!made) {
                return made;
            }
            lowered.push_back(*made);
        }
        return addOperation(op, std::move(lowered));
    }

    Result<NodeIndex> operand(const Expression& expression) {
        switch (expression.kind) {
            case Kind::Value: return addValue(expression.value);
            case Kind::Path: return addPath(expression.path);
            case Kind::Call:
                return expression.text == "size" ? operation(Operator::Size, expression.operands)
                                                 : unrecognizedFunction(expression);
            case Kind::Operation: return unsupportedOperator(expression.op);
            case Kind::Missing:
                return Error::validation("MISSING must be compared using IS operator");
            default: return Error::validation("Unsupported operation: IsType");
        }
    }

    Result<NodeIndex> typeTest(const Expression& expression) {
        const auto& tested = expression.operands.front();
        if (tested.kind != Kind::Path && tested.kind != Kind::Value) {
            return Error::validation(
                "The left hand side argument to IS must be a Variable Reference, Literal, or Path");
        }
        const auto inner = operand(tested);
        if (!inner) {
            return inner;
        }
        if (expression.text == "missing") {
            return addOperation(
                expression.flag ? Operator::AttributeExists : Operator::AttributeNotExists,
                {*inner});
        }
        const auto* const type = std::find_if(
            typeNames.begin(), typeNames.end(),
            [&](const TypeName& candidate) { return candidate.name == expression.text; });
        if (type == typeNames.end()) {
            return Error::validation(
                "Unsupported data type for IS operator: " + upperCase(expression.text) +
                ". Supported data types are [MISSING, NULL, BOOLEAN, BLOB, "
                "STRING, NUMERIC, STRUCT, TUPLE, LIST]");
        }
        const auto named = addValue(AttributeValue::string(std::string(type->attributeType)));
        const auto test = addOperation(Operator::AttributeType, {*inner, named});
        return expression.flag ? addOperation(Operator::Not, {test}) : test;
    }
};

class UpdateLowering final : public TreeBuilder {
public:
    Result<void> lower(const std::vector<Assignment>& assignments) {
        for (const auto& assignment : assignments) {
            ActionSyntax action;
            action.path = syntaxOf(assignment.target);
            action.kind = assignment.isRemove ? ActionKind::Remove : ActionKind::Set;
            if (!assignment.isRemove) {
                const auto made = setAction(assignment, action);
                if (!made) {
                    return made.error();
                }
                action.value = *made;
            }
            m_tree.actions.push_back(std::move(action));
        }
        return {};
    }

private:
    Result<NodeIndex> setAction(const Assignment& assignment, ActionSyntax& action) {
        const auto& call = assignment.value;
        const bool isAdd = call.kind == Kind::Call && call.text == "set_add";
        const bool isDelete = call.kind == Kind::Call && call.text == "set_delete";
        if (!isAdd && !isDelete) {
            return value(call);
        }
        action.kind = isAdd ? ActionKind::Add : ActionKind::Delete;
        const auto name = upperCase(call.text);
        if (call.operands.size() != 2) {
            return Error::validation(name + " must have exactly two arguments" +
                                     atText(call.position));
        }
        const auto& first = call.operands[0];
        const auto& second = call.operands[1];
        if (first.kind != Kind::Path || first.path != assignment.target) {
            return Error::validation("The first argument to " + name +
                                     " must equal the assignment value" + atText(call.position));
        }
        const bool isSet =
            second.kind == Kind::Value &&
            (second.value.type() == AttributeType::SS || second.value.type() == AttributeType::NS ||
             second.value.type() == AttributeType::BS);
        if (!isSet) {
            return Error::validation("The second argument to " + name +
                                     " must be a value with type SET" + atText(first.position));
        }
        return addValue(second.value);
    }

    Result<NodeIndex> value(const Expression& expression) {
        switch (expression.kind) {
            case Kind::Value: return addValue(expression.value);
            case Kind::Path: return addPath(expression.path);
            case Kind::TypeTest:
                return Error::validation("IS operator is not supported in update expressions");
            case Kind::Missing:
                return Error::validation("MISSING must be compared using IS operator");
            case Kind::Operation:
                if (expression.op == Operator::Plus || expression.op == Operator::Minus) {
                    return operation(expression.op, expression.operands);
                }
                return Error::validation("Unsupported operator in Update Expression. Operator: " +
                                         std::string(expressions::operatorName(expression.op)));
            default: break;
        }
        const auto function = findFunction(updateFunctions, expression);
        if (!function) {
            return unrecognizedFunction(expression);
        }
        return operation(*function, expression.operands);
    }

    Result<NodeIndex> operation(Operator op, const std::vector<Expression>& operands) {
        std::vector<NodeIndex> lowered;
        for (const auto& operand : operands) {
            const auto made = value(operand);
            if (!made) {
                return made;
            }
            lowered.push_back(*made);
        }
        return addOperation(op, std::move(lowered));
    }
};

std::string columnName(const values::DocumentPath& path) {
    std::string name;
    for (const auto& element : path.elements) {
        if (const auto* text = std::get_if<std::string>(&element)) {
            name = *text;
        } else {
            name += "[" + std::to_string(std::get<std::uint32_t>(element)) + "]";
        }
    }
    return name;
}

}  // namespace

Result<expressions::Condition> compileCondition(const Expression& condition) {
    ConditionLowering lowering;
    if (auto lowered = lowering.lower(condition); !lowered) {
        return std::move(lowered).error();
    }
    expressions::Placeholders placeholders(nullptr, &lowering.valueMap());
    return expressions::Condition::compile(expressions::ConditionKind::Statement, lowering.tree(),
                                           placeholders);
}

Result<expressions::Update> compileUpdate(const std::vector<Assignment>& assignments) {
    UpdateLowering lowering;
    if (auto lowered = lowering.lower(assignments); !lowered) {
        return std::move(lowered).error();
    }
    expressions::Placeholders placeholders(nullptr, &lowering.valueMap());
    return expressions::Update::compile(lowering.tree(), placeholders);
}

Result<Columns> Columns::compile(const std::vector<values::DocumentPath>& paths) {
    Columns columns;
    for (const auto& path : paths) {
        auto name = columnName(path);
        for (const auto& other : columns.m_columns) {
            if (other.name == name) {
                return Error::validation("Duplicate identifiers in select clause: " + name);
            }
        }
        columns.m_columns.push_back({std::move(name), path});
        auto& attributes = columns.m_attributes;
        if (std::find(attributes.begin(), attributes.end(), path.attributeName()) ==
            attributes.end()) {
            attributes.push_back(path.attributeName());
        }
    }
    return columns;
}

values::EncodedItem Columns::apply(values::ItemView item) const {
    if (isStar()) {
        return values::EncodedItem(std::string(item.bytes()));
    }
    values::AttributeMap row;
    for (const auto& column : m_columns) {
        if (const auto value = expressions::findAt(item, column.path)) {
            row.emplace(column.name, value->decode());
        }
    }
    return values::EncodedItem(row);
}

}  // namespace engine::partiql
