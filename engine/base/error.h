#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace engine {

// What went wrong, independent of any protocol. Only engine/wire knows the HTTP status and the
// `__type` that belong to a kind (facts/validation.md section 1); only app/ translates.
enum class ErrorKind {
    // Answers of the DynamoDB API.
    Validation,
    Serialization,
    UnknownOperation,
    ResourceNotFound,
    ResourceInUse,
    LimitExceeded,
    ConditionalCheckFailed,
    ItemCollectionSizeLimitExceeded,
    AccessDenied,
    MissingAuthenticationToken,
    IncompleteSignature,
    RequestTooLarge,
    InternalServerError,
    // Answers of the streams API and of the operations on history, backups, exports and imports
    // (facts/operations.md, facts/streams-backup-pitr.md).
    TrimmedDataAccess,  // the history is not kept that far back
    ExpiredIterator,
    TableNotFound,
    TableAlreadyExists,
    TableInUse,
    BackupNotFound,
    BackupInUse,
    ContinuousBackupsUnavailable,
    PointInTimeRecoveryUnavailable,
    InvalidRestoreTime,
    ExportNotFound,
    ExportConflict,
    InvalidExportTime,
    ImportNotFound,
    ImportConflict,
    IdempotentParameterMismatch,
    PolicyNotFound,
    GlobalTableNotFound,
    TransactionCanceled,    // Error::reasons says why
    TransactionConflict,    // a transaction that is under way holds the item
    TransactionInProgress,  // the one with the same client token is
    DuplicateItem,          // INSERT of PartiQL on an item that is there
    // The database directory and the machine below it.
    DatabaseInUse,     // another process owns the directory
    NotADatabase,      // the directory or file was not made by Tidemark
    FormatTooNew,      // made by a newer Tidemark
    PermissionDenied,  // the operating system refused
    Io,                // read or write failed
    DiskFull,
    Corrupt,  // a checksum or an invariant of stored data does not hold
    AddressInUse,
    Cancelled,
};

// Why one action of a cancelled transaction failed, or that it did not (code "None").
struct CancellationReason {
    std::string code = "None";
    std::string message;
    std::string item;  // binary form, as Error::item
};

// An expected failure as a value. `message` is the full text for the user of the API, in English,
// without a trailing line break. Where DynamoDB has a text, it is that text verbatim.
struct Error {
    ErrorKind kind = ErrorKind::InternalServerError;
    std::string message;
    // Binary form (values::EncodedItem bytes) of the item that a failed condition was asked to
    // return (ReturnValuesOnConditionCheckFailure=ALL_OLD); empty otherwise.
    std::string item;
    // TransactionCanceled only: one for each action, in their order.
    std::vector<CancellationReason> reasons = {};

    static Error validation(std::string message);
    static Error serialization(std::string message);
    static Error resourceNotFound(std::string message);
    static Error resourceInUse(std::string message);
    static Error limitExceeded(std::string message);
    static Error conditionalCheckFailed(std::string oldItem = {});
    static Error transactionCanceled(std::vector<CancellationReason> reasons);
    static Error transactionConflict();
    static Error internal(std::string message);
    static Error corrupt(std::string message);
    static Error io(std::string message);
};

// Name for logs and tests, e.g. "Validation".
std::string_view errorKindName(ErrorKind kind);

}  // namespace engine
