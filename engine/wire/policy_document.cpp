#include "engine/wire/policy_document.h"

#include <algorithm>
#include <set>
#include <vector>

#include "engine/wire/json_request.h"
#include "engine/wire/json_writer.h"

namespace engine::wire {
namespace {

constexpr std::size_t policyBytesMax = 20'480;

Error invalid(const std::string& rule) {
    return Error::validation("One or more parameter values were invalid: " + rule);
}

Error invalidDocument(const std::string& rule) {
    return invalid("Invalid policy document: " + rule);
}

std::optional<Json> member(JsonObject object, std::string_view name) {
    std::optional<Json> found;
    for (const auto& each : object) {
        if (each.key == name) {
            found = each.value;
        }
    }
    return found;
}

std::optional<std::string_view> asText(Json json) {
    std::string_view text;
    return json.get_string().get(text) == simdjson::SUCCESS ? std::optional(text) : std::nullopt;
}

// A text, or a list of texts; nullopt for anything else.
std::optional<std::vector<std::string>> asTexts(Json json) {
    if (const auto one = asText(json)) {
        return std::vector{std::string(*one)};
    }
    simdjson::dom::array array;
    if (json.get_array().get(array) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    std::vector<std::string> texts;
    for (const Json element : array) {
        const auto text = asText(element);
        if (!text) {
            return std::nullopt;
        }
        texts.emplace_back(*text);
    }
    return texts;
}

void appendTexts(const std::vector<std::string>& texts, std::string& out) {
    if (texts.size() == 1) {
        values::appendJsonString(texts.front(), out);
        return;
    }
    out += '[';
    for (std::size_t i = 0; i < texts.size(); ++i) {
        out += i == 0 ? "" : ",";
        values::appendJsonString(texts[i], out);
    }
    out += ']';
}

char lowered(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool equalIgnoringCase(std::string_view left, std::string_view right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return lowered(a) == lowered(b); });
}

// Whether an action pattern, in which * stands for any text and ? for one character, covers a name.
bool covers(std::string_view pattern, std::string_view name) {
    std::size_t at = 0;
    std::size_t star = std::string_view::npos;
    std::size_t retry = 0;
    std::size_t i = 0;
    while (i < name.size()) {
        if (at < pattern.size() && pattern[at] == '*') {
            star = at++;
            retry = i;
        } else if (at < pattern.size() &&
                   (pattern[at] == '?' || lowered(pattern[at]) == lowered(name[i]))) {
            ++at;
            ++i;
        } else if (star != std::string_view::npos) {
            at = star + 1;
            i = ++retry;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', at) == std::string_view::npos;
}

class PolicyReader final {
public:
    Result<PolicyDocument> read(JsonObject root, std::size_t bytes) {
        const auto statements = member(root, "Statement");
        if (!statements) {
            return invalidDocument("Syntax error at position (1," + std::to_string(bytes + 1) +
                                   ")");
        }
        ObjectWriter document(m_document.text);
        const auto version = member(root, "Version");
        document.text("Version", version ? asText(*version).value_or("") : "2008-10-17");
        if (const auto id = member(root, "Id"); id && asText(*id)) {
            document.text("Id", *asText(*id));
        }
        if (auto done = readStatements(*statements, document.member("Statement")); !done) {
            return std::move(done).error();
        }
        document.close();
        return std::move(m_document);
    }

private:
    Result<void> readStatements(Json json, std::string& out) {
        simdjson::dom::array array;
        std::vector<Json> statements = {json};
        if (json.get_array().get(array) == simdjson::SUCCESS) {
            statements.assign(array.begin(), array.end());
        }
        if (statements.empty()) {
            return invalidDocument("Could not parse the policy: Statement is empty!");
        }
        out += '[';
        for (std::size_t i = 0; i < statements.size(); ++i) {
            out += i == 0 ? "" : ",";
            JsonObject statement;
            if (statements[i].get_object().get(statement) != simdjson::SUCCESS) {
                return invalidDocument("This policy contains invalid Json");
            }
            if (auto done = readStatement(statement, out); !done) {
                return done;
            }
        }
        out += ']';
        return {};
    }

    Result<void> readStatement(JsonObject statement, std::string& out) {
        ObjectWriter writer(out);
        if (const auto sid = member(statement, "Sid"); sid && asText(*sid)) {
            if (!asText(*sid)->empty() && !m_sids.insert(std::string(*asText(*sid))).second) {
                return invalidDocument("The Statement Ids in the policy are not unique");
            }
            writer.text("Sid", *asText(*sid));
        }
        if (auto done = readEffect(statement, writer); !done) {
            return done;
        }
        if (auto done = readPrincipal(statement, writer); !done) {
            return done;
        }
        m_actions.clear();
        for (const std::string_view name : {"Action", "Resource"}) {
            if (auto done = readList(statement, name, writer); !done) {
                return done;
            }
        }
        const auto condition = member(statement, "Condition");
        if (condition) {
            writer.member("Condition") += simdjson::minify(*condition);
        }
        writer.close();
        return judge(condition.has_value());
    }

    Result<void> readEffect(JsonObject statement, ObjectWriter& writer) {
        const auto effect = member(statement, "Effect");
        if (!effect) {
            return invalidDocument("Missing required field Effect");
        }
        const auto text = asText(*effect).value_or("");
        m_allows = equalIgnoringCase(text, "Allow");
        if (!m_allows && !equalIgnoringCase(text, "Deny")) {
            return invalidDocument("Invalid effect: " + std::string(text));
        }
        writer.text("Effect", m_allows ? "Allow" : "Deny");
        return {};
    }

    Result<void> readPrincipal(JsonObject statement, ObjectWriter& writer) {
        m_isEverybody = false;
        if (const auto excepted = member(statement, "NotPrincipal")) {
            writer.member("NotPrincipal") += simdjson::minify(*excepted);
            return {};
        }
        const auto principal = member(statement, "Principal");
        if (!principal) {
            return invalidDocument("Missing required field Principal");
        }
        if (const auto text = asText(*principal)) {
            if (*text != "*") {
                return invalid("Invalid principal in policy document.");
            }
            m_isEverybody = true;
            writer.text("Principal", *text);
            return {};
        }
        JsonObject kinds;
        if (principal->get_object().get(kinds) != simdjson::SUCCESS) {
            return invalid("Invalid principal in policy document.");
        }
        ObjectWriter inner(writer.member("Principal"));
        for (const auto& kind : kinds) {
            auto names = asTexts(kind.value);
            if (!names || names->empty()) {
                return invalid("Invalid principal in policy document.");
            }
            if (kind.key == "AWS") {
                names = accounts(*std::move(names));
            }
            appendTexts(*names, inner.anyMember(kind.key));
        }
        inner.close();
        return {};
    }

    // An account is its root user; one that is named twice counts once.
    std::vector<std::string> accounts(std::vector<std::string> names) {
        constexpr std::size_t accountDigits = 12;
        std::vector<std::string> distinct;
        for (auto& name : names) {
            if (name.size() == accountDigits &&
                name.find_first_not_of("0123456789") == std::string::npos) {
                name = "arn:aws:iam::" + name + ":root";
            }
            m_isEverybody = m_isEverybody || name == "*";
            if (std::find(distinct.begin(), distinct.end(), name) == distinct.end()) {
                distinct.push_back(std::move(name));
            }
        }
        return distinct;
    }

    Result<void> readList(JsonObject statement, std::string_view name, ObjectWriter& writer) {
        const std::string negated = "Not" + std::string(name);
        const auto listed = member(statement, name);
        const auto excepted = member(statement, negated);
        if (!listed && !excepted) {
            return invalidDocument("Missing required field " + std::string(name));
        }
        const auto texts = asTexts(listed ? *listed : *excepted);
        if (!texts || texts->empty()) {
            return invalidDocument("Missing required field " + std::string(name));
        }
        appendTexts(*texts, writer.member(listed ? name : std::string_view(negated)));
        if (listed && name == "Action") {
            m_actions = *texts;
        }
        return {};
    }

    // What the statement as a whole may not say, or says of later changes.
    Result<void> judge(bool isConditional) {
        if (!m_isEverybody || isConditional) {
            return {};
        }
        if (m_allows) {
            return Error::validation(
                "Resource-based policy grants unbounded access in one or more elements. Please "
                "revise the policy to ensure least-privilege form of access");
        }
        m_document.locksOut =
            m_document.locksOut ||
            std::any_of(m_actions.begin(), m_actions.end(), [](const std::string& action) {
                return covers(action, "dynamodb:PutResourcePolicy");
            });
        return {};
    }

    PolicyDocument m_document;
    std::set<std::string> m_sids;
    bool m_allows = false;
    bool m_isEverybody = false;
    std::vector<std::string> m_actions;  // of the statement that is being read
};

}  // namespace

Result<PolicyDocument> readPolicy(std::string_view text) {
    if (text.size() > policyBytesMax) {
        return invalid("Maximum policy size of " + std::to_string(policyBytesMax) +
                       " bytes exceeded");
    }
    if (text == "null") {
        return invalidDocument("This text appears not to be a policy");
    }
    const auto root = parseObject(text);
    if (!root) {
        return root.error().kind == ErrorKind::Serialization
                   ? invalidDocument("This policy contains invalid Json")
                   : root.error();
    }
    return PolicyReader().read(*root, text.size());
}

}  // namespace engine::wire
