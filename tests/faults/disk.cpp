#include "tests/faults/disk.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <utility>

namespace engine::faults {
namespace {

constexpr std::size_t pageBytes = 4096;
constexpr std::size_t sectorBytes = 512;
constexpr std::size_t sectorsInPage = pageBytes / sectorBytes;

[[noreturn]] void impossible(const char* what, std::string_view path) {
    std::fprintf(stderr, "the recording cannot be replayed: %s %.*s\n", what,
                 static_cast<int>(path.size()), path.data());
    std::abort();
}

void overwrite(std::string& content, std::size_t at, std::string_view bytes) {
    if (content.size() < at + bytes.size()) {
        content.resize(at + bytes.size());
    }
    content.replace(at, bytes.size(), bytes);
}

}  // namespace

struct Disk::File {
    struct Change {
        std::uint64_t time = 0;
        bool isResize = false;
        bool synchronous = false;
        std::size_t at = 0;  // the new size of a resize
        std::string_view bytes;
    };
    bool isDirectory = false;
    std::string durable;
    std::vector<Change> changes;  // behind the last flush

    static void applyWhole(const Change& change, std::string& content) {
        if (change.isResize) {
            content.resize(change.at);
        } else {
            overwrite(content, change.at, change.bytes);
        }
    }
};

// Entry `fromName` (if any) disappears, entry `toName` (if any) becomes `file`.
struct Disk::NameChange {
    std::uint64_t time;
    File* from;
    std::string fromName;
    File* to;
    std::string toName;
    File* file;
};

// How lucky the cut is. Most are as the header says; some keep or lose nearly everything.
struct Disk::Chance {
    std::mt19937_64* random = nullptr;  // null: everything is kept
    unsigned kept = 45;                 // percent
    unsigned torn = 15;
    unsigned names = 50;

    explicit Chance(std::mt19937_64* source) : random(source) {
        if (random == nullptr) {
            return;
        }
        switch ((*random)() % 10) {
            case 0:
                kept = 100;
                torn = 0;
                names = 100;
                break;
            case 1:
                kept = 0;
                torn = 0;
                names = 0;
                break;
            case 2:
                kept = 95;
                torn = 3;
                names = 90;
                break;
            default: break;
        }
    }
    unsigned roll() const {
        return random == nullptr ? 0U : static_cast<unsigned>((*random)() % 100);
    }
    bool keepsName() const { return roll() < names; }
};

Disk::Disk(std::string root, IgnoredFlushes ignored)
    : m_root(std::move(root)), m_ignored(std::move(ignored)), m_top(make(true)) {
}

Disk::~Disk() = default;

Disk::File* Disk::make(bool directory) {
    m_files.push_back(std::make_unique<File>());
    m_files.back()->isDirectory = directory;
    return m_files.back().get();
}

Disk::File* Disk::find(std::string_view path) {
    File* file = m_top;
    std::string_view rest = path.substr(m_root.size());
    while (file != nullptr && !rest.empty()) {
        rest.remove_prefix(1);
        const std::string name(rest.substr(0, rest.find('/')));
        rest.remove_prefix(name.size());
        const auto& entries = m_names[file];
        const auto found = entries.find(name);
        file = name.empty() ? file : found == entries.end() ? nullptr : found->second;
    }
    return file;
}

std::pair<Disk::File*, std::string> Disk::place(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    File* directory = find(path.substr(0, slash));
    if (directory == nullptr) {
        impossible("no directory of", path);
    }
    return {directory, std::string(path.substr(slash + 1))};
}

void Disk::open(const Call& call) {
    File* file = find(call.path);
    if (file == nullptr) {
        const auto [directory, name] = place(call.path);
        file = make(false);
        change(nullptr, {}, directory, name, file);
    }
    if (call.offset == 1) {
        file->changes.push_back({m_clock, true, false, 0, {}});
    }
    m_descriptors[call.descriptor] = {file, std::string(call.path), call.flag};
}

void Disk::applyName(const NameChange& change, Names& names) {
    if (change.from != nullptr) {
        names[change.from].erase(change.fromName);
    }
    if (change.to != nullptr) {
        names[change.to][change.toName] = change.file;
    }
}

void Disk::change(File* from, std::string fromName, File* to, std::string toName, File* file) {
    m_changes.push_back({m_clock, from, std::move(fromName), to, std::move(toName), file});
    applyName(m_changes.back(), m_names);
}

void Disk::rename(const Call& call) {
    File* file = find(call.path);
    if (file == nullptr) {
        impossible("rename of an unknown", call.path);
    }
    const auto [from, fromName] = place(call.path);
    const auto [to, toName] = place(call.toPath);
    change(from, fromName, to, toName, file);
}

void Disk::remove(const Call& call) {
    if (find(call.path) == nullptr) {
        impossible("removal of an unknown", call.path);
    }
    const auto [from, name] = place(call.path);
    change(from, name, nullptr, {}, nullptr);
}

void Disk::apply(const Call& call) {
    ++m_clock;
    switch (call.kind) {
        case CallKind::Open: open(call); break;
        case CallKind::MakeDirectory: {
            const auto [directory, name] = place(call.path);
            change(nullptr, {}, directory, name, make(true));
            break;
        }
        case CallKind::Rename: rename(call); break;
        case CallKind::Unlink:
        case CallKind::RemoveDirectory: remove(call); break;
        case CallKind::Write:
        case CallKind::Resize: {
            const auto& descriptor = m_descriptors.at(call.descriptor);
            descriptor.file->changes.push_back({m_clock, call.kind == CallKind::Resize,
                                                descriptor.synchronous,
                                                static_cast<std::size_t>(call.offset), call.data});
            break;
        }
        case CallKind::SyncBegin: {
            const auto& descriptor = m_descriptors.at(call.descriptor);
            const bool ignored =
                descriptor.file->isDirectory
                    ? m_ignored.directories
                    : !m_ignored.fileEnding.empty() &&
                          descriptor.path.find(m_ignored.fileEnding) != std::string::npos;
            m_flushes[call.offset] = {descriptor.file, m_clock, ignored};
            break;
        }
        case CallKind::SyncEnd: {
            const auto flush = m_flushes.at(call.offset);
            m_flushes.erase(call.offset);
            if (!flush.ignored) {
                flushed(*flush.file, flush.before);
            }
            break;
        }
        case CallKind::Mark:
        case CallKind::Violation: break;
    }
}

void Disk::flushed(File& file, std::uint64_t before) {
    if (file.isDirectory) {
        flushedNames(file, before);
        return;
    }
    auto& changes = file.changes;
    const auto end = std::find_if(changes.begin(), changes.end(),
                                  [&](const auto& change) { return change.time >= before; });
    for (auto change = changes.begin(); change != end; ++change) {
        File::applyWhole(*change, file.durable);
    }
    changes.erase(changes.begin(), end);
}

// A rename counts once the directory of the new name is flushed.
void Disk::flushedNames(const File& directory, std::uint64_t before) {
    std::vector<NameChange> left;
    for (const NameChange& change : m_changes) {
        const File* decisive = change.to != nullptr ? change.to : change.from;
        if (decisive != &directory || change.time >= before) {
            left.push_back(change);
            continue;
        }
        applyName(change, m_durable);
        if (change.from != nullptr) {
            // The old name is gone for good, whatever became of the call that made it.
            std::erase_if(left, [&](const NameChange& earlier) {
                return earlier.to == change.from && earlier.toName == change.fromName;
            });
        }
    }
    m_changes = std::move(left);
}

void Disk::loadRoot() {
    load(*m_top, m_root);
    m_durable = m_names;
}

void Disk::load(File& directory, const std::string& path) {
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
        const std::string name = entry.path().filename().string();
        if (name == "lock.mdb" || name == "owner.lock") {
            continue;
        }
        File* file = make(entry.is_directory());
        m_names[&directory][name] = file;
        if (file->isDirectory) {
            load(*file, entry.path().string());
        } else {
            std::ifstream stream(entry.path(), std::ios::binary);
            file->durable.resize(entry.file_size());
            stream.read(file->durable.data(), static_cast<std::streamsize>(file->durable.size()));
        }
    }
}

