// Properties of the gate that need no socket.
#include <gtest/gtest.h>

#include "engine/base/random.h"
#include "engine/endpoint/request_gate.h"

namespace engine::endpoint {
namespace {

RequestHead goodHead() {
    RequestHead head;
    head.method = "POST";
    head.path = "/";
    head.host = "127.0.0.1:8000";
    head.hostCount = 1;
    head.contentType = "application/x-amz-json-1.0";
    head.hasContentType = true;
    return head;
}

GateRules rules() {
    GateRules rules;
    rules.port = 8000;
    return rules;
}

template <std::size_t size>
std::string_view pick(Random& random, const char* const (&choices)[size]) {
    return choices[random.next() % size];
}

// Whatever is sent: a request that gets to the engine has a local Host, no Origin, no foreign
// Sec-Fetch-Site, the method POST and a type that a page cannot send unasked.
TEST(RequestGate, AdmittedImpliesTheRules) {
    SeededRandom random(20261121);
    const char* const hosts[] = {
        "127.0.0.1:8000", "localhost:8000", "[::1]:8000",         "evil:8000", "",
        "127.0.0.1",      "0.0.0.0:8000",   "127.0.0.1.evil:8000"};
    const char* const methods[] = {"POST", "POST", "POST", "GET", "PUT", "post", "OPTIONS"};
    const char* const types[] = {"application/json",   "application/x-amz-json-1.0",
                                 "text/plain",         "",
                                 "application/json;x", "application/jsonx"};
    const char* const sites[] = {"none", "same-origin", "cross-site", "same-site", ""};
    int admitted = 0;
    for (int i = 0; i < 100'000; ++i) {
        RequestHead head;
        head.host = pick(random, hosts);
        head.hostCount = static_cast<unsigned>(random.next() % 3);
        head.method = pick(random, methods);
        head.path = random.next() % 4 == 0 ? "/x" : "/";
        head.contentType = pick(random, types);
        head.hasContentType = random.next() % 4 != 0;
        head.originCount = random.next() % 4 == 0 ? 1 : 0;
        head.origin = "http://localhost:8000";
        head.hasSecFetchSite = random.next() % 2 == 0;
        head.secFetchSite = pick(random, sites);
        head.hasUpgrade = random.next() % 16 == 0;
        head.fieldCount = static_cast<unsigned>(random.next() % 110);
        if (judge(head, rules(), "").admission != Admission::Api) {
            continue;
        }
        ++admitted;
        ASSERT_EQ(head.hostCount, 1U);
        ASSERT_TRUE(head.host == "127.0.0.1:8000" || head.host == "localhost:8000" ||
                    head.host == "[::1]:8000" ||
                    (head.host == "0.0.0.0:8000" && !head.hasSecFetchSite))
            << head.host;
        ASSERT_EQ(head.originCount, 0U);
        ASSERT_TRUE(!head.hasSecFetchSite || head.secFetchSite == "none" ||
                    head.secFetchSite == "same-origin");
        ASSERT_EQ(head.method, "POST");
        ASSERT_EQ(head.path, "/");
        ASSERT_TRUE(head.contentType.starts_with("application/json") ||
                    head.contentType == "application/x-amz-json-1.0");
        ASSERT_NE(head.contentType, "application/jsonx");
        ASSERT_FALSE(head.hasUpgrade);
    }
    EXPECT_GT(admitted, 100);
}

TEST(RequestGate, TheAcceptedAddressIsAHostOfListenersForOthers) {
    auto head = goodHead();
    head.host = "192.168.0.7:8000";
    EXPECT_EQ(judge(head, rules(), "").status, 403);
    EXPECT_EQ(judge(head, rules(), "192.168.0.7").admission, Admission::Api);
    EXPECT_EQ(judge(head, rules(), "192.168.0.8").status, 403);
}

TEST(RequestGate, AStarAllowsEveryOrigin) {
    auto head = goodHead();
    head.origin = "https://anything.example";
    head.originCount = 1;
    auto all = rules();
    all.allowedOrigins = {"*"};
    const auto verdict = judge(head, all, "");
    EXPECT_EQ(verdict.admission, Admission::Api);
    EXPECT_TRUE(verdict.fromWebPage);
}

TEST(RequestGate, TheDefaultPortMayBeLeftOut) {
    auto head = goodHead();
    head.host = "localhost";
    auto web = rules();
    EXPECT_EQ(judge(head, web, "").status, 403);
    web.port = 80;
    EXPECT_EQ(judge(head, web, "").admission, Admission::Api);
}

TEST(Authorization, TextsOfTheService) {
    RequestHead head;
    EXPECT_EQ(authorizationProblem(head)->kind, ErrorKind::MissingAuthenticationToken);
    EXPECT_EQ(authorizationProblem(head)->message, "Request is missing Authentication Token");
    head.hasAuthorization = true;
    head.authorization = "AWS4-HMAC-SHA256 Signature=b";
    EXPECT_EQ(authorizationProblem(head)->kind, ErrorKind::IncompleteSignature);
    EXPECT_EQ(authorizationProblem(head)->message,
              "Authorization header requires 'Credential' parameter. Authorization header requires "
              "'SignedHeaders' parameter. Authorization header requires existence of either a "
              "'X-Amz-Date' or a 'Date' header. Authorization=AWS4-HMAC-SHA256 Signature=b");
    head.authorization = "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c";
    head.hasDate = true;
    EXPECT_FALSE(authorizationProblem(head));
}

TEST(Preflight, HeadersAreIntersected) {
    EXPECT_EQ(allowedRequestHeaders(""), "");
    EXPECT_EQ(allowedRequestHeaders("x-evil"), "");
    EXPECT_EQ(allowedRequestHeaders("authorization , x-evil,X-AMZ-DATE,amz-sdk-invocation-id"),
              "authorization, X-AMZ-DATE, amz-sdk-invocation-id");
}

}  // namespace
}  // namespace engine::endpoint
