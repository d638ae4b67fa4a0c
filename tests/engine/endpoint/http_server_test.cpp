// The listener with a real engine behind it.
#include <atomic>
#include <numeric>
#include <set>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <zlib.h>

#include "engine/base/limits.h"
#include "engine/endpoint/listen_socket.h"
#include "tests/engine/endpoint/raw_client.h"

namespace engine::endpoint {
namespace {

using std::chrono::milliseconds;
using testing::Answer;
using testing::createTable;
using testing::Endpoint;
using testing::RawClient;
using testing::request;

std::string put(const std::string& key, const std::string& value) {
    return R"({"TableName":"abc","Item":{"pk":{"S":")" + key + R"("},"v":{"S":")" + value +
           R"("}}})";
}

std::string get(const std::string& key) {
    return R"({"TableName":"abc","Key":{"pk":{"S":")" + key + R"("}}})";
}

Answer call(RawClient& client, const Endpoint& endpoint, const std::string& operation,
            const std::string& body) {
    client.send(request(endpoint.host(), operation, body));
    return client.receive();
}

std::string checksum(const std::string& body) {
    const auto* const bytes = static_cast<const Bytef*>(static_cast<const void*>(body.data()));
    return std::to_string(crc32_z(0, bytes, body.size()));
}

TEST(HttpServer, AnswersHaveTheServicesHeaders) {
    const Endpoint endpoint;
    RawClient client(endpoint.port());
    std::set<std::string> ids;
    for (int i = 0; i < 10; ++i) {
        auto answer = call(client, endpoint, "ListTables", "{}");
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body, R"({"TableNames":[]})");
        EXPECT_EQ(answer.headers["content-type"], "application/x-amz-json-1.0");
        EXPECT_EQ(answer.headers["server"], "Server");
        EXPECT_EQ(answer.headers["x-amz-crc32"], checksum(answer.body));
        const auto& id = answer.headers["x-amzn-requestid"];
        EXPECT_EQ(id.size(), 52U);
        EXPECT_EQ(id.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"), std::string::npos);
        ids.insert(id);
    }
    EXPECT_EQ(ids.size(), 10U);
}

TEST(HttpServer, WritesAndReadsOnOneConnection) {
    const Endpoint endpoint;
    RawClient client(endpoint.port());
    EXPECT_EQ(call(client, endpoint, "CreateTable", createTable("abc")).status, 200);
    for (int i = 0; i < 50; ++i) {
        const auto key = std::to_string(i);
        EXPECT_EQ(call(client, endpoint, "PutItem", put(key, "v" + key)).body, "{}");
        EXPECT_EQ(call(client, endpoint, "GetItem", get(key)).body,
                  R"({"Item":{"pk":{"S":")" + key + R"("},"v":{"S":"v)" + key + R"("}}})");
    }
}

TEST(HttpServer, PipelinedRequestsAreAnsweredInOrder) {
    const Endpoint endpoint;
    RawClient client(endpoint.port());
    EXPECT_EQ(call(client, endpoint, "CreateTable", createTable("abc")).status, 200);
    std::string all;
    for (int i = 0; i < 20; ++i) {
        const auto key = std::to_string(i);
        all += request(endpoint.host(), "PutItem", put(key, "x"));
        all += request(endpoint.host(), "GetItem", get(key));
    }
    client.send(all);
    for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(client.receive().body, "{}");
        EXPECT_EQ(client.receive().body,
                  R"({"Item":{"pk":{"S":")" + std::to_string(i) + R"("},"v":{"S":"x"}}})");
    }
}

