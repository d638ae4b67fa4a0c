#include <utility>

#include "engine/base/limits.h"
#include "engine/expressions/parser.h"

namespace engine::expressions {
namespace {

std::optional<Operator> comparator(TokenKind kind) {
    switch (kind) {
        case TokenKind::Equal: return Operator::Equal;
        case TokenKind::NotEqual: return Operator::NotEqual;
        case TokenKind::Less: return Operator::Less;
        case TokenKind::LessOrEqual: return Operator::LessOrEqual;
        case TokenKind::Greater: return Operator::Greater;
        case TokenKind::GreaterOrEqual: return Operator::GreaterOrEqual;
        default: return std::nullopt;
    }
}

}  // namespace

bool ConditionParser::parse() {
    const auto root = parseOr();
    if (!root || !asCondition(*root)) {
        return false;
    }
    tree().root = root->node;
    return true;
}

std::optional<Term> ConditionParser::parseOr() {
    return parseJoined("OR", Operator::Or, &ConditionParser::parseAnd);
}

std::optional<Term> ConditionParser::parseAnd() {
    return parseJoined("AND", Operator::And, &ConditionParser::parseNot);
}

std::optional<Term> ConditionParser::parseJoined(
    std::string_view keyword, Operator op, std::optional<Term> (ConditionParser::*parseSide)()) {
    const auto first = (this->*parseSide)();
    if (!first || !peekKeyword(keyword)) {
        return first;
    }
    if (!asCondition(*first)) {
        return std::nullopt;
    }
    std::vector<NodeIndex> operands{first->node};
    while (acceptKeyword(keyword)) {
        const auto next = (this->*parseSide)();
        if (!next || !asCondition(*next)) {
            return std::nullopt;
        }
        operands.push_back(next->node);
    }
    return Term{addOperation(op, std::move(operands)), TermRole::Condition};
}

std::optional<Term> ConditionParser::parseNot() {
    std::size_t count = 0;
    while (acceptKeyword("NOT")) {
        ++count;
    }
    auto condition = parsePrimary();
    if (!condition || count == 0) {
        return condition;
    }
    if (!asCondition(*condition)) {
        return std::nullopt;
    }
    NodeIndex root = condition->node;
    for (; count > 0; --count) {
        root = addOperation(Operator::Not, {root});
    }
    return Term{root, TermRole::Condition};
}

std::optional<Term> ConditionParser::parsePrimary() {
    const auto left = parseTerm();
    if (!left) {
        return std::nullopt;
    }
    const auto op = comparator(peek().kind);
    const bool between = peekKeyword("BETWEEN");
    if (!op && !between && !peekKeyword("IN")) {
        return left;
    }
    if (!asOperand(*left)) {
        return std::nullopt;
    }
    take();
    if (op) {
        return parseComparison(*left, *op);
    }
    return between ? parseBetween(*left) : parseIn(*left);
}

std::optional<Term> ConditionParser::parseTerm() {
    return accept(TokenKind::OpenParenthesis) ? parseParenthesised() : parseSimpleOperand();
}

// After an opening parenthesis that may belong to a condition or to an operand.
std::optional<Term> ConditionParser::parseParenthesised() {
    if (!enterNesting()) {
        return std::nullopt;
    }
    auto inner = parseOr();
    leaveNesting();
    if (!inner || !expect(TokenKind::CloseParenthesis)) {
        return std::nullopt;
    }
    if (inner->parenthesised) {
        noteRedundantParentheses();
    }
    inner->parenthesised = true;
    return inner;
}

std::optional<Term> ConditionParser::parseComparison(const Term& left, Operator op) {
    const auto right = parseOperand();
    if (!right) {
        return std::nullopt;
    }
    return Term{addOperation(op, {left.node, right->node}), TermRole::Condition};
}

std::optional<Term> ConditionParser::parseBetween(const Term& left) {
    const auto lower = parseOperand();
    if (!lower) {
        return std::nullopt;
    }
    if (!acceptKeyword("AND")) {
        fail();
        return std::nullopt;
    }
    const auto upper = parseOperand();
    if (!upper) {
        return std::nullopt;
    }
    return Term{addOperation(Operator::Between, {left.node, lower->node, upper->node}),
                TermRole::Condition};
}

std::optional<Term> ConditionParser::parseIn(const Term& left) {
    if (!expect(TokenKind::OpenParenthesis)) {
        return std::nullopt;
    }
    std::vector<NodeIndex> operands{left.node};
    do {
        const auto candidate = parseOperand();
        if (!candidate) {
            return std::nullopt;
        }
        operands.push_back(candidate->node);
    } while (accept(TokenKind::Comma));
    if (!expect(TokenKind::CloseParenthesis)) {
        return std::nullopt;
    }
    if (operands.size() > limits::inOperandsMax) {
        noteTooManyInOperands(operands.size());
    }
    return Term{addOperation(Operator::In, std::move(operands)), TermRole::Condition};
}

// A bare operand where a condition must stand lacks its comparator at the current token.
bool ConditionParser::asCondition(const Term& term) {
    if (term.role == TermRole::Operand) {
        return fail();
    }
    if (term.role == TermRole::Call && node(term.node).op == Operator::Size) {
        noteMisusedFunction(Operator::Size);
    }
    return true;
}

bool ConditionParser::asOperand(const Term& term) {
    if (term.role == TermRole::Condition) {
        return fail();
    }
    checkOperandFunction(term);
    return true;
}

}  // namespace engine::expressions
