#include "tests/faults/large_base.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <vector>

#include "tests/engine/storage/child.h"
#include "tests/faults/load.h"

namespace engine::faults {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t bytesLeast = std::uintmax_t{70} << 20U;

// Ends with the last write, without a checkpoint of it.
std::string writeMore(const std::string& directory, const Workload& writes) {
    operations::EngineOptions options;
    options.directory = directory;
    const auto engine = operations::Engine::open(std::move(options));
    if (!engine) {
        return engine.error().message;
    }
    const auto nothing = [](std::size_t /*number*/) {};
    const std::size_t done =
        runLoad(**engine, writes, writes.preparation(), LargeBase::seed, {nothing, nothing});
    if (done != writes.size()) {
        return "not all was written";
    }
    storage::testing::killSelf();
}

std::string lastSegment(const std::string& directory) {
    std::string last;
    for (const auto& entry : fs::directory_iterator(directory + "/log")) {
        last = std::max(last, entry.path().filename().string());
    }
    return last;
}

// Makes a file the same as another, which takes a third of the time of a new copy.
void refresh(const std::string& from, const std::string& to) {
    constexpr std::size_t blockBytes = std::size_t{1} << 20U;
    std::ifstream source(from, std::ios::binary);
    std::fstream target(to, std::ios::binary | std::ios::in | std::ios::out);
    std::vector<char> wanted(blockBytes);
    std::vector<char> found(blockBytes);
    for (std::streamoff at = 0; source; at += static_cast<std::streamoff>(blockBytes)) {
        source.read(wanted.data(), blockBytes);
        target.read(found.data(), blockBytes);
        const auto bytes = source.gcount();
        const auto length = static_cast<std::size_t>(bytes);
        if (target.gcount() < bytes || std::memcmp(wanted.data(), found.data(), length) != 0) {
            target.clear();
            target.seekp(at);
            target.write(wanted.data(), bytes);
            target.seekg(at + bytes);
        }
    }
    target.close();
    fs::resize_file(to, fs::file_size(from));
}

}  // namespace

std::string LargeBase::make(const std::string& directory, const Workload& writes,
                            std::size_t more) {
    ENSURE(writes.preparation() == preparation);
    const std::string prepared = std::to_string(writes.preparation());
    const auto end = runProgram({driverProgram(), "load", directory, std::to_string(seed), prepared,
                                 "full", "none", std::to_string(stock), "0"});
    if (end.output != "acknowledged " + prepared + "\n") {
        return end.output;
    }
    if (more != 0) {
        const Workload some(seed, writes.preparation() + more, stock);
        const std::string killed =
            storage::testing::inChild([&] { return writeMore(directory, some); });
        if (killed != "killed by signal 9") {
            return killed;
        }
    }
    return fs::file_size(directory + "/state/data.mdb") >= bytesLeast ? "" : "it is not large";
}

// A segment that was closed is never written again, only replaced or removed.
void LargeBase::copy(const std::string& directory, const std::string& target) {
    const std::string last = lastSegment(directory);
    const std::string dataName = "/state/data.mdb";
    const std::string kept = target + ".kept";
    if (fs::exists(target + dataName)) {
        fs::rename(target + dataName, kept);
    }
    fs::remove_all(target);
    fs::create_directory(target);
    fs::permissions(target, fs::perms::owner_all);
    for (const auto& entry : fs::recursive_directory_iterator(directory)) {
        const fs::path place = target / fs::relative(entry.path(), directory);
        const std::string name = entry.path().filename().string();
        if (entry.is_directory()) {
            fs::create_directory(place);
            fs::permissions(place, fs::perms::owner_all);
        } else if (entry.path().extension() == ".seg" && name != last) {
            fs::create_hard_link(entry.path(), place);
        } else if (place == target + dataName && fs::exists(kept)) {
            fs::rename(kept, place);
            refresh(entry.path(), place);
        } else if (name != "lock.mdb" && name != "owner.lock") {
            fs::copy_file(entry.path(), place);
        }
    }
}

}  // namespace engine::faults
