#include "engine/endpoint/exchange.h"

#include <utility>

#include "engine/base/limits.h"
#include "engine/endpoint/as_of_header.h"
#include "engine/endpoint/body_encoding.h"

namespace engine::endpoint {
namespace {

constexpr const char* jsonType = "application/x-amz-json-1.0";
constexpr const char* textType = "text/plain; charset=utf-8";
constexpr std::size_t keptBufferBytesMax = 262'144;

void clearBuffer(std::string& buffer) {
    if (buffer.capacity() > keptBufferBytesMax) {
        std::string().swap(buffer);
    }
    buffer.clear();
}

void refuse(Exchange& exchange) {
    const Verdict& verdict = exchange.verdict;
    exchange.closes = true;
    if (verdict.message.empty()) {
        exchange.status = verdict.status;
        exchange.contentType = textType;
        exchange.answer = "<UnknownOperationException/>\n";
        return;
    }
    const bool forbidden = verdict.status == 403;
    answerError(
        exchange,
        Error{forbidden ? ErrorKind::AccessDenied : ErrorKind::Validation, verdict.message, {}});
    exchange.status = verdict.status;
}

}  // namespace

void Exchange::clear() {
    head = {};
    verdict = {};
    clearBuffer(body);
    bodyBytes = 0;
    bodyComplete = false;
    outcome.reset();
    status = 200;
    clearBuffer(answer);
    contentType = "";
    contentEncoding = "";
    closes = false;
}

void answerError(Exchange& exchange, const Error& error) {
    auto encoded = wire::encodeError(error);
    exchange.status = encoded.status;
    exchange.contentType = jsonType;
    exchange.answer = std::move(encoded.body);
}

std::optional<EngineRequest> Responder::prepare(Exchange& exchange) const {
    switch (exchange.verdict.admission) {
        case Admission::Refused: refuse(exchange); return std::nullopt;
        case Admission::Health: answerHealth(exchange); return std::nullopt;
        case Admission::Preflight:
            exchange.status = 204;
            exchange.contentType = textType;
            return std::nullopt;
        case Admission::Api: break;
    }
    if (exchange.bodyBytes > limits::requestBodyBytesMax) {
        exchange.closes = true;
        answerError(exchange, Error{ErrorKind::RequestTooLarge, "", {}});
        return std::nullopt;
    }
    if (!exchange.head.contentEncoding.empty()) {
        auto plain = decodedBody(exchange.body, exchange.head.contentEncoding);
        if (!plain) {
            answerError(exchange, plain.error());
            return std::nullopt;
        }
        exchange.body = *std::move(plain);
    }
    return decode(exchange);
}

// The service reads the JSON before it looks at the target and the token, so a body that is no
// JSON is told first.
std::optional<EngineRequest> Responder::decode(Exchange& exchange) const {
    const auto* const operation = wire::findOperation(exchange.head.target);
    std::optional<Error> problem;
    if (operation == nullptr) {
        problem = Error{ErrorKind::UnknownOperation, "", {}};
    } else {
        problem = authorizationProblem(exchange.head);
    }
    if (problem) {
        const auto json = exchange.body.empty() ? Result<void>() : wire::checkJson(exchange.body);
        answerError(exchange, json ? *problem : json.error());
        return std::nullopt;
    }
    auto request = operation->decode(exchange.body);
    if (!request) {
        answerError(exchange, request.error());
        return std::nullopt;
    }
    if (const auto wrong = applyAsOf(exchange.head, operation->name, *request)) {
        answerError(exchange, *wrong);
        return std::nullopt;
    }
    if (auto* const endpoints = std::get_if<operations::DescribeEndpointsInput>(&*request)) {
        endpoints->host = exchange.head.host;
    }
    return EngineRequest{*std::move(request), operation->access,
                         std::string(accessKeyIdOf(exchange.head))};
}

void Responder::answer(Exchange& exchange) {
    const auto& outcome = *exchange.outcome;
    if (!outcome) {
        answerError(exchange, outcome.error());
        return;
    }
    exchange.status = 200;
    exchange.contentType = jsonType;
    wire::encodeResponse(*outcome, exchange.answer);
}

void Responder::compress(Exchange& exchange) {
    if (exchange.answer.size() <= plainAnswerBytesMax) {
        return;
    }
    const auto encoding = acceptedEncoding(exchange.head.acceptEncoding);
    if (encoding != BodyEncoding::Identity) {
        encodeBody(encoding, exchange.answer);
        exchange.contentEncoding = encodingName(encoding);
    }
}

void Responder::answerHealth(Exchange& exchange) const {
    exchange.contentType = textType;
    exchange.answer = "healthy: dynamodb." + m_engine.options().region + ".amazonaws.com ";
}

// SplitMix64: fast, and good enough for names that need only differ.
void RequestIds::next(char (&text)[53]) {
    constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    constexpr int length = 52;
    constexpr int charactersPerWord = 12;
    std::uint64_t bits = 0;
    for (int i = 0; i < length; ++i) {
        if (i % charactersPerWord == 0) {
            m_state += 0x9E3779B97F4A7C15ULL;
            bits = m_state;
            bits = (bits ^ (bits >> 30U)) * 0xBF58476D1CE4E5B9ULL;
            bits = (bits ^ (bits >> 27U)) * 0x94D049BB133111EBULL;
            bits ^= bits >> 31U;
        }
        text[i] = alphabet[bits & 31U];
        bits >>= 5U;
    }
    text[length] = '\0';
}

}  // namespace engine::endpoint
