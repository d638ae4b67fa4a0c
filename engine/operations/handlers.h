#pragma once

#include <memory>
#include <variant>

#include "engine/operations/context.h"
#include "engine/operations/engine.h"
#include "engine/operations/pending_write.h"

// The operations as functions: what Engine::execute dispatches to. Each is implemented in the file
// pair of its name. Reads answer at once; writes give the work to submit.
namespace engine::operations {

Result<DescribeTableOutput> describeTable(const Context& context, const DescribeTableInput& input);
Result<ListTablesOutput> listTables(const Context& context, const ListTablesInput& input);
Result<GetItemOutput> getItem(const Context& context, const GetItemInput& input);
Result<BatchGetItemOutput> batchGetItem(const Context& context, const BatchGetItemInput& input);
Result<QueryOutput> query(const Context& context, const QueryInput& input);
Result<ScanOutput> scan(const Context& context, const ScanInput& input);
Result<SearchVectorsOutput> searchVectors(const Context& context, const SearchVectorsInput& input);
Result<ListItemVersionsOutput> listItemVersions(const Context& context,
                                                const ListItemVersionsInput& input);
Result<DiffTableOutput> diffTable(const Context& context, const DiffTableInput& input);
Result<RestoreItemsOutput> dryRunRestoreItems(const Context& context,
                                              const RestoreItemsInput& input);
Result<ListBookmarksOutput> listBookmarks(const Context& context, const ListBookmarksInput& input);
Result<DescribeHistoryOutput> describeHistory(const Context& context,
                                              const DescribeHistoryInput& input);
Result<TransactGetItemsOutput> transactGetItems(const Context& context,
                                                const TransactGetItemsInput& input);
Result<VerifyOutput> verify(const Context& context, const VerifyInput& input);
Result<ListStreamsOutput> listStreams(const Context& context, const ListStreamsInput& input);
Result<DescribeStreamOutput> describeStream(const Context& context,
                                            const DescribeStreamInput& input);
Result<GetShardIteratorOutput> getShardIterator(const Context& context,
                                                const GetShardIteratorInput& input);
Result<GetRecordsOutput> getRecords(const Context& context, const GetRecordsInput& input);
Result<DescribeTimeToLiveOutput> describeTimeToLive(const Context& context,
                                                    const DescribeTimeToLiveInput& input);
Result<DescribeContinuousBackupsOutput> describeContinuousBackups(
    const Context& context, const DescribeContinuousBackupsInput& input);
Result<DescribeBackupOutput> describeBackup(const Context& context,
                                            const DescribeBackupInput& input);
Result<DescribeExportOutput> describeExport(const Context& context,
                                            const DescribeExportInput& input);
Result<DescribeImportOutput> describeImport(const Context& context,
                                            const DescribeImportInput& input);
Result<ListBackupsOutput> listBackups(const Context& context, const ListBackupsInput& input);
Result<ListExportsOutput> listExports(const Context& context, const ListExportsInput& input);
Result<ListImportsOutput> listImports(const Context& context, const ListImportsInput& input);
Result<ListTagsOfResourceOutput> listTagsOfResource(const Context& context,
                                                    const ListTagsOfResourceInput& input);
Result<GetResourcePolicyOutput> getResourcePolicy(const Context& context,
                                                  const GetResourcePolicyInput& input);
Result<DescribeContributorInsightsOutput> describeContributorInsights(
    const Context& context, const DescribeContributorInsightsInput& input);
Result<ListContributorInsightsOutput> listContributorInsights(
    const Context& context, const ListContributorInsightsInput& input);
Result<DescribeKinesisStreamingDestinationOutput> describeKinesisStreamingDestination(
    const Context& context, const DescribeKinesisStreamingDestinationInput& input);
Result<DescribeBulkOperationOutput> describeBulkOperation(const Context& context,
                                                          const DescribeBulkOperationInput& input);
Result<ListBulkOperationsOutput> listBulkOperations(const Context& context,
                                                    const ListBulkOperationsInput& input);

// What is never done here (global_tables.h).
Error refuse(const CreateGlobalTableInput& input);
Error refuse(const DescribeGlobalTableInput& input);
Error refuse(const DescribeGlobalTableSettingsInput& input);
Error refuse(const UpdateGlobalTableInput& input);
Error refuse(const UpdateGlobalTableSettingsInput& input);
Error refuse(const DescribeTableReplicaAutoScalingInput& input);
Error refuse(const UpdateTableReplicaAutoScalingInput& input);

Result<ExplainStatementOutput> explainStatement(const Context& context,
                                                const ExplainStatementInput& input);

// A statement says itself whether it reads, and is answered, or writes.
using PreparedStatement = Result<std::variant<Response, std::unique_ptr<PendingWrite>>>;
PreparedStatement prepareExecuteStatement(const Context& context, ExecuteStatementInput input);
PreparedStatement prepareBatchExecuteStatement(const Context& context,
                                               const BatchExecuteStatementInput& input);
PreparedStatement prepareExecuteTransaction(const Context& context,
                                            const ExecuteTransactionInput& input);
// What X-Tidemark-As-Of is told by statements that write.
Error writesToThePast();

using PreparedWrite = Result<std::unique_ptr<PendingWrite>>;
PreparedWrite prepareCreateTable(const Context& context, const CreateTableInput& input);
PreparedWrite prepareDeleteTable(const Context& context, const DeleteTableInput& input);
PreparedWrite preparePutItem(const Context& context, PutItemInput input);
PreparedWrite prepareUpdateItem(const Context& context, UpdateItemInput input);
PreparedWrite prepareDeleteItem(const Context& context, DeleteItemInput input);
PreparedWrite prepareBatchWriteItem(const Context& context, const BatchWriteItemInput& input);
PreparedWrite prepareTransactWriteItems(const Context& context,
                                        const TransactWriteItemsInput& input);
PreparedWrite prepareCreateBookmark(const Context& context, CreateBookmarkInput input);
PreparedWrite prepareRestoreItems(const Context& context, const RestoreItemsInput& input);
PreparedWrite prepareUpdateTable(const Context& context, UpdateTableInput input);
PreparedWrite prepareUpdateTimeToLive(const Context& context, UpdateTimeToLiveInput input);
PreparedWrite prepareUpdateContinuousBackups(const Context& context,
                                             UpdateContinuousBackupsInput input);
PreparedWrite prepareConfirmClock(const Context& context, const ConfirmClockInput& input);
PreparedWrite prepareCreateBackup(const Context& context, const CreateBackupInput& input);
PreparedWrite prepareDeleteBackup(const Context& context, const DeleteBackupInput& input);
PreparedWrite prepareExportTableToPointInTime(const Context& context,
                                              const ExportTableToPointInTimeInput& input);
PreparedWrite prepareImportTable(const Context& context, const ImportTableInput& input);
PreparedWrite prepareRestoreTableFromBackup(const Context& context,
                                            const RestoreTableFromBackupInput& input);
PreparedWrite prepareRestoreTableToPointInTime(const Context& context,
                                               const RestoreTableToPointInTimeInput& input);
PreparedWrite prepareStartBulkPutItems(const Context& context, StartBulkPutItemsInput input);
PreparedWrite prepareCancelBulkOperation(const Context& context, CancelBulkOperationInput input);
PreparedWrite prepareTagResource(const Context& context, TagResourceInput input);
PreparedWrite prepareUntagResource(const Context& context, UntagResourceInput input);
PreparedWrite preparePutResourcePolicy(const Context& context, PutResourcePolicyInput input);
PreparedWrite prepareDeleteResourcePolicy(const Context& context, DeleteResourcePolicyInput input);
PreparedWrite prepareUpdateContributorInsights(const Context& context,
                                               UpdateContributorInsightsInput input);
PreparedWrite prepareEnableKinesisStreamingDestination(
    const Context& context, EnableKinesisStreamingDestinationInput input);
PreparedWrite prepareDisableKinesisStreamingDestination(
    const Context& context, DisableKinesisStreamingDestinationInput input);
PreparedWrite prepareUpdateKinesisStreamingDestination(
    const Context& context, UpdateKinesisStreamingDestinationInput input);

}  // namespace engine::operations
