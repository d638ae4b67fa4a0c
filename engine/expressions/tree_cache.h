#pragma once

#include <array>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/expressions/syntax_tree.h"

namespace engine::expressions {

// Syntax trees by expression text, at most 2 * generationEntriesMax per grammar. Two
// generations stand in for
// an exact order of use: when the young one is full it becomes the old one, and what is found in
// the old one moves back. Safe from any thread.
class TreeCache final {
public:
    static constexpr std::size_t generationEntriesMax = 512;

    SyntaxTreePointer find(ExpressionKind kind, std::string_view text);
    void insert(ExpressionKind kind, std::string_view text, SyntaxTreePointer tree);
    std::size_t size() const;

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };
    using Trees = std::unordered_map<std::string, SyntaxTreePointer, Hash, std::equal_to<>>;
    // The four kinds of condition have one grammar and share their trees.
    struct Grammar {
        Trees young;
        Trees old;
    };
    Grammar& grammarOf(ExpressionKind kind);
    void insertLocked(Grammar& grammar, std::string_view text, SyntaxTreePointer tree);

    mutable std::mutex m_mutex;
    std::array<Grammar, 3> m_grammars;
};

// The one cache of the process.
TreeCache& treeCache();

}  // namespace engine::expressions
