#include "engine/base/clock.h"

#include "engine/base/os/process.h"

namespace engine {
namespace {

class SystemClock final : public Clock {
public:
    Timestamp now() const override {
        const auto sinceEpoch = std::chrono::system_clock::now().time_since_epoch();
        return {std::chrono::duration_cast<std::chrono::milliseconds>(sinceEpoch).count()};
    }
    std::chrono::steady_clock::time_point steadyNow() const override {
        return std::chrono::steady_clock::now();
    }
    std::chrono::milliseconds uptime() const override { return os::uptime(); }
};

}  // namespace

Clock& systemClock() {
    static SystemClock clock;
    return clock;
}

}  // namespace engine
