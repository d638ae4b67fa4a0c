#include <algorithm>
#include <array>

#include "engine/wire/codec.h"
#include "engine/wire/decoders.h"

namespace engine::wire {
namespace {

template <DecodedRequest (*decode)(const Members&)>
Result<operations::Request> decodeBody(std::string_view body) {
    const auto object = parseObject(body);
    if (!object) {
        return object.error();
    }
    SerializationFailure failure;
    return decode(Members(*object, failure));
}

// Sorted by name; a name belongs to one target prefix only.
constexpr auto operations = std::to_array<OperationEntry>({
    {"BatchExecuteStatement", "DynamoDB_20120810.BatchExecuteStatement", Access::Write,
     decodeBody<decodeBatchExecuteStatement>},
    {"BatchGetItem", "DynamoDB_20120810.BatchGetItem", Access::Read,
     decodeBody<decodeBatchGetItem>},
    {"BatchWriteItem", "DynamoDB_20120810.BatchWriteItem", Access::Write,
     decodeBody<decodeBatchWriteItem>},
    {"ConfirmClock", "Tidemark_20261101.ConfirmClock", Access::Write,
     decodeBody<decodeConfirmClock>},
    {"CreateBackup", "DynamoDB_20120810.CreateBackup", Access::Write,
     decodeBody<decodeCreateBackup>},
    {"CreateBookmark", "Tidemark_20261101.CreateBookmark", Access::Write,
     decodeBody<decodeCreateBookmark>},
    {"CreateTable", "DynamoDB_20120810.CreateTable", Access::Write, decodeBody<decodeCreateTable>},
    {"DeleteBackup", "DynamoDB_20120810.DeleteBackup", Access::Write,
     decodeBody<decodeDeleteBackup>},
    {"DeleteItem", "DynamoDB_20120810.DeleteItem", Access::Write, decodeBody<decodeDeleteItem>},
    {"DeleteTable", "DynamoDB_20120810.DeleteTable", Access::Write, decodeBody<decodeDeleteTable>},
    {"DescribeBackup", "DynamoDB_20120810.DescribeBackup", Access::Read,
     decodeBody<decodeDescribeBackup>},
    {"DescribeContinuousBackups", "DynamoDB_20120810.DescribeContinuousBackups", Access::Read,
     decodeBody<decodeDescribeContinuousBackups>},
    {"DescribeExport", "DynamoDB_20120810.DescribeExport", Access::Read,
     decodeBody<decodeDescribeExport>},
    {"DescribeHistory", "Tidemark_20261101.DescribeHistory", Access::Read,
     decodeBody<decodeDescribeHistory>},
    {"DescribeImport", "DynamoDB_20120810.DescribeImport", Access::Read,
     decodeBody<decodeDescribeImport>},
    {"DescribeStream", "DynamoDBStreams_20120810.DescribeStream", Access::Read,
     decodeBody<decodeDescribeStream>},
    {"DescribeTable", "DynamoDB_20120810.DescribeTable", Access::Read,
     decodeBody<decodeDescribeTable>},
    {"DescribeTimeToLive", "DynamoDB_20120810.DescribeTimeToLive", Access::Read,
     decodeBody<decodeDescribeTimeToLive>},
    {"DiffTable", "Tidemark_20261101.DiffTable", Access::Read, decodeBody<decodeDiffTable>},
    {"ExecuteStatement", "DynamoDB_20120810.ExecuteStatement", Access::Write,
     decodeBody<decodeExecuteStatement>},
    {"ExecuteTransaction", "DynamoDB_20120810.ExecuteTransaction", Access::Write,
     decodeBody<decodeExecuteTransaction>},
    {"ExplainStatement", "Tidemark_20261101.ExplainStatement", Access::Read,
     decodeBody<decodeExplainStatement>},
    {"ExportTableToPointInTime", "DynamoDB_20120810.ExportTableToPointInTime", Access::Write,
     decodeBody<decodeExportTableToPointInTime>},
    {"GetItem", "DynamoDB_20120810.GetItem", Access::Read, decodeBody<decodeGetItem>},
    {"GetRecords", "DynamoDBStreams_20120810.GetRecords", Access::Read,
     decodeBody<decodeGetRecords>},
    {"GetShardIterator", "DynamoDBStreams_20120810.GetShardIterator", Access::Read,
     decodeBody<decodeGetShardIterator>},
    {"ImportTable", "DynamoDB_20120810.ImportTable", Access::Write, decodeBody<decodeImportTable>},
    {"ListBackups", "DynamoDB_20120810.ListBackups", Access::Read, decodeBody<decodeListBackups>},
    {"ListBookmarks", "Tidemark_20261101.ListBookmarks", Access::Read,
     decodeBody<decodeListBookmarks>},
    {"ListExports", "DynamoDB_20120810.ListExports", Access::Read, decodeBody<decodeListExports>},
    {"ListImports", "DynamoDB_20120810.ListImports", Access::Read, decodeBody<decodeListImports>},
    {"ListItemVersions", "Tidemark_20261101.ListItemVersions", Access::Read,
     decodeBody<decodeListItemVersions>},
    {"ListStreams", "DynamoDBStreams_20120810.ListStreams", Access::Read,
     decodeBody<decodeListStreams>},
    {"ListTables", "DynamoDB_20120810.ListTables", Access::Read, decodeBody<decodeListTables>},
    {"PutItem", "DynamoDB_20120810.PutItem", Access::Write, decodeBody<decodePutItem>},
    {"Query", "DynamoDB_20120810.Query", Access::Read, decodeBody<decodeQuery>},
    {"RestoreItems", "Tidemark_20261101.RestoreItems", Access::Write,
     decodeBody<decodeRestoreItems>},
    {"RestoreTableFromBackup", "DynamoDB_20120810.RestoreTableFromBackup", Access::Write,
     decodeBody<decodeRestoreTableFromBackup>},
    {"RestoreTableToPointInTime", "DynamoDB_20120810.RestoreTableToPointInTime", Access::Write,
     decodeBody<decodeRestoreTableToPointInTime>},
    {"Scan", "DynamoDB_20120810.Scan", Access::Read, decodeBody<decodeScan>},
    {"TransactGetItems", "DynamoDB_20120810.TransactGetItems", Access::Read,
     decodeBody<decodeTransactGetItems>},
    {"TransactWriteItems", "DynamoDB_20120810.TransactWriteItems", Access::Write,
     decodeBody<decodeTransactWriteItems>},
    {"UpdateContinuousBackups", "DynamoDB_20120810.UpdateContinuousBackups", Access::Write,
     decodeBody<decodeUpdateContinuousBackups>},
    {"UpdateItem", "DynamoDB_20120810.UpdateItem", Access::Write, decodeBody<decodeUpdateItem>},
    {"UpdateTable", "DynamoDB_20120810.UpdateTable", Access::Write, decodeBody<decodeUpdateTable>},
    {"UpdateTimeToLive", "DynamoDB_20120810.UpdateTimeToLive", Access::Write,
     decodeBody<decodeUpdateTimeToLive>},
    {"Verify", "Tidemark_20261101.Verify", Access::Read, decodeBody<decodeVerify>},
});

}  // namespace

std::span<const OperationEntry> operationTable() {
    return operations;
}

const OperationEntry* findOperation(std::string_view target) {
    const auto name = target.substr(target.find('.') + 1);
    const auto* const found = std::lower_bound(
        operations.begin(), operations.end(), name,
        [](const OperationEntry& entry, std::string_view wanted) { return entry.name < wanted; });
    return found != operations.end() && found->target == target ? &*found : nullptr;
}

Result<void> checkJson(std::string_view text) {
    const auto object = parseObject(text);
    return object ? Result<void>() : object.error();
}

Result<values::AttributeMap> decodeItem(std::string_view json) {
    const auto object = parseObject(json);
    if (!object) {
        return object.error();
    }
    SerializationFailure failure;
    AttributeReader reader(ValueLayer::Current, failure);
    auto item = reader.readMap(*object);
    if (failure) {
        return failure.error();
    }
    if (reader.problem()) {
        return Error::validation(reader.problem()->message);
    }
    return item;
}

}  // namespace engine::wire
