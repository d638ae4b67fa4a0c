#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/faults/recording.h"

namespace engine::faults {

// Flushes that are taken as if they had not happened, to prove that the test notices.
struct IgnoredFlushes {
    std::string fileEnding;    // of every file whose path ends like this; empty: none
    bool directories = false;  // of every directory
};

// A disk with a volatile cache. Calls of a recording are applied one after the other; then `cut`
// writes what a power cut at that moment may leave:
// - everything that was written before the begin of a completed flush of its file;
// - of each later write, per 4 KiB page: the new page (p 0.45), some of its 512-byte sectors
//   (p 0.15), or nothing; a page that is lost behind the end of the file may leave zeros;
// - an O_DSYNC write itself, but nothing of the file before it;
// - names as of the last completed flush of their directory, and any of the later changes.
class Disk final {
public:
    // `root`: the directory that was recorded.
    explicit Disk(std::string root, IgnoredFlushes ignored = {});
    ~Disk();
    Disk(const Disk&) = delete;
    Disk& operator=(const Disk&) = delete;

    // Everything that now stands below the root, as flushed. For recordings that begin with it.
    void loadRoot();
    void apply(const Call& call);
    // Writes a possible state to a new directory.
    void cut(const std::string& target, std::mt19937_64& random) const;
    // Writes the state without a power cut: must equal the recorded directory.
    void writeAll(const std::string& target) const;

private:
    struct File;
    struct NameChange;
    struct Chance;
    using Names = std::map<const File*, std::map<std::string, File*>>;

    File* make(bool directory);
    File* find(std::string_view path);
    std::pair<File*, std::string> place(std::string_view path);
    void open(const Call& call);
    void change(File* from, std::string fromName, File* to, std::string toName, File* file);
    void rename(const Call& call);
    void remove(const Call& call);
    void flushed(File& file, std::uint64_t before);
    void flushedNames(const File& directory, std::uint64_t before);
    static void applyName(const NameChange& change, Names& names);
    void load(File& directory, const std::string& path);
    void write(const File& directory, const Names& names, const std::string& target,
               Chance& chance) const;
    static std::string contentOf(const File& file, Chance& chance);

    std::string m_root;
    IgnoredFlushes m_ignored;
    std::vector<std::unique_ptr<File>> m_files;
    File* m_top;
    Names m_names;    // as the program sees them
    Names m_durable;  // as they are on the disk for certain
    std::vector<NameChange> m_changes;
    struct Flush {
        File* file;
        std::uint64_t before;
        bool ignored;
    };
    std::map<std::int64_t, Flush> m_flushes;  // begun, by number
    struct Descriptor {
        File* file;
        std::string path;
        bool synchronous;
    };
    std::map<int, Descriptor> m_descriptors;
    std::uint64_t m_clock = 0;
};

}  // namespace engine::faults
