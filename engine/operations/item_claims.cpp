#include "engine/operations/item_claims.h"

#include <algorithm>

namespace engine::operations {

ItemClaims::Claim::Claim(Claim&& other) noexcept {
    *this = std::move(other);
}

ItemClaims::Claim& ItemClaims::Claim::operator=(Claim&& other) noexcept {
    release();
    m_claims = std::exchange(other.m_claims, nullptr);
    m_items = std::move(other.m_items);
    m_token = std::move(other.m_token);
    return *this;
}

void ItemClaims::Claim::release() {
    if (m_claims == nullptr) {
        return;
    }
    const std::lock_guard lock(m_claims->m_mutex);
    for (const auto& item : m_items) {
        m_claims->m_items.erase(item);
    }
    m_claims->m_count = m_claims->m_items.size();
    if (!m_token.empty()) {
        m_claims->m_tokens.erase(m_token);
    }
    m_claims = nullptr;
    m_items.clear();
    m_token.clear();
}

bool ItemClaims::claimToken(const std::string& token, Claim& claim) {
    const std::lock_guard lock(m_mutex);
    if (!m_tokens.insert(token).second) {
        return false;
    }
    claim.m_claims = this;
    claim.m_token = token;
    return true;
}

std::vector<bool> ItemClaims::claimItems(std::vector<Item> items, Claim& claim) {
    const std::lock_guard lock(m_mutex);
    std::vector<bool> held;
    held.reserve(items.size());
    for (const auto& item : items) {
        held.push_back(m_items.contains(item));
    }
    if (std::find(held.begin(), held.end(), true) == held.end()) {
        m_items.insert(items.begin(), items.end());
        m_count = m_items.size();
        claim.m_claims = this;
        claim.m_items = std::move(items);
    }
    return held;
}

bool ItemClaims::isClaimed(const Item& item) const {
    if (m_count == 0) {
        return false;
    }
    const std::lock_guard lock(m_mutex);
    return m_items.contains(item);
}

}  // namespace engine::operations
