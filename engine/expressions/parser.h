#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/expressions/lexer.h"
#include "engine/expressions/syntax_tree.h"

namespace engine::expressions {

// Parses the text, or takes its tree from the cache. Finds everything that is wrong whatever the
// request's names and values are: size, syntax, redundant parentheses, function names and places,
// reserved words, repeated sections, limits (facts/validation.md section 8, in its order).
Result<SyntaxTreePointer> parseExpression(ExpressionKind kind, std::string_view text);

// What a parsed piece can stand for: a function call is a condition or an operand, which its place
// decides.
enum class TermRole : std::uint8_t { Operand, Condition, Call };

struct Term {
    NodeIndex node = 0;
    TermRole role = TermRole::Operand;
    bool parenthesised = false;
};

// What the grammars share: the token position, paths, operands and function calls. The first syntax
// error ends parsing; other problems are noted and reported in their order of precedence.
class Parser {
public:
    Parser(ExpressionKind kind, std::string_view text);
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;

    Result<SyntaxTreePointer> finish(bool parsed);

protected:
    ~Parser() = default;

    // Never goes past End.
    const Token& peek(std::size_t ahead = 0) const;
    const Token& take();
    bool accept(TokenKind kind);
    bool peekKeyword(std::string_view keyword) const;
    bool acceptKeyword(std::string_view keyword);
    bool fail();  // notes a syntax error at the current token; always false
    bool expect(TokenKind kind) { return accept(kind) || fail(); }

    NodeIndex addNode(SyntaxNode node);
    const SyntaxNode& node(NodeIndex index) const { return m_tree.nodes[index]; }
    NodeIndex addOperation(Operator op, std::vector<NodeIndex> operands);

    // path := element ('.' element | '[' index ']')*
    std::optional<PathSyntax> parsePath();
    bool extendPath(PathSyntax& path);
    // A path, a :value, a function call, or one of these in parentheses.
    std::optional<Term> parseOperand();
    std::optional<Term> parseSimpleOperand();
    bool atCall() const;

    SyntaxTree& tree() { return m_tree; }
    // The note of the first problem of its sort wins.
    void noteRedundantParentheses();
    void noteMisusedFunction(Operator op);
    // Only size() may be an operand of a condition.
    void checkOperandFunction(const Term& term);
    void noteRepeatedSection(std::string_view section);
    void noteTooManyInOperands(std::size_t count);

    // Guards the recursion against hostile nesting. Nothing valid goes deeper: each level but one
    // needs an operator, or its parentheses are redundant.
    bool enterNesting();
    void leaveNesting() { --m_depth; }

private:
    bool isKeyword(const Token& token) const;
    bool parseElement(PathSyntax& path);
    bool parseIndex(PathSyntax& path);
    void checkDepth(const PathSyntax& path);
    std::optional<Term> parseCall();
    void checkNoListAppend(const std::vector<NodeIndex>& operands);
    std::optional<Operator> findFunction(std::string_view name);
    std::optional<std::string> firstProblem() const;

    ExpressionKind m_kind;
    std::string_view m_text;
    std::vector<Token> m_tokens;
    std::size_t m_position = 0;
    int m_depth = 0;
    std::size_t m_operatorCount = 0;
    SyntaxTree m_tree;

    std::optional<std::string> m_fatal;
    std::optional<std::string> m_parentheses;
    std::optional<std::string> m_function;
    std::optional<std::string> m_misusedFunction;
    std::optional<std::string> m_reservedWord;
    std::optional<std::string> m_section;
    std::optional<std::string> m_limit;
};

// Grammars of facts/expressions.md sections 2 to 5.
class ConditionParser final : public Parser {
public:
    using Parser::Parser;
    bool parse();

private:
    std::optional<Term> parseOr();
    std::optional<Term> parseAnd();
    std::optional<Term> parseNot();
    std::optional<Term> parsePrimary();
    std::optional<Term> parseTerm();
    std::optional<Term> parseParenthesised();
    std::optional<Term> parseJoined(std::string_view keyword, Operator op,
                                    std::optional<Term> (ConditionParser::*parseSide)());
    std::optional<Term> parseComparison(const Term& left, Operator op);
    std::optional<Term> parseBetween(const Term& left);
    std::optional<Term> parseIn(const Term& left);
    bool asCondition(const Term& term);
    bool asOperand(const Term& term);
};

class ProjectionParser final : public Parser {
public:
    using Parser::Parser;
    bool parse();
};

class UpdateParser final : public Parser {
public:
    using Parser::Parser;
    bool parse();

private:
    bool parseSection();
    bool parseAction(ActionKind kind);
    std::optional<Term> parseSetValue();
    std::optional<Term> parseSetTerm();

    std::vector<ActionKind> m_sections;
};

}  // namespace engine::expressions
