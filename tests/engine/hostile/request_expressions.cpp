// The expressions and statements of RequestMaker.
#include "tests/engine/hostile/request_maker.h"

namespace engine::test {

std::string RequestMaker::path() {
    std::string out =
        chance(25) ? "#" + std::string(1, static_cast<char>('a' + below(3))) : oneOf(attributes());
    while (chance(15)) {
        out += chance(50) ? "[" + std::to_string(below(4)) + "]" : "." + oneOf(attributes());
    }
    return out;
}

std::string RequestMaker::operand(int depth) {
    if (depth < 2 && chance(10)) {
        return "size(" + path() + ")";
    }
    return chance(50) ? path() : ":" + std::string(1, static_cast<char>('u' + below(5)));
}

std::string RequestMaker::condition(int depth) {
    if (depth < 4 && chance(40)) {
        switch (below(4)) {
            case 0: return "NOT " + condition(depth + 1);
            case 1: return "(" + condition(depth + 1) + ")";
            default:
                return condition(depth + 1) + (chance(50) ? " AND " : " OR ") +
                       condition(depth + 1);
        }
    }
    switch (below(9)) {
        case 0: return "attribute_exists(" + path() + ")";
        case 1: return "attribute_not_exists(" + path() + ")";
        case 2: return "attribute_type(" + path() + ", :t)";
        case 3: return "begins_with(" + path() + ", :s)";
        case 4: return "contains(" + path() + ", " + operand() + ")";
        case 5: return operand() + " BETWEEN :i AND :j";
        case 6: return operand() + " IN (" + operand() + ", " + operand() + ")";
        default:
            return operand() + oneOf<std::string>({" = ", " <> ", " < ", " <= ", " > ", " >= "}) +
                   operand();
    }
}

std::string RequestMaker::keyCondition() {
    if (chance(4)) {
        return "gk = :p AND begins_with(sk, :q)";
    }
    if (m_index == "global") {
        return "gk = :p";
    }
    std::string out = oneOf<std::string>({"pk = :p", ":p = pk", "(pk = :p)"});
    if (m_index == "local") {
        return out + oneOf<std::string>({"", " AND ls < :i", " AND ls BETWEEN :i AND :j"});
    }
    if (m_table != 0) {
        out +=
            oneOf<std::string>({"", " AND sk BETWEEN :q AND :r", " AND sk >= :q", " AND sk = :q"});
    }
    return out + (m_table == 2 && chance(10) ? " AND begins_with(sk, :q)" : "");
}

std::string RequestMaker::projection() {
    std::string out = path();
    while (chance(50)) {
        out += ", " + path();
    }
    return out;
}

std::string RequestMaker::update() {
    std::string out;
    if (chance(70)) {
        out += "SET " + path() + " = ";
        switch (below(5)) {
            case 0: out += chance(80) ? ":n + :nn" : path() + " - :n"; break;
            case 1: out += "if_not_exists(" + path() + ", :v)"; break;
            case 2:
                out += chance(80) ? "list_append(:l, :ll)" : "list_append(" + path() + ", :l)";
                break;
            default: out += chance(80) ? ":v" : path();
        }
        if (chance(30)) {
            out += ", b = :w";
        }
    }
    if (chance(30)) {
        out += " REMOVE " + oneOf<std::string>({"m.a", "l[0]", "c"});
    }
    if (chance(25)) {
        out += oneOf<std::string>({" ADD n :n", " ADD n :n, a :d"});
    }
    if (chance(15)) {
        out += " DELETE ss :d";
    }
    return out.empty() ? "SET a = :v" : out;
}

std::string RequestMaker::statement() {
    const std::string table = R"(\"table-)" + std::to_string(m_table) + R"(\")";
    const std::string literal = oneOf<std::string>(
        {"'k1'", "'k2'", "3", "-1.5e3", "?", "true", "[1, 'a']", "{'a': 1}", "<<1, 2>>"});
    const std::string partition = oneOf<std::string>({"'k1'", "'k2'", "?", "'k3'"});
    const std::string where = " WHERE pk = " + partition +
                              (m_table == 0   ? ""
                               : m_table == 1 ? " AND sk = " + std::to_string(below(8))
                                              : " AND sk = 'k" + std::to_string(below(8)) + "'");
    if (chance(3)) {
        return "EXISTS(SELECT * FROM " + table + where + ")";
    }
    switch (below(5)) {
        case 0:
            return "INSERT INTO " + table + " VALUE {'pk': " + partition +
                   (m_table == 0   ? ""
                    : m_table == 1 ? ", 'sk': 1"
                                   : ", 'sk': 'k1'") +
                   ", 'a': " + literal + "}" + (chance(10) ? " ON CONFLICT DO NOTHING" : "");
        case 1:
            return "UPDATE " + table + " SET " + oneOf(attributes()) + " = " + literal +
                   (chance(20) ? " REMOVE m" : "") + where +
                   (chance(30) ? " RETURNING ALL NEW *" : "");
        case 2: return "DELETE FROM " + table + where + (chance(30) ? " RETURNING ALL OLD *" : "");
        case 3:
            return "SELECT " + oneOf<std::string>({"*", "pk, a", "m.a", "l[0]"}) + " FROM " +
                   table + (chance(20) ? R"(.\"global\")" : "") + where +
                   (chance(20) ? " ORDER BY sk DESC" : "");
        default:
            return "SELECT * FROM " + table + " WHERE " + oneOf(attributes()) +
                   oneOf<std::string>({" = ", " <> ", " < ", " IS NOT ", " IN "}) + literal;
    }
}

}  // namespace engine::test
