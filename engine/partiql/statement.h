#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/expressions/syntax_tree.h"
#include "engine/partiql/lexer.h"
#include "engine/values/attribute_value.h"
#include "engine/values/document_path.h"

// What a statement says (facts/partiql.md section 1). Plain values: copied, compared, printed.
namespace engine::partiql {

using expressions::Operator;

struct Expression {
    enum class Kind : std::uint8_t {
        // As the parser makes them. The binder turns all up to Set into Value.
        Text,
        Number,
        Boolean,
        Null,
        Parameter,
        List,
        Map,
        Set,
        Missing,
        Path,
        Operation,  // Equal to Minus; AND and OR take any number of operands, IN its candidates
        Call,
        TypeTest,  // operands[0] IS [NOT] type
        Value,
    };
    Kind kind = Kind::Null;
    Position position;
    std::string text;           // Text; Number: as written; Call and TypeTest: the lower-case name
    bool flag = false;          // Boolean: its value; TypeTest: IS NOT
    std::size_t parameter = 0;  // Parameter: its index
    Operator op = Operator::And;       // Operation
    values::DocumentPath path;         // Path
    std::vector<std::string> names;    // Map: of the operands
    std::vector<Expression> operands;  // List, Map, Set, Operation, Call, TypeTest
    values::AttributeValue value;      // Value

    bool isOperation(Operator wanted) const { return kind == Kind::Operation && op == wanted; }
};

// The same but for positions.
bool sameMeaning(const Expression& left, const Expression& right);

struct Source {
    std::string table;  // name or ARN
    std::optional<std::string> index;
    Position position;
};

struct OrderTerm {
    values::DocumentPath path;
    bool descending = false;
};

struct Assignment {
    bool isRemove = false;
    values::DocumentPath target;
    Expression value;  // not used by REMOVE
};

struct Returning {
    bool modifiedOnly = false;
    bool newImage = false;
    friend bool operator==(const Returning&, const Returning&) = default;
};

struct Statement {
    // Exists: EXISTS(SELECT ...), a condition of a transaction.
    enum class Kind : std::uint8_t { Select, Exists, Insert, Update, Delete };
    Kind kind = Kind::Select;
    Source source;
    std::vector<values::DocumentPath> columns;  // of SELECT; empty: *
    std::optional<Expression> where;
    std::vector<OrderTerm> order;
    Expression item;                // of INSERT
    bool ignoresDuplicate = false;  // ON CONFLICT DO NOTHING
    std::vector<Assignment> assignments;
    bool fromFirst = false;  // FROM ... WHERE ... SET ...
    std::optional<Returning> returning;
    std::size_t parameterCount = 0;
    // What the grammar allows and the service does not: told after the literals are known to be
    // good.
    std::optional<std::string> refusal;

    bool isRead() const { return kind == Kind::Select; }
};

// The same but for positions and refusals.
bool sameMeaning(const Statement& left, const Statement& right);

}  // namespace engine::partiql
