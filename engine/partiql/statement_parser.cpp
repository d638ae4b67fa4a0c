#include "engine/partiql/statement_parser.h"

#include <utility>

#include "engine/partiql/keywords.h"

namespace engine::partiql {

Result<Statement> StatementParser::run() {
    if (parseStatement()) {
        acceptSymbol(";");
        if (!atEnd()) {
            fail("Unexpected token after expression");
        }
    }
    if (error()) {
        return *error();
    }
    m_statement.parameterCount = parameterCount();
    m_statement.refusal = takeRefusal();
    return std::move(m_statement);
}

bool StatementParser::parseStatement() {
    if (acceptWord("select")) {
        m_statement.kind = Statement::Kind::Select;
        return parseSelect();
    }
    if (acceptWord("insert")) {
        return parseInsert();
    }
    if (acceptWord("update")) {
        return parseUpdate();
    }
    if (acceptWord("from")) {
        return parseFromFirst();
    }
    if (acceptWord("delete")) {
        return parseDelete();
    }
    if (atWord("exists") && atSymbol("(", 1)) {
        return parseExists();
    }
    return parseAnythingElse();
}

// An expression alone is a statement to the grammar, but nothing that can be carried out.
bool StatementParser::parseAnythingElse() {
    if (atEnd()) {
        return failUnexpected();
    }
    if (peek().kind == TokenKind::Word && isKeyword(peek().text)) {
        return fail("Expected data manipulation");
    }
    Expression alone;
    if (!parseExpression(alone)) {
        return false;
    }
    if (alone.kind != Expression::Kind::TypeTest) {
        return fail("Expected data manipulation");
    }
    refuse("Unsupported operation: IsType");
    return true;
}

bool StatementParser::parseSelect() {
    if (acceptWord("distinct")) {
        refuse("Unsupported clause: DISTINCT");
    }
    if (atWord("value") || atWord("pivot")) {
        take();
        refuse("Select projection doesn't support value or pivot keywords");
    }
    if (!parseColumns()) {
        return false;
    }
    if (!acceptWord("from")) {
        return atEnd() ? failUnexpected() : fail("Unexpected token after expression");
    }
    if (!parseSelectSource()) {
        return false;
    }
    return (!atWord("where") || parseWhere()) && parseClausesBehindWhere();
}

bool StatementParser::parseColumns() {
    bool hasStar = false;
    std::size_t count = 0;
    do {
        ++count;
        if (acceptSymbol("*")) {
            hasStar = true;
        } else if (!parseColumn()) {
            return false;
        }
    } while (acceptSymbol(","));
    if (hasStar && count > 1) {
        refuse("Other attributes should not be present in the projection when '*' is used.");
    }
    return true;
}

bool StatementParser::parseColumn() {
    if (peek().kind == TokenKind::Word && atSymbol("(", 1)) {
        refuse("Unexpected path component" + atText(peek().position));
        return skipCall() && refuseAlias();
    }
    Expression column;
    if (!parseExpression(column)) {
        return false;
    }
    if (column.kind != Expression::Kind::Path) {
        refuse("Unexpected path component" + atText(column.position));
    } else {
        m_statement.columns.push_back(std::move(column.path));
    }
    return refuseAlias();
}

// A function, whose arguments need not be known.
bool StatementParser::skipCall() {
    take();
    std::size_t open = 0;
    do {
        if (atEnd()) {
            return failUnexpected();
        }
        if (atSymbol("(")) {
            ++open;
        } else if (atSymbol(")")) {
            --open;
        }
        take();
    } while (open > 0);
    return true;
}

bool StatementParser::refuseAlias() {
    if (acceptWord("as")) {
        if (!atName()) {
            return failUnexpected();
        }
    } else if (!atName()) {
        return true;
    }
    take();
    refuse("Aliasing is not supported");
    return true;
}

bool StatementParser::parseSelectSource() {
    if (atEnd() || peek().kind == TokenKind::Word) {
        if (!atName()) {
            return failUnexpected();
        }
    }
    if (!parseSource() || !refuseAlias()) {
        return false;
    }
    if (atSymbol(",") || atWord("join") || atWord("inner") || atWord("cross") || atWord("left")) {
        return failWith(
            Error::validation("Only select from a single table or index is supported."));
    }
    return true;
}

bool StatementParser::parseSource() {
    values::DocumentPath path;
    auto& source = m_statement.source;
    source.position = peek().position;
    if (!parsePath(path)) {
        return false;
    }
    for (const auto& element : path.elements) {
        const auto* name = std::get_if<std::string>(&element);
        if (name == nullptr) {
            refuse("Invalid list expression in source.");
            return true;
        }
        if (name->empty()) {
            refuse("Path component cannot be an empty string");
        }
    }
    if (path.elements.size() > 2) {
        refuse("A path may contain at most 2 components in the FROM clause");
        return true;
    }
    source.table = path.attributeName();
    if (path.elements.size() == 2) {
        source.index = std::get<std::string>(path.elements[1]);
    }
    return true;
}

bool StatementParser::parseWhere() {
    take();
    return parseExpression(m_statement.where.emplace());
}

bool StatementParser::parseClausesBehindWhere() {
    if (acceptWord("order") && !parseOrder()) {
        return false;
    }
    if (acceptWord("group")) {
        refuse("Unsupported clause: GROUP BY");
        Expression ignored;
        if (!acceptWord("by")) {
            return failUnexpected();
        }
        do {
            if (!parseExpression(ignored)) {
                return false;
            }
        } while (acceptSymbol(","));
    }
    for (const auto* clause : {"having", "limit", "offset"}) {
        Expression ignored;
        if (acceptWord(clause)) {
            refuse("Unsupported clause: " + upperCase(clause));
            if (!parseExpression(ignored)) {
                return false;
            }
        }
    }
    return true;
}

bool StatementParser::parseOrder() {
    if (!acceptWord("by")) {
        return failUnexpected();
    }
    do {
        Expression term;
        if (!parseExpression(term)) {
            return false;
        }
        if (term.kind != Expression::Kind::Path || !term.path.isTopLevel()) {
            refuse(std::string("Argument to ORDER BY must be of type VariableReference. Type: ") +
                   (term.kind == Expression::Kind::Path ? "Path" : "Literal"));
        }
        const bool descending = acceptWord("desc");
        if (!descending) {
            acceptWord("asc");
        }
        m_statement.order.push_back({std::move(term.path), descending});
    } while (acceptSymbol(","));
    return true;
}

bool StatementParser::parseExists() {
    m_statement.kind = Statement::Kind::Exists;
    take();
    take();
    if (!acceptWord("select")) {
        return failUnexpected();
    }
    return parseSelect() && expectSymbol(")");
}

bool StatementParser::parseInsert() {
    m_statement.kind = Statement::Kind::Insert;
    if (!acceptWord("into")) {
        return failUnexpected();
    }
    if (!parseInsertSource()) {
        return false;
    }
    if (atSymbol("<<") || atWord("values") || atWord("select")) {
        return failWith(
            Error::validation("Unsupported operation: Inserting multiple items in a single "
                              "statement is not supported, use \"INSERT INTO tableName VALUE "
                              "item\" instead"));
    }
    if (!acceptWord("value")) {
        return atEnd() ? failUnexpected() : fail("Unexpected token after expression");
    }
    if (!parseExpression(m_statement.item)) {
        return false;
    }
    if (acceptWord("at")) {
        Expression ignored;
        refuse("AT is not supported in insert statements.");
        if (!parseExpression(ignored)) {
            return false;
        }
    }
    if (acceptWord("on") && !parseConflictAction()) {
        return false;
    }
    if (atWord("returning")) {
        refuse("RETURNING is not supported in INSERT");
        return parseReturning();
    }
    return true;
}

bool StatementParser::parseInsertSource() {
    const auto position = peek().position;
    if (!parseSource()) {
        return false;
    }
    if (m_statement.source.index) {
        refuse("FROM clause may only contain a single table name in data manipulation statements" +
               atText(position));
    }
    return true;
}

bool StatementParser::parseConflictAction() {
    if (!acceptWord("conflict") || !acceptWord("do")) {
        return failUnexpected();
    }
    if (acceptWord("nothing")) {
        m_statement.ignoresDuplicate = true;
        return true;
    }
    if (peek().kind != TokenKind::Word) {
        return failUnexpected();
    }
    while (peek().kind == TokenKind::Word) {
        take();
    }
    refuse("Invalid conflict action. Only \"DO NOTHING\" action is supported.");
    return true;
}

bool StatementParser::parseUpdate() {
    m_statement.kind = Statement::Kind::Update;
    if (!parseSource() || !refuseAlias()) {
        return false;
    }
    return parseAssignments() && (!atWord("where") || parseWhere()) &&
           (!atWord("returning") || parseReturning());
}

bool StatementParser::parseFromFirst() {
    m_statement.kind = Statement::Kind::Update;
    m_statement.fromFirst = true;
    if (!parseSelectSource()) {
        return false;
    }
    return (!atWord("where") || parseWhere()) && parseAssignments() &&
           (!atWord("returning") || parseReturning());
}

bool StatementParser::parseAssignments() {
    if (!atWord("set") && !atWord("remove")) {
        return fail("Expected data manipulation");
    }
    while (atWord("set") || atWord("remove")) {
        if (acceptWord("set")) {
            if (!parseSetClause()) {
                return false;
            }
            continue;
        }
        take();
        do {
            auto& assignment = m_statement.assignments.emplace_back();
            assignment.isRemove = true;
            if (!parsePath(assignment.target)) {
                return false;
            }
        } while (acceptSymbol(","));
    }
    return true;
}

bool StatementParser::parseSetClause() {
    do {
        auto& assignment = m_statement.assignments.emplace_back();
        if (!parsePath(assignment.target) || !expectSymbol("=") ||
            !parseExpression(assignment.value)) {
            return false;
        }
    } while (acceptSymbol(","));
    return true;
}

bool StatementParser::parseDelete() {
    m_statement.kind = Statement::Kind::Delete;
    if (!acceptWord("from")) {
        return failUnexpected();
    }
    return parseSource() && refuseAlias() && (!atWord("where") || parseWhere()) &&
           (!atWord("returning") || parseReturning());
}

bool StatementParser::parseReturning() {
    take();
    if (!parseReturningElement()) {
        return false;
    }
    while (acceptSymbol(",")) {
        refuse("Invalid syntax with multiple returning elements in RETURNING clause");
        if (!parseReturningElement()) {
            return false;
        }
    }
    return true;
}

bool StatementParser::parseReturningElement() {
    Returning returning;
    returning.modifiedOnly = acceptWord("modified");
    if (!returning.modifiedOnly && !acceptWord("all")) {
        return failUnexpected();
    }
    returning.newImage = acceptWord("new");
    if (!returning.newImage && !acceptWord("old")) {
        return failUnexpected();
    }
    m_statement.returning = returning;
    if (acceptSymbol("*")) {
        return true;
    }
    Expression ignored;
    refuse("Expected '*' after ( MODIFIED | ALL ) ( NEW | OLD ) in RETURNING clause");
    return parseExpression(ignored);
}

}  // namespace engine::partiql
