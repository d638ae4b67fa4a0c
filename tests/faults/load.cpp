#include "tests/faults/load.h"

#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <mutex>

namespace engine::faults {
namespace {

using operations::Engine;
using operations::Response;

class Load final {
public:
    Load(Engine& engine, const Workload& writes, std::size_t from, std::uint64_t seed,
         const LoadEvents& events)
        : m_engine(engine),
          m_writes(writes),
          m_events(events),
          m_random(seed),
          m_from(from),
          m_finished(from),
          m_acknowledged(from) {}

    std::size_t run() {
        std::size_t number = m_from;
        for (; number < m_writes.size() && !m_failed; ++number) {
            // Writes are checked against the catalog before they are queued.
            const bool alone = m_random.next() % 3 == 0 || m_writes.changesTables(number) ||
                               (number > m_from && m_writes.changesTables(number - 1));
            const std::size_t window = alone ? 1 : 1 + m_random.next() % 24;
            {
                std::unique_lock lock(m_mutex);
                m_changed.wait(lock, [&] { return number - m_finished < window; });
            }
            m_events.begun(number);
            m_engine.execute(
                m_writes.request(number),
                [this, number](const Result<Response>& outcome) { finished(number, outcome); });
        }
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_finished == number; });
        return m_acknowledged;
    }

private:
    void finished(std::size_t number, const Result<Response>& outcome) {
        const std::lock_guard lock(m_mutex);
        ++m_finished;
        m_changed.notify_all();
        if (!outcome) {
            if (!m_failed.exchange(true)) {
                std::printf("refused: %s\n", outcome.error().message.c_str());
            }
            return;
        }
        if (m_failed) {
            std::printf("wrong: write %zu was acknowledged after an earlier one failed\n", number);
        }
        m_acknowledged = number + 1;
        m_events.acknowledged(number);
    }

    Engine& m_engine;
    const Workload& m_writes;
    const LoadEvents& m_events;
    SeededRandom m_random;
    std::size_t m_from;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::size_t m_finished;
    std::size_t m_acknowledged;
    std::atomic<bool> m_failed = false;
};

}  // namespace

std::size_t runLoad(operations::Engine& engine, const Workload& writes, std::size_t from,
                    std::uint64_t seed, const LoadEvents& events) {
    return Load(engine, writes, from, seed, events).run();
}

}  // namespace engine::faults