std::string Disk::contentOf(const File& file, Chance& chance) {
    std::string content = file.durable;
    for (const File::Change& change : file.changes) {
        if (chance.random == nullptr || change.synchronous) {
            File::applyWhole(change, content);
            continue;
        }
        if (change.isResize) {
            if (chance.roll() < chance.kept) {
                File::applyWhole(change, content);
            }
            continue;
        }
        for (std::size_t at = change.at; at < change.at + change.bytes.size();) {
            const std::size_t pageEnd = (at / pageBytes + 1) * pageBytes;
            const std::size_t end = std::min(pageEnd, change.at + change.bytes.size());
            const auto bytes = change.bytes.substr(at - change.at, end - at);
            const unsigned roll = chance.roll();
            if (roll < chance.kept) {
                overwrite(content, at, bytes);
            } else if (roll < chance.kept + chance.torn) {
                const auto sectors = (*chance.random)() % (std::uint64_t{1} << sectorsInPage);
                for (std::size_t from = at; from < end;) {
                    const std::size_t to = std::min(end, (from / sectorBytes + 1) * sectorBytes);
                    if (((sectors >> (from / sectorBytes % sectorsInPage)) & 1U) != 0) {
                        overwrite(content, from, bytes.substr(from - at, to - from));
                    }
                    from = to;
                }
            } else if (content.size() < end && chance.roll() < chance.kept / 2) {
                content.resize(end);
            }
            at = end;
        }
    }
    return content;
}

void Disk::write(const File& directory, const Names& names, const std::string& target,
                 Chance& chance) const {
    std::filesystem::create_directory(target);
    std::filesystem::permissions(target, std::filesystem::perms::owner_all);
    const auto entries = names.find(&directory);
    if (entries == names.end()) {
        return;
    }
    for (const auto& [name, file] : entries->second) {
        const std::string path = target + "/" + name;
        if (file->isDirectory) {
            write(*file, names, path, chance);
            continue;
        }
        std::ofstream(path, std::ios::binary) << contentOf(*file, chance);
        std::filesystem::permissions(
            path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    }
}

void Disk::cut(const std::string& target, std::mt19937_64& random) const {
    Chance chance(&random);
    Names names = m_durable;
    for (const NameChange& change : m_changes) {
        if (chance.keepsName()) {
            applyName(change, names);
        }
    }
    write(*m_top, names, target, chance);
}

void Disk::writeAll(const std::string& target) const {
    Chance chance(nullptr);
    write(*m_top, m_names, target, chance);
}

}  // namespace engine::faults
