#include "engine/expressions/parser.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include "engine/base/ensure.h"
#include "engine/base/limits.h"
#include "engine/expressions/expressions.h"
#include "engine/expressions/tree_cache.h"

namespace engine::expressions {
namespace {

constexpr int nestingMax = 320;
static_assert(nestingMax > limits::expressionOperatorsMax);

struct Function {
    Operator op;
    bool ofUpdate;
};

constexpr std::array functions = {
    Function{Operator::AttributeExists, false}, Function{Operator::AttributeNotExists, false},
    Function{Operator::AttributeType, false},   Function{Operator::BeginsWith, false},
    Function{Operator::Contains, false},        Function{Operator::Size, false},
    Function{Operator::IfNotExists, true},      Function{Operator::ListAppend, true},
};

constexpr std::array<std::string_view, 5> conditionKeywords = {"AND", "OR", "NOT", "BETWEEN", "IN"};
constexpr std::array<std::string_view, 4> updateKeywords = {"SET", "REMOVE", "ADD", "DELETE"};

template <std::size_t Count>
bool contains(const std::array<std::string_view, Count>& keywords, std::string_view word) {
    for (const auto keyword : keywords) {
        if (equalsIgnoringCase(keyword, word)) {
            return true;
        }
    }
    return false;
}

void noteFirst(std::optional<std::string>& slot, std::string text) {
    if (!slot) {
        slot = std::move(text);
    }
}

std::string tooManyOperators(std::size_t count) {
    return "The expression contains too many operators; operator count: " + std::to_string(count);
}

const std::string redundantParentheses = "The expression has redundant parentheses;";

template <class Grammar>
Result<SyntaxTreePointer> parseWith(ExpressionKind kind, std::string_view text) {
    Grammar parser(kind, text);
    const bool parsed = parser.parse();
    return parser.finish(parsed);
}

Result<SyntaxTreePointer> parseText(ExpressionKind kind, std::string_view text) {
    switch (kind) {
        case ExpressionKind::Projection: return parseWith<ProjectionParser>(kind, text);
        case ExpressionKind::Update: return parseWith<UpdateParser>(kind, text);
        default: return parseWith<ConditionParser>(kind, text);
    }
}

}  // namespace

Result<SyntaxTreePointer> parseExpression(ExpressionKind kind, std::string_view text) {
    if (text.empty()) {
        return invalidExpression(kind, "The expression can not be empty;");
    }
    if (text.size() > limits::expressionBytesMax) {
        return invalidExpression(
            kind, "Expression size has exceeded the maximum allowed size; expression size: " +
                      std::to_string(text.size()));
    }
    if (auto cached = treeCache().find(kind, text)) {
        return cached;
    }
    auto parsed = parseText(kind, text);
    if (parsed) {
        treeCache().insert(kind, text, *parsed);
    }
    return parsed;
}

Parser::Parser(ExpressionKind kind, std::string_view text)
    : m_kind(kind), m_text(text), m_tokens(tokenize(text)) {
}

Result<SyntaxTreePointer> Parser::finish(bool parsed) {
    if (parsed && peek().kind != TokenKind::End) {
        parsed = fail();
    }
    if (const auto problem = firstProblem()) {
        return invalidExpression(m_kind, *problem);
    }
    ENSURE(parsed);
    return std::make_shared<const SyntaxTree>(std::move(m_tree));
}

std::optional<std::string> Parser::firstProblem() const {
    if (m_fatal) {
        return m_fatal;
    }
    const bool update = m_kind == ExpressionKind::Update;
    if (m_parentheses) {
        return m_parentheses;
    }
    if (update && m_reservedWord) {
        return m_reservedWord;
    }
    for (const auto* problem : {&m_function, &m_misusedFunction, &m_reservedWord, &m_section}) {
        if (*problem) {
            return *problem;
        }
    }
    if (m_operatorCount > limits::expressionOperatorsMax) {
        return tooManyOperators(m_operatorCount);
    }
    return m_limit;
}

const Token& Parser::peek(std::size_t ahead) const {
    return m_tokens[std::min(m_position + ahead, m_tokens.size() - 1)];
}

const Token& Parser::take() {
    const Token& token = m_tokens[m_position];
    if (token.kind != TokenKind::End) {
        ++m_position;
    }
    return token;
}

bool Parser::accept(TokenKind kind) {
    if (peek().kind != kind) {
        return false;
    }
    take();
    return true;
}

bool Parser::peekKeyword(std::string_view keyword) const {
    return peek().kind == TokenKind::Identifier && equalsIgnoringCase(peek().text, keyword);
}

bool Parser::acceptKeyword(std::string_view keyword) {
    if (!peekKeyword(keyword)) {
        return false;
    }
    take();
    return true;
}

bool Parser::fail() {
    noteFirst(m_fatal, syntaxErrorText(m_text, m_tokens, m_position));
    return false;
}

bool Parser::isKeyword(const Token& token) const {
    if (token.kind != TokenKind::Identifier || m_kind == ExpressionKind::Projection) {
        return false;
    }
    return m_kind == ExpressionKind::Update ? contains(updateKeywords, token.text)
                                            : contains(conditionKeywords, token.text);
}

NodeIndex Parser::addNode(SyntaxNode node) {
    m_tree.nodes.push_back(std::move(node));
    return static_cast<NodeIndex>(m_tree.nodes.size() - 1);
}

NodeIndex Parser::addOperation(Operator op, std::vector<NodeIndex> operands) {
    const bool joins = op == Operator::And || op == Operator::Or;
    m_operatorCount += joins ? operands.size() - 1 : 1;
    SyntaxNode operation;
    operation.kind = SyntaxNode::Kind::Operation;
    operation.op = op;
    operation.operands = std::move(operands);
    return addNode(std::move(operation));
}

std::optional<PathSyntax> Parser::parsePath() {
    PathSyntax path;
    if (!parseElement(path) || !extendPath(path)) {
        return std::nullopt;
    }
    return path;
}

bool Parser::extendPath(PathSyntax& path) {
    while (true) {
        if (accept(TokenKind::Dot)) {
            if (!parseElement(path)) {
                return false;
            }
        } else if (accept(TokenKind::OpenBracket)) {
            if (!parseIndex(path)) {
                return false;
            }
        } else {
            checkDepth(path);
            return true;
        }
    }
}

bool Parser::parseElement(PathSyntax& path) {
    const Token& token = peek();
    if (token.kind == TokenKind::Name) {
        path.push_back({PathElementSyntax::Kind::Alias, std::string(token.text), 0});
        m_tree.nameTokens.emplace_back(token.text);
        take();
        return true;
    }
    if (token.kind != TokenKind::Identifier || isKeyword(token)) {
        return fail();
    }
    if (isReservedWord(token.text)) {
        noteFirst(m_reservedWord, "Attribute name is a reserved keyword; reserved keyword: " +
                                      std::string(token.text));
    }
    path.push_back({PathElementSyntax::Kind::Name, std::string(token.text), 0});
    take();
    return true;
}

bool Parser::parseIndex(PathSyntax& path) {
    const Token& token = peek();
    if (token.kind != TokenKind::Index) {
        return fail();
    }
    std::uint32_t index = 0;
    const auto [end, status] =
        std::from_chars(token.text.data(), token.text.data() + token.text.size(), index);
    static_cast<void>(end);
    if (status != std::errc() || index > std::numeric_limits<std::int32_t>::max()) {
        noteFirst(m_limit, "List index is not within the allowable range; index: [" +
                               std::string(token.text) + "]");
    }
    path.push_back({PathElementSyntax::Kind::Index, {}, index});
    take();
    return expect(TokenKind::CloseBracket);
}

void Parser::checkDepth(const PathSyntax& path) {
    if (path.size() > limits::pathElementsMax) {
        noteFirst(m_limit, "The document path has too many nesting levels; nesting levels: " +
                               std::to_string(path.size()));
    }
}

bool Parser::atCall() const {
    return peek().kind == TokenKind::Identifier && !isKeyword(peek()) &&
           peek(1).kind == TokenKind::OpenParenthesis;
}

std::optional<Term> Parser::parseOperand() {
    if (!accept(TokenKind::OpenParenthesis)) {
        auto operand = parseSimpleOperand();
        if (operand) {
            checkOperandFunction(*operand);
        }
        return operand;
    }
    if (!enterNesting()) {
        return std::nullopt;
    }
    auto inner = parseOperand();
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

std::optional<Term> Parser::parseSimpleOperand() {
    if (atCall()) {
        return parseCall();
    }
    SyntaxNode operand;
    if (peek().kind == TokenKind::Value) {
        operand.kind = SyntaxNode::Kind::Value;
        operand.token = take().text;
        m_tree.valueTokens.push_back(operand.token);
        return Term{addNode(std::move(operand))};
    }
    auto path = parsePath();
    if (!path) {
        return std::nullopt;
    }
    operand.path = *std::move(path);
    return Term{addNode(std::move(operand))};
}

std::optional<Term> Parser::parseCall() {
    const auto function = findFunction(take().text);
    take();  // the parenthesis that atCall saw
    if (!enterNesting()) {
        return std::nullopt;
    }
    std::vector<NodeIndex> operands;
    do {
        const auto operand = parseOperand();
        if (!operand) {
            return std::nullopt;
        }
        operands.push_back(operand->node);
    } while (accept(TokenKind::Comma));
    leaveNesting();
    if (!expect(TokenKind::CloseParenthesis)) {
        return std::nullopt;
    }
    // An unknown function has been noted as an error, so that its node is never looked at.
    const auto op = function.value_or(Operator::Size);
    if (op == Operator::ListAppend) {
        checkNoListAppend(operands);
    }
    return Term{addOperation(op, std::move(operands)), TermRole::Call};
}

void Parser::checkNoListAppend(const std::vector<NodeIndex>& operands) {
    for (const auto index : operands) {
        const auto& operand = node(index);
        if (operand.kind == SyntaxNode::Kind::Operation && operand.op == Operator::ListAppend) {
            noteMisusedFunction(Operator::ListAppend);
        }
    }
}

std::optional<Operator> Parser::findFunction(std::string_view name) {
    const bool update = m_kind == ExpressionKind::Update;
    for (const auto& function : functions) {
        if (operatorName(function.op) != name) {
            continue;
        }
        if (function.ofUpdate != update) {
            noteFirst(m_function, "The function is not allowed in " +
                                      std::string(update ? "an update" : "a condition") +
                                      " expression; function: " + std::string(name));
        }
        return function.op;
    }
    noteFirst(m_function, "Invalid function name; function: " + std::string(name));
    return std::nullopt;
}

void Parser::noteRedundantParentheses() {
    noteFirst(m_parentheses, redundantParentheses);
}

void Parser::noteMisusedFunction(Operator op) {
    noteFirst(m_misusedFunction,
              "The function is not allowed to be used this way in an expression; function: " +
                  std::string(operatorName(op)));
}

void Parser::checkOperandFunction(const Term& term) {
    if (term.role != TermRole::Call || m_kind == ExpressionKind::Update) {
        return;
    }
    if (node(term.node).op != Operator::Size) {
        noteMisusedFunction(node(term.node).op);
    }
}

void Parser::noteRepeatedSection(std::string_view section) {
    noteFirst(m_section, "The \"" + std::string(section) +
                             "\" section can only be used once in an update expression;");
}

void Parser::noteTooManyInOperands(std::size_t count) {
    noteFirst(m_limit, "The IN operator is provided with too many operands; number of operands: " +
                           std::to_string(count));
}

bool Parser::enterNesting() {
    if (++m_depth <= nestingMax) {
        return true;
    }
    noteFirst(m_fatal, m_operatorCount > limits::expressionOperatorsMax
                           ? tooManyOperators(m_operatorCount)
                           : redundantParentheses);
    return false;
}

}  // namespace engine::expressions
