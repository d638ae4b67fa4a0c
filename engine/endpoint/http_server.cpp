#include "engine/endpoint/http_server.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <new>
#include <thread>
#include <unordered_set>
#include <utility>
#include <vector>

#include <microhttpd.h>

#include "engine/base/limits.h"
#include "engine/endpoint/exchange.h"
#include "engine/endpoint/http_library.h"
#include "engine/endpoint/listen_socket.h"
#include "engine/endpoint/request_gate.h"

namespace engine::endpoint {
namespace {

using std::chrono::milliseconds;
using TimePoint = std::chrono::steady_clock::time_point;

// Bodies that are too big are read to their end and dropped, so that the client gets to read the
// answer; beyond this size the connection is cut.
constexpr std::size_t drainedBytesMax = 4 * limits::requestBodyBytesMax;
constexpr std::size_t connectionMemoryBytes = 32'768;
constexpr int portsTriedMax = 100;
constexpr milliseconds stopTime{1200};

// Time for a body at 1 KiB/s, the slowest that is waited for.
milliseconds timeAtLowestRate(std::size_t bytes) {
    return milliseconds(bytes * 1000 / 1024);
}

class MhdServer;

// One TCP connection.
struct Connection {
    MhdServer* server = nullptr;
    MHD_Connection* handle = nullptr;
    int descriptor = -1;
    std::string localAddress;  // of listeners that are reachable from elsewhere
    Exchange exchange;
    unsigned requests = 0;
    bool isSurplus = false;  // above the limit of connections
    TimePoint bodyBegin;
    std::atomic<TimePoint> deadline{TimePoint::max()};
};

class MhdServer final : public HttpServer {
public:
    MhdServer(HttpServerOptions options, operations::Engine& engine)
        : m_options(std::move(options)), m_engine(engine), m_responder(engine) {}
    ~MhdServer() override;

    Result<void> listen();
    std::uint16_t port() const override { return m_rules.port; }
    std::string url() const override;

    // Called by the library on its threads.
    bool accepts() const { return m_accepting; }
    void connected(MHD_Connection* handle, void** context);
    void disconnected(Connection& connection);
    void requestLineRead(Connection& connection);
    MHD_Result received(Connection& connection, const char* path, const char* method,
                        std::string_view data, std::size_t* dataSize, void** context);
    void completed(Connection& connection);

private:
    Result<void> openSockets(std::uint16_t port);
    Result<void> startDaemon(ListenSocket& socket, unsigned threads);
    MHD_Result begin(Connection& connection, const char* path, const char* method);
    MHD_Result collect(Connection& connection, std::string_view data);
    MHD_Result answer(Connection& connection);
    MHD_Result executeWrite(Connection& connection, EngineRequest prepared);
    MHD_Result send(Connection& connection);
    void writeFinished(Connection& connection, Result<operations::Response> outcome);
    void cutSlowConnections();
    TimePoint now() const { return m_engine.options().clock->steadyNow(); }

    HttpServerOptions m_options;
    operations::Engine& m_engine;
    Responder m_responder;
    GateRules m_rules;
    std::vector<ListenSocket> m_sockets;
    std::vector<MHD_Daemon*> m_daemons;

    std::mutex m_connectionsMutex;
    std::unordered_set<Connection*> m_connections;

