#pragma once

#include <future>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "engine/base/random.h"
#include "engine/storage/database.h"
#include "engine/values/attribute_value.h"
#include "engine/values/item_view.h"

namespace engine::storage::testing {

// A new directory, removed at the end of the test.
class TemporaryFolder final {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::string& path() const { return m_path; }
    std::string operator/(const std::string& name) const { return m_path + "/" + name; }

private:
    std::string m_path;
};

// Opens a database whose identity follows from a seed.
std::unique_ptr<Database> openOrFail(const std::string& directory, DatabaseOptions options = {});
Error openError(const std::string& directory);

// Runs a function as one work of the writer and waits for its end.
using Change = std::function<Result<void>(WriteTransaction&)>;
Result<void> write(Database& database, Change change);
std::future<Result<void>> submit(Database& database, Change change);

schema::Table makeTable(const std::string& name);
schema::TableNumber addTable(Database& database, const std::string& name);

// Key bytes of string keys.
schema::PrimaryKey keyOf(const std::string& partition, const std::string& sort);
std::string terminated(const std::string& text);
// An item with one attribute that tells it from the others.
values::EncodedItem itemWith(const std::string& text);
std::string textOf(values::ItemView item);

void put(Database& database, schema::TableNumber table, const schema::PrimaryKey& key,
         const std::string& text);
std::optional<std::string> get(Database& database, schema::TableNumber table,
                               const schema::PrimaryKey& key);

// All texts that a cursor gives; fails the test on an error.
std::vector<std::string> drain(Result<std::unique_ptr<ItemCursor>> cursor);
std::vector<schema::IndexKey> drainKeys(Result<std::unique_ptr<ItemCursor>> cursor);

}  // namespace engine::storage::testing
