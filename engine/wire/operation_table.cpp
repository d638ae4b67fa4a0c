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
    {"CancelBulkOperation", "DynamoDB_20120810.CancelBulkOperation", Access::Write,
     decodeBody<decodeCancelBulkOperation>},
    {"ConfirmClock", "Tidemark_20261101.ConfirmClock", Access::Write,
     decodeBody<decodeConfirmClock>},
    {"CreateBackup", "DynamoDB_20120810.CreateBackup", Access::Write,
     decodeBody<decodeCreateBackup>},
    {"CreateBookmark", "Tidemark_20261101.CreateBookmark", Access::Write,
     decodeBody<decodeCreateBookmark>},
    {"CreateGlobalTable", "DynamoDB_20120810.CreateGlobalTable", Access::Write,
     decodeBody<decodeCreateGlobalTable>},
    {"CreateTable", "DynamoDB_20120810.CreateTable", Access::Write, decodeBody<decodeCreateTable>},
    {"DeleteBackup", "DynamoDB_20120810.DeleteBackup", Access::Write,
     decodeBody<decodeDeleteBackup>},
    {"DeleteItem", "DynamoDB_20120810.DeleteItem", Access::Write, decodeBody<decodeDeleteItem>},
    {"DeleteResourcePolicy", "DynamoDB_20120810.DeleteResourcePolicy", Access::Write,
     decodeBody<decodeDeleteResourcePolicy>},
    {"DeleteTable", "DynamoDB_20120810.DeleteTable", Access::Write, decodeBody<decodeDeleteTable>},
    {"DescribeBackup", "DynamoDB_20120810.DescribeBackup", Access::Read,
     decodeBody<decodeDescribeBackup>},
    {"DescribeBulkOperation", "DynamoDB_20120810.DescribeBulkOperation", Access::Read,
     decodeBody<decodeDescribeBulkOperation>},
    {"DescribeContinuousBackups", "DynamoDB_20120810.DescribeContinuousBackups", Access::Read,
     decodeBody<decodeDescribeContinuousBackups>},
    {"DescribeContributorInsights", "DynamoDB_20120810.DescribeContributorInsights", Access::Read,
     decodeBody<decodeDescribeContributorInsights>},
    {"DescribeEndpoints", "DynamoDB_20120810.DescribeEndpoints", Access::Read,
     decodeBody<decodeDescribeEndpoints>},
    {"DescribeExport", "DynamoDB_20120810.DescribeExport", Access::Read,
     decodeBody<decodeDescribeExport>},
    {"DescribeGlobalTable", "DynamoDB_20120810.DescribeGlobalTable", Access::Read,
     decodeBody<decodeDescribeGlobalTable>},
    {"DescribeGlobalTableSettings", "DynamoDB_20120810.DescribeGlobalTableSettings", Access::Read,
     decodeBody<decodeDescribeGlobalTableSettings>},
    {"DescribeHistory", "Tidemark_20261101.DescribeHistory", Access::Read,
     decodeBody<decodeDescribeHistory>},
    {"DescribeImport", "DynamoDB_20120810.DescribeImport", Access::Read,
     decodeBody<decodeDescribeImport>},
    {"DescribeKinesisStreamingDestination", "DynamoDB_20120810.DescribeKinesisStreamingDestination",
     Access::Read, decodeBody<decodeDescribeKinesisStreamingDestination>},
    {"DescribeLimits", "DynamoDB_20120810.DescribeLimits", Access::Read,
     decodeBody<decodeDescribeLimits>},
    {"DescribeStream", "DynamoDBStreams_20120810.DescribeStream", Access::Read,
     decodeBody<decodeDescribeStream>},
    {"DescribeTable", "DynamoDB_20120810.DescribeTable", Access::Read,
     decodeBody<decodeDescribeTable>},
    {"DescribeTableReplicaAutoScaling", "DynamoDB_20120810.DescribeTableReplicaAutoScaling",
     Access::Read, decodeBody<decodeDescribeTableReplicaAutoScaling>},
    {"DescribeTimeToLive", "DynamoDB_20120810.DescribeTimeToLive", Access::Read,
     decodeBody<decodeDescribeTimeToLive>},
    {"DiffTable", "Tidemark_20261101.DiffTable", Access::Read, decodeBody<decodeDiffTable>},
    {"DisableKinesisStreamingDestination", "DynamoDB_20120810.DisableKinesisStreamingDestination",
     Access::Write, decodeBody<decodeDisableKinesisStreamingDestination>},
    {"EnableKinesisStreamingDestination", "DynamoDB_20120810.EnableKinesisStreamingDestination",
     Access::Write, decodeBody<decodeEnableKinesisStreamingDestination>},
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
    {"GetResourcePolicy", "DynamoDB_20120810.GetResourcePolicy", Access::Read,
     decodeBody<decodeGetResourcePolicy>},
    {"GetShardIterator", "DynamoDBStreams_20120810.GetShardIterator", Access::Read,
     decodeBody<decodeGetShardIterator>},
    {"ImportTable", "DynamoDB_20120810.ImportTable", Access::Write, decodeBody<decodeImportTable>},
    {"ListBackups", "DynamoDB_20120810.ListBackups", Access::Read, decodeBody<decodeListBackups>},
    {"ListBookmarks", "Tidemark_20261101.ListBookmarks", Access::Read,
     decodeBody<decodeListBookmarks>},
    {"ListBulkOperations", "DynamoDB_20120810.ListBulkOperations", Access::Read,
     decodeBody<decodeListBulkOperations>},
    {"ListContributorInsights", "DynamoDB_20120810.ListContributorInsights", Access::Read,
     decodeBody<decodeListContributorInsights>},
    {"ListExports", "DynamoDB_20120810.ListExports", Access::Read, decodeBody<decodeListExports>},
    {"ListGlobalTables", "DynamoDB_20120810.ListGlobalTables", Access::Read,
     decodeBody<decodeListGlobalTables>},
    {"ListImports", "DynamoDB_20120810.ListImports", Access::Read, decodeBody<decodeListImports>},
    {"ListItemVersions", "Tidemark_20261101.ListItemVersions", Access::Read,
     decodeBody<decodeListItemVersions>},
    {"ListStreams", "DynamoDBStreams_20120810.ListStreams", Access::Read,
     decodeBody<decodeListStreams>},
    {"ListTables", "DynamoDB_20120810.ListTables", Access::Read, decodeBody<decodeListTables>},
    {"ListTagsOfResource", "DynamoDB_20120810.ListTagsOfResource", Access::Read,
     decodeBody<decodeListTagsOfResource>},
    {"PutItem", "DynamoDB_20120810.PutItem", Access::Write, decodeBody<decodePutItem>},
    {"PutResourcePolicy", "DynamoDB_20120810.PutResourcePolicy", Access::Write,
     decodeBody<decodePutResourcePolicy>},
    {"Query", "DynamoDB_20120810.Query", Access::Read, decodeBody<decodeQuery>},
    {"RestoreItems", "Tidemark_20261101.RestoreItems", Access::Write,
     decodeBody<decodeRestoreItems>},
    {"RestoreTableFromBackup", "DynamoDB_20120810.RestoreTableFromBackup", Access::Write,
     decodeBody<decodeRestoreTableFromBackup>},
    {"RestoreTableToPointInTime", "DynamoDB_20120810.RestoreTableToPointInTime", Access::Write,
     decodeBody<decodeRestoreTableToPointInTime>},
    {"Scan", "DynamoDB_20120810.Scan", Access::Read, decodeBody<decodeScan>},
    {"SearchVectors", "DynamoDB_20120810.SearchVectors", Access::Read, decodeSearchVectors},
    {"StartBulkPutItems", "DynamoDB_20120810.StartBulkPutItems", Access::Write,
     decodeBody<decodeStartBulkPutItems>},
    {"TagResource", "DynamoDB_20120810.TagResource", Access::Write, decodeBody<decodeTagResource>},
    {"TransactGetItems", "DynamoDB_20120810.TransactGetItems", Access::Read,
     decodeBody<decodeTransactGetItems>},
    {"TransactWriteItems", "DynamoDB_20120810.TransactWriteItems", Access::Write,
     decodeBody<decodeTransactWriteItems>},
    {"UntagResource", "DynamoDB_20120810.UntagResource", Access::Write,
     decodeBody<decodeUntagResource>},
    {"UpdateContinuousBackups", "DynamoDB_20120810.UpdateContinuousBackups", Access::Write,
     decodeBody<decodeUpdateContinuousBackups>},
    {"UpdateContributorInsights", "DynamoDB_20120810.UpdateContributorInsights", Access::Write,
     decodeBody<decodeUpdateContributorInsights>},
    {"UpdateGlobalTable", "DynamoDB_20120810.UpdateGlobalTable", Access::Write,
     decodeBody<decodeUpdateGlobalTable>},
    {"UpdateGlobalTableSettings", "DynamoDB_20120810.UpdateGlobalTableSettings", Access::Write,
     decodeBody<decodeUpdateGlobalTableSettings>},
    {"UpdateItem", "DynamoDB_20120810.UpdateItem", Access::Write, decodeBody<decodeUpdateItem>},
    {"UpdateKinesisStreamingDestination", "DynamoDB_20120810.UpdateKinesisStreamingDestination",
     Access::Write, decodeBody<decodeUpdateKinesisStreamingDestination>},
    {"UpdateTable", "DynamoDB_20120810.UpdateTable", Access::Write, decodeBody<decodeUpdateTable>},
    {"UpdateTableReplicaAutoScaling", "DynamoDB_20120810.UpdateTableReplicaAutoScaling",
     Access::Write, decodeBody<decodeUpdateTableReplicaAutoScaling>},
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
