// fuzz_replay TARGET FILE...: gives each file to a target, without a fuzzer; part of `./dev test`.
#include <cstdio>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <string>

#include "tests/fuzz/targets.h"

namespace {

const std::map<std::string, std::function<void(std::string_view)>> targets = {
    {"expressions", fuzz::expressions}, {"partiql", fuzz::partiql}, {"items", fuzz::items},
    {"requests", fuzz::requests},       {"numbers", fuzz::numbers}, {"keys", fuzz::keys},
    {"records", fuzz::records},
};

}  // namespace

int main(int argc, char** argv) {
    const auto target = argc > 2 ? targets.find(argv[1]) : targets.end();
    if (target == targets.end()) {
        std::fputs("usage: fuzz_replay TARGET FILE...\n", stderr);
        return 2;
    }
    for (int i = 2; i < argc; ++i) {
        std::ifstream file(argv[i], std::ios::binary);
        fuzz::require(file.good(), argv[i]);
        target->second(std::string(std::istreambuf_iterator<char>(file), {}));
    }
    std::printf("%s: %d inputs\n", argv[1], argc - 2);
    return 0;
}
