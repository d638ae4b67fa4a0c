#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/partiql/statement.h"

namespace engine::partiql {

// The tokens of a statement and the grammar of its conditions and values. What parses answers
// false after the first syntax error, which ends parsing.
class ExpressionParser {
public:
    explicit ExpressionParser(std::vector<Token> tokens) : m_tokens(std::move(tokens)) {}
    ExpressionParser(const ExpressionParser&) = delete;
    ExpressionParser& operator=(const ExpressionParser&) = delete;

protected:
    ~ExpressionParser() = default;

    // Never goes past End.
    const Token& peek(std::size_t ahead = 0) const;
    const Token& take();
    bool atEnd() const { return peek().kind == TokenKind::End; }
    bool atWord(std::string_view lowerCaseWord, std::size_t ahead = 0) const;
    bool acceptWord(std::string_view lowerCaseWord);
    bool atSymbol(std::string_view symbol, std::size_t ahead = 0) const;
    bool acceptSymbol(std::string_view symbol);
    bool expectSymbol(std::string_view symbol);
    // A name that needs no quotes, or a quoted one.
    bool atName(std::size_t ahead = 0) const;

    bool fail(std::string_view detail);  // always false
    bool failWith(Error error);          // always false
    bool failUnexpected();               // at the current token, where a term should begin
    // Notes what the grammar allows but the service refuses; the first one counts.
    void refuse(std::string text);

    bool parseExpression(Expression& out);
    bool parsePath(values::DocumentPath& path);

    const std::optional<Error>& error() const { return m_error; }
    std::optional<std::string> takeRefusal() { return std::move(m_refusal); }
    std::size_t parameterCount() const { return m_parameterCount; }

private:
    bool parseJoined(std::string_view word, Operator op,
                     bool (ExpressionParser::*parseSide)(Expression&), Expression& out);
    bool parseConjunction(Expression& out);
    bool parseNegation(Expression& out);
    bool parseComparison(Expression& out);
    bool parseComparisonRest(Expression& left, bool& more);
    bool parseTypeTest(Expression& left);
    bool parseTypeName(std::string& name);
    bool parseBetween(Expression& left);
    bool parseIn(Expression& left);
    bool parseSum(Expression& out);
    bool parseSigned(Expression& out);
    bool parseTerm(Expression& out);
    bool parseWord(Expression& out);
    bool parseCall(Expression& out);
    bool parseParenthesised(Expression& out);
    bool parseSequence(Expression::Kind kind, std::string_view close, Expression& out);
    bool parseElements(std::string_view close, std::vector<Expression>& elements);
    bool parseMap(Expression& out);
    bool parseRightSide(bool (ExpressionParser::*parse)(Expression&), Expression& out);
    bool parsePathRest(values::DocumentPath& path);

    // Guard the recursion against hostile nesting.
    bool enter();
    void leave() { --m_depth; }

    std::vector<Token> m_tokens;
    std::size_t m_next = 0;
    int m_depth = 0;
    std::size_t m_parameterCount = 0;
    std::optional<Error> m_error;
    std::optional<std::string> m_refusal;
};

}  // namespace engine::partiql
