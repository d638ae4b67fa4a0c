#pragma once

#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/expressions/expressions.h"
#include "engine/partiql/statement.h"

// Parts of bound statements as objects of engine/expressions, so that one evaluator serves both
// languages. Errors have the texts of facts/partiql.md section 7; none needs a table.
namespace engine::partiql {

// A WHERE clause or a part of it. Where PartiQL differs from condition expressions (`a <> v` is
// false for an item without `a`), the object does as PartiQL.
Result<expressions::Condition> compileCondition(const Expression& condition);

// The assignments of an UPDATE.
Result<expressions::Update> compileUpdate(const std::vector<Assignment>& assignments);

// The select list. The answer names a column by the last name of its path with the indexes behind
// it: a.b[0] is "b[0]".
class Columns final {
public:
    static Result<Columns> compile(const std::vector<values::DocumentPath>& paths);

    bool isStar() const { return m_columns.empty(); }
    // Attributes that the columns lie in, each once, in written order.
    const std::vector<std::string>& attributes() const { return m_attributes; }
    values::EncodedItem apply(values::ItemView item) const;

private:
    struct Column {
        std::string name;
        values::DocumentPath path;
    };
    std::vector<Column> m_columns;
    std::vector<std::string> m_attributes;
};

}  // namespace engine::partiql
