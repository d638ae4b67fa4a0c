#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/storage/page_layout.h"

// Reading the trees of a snapshot without LMDB, which believes every page: one that was damaged or
// written to a wrong place would end the process or give wrong answers.
namespace engine::storage {

// The data file in memory, as far as it may be touched. Thread-safe.
class MappedPages final {
public:
    MappedPages() = default;
    MappedPages(const MappedPages&) = delete;
    MappedPages& operator=(const MappedPages&) = delete;
    // `file` stays open. The map begins at `map`; it may be longer than the file.
    void set(const char* map, int file);

    // nullptr behind the end of the file.
    const char* at(layout::PageNumber number) const {
        if (number >= m_count.load(std::memory_order_relaxed) && !reaches(number)) {
            return nullptr;
        }
        return m_map.load(std::memory_order_relaxed) + number * layout::pageBytes;
    }

private:
    bool reaches(layout::PageNumber number) const;  // looks at the file again: it may have grown

    std::atomic<const char*> m_map = nullptr;
    int m_file = -1;
    mutable std::atomic<layout::PageNumber> m_count = 0;
};

// A page of a tree whose header is sound.
struct TreePage {
    const char* bytes = nullptr;
    unsigned count = 0;  // of nodes
    unsigned upper = 0;  // where they begin
};
enum class PageKind { Branch, Leaf };
// nullopt unless the page with this number says that it is it and is of this kind.
std::optional<TreePage> treePage(const MappedPages& pages, layout::PageNumber number,
                                 PageKind kind);

struct PageNode {
    const char* bytes = nullptr;
    std::string_view key;
    layout::PageNumber child() const {  // of branch pages
        return layout::numberAt<std::uint32_t>(bytes) |
               (static_cast<std::uint64_t>(layout::numberAt<std::uint16_t>(bytes + 4)) << 32U);
    }
    unsigned flags() const { return layout::numberAt<std::uint16_t>(bytes + 4); }
    std::size_t dataBytes() const { return layout::numberAt<std::uint32_t>(bytes); }
    std::string_view data(std::size_t size) const { return {key.data() + key.size(), size}; }
};
// nullopt when it lies outside of the page. `number` < page.count.
std::optional<PageNode> nodeOf(const TreePage& page, unsigned number);
// The value of a node of a leaf. nullopt when it is not a plain value or reaches out of its pages.
std::optional<std::string_view> valueOf(const MappedPages& pages, const TreePage& page,
                                        const PageNode& node);
// Keys of the free list are transaction ids, which LMDB orders as numbers; all others are bytes.
enum class KeyOrder { Bytes, Numbers };
// Whether LMDB may walk and change the page: its nodes fill it without a gap, their keys rise, and
// the large values of a leaf are where it says. A branch page has two or more nodes.
bool isWhole(const MappedPages& pages, const TreePage& page, PageKind kind,
             KeyOrder order = KeyOrder::Bytes);

// Goes through one tree. Each move checks the pages that it comes to.
class PageCursor final {
public:
    enum class Found { No, Yes, Damaged };

    PageCursor(const MappedPages& pages, layout::PageNumber root, unsigned depth)
        : m_pages(&pages), m_root(root), m_depth(depth) {}

    Found seek(std::string_view at);  // the first record with key >= at
    // To the leaf where a record with the key is or would be put, at none of its records.
    Found seekLeaf(std::string_view at);
    Found first() { return m_root == layout::noPage ? Found::No : descend(0, m_root, true); }
    Found last() { return m_root == layout::noPage ? Found::No : descend(0, m_root, false); }
    Found next();
    Found previous();
    // To the first or last record of the next or previous leaf.
    Found nextLeaf() { return turn(true); }
    Found previousLeaf() { return turn(false); }

    std::string_view key() const { return m_node.key; }
    std::optional<std::string_view> value() const { return valueOf(*m_pages, leaf().page, m_node); }
    // The page of the record, and its number.
    const TreePage& leafPage() const { return leaf().page; }
    layout::PageNumber leafNumber() const { return leaf().number; }

private:
    struct Level {
        TreePage page;
        layout::PageNumber number = 0;
        unsigned at = 0;
    };
    const Level& leaf() const { return m_path[m_depth - 1]; }
    bool enter(unsigned level, layout::PageNumber number);
    Found descend(unsigned level, layout::PageNumber number, bool toFirst);
    Found turn(bool forward);
    Found arrive();
    static std::optional<unsigned> search(const TreePage& page, std::string_view at, unsigned from);

    const MappedPages* m_pages;
    layout::PageNumber m_root;
    unsigned m_depth;
    PageNode m_node;
    std::array<Level, layout::depthMax> m_path;
};

}  // namespace engine::storage
