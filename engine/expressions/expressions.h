#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/values/attribute_value.h"
#include "engine/values/document_path.h"
#include "engine/values/item_view.h"

// The six expression languages (facts/expressions.md). compile* parses (trees are cached by
// text), resolves #names and :values and checks everything that does not need an item; errors have
// the full text of facts/validation.md section 8 with the prefix "Invalid <Kind>Expression: ",
// without envelope. Compiled objects are immutable, own what they need, and can be used from any
// thread.
namespace engine::expressions {

using NameMap = std::map<std::string, std::string, std::less<>>;
using ValueMap = std::map<std::string, values::AttributeValue, std::less<>>;

// ExpressionAttributeNames and ExpressionAttributeValues of one request. Remembers which entries
// the compiled expressions used. Borrows the maps.
class Placeholders final {
public:
    // nullptr: the member was not in the request. (An empty map is an error of its own.)
    Placeholders(const NameMap* names, const ValueMap* values) : m_names(names), m_values(values) {}

    // The checks before parsing, in order: given without any expression, empty maps, bad keys
    // (facts/validation.md section 8, steps 2 to 5).
    Result<void> checkForm(bool anyExpression, bool anyValueExpression) const;
    // After all expressions of the request are compiled: "Value provided in
    // ExpressionAttributeNames unused in expressions: keys: {#a}".
    Result<void> checkAllUsed() const;

    const std::string* findName(std::string_view token);              // marks it used; "#n"
    const values::AttributeValue* findValue(std::string_view token);  // marks it used; ":v"

private:
    const NameMap* m_names;
    const ValueMap* m_values;
    std::set<std::string, std::less<>> m_used;
};

// Statement: the condition of a PartiQL statement, whose errors have no prefix.
enum class ConditionKind { Condition, Filter, Statement };

class Binder;
struct BoundCondition;
struct ConditionNode;
struct SyntaxTree;

// ConditionExpression and FilterExpression.
class Condition final {
public:
    static Result<Condition> compile(ConditionKind kind, std::string_view text,
                                     Placeholders& placeholders);
    static Condition of(BoundCondition bound);  // condition_node.h
    // Of a tree that another language's parser has made (syntax_tree.h).
    static Result<Condition> compile(ConditionKind kind, const SyntaxTree& tree,
                                     Placeholders& placeholders);
    // Absent item: pass ItemView{}.
    bool matches(values::ItemView item) const;
    // First elements of all document paths, for the rule that a Query filter may not name keys.
    const std::vector<std::string>& attributeNames() const { return m_attributeNames; }
    // Every path used (nested paths on key attributes are refused by the operation).
    const std::vector<values::DocumentPath>& paths() const { return m_paths; }

private:
    std::shared_ptr<const ConditionNode> m_root;
    std::vector<std::string> m_attributeNames;
    std::vector<values::DocumentPath> m_paths;
};

enum class KeyOperator { Equal, Less, LessOrEqual, Greater, GreaterOrEqual, Between, BeginsWith };

// One clause, value on the right whatever side it was written on.
struct KeyClause {
    std::string attributeName;
    KeyOperator op = KeyOperator::Equal;
    values::AttributeValue first;
    values::AttributeValue second;  // upper bound of Between
};

// KeyConditionExpression: clauses joined by AND, in written order, at most one per attribute.
// Which attributes are keys, and their types, the operation checks against the schema.
Result<std::vector<KeyClause>> compileKeyCondition(std::string_view text,
                                                   Placeholders& placeholders);

struct SearchClause {
    std::string attributeName;
    values::AttributeValue value;
};

// SearchConditionExpression: equalities joined by AND, at most one per attribute. Whether the
// attributes are in the search schema the operation checks.
Result<std::vector<SearchClause>> compileSearchCondition(std::string_view text,
                                                         Placeholders& placeholders);

// ProjectionExpression.
class Projection final {
public:
    static Result<Projection> compile(std::string_view text, Placeholders& placeholders);
    static Projection ofAttributes(std::vector<std::string> names);  // top-level names

    // The projected item in binary form; an item without attributes when nothing matched
    // (facts/expressions.md section 4: list elements compacted, maps merged).
    values::EncodedItem apply(values::ItemView item) const;
    const std::vector<values::DocumentPath>& paths() const { return m_paths; }

    struct Node;

private:
    std::shared_ptr<const Node> m_root;
    std::vector<values::DocumentPath> m_paths;
};

struct UpdateProgram;

// UpdateExpression.
class Update final {
public:
    static Result<Update> compile(std::string_view text, Placeholders& placeholders);
    static Update of(UpdateProgram program, std::vector<values::DocumentPath> paths);
    // Of a tree that the parser of PartiQL has made (syntax_tree.h); errors have no prefix.
    static Result<Update> compile(const SyntaxTree& tree, Placeholders& placeholders);

    // The paths that the actions write, in written order. The operation refuses key attributes.
    const std::vector<values::DocumentPath>& paths() const { return m_paths; }

    // Pure: all right-hand sides read `before`, which is empty for an absent item (the operation
    // adds the key attributes to the result). Nesting depth and size of the result are the
    // operation's to check. Errors have the run-time texts of
    // facts/validation.md section 8 ("The document path provided in the update expression is
    // invalid for update", ...).
    Result<values::AttributeMap> apply(const values::AttributeMap& before) const;

    // An update that only removes makes no item where there is none.
    bool makesNoItem() const;

    // What ReturnValues UPDATED_OLD / UPDATED_NEW show of an image: the touched paths inside a
    // skeleton of their parents. nullopt when nothing is there (Attributes is then left out).
    std::optional<values::AttributeMap> touched(const values::AttributeMap& image) const;
    std::optional<values::EncodedItem> touched(values::ItemView image) const;

private:
    static Result<Update> bind(const Binder& binder, const SyntaxTree& tree);

    std::shared_ptr<const UpdateProgram> m_program;
    std::vector<values::DocumentPath> m_paths;
};

bool isReservedWord(std::string_view word);  // case-insensitive; the 573 words

}  // namespace engine::expressions
