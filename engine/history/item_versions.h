#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/storage/database.h"

namespace engine::history {

enum class Event { Insert, Modify, Remove };

// One change of an item.
struct ItemVersion {
    storage::Sequence sequence = 0;
    Timestamp time;
    storage::Sequence request = 0;  // the same for all changes of one request
    storage::ChangeOrigin origin = storage::ChangeOrigin::User;
    std::string actor;  // who asked: an access key id or "window"; may be empty
    Event event = Event::Insert;
    std::vector<std::string> changedAttributes;  // top-level names that came, went or changed
    std::optional<values::EncodedItem> before;
    std::optional<values::EncodedItem> after;
};

struct ItemVersionsRequest {
    schema::TableNumber table = 0;
    schema::PrimaryKey key;
    std::optional<storage::Sequence> before;       // only versions with a lower sequence
    std::size_t most = 0;                          // at least 1
    std::size_t bytesMax = std::size_t{1} << 20U;  // of images; one more version may pass it
};
struct ItemVersionsPage {
    std::vector<ItemVersion> versions;  // newest first
    bool hasMore = false;               // there may be older ones
};

// The versions of an item as far as the log reaches back. Thread-safe. Errors: Corrupt, Io.
Result<ItemVersionsPage> itemVersions(storage::Database& database,
                                      const ItemVersionsRequest& request);

Event eventOf(const storage::Change& change);

// Names of the top-level attributes in which two images differ; an absent one has none.
std::vector<std::string> changedAttributes(const std::optional<values::ItemView>& before,
                                           const std::optional<values::ItemView>& after);

}  // namespace engine::history
