#include "tests/engine/hostile/request_maker.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "tests/engine/hostile/request_grammar.h"

namespace engine::test {
namespace {

constexpr const char* names = "table-0|table-1|table-2|table-3|absent|ab";

std::string quoted(std::string_view text) {
    return '"' + std::string(text) + '"';
}

// The tokens that begin with `mark` in a body, each once.
std::set<std::string> tokensOf(std::string_view body, char mark) {
    std::set<std::string> tokens;
    for (std::size_t at = body.find(mark); at != std::string_view::npos;
         at = body.find(mark, at + 1)) {
        std::size_t end = at + 1;
        while (end < body.size() && std::isalnum(static_cast<unsigned char>(body[end])) != 0) {
            ++end;
        }
        const std::string_view token = body.substr(at, end - at);
        if (token.size() > 1 && std::isalpha(static_cast<unsigned char>(token[1])) != 0 &&
            token != ":true" && token != ":false" && token != ":null") {
            tokens.emplace(token);
        }
    }
    return tokens;
}

}  // namespace

const std::vector<std::string>& RequestMaker::attributes() {
    static const std::vector<std::string> names = {"pk", "sk", "a",  "b",  "m",
                                                   "l",  "s",  "gk", "ls", "v"};
    return names;
}

MadeRequest RequestMaker::next() {
    static const int total = [] {
        int sum = 0;
        for (const auto& grammar : requestGrammars()) {
            sum += grammar.weight;
        }
        return sum;
    }();
    int at = static_cast<int>(below(static_cast<std::uint64_t>(total)));
    const Grammar* chosen = requestGrammars().data();
    while (at >= chosen->weight) {
        at -= chosen->weight;
        ++chosen;
    }
    m_table = static_cast<int>(below(tableCount));
    m_index.clear();
    MadeRequest made{chosen->operation, "{" + members(chosen->members) + "}", chance(50)};
    if (made.isBroken) {
        breakBody(made.body);
    }
    return made;
}

std::string RequestMaker::makeTable(int number) {
    const std::string sort = number == 0 ? "" : R"(,{"AttributeName":"sk","KeyType":"RANGE"})";
    const std::string sortType = number == 0   ? ""
                                 : number == 1 ? R"(,{"AttributeName":"sk","AttributeType":"N"})"
                                               : R"(,{"AttributeName":"sk","AttributeType":"S"})";
    const std::string local =
        number == 0
            ? ""
            : R"(,"LocalSecondaryIndexes":[{"IndexName":"local","KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"ls","KeyType":"RANGE"}],"Projection":{"ProjectionType":"KEYS_ONLY"}}])";
    const std::string localType =
        number == 0 ? "" : R"(,{"AttributeName":"ls","AttributeType":"N"})";
    return R"({"TableName":"table-)" + std::to_string(number) +
           R"(","BillingMode":"PAY_PER_REQUEST","StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_AND_OLD_IMAGES"},"AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"gk","AttributeType":"S"})" +
           sortType + localType + R"(],"KeySchema":[{"AttributeName":"pk","KeyType":"HASH"})" +
           sort +
           R"(],"GlobalSecondaryIndexes":[{"IndexName":"global","KeySchema":[{"AttributeName":"gk","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}],"VectorIndexes":[{"IndexName":"similar","VectorAttribute":{"AttributeName":"v"},"Dimensions":3,"DistanceFunction":"COSINE","Projection":{"ProjectionType":"ALL"},"SearchSchema":[{"AttributeName":"gk","SearchSchemaElementType":"HASH"}]}])" +
           local + "}";
}

std::string RequestMaker::members(std::string_view grammar) {
    std::string out;
    while (!grammar.empty()) {
        const std::size_t end = std::min(grammar.find(' '), grammar.size());
        std::string_view member = grammar.substr(0, end);
        grammar.remove_prefix(std::min(end + 1, grammar.size()));
        const bool isNeeded = member.ends_with('!');
        if (isNeeded) {
            member.remove_suffix(1);
        }
        if (!chance(isNeeded ? 98 : 20)) {
            continue;
        }
        const std::size_t colon = member.find(':');
        out += (out.empty() ? "" : ",") + quoted(member.substr(0, colon)) + ":" +
               ofKind(member.substr(colon + 1));
    }
    return out + placeholders(out);
}

