#include "engine/storage/open_check.h"

#include <sys/mman.h>

#include <utility>
#include <vector>

namespace engine::storage {
namespace {

using namespace layout;

class OpenCheck final {
public:
    OpenCheck(const MappedPages& pages, std::uint64_t transaction, bool readsLeaves)
        : m_pages(pages), m_transaction(transaction), m_areLeavesSound(readsLeaves) {}
    OpenFinding run();

private:
    std::optional<std::string> findWrong();
    void wrong(PageNumber page, std::string_view what) {
        if (!m_wrong) {
            m_wrong = "Page " + std::to_string(page) + " of data.mdb " + std::string(what) + ".";
        }
    }
    void use(PageNumber first, std::uint64_t count = 1);
    void walk(const Tree& tree, bool readsLeaves);
    void walkPage(PageNumber number, unsigned depth, const Tree& tree, bool readsLeaves);
    bool isSoundLeaf(PageNumber number) const;
    void visitLeaf(const TreePage& page, PageNumber number);
    void readFreeList(PageNumber page, std::string_view key, std::string_view ids);
    void readAhead(const TreePage& page) const;

    const MappedPages& m_pages;
    std::uint64_t m_transaction;
    bool m_areLeavesSound;  // as far as they were looked at
    PageNumber m_lastPage = 0;
    std::vector<bool> m_used;
    std::uint64_t m_count = 0;      // of used pages
    std::uint64_t m_overflows = 0;  // that the trees say they have
    std::uint64_t m_branches = 0;   // of the tree that is walked
    std::uint64_t m_leaves = 0;
    bool m_inFreeList = false;
    std::vector<Tree> m_subTrees;
    std::optional<std::string> m_wrong;
};

void OpenCheck::use(PageNumber first, std::uint64_t count) {
    for (PageNumber page = first; page - first < count && !m_wrong; ++page) {
        if (page < metaPages || page > m_lastPage) {
            wrong(page, "is used and cannot be");
        } else if (m_used[page]) {
            wrong(page, "is used twice");
        } else {
            m_used[page] = true;
            ++m_count;
        }
    }
}

void OpenCheck::readFreeList(PageNumber page, std::string_view key, std::string_view ids) {
    constexpr std::size_t width = sizeof(PageNumber);
    const bool hasCount = key.size() == width && ids.size() >= width;
    const std::uint64_t count = hasCount ? numberAt<std::uint64_t>(ids, 0) : 0;
    if (!hasCount || count > ids.size() / width - 1 ||
        numberAt<std::uint64_t>(key, 0) > m_transaction) {
        return wrong(page, "is not a part of the free list");
    }
    PageNumber before = noPage;
    for (std::uint64_t i = 1; i <= count && !m_wrong; ++i) {
        const auto id = numberAt<PageNumber>(ids, i * width);
        if (id >= before) {
            return wrong(page, "holds a part of the free list that is not in order");
        }
        before = id;
        use(id);
    }
}

void OpenCheck::visitLeaf(const TreePage& page, PageNumber number) {
    for (unsigned i = 0; i < page.count && !m_wrong; ++i) {
        const auto node = nodeOf(page, i);  // isWhole has seen it
        if (m_inFreeList) {
            const auto ids = valueOf(m_pages, page, *node);
            if (!ids) {
                return wrong(number, "is not a part of the free list");
            }
            if ((node->flags() & bigDataFlag) != 0) {
                const auto first = numberAt<PageNumber>(node->data(sizeof(PageNumber)), 0);
                use(first, numberAt<std::uint32_t>(m_pages.at(first) + lowerAt));
            }
            readFreeList(number, node->key, *ids);
        } else if (node->flags() == subTreeFlag) {
            m_subTrees.push_back(treeIn(node->data(treeBytes)));
        } else {
            wrong(number, "holds something else than a tree");
        }
    }
}

// The children are branch pages that lie anywhere: the disk shall look for all of them at once.
void OpenCheck::readAhead(const TreePage& page) const {
    for (unsigned i = 0; i < page.count; ++i) {
        const auto node = nodeOf(page, i);
        const char* child = node ? m_pages.at(node->child()) : nullptr;
        if (child != nullptr) {
            ::madvise(const_cast<char*>(child), pageBytes, MADV_WILLNEED);
        }
    }
}

bool OpenCheck::isSoundLeaf(PageNumber number) const {
    const auto page = treePage(m_pages, number, PageKind::Leaf);
    return page && isWhole(m_pages, *page, PageKind::Leaf);
}

void OpenCheck::walkPage(PageNumber number, unsigned depth, const Tree& tree, bool readsLeaves) {
    use(number);
    const bool isLeaf = depth == tree.depth;
    if (m_wrong || (isLeaf && !readsLeaves)) {
        ++m_leaves;
        m_areLeavesSound = m_areLeavesSound && isSoundLeaf(number);
        return;
    }
    const PageKind kind = isLeaf ? PageKind::Leaf : PageKind::Branch;
    const auto page = treePage(m_pages, number, kind);
    const KeyOrder order = m_inFreeList ? KeyOrder::Numbers : KeyOrder::Bytes;
    if (!page || !isWhole(m_pages, *page, kind, order)) {
        return wrong(number, isLeaf ? "is not the leaf page that should be there"
                                    : "is not the branch page that should be there");
    }
    if (isLeaf) {
        ++m_leaves;
        return visitLeaf(*page, number);
    }
    ++m_branches;
    if (depth + 1 < tree.depth) {
        readAhead(*page);
    }
    for (unsigned i = 0; i < page->count && !m_wrong; ++i) {
        walkPage(nodeOf(*page, i)->child(), depth + 1, tree, readsLeaves);
    }
}

void OpenCheck::walk(const Tree& tree, bool readsLeaves) {
    m_branches = 0;
    m_leaves = 0;
    m_overflows += tree.overflowPages;
    if (tree.root != noPage && (tree.depth < 1 || tree.depth > depthMax)) {
        return wrong(tree.root, "begins a tree of an impossible depth");
    }
    if (tree.root != noPage) {
        walkPage(tree.root, 1, tree, readsLeaves);
    }
    if (tree.branchPages != m_branches || tree.leafPages != m_leaves) {
        wrong(tree.root, "begins a tree that does not have as many pages as it says");
    }
}

std::optional<std::string> OpenCheck::findWrong() {
    const char* meta = m_pages.at(m_transaction & 1U);
    if (meta == nullptr || numberAt<std::uint16_t>(meta + flagsAt) != metaFlag ||
        numberAt<std::uint64_t>(meta + transactionAt) != m_transaction) {
        return "Its last meta page is not there.";
    }
    m_lastPage = numberAt<PageNumber>(meta + lastPageAt);
    if (m_pages.at(m_lastPage) == nullptr) {
        return "data.mdb ends before its last page.";
    }
    m_used.assign(m_lastPage + 1, false);
    const std::string_view trees(meta + treesAt, 2 * treeBytes);
    m_inFreeList = true;
    walk(treeIn(trees.substr(0, treeBytes)), true);
    m_inFreeList = false;
    const Tree main = treeIn(trees.substr(treeBytes));
    walk(main, true);
    const auto subTrees = std::move(m_subTrees);
    for (const Tree& tree : subTrees) {
        if (tree.pad != 0 || tree.flags != 0) {
            wrong(main.root, "holds a tree of another kind");
        }
        walk(tree, false);
    }
    // The free list counts its large values as used pages and as its own overflow pages.
    const std::uint64_t ownOverflows = treeIn(trees.substr(0, treeBytes)).overflowPages;
    if (!m_wrong && metaPages + m_count + m_overflows - ownOverflows != m_lastPage + 1) {
        m_wrong = "Some pages of data.mdb are neither used nor free.";
    }
    return m_wrong;
}

OpenFinding OpenCheck::run() {
    OpenFinding finding;
    finding.wrong = findWrong();
    finding.areLeavesSound = !finding.wrong && m_areLeavesSound;
    return finding;
}

}  // namespace

OpenFinding checkAtOpen(const MappedPages& pages, std::uint64_t transaction, bool readsLeaves) {
    return OpenCheck(pages, transaction, readsLeaves).run();
}

}  // namespace engine::storage
