#include "engine/base/error.h"

#include <utility>

namespace engine {

Error Error::validation(std::string message) {
    return {ErrorKind::Validation, std::move(message), {}};
}
Error Error::serialization(std::string message) {
    return {ErrorKind::Serialization, std::move(message), {}};
}
Error Error::resourceNotFound(std::string message) {
    return {ErrorKind::ResourceNotFound, std::move(message), {}};
}
Error Error::resourceInUse(std::string message) {
    return {ErrorKind::ResourceInUse, std::move(message), {}};
}
Error Error::limitExceeded(std::string message) {
    return {ErrorKind::LimitExceeded, std::move(message), {}};
}
Error Error::conditionalCheckFailed(std::string oldItem) {
    return {ErrorKind::ConditionalCheckFailed, "The conditional request failed",
            std::move(oldItem)};
}
Error Error::internal(std::string message) {
    return {ErrorKind::InternalServerError, std::move(message), {}};
}
Error Error::corrupt(std::string message) {
    return {ErrorKind::Corrupt, std::move(message), {}};
}
Error Error::io(std::string message) {
    return {ErrorKind::Io, std::move(message), {}};
}

std::string_view errorKindName(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::Validation: return "Validation";
        case ErrorKind::Serialization: return "Serialization";
        case ErrorKind::UnknownOperation: return "UnknownOperation";
        case ErrorKind::ResourceNotFound: return "ResourceNotFound";
        case ErrorKind::ResourceInUse: return "ResourceInUse";
        case ErrorKind::LimitExceeded: return "LimitExceeded";
        case ErrorKind::ConditionalCheckFailed: return "ConditionalCheckFailed";
        case ErrorKind::ItemCollectionSizeLimitExceeded: return "ItemCollectionSizeLimitExceeded";
        case ErrorKind::AccessDenied: return "AccessDenied";
        case ErrorKind::MissingAuthenticationToken: return "MissingAuthenticationToken";
        case ErrorKind::IncompleteSignature: return "IncompleteSignature";
        case ErrorKind::RequestTooLarge: return "RequestTooLarge";
        case ErrorKind::InternalServerError: return "InternalServerError";
        case ErrorKind::DatabaseInUse: return "DatabaseInUse";
        case ErrorKind::NotADatabase: return "NotADatabase";
        case ErrorKind::FormatTooNew: return "FormatTooNew";
        case ErrorKind::PermissionDenied: return "PermissionDenied";
        case ErrorKind::Io: return "Io";
        case ErrorKind::DiskFull: return "DiskFull";
        case ErrorKind::Corrupt: return "Corrupt";
        case ErrorKind::AddressInUse: return "AddressInUse";
        case ErrorKind::Cancelled: return "Cancelled";
    }
    return "Unknown";
}

}  // namespace engine
