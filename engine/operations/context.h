#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/base/clock.h"
#include "engine/base/random.h"
#include "engine/base/result.h"
#include "engine/history/as_of.h"
#include "engine/operations/item_claims.h"
#include "engine/schema/table.h"
#include "engine/storage/database.h"

namespace engine::operations {

class VectorCache;

// What an operation may use besides its input.
struct Context {
    storage::Database& database;
    history::PastReads& past;
    const std::string& region;
    const std::string& accountId;
    Clock& clock;
    Random& random;
    const storage::Retention& retention;
    const ItemClaims& claims;
    VectorCache& vectors;
};

// A table that an item operation names, by name or ARN; "Requested resource not found" if absent.
Result<std::shared_ptr<const schema::Table>> findTable(const Context& context,
                                                       std::string_view nameOrArn);
Error dataTableNotFound();
// The table that had the name at that moment: it may be deleted by now. nullopt: now. Errors also
// as of PastReads::sequenceAt().
Result<std::shared_ptr<const schema::Table>> findTable(const Context& context,
                                                       std::string_view nameOrArn,
                                                       std::optional<Timestamp> asOf);
// A snapshot of that moment; nullopt: of now.
Result<std::unique_ptr<storage::ReadTransaction>> beginRead(const Context& context,
                                                            std::optional<Timestamp> asOf);

// The same for operations on tables, whose text names the table.
Result<std::shared_ptr<const schema::Table>> findTableForControl(const Context& context,
                                                                 std::string_view nameOrArn);
Error controlTableNotFound(std::string_view name);
// Refuses to change a table that is still being made (ResourceInUse).
Result<void> checkActive(const schema::Table& table);

// Puts the envelope of the single-item writes around a validation error
// (facts/validation.md section 4); other errors stay as they are.
Error enveloped(Error error);

}  // namespace engine::operations
