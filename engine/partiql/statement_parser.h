#pragma once

#include <vector>

#include "engine/base/result.h"
#include "engine/partiql/expression_parser.h"

namespace engine::partiql {

class StatementParser final : public ExpressionParser {
public:
    using ExpressionParser::ExpressionParser;
    Result<Statement> run();

private:
    bool parseStatement();
    bool parseSelect();
    bool parseColumns();
    bool parseColumn();
    bool skipCall();
    bool parseSelectSource();
    bool parseClausesBehindWhere();
    bool parseOrder();
    bool parseExists();
    bool parseInsert();
    bool parseInsertSource();
    bool parseConflictAction();
    bool parseUpdate();
    bool parseFromFirst();
    bool parseAssignments();
    bool parseSetClause();
    bool parseDelete();
    bool parseReturning();
    bool parseReturningElement();
    bool parseSource();
    bool parseWhere();
    bool parseAnythingElse();
    bool refuseAlias();

    Statement m_statement;
};

}  // namespace engine::partiql
