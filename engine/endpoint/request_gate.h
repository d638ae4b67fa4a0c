#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/endpoint/http_server.h"

// Which requests may reach the engine at all: research/reliability.md section 4, rules 2 to 8.
// Pure, so that every row can be tested without a socket.
namespace engine::endpoint {

// What the gate looks at of one request. Views borrow the connection's memory.
struct RequestHead {
    std::string_view method;
    std::string_view path;
    std::string_view host;
    std::string_view origin;
    std::string_view secFetchSite;
    std::string_view contentType;
    std::string_view target;
    std::string_view authorization;
    std::string_view contentEncoding;
    std::string_view acceptEncoding;    // the first header of that name
    std::string_view asOf;              // X-Tidemark-As-Of
    std::string_view requestedHeaders;  // Access-Control-Request-Headers
    unsigned hostCount = 0;
    unsigned originCount = 0;
    unsigned asOfCount = 0;
    unsigned fieldCount = 0;
    std::size_t headerBytes = 0;
    bool hasSecFetchSite = false;
    bool hasContentType = false;
    bool hasAuthorization = false;
    bool hasDate = false;
    bool hasUpgrade = false;
    bool hasTransferEncoding = false;
    bool hasContentLength = false;
    bool expectsContinue = false;
};

struct GateRules {
    std::uint16_t port = 0;
    std::vector<std::string> allowedOrigins;
    std::vector<std::string> allowedHosts;
    HttpLimits limits;
};

enum class Admission { Api, Preflight, Health, Refused };

struct Verdict {
    Admission admission = Admission::Refused;
    int status = 400;          // of a refusal
    std::string message;       // of a refusal
    bool fromWebPage = false;  // an allowed Origin: the answer carries the CORS headers
};

// `localAddress`: the literal address that the connection was accepted on, for listeners that are
// reachable from elsewhere; empty for loopback.
Verdict judge(const RequestHead& head, const GateRules& rules, std::string_view localAddress);

// The allowed ones among the headers that a preflight asks for, joined by ", ".
std::string allowedRequestHeaders(std::string_view requested);

// Rule 7: what is wrong with the Authorization header, as the service says it; signatures
// themselves are not checked. An empty optional: nothing.
std::optional<Error> authorizationProblem(const RequestHead& head);

// The access key id of the Authorization header; empty when it names none.
std::string_view accessKeyIdOf(const RequestHead& head);

}  // namespace engine::endpoint
