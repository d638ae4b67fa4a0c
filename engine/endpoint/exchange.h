#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/endpoint/request_gate.h"
#include "engine/operations/engine.h"
#include "engine/wire/codec.h"

namespace engine::endpoint {

// One request and its answer. A connection has one, and uses it for all its requests, so that the
// buffers are allocated once.
struct Exchange {
    RequestHead head;
    Verdict verdict;
    std::string body;
    std::size_t bodyBytes = 0;  // received; more than body.size() once it is too big to keep
    bool bodyComplete = false;

    std::optional<Result<operations::Response>> outcome;  // of the engine

    int status = 200;
    std::string answer;
    const char* contentType = "";
    const char* contentEncoding = "";  // of an answer that compress() has compressed
    bool closes = false;               // the connection ends with this answer

    void clear();
};

// A request that is ready for the engine.
struct EngineRequest {
    operations::Request request;
    wire::Access access;
    std::string actor;  // who asks, for the change log
};

// Decides the answers; knows nothing of sockets.
class Responder final {
public:
    explicit Responder(operations::Engine& engine) : m_engine(engine) {}

    // Answers what needs no engine (refusals, health, preflight, requests that do not decode);
    // nullopt: the answer is in the exchange.
    std::optional<EngineRequest> prepare(Exchange& exchange) const;
    // Turns exchange.outcome into the answer.
    static void answer(Exchange& exchange);
    // Compresses a big answer if the client accepts that. The last step.
    static void compress(Exchange& exchange);

private:
    std::optional<EngineRequest> decode(Exchange& exchange) const;
    void answerHealth(Exchange& exchange) const;

    operations::Engine& m_engine;
};

void answerError(Exchange& exchange, const Error& error);

// 52 random characters of [A-Z0-9].
class RequestIds final {
public:
    explicit RequestIds(std::uint64_t seed) : m_state(seed) {}
    void next(char (&text)[53]);

private:
    std::uint64_t m_state;
};

}  // namespace engine::endpoint
