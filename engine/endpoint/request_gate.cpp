#include "engine/endpoint/request_gate.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>
#include <utility>

namespace engine::endpoint {
namespace {

char lower(char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

bool equalsIgnoringCase(std::string_view left, std::string_view right) {
    return left.size() == right.size() &&
           std::equal(left.begin(), left.end(), right.begin(),
                      [](char a, char b) { return lower(a) == lower(b); });
}

struct HostAndPort {
    std::string_view name;
    std::optional<std::uint16_t> port;
};

std::optional<HostAndPort> splitHost(std::string_view host) {
    HostAndPort split;
    std::size_t nameEnd = host.find(':');
    if (host.starts_with('[')) {
        const auto bracket = host.find(']');
        if (bracket == std::string_view::npos) {
            return std::nullopt;
        }
        nameEnd = bracket + 1;
    }
    split.name = host.substr(0, nameEnd);
    if (split.name.size() == host.size()) {
        return split;
    }
    const auto digits = host.substr(split.name.size() + 1);
    std::uint16_t port = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (host[split.name.size()] != ':' || parsed.ec != std::errc() ||
        parsed.ptr != digits.data() + digits.size()) {
        return std::nullopt;
    }
    split.port = port;
    return split;
}

// A dotted quad inside 127.0.0.0/8, so nothing that a resolver would have to look up.
bool isLoopbackQuad(std::string_view name) {
    if (!name.starts_with("127.")) {
        return false;
    }
    int parts = 0;
    while (!name.empty()) {
        const auto part = name.substr(0, name.find('.'));
        unsigned value = 0;
        const auto parsed = std::from_chars(part.data(), part.data() + part.size(), value);
        if (part.empty() || parsed.ptr != part.data() + part.size() || value > 255) {
            return false;
        }
        ++parts;
        name.remove_prefix(part.size());
        if (!name.empty()) {
            name.remove_prefix(1);
            if (name.empty()) {
                return false;
            }
        }
    }
    return parts == 4;
}

bool isAllowedName(std::string_view name, const RequestHead& head, std::string_view localAddress) {
    if (name.ends_with('.')) {
        name.remove_suffix(1);
    }
    if (equalsIgnoringCase(name, "localhost") || isLoopbackQuad(name) || name == "[::1]") {
        return true;
    }
    if (name == "0.0.0.0") {
        return head.originCount == 0 && !head.hasSecFetchSite;
    }
    return !localAddress.empty() && equalsIgnoringCase(name, localAddress);
}

constexpr std::uint16_t defaultHttpPort = 80;

bool isAllowedHost(const RequestHead& head, const GateRules& rules, std::string_view localAddress) {
    const auto split = splitHost(head.host);
    if (!split) {
        return false;
    }
    const bool isOurPort = split->port.value_or(defaultHttpPort) == rules.port;
    if (isOurPort && isAllowedName(split->name, head, localAddress)) {
        return true;
    }
    return std::any_of(rules.allowedHosts.begin(), rules.allowedHosts.end(),
                       [&](const std::string& allowed) {
                           return equalsIgnoringCase(head.host, allowed) ||
                                  (isOurPort && equalsIgnoringCase(split->name, allowed));
                       });
}

bool isAllowedOrigin(std::string_view origin, const GateRules& rules) {
    return std::any_of(
        rules.allowedOrigins.begin(), rules.allowedOrigins.end(),
        [&](const std::string& allowed) { return allowed == "*" || allowed == origin; });
}

std::string_view mediaType(std::string_view contentType) {
    auto type = contentType.substr(0, contentType.find(';'));
    while (type.ends_with(' ') || type.ends_with('\t')) {
        type.remove_suffix(1);
    }
    return type;
}

bool isOneOf(std::string_view text, std::initializer_list<std::string_view> candidates) {
    return std::any_of(candidates.begin(), candidates.end(), [&](std::string_view candidate) {
        return equalsIgnoringCase(text, candidate);
    });
}

Verdict refuse(int status, std::string message) {
    Verdict verdict;
    verdict.status = status;
    verdict.message = std::move(message);
    return verdict;
}

std::optional<Verdict> refuseForm(const RequestHead& head, const GateRules& rules) {
    if (head.headerBytes > rules.limits.headerBytesMax ||
        head.fieldCount > rules.limits.headerFieldsMax) {
        return refuse(431, "The header of the request is too big");
    }
    if (head.hasUpgrade) {
        return refuse(400, "This endpoint does not upgrade connections");
    }
    if (head.hasTransferEncoding && head.hasContentLength) {
        return refuse(400, "A request has Content-Length or Transfer-Encoding, not both");
    }
    return std::nullopt;
}

std::optional<Verdict> refuseSender(const RequestHead& head, const GateRules& rules,
                                    std::string_view localAddress) {
    if (head.hostCount != 1) {
        return refuse(400, "A request has exactly one Host header");
    }
    if (!isAllowedHost(head, rules, localAddress)) {
        return refuse(403, "The host name " + std::string(head.host) +
                               " is not one of this endpoint's; it can be allowed in the settings "
                               "of the endpoint (tidemark-server --allow-host)");
    }
    const bool originAllowed = head.originCount == 1 && isAllowedOrigin(head.origin, rules);
    if (head.originCount > 0 && !originAllowed) {
        return refuse(403, "The web page " + std::string(head.origin) +
                               " may not call this endpoint; it can be allowed in the settings of "
                               "the endpoint (tidemark-server -cors)");
    }
    if (head.hasSecFetchSite && !originAllowed &&
        !isOneOf(head.secFetchSite, {"same-origin", "none"})) {
        return refuse(403, "Other web sites may not call this endpoint");
    }
    return std::nullopt;
}

Verdict judgePost(const RequestHead& head) {
    const auto type = mediaType(head.contentType);
    if (isOneOf(type,
                {"application/x-amz-json-1.0", "application/x-amz-json-1.1", "application/json"})) {
        Verdict verdict;
        verdict.admission = Admission::Api;
        return verdict;
    }
    // The types that a web page can send without asking first.
    if (!head.hasContentType ||
        isOneOf(type, {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})) {
        return refuse(400, "The content type of a request is application/x-amz-json-1.0");
    }
    return refuse(404, "");
}

Verdict judgeMethod(const RequestHead& head) {
    if (head.path != "/") {
        return refuse(404, "");
    }
    if (head.method == "POST") {
        return judgePost(head);
    }
    Verdict verdict;
    if (head.method == "GET") {
        verdict.admission = Admission::Health;
        return verdict;
    }
    if (head.method == "OPTIONS") {
        if (head.originCount == 0) {
            return refuse(403, "A preflight names its origin");
        }
        verdict.admission = Admission::Preflight;
        return verdict;
    }
    return refuse(405, "The methods of this endpoint are POST, GET and OPTIONS");
}

constexpr std::array<std::string_view, 10> preflightHeaders = {
    "authorization",        "content-type",         "x-amz-date",       "x-amz-target",
    "x-amz-security-token", "x-amz-content-sha256", "x-amz-user-agent", "amz-sdk-invocation-id",
    "amz-sdk-request",      "x-tidemark-as-of"};

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ') || text.starts_with('\t')) {
        text.remove_prefix(1);
    }
    while (text.ends_with(' ') || text.ends_with('\t')) {
        text.remove_suffix(1);
    }
    return text;
}

}  // namespace

