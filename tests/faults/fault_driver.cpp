// The program that the fault tests record, kill and starve:
//   fault_driver load DIRECTORY SEED WRITES DURABILITY SEAM [STOCK FROM]
//                                makes the writes of a Workload, from number FROM on
//   fault_driver open DIRECTORY SEAM                          opens and closes: recovery
// Under the shim it marks each write twice: "b" when it is submitted, "a" when it is acknowledged.
// Prints one line for each step; the last of `load` is "acknowledged N".

#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "engine/operations/engine.h"
#include "tests/faults/load.h"

namespace {

using engine::operations::Engine;
using engine::operations::EngineOptions;

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

}  // namespace

int main(int argc, char** argv) {
    const std::string_view mode = argc > 3 ? argv[1] : "";
    if (mode == "open") {
        return open(argv[2], "full", argv[3]) ? EXIT_SUCCESS : EXIT_FAILURE;
    }
    if (mode != "load" || (argc != 7 && argc != 9)) {
        std::fputs(
            "usage: fault_driver load DIRECTORY SEED WRITES DURABILITY SEAM [STOCK FROM] | "
            "open DIRECTORY SEAM\n",
            stderr);
        return 2;
    }
    const auto numberIn = [argv](int place) { return std::strtoull(argv[place], nullptr, 10); };
    const std::uint64_t seed = numberIn(3);
    const bool isPrepared = argc == 9;
    const std::size_t from = isPrepared ? numberIn(8) : 0;
    const engine::faults::Workload writes(seed, numberIn(4), isPrepared ? numberIn(7) : 0);
    std::size_t acknowledged = 0;
    if (const auto engine = open(argv[2], argv[5], argv[6])) {
        acknowledged = runLoad(*engine, writes, from, seed,
                               {[](std::size_t number) { mark('b', number); },
                                [](std::size_t number) { mark('a', number); }});
    }
    if (auto* const calls =
            reinterpret_cast<long (*)()>(::dlsym(RTLD_DEFAULT, "tidemarkShimCalls"));
        calls != nullptr && std::getenv("TIDEMARK_SHIM_FAIL_AT") != nullptr) {
        std::printf("calls %ld\n", calls());
    }
    std::printf("acknowledged %zu\n", acknowledged);
    return EXIT_SUCCESS;
}
