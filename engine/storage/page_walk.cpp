#include "engine/storage/page_walk.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
#include <vector>

#include "engine/base/os/descriptor.h"
#include "engine/storage/page_layout.h"

namespace engine::storage {
namespace {

using namespace layout;

struct Node {
    std::string_view key;
    std::string_view data;  // in the page; of big data the number of its first page
    unsigned flags;
    std::uint32_t dataBytes;
    PageNumber child;  // of branch pages
};

class PageWalk final {
public:
    PageWalk(const os::Descriptor& file, VerifyReport& report) : m_file(file), m_report(report) {}

    bool run(std::uint64_t transaction);

private:
    struct Seen {
        std::uint64_t branchPages = 0;
        std::uint64_t leafPages = 0;
        std::uint64_t overflowPages = 0;
        std::uint64_t entries = 0;
    };
    void finding(PageNumber page, std::string message) {
        m_report.add("V1", m_treeName + " page " + std::to_string(page), std::move(message));
    }
    bool readAt(std::uint64_t offset, std::size_t size, std::string& out);
    bool readPage(PageNumber page, std::string& out);
    bool use(PageNumber page);
    bool useOverflow(PageNumber first, std::uint64_t dataBytes, Seen& seen);
    void walkTree(const std::string& name, const Tree& tree);
    void walkPage(PageNumber page, unsigned depth, const Tree& tree, Seen& seen);
    bool nodesOf(PageNumber page, const std::string& bytes, std::vector<Node>& nodes);
    void visitLeaf(PageNumber page, const std::vector<Node>& nodes, Seen& seen);
    void readFreeList(const Node& node, PageNumber page);
    void compare(const Tree& tree, const Seen& seen);
    void findLostPages();

