// The program that the fault tests record, kill and starve:
//   fault_driver load DIRECTORY SEED WRITES DURABILITY SEAM   makes the writes of a Workload
//   fault_driver open DIRECTORY SEAM                          opens and closes: recovery
// Under the shim it marks each write twice: "b" when it is submitted, "a" when it is acknowledged.
// Prints one line for each step; the last of `load` is "acknowledged N".

#include <dlfcn.h>

#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>
#include <string_view>

#include "engine/operations/engine.h"
#include "tests/faults/workload.h"

namespace {

using engine::Result;
using engine::operations::Engine;
using engine::operations::EngineOptions;
using engine::operations::Response;

void mark(char kind, std::size_t number) {
    static auto* const shim = reinterpret_cast<void (*)(const char*, std::size_t)>(
        ::dlsym(RTLD_DEFAULT, "tidemarkShimMark"));
    if (shim != nullptr) {
        const std::string text = kind + std::to_string(number);
        shim(text.data(), text.size());
    }
}

std::unique_ptr<Engine> open(const char* directory, std::string_view durability,
                             std::string_view seam) {
    EngineOptions options;
    options.directory = directory;
    options.durability = durability == "interval" ? engine::storage::Durability::Interval
                                                  : engine::storage::Durability::Full;
    options.checkpoints = engine::faults::frequentCheckpoints;
    options.seams = engine::faults::seamsNamed(seam);
    auto opened = Engine::open(std::move(options));
    if (!opened) {
        std::printf("not opened: %s\n", opened.error().message.c_str());
        return nullptr;
    }
    return std::move(opened).value();
}

// Keeps a changing number of writes in flight, so that groups of every size are made.
class Load final {
public:
    Load(Engine& engine, const engine::faults::Workload& writes, std::uint64_t seed)
        : m_engine(engine), m_writes(writes), m_random(seed) {}

    std::size_t run() {
        std::size_t number = 0;
        for (; number < m_writes.size() && !m_failed; ++number) {
            // Writes are checked against the catalog before they are queued.
            const bool alone = m_random.next() % 3 == 0 || m_writes.changesTables(number) ||
                               (number > 0 && m_writes.changesTables(number - 1));
            const std::size_t window = alone ? 1 : 1 + m_random.next() % 24;
            {
                std::unique_lock lock(m_mutex);
                m_changed.wait(lock, [&] { return number - m_finished < window; });
            }
            mark('b', number);
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
        mark('a', number);
    }

    Engine& m_engine;
    const engine::faults::Workload& m_writes;
    engine::SeededRandom m_random;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::size_t m_finished = 0;
    std::size_t m_acknowledged = 0;
    std::atomic<bool> m_failed = false;
};

}  // namespace

int main(int argc, char** argv) {
    const std::string_view mode = argc > 3 ? argv[1] : "";
    if (mode == "open") {
        return open(argv[2], "full", argv[3]) ? EXIT_SUCCESS : EXIT_FAILURE;
    }
    if (mode != "load" || argc != 7) {
        std::fputs(
            "usage: fault_driver load DIRECTORY SEED WRITES DURABILITY SEAM | "
            "open DIRECTORY SEAM\n",
            stderr);
        return 2;
    }
    const std::uint64_t seed = std::strtoull(argv[3], nullptr, 10);
    const engine::faults::Workload writes(seed, std::strtoull(argv[4], nullptr, 10));
    std::size_t acknowledged = 0;
    if (const auto engine = open(argv[2], argv[5], argv[6])) {
        Load load(*engine, writes, seed);
        acknowledged = load.run();
    }
    if (auto* const calls =
            reinterpret_cast<long (*)()>(::dlsym(RTLD_DEFAULT, "tidemarkShimCalls"));
        calls != nullptr && std::getenv("TIDEMARK_SHIM_FAIL_AT") != nullptr) {
        std::printf("calls %ld\n", calls());
    }
    std::printf("acknowledged %zu\n", acknowledged);
    return EXIT_SUCCESS;
}
