#include "engine/partiql/binder.h"

#include <algorithm>
#include <utility>

#include "engine/base/limits.h"
#include "engine/partiql/keywords.h"

namespace engine::partiql {
namespace {

using Kind = Expression::Kind;
using values::AttributeType;
using values::AttributeValue;

bool isLiteral(const Expression& expression) {
    return expression.kind <= Kind::Set;
}

std::string_view kindName(const Expression& expression) {
    switch (expression.kind) {
        case Kind::Missing: return "MISSING";
        case Kind::Path: return expression.path.isTopLevel() ? "VariableReference" : "Path";
        default: return "NAry";
    }
}

// The service prints the members bare: [x, x].
std::string repeatedMembers(const std::vector<std::string>& members) {
    std::string text = "One or more parameter values were invalid: Input collection [";
    for (std::size_t i = 0; i < members.size(); ++i) {
        text.append(i == 0 ? "" : ", ").append(members[i]);
    }
    return text + "] contains duplicates.";
}

template <class Member>
bool hasRepeated(std::vector<Member> members) {
    std::sort(members.begin(), members.end());
    return std::adjacent_find(members.begin(), members.end()) != members.end();
}

Error nestedTooDeeply() {
    return Error::validation(
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels "
        "beyond supported limit");
}

// A scalar or a set is one level, every list or map around it one more. The request's reader has
// bounded it.
int nestingLevels(const AttributeValue& value) {
    int deepest = 0;
    if (const auto* members = value.getIf<values::AttributeMap>()) {
        for (const auto& [name, member] : *members) {
            deepest = std::max(deepest, nestingLevels(member));
        }
    } else if (const auto* elements = value.getIf<values::AttributeList>()) {
        for (const auto& element : *elements) {
            deepest = std::max(deepest, nestingLevels(element));
        }
    }
    return 1 + deepest;
}

class ValueBinder final {
public:
    explicit ValueBinder(const std::vector<AttributeValue>& parameters)
        : m_parameters(parameters) {}

    // A condition or the right side of an assignment: its literals.
    Result<void> bind(Expression& expression) const {
        if (isLiteral(expression)) {
            return bindLiteral(expression);
        }
        for (auto& operand : expression.operands) {
            if (auto bound = bind(operand); !bound) {
                return bound;
            }
        }
        return expression.isOperation(Operator::In) ? spreadCandidates(expression) : Result<void>();
    }

    // `level`: of the value itself, counted as in items, whose attributes are the first.
    Result<void> bindLiteral(Expression& expression, int level = 1) const {
        auto value = valueOf(expression, "root", level);
        if (!value) {
            return std::move(value).error();
        }
        const auto position = expression.position;
        expression = Expression();
        expression.kind = Kind::Value;
        expression.position = position;
        expression.value = *std::move(value);
        return {};
    }

private:
    Result<AttributeValue> valueOf(const Expression& expression, const std::string& place,
                                   int level) const {
        if (level > limits::nestingDepthMax) {
            return nestedTooDeeply();
        }
        switch (expression.kind) {
            case Kind::Text: return AttributeValue::string(expression.text);
            case Kind::Number: return number(expression, place);
            case Kind::Boolean: return AttributeValue::boolean(expression.flag);
            case Kind::Null: return AttributeValue::null();
            case Kind::Parameter: return parameter(m_parameters[expression.parameter], level);
            case Kind::List: return list(expression, place, level);
            case Kind::Map: return map(expression, place, level);
            case Kind::Set: return set(expression, place, level);
            case Kind::Call:
                return Error::validation("Unsupported data type: " + expression.text +
                                         " under key " + parentOf(place) +
                                         atText(expression.position));
            default:
                return Error::validation(
                    "Unsupported data type: " + std::string(kindName(expression)) + " under key " +
                    parentOf(place));
        }
    }

    static Result<AttributeValue> parameter(const AttributeValue& value, int level) {
        if (level + nestingLevels(value) - 1 > limits::nestingDepthMax) {
            return nestedTooDeeply();
        }
        return value;
    }

    // Functions are told under the value that holds them.
    static std::string parentOf(const std::string& place) {
        const auto end = place.find_last_of(".[");
        return end == std::string::npos ? place : place.substr(0, end);
    }

    static Result<AttributeValue> number(const Expression& expression, const std::string& place) {
        auto parsed = values::Number::parse(expression.text);
        if (!parsed) {
            return Error::validation(parsed.error().message + " under " + place);
        }
        return AttributeValue::number(*parsed);
    }

    Result<AttributeValue> list(const Expression& expression, const std::string& place,
                                int level) const {
        values::AttributeList elements;
        for (const auto& operand : expression.operands) {
            auto element =
                valueOf(operand, place + "[" + std::to_string(elements.size()) + "]", level + 1);
            if (!element) {
                return element;
            }
            elements.push_back(*std::move(element));
        }
        return AttributeValue::list(std::move(elements));
    }

    Result<AttributeValue> map(const Expression& expression, const std::string& place,
                               int level) const {
        values::AttributeMap members;
        for (std::size_t i = 0; i < expression.names.size(); ++i) {
            const auto& name = expression.names[i];
            auto member = valueOf(expression.operands[i], place + "." + name, level + 1);
            if (!member) {
                return member;
            }
            if (!members.emplace(name, *std::move(member)).second) {
                return Error::validation("Duplicate keys in tuple. Key: " + name + " under " +
                                         place);
            }
        }
        return AttributeValue::map(std::move(members));
    }

