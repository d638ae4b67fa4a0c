#include "engine/wire/codec.h"
#include "engine/wire/json_writer.h"

namespace engine::wire {
namespace {

constexpr std::string_view serviceNamespace = "com.amazon.coral.service#";
constexpr std::string_view validateNamespace = "com.amazon.coral.validate#";
constexpr std::string_view modelNamespace = "com.amazonaws.dynamodb.v20120810#";

struct ErrorForm {
    int status = 400;
    std::string_view typeNamespace = modelNamespace;
    std::string_view name = "InternalServerError";
    std::string_view messageMember = "message";
};

ErrorForm formOf(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::Validation: return {400, validateNamespace, "ValidationException"};
        case ErrorKind::Serialization:
            return {400, serviceNamespace, "SerializationException", "Message"};
        case ErrorKind::UnknownOperation:
            return {400, serviceNamespace, "UnknownOperationException"};
        case ErrorKind::ResourceNotFound: return {400, modelNamespace, "ResourceNotFoundException"};
        case ErrorKind::ResourceInUse: return {400, modelNamespace, "ResourceInUseException"};
        case ErrorKind::LimitExceeded: return {400, modelNamespace, "LimitExceededException"};
        case ErrorKind::ConditionalCheckFailed:
            return {400, modelNamespace, "ConditionalCheckFailedException"};
        case ErrorKind::ItemCollectionSizeLimitExceeded:
            return {400, modelNamespace, "ItemCollectionSizeLimitExceededException"};
        case ErrorKind::AccessDenied: return {400, serviceNamespace, "AccessDeniedException"};
        case ErrorKind::MissingAuthenticationToken:
            return {400, serviceNamespace, "MissingAuthenticationTokenException"};
        case ErrorKind::IncompleteSignature:
            return {400, serviceNamespace, "IncompleteSignatureException"};
        case ErrorKind::TrimmedDataAccess:
            return {400, modelNamespace, "TrimmedDataAccessException"};
        case ErrorKind::ExpiredIterator: return {400, modelNamespace, "ExpiredIteratorException"};
        case ErrorKind::TableNotFound: return {400, modelNamespace, "TableNotFoundException"};
        case ErrorKind::TableAlreadyExists:
            return {400, modelNamespace, "TableAlreadyExistsException"};
        case ErrorKind::TableInUse: return {400, modelNamespace, "TableInUseException"};
        case ErrorKind::BackupNotFound: return {400, modelNamespace, "BackupNotFoundException"};
        case ErrorKind::BackupInUse: return {400, modelNamespace, "BackupInUseException"};
        case ErrorKind::ContinuousBackupsUnavailable:
            return {400, modelNamespace, "ContinuousBackupsUnavailableException"};
        case ErrorKind::PointInTimeRecoveryUnavailable:
            return {400, modelNamespace, "PointInTimeRecoveryUnavailableException"};
        case ErrorKind::InvalidRestoreTime:
            return {400, modelNamespace, "InvalidRestoreTimeException"};
        case ErrorKind::ExportNotFound: return {400, modelNamespace, "ExportNotFoundException"};
        case ErrorKind::ExportConflict: return {400, modelNamespace, "ExportConflictException"};
        case ErrorKind::InvalidExportTime:
            return {400, modelNamespace, "InvalidExportTimeException"};
        case ErrorKind::ImportNotFound: return {400, modelNamespace, "ImportNotFoundException"};
        case ErrorKind::ImportConflict: return {400, modelNamespace, "ImportConflictException"};
        case ErrorKind::IdempotentParameterMismatch:
            return {400, modelNamespace, "IdempotentParameterMismatchException", "Message"};
        case ErrorKind::PolicyNotFound: return {400, modelNamespace, "PolicyNotFoundException"};
        case ErrorKind::GlobalTableNotFound:
            return {400, modelNamespace, "GlobalTableNotFoundException"};
        case ErrorKind::TransactionCanceled:
            return {400, modelNamespace, "TransactionCanceledException", "Message"};
        case ErrorKind::TransactionConflict:
            return {400, modelNamespace, "TransactionConflictException"};
        case ErrorKind::TransactionInProgress:
            return {400, modelNamespace, "TransactionInProgressException", "Message"};
        case ErrorKind::DuplicateItem: return {400, modelNamespace, "DuplicateItemException"};
        case ErrorKind::RequestTooLarge:
        case ErrorKind::InternalServerError:
        case ErrorKind::DatabaseInUse:
        case ErrorKind::NotADatabase:
        case ErrorKind::FormatTooNew:
        case ErrorKind::PermissionDenied:
        case ErrorKind::Io:
        case ErrorKind::DiskFull:
        case ErrorKind::Corrupt:
        case ErrorKind::AddressInUse:
        case ErrorKind::Cancelled: break;
    }
    return {500};
}

void appendReasons(const std::vector<CancellationReason>& reasons, std::string& out) {
    out += '[';
    for (std::size_t i = 0; i < reasons.size(); ++i) {
        out += i == 0 ? "" : ",";
        ObjectWriter object(out);
        object.text("Code", reasons[i].code);
        if (!reasons[i].message.empty()) {
            object.text("Message", reasons[i].message);
        }
        if (!reasons[i].item.empty()) {
            encodeItem(values::ItemView(reasons[i].item), object.member("Item"));
        }
        object.close();
    }
    out += ']';
}

}  // namespace

ErrorAnswer encodeError(const Error& error) {
    if (error.kind == ErrorKind::RequestTooLarge) {
        return {413, {}};
    }
    const ErrorForm form = formOf(error.kind);
    ErrorAnswer answer{form.status, {}};
    ObjectWriter object(answer.body);
    object.text("__type", std::string(form.typeNamespace) + std::string(form.name));
    if (!error.message.empty()) {
        object.text(form.messageMember, error.message);
    }
    if (!error.item.empty()) {
        encodeItem(values::ItemView(error.item), object.member("Item"));
    }
    if (!error.reasons.empty()) {
        appendReasons(error.reasons, object.member("CancellationReasons"));
    }
    object.close();
    return answer;
}

}  // namespace engine::wire
