// Load generator of the HTTP figures: N keep-alive connections on one thread, one request under way
// on each, the same bytes for every endpoint. Prints one JSON line.
//   http_load PORT MODE CONNECTIONS REQUESTS      MODE: load get query scan put
// The data: 2,000 partitions of 100 items of about 300 bytes each (sample-sized).

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr long partitions = 2000;
constexpr long itemsPerPartition = 100;
constexpr long batchSize = 25;

std::string number(long value, int width) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%0*ld", width, value);
    return text.data();
}

std::string key(long item) {
    return R"("pk":{"S":"CUSTOMER#)" + number(item / itemsPerPartition, 6) +
           R"("},"sk":{"S":"ORDER#)" + number(item % itemsPerPartition, 8) + R"("})";
}

std::string item(long index) {
    return "{" + key(index) + R"(,"status":{"S":"DELIVERED"},"total":{"N":")" +
           number(index % 90000, 0) + R"(.95"},"currency":{"S":"EUR"},"gift":{"BOOL":false},)" +
           R"("createdAt":{"S":"2026-11-01T08:00:00Z"},"address":{"M":{"city":{"S":"Lisbon"},)" +
           R"("zip":{"S":"1200-109"},"street":{"S":"Rua das Flores 12, 3rd floor"}}},"tags":{"SS":)" +
           R"(["new","fragile","insured"]},"lines":{"L":[{"M":{"sku":{"S":"KB-204"},"qty":{"N":)" +
           R"("1"}}},{"M":{"sku":{"S":"MS-118"},"qty":{"N":"2"}}}]}})";
}

// The n-th request of a mode: operation and body. Keys are spread by a multiplicative step.
struct Generator {
    std::string mode;
    std::string scanStart;  // LastEvaluatedKey of the page before

    std::string_view operation() const {
        if (mode == "load") {
            return "BatchWriteItem";
        }
        return mode == "get"     ? "GetItem"
               : mode == "put"   ? "PutItem"
               : mode == "query" ? "Query"
                                 : "Scan";
    }
    std::string body(long n) const {
        const long spread = (n * 7919) % (partitions * itemsPerPartition);
        if (mode == "load") {
            std::string requests;
            for (long i = 0; i < batchSize; ++i) {
                requests += (i == 0 ? "" : ",") +
                            (R"({"PutRequest":{"Item":)" + item(n * batchSize + i)) + "}}";
            }
            return R"({"RequestItems":{"bench":[)" + requests + "]}}";
        }
        if (mode == "get") {
            return R"({"TableName":"bench","Key":{)" + key(spread) + "}}";
        }
        if (mode == "put") {
            return R"({"TableName":"bench","Item":)" + item(spread) + "}";
        }
        if (mode == "query") {
            return R"({"TableName":"bench","KeyConditionExpression":"pk = :p","ExpressionAttributeValues":{":p":{"S":"CUSTOMER#)" +
                   number(spread % partitions, 6) + R"("}}})";
        }
        return R"({"TableName":"bench")" +
               (scanStart.empty() ? "" : ",\"ExclusiveStartKey\":" + scanStart) + "}";
    }
};

struct Connection {
    int fd = -1;
    std::string out;
    std::string in;
};

int connectTo(int port) {
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int yes = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        std::perror("connect");
        std::exit(1);
    }
    return fd;
}