    Result<AttributeValue> set(const Expression& expression, const std::string& place,
                               int level) const {
        if (expression.operands.empty()) {
            return Error::validation("Empty bags are not supported");
        }
        std::vector<AttributeValue> members;
        for (const auto& operand : expression.operands) {
            auto member = valueOf(operand, place, level + 1);
            if (!member) {
                return member;
            }
            members.push_back(*std::move(member));
        }
        const auto type = members.front().type();
        const bool isUniform =
            std::all_of(members.begin(), members.end(),
                        [type](const AttributeValue& member) { return member.type() == type; });
        if (isUniform && type == AttributeType::S) {
            return stringSet(members);
        }
        if (isUniform && type == AttributeType::N) {
            return numberSet(members);
        }
        if (isUniform && type == AttributeType::B) {
            return binarySet(members);
        }
        return Error::validation(
            "Unsupported data type in Bag. DynamoDB only supports either numbers or strings in "
            "bags");
    }

    static Result<AttributeValue> stringSet(const std::vector<AttributeValue>& members) {
        std::vector<std::string> texts;
        for (const auto& member : members) {
            texts.push_back(*member.getIf<std::string>());
        }
        if (hasRepeated(texts)) {
            return Error::validation(repeatedMembers(texts));
        }
        return AttributeValue::stringSet(std::move(texts));
    }

    static Result<AttributeValue> numberSet(const std::vector<AttributeValue>& members) {
        std::vector<values::Number> numbers;
        for (const auto& member : members) {
            numbers.push_back(*member.getIf<values::Number>());
        }
        if (hasRepeated(numbers)) {
            return Error::validation("Input collection contains duplicates");
        }
        return AttributeValue::numberSet(std::move(numbers));
    }

    static Result<AttributeValue> binarySet(const std::vector<AttributeValue>& members) {
        std::vector<values::Binary> binaries;
        for (const auto& member : members) {
            binaries.push_back(*member.getIf<values::Binary>());
        }
        if (hasRepeated(binaries)) {
            return Error::validation("Input collection contains duplicates");
        }
        return AttributeValue::binarySet(std::move(binaries));
    }

    // IN ?: the parameter is the whole list.
    static Result<void> spreadCandidates(Expression& in) {
        if (in.flag && in.operands[1].kind == Kind::Value) {
            if (const auto* list = in.operands[1].value.getIf<values::AttributeList>()) {
                const auto candidates = *list;
                in.operands.pop_back();
                for (const auto& candidate : candidates) {
                    auto& operand = in.operands.emplace_back();
                    operand.kind = Kind::Value;
                    operand.value = candidate;
                }
                in.flag = false;
            }
        }
        if (in.flag || in.operands.size() < 2 || in.operands[0].kind != Kind::Path) {
            return Error::validation(
                "IN operator must have a left hand argument of type Variable Reference and right "
                "hand argument of type Seq with at least one member");
        }
        const auto count = in.operands.size() - 1;
        if (count > static_cast<std::size_t>(limits::inOperandsMax)) {
            return Error::validation(
                "The IN operator is provided with too many operands; number of operands: " +
                std::to_string(count));
        }
        return {};
    }

    const std::vector<AttributeValue>& m_parameters;
};

Result<void> bindAssignments(const ValueBinder& binder, Statement& statement) {
    for (auto& assignment : statement.assignments) {
        if (assignment.isRemove) {
            continue;
        }
        if (auto bound = binder.bind(assignment.value); !bound) {
            return bound;
        }
    }
    return {};
}

Result<void> bindItem(const ValueBinder& binder, Statement& statement) {
    const bool isMap = statement.item.kind == Kind::Map || statement.item.kind == Kind::Parameter;
    const auto unsupported = Error::validation(
        "Unsupported format in item expression. Please use struct format {...} to express item "
        "values for insert statement.");
    if (!isMap) {
        return unsupported;
    }
    if (auto bound = binder.bindLiteral(statement.item, 0); !bound) {
        return bound;
    }
    return statement.item.value.type() == AttributeType::M ? Result<void>() : unsupported;
}

}  // namespace

Result<Statement> bind(Statement statement, const std::vector<AttributeValue>& parameters) {
    if (statement.parameterCount != parameters.size()) {
        return Error::validation("Number of parameters in request and statement don't match.");
    }
    const ValueBinder binder(parameters);
    const auto bindWhere = [&] {
        return statement.where ? binder.bind(*statement.where) : Result<void>();
    };
    auto bound = Result<void>();
    if (statement.kind == Statement::Kind::Insert) {
        bound = bindItem(binder, statement);
    } else if (statement.fromFirst) {
        bound = bindWhere();
        bound = bound ? bindAssignments(binder, statement) : bound;
    } else {
        bound = bindAssignments(binder, statement);
        bound = bound ? bindWhere() : bound;
    }
    if (!bound) {
        return std::move(bound).error();
    }
    return statement;
}

}  // namespace engine::partiql
