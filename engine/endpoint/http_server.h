#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/operations/engine.h"

namespace engine::endpoint {

// research/reliability.md section 4, "Limits". The size of a body is limits::requestBodyBytesMax.
struct HttpLimits {
    std::size_t headerBytesMax = 16'384;
    unsigned headerFieldsMax = 100;
    unsigned connectionsMax = 1024;               // further ones get 503
    unsigned requestsPerConnectionMax = 100'000;  // then the connection is closed
    std::chrono::milliseconds headerTime{10'000};
    std::chrono::milliseconds bodyTime{60'000};  // longer if at least 1 KiB/s arrives
    std::chrono::milliseconds keepAliveTime{60'000};
};

struct HttpServerOptions {
    std::string host = "127.0.0.1";  // 127.0.0.1 also listens on ::1 where there is one
    std::uint16_t port = 8000;       // 0: any free port
    // Try the next ports (up to 100) when the port is taken; otherwise AddressInUse.
    bool nextFreePort = false;
    // Origins that browsers may call from (exact scheme://host:port, or "*"); -cors of DynamoDB
    // Local. Empty: none.
    std::vector<std::string> allowedOrigins;
    // Further Host names that are accepted (research/reliability.md section 4 rule 2).
    std::vector<std::string> allowedHosts;
    unsigned threads = 0;  // 0: one per core
    HttpLimits limits;
};

// Answers the DynamoDB HTTP protocol for one engine. Bytes, limits and the request gate live here;
// what requests mean lives in engine/wire. Destroying it stops the listener, lets requests that
// are under way finish, and closes all connections within 2 seconds.
class HttpServer {
public:
    virtual ~HttpServer() = default;
    static Result<std::unique_ptr<HttpServer>> start(HttpServerOptions options,
                                                     operations::Engine& engine);
    virtual std::uint16_t port() const = 0;
    virtual std::string url() const = 0;  // "http://127.0.0.1:8000"
};

}  // namespace engine::endpoint
