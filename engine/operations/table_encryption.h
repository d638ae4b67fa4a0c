#pragma once

#include <optional>

#include "engine/operations/context.h"
#include "engine/schema/table.h"

namespace engine::operations {

// Gives the table the key that a specification names: none for the one that the service owns, that
// of the account's own aws/dynamodb when it names none. No specification leaves the table as it is;
// Validation for one that contradicts itself.
Result<void> setEncryption(const Context& context,
                           const std::optional<schema::EncryptionSpec>& spec, schema::Table& table);

}  // namespace engine::operations
