#pragma once

#include <atomic>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/schema/keys.h"

namespace engine::operations {

// The items of transactions that are under way: submitted and not yet finished. Whoever else wants
// to write one of them, or to read it in a transaction, is told of the conflict, as the service
// does; the only writer thread would otherwise just let them follow each other. Thread-safe.
class ItemClaims final {
public:
    using Item = std::pair<schema::TableNumber, schema::PrimaryKey>;

    // One transaction's claim on its items and on its client token; lets go when it dies.
    class Claim final {
    public:
        Claim() = default;
        Claim(Claim&& other) noexcept;
        Claim& operator=(Claim&& other) noexcept;
        ~Claim() { release(); }
        void release();

    private:
        friend ItemClaims;
        ItemClaims* m_claims = nullptr;
        std::vector<Item> m_items;
        std::string m_token;
    };

    // False when a transaction with this token is under way.
    bool claimToken(const std::string& token, Claim& claim);
    // For each item whether another transaction holds it. When none does, all are claimed.
    std::vector<bool> claimItems(std::vector<Item> items, Claim& claim);
    bool isClaimed(const Item& item) const;

private:
    mutable std::mutex m_mutex;
    std::set<Item> m_items;
    std::set<std::string> m_tokens;
    // Of m_items: single writes need not lock while there is no transaction.
    std::atomic<std::size_t> m_count{0};
};

}  // namespace engine::operations
