#include "engine/partiql/printer.h"

#include <algorithm>

#include "engine/base/base64.h"
#include "engine/partiql/keywords.h"

namespace engine::partiql {
namespace {

using Kind = Expression::Kind;
using values::AttributeValue;

std::string quoted(std::string_view text, char quote) {
    std::string out(1, quote);
    for (const char character : text) {
        out += character;
        if (character == quote) {
            out += quote;
        }
    }
    return out + quote;
}

std::string name(std::string_view text) {
    const auto isPlain = [](char character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
               (character >= '0' && character <= '9') || character == '_';
    };
    const bool startsWithDigit = !text.empty() && text.front() >= '0' && text.front() <= '9';
    return text.empty() || startsWithDigit || isKeyword(text) ||
                   !std::all_of(text.begin(), text.end(), isPlain)
               ? quoted(text, '"')
               : std::string(text);
}

template <class Range, class PrintElement>
std::string joined(const Range& range, std::string_view separator, PrintElement printElement) {
    std::string out;
    bool first = true;
    for (const auto& element : range) {
        out.append(first ? "" : separator).append(printElement(element));
        first = false;
    }
    return out;
}

std::string printValues(const std::vector<Expression>& expressions) {
    return joined(expressions, ", ",
                  [](const Expression& expression) { return print(expression); });
}

// Operands of operators that bind more loosely than a value stand in parentheses.
std::string operand(const Expression& expression) {
    const bool isLoose = expression.kind == Kind::Operation || expression.kind == Kind::TypeTest;
    return isLoose ? "(" + print(expression) + ")" : print(expression);
}

std::string printIn(const Expression& expression) {
    const std::vector<Expression> candidates(expression.operands.begin() + 1,
                                             expression.operands.end());
    const auto left = operand(expression.operands.front()) + " IN ";
    return left +
           (expression.flag ? operand(candidates.front()) : "[" + printValues(candidates) + "]");
}

std::string printOperation(const Expression& expression) {
    const auto& operands = expression.operands;
    switch (expression.op) {
        case Operator::Not: return "NOT " + operand(operands[0]);
        case Operator::In: return printIn(expression);
        case Operator::Between:
            return operand(operands[0]) + " BETWEEN " + operand(operands[1]) + " AND " +
                   operand(operands[2]);
        default:
            return joined(operands,
                          " " + std::string(expressions::operatorName(expression.op)) + " ",
                          operand);
    }
}

std::string printMap(const Expression& expression) {
    std::string out = "{";
    for (std::size_t i = 0; i < expression.names.size(); ++i) {
        out.append(i == 0 ? "" : ", ").append(quoted(expression.names[i], '\''));
        out.append(": ").append(print(expression.operands[i]));
    }
    return out + "}";
}

std::string printType(std::string_view type) {
    return type == "double" ? "DOUBLE PRECISION" : upperCase(type);
}

struct ValuePrinter {
    std::string operator()(const std::string& text) const { return quoted(text, '\''); }
    std::string operator()(const values::Number& number) const { return number.toString(); }
    std::string operator()(const values::Binary& binary) const {
        return "B'" + toBase64(binary.bytes) + "'";
    }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(const values::Null&) const { return "null"; }
    template <class Set>
    std::string operator()(const Set& set) const {
        return "<<" + joined(set.members, ", ", *this) + ">>";
    }
    std::string operator()(const values::AttributeList& list) const {
        return "[" + joined(list, ", ", [](const AttributeValue& value) { return print(value); }) +
               "]";
    }
    std::string operator()(const values::AttributeMap& map) const {
        return "{" +
               joined(map, ", ",
                      [](const auto& member) {
                          return quoted(member.first, '\'') + ": " + print(member.second);
                      }) +
               "}";
    }
};

std::string printSource(const Source& source) {
    return quoted(source.table, '"') + (source.index ? "." + quoted(*source.index, '"') : "");
}

std::string printWhere(const Statement& statement) {
    return statement.where ? " WHERE " + print(*statement.where) : "";
}

std::string printAssignments(const Statement& statement) {
    return joined(statement.assignments, "", [](const Assignment& assignment) {
        return assignment.isRemove
                   ? " REMOVE " + print(assignment.target)
                   : " SET " + print(assignment.target) + " = " + print(assignment.value);
    });
}

std::string printReturning(const Statement& statement) {
    if (!statement.returning) {
        return {};
    }
    return std::string(" RETURNING ") + (statement.returning->modifiedOnly ? "MODIFIED" : "ALL") +
           (statement.returning->newImage ? " NEW *" : " OLD *");
}

std::string printSelect(const Statement& statement) {
    std::string out = "SELECT ";
    out += statement.columns.empty()
               ? "*"
               : joined(statement.columns, ", ",
                        [](const values::DocumentPath& path) { return print(path); });
    out += " FROM " + printSource(statement.source) + printWhere(statement);
    if (!statement.order.empty()) {
        out += " ORDER BY " + joined(statement.order, ", ", [](const OrderTerm& term) {
                   return print(term.path) + (term.descending ? " DESC" : " ASC");
               });
    }
    return out;
}

}  // namespace

std::string print(const values::DocumentPath& path) {
    std::string out;
    for (const auto& element : path.elements) {
        if (const auto* text = std::get_if<std::string>(&element)) {
            out.append(out.empty() ? "" : ".").append(name(*text));
        } else {
            out += "[" + std::to_string(std::get<std::uint32_t>(element)) + "]";
        }
    }
    return out;
}

std::string print(const expressions::KeyClause& clause) {
    using expressions::KeyOperator;
    const auto attribute = name(clause.attributeName);
    const auto value = print(clause.first);
    switch (clause.op) {
        case KeyOperator::Equal: return attribute + " = " + value;
        case KeyOperator::Less: return attribute + " < " + value;
        case KeyOperator::LessOrEqual: return attribute + " <= " + value;
        case KeyOperator::Greater: return attribute + " > " + value;
        case KeyOperator::GreaterOrEqual: return attribute + " >= " + value;
        case KeyOperator::Between:
            return attribute + " BETWEEN " + value + " AND " + print(clause.second);
        case KeyOperator::BeginsWith: return "begins_with(" + attribute + ", " + value + ")";
    }
    return {};
}

std::string print(const AttributeValue& value) {
    return std::visit(ValuePrinter(), value.storage());
}

std::string print(const Expression& expression) {
    switch (expression.kind) {
        case Kind::Text: return quoted(expression.text, '\'');
        case Kind::Number: return expression.text;
        case Kind::Boolean: return expression.flag ? "true" : "false";
        case Kind::Null: return "null";
        case Kind::Missing: return "MISSING";
        case Kind::Parameter: return "?";
        case Kind::List: return "[" + printValues(expression.operands) + "]";
        case Kind::Set: return "<<" + printValues(expression.operands) + ">>";
        case Kind::Map: return printMap(expression);
        case Kind::Path: return print(expression.path);
        case Kind::Operation: return printOperation(expression);
        case Kind::Call: return expression.text + "(" + printValues(expression.operands) + ")";
        case Kind::TypeTest:
            return operand(expression.operands.front()) + " IS " + (expression.flag ? "NOT " : "") +
                   printType(expression.text);
        case Kind::Value: return print(expression.value);
    }
    return {};
}

std::string print(const Statement& statement) {
    const auto source = printSource(statement.source);
    switch (statement.kind) {
        case Statement::Kind::Select: return printSelect(statement);
        case Statement::Kind::Exists: return "EXISTS(" + printSelect(statement) + ")";
        case Statement::Kind::Insert:
            return "INSERT INTO " + source + " VALUE " + print(statement.item) +
                   (statement.ignoresDuplicate ? " ON CONFLICT DO NOTHING" : "");
        case Statement::Kind::Update:
            return (statement.fromFirst
                        ? "FROM " + source + printWhere(statement) + printAssignments(statement)
                        : "UPDATE " + source + printAssignments(statement) +
                              printWhere(statement)) +
                   printReturning(statement);
        case Statement::Kind::Delete:
            return "DELETE FROM " + source + printWhere(statement) + printReturning(statement);
    }
    return {};
}

}  // namespace engine::partiql
