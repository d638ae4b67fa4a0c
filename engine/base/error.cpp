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
Error Error::transactionCanceled(std::vector<CancellationReason> reasons) {
    std::string codes;
    for (const auto& reason : reasons) {
        codes.append(codes.empty() ? "" : ", ").append(reason.code);
    }
    return {ErrorKind::TransactionCanceled,
            "Transaction cancelled, please refer cancellation reasons for specific reasons [" +
                codes + "]",
            {},
            std::move(reasons)};
}
Error Error::transactionConflict() {
    return {ErrorKind::TransactionConflict, "Transaction is ongoing for the item", {}};
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
        case ErrorKind::TrimmedDataAccess: return "TrimmedDataAccess";
        case ErrorKind::ExpiredIterator: return "ExpiredIterator";
        case ErrorKind::TableNotFound: return "TableNotFound";
        case ErrorKind::TableAlreadyExists: return "TableAlreadyExists";
        case ErrorKind::TableInUse: return "TableInUse";
        case ErrorKind::BackupNotFound: return "BackupNotFound";
        case ErrorKind::BackupInUse: return "BackupInUse";
        case ErrorKind::ContinuousBackupsUnavailable: return "ContinuousBackupsUnavailable";
        case ErrorKind::PointInTimeRecoveryUnavailable: return "PointInTimeRecoveryUnavailable";
        case ErrorKind::InvalidRestoreTime: return "InvalidRestoreTime";
        case ErrorKind::ExportNotFound: return "ExportNotFound";
        case ErrorKind::ExportConflict: return "ExportConflict";
        case ErrorKind::InvalidExportTime: return "InvalidExportTime";
        case ErrorKind::ImportNotFound: return "ImportNotFound";
        case ErrorKind::ImportConflict: return "ImportConflict";
        case ErrorKind::IdempotentParameterMismatch: return "IdempotentParameterMismatch";
        case ErrorKind::PolicyNotFound: return "PolicyNotFound";
        case ErrorKind::GlobalTableNotFound: return "GlobalTableNotFound";
        case ErrorKind::TransactionCanceled: return "TransactionCanceled";
        case ErrorKind::TransactionConflict: return "TransactionConflict";
        case ErrorKind::TransactionInProgress: return "TransactionInProgress";
        case ErrorKind::DuplicateItem: return "DuplicateItem";
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
