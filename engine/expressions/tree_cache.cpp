#include "engine/expressions/tree_cache.h"

#include <utility>

namespace engine::expressions {

SyntaxTreePointer TreeCache::find(ExpressionKind kind, std::string_view text) {
    const std::lock_guard lock(m_mutex);
    auto& grammar = grammarOf(kind);
    if (const auto found = grammar.young.find(text); found != grammar.young.end()) {
        return found->second;
    }
    const auto found = grammar.old.find(text);
    if (found == grammar.old.end()) {
        return nullptr;
    }
    auto tree = found->second;
    insertLocked(grammar, text, tree);
    return tree;
}

void TreeCache::insert(ExpressionKind kind, std::string_view text, SyntaxTreePointer tree) {
    const std::lock_guard lock(m_mutex);
    insertLocked(grammarOf(kind), text, std::move(tree));
}

std::size_t TreeCache::size() const {
    const std::lock_guard lock(m_mutex);
    std::size_t total = 0;
    for (const auto& grammar : m_grammars) {
        total += grammar.young.size() + grammar.old.size();
    }
    return total;
}

TreeCache::Grammar& TreeCache::grammarOf(ExpressionKind kind) {
    switch (kind) {
        case ExpressionKind::Projection: return m_grammars[1];
        case ExpressionKind::Update: return m_grammars[2];
        default: return m_grammars[0];
    }
}

void TreeCache::insertLocked(Grammar& grammar, std::string_view text, SyntaxTreePointer tree) {
    if (grammar.young.size() >= generationEntriesMax) {
        grammar.old = std::exchange(grammar.young, {});
    }
    grammar.young.insert_or_assign(std::string(text), std::move(tree));
}

TreeCache& treeCache() {
    static TreeCache cache;
    return cache;
}

}  // namespace engine::expressions
