// The rows of research/reliability.md section 4, over a real socket. Every row tries to create a
// table; a refused row must not have created it.
#include <gtest/gtest.h>

#include "tests/engine/endpoint/raw_client.h"

namespace engine::endpoint {
namespace {

using testing::createTable;
using testing::Endpoint;
using testing::RawClient;

struct Row {
    const char* name;
    const char* start;    // request line; "" = POST / HTTP/1.1
    const char* host;     // @ = port; "" = the right one; "-" = no Host header
    const char* headers;  // further lines; replaces Content-Type and Authorization if they begin so
    int want;             // 0: the connection ends without an answer that says 200
};

const Row rows[] = {
    // Clients that must get in.
    {"sdk to 127.0.0.1", "", "", "", 200},
    {"sdk to localhost", "", "localhost:@", "", 200},
    {"localhost in capitals", "", "LOCALHOST:@", "", 200},
    {"localhost with a dot", "", "localhost.:@", "", 200},
    {"another loopback address", "", "127.1.2.3:@", "", 200},
    {"ipv6 loopback name", "", "[::1]:@", "", 200},
    {"0.0.0.0 without a browser", "", "0.0.0.0:@", "", 200},
    {"json 1.1", "", "", "Content-Type: application/x-amz-json-1.1\r\n", 200},
    {"plain json", "", "", "Content-Type: application/json\r\n", 200},
    {"charset added", "", "", "Content-Type: application/x-amz-json-1.0; charset=UTF-8\r\n", 200},
    {"type in capitals", "", "", "Content-Type: Application/X-AMZ-JSON-1.0\r\n", 200},
    {"user agent and more", "", "", "User-Agent: aws-cli/2\r\nAmz-Sdk-Request: attempt=1\r\n", 200},
    {"fetch of the user himself", "", "", "Sec-Fetch-Site: none\r\n", 200},
    {"listed origin", "", "", "Origin: http://localhost:3000\r\n", 200},
    {"listed origin, cross site", "", "",
     "Origin: http://localhost:3000\r\nSec-Fetch-Site: cross-site\r\n", 200},
    {"allowed host", "", "host.docker.internal:@", "", 200},
    {"allowed host with another port", "", "gateway.test:9999", "", 200},
    // Rebinding and wrong hosts.
    {"rebinding", "", "evil.example:@", "", 403},
    {"rebinding without port", "", "evil.example", "", 403},
    {"no port", "", "127.0.0.1", "", 403},
    {"wrong port", "", "127.0.0.1:1", "", 403},
    {"port too big", "", "127.0.0.1:99999", "", 403},
    {"port that is no number", "", "127.0.0.1:80a", "", 403},
    {"subdomain trick", "", "localhost.evil.com:@", "", 403},
    {"nip.io", "", "127.0.0.1.nip.io:@", "", 403},
    {"userinfo", "", "localhost@evil.example:@", "", 403},
    {"userinfo with a password", "", "a:b@localhost:@", "", 403},
    {"quad with a letter", "", "127.0.0.x:@", "", 403},
    {"short quad", "", "127.1:@", "", 403},
    {"quad out of range", "", "127.0.0.256:@", "", 403},
    {"another address", "", "192.168.0.1:@", "", 403},
    {"open bracket", "", "[::1:@", "", 403},
    {"empty host", "", " ", "", 403},
    {"no host", "", "-", "", 400},
    {"two hosts", "", "", "Host: localhost\r\n", 400},
    {"allowed host with the wrong port", "", "host.docker.internal:1", "", 403},
    // Web pages.
    {"unlisted origin", "", "", "Origin: https://evil.example\r\n", 403},
    {"null origin", "", "", "Origin: null\r\n", 403},
    {"file origin", "", "", "Origin: file://\r\n", 403},
    {"origin of another port", "", "", "Origin: http://localhost:3001\r\n", 403},
    {"origin of another scheme", "", "", "Origin: https://localhost:3000\r\n", 403},
    {"origin with a path", "", "", "Origin: http://localhost:3000/\r\n", 403},
    {"two origins", "", "", "Origin: http://localhost:3000\r\nOrigin: https://evil.example\r\n",
     403},
    {"0.0.0.0 from a browser", "", "0.0.0.0:@", "Sec-Fetch-Site: none\r\n", 403},
    {"cross site without origin", "", "", "Sec-Fetch-Site: cross-site\r\n", 403},
    {"same site is another site", "", "", "Sec-Fetch-Site: same-site\r\n", 403},
    {"text/plain", "", "", "Content-Type: text/plain\r\n", 400},
    {"form", "", "", "Content-Type: application/x-www-form-urlencoded\r\n", 400},
    {"multipart", "", "", "Content-Type: multipart/form-data; boundary=x\r\n", 400},
    {"no content type", "", "", "Content-Type:\r\n", 400},
    {"unknown content type", "", "", "Content-Type: text/xml\r\n", 404},
    // Methods and forms.
    {"put", "PUT / HTTP/1.1", "", "", 405},
    {"delete", "DELETE / HTTP/1.1", "", "", 405},
    {"patch", "PATCH / HTTP/1.1", "", "", 405},
    {"head", "HEAD / HTTP/1.1", "", "", 405},
    {"trace", "TRACE / HTTP/1.1", "", "", 405},
    {"another path", "POST /console HTTP/1.1", "", "", 404},
    {"absolute form of another host", "POST http://evil.example/ HTTP/1.1", "", "", 404},
    {"connect", "CONNECT evil.example:443 HTTP/1.1", "", "", 0},
    {"websocket", "GET / HTTP/1.1", "", "Connection: Upgrade\r\nUpgrade: websocket\r\n", 400},
    {"h2c", "", "", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n", 400},
    {"http 2 preface", "PRI * HTTP/2.0", "", "", 0},
    {"length and chunks", "", "", "Transfer-Encoding: chunked\r\n", 0},
    // Tokens and targets.
    {"no authorization", "", "", "Authorization:\r\n", 400},
    {"basic authorization", "", "", "Authorization: Basic abc\r\n", 400},
    {"incomplete authorization", "", "", "Authorization: AWS4-HMAC-SHA256 Credential=a\r\n", 400},
    {"too many fields", "", "", "fields", 431},
    {"header too big", "", "", "bytes", 431},
};

std::string replaced(std::string text, char mark, const std::string& by) {
    const auto at = text.find(mark);
    return at == std::string::npos ? text : text.replace(at, 1, by);
}

std::string headerLines(const Row& row) {
    const std::string more = row.headers;
    if (more == "fields") {
        std::string fields;
        for (int i = 0; i < 110; ++i) {
            fields += "X-" + std::to_string(i) + ": a\r\n";
        }
        return headerLines({row.name, row.start, row.host, "", 0}) + fields;
    }
    if (more == "bytes") {
        return headerLines({row.name, row.start, row.host, "", 0}) +
               "X-Big: " + std::string(17'000, 'x') + "\r\n";
    }
    std::string lines =
        "X-Amz-Target: DynamoDB_20120810.CreateTable\r\n"
        "X-Amz-Date: 20261121T000000Z\r\n";
    if (!more.starts_with("Content-Type")) {
        lines += "Content-Type: application/x-amz-json-1.0\r\n";
    }
    if (!more.starts_with("Authorization")) {
        lines += "Authorization: " + std::string(testing::authorization) + "\r\n";
    }
    const bool leavesOut = more.ends_with(":\r\n");
    return leavesOut ? lines : lines + more;
}

HttpServerOptions options() {
    HttpServerOptions options;
    options.allowedOrigins = {"http://localhost:3000"};
    options.allowedHosts = {"host.docker.internal", "gateway.test:9999"};
    return options;
}

std::string requestOf(const Row& row, std::uint16_t port, const std::string& body) {
    const std::string host = *row.host == '\0' ? "127.0.0.1:@" : row.host;
    std::string text = *row.start == '\0' ? "POST / HTTP/1.1" : row.start;
    text += "\r\n";
    if (host != "-") {
        text += "Host: " + replaced(host, '@', std::to_string(port)) + "\r\n";
    }
    return text + headerLines(row) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           body;
}

TEST(GateMatrix, EveryRow) {
    const Endpoint endpoint(options());
    std::size_t tables = 0;
    for (const Row& row : rows) {
        RawClient client(endpoint.port());
        client.send(requestOf(row, endpoint.port(), createTable("table" + std::to_string(tables))));
        const auto answer = client.receive();
        if (row.want == 0) {
            EXPECT_TRUE(answer.status == 0 || answer.status >= 400) << row.name << answer.status;
        } else {
            EXPECT_EQ(answer.status, row.want) << row.name << ": " << answer.body;
        }
        tables += row.want == 200 ? 1U : 0U;
        ASSERT_EQ(endpoint.tableCount(), tables) << row.name;
    }
    EXPECT_GE(std::size(rows), 60U);
}

TEST(GateMatrix, RefusalsCloseTheConnection) {
    const Endpoint endpoint;
    for (const Row& row : rows) {
        if (row.want != 403) {
            continue;
        }
        RawClient client(endpoint.port());
        client.send(requestOf(row, endpoint.port(), createTable("abc")));
        EXPECT_EQ(client.receive().status, 403) << row.name;
        EXPECT_TRUE(client.isClosed()) << row.name;
    }
}

TEST(GateMatrix, WithoutAListNoOriginIsAllowed) {
    const Endpoint endpoint;
    RawClient client(endpoint.port());
    client.send(
        testing::request(endpoint.host(), "ListTables", "{}", "Origin: http://localhost:3000\r\n"));
    EXPECT_EQ(client.receive().status, 403);
}

TEST(GateMatrix, PreflightOfAListedOrigin) {
    const Endpoint endpoint(options());
    RawClient client(endpoint.port());
    client.send("OPTIONS / HTTP/1.1\r\nHost: " + endpoint.host() +
                "\r\nOrigin: http://localhost:3000\r\nAccess-Control-Request-Method: POST\r\n"
                "Access-Control-Request-Headers: X-Amz-Target,amz-sdk-request, x-evil,"
                "x-amzn-trace\r\n\r\n");
    auto answer = client.receive();
    EXPECT_EQ(answer.status, 204);
    EXPECT_EQ(answer.headers["access-control-allow-origin"], "http://localhost:3000");
    EXPECT_EQ(answer.headers["vary"], "Origin");
    EXPECT_EQ(answer.headers["access-control-allow-methods"], "POST");
    EXPECT_EQ(answer.headers["access-control-allow-headers"],
              "X-Amz-Target, amz-sdk-request, x-amzn-trace");
    EXPECT_EQ(answer.headers["access-control-allow-private-network"], "true");
    EXPECT_EQ(answer.headers["access-control-max-age"], "600");
    EXPECT_EQ(answer.headers.count("access-control-allow-credentials"), 0U);
}

TEST(GateMatrix, PreflightOfAnotherOriginIsRefused) {
    const Endpoint endpoint(options());
    for (const char* const origin : {"Origin: https://evil.example\r\n", "Origin: null\r\n", ""}) {
        RawClient client(endpoint.port());
        client.send("OPTIONS / HTTP/1.1\r\nHost: " + endpoint.host() + "\r\n" + origin + "\r\n");
        auto answer = client.receive();
        EXPECT_EQ(answer.status, 403) << origin;
        EXPECT_EQ(answer.headers.count("access-control-allow-origin"), 0U) << origin;
    }
}

TEST(GateMatrix, AnswersToAListedOriginCarryItsName) {
    const Endpoint endpoint(options());
    RawClient client(endpoint.port());
    client.send(
        testing::request(endpoint.host(), "ListTables", "{}", "Origin: http://localhost:3000\r\n"));
    auto answer = client.receive();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.headers["access-control-allow-origin"], "http://localhost:3000");
    EXPECT_EQ(answer.headers["access-control-expose-headers"],
              "x-amzn-RequestId, x-amz-crc32, x-amzn-errortype");
    EXPECT_EQ(answer.headers.count("access-control-allow-private-network"), 0U);
}

}  // namespace
}  // namespace engine::endpoint
