#include <algorithm>
#include <array>
#include <utility>

#include "engine/expressions/parser.h"

namespace engine::expressions {
namespace {

struct SectionKeyword {
    std::string_view keyword;
    ActionKind kind;
};

constexpr std::array sectionKeywords = {
    SectionKeyword{"SET", ActionKind::Set},
    SectionKeyword{"REMOVE", ActionKind::Remove},
    SectionKeyword{"ADD", ActionKind::Add},
    SectionKeyword{"DELETE", ActionKind::Delete},
};

}  // namespace

bool ProjectionParser::parse() {
    do {
        auto path = parsePath();
        if (!path) {
            return false;
        }
        tree().paths.push_back(*std::move(path));
    } while (accept(TokenKind::Comma));
    return true;
}

bool UpdateParser::parse() {
    do {
        if (!parseSection()) {
            return false;
        }
    } while (peek().kind != TokenKind::End);
    return true;
}

bool UpdateParser::parseSection() {
    const auto section =
        std::find_if(sectionKeywords.begin(), sectionKeywords.end(),
                     [this](const SectionKeyword& entry) { return acceptKeyword(entry.keyword); });
    if (section == sectionKeywords.end()) {
        return fail();
    }
    if (std::find(m_sections.begin(), m_sections.end(), section->kind) != m_sections.end()) {
        noteRepeatedSection(section->keyword);
    }
    m_sections.push_back(section->kind);
    do {
        if (!parseAction(section->kind)) {
            return false;
        }
    } while (accept(TokenKind::Comma));
    return true;
}

bool UpdateParser::parseAction(ActionKind kind) {
    auto path = parsePath();
    if (!path) {
        return false;
    }
    ActionSyntax action{kind, *std::move(path)};
    if (kind == ActionKind::Set) {
        if (!expect(TokenKind::Equal)) {
            return false;
        }
        const auto value = parseSetValue();
        if (!value) {
            return false;
        }
        action.value = value->node;
    } else if (kind != ActionKind::Remove) {
        if (peek().kind != TokenKind::Value) {
            return fail();
        }
        action.value = parseSimpleOperand()->node;
    }
    tree().actions.push_back(std::move(action));
    return true;
}

// value := term | term '+' operand | term '-' operand
std::optional<Term> UpdateParser::parseSetValue() {
    const auto left = parseSetTerm();
    const auto kind = peek().kind;
    if (!left || (kind != TokenKind::Plus && kind != TokenKind::Minus)) {
        return left;
    }
    if (left->role == TermRole::Condition) {
        fail();
        return std::nullopt;
    }
    take();
    const auto right = parseOperand();
    if (!right) {
        return std::nullopt;
    }
    const auto op = kind == TokenKind::Plus ? Operator::Plus : Operator::Minus;
    // Marked as no operand: one arithmetic operator is all that an assignment may have.
    return Term{addOperation(op, {left->node, right->node}), TermRole::Condition};
}

// An operand, or a whole value in parentheses.
std::optional<Term> UpdateParser::parseSetTerm() {
    if (!accept(TokenKind::OpenParenthesis)) {
        return parseSimpleOperand();
    }
    if (!enterNesting()) {
        return std::nullopt;
    }
    auto inner = parseSetValue();
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

}  // namespace engine::expressions
