#include "app/application/signal_watcher.h"

#include <csignal>

#include <sys/socket.h>
#include <unistd.h>

#include <QSocketNotifier>

namespace tidemark {
namespace {

// A handler may only call async-signal-safe functions: it writes one byte, the event loop reads it.
volatile std::sig_atomic_t writeEnd = -1;

void handleSignal(int) {
    const char byte = 1;
    const int descriptor = writeEnd;
    if (descriptor >= 0 && ::write(descriptor, &byte, 1) < 0) {
        return;
    }
}

}  // namespace

SignalWatcher::SignalWatcher(QObject* parent) : QObject(parent) {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0) {
        return;
    }
    m_readEnd = ends[0];
    writeEnd = ends[1];
    auto* notifier = new QSocketNotifier(m_readEnd, QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        if (::read(m_readEnd, &byte, 1) == 1) {
            emit terminationRequested();
        }
    });
    struct sigaction action = {};
    action.sa_handler = handleSignal;
    action.sa_flags = SA_RESTART;
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
}

SignalWatcher::~SignalWatcher() {
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    const int descriptor = writeEnd;
    writeEnd = -1;
    if (m_readEnd >= 0) {
        ::close(m_readEnd);
        ::close(descriptor);
    }
}

}  // namespace tidemark
