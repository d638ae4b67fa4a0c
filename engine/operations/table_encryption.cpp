#include "engine/operations/table_encryption.h"

namespace engine::operations {

namespace {

// There is no key service here: the account's key aws/dynamodb has this id in every database.
constexpr std::string_view managedKeyId = "5c2c6d1e-0b7a-4f0e-9d4b-7e1f3a9c8d20";
constexpr std::string_view managedKeyAlias = "alias/aws/dynamodb";

Error invalid(const std::string& text) {
    return Error::validation("One or more parameter values were invalid: " + text);
}

}  // namespace

Result<void> setEncryption(const Context& context,
                           const std::optional<schema::EncryptionSpec>& spec,
                           schema::Table& table) {
    if (!spec) {
        return {};
    }
    if (!spec->enabled) {
        if (spec->type || spec->keyId) {
            return invalid("SSEType and KMSMasterKeyId can be specified only when SSE is enabled");
        }
        table.encryptionKeyArn.clear();
        return {};
    }
    if (spec->type && *spec->type != "KMS") {
        return invalid("The only SSEType that can be specified is KMS");
    }
    const std::string prefix = "arn:aws:kms:" + context.region + ":" + context.accountId + ":";
    if (!spec->keyId || *spec->keyId == managedKeyAlias) {
        table.encryptionKeyArn = prefix + "key/" + std::string(managedKeyId);
    } else if (spec->keyId->starts_with("arn:")) {
        table.encryptionKeyArn = *spec->keyId;
    } else {
        table.encryptionKeyArn =
            prefix + (spec->keyId->starts_with("alias/") ? "" : "key/") + *spec->keyId;
    }
    return {};
}

}  // namespace engine::operations