Verdict judge(const RequestHead& head, const GateRules& rules, std::string_view localAddress) {
    if (auto refused = refuseForm(head, rules)) {
        return *std::move(refused);
    }
    if (auto refused = refuseSender(head, rules, localAddress)) {
        return *std::move(refused);
    }
    Verdict verdict = judgeMethod(head);
    verdict.fromWebPage = head.originCount > 0;
    return verdict;
}

std::string allowedRequestHeaders(std::string_view requested) {
    std::string allowed;
    while (!requested.empty()) {
        const auto comma = requested.find(',');
        const auto name = trimmed(requested.substr(0, comma));
        requested.remove_prefix(comma == std::string_view::npos ? requested.size() : comma + 1);
        const bool known =
            std::any_of(preflightHeaders.begin(), preflightHeaders.end(),
                        [&](std::string_view header) { return equalsIgnoringCase(header, name); });
        constexpr std::string_view amazonPrefix = "x-amzn-";
        if (known || equalsIgnoringCase(name.substr(0, amazonPrefix.size()), amazonPrefix)) {
            allowed.append(allowed.empty() ? "" : ", ").append(name);
        }
    }
    return allowed;
}

std::optional<Error> authorizationProblem(const RequestHead& head) {
    const auto& text = head.authorization;
    if (!head.hasAuthorization || !text.starts_with("AWS4-")) {
        return Error{
            ErrorKind::MissingAuthenticationToken, "Request is missing Authentication Token", {}};
    }
    std::string problem;
    for (const std::string_view parameter : {"Credential", "Signature", "SignedHeaders"}) {
        if (text.find(std::string(parameter) + "=") == std::string_view::npos) {
            problem.append("Authorization header requires '")
                .append(parameter)
                .append("' parameter. ");
        }
    }
    if (!head.hasDate) {
        problem +=
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
    }
    if (problem.empty()) {
        return std::nullopt;
    }
    return Error{
        ErrorKind::IncompleteSignature, problem + "Authorization=" + std::string(text), {}};
}

// Credential=<access key id>/<date>/<region>/<service>/aws4_request
std::string_view accessKeyIdOf(const RequestHead& head) {
    constexpr std::string_view parameter = "Credential=";
    constexpr std::size_t idBytesMax = 128;
    const auto at = head.authorization.find(parameter);
    if (at == std::string_view::npos) {
        return {};
    }
    const auto credential = head.authorization.substr(at + parameter.size());
    return credential.substr(0, std::min(credential.find_first_of("/, "), idBytesMax));
}

}  // namespace engine::endpoint