    const os::Descriptor& m_file;
    VerifyReport& m_report;
    std::string m_treeName;
    PageNumber m_lastPage = 0;
    std::vector<bool> m_used;
    std::vector<std::pair<std::string, Tree>> m_subTrees;
};

bool PageWalk::readAt(std::uint64_t offset, std::size_t size, std::string& out) {
    out.resize(size);
    std::size_t done = 0;
    while (done < size) {
        const ssize_t got = ::pread(m_file.get(), out.data() + done, size - done,
                                    static_cast<off_t>(offset + done));
        if (got <= 0) {
            return false;
        }
        done += static_cast<std::size_t>(got);
    }
    return true;
}

bool PageWalk::readPage(PageNumber page, std::string& out) {
    if (!readAt(page * pageBytes, pageBytes, out)) {
        finding(page, "It cannot be read: the file is too short or the disk failed.");
        return false;
    }
    return true;
}

bool PageWalk::use(PageNumber page) {
    if (page > m_lastPage) {
        finding(page, "It lies behind the last page of the file, " + std::to_string(m_lastPage) +
                          ", and is used.");
        return false;
    }
    if (m_used[page]) {
        finding(page, "It is used twice.");
        return false;
    }
    m_used[page] = true;
    ++m_report.pages;
    m_report.bytes += pageBytes;
    return true;
}

bool PageWalk::useOverflow(PageNumber first, std::uint64_t dataBytes, Seen& seen) {
    std::string header;
    if (first > m_lastPage || !readAt(first * pageBytes, headerBytes, header)) {
        finding(first, "A large value begins here and it cannot be read.");
        return false;
    }
    const std::uint64_t pages = numberAt<std::uint32_t>(header, lowerAt);
    const std::uint64_t needed = (headerBytes + dataBytes + pageBytes - 1) / pageBytes;
    if ((numberAt<std::uint16_t>(header, flagsAt) & overflowFlag) == 0 ||
        numberAt<PageNumber>(header, 0) != first || pages < needed ||
        pages > m_lastPage - first + 1) {
        finding(first, "A large value begins here and its page says something else.");
        return false;
    }
    for (std::uint64_t i = 0; i < pages; ++i) {
        if (!use(first + i)) {
            return false;
        }
    }
    seen.overflowPages += pages;
    return true;
}

bool PageWalk::nodesOf(PageNumber page, const std::string& bytes, std::vector<Node>& nodes) {
    const unsigned flags = numberAt<std::uint16_t>(bytes, flagsAt);
    const std::size_t lower = numberAt<std::uint16_t>(bytes, lowerAt);
    const std::size_t upper = numberAt<std::uint16_t>(bytes, upperAt);
    if (numberAt<PageNumber>(bytes, 0) != page || lower < headerBytes || lower > upper ||
        upper > pageBytes || lower % 2 != 0) {
        finding(page, "Its header is not that of a page of a tree.");
        return false;
    }
    const std::string_view whole = bytes;
    for (std::size_t at = headerBytes; at < lower; at += 2) {
        const std::size_t node = numberAt<std::uint16_t>(bytes, at);
        if (node < upper || node + nodeHeaderBytes > pageBytes) {
            finding(page, "A node lies outside of it.");
            return false;
        }
        const std::uint64_t low = numberAt<std::uint16_t>(bytes, node);
        const std::uint64_t high = numberAt<std::uint16_t>(bytes, node + 2);
        const std::uint64_t nodeFlags = numberAt<std::uint16_t>(bytes, node + 4);
        const std::size_t keyBytes = numberAt<std::uint16_t>(bytes, node + 6);
        Node found{};
        const std::size_t keyAt = node + nodeHeaderBytes;
        std::size_t held = 0;
        if ((flags & branchFlag) != 0) {
            found.child = low | (high << 16U) | (nodeFlags << 32U);
        } else {
            found.flags = static_cast<unsigned>(nodeFlags);
            found.dataBytes = static_cast<std::uint32_t>(low | (high << 16U));
            held = (found.flags & bigDataFlag) != 0 ? sizeof(PageNumber) : found.dataBytes;
        }
        if (keyAt + keyBytes + held > pageBytes) {
            finding(page, "A node reaches out of it.");
            return false;
        }
        found.key = whole.substr(keyAt, keyBytes);
        found.data = whole.substr(keyAt + keyBytes, held);
        nodes.push_back(found);
    }
    return true;
}

void PageWalk::readFreeList(const Node& node, PageNumber page) {
    std::string room;
    std::string_view data = node.data;
    if ((node.flags & bigDataFlag) != 0) {
        const auto first = numberAt<PageNumber>(node.data, 0);
        if (!readAt(first * pageBytes + headerBytes, node.dataBytes, room)) {
            finding(first, "A part of the free list cannot be read.");
            return;
        }
        data = room;
    }
    constexpr std::size_t width = sizeof(PageNumber);
    if (data.size() < width || numberAt<std::uint64_t>(data, 0) > data.size() / width - 1) {
        finding(page, "A part of the free list is longer than its record.");
        return;
    }
    const auto count = numberAt<std::uint64_t>(data, 0);
    for (std::uint64_t i = 1; i <= count; ++i) {
        use(numberAt<PageNumber>(data, i * width));
    }
}

void PageWalk::visitLeaf(PageNumber page, const std::vector<Node>& nodes, Seen& seen) {
    for (const Node& node : nodes) {
        ++seen.entries;
        if ((node.flags & bigDataFlag) != 0 &&
            !useOverflow(numberAt<PageNumber>(node.data, 0), node.dataBytes, seen)) {
            continue;
        }
        if ((node.flags & subTreeFlag) != 0 && node.data.size() == treeBytes) {
            m_subTrees.emplace_back(node.key, treeIn(node.data));
        }
        if (m_treeName == "free") {
            readFreeList(node, page);
        }
    }
}

void PageWalk::walkPage(PageNumber page, unsigned depth, const Tree& tree, Seen& seen) {
    std::string bytes;
    if (!use(page) || !readPage(page, bytes)) {
        return;
    }
    const unsigned flags = numberAt<std::uint16_t>(bytes, flagsAt);
    const unsigned expected = depth == tree.depth ? leafFlag : branchFlag;
    std::vector<Node> nodes;
    if ((flags & (branchFlag | leafFlag | overflowFlag | metaFlag)) != expected) {
        finding(page, "It is a page of another kind than its place in the tree.");
        return;
    }
    if (!nodesOf(page, bytes, nodes)) {
        return;
    }
    if (expected == leafFlag) {
        ++seen.leafPages;
        visitLeaf(page, nodes, seen);
        return;
    }
    ++seen.branchPages;
    for (const Node& node : nodes) {
        walkPage(node.child, depth + 1, tree, seen);
    }
}

void PageWalk::compare(const Tree& tree, const Seen& seen) {
    if (seen.branchPages != tree.branchPages || seen.leafPages != tree.leafPages ||
        seen.overflowPages != tree.overflowPages || seen.entries != tree.entries) {
        m_report.add("V1", "tree " + m_treeName,
                     "It says that it has " + std::to_string(tree.entries) + " records on " +
                         std::to_string(tree.leafPages) + " leaf, " +
                         std::to_string(tree.branchPages) + " branch and " +
                         std::to_string(tree.overflowPages) + " overflow pages; found were " +
                         std::to_string(seen.entries) + " on " + std::to_string(seen.leafPages) +
                         ", " + std::to_string(seen.branchPages) + " and " +
                         std::to_string(seen.overflowPages) + ".");
    }
}

void PageWalk::walkTree(const std::string& name, const Tree& tree) {
    m_treeName = name;
    Seen seen;
    if (tree.root != noPage && tree.depth >= 1 && tree.depth <= depthMax) {
        walkPage(tree.root, 1, tree, seen);
    } else if (tree.root != noPage) {
        finding(tree.root, "A tree of an impossible depth begins here.");
    }
    compare(tree, seen);
}

void PageWalk::findLostPages() {
    constexpr std::uint64_t shownMax = 20;
    std::uint64_t lost = 0;
    std::string shown;
    for (PageNumber page = 0; page <= m_lastPage; ++page) {
        if (!m_used[page] && ++lost <= shownMax) {
            shown += (shown.empty() ? "" : ", ") + std::to_string(page);
        }
    }
    if (lost > 0) {
        m_report.add("V1", "data.mdb",
                     std::to_string(lost) + " pages are neither used nor free: " + shown +
                         (lost > shownMax ? ", ..." : ""));
    }
}

bool PageWalk::run(std::uint64_t transaction) {
    std::string meta;
    for (PageNumber page = 0; page < metaPages; ++page) {
        std::string candidate;
        if (readAt(page * pageBytes, pageBytes, candidate) &&
            numberAt<std::uint64_t>(candidate, transactionAt) == transaction) {
            meta = candidate;
        }
    }
    if (meta.empty()) {
        return false;
    }
    m_lastPage = numberAt<PageNumber>(meta, lastPageAt);
    struct Size {
        off_t bytes;
    } const size{::lseek(m_file.get(), 0, SEEK_END)};
    // The file may end before its last page when that is free, so only a wild number is refused.
    constexpr PageNumber slack = PageNumber{1} << 24U;
    if (m_lastPage > static_cast<PageNumber>(std::max<off_t>(size.bytes, 0)) / pageBytes + slack) {
        m_report.add("V1", "data.mdb", "Its last page is far behind its end.");
        return true;
    }
    m_used.assign(m_lastPage + 1, false);
    m_used[0] = m_used[1] = true;
    m_report.pages += metaPages;
    const std::string_view bytes = meta;
    walkTree("free", treeIn(bytes.substr(treesAt, treeBytes)));
    walkTree("main", treeIn(bytes.substr(treesAt + treeBytes, treeBytes)));
    const auto subTrees = m_subTrees;
    for (const auto& [name, tree] : subTrees) {
        walkTree(name, tree);
    }
    findLostPages();
    return true;
}

}  // namespace

bool walkPages(const std::string& dataFile, std::uint64_t transaction, VerifyReport& report) {
    const os::Descriptor file(::open(dataFile.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.isOpen()) {
        report.add("V1", dataFile, "It cannot be opened.");
        return true;
    }
    return PageWalk(file, report).run(transaction);
}

}  // namespace engine::storage