void send(Connection& connection, const Generator& generator, long n, int port) {
    const std::string body = generator.body(n);
    connection.out =
        "POST / HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
        "\r\nX-Amz-Target: DynamoDB_20120810." + std::string(generator.operation()) +
        "\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Date: 20261121T000000Z\r\n"
        "Authorization: AWS4-HMAC-SHA256 "
        "Credential=local/20261121/us-east-1/dynamodb/aws4_request, "
        "SignedHeaders=host;x-amz-date;x-amz-target, Signature=0\r\nContent-Length: " +
        std::to_string(body.size()) + "\r\n\r\n" + body;
    std::string_view rest = connection.out;
    while (!rest.empty()) {
        const ssize_t written = write(connection.fd, rest.data(), rest.size());
        if (written <= 0) {
            std::perror("write");
            std::exit(1);
        }
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
}

// Size of the whole answer in `in`, or 0 while it is not complete.
std::size_t answerSize(std::string_view in) {
    const std::size_t end = in.find("\r\n\r\n");
    if (end == std::string_view::npos) {
        return 0;
    }
    for (const std::string_view name : {"Content-Length: ", "content-length: "}) {
        const std::size_t at = in.substr(0, end).find(name);
        if (at != std::string_view::npos) {
            std::size_t length = 0;
            const char* begin = in.data() + at + name.size();
            std::from_chars(begin, in.data() + end, length);
            return in.size() >= end + 4 + length ? end + 4 + length : 0;
        }
    }
    const bool chunked = in.substr(0, end).find("chunked") != std::string_view::npos;
    if (chunked && in.size() >= 5 && in.substr(in.size() - 5) == "0\r\n\r\n") {
        return in.size();
    }
    return 0;
}

// The value of LastEvaluatedKey in a Scan's answer, "" at the end of the table.
std::string lastKey(std::string_view answer) {
    const std::size_t at = answer.rfind("\"LastEvaluatedKey\":");
    if (at == std::string_view::npos) {
        return {};
    }
    const std::size_t begin = at + 19;
    int depth = 0;
    for (std::size_t i = begin; i < answer.size(); ++i) {
        depth += answer[i] == '{' ? 1 : answer[i] == '}' ? -1 : 0;
        if (depth == 0) {
            return std::string(answer.substr(begin, i + 1 - begin));
        }
    }
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) {
        std::fprintf(stderr, "usage: http_load PORT MODE CONNECTIONS REQUESTS\n");
        return 2;
    }
    const int port = std::atoi(argv[1]);
    Generator generator{argv[2], {}};
    const long connectionCount = generator.mode == "scan" ? 1 : std::atol(argv[3]);
    const long requests = std::atol(argv[4]);

    std::vector<Connection> connections(static_cast<std::size_t>(connectionCount));
    const int poll = epoll_create1(0);
    for (std::size_t i = 0; i < connections.size(); ++i) {
        connections[i].fd = connectTo(port);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = i;
        epoll_ctl(poll, EPOLL_CTL_ADD, connections[i].fd, &event);
    }

    const auto begin = std::chrono::steady_clock::now();
    long sent = 0;
    long answered = 0;
    long errors = 0;
    std::size_t bytes = 0;
    for (auto& connection : connections) {
        if (generator.mode == "scan" || sent < requests) {
            send(connection, generator, sent++, port);
        }
    }
    std::vector<char> buffer(1U << 20U);
    bool finished = false;
    while (!finished) {
        std::array<epoll_event, 64> events{};
        const int ready = epoll_wait(poll, events.data(), static_cast<int>(events.size()), -1);
        for (int e = 0; e < ready; ++e) {
            Connection& connection = connections[events[static_cast<std::size_t>(e)].data.u64];
            const ssize_t got = read(connection.fd, buffer.data(), buffer.size());
            if (got <= 0) {
                std::fprintf(stderr, "connection closed\n");
                return 1;
            }
            connection.in.append(buffer.data(), static_cast<std::size_t>(got));
            const std::size_t size = answerSize(connection.in);
            if (size == 0) {
                continue;
            }
            bytes += size;
            ++answered;
            if (connection.in.compare(0, 12, "HTTP/1.1 200") != 0) {
                if (errors++ == 0) {
                    std::fprintf(stderr, "%.*s\n", 600, connection.in.c_str());
                }
            }
            if (generator.mode == "scan") {
                generator.scanStart = lastKey(connection.in);
                finished = generator.scanStart.empty();
            }
            connection.in.clear();
            if (generator.mode == "scan" ? !finished : sent < requests) {
                send(connection, generator, sent++, port);
            }
            finished = finished || (generator.mode != "scan" && answered == requests);
        }
    }
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    std::printf(
        "{\"mode\": \"%s\", \"requests\": %ld, \"errors\": %ld, \"bytes\": %zu, \"seconds\": "
        "%.4f}\n",
        argv[2], answered, errors, bytes, seconds);
    return errors == 0 ? 0 : 1;
}
