#include "engine/partiql/expression_parser.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "engine/partiql/keywords.h"

namespace engine::partiql {
namespace {

using Kind = Expression::Kind;

// Deeper than any value that an item may hold; each level is a few hundred bytes of stack.
constexpr int nestingMax = 100;

struct Comparator {
    std::string_view symbol;
    Operator op;
};

constexpr std::array comparators = {
    Comparator{"=", Operator::Equal},           Comparator{"<>", Operator::NotEqual},
    Comparator{"!=", Operator::NotEqual},       Comparator{"<", Operator::Less},
    Comparator{"<=", Operator::LessOrEqual},    Comparator{">", Operator::Greater},
    Comparator{">=", Operator::GreaterOrEqual},
};

constexpr auto typeNames = std::to_array<std::string_view>({
    "any",    "bag",     "blob",   "bool",    "boolean",   "char",     "character",
    "clob",   "date",    "dec",    "decimal", "double",    "float",    "int",
    "int2",   "int4",    "int8",   "integer", "integer2",  "integer4", "integer8",
    "list",   "missing", "null",   "numeric", "real",      "sexp",     "smallint",
    "string", "struct",  "symbol", "time",    "timestamp", "tuple",    "varchar",
});

// Keywords that may be called; what they do is checked later.
constexpr auto callable = std::to_array<std::string_view>({
    "avg",
    "bit_length",
    "char_length",
    "character_length",
    "coalesce",
    "count",
    "exists",
    "lower",
    "max",
    "min",
    "missing",
    "nullif",
    "octet_length",
    "size",
    "sum",
    "upper",
});

template <std::size_t count>
bool isOneOf(const std::array<std::string_view, count>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

Position from(Position begin, const Token& last) {
    if (begin.line == last.position.line) {
        begin.length = last.position.column + last.position.length - begin.column;
    }
    return begin;
}

Expression operation(Operator op, Position position, std::vector<Expression> operands) {
    Expression made;
    made.kind = Kind::Operation;
    made.op = op;
    made.position = position;
    made.operands = std::move(operands);
    return made;
}

std::vector<Expression> listOf(Expression one, Expression two) {
    std::vector<Expression> operands;
    operands.reserve(2);
    operands.push_back(std::move(one));
    operands.push_back(std::move(two));
    return operands;
}

}  // namespace

const Token& ExpressionParser::peek(std::size_t ahead) const {
    return m_tokens[std::min(m_next + ahead, m_tokens.size() - 1)];
}

const Token& ExpressionParser::take() {
    const auto& token = peek();
    if (token.kind != TokenKind::End) {
        ++m_next;
    }
    return token;
}

bool ExpressionParser::atWord(std::string_view lowerCaseWord, std::size_t ahead) const {
    const auto& token = peek(ahead);
    return token.kind == TokenKind::Word && lowerCase(token.text) == lowerCaseWord;
}

bool ExpressionParser::acceptWord(std::string_view lowerCaseWord) {
    return atWord(lowerCaseWord) && (take(), true);
}

bool ExpressionParser::atSymbol(std::string_view symbol, std::size_t ahead) const {
    const auto& token = peek(ahead);
    return token.kind == TokenKind::Symbol && token.text == symbol;
}

bool ExpressionParser::acceptSymbol(std::string_view symbol) {
    return atSymbol(symbol) && (take(), true);
}

bool ExpressionParser::expectSymbol(std::string_view symbol) {
    return acceptSymbol(symbol) || failUnexpected();
}

bool ExpressionParser::atName(std::size_t ahead) const {
    const auto& token = peek(ahead);
    return token.kind == TokenKind::Quoted ||
           (token.kind == TokenKind::Word && !isKeyword(token.text));
}

bool ExpressionParser::fail(std::string_view detail) {
    return failWith(notWellFormed(detail));
}

bool ExpressionParser::failWith(Error error) {
    if (!m_error) {
        m_error = std::move(error);
    }
    return false;
}

bool ExpressionParser::failUnexpected() {
    const auto& token = peek();
    if (token.kind == TokenKind::Word) {
        return fail(isKeyword(token.text) ? "Unexpected keyword" : "Unexpected term");
    }
    const bool isOperator =
        token.kind == TokenKind::Symbol &&
        std::string_view("<>=!+-*/%||").find(token.text) != std::string_view::npos;
    return fail(isOperator ? "Unexpected operator" : "Unexpected term");
}

void ExpressionParser::refuse(std::string text) {
    if (!m_refusal) {
        m_refusal = std::move(text);
    }
}

bool ExpressionParser::enter() {
    if (++m_depth <= nestingMax) {
        return true;
    }
    return fail("Expressions are nested too deeply");
}

bool ExpressionParser::parseExpression(Expression& out) {
    return parseJoined("or", Operator::Or, &ExpressionParser::parseConjunction, out);
}

bool ExpressionParser::parseConjunction(Expression& out) {
    return parseJoined("and", Operator::And, &ExpressionParser::parseNegation, out);
}

bool ExpressionParser::parseJoined(std::string_view word, Operator op,
                                   bool (ExpressionParser::*parseSide)(Expression&),
                                   Expression& out) {
    if (!(this->*parseSide)(out)) {
        return false;
    }
    if (!atWord(word)) {
        return true;
    }
    const auto position = out.position;
    std::vector<Expression> sides;
    sides.push_back(std::move(out));
    while (acceptWord(word)) {
        if (!parseRightSide(parseSide, sides.emplace_back())) {
            return false;
        }
    }
    out = operation(op, position, std::move(sides));
    return true;
}

bool ExpressionParser::parseRightSide(bool (ExpressionParser::*parse)(Expression&),
                                      Expression& out) {
    if (atEnd()) {
        return fail("Missing right-hand side expression of infix operator");
    }
    return (this->*parse)(out);
}

bool ExpressionParser::parseNegation(Expression& out) {
    if (!atWord("not")) {
        return parseComparison(out);
    }
    const auto position = take().position;
    Expression negated;
    if (!enter() || !parseNegation(negated)) {
        return false;
    }
    leave();
    out = Expression();
    out.kind = Kind::Operation;
    out.op = Operator::Not;
    out.position = position;
    out.operands.push_back(std::move(negated));
    return true;
}

bool ExpressionParser::parseComparison(Expression& out) {
    if (!parseSum(out)) {
        return false;
    }
    const int depth = m_depth;
    bool more = true;
    while (more) {
        // Each comparison of a chain is an operand of the next one.
        if (!enter() || !parseComparisonRest(out, more)) {
            return false;
        }
    }
    m_depth = depth;
    return true;
}

bool ExpressionParser::parseComparisonRest(Expression& left, bool& more) {
    if (acceptWord("is")) {
        return parseTypeTest(left);
    }
    const bool negated = atWord("not") &&
                         (atWord("in", 1) || atWord("between", 1) || atWord("like", 1)) &&
                         acceptWord("not");
    const auto position = left.position;
    if (acceptWord("in") ? !parseIn(left) : (acceptWord("between") ? !parseBetween(left) : false)) {
        return false;
    }
    const bool isDone = left.isOperation(Operator::In) || left.isOperation(Operator::Between);
    if (negated && isDone) {
        std::vector<Expression> operands;
        operands.push_back(std::move(left));
        left = operation(Operator::Not, position, std::move(operands));
        return true;
    }
    if (acceptWord("like")) {
        refuse("Unsupported operation: Like");
        Expression ignored;
        return parseRightSide(&ExpressionParser::parseSum, ignored);
    }
    const auto* const comparator =
        std::find_if(comparators.begin(), comparators.end(),
                     [this](const Comparator& candidate) { return atSymbol(candidate.symbol); });
    if (comparator == comparators.end()) {
        more = false;
        return true;
    }
    take();
    Expression right;
    if (!parseRightSide(&ExpressionParser::parseSum, right)) {
        return false;
    }
    left = operation(comparator->op, position, listOf(std::move(left), std::move(right)));
    return true;
}

bool ExpressionParser::parseTypeTest(Expression& left) {
    Expression test;
    test.kind = Kind::TypeTest;
    test.position = left.position;
    test.flag = acceptWord("not");
    if (!parseTypeName(test.text)) {
        return false;
    }
    test.operands.push_back(std::move(left));
    left = std::move(test);
    return true;
}

bool ExpressionParser::parseTypeName(std::string& name) {
    if (peek().kind != TokenKind::Word || !isOneOf(typeNames, lowerCase(peek().text))) {
        return fail("Expected type name");
    }
    name = lowerCase(take().text);
    if (name == "double" && !acceptWord("precision")) {
        return fail("Expected type name");
    }
    return true;
}

bool ExpressionParser::parseBetween(Expression& left) {
    const auto position = left.position;
    Expression lower;
    Expression upper;
    if (!parseRightSide(&ExpressionParser::parseSum, lower)) {
        return false;
    }
    if (!acceptWord("and")) {
        return failUnexpected();
    }
    if (!parseRightSide(&ExpressionParser::parseSum, upper)) {
        return false;
    }
    auto operands = listOf(std::move(left), std::move(lower));
    operands.push_back(std::move(upper));
    left = operation(Operator::Between, position, std::move(operands));
    return true;
}

// [a, b], (a, b), <<a, b>> or one parameter, which then has to be a list.
bool ExpressionParser::parseIn(Expression& left) {
    const auto position = left.position;
    std::vector<Expression> operands;
    operands.push_back(std::move(left));
    bool isWhole = false;
    if (acceptSymbol("(")) {
        if (!enter() || !parseElements(")", operands)) {
            return false;
        }
        leave();
    } else {
        Expression candidates;
        if (!parseRightSide(&ExpressionParser::parseSum, candidates)) {
            return false;
        }
        if (candidates.kind == Kind::List || candidates.kind == Kind::Set) {
            std::move(candidates.operands.begin(), candidates.operands.end(),
                      std::back_inserter(operands));
        } else {
            isWhole = true;
            operands.push_back(std::move(candidates));
        }
    }
    left = operation(Operator::In, position, std::move(operands));
    left.flag = isWhole;
    return true;
}

bool ExpressionParser::parseSum(Expression& out) {
    if (!parseSigned(out)) {
        return false;
    }
    const int depth = m_depth;
    while (atSymbol("+") || atSymbol("-")) {
        const auto op = take().text == "+" ? Operator::Plus : Operator::Minus;
        Expression right;
        if (!enter() || !parseRightSide(&ExpressionParser::parseSigned, right)) {
            return false;
        }
        const auto position = out.position;
        out = operation(op, position, listOf(std::move(out), std::move(right)));
    }
    m_depth = depth;
    return true;
}

// Signs belong to number literals only.
bool ExpressionParser::parseSigned(Expression& out) {
    if (!atSymbol("+") && !atSymbol("-")) {
        return parseTerm(out);
    }
    const auto begin = peek().position;
    bool negative = false;
    while (atSymbol("+") || atSymbol("-")) {
        negative ^= take().text == "-";
    }
    if (peek().kind != TokenKind::Number) {
        return failUnexpected();
    }
    const auto& number = take();
    out = Expression();
    out.kind = Kind::Number;
    out.position = from(begin, number);
    out.text = (negative ? "-" : "") + number.text;
    return true;
}

bool ExpressionParser::parseTerm(Expression& out) {
    out = Expression();
    out.position = peek().position;
    switch (peek().kind) {
        case TokenKind::Text:
            out.kind = Kind::Text;
            out.text = take().text;
            return true;
        case TokenKind::Number:
            out.kind = Kind::Number;
            out.text = take().text;
            return true;
        case TokenKind::Parameter:
            out.kind = Kind::Parameter;
            out.parameter = m_parameterCount++;
            take();
            return true;
        case TokenKind::Word: return parseWord(out);
        case TokenKind::Quoted: out.kind = Kind::Path; return parsePath(out.path);
        case TokenKind::Symbol: break;
        case TokenKind::End: return failUnexpected();
    }
    if (acceptSymbol("(")) {
        return parseParenthesised(out);
    }
    if (acceptSymbol("[")) {
        return parseSequence(Kind::List, "]", out);
    }
    if (acceptSymbol("<<")) {
        return parseSequence(Kind::Set, ">>", out);
    }
    return acceptSymbol("{") ? parseMap(out) : failUnexpected();
}

bool ExpressionParser::parseWord(Expression& out) {
    const auto word = lowerCase(peek().text);
    const bool keyword = isKeyword(word);
    if (atSymbol("(", 1) && (!keyword || isOneOf(callable, word))) {
        return parseCall(out);
    }
    if (!keyword) {
        out.kind = Kind::Path;
        return parsePath(out.path);
    }
    if (word == "true" || word == "false") {
        out.kind = Kind::Boolean;
        out.flag = word == "true";
    } else if (word == "null") {
        out.kind = Kind::Null;
    } else if (word == "missing") {
        out.kind = Kind::Missing;
    } else {
        return failUnexpected();
    }
    take();
    return true;
}

bool ExpressionParser::parseCall(Expression& out) {
    out.kind = Kind::Call;
    out.text = lowerCase(take().text);
    take();
    if (!enter() || !parseElements(")", out.operands)) {
        return false;
    }
    leave();
    return true;
}

bool ExpressionParser::parseParenthesised(Expression& out) {
    if (!enter() || !parseExpression(out) || !expectSymbol(")")) {
        return false;
    }
    leave();
    return true;
}

bool ExpressionParser::parseSequence(Expression::Kind kind, std::string_view close,
                                     Expression& out) {
    out.kind = kind;
    if (!enter() || !parseElements(close, out.operands)) {
        return false;
    }
    leave();
    return true;
}

bool ExpressionParser::parseElements(std::string_view close, std::vector<Expression>& elements) {
    if (acceptSymbol(close)) {
        return true;
    }
    do {
        if (!parseExpression(elements.emplace_back())) {
            return false;
        }
    } while (acceptSymbol(","));
    return expectSymbol(close);
}

bool ExpressionParser::parseMap(Expression& out) {
    out.kind = Kind::Map;
    if (!enter()) {
        return false;
    }
    if (!acceptSymbol("}")) {
        do {
            if (peek().kind != TokenKind::Text) {
                return failUnexpected();
            }
            out.names.push_back(take().text);
            if (!expectSymbol(":") || !parseExpression(out.operands.emplace_back())) {
                return false;
            }
        } while (acceptSymbol(","));
        if (!expectSymbol("}")) {
            return false;
        }
    }
    leave();
    return true;
}

bool ExpressionParser::parsePath(values::DocumentPath& path) {
    if (!atName()) {
        return fail("Expected identifier for simple path");
    }
    if (peek().kind == TokenKind::Quoted && peek().text.empty()) {
        return failWith(Error::validation("Path component cannot be an empty string"));
    }
    path.elements.emplace_back(take().text);
    return parsePathRest(path);
}

bool ExpressionParser::parsePathRest(values::DocumentPath& path) {
    while (true) {
        if (acceptSymbol(".")) {
            if (!atName()) {
                return fail("Invalid path dot component");
            }
            path.elements.emplace_back(take().text);
        } else if (atSymbol("[")) {
            take();
            const auto& number = peek();
            std::uint32_t index = 0;
            const char* const end = number.text.data() + number.text.size();
            if (number.kind != TokenKind::Number) {
                return failUnexpected();
            }
            const auto parsed = std::from_chars(number.text.data(), end, index);
            if (parsed.ec != std::errc() || parsed.ptr != end) {
                return failWith(Error::validation(
                    "List index is not within the allowable range; index: [" + number.text + "]"));
            }
            take();
            path.elements.emplace_back(index);
            if (!expectSymbol("]")) {
                return false;
            }
        } else {
            return true;
        }
    }
}

}  // namespace engine::partiql