std::string RequestMaker::placeholders(const std::string& members) {
    std::string out;
    for (const char mark : {'#', ':'}) {
        const auto tokens = tokensOf(members, mark);
        if (tokens.empty() || chance(2)) {
            continue;
        }
        std::string map;
        std::size_t name = below(attributes().size());
        for (const auto& token : tokens) {
            map += (map.empty() ? "" : ",") + quoted(token) + ":" +
                   (mark == '#' ? quoted(attributes()[name++ % attributes().size()])
                                : placeholderValue(token));
        }
        out +=
            mark == '#' ? R"(,"ExpressionAttributeNames":{)" : R"(,"ExpressionAttributeValues":{)";
        out += map + "}";
    }
    return out;
}

// The names of placeholders tell what the expressions need in their place.
std::string RequestMaker::placeholderValue(std::string_view token) {
    if (chance(3)) {
        return value();
    }
    switch (token[1]) {
        case 'p': return keyValue("S");
        case 'q': return keyValue(m_table == 1 ? "N" : "S");
        case 'r': return m_table == 1 ? R"({"N":"99"})" : R"({"S":"kz"})";
        case 'j': return R"({"N":"99"})";
        case 'i':
        case 'n': return R"({"N":)" + quoted(std::to_string(below(9))) + "}";
        case 'd': return R"({"SS":["a"]})";
        case 'l': return R"({"L":[)" + value(3) + "]}";
        case 's': return R"({"S":)" + text() + "}";
        case 't': return R"({"S":)" + ofKind("S|N|B|SS|NS|BS|L|M|BOOL|NULL") + "}";
        default: return value();
    }
}

std::string RequestMaker::parameters() {
    std::string out;
    for (; m_questions > 0; --m_questions) {
        out += (out.empty() ? "" : ",") + (chance(70) ? keyValue("S") : value());
    }
    return out.empty() ? out : R"(,"Parameters":[)" + out + "]";
}

