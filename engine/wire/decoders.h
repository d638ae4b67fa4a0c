#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/operations/engine.h"
#include "engine/wire/attribute_reader.h"
#include "engine/wire/constraints.h"
#include "engine/wire/json_request.h"

// The decoders of the operation table, and what they share. Each works in the service's order:
// types of all members, then member constraints, then attribute values.
namespace engine::wire {

using DecodedRequest = Result<operations::Request>;

DecodedRequest decodeCreateTable(const Members& members);
DecodedRequest decodeDescribeTable(const Members& members);
DecodedRequest decodeDeleteTable(const Members& members);
DecodedRequest decodeListTables(const Members& members);
DecodedRequest decodePutItem(const Members& members);
DecodedRequest decodeGetItem(const Members& members);
DecodedRequest decodeDeleteItem(const Members& members);
DecodedRequest decodeUpdateItem(const Members& members);
DecodedRequest decodeQuery(const Members& members);
DecodedRequest decodeScan(const Members& members);
// Takes the body, because it tells where in it an error is.
DecodedRequest decodeSearchVectors(std::string_view body);
DecodedRequest decodeBatchGetItem(const Members& members);
DecodedRequest decodeBatchWriteItem(const Members& members);
DecodedRequest decodeTransactGetItems(const Members& members);
DecodedRequest decodeTransactWriteItems(const Members& members);
DecodedRequest decodeCreateBookmark(const Members& members);
DecodedRequest decodeDescribeHistory(const Members& members);
DecodedRequest decodeDiffTable(const Members& members);
DecodedRequest decodeListBookmarks(const Members& members);
DecodedRequest decodeListItemVersions(const Members& members);
DecodedRequest decodeRestoreItems(const Members& members);
DecodedRequest decodeVerify(const Members& members);
DecodedRequest decodeListStreams(const Members& members);
DecodedRequest decodeDescribeStream(const Members& members);
DecodedRequest decodeGetShardIterator(const Members& members);
DecodedRequest decodeGetRecords(const Members& members);
DecodedRequest decodeUpdateTable(const Members& members);
DecodedRequest decodeUpdateTimeToLive(const Members& members);
DecodedRequest decodeDescribeTimeToLive(const Members& members);
DecodedRequest decodeUpdateContinuousBackups(const Members& members);
DecodedRequest decodeDescribeContinuousBackups(const Members& members);
DecodedRequest decodeConfirmClock(const Members& members);
DecodedRequest decodeExecuteStatement(const Members& members);
DecodedRequest decodeBatchExecuteStatement(const Members& members);
DecodedRequest decodeExecuteTransaction(const Members& members);
DecodedRequest decodeExplainStatement(const Members& members);
DecodedRequest decodeStartBulkPutItems(const Members& members);
DecodedRequest decodeDescribeBulkOperation(const Members& members);
DecodedRequest decodeListBulkOperations(const Members& members);
DecodedRequest decodeCancelBulkOperation(const Members& members);
DecodedRequest decodeTagResource(const Members& members);
DecodedRequest decodeUntagResource(const Members& members);
DecodedRequest decodeListTagsOfResource(const Members& members);
DecodedRequest decodePutResourcePolicy(const Members& members);
DecodedRequest decodeGetResourcePolicy(const Members& members);
DecodedRequest decodeDeleteResourcePolicy(const Members& members);
DecodedRequest decodeDescribeLimits(const Members& members);
DecodedRequest decodeDescribeEndpoints(const Members& members);
DecodedRequest decodeUpdateContributorInsights(const Members& members);
DecodedRequest decodeDescribeContributorInsights(const Members& members);
DecodedRequest decodeListContributorInsights(const Members& members);
DecodedRequest decodeEnableKinesisStreamingDestination(const Members& members);
DecodedRequest decodeDisableKinesisStreamingDestination(const Members& members);
DecodedRequest decodeUpdateKinesisStreamingDestination(const Members& members);
DecodedRequest decodeDescribeKinesisStreamingDestination(const Members& members);
DecodedRequest decodeCreateGlobalTable(const Members& members);
DecodedRequest decodeDescribeGlobalTable(const Members& members);
DecodedRequest decodeDescribeGlobalTableSettings(const Members& members);
DecodedRequest decodeListGlobalTables(const Members& members);
DecodedRequest decodeUpdateGlobalTable(const Members& members);
DecodedRequest decodeUpdateGlobalTableSettings(const Members& members);
DecodedRequest decodeDescribeTableReplicaAutoScaling(const Members& members);
DecodedRequest decodeUpdateTableReplicaAutoScaling(const Members& members);

// The structure of CreateTable and UpdateTable; nullopt when it is not there.
std::optional<schema::StreamSpec> readStreamSpecification(const Members& members,
                                                          Constraints& constraints);
// Members of Tags; `problem` is set when one lacks its key or value.
std::vector<schema::Tag> readTags(const Members& members, std::optional<Error>& problem);
// What operations on tables say when TableName is missing.
Error tableNameRequired();
DecodedRequest decodeCreateBackup(const Members& members);
DecodedRequest decodeDeleteBackup(const Members& members);
DecodedRequest decodeDescribeBackup(const Members& members);
DecodedRequest decodeDescribeExport(const Members& members);
DecodedRequest decodeDescribeImport(const Members& members);
DecodedRequest decodeExportTableToPointInTime(const Members& members);
DecodedRequest decodeImportTable(const Members& members);
DecodedRequest decodeListBackups(const Members& members);
DecodedRequest decodeListExports(const Members& members);
DecodedRequest decodeListImports(const Members& members);
DecodedRequest decodeRestoreTableFromBackup(const Members& members);
DecodedRequest decodeRestoreTableToPointInTime(const Members& members);

std::optional<values::AttributeMap> readAttributes(const Members& members, std::string_view name,
                                                   AttributeReader& reader);
std::optional<expressions::NameMap> readNames(const Members& members);
std::optional<expressions::ValueMap> readExpressionValues(const Members& members,
                                                          AttributeReader& reader);

// Texts of the enums that most operations have, kept until the constraints are checked.
struct EnumTexts {
    explicit EnumTexts(const Members& members);
    std::optional<std::string> consumedCapacity;
    std::optional<std::string> collectionMetrics;
    std::optional<std::string> returnValues;
    std::optional<std::string> onConditionFailure;
};
operations::ReturnConsumedCapacity checkConsumedCapacity(const EnumTexts& texts,
                                                         Constraints& constraints);
operations::ReturnItemCollectionMetrics checkCollectionMetrics(const EnumTexts& texts,
                                                               Constraints& constraints);
// 1 to 36 characters, in the old framework.
void checkClientRequestToken(const std::optional<std::string>& token, Constraints& constraints);

}  // namespace engine::wire
