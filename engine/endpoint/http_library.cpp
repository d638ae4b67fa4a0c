#include "engine/endpoint/http_library.h"

#include <charconv>
#include <cstdint>

#include <microhttpd.h>
#include <zlib.h>

namespace engine::endpoint {
namespace {

bool isNamed(std::string_view name, std::string_view lowerCaseName) {
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c) != lowerCaseName[i]) {
            return false;
        }
    }
    return true;
}

// Called for every header field of every request, so names are told apart by their length first.
void readField(std::string_view name, std::string_view value, RequestHead& head) {
    const auto is = [&](std::string_view wanted) {
        return name.size() == wanted.size() && isNamed(name, wanted);
    };
    if (is("host")) {
        ++head.hostCount;
        head.host = value;
    } else if (is("origin")) {
        ++head.originCount;
        head.origin = value;
    } else if (is("x-amz-target")) {
        head.target = value;
    } else if (is("authorization")) {
        head.hasAuthorization = true;
        head.authorization = value;
    } else if (is("content-type")) {
        head.hasContentType = true;
        head.contentType = value;
    } else if (is("content-encoding")) {
        head.contentEncoding = value;
    } else if (is("accept-encoding")) {
        head.acceptEncoding = head.acceptEncoding.data() == nullptr ? value : head.acceptEncoding;
    } else if (is("x-amz-date") || is("date")) {
        head.hasDate = true;
    } else if (is("x-tidemark-as-of")) {
        ++head.asOfCount;
        head.asOf = value;
    } else if (is("sec-fetch-site")) {
        head.hasSecFetchSite = true;
        head.secFetchSite = value;
    } else if (is("content-length")) {
        head.hasContentLength = true;
    } else if (is("transfer-encoding")) {
        head.hasTransferEncoding = true;
    } else if (is("upgrade")) {
        head.hasUpgrade = true;
    } else if (is("expect")) {
        head.expectsContinue = true;
    } else if (is("access-control-request-headers")) {
        head.requestedHeaders = value;
    }
}

MHD_Result onField(void* context, MHD_ValueKind /*kind*/, const char* name, std::size_t nameSize,
                   const char* value, std::size_t valueSize) {
    constexpr std::size_t separators = 4;  // ": " and the line end
    auto& head = *static_cast<RequestHead*>(context);
    ++head.fieldCount;
    head.headerBytes += nameSize + valueSize + separators;
    readField({name, nameSize}, {value == nullptr ? "" : value, valueSize}, head);
    return MHD_YES;
}

// Requests that are signed in the query carry what the Authorization header would.
void readQueryAuthorization(MHD_Connection* handle, RequestHead& head) {
    for (const char* const name : {"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date",
                                   "X-Amz-SignedHeaders", "X-Amz-Signature"}) {
        if (MHD_lookup_connection_value(handle, MHD_GET_ARGUMENT_KIND, name) == nullptr) {
            return;
        }
    }
    head.hasAuthorization = true;
    head.hasDate = true;
    head.authorization = "AWS4-HMAC-SHA256 Credential=, SignedHeaders=, Signature=";
}

void addHeader(MHD_Response* response, const char* name, const std::string& value) {
    MHD_add_response_header(response, name, value.c_str());
}

void addWebPageHeaders(MHD_Response* response, const Exchange& exchange) {
    addHeader(response, "Access-Control-Allow-Origin", std::string(exchange.head.origin));
    addHeader(response, "Vary", "Origin");
    addHeader(response, "Access-Control-Expose-Headers",
              "x-amzn-RequestId, x-amz-crc32, x-amzn-errortype");
    if (exchange.verdict.admission != Admission::Preflight) {
        return;
    }
    addHeader(response, "Access-Control-Allow-Methods", "POST");
    addHeader(response, "Access-Control-Allow-Headers",
              allowedRequestHeaders(exchange.head.requestedHeaders));
    addHeader(response, "Access-Control-Allow-Private-Network", "true");
    addHeader(response, "Access-Control-Max-Age", "600");
}

void addChecksum(MHD_Response* response, const std::string& answer) {
    const auto* const bytes = static_cast<const Bytef*>(static_cast<const void*>(answer.data()));
    const auto checksum =
        static_cast<std::uint32_t>(crc32_z(crc32_z(0, nullptr, 0), bytes, answer.size()));
    char text[16] = {};
    std::to_chars(text, text + sizeof(text) - 1, checksum);
    MHD_add_response_header(response, "x-amz-crc32", text);
}

}  // namespace

void readFields(MHD_Connection* handle, RequestHead& head) {
    MHD_get_connection_values_n(handle, MHD_HEADER_KIND, onField, &head);
    if (!head.hasAuthorization) {
        readQueryAuthorization(handle, head);
    }
}

bool queueAnswer(MHD_Connection* handle, Exchange& exchange, RequestIds& requestIds) {
    // The buffer belongs to the connection and lives until the request is completed.
    MHD_Response* const response = MHD_create_response_from_buffer(
        exchange.answer.size(), exchange.answer.data(), MHD_RESPMEM_PERSISTENT);
    if (response == nullptr) {
        return false;
    }
    char requestId[53];
    requestIds.next(requestId);
    MHD_add_response_header(response, "Server", "Server");
    MHD_add_response_header(response, "Content-Type", exchange.contentType);
    MHD_add_response_header(response, "x-amzn-RequestId", requestId);
    if (*exchange.contentEncoding != '\0') {
        MHD_add_response_header(response, "Content-Encoding", exchange.contentEncoding);
    }
    addChecksum(response, exchange.answer);
    if (exchange.verdict.fromWebPage && exchange.verdict.admission != Admission::Refused) {
        addWebPageHeaders(response, exchange);
    }
    if (exchange.closes) {
        MHD_add_response_header(response, "Connection", "close");
    }
    const auto queued =
        MHD_queue_response(handle, static_cast<unsigned>(exchange.status), response);
    MHD_destroy_response(response);
    return queued == MHD_YES;
}

}  // namespace engine::endpoint