std::string RequestMaker::ofKind(std::string_view kind) {
    using Maker = std::string (*)(RequestMaker&);
    static const std::map<std::string_view, Maker> makers = {
        {"table",
         [](RequestMaker& m) {
             return m.chance(95) ? quoted("table-" + std::to_string(m.m_table)) : m.ofKind(names);
         }},
        {"index", [](RequestMaker& m) { return m.indexName(); }},
        {"item", [](RequestMaker& m) { return m.item(); }},
        {"key", [](RequestMaker& m) { return m.key(); }},
        {"value", [](RequestMaker& m) { return m.value(); }},
        {"vector",
         [](RequestMaker& m) {
             return m.chance(95) ? R"([{"N":"1"},{"N":"-0.5"},{"N":)" + quoted(m.number()) + "}]"
                                 : m.list("value", 4);
         }},
        {"vectorcondition", [](RequestMaker&) { return quoted("gk = :p"); }},
        {"encryption",
         [](RequestMaker& m) {
             return R"({"Enabled":)" + m.ofKind("boolean") + R"(,"KMSMasterKeyId":)" + m.text() +
                    "}";
         }},
        {"string", [](RequestMaker& m) { return m.text(); }},
        {"attribute", [](RequestMaker& m) { return quoted(m.oneOf(attributes())); }},
        {"strings", [](RequestMaker& m) { return m.list("attribute", 3); }},
        {"boolean", [](RequestMaker& m) { return std::string(m.chance(50) ? "true" : "false"); }},
        {"false", [](RequestMaker&) { return std::string("false"); }},
        {"limit",
         [](RequestMaker& m) { return std::to_string(m.below(100) == 0 ? 0 : 1 + m.below(12)); }},
        {"topk",
         [](RequestMaker& m) { return std::to_string(m.below(50) + (m.chance(99) ? 1 : 0)); }},
        {"segment",
         [](RequestMaker& m) {
             return std::to_string(m.below(3)) + R"(,"TotalSegments":)" +
                    std::to_string(m.chance(97) ? 3 : 1);
         }},
        {"number", [](RequestMaker& m) { return std::to_string(m.below(2'000'000'000)); }},
        {"condition", [](RequestMaker& m) { return quoted(m.condition()); }},
        {"keycondition", [](RequestMaker& m) { return quoted(m.keyCondition()); }},
        {"projection", [](RequestMaker& m) { return quoted(m.projection()); }},
        {"update", [](RequestMaker& m) { return quoted(m.update()); }},
        {"statement",
         [](RequestMaker& m) {
             const std::string statement = m.statement();
             m.m_questions =
                 static_cast<std::size_t>(std::count(statement.begin(), statement.end(), '?'));
             return quoted(statement) + (m.chance(97) ? m.parameters() : "");
         }},
        {"onestatement",
         [](RequestMaker& m) { return "{" + m.members("Statement:statement!") + "}"; }},
        {"statements", [](RequestMaker& m) { return m.list("onestatement", 4); }},
        {"expected",
         [](RequestMaker& m) {
             return "{" + quoted(m.oneOf(attributes())) + ":{" +
                    (m.chance(50) ? R"("Exists":false)" : R"("Value":)" + m.value()) + "}}";
         }},
        {"conditions",
         [](RequestMaker& m) {
             std::string both = R"("pk":{"ComparisonOperator":"EQ","AttributeValueList":[)" +
                                m.keyValue("S") + "]}";
             if (m.chance(50)) {
                 both +=
                     "," + quoted(m.oneOf(attributes())) + R"(:{"ComparisonOperator":)" +
                     m.ofKind("EQ|NE|LT|LE|GT|GE|BETWEEN|IN|NULL|NOT_NULL|CONTAINS|BEGINS_WITH") +
                     R"(,"AttributeValueList":)" + m.list("value", 3) + "}";
             }
             return "{" + both + "}";
         }},
        {"updates",
         [](RequestMaker& m) {
             return "{" + quoted(m.oneOf(attributes())) + R"(:{"Action":)" +
                    m.ofKind("PUT|ADD|DELETE") + R"(,"Value":)" + m.value() + "}}";
         }},
        {"keysof", [](RequestMaker& m) { return R"({"Keys":)" + m.list("key", 5) + "}"; }},
        {"write",
         [](RequestMaker& m) {
             return m.chance(60) ? R"({"PutRequest":{"Item":)" + m.item() + "}}"
                                 : R"({"DeleteRequest":{"Key":)" + m.key() + "}}";
         }},
        {"writelist", [](RequestMaker& m) { return m.list("write", 6); }},
        {"gets", [](RequestMaker& m) { return m.requestItems("keysof"); }},
        {"writes", [](RequestMaker& m) { return m.requestItems("writelist"); }},
        {"action",
         [](RequestMaker& m) {
             switch (m.below(4)) {
                 case 0:
                     return R"({"Put":{)" +
                            m.members("TableName:table! Item:item! ConditionExpression:condition") +
                            "}}";
                 case 1:
                     return R"({"Update":{)" +
                            m.members("TableName:table! Key:key! UpdateExpression:update!") + "}}";
                 case 2:
                     return R"({"Delete":{)" +
                            m.members("TableName:table! Key:key! ConditionExpression:condition") +
                            "}}";
                 default:
                     return R"({"ConditionCheck":{)" +
                            m.members("TableName:table! Key:key! ConditionExpression:condition!") +
                            "}}";
             }
         }},
        {"actions", [](RequestMaker& m) { return m.list("action", 4); }},
        {"transactget",
         [](RequestMaker& m) {
             return R"({"Get":{)" +
                    m.members("TableName:table! Key:key! ProjectionExpression:projection") + "}}";
         }},
        {"transactgets", [](RequestMaker& m) { return m.list("transactget", 4); }},
        {"definition",
         [](RequestMaker& m) {
             return R"({"AttributeName":)" + quoted(m.oneOf(attributes())) +
                    R"(,"AttributeType":)" + m.ofKind("S|N|B") + "}";
         }},
        {"definitions", [](RequestMaker& m) { return m.list("definition", 3); }},
        {"schema",
         [](RequestMaker& m) {
             return std::string(R"([{"AttributeName":)") + quoted(m.oneOf(attributes())) +
                    R"(,"KeyType":"HASH"}])";
         }},
        {"throughput",
         [](RequestMaker& m) {
             return R"({"ReadCapacityUnits":)" + std::to_string(m.below(4)) +
                    R"(,"WriteCapacityUnits":5})";
         }},
        {"stream",
         [](RequestMaker& m) {
             return std::string(R"({"StreamEnabled":true,"StreamViewType":)") +
                    m.ofKind("KEYS_ONLY|NEW_IMAGE|OLD_IMAGE") + "}";
         }},
        {"ttl",
         [](RequestMaker& m) {
             return R"({"AttributeName":)" + quoted(m.oneOf(attributes())) + R"(,"Enabled":)" +
                    m.ofKind("boolean") + "}";
         }},
        {"pitr",
         [](RequestMaker& m) {
             return R"({"PointInTimeRecoveryEnabled":)" + m.ofKind("boolean") +
                    R"(,"RecoveryPeriodInDays":)" + std::to_string(m.below(40)) + "}";
         }},
        {"tags",
         [](RequestMaker& m) {
             return R"([{"Key":)" + m.text() + R"(,"Value":)" + m.text() + "}]";
         }},
        {"arn",
         [](RequestMaker& m) {
             return quoted(
                 "arn:aws:dynamodb:us-east-1:000000000000:table/table-" +
                 std::to_string(m.below(tableCount + 1)) +
                 m.oneOf<std::string>({"", "/index/global", "/stream/2026-01-01T00:00:00.000",
                                       "/backup/01-abc", "/export/01-abc"}));
         }},
        {"indexupdates", [](RequestMaker& m) { return m.indexUpdates(); }},
    };
    const auto maker = makers.find(kind);
    if (maker != makers.end()) {
        return maker->second(*this);
    }
    std::vector<std::string_view> words;
    while (!kind.empty()) {
        const std::size_t end = std::min(kind.find('|'), kind.size());
        words.push_back(kind.substr(0, end));
        kind.remove_prefix(std::min(end + 1, kind.size()));
    }
    return quoted(oneOf(words));
}

std::string RequestMaker::indexName() {
    m_index = chance(50) || m_table == 0 ? "global" : "local";
    return chance(97) ? quoted(m_index) : ofKind("absent|local|similar");
}

std::string RequestMaker::indexUpdates() {
    return R"([{"Create":{"IndexName":"added","KeySchema":)" + ofKind("schema") +
           R"(,"Projection":{"ProjectionType":"ALL"}}},{"Delete":{"IndexName":"added"}}])";
}

std::string RequestMaker::number() {
    static const std::vector<std::string> odd = {
        "-0",     "-1.5", "1E125", "9.9999999999999999999999999999999999999E125",
        "1E-130", "0.1",  "007"};
    static const std::vector<std::string> bad = {
        "1E126", "1e-131", "123456789012345678901234567890123456789", "abc", "", "1_0"};
    if (chance(1)) {
        return oneOf(bad);
    }
    return chance(80) ? std::to_string(static_cast<int>(below(20)) - 5) : oneOf(odd);
}

std::string RequestMaker::text() {
    static const std::vector<std::string> odd = {R"("")",
                                                 R"("\u0000")",
                                                 R"("\ud83d\ude00")",
                                                 R"("é")",
                                                 R"("a b")",
                                                 R"("\"quoted\"")",
                                                 quoted(std::string(300, 'x')),
                                                 quoted(std::string(2100, 'y'))};
    return chance(95) ? quoted(oneOf<std::string>({"abc", "bcd", "cab", "dab", "table"}))
                      : oneOf(odd);
}

std::string RequestMaker::value(int depth) {
    switch (below(depth < 4 ? 12 : 6)) {
        case 0: return R"({"BOOL":)" + ofKind("boolean") + "}";
        case 1: return R"({"NULL":true})";
        case 2: return R"({"B":)" + ofKind(chance(98) ? "AAEC|YQ==|" : "*|YQ=") + "}";
        case 3:
        case 4: return R"({"N":)" + quoted(number()) + "}";
        case 6: return R"({"SS":["z",)" + text() + "]}";
        case 7: return R"({"NS":["77",)" + quoted(number()) + "]}";
        case 8: return R"({"BS":["AAEC"]})";
        case 9: return R"({"L":[)" + value(depth + 1) + "," + value(depth + 1) + "]}";
        case 10:
        case 11:
            return R"({"M":{)" + quoted(oneOf(attributes())) + ":" + value(depth + 1) + "," +
                   quoted("z" + std::to_string(depth)) + ":" + value(depth + 1) + "}}";
        default: return R"({"S":)" + text() + "}";
    }
}

std::string RequestMaker::keyValue(std::string_view type) {
    if (chance(4)) {
        return value();
    }
    return type == "N" ? R"({"N":)" + quoted(std::to_string(below(24))) + "}"
                       : R"({"S":)" + quoted("k" + std::to_string(below(24))) + "}";
}

std::string RequestMaker::key() {
    std::string out = R"({"pk":)" + keyValue("S");
    if (m_table != 0) {
        out += R"(,"sk":)" + keyValue(m_table == 1 ? "N" : "S");
    }
    if (chance(3)) {
        out += R"(,"extra":)" + value();
    }
    return out + "}";
}

std::string RequestMaker::item() {
    std::string out = key();
    out.pop_back();
    std::set<std::string> used;
    for (std::uint64_t i = below(4); i > 0; --i) {
        const std::string& name = oneOf(attributes());
        if (name == "pk" || name == "sk" || !used.insert(name).second) {
            continue;
        }
        out += "," + quoted(name) + ":" +
               (name == "gk"   ? keyValue("S")
                : name == "ls" ? keyValue("N")
                : name == "v"  ? R"({"L":)" + ofKind("vector") + "}"
                               : value());
    }
    return out + "}";
}

std::string RequestMaker::list(std::string_view kind, std::uint64_t most) {
    std::string out;
    for (std::uint64_t i = chance(3) ? 0 : 1 + below(most); i > 0; --i) {
        out += (out.empty() ? "" : ",") + ofKind(kind);
    }
    return "[" + out + "]";
}

std::string RequestMaker::requestItems(std::string_view kind) {
    std::string out;
    for (int table = 0; table < tableCount; ++table) {
        if (chance(60)) {
            m_table = table;
            out += (out.empty() ? "" : ",") + quoted("table-" + std::to_string(table)) + ":" +
                   ofKind(kind);
        }
    }
    return "{" + out + "}";
}

// Bytes and tokens out of place; what comes out is sometimes still good.
void RequestMaker::breakBody(std::string& body) {
    static const std::vector<std::string> pieces = {"null",
                                                    "{}",
                                                    "[]",
                                                    "\"\"",
                                                    "-1",
                                                    "1e400",
                                                    "true",
                                                    "\"S\"",
                                                    "{\"S\":5}",
                                                    "\xff",
                                                    "\\u0000",
                                                    "((((((((((",
                                                    "\"TableName\":7,",
                                                    "99999999999999999999",
                                                    "{\"N\":\"NaN\"}",
                                                    "[[[[[[[[[[",
                                                    "AND",
                                                    "#zz",
                                                    ":zz",
                                                    "."};
    for (std::uint64_t i = 1 + below(3); i > 0; --i) {
        const std::size_t at = below(body.size() + 1);
        const std::size_t length = std::min<std::size_t>(below(12), body.size() - at);
        switch (below(6)) {
            case 0: body.erase(at, length); break;
            case 1: body.insert(at, oneOf(pieces)); break;
            case 2: body.replace(at, length, oneOf(pieces)); break;
            case 3: body.insert(at, body.substr(at, length)); break;
            case 4: {  // a whole value gives way to another one
                const std::size_t colon = body.find("\":", at);
                if (colon != std::string::npos) {
                    const std::size_t end = std::min(body.find_first_of(",}]", colon), body.size());
                    body.replace(colon + 2, end - colon - 2, oneOf(pieces));
                }
                break;
            }
            default:
                if (at < body.size()) {
                    body[at] = static_cast<char>(below(256));
                }
        }
    }
}

}  // namespace engine::test
