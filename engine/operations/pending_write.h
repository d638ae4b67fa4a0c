#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "engine/operations/engine.h"
#include "engine/operations/item_claims.h"

namespace engine::operations {

// Work for the writer thread that ends in an answer. Made validated and compiled on the caller's
// thread; the engine hands it the completion just before it submits it.
class PendingWrite : public storage::WriteWork {
public:
    void setCompletion(Completion completion) { m_completion = std::move(completion); }
    void setActor(std::string actor) { m_actor = std::move(actor); }
    std::string_view actor() const final { return m_actor; }

    // On the caller's thread, just before the work is submitted; after an error it is not.
    virtual Result<void> begin(ItemClaims& claims) {
        static_cast<void>(claims);
        return {};
    }

    void finished(Result<void> outcome) final {
        ended();
        if (outcome) {
            m_completion(response());
        } else {
            m_completion(std::move(outcome).error());
        }
    }

protected:
    // The answer after a successful apply() and commit. Called once, so it may move things out.
    virtual Response response() = 0;
    // The work is done or has failed; before its answer is given.
    virtual void ended() {}

private:
    Completion m_completion;
    std::string m_actor;
};

}  // namespace engine::operations
