#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "engine/base/result.h"

namespace engine::endpoint {

// Owns one socket that listens on a literal address.
class ListenSocket final {
public:
    // `port` 0: any free one. Errors: AddressInUse, PermissionDenied, Io (no such address here).
    static Result<ListenSocket> open(const std::string& address, std::uint16_t port);
    ~ListenSocket();
    ListenSocket(ListenSocket&& other) noexcept
        : m_descriptor(std::exchange(other.m_descriptor, -1)),
          m_port(other.m_port),
          m_isIpv6(other.m_isIpv6) {}
    ListenSocket& operator=(ListenSocket&&) = delete;

    int descriptor() const { return m_descriptor; }
    std::uint16_t port() const { return m_port; }
    bool isIpv6() const { return m_isIpv6; }
    void close();
    // Somebody else closes it from now on.
    void release() { m_descriptor = -1; }

private:
    ListenSocket(int descriptor, std::uint16_t port, bool isIpv6)
        : m_descriptor(descriptor), m_port(port), m_isIpv6(isIpv6) {}

    int m_descriptor;
    std::uint16_t m_port;
    bool m_isIpv6;
};

bool isLoopbackAddress(const std::string& address);  // 127.0.0.0/8, ::1
bool hasIpv6Loopback();                              // whether [::1] can be bound here

// The literal local address of a connected socket, IPv6 in brackets.
std::string localAddressOf(int descriptor);
// Ends both directions; the owner of the socket then sees its end.
void shutDown(int descriptor);

}  // namespace engine::endpoint