TEST(HttpServer, ManyConnectionsAtOnce) {
    const Endpoint endpoint;
    RawClient setup(endpoint.port());
    EXPECT_EQ(call(setup, endpoint, "CreateTable", createTable("abc")).status, 200);
    std::atomic<int> good{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 16; ++t) {
        threads.emplace_back([&, t] {
            RawClient client(endpoint.port());
            for (int i = 0; i < 40; ++i) {
                const auto key = std::to_string(t) + "-" + std::to_string(i);
                const bool written = call(client, endpoint, "PutItem", put(key, key)).body == "{}";
                const bool read =
                    call(client, endpoint, "GetItem", get(key)).body.find(key) != std::string::npos;
                good += written && read ? 1 : 0;
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(good, 16 * 40);
}

TEST(HttpServer, Ipv6LoopbackAnswersOnTheSamePort) {
    if (!hasIpv6Loopback()) {
        GTEST_SKIP() << "this machine has no IPv6";
    }
    const Endpoint endpoint;
    RawClient client(endpoint.port(), "::1");
    ASSERT_TRUE(client.connected());
    client.send(request("[::1]:" + std::to_string(endpoint.port()), "ListTables", "{}"));
    EXPECT_EQ(client.receive().status, 200);
}

TEST(HttpServer, HealthIsAFixedText) {
    const Endpoint endpoint;
    RawClient client(endpoint.port());
    client.send("GET / HTTP/1.1\r\nHost: " + endpoint.host() + "\r\n\r\n");
    const auto answer = client.receive();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "healthy: dynamodb.us-east-1.amazonaws.com ");
}

TEST(HttpServer, ErrorsOfTheProtocol) {
    const Endpoint endpoint;
    const std::string type = R"({"__type":"com.amazon.coral.service#)";
    RawClient client(endpoint.port());
    const auto body = [&](const std::string& operation, const std::string& text) {
        const auto answer = call(client, endpoint, operation, text);
        EXPECT_EQ(answer.status, 400) << operation << text;
        return answer.body;
    };
    EXPECT_EQ(body("ListTables", ""), type + "SerializationException\"}");
    EXPECT_EQ(body("ListTables", "{"), type + "SerializationException\"}");
    EXPECT_EQ(body("Nonsense", "{}"), type + "UnknownOperationException\"}");
    EXPECT_EQ(body("Nonsense", ""), type + "UnknownOperationException\"}");
    EXPECT_EQ(body("Nonsense", "{"), type + "SerializationException\"}");
    EXPECT_EQ(body("GetItem", R"({"TableName":"absent","Key":{"pk":{"S":"a"}}})"),
              R"({"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException",)"
              R"("message":"Requested resource not found"})");
}

TEST(HttpServer, UnsignedRequestsAreToldSo) {
    const Endpoint endpoint;
    RawClient client(endpoint.port());
    const auto unsignedRequest = [&](const std::string& text) {
        client.send("POST / HTTP/1.1\r\nHost: " + endpoint.host() +
                    "\r\nX-Amz-Target: DynamoDB_20120810.ListTables\r\nContent-Type: "
                    "application/x-amz-json-1.0\r\nContent-Length: " +
                    std::to_string(text.size()) + "\r\n\r\n" + text);
        return client.receive().body;
    };
    EXPECT_EQ(unsignedRequest("{}"),
              R"({"__type":"com.amazon.coral.service#MissingAuthenticationTokenException",)"
              R"("message":"Request is missing Authentication Token"})");
    EXPECT_EQ(unsignedRequest("{"),
              R"({"__type":"com.amazon.coral.service#SerializationException"})");
}

TEST(HttpServer, SignaturesMayBeInTheQuery) {
    const Endpoint endpoint;
    RawClient client(endpoint.port());
    client.send(
        "POST /?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a&X-Amz-Date=b&"
        "X-Amz-SignedHeaders=host&X-Amz-Signature=c HTTP/1.1\r\nHost: " +
        endpoint.host() +
        "\r\nX-Amz-Target: DynamoDB_20120810.ListTables\r\nContent-Type: "
        "application/x-amz-json-1.0\r\nContent-Length: 2\r\n\r\n{}");
    EXPECT_EQ(client.receive().body, R"({"TableNames":[]})");
}

TEST(HttpServer, ChunkedBodies) {
    const Endpoint endpoint;
    RawClient client(endpoint.port());
    const std::string head = "POST / HTTP/1.1\r\nHost: " + endpoint.host() +
                             "\r\nX-Amz-Target: DynamoDB_20120810.ListTables\r\nContent-Type: "
                             "application/x-amz-json-1.0\r\nX-Amz-Date: x\r\nAuthorization: " +
                             std::string(testing::authorization) +
                             "\r\nTransfer-Encoding: chunked\r\n\r\n";
    client.send(head + "1\r\n{\r\n1\r\n}\r\n0\r\n\r\n");
    EXPECT_EQ(client.receive().body, R"({"TableNames":[]})");
    client.send(head + "zz\r\n{}\r\n0\r\n\r\n");
    const auto broken = client.receive();
    EXPECT_TRUE(broken.status == 0 || broken.status == 400) << broken.status;
    EXPECT_TRUE(client.isClosed());
}

TEST(HttpServer, ABodyOf16MebibytesIsReadAndOneMoreByteIsNot) {
    const Endpoint endpoint;
    RawClient client(endpoint.port());
    const auto limit = limits::requestBodyBytesMax;
    const std::string filled = "{" + std::string(limit - 2, ' ') + "}";
    EXPECT_EQ(call(client, endpoint, "ListTables", filled).status, 200);
    const auto refused = call(client, endpoint, "ListTables", filled + " ");
    EXPECT_EQ(refused.status, 413);
    EXPECT_EQ(refused.body, "");
    EXPECT_TRUE(client.isClosed());
}

TEST(HttpServer, MalformedHttpIsRefusedAndClosed) {
    const Endpoint endpoint;
    for (const char* const text :
         {"GARBAGE\r\n\r\n", "GET /\r\n\r\n", "POST / HTTP/9.9\r\nHost: a\r\n\r\n",
          "POST / HTTP/1.1\r\nno colon here\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n",
          "\x16\x03\x01\x02\x01\x01\r\n\r\n"}) {
        RawClient client(endpoint.port());
        client.send(text);
        const auto answer = client.receive();
        EXPECT_TRUE(answer.status == 0 || answer.status >= 400) << text << answer.status;
        client.readToEnd();
    }
    RawClient client(endpoint.port());
    EXPECT_EQ(call(client, endpoint, "ListTables", "{}").status, 200);
}

HttpServerOptions impatient() {
    HttpServerOptions options;
    options.limits.headerTime = milliseconds(40);
    options.limits.bodyTime = milliseconds(40);
    options.limits.keepAliveTime = milliseconds(40);
    return options;
}

TEST(HttpServer, AClientThatStopsInTheHeaderIsCut) {
    const Endpoint endpoint(impatient());
    RawClient client(endpoint.port());
    client.send("POST / HTTP/1.1\r\nHost: ");
    EXPECT_TRUE(client.isClosed());
}

TEST(HttpServer, AClientThatStopsInTheBodyIsCut) {
    const Endpoint endpoint(impatient());
    RawClient client(endpoint.port());
    auto text = request(endpoint.host(), "ListTables", "{}");
    text.pop_back();
    client.send(text);
    EXPECT_EQ(client.receive().status, 0);
}

TEST(HttpServer, AnIdleConnectionIsClosed) {
    const Endpoint endpoint(impatient());
    RawClient client(endpoint.port());
    EXPECT_EQ(call(client, endpoint, "ListTables", "{}").status, 200);
    EXPECT_TRUE(client.isClosed());
}

TEST(HttpServer, ConnectionsAboveTheLimitAreTold503) {
    HttpServerOptions options;
    options.limits.connectionsMax = 2;
    const Endpoint endpoint(std::move(options));
    RawClient first(endpoint.port());
    RawClient second(endpoint.port());
    EXPECT_EQ(call(first, endpoint, "ListTables", "{}").status, 200);
    EXPECT_EQ(call(second, endpoint, "ListTables", "{}").status, 200);
    RawClient third(endpoint.port());
    EXPECT_EQ(call(third, endpoint, "ListTables", "{}").status, 503);
    EXPECT_TRUE(third.isClosed());
    EXPECT_EQ(call(first, endpoint, "ListTables", "{}").status, 200);
}

TEST(HttpServer, AConnectionEndsAfterItsShareOfRequests) {
    HttpServerOptions options;
    options.limits.requestsPerConnectionMax = 2;
    const Endpoint endpoint(std::move(options));
    RawClient client(endpoint.port());
    EXPECT_EQ(call(client, endpoint, "ListTables", "{}").status, 200);
    EXPECT_EQ(call(client, endpoint, "ListTables", "{}").headers["connection"], "close");
    EXPECT_TRUE(client.isClosed());
}

TEST(HttpServer, APortInUseIsAnErrorOrSkipped) {
    const Endpoint endpoint;
    HttpServerOptions options;
    options.port = endpoint.port();
    const auto taken = HttpServer::start(options, *endpoint.engine);
    ASSERT_FALSE(taken.hasValue());
    EXPECT_EQ(taken.error().kind, ErrorKind::AddressInUse);
    EXPECT_EQ(
        taken.error().message,
        "Port " + std::to_string(endpoint.port()) +
            " on 127.0.0.1 is already in use; stop the program that uses it or choose another "
            "port");
    options.nextFreePort = true;
    const auto next = HttpServer::start(options, *endpoint.engine);
    ASSERT_TRUE(next.hasValue());
    EXPECT_GT((*next)->port(), endpoint.port());
    EXPECT_EQ((*next)->url(), "http://127.0.0.1:" + std::to_string((*next)->port()));
}

TEST(HttpServer, StoppingFinishesWritesThatAreUnderWay) {
    Endpoint endpoint;
    RawClient client(endpoint.port());
    EXPECT_EQ(call(client, endpoint, "CreateTable", createTable("abc")).status, 200);
    client.send(request(endpoint.host(), "PutItem", put("last", "x")));
    endpoint.server.reset();
    const auto answer = client.receive();
    EXPECT_TRUE(answer.status == 200 || answer.status == 0) << answer.status;
    EXPECT_TRUE(client.isClosed());
    operations::GetItemInput input;
    input.tableName = "abc";
    input.key = {{"pk", values::AttributeValue::string("last")}};
    const auto stored = endpoint.engine->executeAndWait(std::move(input));
    ASSERT_TRUE(stored.hasValue());
    const bool isThere = std::get<operations::GetItemOutput>(*stored).item.has_value();
    EXPECT_TRUE(isThere || answer.status == 0);
}

// A write that arrived while the server stopped used to end the process inside the library.
TEST(HttpServer, StoppingUnderLoadKeepsEveryAcknowledgedWrite) {
    for (int round = 0; round < 20; ++round) {
        Endpoint endpoint;
        {
            RawClient client(endpoint.port());
            ASSERT_EQ(call(client, endpoint, "CreateTable", createTable("abc")).status, 200);
        }
        const std::string host = endpoint.host();
        const std::uint16_t port = endpoint.port();
        std::vector<int> acknowledged(4);
        std::atomic<int> begun{0};
        std::vector<std::thread> writers;
        for (std::size_t writer = 0; writer < acknowledged.size(); ++writer) {
            writers.emplace_back([&, writer] {
                RawClient client(port);
                const std::string name = "w" + std::to_string(writer) + "-";
                int& count = acknowledged[writer];
                client.send(request(host, "PutItem", put(name + "0", "x")));
                while (client.receive().status == 200) {
                    ++count;
                    ++begun;
                    client.send(request(host, "PutItem", put(name + std::to_string(count), "x")));
                }
            });
        }
        while (begun < 8) {
            std::this_thread::yield();
        }
        endpoint.server.reset();
        for (auto& writer : writers) {
            writer.join();
        }
        const auto described =
            endpoint.engine->executeAndWait(operations::DescribeTableInput{"abc"});
        ASSERT_TRUE(described.hasValue());
        const auto stored =
            std::get<operations::DescribeTableOutput>(*described).description.itemCount;
        EXPECT_GE(stored, static_cast<std::uint64_t>(
                              std::accumulate(acknowledged.begin(), acknowledged.end(), 0)));
    }
}

}  // namespace
}  // namespace engine::endpoint
