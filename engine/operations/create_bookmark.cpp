#include "engine/operations/create_bookmark.h"

#include <utility>

#include "engine/operations/handlers.h"

namespace engine::operations {

namespace {

class BookmarkWrite final : public PendingWrite {
public:
    explicit BookmarkWrite(std::string name) : m_name(std::move(name)) {}

    Result<void> apply(storage::WriteTransaction& transaction) override {
        auto added = history::addBookmark(transaction, m_name);
        if (!added) {
            return std::move(added).error();
        }
        m_bookmark = *std::move(added);
        return {};
    }

protected:
    Response response() override { return CreateBookmarkOutput{std::move(m_bookmark)}; }

private:
    std::string m_name;
    history::Bookmark m_bookmark;
};

}  // namespace

PreparedWrite prepareCreateBookmark(const Context& /*context*/, CreateBookmarkInput input) {
    return PreparedWrite::Value(std::make_unique<BookmarkWrite>(std::move(input.name)));
}

}  // namespace engine::operations