    std::mutex m_stateMutex;
    std::condition_variable m_stateChanged;
    bool m_stopping = false;
    std::atomic<bool> m_accepting{true};
    unsigned m_pendingWrites = 0;
    std::atomic<int> m_requestsUnderWay{0};
    std::thread m_watchdog;
};

Connection* connectionOf(MHD_Connection* handle) {
    const auto* const info = MHD_get_connection_info(handle, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info == nullptr ? nullptr : static_cast<Connection*>(info->socket_context);
}

void onConnection(void* server, MHD_Connection* handle, void** context,
                  MHD_ConnectionNotificationCode code) {
    auto* const self = static_cast<MhdServer*>(server);
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        self->connected(handle, context);
    } else if (*context != nullptr) {
        self->disconnected(*static_cast<Connection*>(*context));
        *context = nullptr;
    }
}

void* onRequestLine(void* server, const char* /*uri*/, MHD_Connection* handle) {
    if (auto* const connection = connectionOf(handle)) {
        static_cast<MhdServer*>(server)->requestLineRead(*connection);
    }
    return nullptr;
}

// A server that stops takes no new connections. Not done by quiescing the daemons: the library's
// threads and the one that quiesces race for removing the socket from epoll, and it aborts.
MHD_Result onAccept(void* server, const sockaddr* /*address*/, socklen_t /*size*/) {
    return static_cast<MhdServer*>(server)->accepts() ? MHD_YES : MHD_NO;
}

// The border to C: nothing may be thrown through it.
MHD_Result onRequest(void* server, MHD_Connection* handle, const char* path, const char* method,
                     const char* /*version*/, const char* data, std::size_t* dataSize,
                     void** context) {
    auto* const connection = connectionOf(handle);
    if (connection == nullptr) {
        return MHD_NO;
    }
    try {
        return static_cast<MhdServer*>(server)->received(
            *connection, path, method, std::string_view(data, data == nullptr ? 0 : *dataSize),
            dataSize, context);
    } catch (const std::bad_alloc&) {
        return MHD_NO;
    }
}

void onCompleted(void* server, MHD_Connection* handle, void** context,
                 MHD_RequestTerminationCode /*code*/) {
    auto* const connection = connectionOf(handle);
    if (connection != nullptr && *context != nullptr) {
        static_cast<MhdServer*>(server)->completed(*connection);
    }
    *context = nullptr;
}

void MhdServer::connected(MHD_Connection* handle, void** context) {
    auto connection = std::make_unique<Connection>();
    connection->server = this;
    connection->handle = handle;
    const auto* const info = MHD_get_connection_info(handle, MHD_CONNECTION_INFO_CONNECTION_FD);
    connection->descriptor = info == nullptr ? -1 : info->connect_fd;
    if (!isLoopbackAddress(m_options.host)) {
        connection->localAddress = localAddressOf(connection->descriptor);
    }
    connection->deadline = now() + m_options.limits.keepAliveTime + m_options.limits.headerTime;
    const std::lock_guard lock(m_connectionsMutex);
    connection->isSurplus = m_connections.size() >= m_options.limits.connectionsMax;
    *context = connection.get();
    m_connections.insert(connection.release());
}

void MhdServer::disconnected(Connection& connection) {
    {
        const std::lock_guard lock(m_connectionsMutex);
        m_connections.erase(&connection);
    }
    delete &connection;
}

void MhdServer::requestLineRead(Connection& connection) {
    connection.deadline = now() + m_options.limits.headerTime;
}

MHD_Result MhdServer::received(Connection& connection, const char* path, const char* method,
                               std::string_view data, std::size_t* dataSize, void** context) {
    Exchange& exchange = connection.exchange;
    if (*context == nullptr) {
        *context = &exchange;
        m_requestsUnderWay.fetch_add(1, std::memory_order_relaxed);
        return begin(connection, path, method);
    }
    if (!data.empty()) {
        *dataSize = 0;
        return collect(connection, data);
    }
    if (exchange.outcome) {  // resumed after a write
        Responder::answer(exchange);
        return send(connection);
    }
    return answer(connection);
}

MHD_Result MhdServer::begin(Connection& connection, const char* path, const char* method) {
    Exchange& exchange = connection.exchange;
    RequestHead& head = exchange.head;
    head.method = method;
    head.path = path;
    readFields(connection.handle, head);
    exchange.verdict = judge(head, m_rules, connection.localAddress);
    if (connection.isSurplus) {
        exchange.verdict = {Admission::Refused, 503, "Too many connections", false};
    }
    connection.bodyBegin = now();
    connection.deadline = connection.bodyBegin + m_options.limits.bodyTime;
    if (head.expectsContinue && exchange.verdict.admission == Admission::Refused) {
        return answer(connection);
    }
    return MHD_YES;
}

MHD_Result MhdServer::collect(Connection& connection, std::string_view data) {
    Exchange& exchange = connection.exchange;
    exchange.bodyBytes += data.size();
    if (exchange.bodyBytes > drainedBytesMax) {
        return MHD_NO;
    }
    connection.deadline = connection.bodyBegin +
                          std::max(m_options.limits.bodyTime, timeAtLowestRate(exchange.bodyBytes));
    if (exchange.bodyBytes > limits::requestBodyBytesMax ||
        exchange.verdict.admission == Admission::Refused) {
        std::string().swap(exchange.body);
        return MHD_YES;
    }
    exchange.body.append(data);
    return MHD_YES;
}

MHD_Result MhdServer::answer(Connection& connection) {
    Exchange& exchange = connection.exchange;
    auto prepared = m_responder.prepare(exchange);
    if (!prepared) {
        return send(connection);
    }
    if (prepared->access == wire::Access::Write) {
        return executeWrite(connection, *std::move(prepared));
    }
    m_engine.execute(std::move(prepared->request),
                     [&exchange](Result<operations::Response> outcome) {
                         exchange.outcome.emplace(std::move(outcome));
                     });
    Responder::answer(exchange);
    return send(connection);
}

// The connection is suspended before the engine hears of the write, because the completion, which
// resumes it, may come at any time from then on. A write that arrives while the server stops is not
// begun: the library must not be stopped with a suspended connection.
MHD_Result MhdServer::executeWrite(Connection& connection, EngineRequest prepared) {
    {
        const std::lock_guard lock(m_stateMutex);
        if (m_stopping) {
            return MHD_NO;
        }
        ++m_pendingWrites;
    }
    connection.deadline = TimePoint::max();
    MHD_suspend_connection(connection.handle);
    m_engine.execute(
        std::move(prepared.request),
        [&connection](Result<operations::Response> outcome) {
            connection.server->writeFinished(connection, std::move(outcome));
        },
        std::move(prepared.actor));
    return MHD_YES;
}

void MhdServer::writeFinished(Connection& connection, Result<operations::Response> outcome) {
    connection.exchange.outcome.emplace(std::move(outcome));
    MHD_resume_connection(connection.handle);
    const std::lock_guard lock(m_stateMutex);
    --m_pendingWrites;
    if (m_stopping) {
        m_stateChanged.notify_all();
    }
}

MHD_Result MhdServer::send(Connection& connection) {
    Exchange& exchange = connection.exchange;
    Responder::compress(exchange);
    thread_local RequestIds requestIds(m_engine.options().random->next());
    if (++connection.requests >= m_options.limits.requestsPerConnectionMax) {
        exchange.closes = true;
    }
    connection.deadline =
        now() + m_options.limits.bodyTime + timeAtLowestRate(exchange.answer.size());
    return queueAnswer(connection.handle, exchange, requestIds) ? MHD_YES : MHD_NO;
}

void MhdServer::completed(Connection& connection) {
    connection.exchange.clear();
    connection.deadline = now() + m_options.limits.keepAliveTime + m_options.limits.headerTime;
    if (m_requestsUnderWay.fetch_sub(1, std::memory_order_acq_rel) == 1) {
        const std::lock_guard lock(m_stateMutex);
        if (m_stopping) {
            m_stateChanged.notify_all();
        }
    }
}

// The library knows one time limit only, which every byte restarts, so a client that sends a byte
// now and then would never be cut.
void MhdServer::cutSlowConnections() {
    const auto shortest = std::min(
        {m_options.limits.headerTime, m_options.limits.bodyTime, m_options.limits.keepAliveTime});
    const auto period = std::clamp(shortest / 4, milliseconds(10), milliseconds(1000));
    std::unique_lock state(m_stateMutex);
    while (!m_stateChanged.wait_for(state, period, [this] { return m_stopping; })) {
        state.unlock();
        const auto time = now();
        {
            const std::lock_guard lock(m_connectionsMutex);
            for (auto* const connection : m_connections) {
                if (connection->deadline.load() < time) {
                    shutDown(connection->descriptor);
                }
            }
        }
        state.lock();
    }
}

Result<void> MhdServer::openSockets(std::uint16_t port) {
    m_sockets.clear();
    auto first = ListenSocket::open(m_options.host, port);
    if (!first) {
        return std::move(first).error();
    }
    m_rules.port = first->port();
    m_sockets.push_back(*std::move(first));
    if (m_options.host != "127.0.0.1" || !hasIpv6Loopback()) {
        return {};
    }
    auto second = ListenSocket::open("::1", m_rules.port);
    if (!second) {
        return std::move(second).error();
    }
    m_sockets.push_back(*std::move(second));
    return {};
}

Result<void> MhdServer::startDaemon(ListenSocket& socket, unsigned threads) {
    const auto& limits = m_options.limits;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
    if (socket.isIpv6()) {
        flags |= MHD_USE_IPv6;
    }
    const auto idleSeconds = std::chrono::ceil<std::chrono::seconds>(limits.keepAliveTime).count();
    constexpr unsigned surplusConnections = 64;  // so that they can be told 503
    auto* const daemon = MHD_start_daemon(
        flags, 0, onAccept, this, onRequest, this, MHD_OPTION_LISTEN_SOCKET, socket.descriptor(),
        MHD_OPTION_THREAD_POOL_SIZE, threads > 1 ? threads : 0U, MHD_OPTION_CONNECTION_LIMIT,
        limits.connectionsMax + surplusConnections, MHD_OPTION_CONNECTION_TIMEOUT,
        static_cast<unsigned>(idleSeconds), MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        connectionMemoryBytes, MHD_OPTION_NOTIFY_CONNECTION, onConnection, this,
        MHD_OPTION_NOTIFY_COMPLETED, onCompleted, this, MHD_OPTION_URI_LOG_CALLBACK, onRequestLine,
        this, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
    if (daemon == nullptr) {
        return Error::io("The HTTP listener on port " + std::to_string(m_rules.port) +
                         " cannot be started");
    }
    socket.release();  // the daemon closes it
    m_daemons.push_back(daemon);
    return {};
}

Result<void> MhdServer::listen() {
    if (m_options.host == "localhost") {
        m_options.host = "127.0.0.1";
    }
    m_rules.allowedOrigins = m_options.allowedOrigins;
    m_rules.allowedHosts = m_options.allowedHosts;
    m_rules.limits = m_options.limits;
    const bool triesOthers = m_options.nextFreePort || m_options.port == 0;
    std::uint16_t port = m_options.port;
    Result<void> opened = openSockets(port);
    for (int tries = 1; !opened && triesOthers && opened.error().kind == ErrorKind::AddressInUse &&
                        tries < portsTriedMax && port < UINT16_MAX;
         ++tries) {
        port = m_options.port == 0 ? std::uint16_t{0} : static_cast<std::uint16_t>(port + 1);
        opened = openSockets(port);
    }
    if (!opened) {
        return opened;
    }
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    for (auto& socket : m_sockets) {
        const bool isMain = &socket == &m_sockets.front();
        const unsigned threads = m_options.threads == 0 ? cores : m_options.threads;
        if (auto started = startDaemon(socket, isMain ? threads : 1); !started) {
            return started;
        }
    }
    m_watchdog = std::thread([this] { cutSlowConnections(); });
    return {};
}

std::string MhdServer::url() const {
    const bool isIpv6 = m_options.host.find(':') != std::string::npos;
    return "http://" + (isIpv6 ? "[" + m_options.host + "]" : m_options.host) + ":" +
           std::to_string(m_rules.port);
}

MhdServer::~MhdServer() {
    m_accepting = false;
    {
        std::unique_lock state(m_stateMutex);
        m_stopping = true;
        m_stateChanged.notify_all();
        m_stateChanged.wait_for(state, stopTime, [this] { return m_requestsUnderWay == 0; });
        // The library must not be stopped while the engine holds a suspended connection.
        m_stateChanged.wait(state, [this] { return m_pendingWrites == 0; });
    }
    for (auto* const daemon : m_daemons) {
        MHD_stop_daemon(daemon);
    }
    if (m_watchdog.joinable()) {
        m_watchdog.join();
    }
}

}  // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::start(HttpServerOptions options,
                                                      operations::Engine& engine) {
    auto server = std::make_unique<MhdServer>(std::move(options), engine);
    if (auto listening = server->listen(); !listening) {
        return std::move(listening).error();
    }
    return std::unique_ptr<HttpServer>(std::move(server));
}

}  // namespace engine::endpoint
