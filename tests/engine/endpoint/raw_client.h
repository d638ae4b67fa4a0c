#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "engine/endpoint/http_server.h"

namespace engine::endpoint::testing {

struct Answer {
    int status = 0;                              // 0: the connection ended without an answer
    std::map<std::string, std::string> headers;  // lower-case names
    std::string body;
};

// A client that sends exactly the bytes that a test says.
class RawClient final {
public:
    explicit RawClient(std::uint16_t port, const char* address = "127.0.0.1") {
        sockaddr_in v4{};
        v4.sin_family = AF_INET;
        v4.sin_port = htons(port);
        sockaddr_in6 v6{};
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(port);
        const bool isV4 = inet_pton(AF_INET, address, &v4.sin_addr) == 1;
        if (!isV4) {
            inet_pton(AF_INET6, address, &v6.sin6_addr);
        }
        m_socket = ::socket(isV4 ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const void* const where = isV4 ? static_cast<const void*>(&v4) : &v6;
        const auto size = static_cast<socklen_t>(isV4 ? sizeof(v4) : sizeof(v6));
        m_connected = ::connect(m_socket, static_cast<const sockaddr*>(where), size) == 0;
    }
    ~RawClient() { ::close(m_socket); }
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    bool connected() const { return m_connected; }

    // False when the other side has closed.
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) {
                return false;
            }
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    Answer receive() {
        Answer answer;
        const auto head = readUntil("\r\n\r\n");
        if (!head || !head->starts_with("HTTP/1.")) {
            return answer;
        }
        answer.status = std::atoi(head->c_str() + std::strlen("HTTP/1.1 "));
        parseHeaders(*head, answer);
        const auto length = answer.headers.find("content-length");
        const std::size_t size =
            length == answer.headers.end() ? 0 : std::strtoul(length->second.c_str(), nullptr, 10);
        while (m_received.size() < size && readMore()) {
        }
        answer.body = m_received.substr(0, size);
        m_received.erase(0, size);
        return answer;
    }

    // Reads whatever still comes until the other side closes.
    void readToEnd() {
        while (readMore()) {
        }
    }

    // Waits for the end of the connection; false if bytes come instead.
    bool isClosed() { return m_received.empty() && !readMore(); }

private:
    bool readMore() {
        char buffer[65536];
        const auto count = ::recv(m_socket, buffer, sizeof(buffer), 0);
        if (count <= 0) {
            return false;
        }
        m_received.append(buffer, static_cast<std::size_t>(count));
        return true;
    }

    std::optional<std::string> readUntil(std::string_view mark) {
        std::size_t at = 0;
        while ((at = m_received.find(mark)) == std::string::npos) {
            if (!readMore()) {
                return std::nullopt;
            }
        }
        std::string text = m_received.substr(0, at + mark.size());
        m_received.erase(0, at + mark.size());
        return text;
    }

    static void parseHeaders(const std::string& head, Answer& answer) {
        std::size_t at = head.find("\r\n") + 2;
        while (at < head.size() - 2) {
            const auto end = head.find("\r\n", at);
            const auto line = head.substr(at, end - at);
            const auto colon = line.find(':');
            std::string name = line.substr(0, colon);
            for (char& c : name) {
                c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
            }
            if (colon != std::string::npos) {
                answer.headers[name] = line.substr(colon + 2);
            }
            at = end + 2;
        }
    }

    int m_socket = -1;
    bool m_connected = false;
    std::string m_received;
};

// An engine in memory with an endpoint.
struct Endpoint {
    explicit Endpoint(HttpServerOptions options = {}) {
        operations::EngineOptions engineOptions;
        engineOptions.durability = storage::Durability::Memory;
        auto opened = operations::Engine::open(std::move(engineOptions));
        EXPECT_TRUE(opened.hasValue());
        engine = *std::move(opened);
        options.port = 0;
        auto started = HttpServer::start(std::move(options), *engine);
        EXPECT_TRUE(started.hasValue()) << (started ? "" : started.error().message);
        server = *std::move(started);
    }
    std::uint16_t port() const { return server->port(); }
    std::string host() const { return "127.0.0.1:" + std::to_string(port()); }
    std::size_t tableCount() const {
        auto response = engine->executeAndWait(operations::ListTablesInput{});
        EXPECT_TRUE(response.hasValue());
        return std::get<operations::ListTablesOutput>(*response).tableNames.size();
    }

    std::unique_ptr<operations::Engine> engine;
    std::unique_ptr<HttpServer> server;
};

constexpr std::string_view authorization =
    "AWS4-HMAC-SHA256 Credential=local/20261121/us-east-1/dynamodb/aws4_request, "
    "SignedHeaders=host;x-amz-date;x-amz-target, Signature=0";

// A signed request as SDKs send it; `more`: further header lines.
inline std::string request(const std::string& host, const std::string& operation,
                           const std::string& body, const std::string& more = "") {
    return "POST / HTTP/1.1\r\nHost: " + host + "\r\nX-Amz-Target: DynamoDB_20120810." + operation +
           "\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Date: 20261121T000000Z\r\n"
           "Authorization: " +
           std::string(authorization) + "\r\n" + more +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

inline std::string createTable(const std::string& name) {
    return R"({"TableName":")" + name +
           R"(","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"pk",)"
           R"("AttributeType":"S"}],"KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}]})";
}

}  // namespace engine::endpoint::testing
