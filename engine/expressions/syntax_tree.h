#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

// What the parser makes of an expression's text alone: names and values are still tokens, so that
// one tree serves every request with the same text. Immutable once parsed.
namespace engine::expressions {

enum class ExpressionKind : std::uint8_t {
    Condition,
    Filter,
    KeyCondition,
    Projection,
    Update,
    Statement,  // a part of a PartiQL statement
    SearchCondition,
};

// "ConditionExpression", "FilterExpression", ...
std::string_view expressionKindName(ExpressionKind kind);

// ValidationException with "Invalid <Kind>: <text>"; of a statement the text alone.
Error invalidExpression(ExpressionKind kind, std::string_view text);

struct PathElementSyntax {
    enum class Kind : std::uint8_t { Name, Alias, Index };
    Kind kind = Kind::Name;
    std::string text;  // Name: the attribute name; Alias: the token with its '#'
    std::uint32_t index = 0;
};
using PathSyntax = std::vector<PathElementSyntax>;

enum class Operator : std::uint8_t {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Between,
    In,
    And,
    Or,
    Not,
    Plus,
    Minus,
    AttributeExists,
    AttributeNotExists,
    AttributeType,
    BeginsWith,
    Contains,
    Size,
    IfNotExists,
    ListAppend,
};

// "=", "BETWEEN", "begins_with", ...: as error texts name it.
std::string_view operatorName(Operator op);

using NodeIndex = std::uint32_t;

struct SyntaxNode {
    enum class Kind : std::uint8_t { Path, Value, Operation };
    Kind kind = Kind::Path;
    Operator op = Operator::Equal;    // Operation
    std::string token;                // Value: the token with its ':'
    PathSyntax path;                  // Path
    std::vector<NodeIndex> operands;  // Operation, in written order; AND and OR take any number
};

enum class ActionKind : std::uint8_t { Set, Remove, Add, Delete };

struct ActionSyntax {
    ActionKind kind = ActionKind::Set;
    PathSyntax path;
    NodeIndex value = 0;  // not used by Remove
};

struct SyntaxTree {
    std::vector<SyntaxNode> nodes;
    NodeIndex root = 0;                 // conditions
    std::vector<PathSyntax> paths;      // projection
    std::vector<ActionSyntax> actions;  // update
    // Every #name and :value token in written order.
    std::vector<std::string> nameTokens;
    std::vector<std::string> valueTokens;
};

// Shared because the cache and every compilation in flight own it together.
using SyntaxTreePointer = std::shared_ptr<const SyntaxTree>;

}  // namespace engine::expressions
