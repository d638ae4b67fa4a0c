#include "engine/endpoint/listen_socket.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>

namespace engine::endpoint {
namespace {

// Either family in one piece of memory, in the form that the socket calls take.
struct SocketAddress {
    sockaddr_storage storage{};
    socklen_t size = 0;

    sockaddr* pointer() { return static_cast<sockaddr*>(static_cast<void*>(&storage)); }
    bool isIpv6() const { return storage.ss_family == AF_INET6; }
    std::uint16_t port() const {
        if (isIpv6()) {
            sockaddr_in6 address{};
            std::memcpy(&address, &storage, sizeof(address));
            return ntohs(address.sin6_port);
        }
        sockaddr_in address{};
        std::memcpy(&address, &storage, sizeof(address));
        return ntohs(address.sin_port);
    }
};

std::optional<SocketAddress> parseAddress(const std::string& text, std::uint16_t port) {
    SocketAddress parsed;
    sockaddr_in v4{};
    if (inet_pton(AF_INET, text.c_str(), &v4.sin_addr) == 1) {
        v4.sin_family = AF_INET;
        v4.sin_port = htons(port);
        parsed.size = sizeof(v4);
        std::memcpy(&parsed.storage, &v4, sizeof(v4));
        return parsed;
    }
    sockaddr_in6 v6{};
    if (inet_pton(AF_INET6, text.c_str(), &v6.sin6_addr) == 1) {
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(port);
        parsed.size = sizeof(v6);
        std::memcpy(&parsed.storage, &v6, sizeof(v6));
        return parsed;
    }
    return std::nullopt;
}

Error bindError(int code, const std::string& address, std::uint16_t port) {
    const std::string place = "Port " + std::to_string(port) + " on " + address;
    if (code == EADDRINUSE) {
        return {ErrorKind::AddressInUse,
                place + " is already in use; stop the program that uses it or choose another port",
                {}};
    }
    if (code == EACCES) {
        return {ErrorKind::PermissionDenied,
                place + " may not be opened by this user; choose a port from 1024 upwards",
                {}};
    }
    return Error::io(place + " cannot be opened: " + std::strerror(code));
}

constexpr int backlog = 1024;

bool setOption(int descriptor, int level, int option) {
    const int on = 1;
    return ::setsockopt(descriptor, level, option, &on, sizeof(on)) == 0;
}

}  // namespace

Result<ListenSocket> ListenSocket::open(const std::string& address, std::uint16_t port) {
    auto parsed = parseAddress(address, port);
    if (!parsed) {
        return Error::io("The address " + address + " is not a literal IP address");
    }
    const int descriptor =
        ::socket(parsed->storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) {
        return bindError(errno, address, port);
    }
    ListenSocket opened(descriptor, port, parsed->isIpv6());
    const bool prepared = setOption(descriptor, SOL_SOCKET, SO_REUSEADDR) &&
                          (!parsed->isIpv6() || setOption(descriptor, IPPROTO_IPV6, IPV6_V6ONLY));
    if (!prepared || ::bind(descriptor, parsed->pointer(), parsed->size) != 0 ||
        ::listen(descriptor, backlog) != 0) {
        return bindError(errno, address, port);
    }
    SocketAddress bound;
    bound.size = sizeof(bound.storage);
    if (::getsockname(descriptor, bound.pointer(), &bound.size) != 0) {
        return bindError(errno, address, port);
    }
    opened.m_port = bound.port();
    return opened;
}

ListenSocket::~ListenSocket() {
    close();
}

void ListenSocket::close() {
    if (m_descriptor >= 0) {
        ::close(std::exchange(m_descriptor, -1));
    }
}

bool isLoopbackAddress(const std::string& address) {
    in_addr v4{};
    if (inet_pton(AF_INET, address.c_str(), &v4) == 1) {
        constexpr std::uint32_t loopbackNet = 127;
        return ntohl(v4.s_addr) >> 24U == loopbackNet;
    }
    return address == "::1";
}

bool hasIpv6Loopback() {
    return ListenSocket::open("::1", 0).hasValue();
}

std::string localAddressOf(int descriptor) {
    SocketAddress address;
    address.size = sizeof(address.storage);
    if (::getsockname(descriptor, address.pointer(), &address.size) != 0) {
        return {};
    }
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.isIpv6()) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, &address.storage, sizeof(v6));
        inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
        return "[" + std::string(text.data()) + "]";
    }
    sockaddr_in v4{};
    std::memcpy(&v4, &address.storage, sizeof(v4));
    inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
    return text.data();
}

void shutDown(int descriptor) {
    ::shutdown(descriptor, SHUT_RDWR);
}

}  // namespace engine::endpoint
