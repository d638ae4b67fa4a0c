#include "engine/storage/page_cursor.h"

#include <sys/stat.h>

namespace engine::storage {

using namespace layout;

void MappedPages::set(const char* map, int file) {
    m_file = file;
    m_map = map;
}

bool MappedPages::reaches(PageNumber number) const {
    struct stat state {};
    if (m_file < 0 || ::fstat(m_file, &state) != 0) {
        return false;
    }
    const auto count = static_cast<PageNumber>(state.st_size) / pageBytes;
    m_count.store(count, std::memory_order_relaxed);
    return number < count;
}

std::optional<TreePage> treePage(const MappedPages& pages, PageNumber number, PageKind kind) {
    const char* bytes = pages.at(number);
    if (bytes == nullptr) {
        return std::nullopt;
    }
    const unsigned lower = numberAt<std::uint16_t>(bytes + lowerAt);
    const unsigned upper = numberAt<std::uint16_t>(bytes + upperAt);
    const unsigned flags = kind == PageKind::Leaf ? leafFlag : branchFlag;
    const unsigned least = kind == PageKind::Leaf ? 1 : 2;
    if (numberAt<PageNumber>(bytes) != number ||
        numberAt<std::uint16_t>(bytes + flagsAt) != flags || lower < headerBytes + 2 * least ||
        lower % 2 != 0 || lower > upper || upper > pageBytes) {
        return std::nullopt;
    }
    return TreePage{bytes, static_cast<unsigned>((lower - headerBytes) / 2), upper};
}

std::optional<PageNode> nodeOf(const TreePage& page, unsigned number) {
    const unsigned at = numberAt<std::uint16_t>(page.bytes + headerBytes + 2 * number);
    if (at < page.upper || at + nodeHeaderBytes > pageBytes) {
        return std::nullopt;
    }
    const char* bytes = page.bytes + at;
    const unsigned keyBytes = numberAt<std::uint16_t>(bytes + 6);
    if (at + nodeHeaderBytes + keyBytes > pageBytes) {
        return std::nullopt;
    }
    return PageNode{bytes, {bytes + nodeHeaderBytes, keyBytes}};
}

namespace {

std::size_t roomBehind(const TreePage& page, const PageNode& node) {
    return static_cast<std::size_t>(page.bytes + pageBytes - (node.key.data() + node.key.size()));
}

}  // namespace

std::optional<std::string_view> valueOf(const MappedPages& pages, const TreePage& page,
                                        const PageNode& node) {
    const std::size_t size = node.dataBytes();
    const std::size_t room = roomBehind(page, node);
    if (node.flags() == 0) {
        return size <= room ? std::optional(node.data(size)) : std::nullopt;
    }
    if (node.flags() != bigDataFlag || room < sizeof(PageNumber)) {
        return std::nullopt;
    }
    const auto first = numberAt<PageNumber>(node.data(sizeof(PageNumber)), 0);
    const char* head = pages.at(first);
    if (head == nullptr || numberAt<PageNumber>(head) != first ||
        numberAt<std::uint16_t>(head + flagsAt) != overflowFlag) {
        return std::nullopt;
    }
    const std::uint64_t count = numberAt<std::uint32_t>(head + lowerAt);
    // A value that shrank keeps its pages.
    if (count < (headerBytes + size + pageBytes - 1) / pageBytes ||
        pages.at(first + count - 1) == nullptr) {
        return std::nullopt;
    }
    return std::string_view(head + headerBytes, size);
}

namespace {

bool isBehind(std::string_view key, std::string_view before, KeyOrder order) {
    if (order == KeyOrder::Bytes) {
        return key > before;
    }
    constexpr std::size_t width = sizeof(std::uint64_t);
    return key.size() == width && before.size() == width &&
           numberAt<std::uint64_t>(key, 0) > numberAt<std::uint64_t>(before, 0);
}

}  // namespace

bool isWhole(const MappedPages& pages, const TreePage& page, PageKind kind, KeyOrder order) {
    std::size_t used = 0;
    std::string_view before;
    for (unsigned i = 0; i < page.count; ++i) {
        const auto node = nodeOf(page, i);
        if (!node) {
            return false;
        }
        std::size_t size = nodeHeaderBytes + node->key.size();
        if (kind == PageKind::Leaf) {
            const bool isPlain = (node->flags() & bigDataFlag) == 0;
            const std::size_t held = isPlain ? node->dataBytes() : sizeof(PageNumber);
            const bool isSubTree = node->flags() == subTreeFlag && held == treeBytes;
            if (held > roomBehind(page, *node) || (!isSubTree && !valueOf(pages, page, *node))) {
                return false;
            }
            size += held;
        }
        used += size + size % 2;
        // The first key of a branch page means nothing.
        if (i > (kind == PageKind::Branch ? 1U : 0U) && !isBehind(node->key, before, order)) {
            return false;
        }
        before = node->key;
    }
    return used == pageBytes - page.upper;
}

bool PageCursor::enter(unsigned level, PageNumber number) {
    const auto page =
        treePage(*m_pages, number, level + 1 == m_depth ? PageKind::Leaf : PageKind::Branch);
    if (page) {
        m_path[level].page = *page;
        m_path[level].number = number;
    }
    return page.has_value();
}

PageCursor::Found PageCursor::arrive() {
    const auto node = nodeOf(leaf().page, leaf().at);
    if (!node) {
        return Found::Damaged;
    }
    m_node = *node;
    return Found::Yes;
}

PageCursor::Found PageCursor::descend(unsigned level, PageNumber number, bool toFirst) {
    if (m_depth == 0 || m_depth > depthMax) {
        return Found::Damaged;
    }
    while (enter(level, number)) {
        m_path[level].at = toFirst ? 0 : m_path[level].page.count - 1;
        if (level + 1 == m_depth) {
            return arrive();
        }
        const auto node = nodeOf(m_path[level].page, m_path[level].at);
        if (!node) {
            return Found::Damaged;
        }
        number = node->child();
        ++level;
    }
    return Found::Damaged;
}

// The number of the first node from `from` on whose key is not below `at`; nullopt: damaged.
std::optional<unsigned> PageCursor::search(const TreePage& page, std::string_view at,
                                           unsigned from) {
    unsigned low = from;
    unsigned high = page.count;
    while (low < high) {
        const unsigned middle = (low + high) / 2;
        const auto node = nodeOf(page, middle);
        if (!node) {
            return std::nullopt;
        }
        if (node->key < at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

PageCursor::Found PageCursor::seek(std::string_view at) {
    const Found found = seekLeaf(at);
    if (found != Found::Yes) {
        return found;
    }
    return leaf().at < leaf().page.count ? arrive() : turn(true);
}

PageCursor::Found PageCursor::seekLeaf(std::string_view at) {
    if (m_root == noPage) {
        return Found::No;
    }
    if (m_depth == 0 || m_depth > depthMax) {
        return Found::Damaged;
    }
    PageNumber number = m_root;
    for (unsigned level = 0; level < m_depth; ++level) {
        if (!enter(level, number)) {
            return Found::Damaged;
        }
        Level& here = m_path[level];
        const bool isLeaf = level + 1 == m_depth;
        const auto found = search(here.page, at, isLeaf ? 0 : 1);
        if (!found) {
            return Found::Damaged;
        }
        here.at = *found;
        if (isLeaf) {
            return Found::Yes;
        }
        auto node = here.at < here.page.count ? nodeOf(here.page, here.at) : std::nullopt;
        if (!node || node->key != at) {  // the child before holds the place
            --here.at;
            node = nodeOf(here.page, here.at);
        }
        if (!node) {
            return Found::Damaged;
        }
        number = node->child();
    }
    return Found::Damaged;
}

PageCursor::Found PageCursor::turn(bool forward) {
    for (unsigned level = m_depth - 1; level > 0; --level) {
        Level& above = m_path[level - 1];
        if (forward ? above.at + 1 < above.page.count : above.at > 0) {
            above.at = forward ? above.at + 1 : above.at - 1;
            const auto node = nodeOf(above.page, above.at);
            return node ? descend(level, node->child(), forward) : Found::Damaged;
        }
    }
    return Found::No;
}

PageCursor::Found PageCursor::next() {
    Level& here = m_path[m_depth - 1];
    if (here.at + 1 < here.page.count) {
        ++here.at;
        return arrive();
    }
    return turn(true);
}

PageCursor::Found PageCursor::previous() {
    Level& here = m_path[m_depth - 1];
    // Behind the last record of the tree (seek found none) `at` is the count of the last leaf.
    if (here.at > 0) {
        --here.at;
        return arrive();
    }
    return turn(false);
}

}  // namespace engine::storage
