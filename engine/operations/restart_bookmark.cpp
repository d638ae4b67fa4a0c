#include "engine/operations/restart_bookmark.h"

#include <memory>
#include <utility>
#include <vector>

namespace engine::operations {

namespace {

class RestartMark final : public storage::WriteWork {
public:
    RestartMark(std::vector<history::Bookmark> oldest, Timestamp historyBegin)
        : m_oldest(std::move(oldest)), m_historyBegin(historyBegin) {}

    Result<void> apply(storage::WriteTransaction& transaction) override {
        auto marked =
            history::automaticBookmark(transaction, history::BookmarkKind::Restart, "Restart");
        return marked ? history::forgetBookmarks(transaction, m_oldest, m_historyBegin) : marked;
    }
    void finished(Result<void> /*outcome*/) override {}

private:
    std::vector<history::Bookmark> m_oldest;
    Timestamp m_historyBegin;
};

}  // namespace

void markRestart(storage::Database& database) {
    constexpr std::size_t forgottenAtOnce = 1000;
    const auto extent = database.history();
    if (extent.last == 0) {
        return;
    }
    std::vector<history::Bookmark> oldest;
    if (const auto snapshot = database.beginRead()) {
        if (auto listed = history::listBookmarks(**snapshot, {}, forgottenAtOnce)) {
            oldest = *std::move(listed);
        }
    }
    database.submit(std::make_unique<RestartMark>(std::move(oldest), extent.begin));
}

}  // namespace engine::operations
