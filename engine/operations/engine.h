#pragma once

#include <functional>
#include <memory>
#include <string>
#include <variant>

#include "engine/base/clock.h"
#include "engine/base/random.h"
#include "engine/base/result.h"
#include "engine/history/as_of.h"
#include "engine/operations/batch_execute_statement.h"
#include "engine/operations/batch_get_item.h"
#include "engine/operations/batch_write_item.h"
#include "engine/operations/bulk_put.h"
#include "engine/operations/confirm_clock.h"
#include "engine/operations/contributor_insights.h"
#include "engine/operations/create_backup.h"
#include "engine/operations/create_bookmark.h"
#include "engine/operations/create_table.h"
#include "engine/operations/delete_backup.h"
#include "engine/operations/delete_item.h"
#include "engine/operations/delete_table.h"
#include "engine/operations/describe_backup.h"
#include "engine/operations/describe_continuous_backups.h"
#include "engine/operations/describe_export.h"
#include "engine/operations/describe_history.h"
#include "engine/operations/describe_import.h"
#include "engine/operations/describe_stream.h"
#include "engine/operations/describe_table.h"
#include "engine/operations/describe_time_to_live.h"
#include "engine/operations/diff_table.h"
#include "engine/operations/execute_statement.h"
#include "engine/operations/execute_transaction.h"
#include "engine/operations/explain_statement.h"
#include "engine/operations/export_table_to_point_in_time.h"
#include "engine/operations/get_item.h"
#include "engine/operations/get_records.h"
#include "engine/operations/get_shard_iterator.h"
#include "engine/operations/global_tables.h"
#include "engine/operations/import_table.h"
#include "engine/operations/kinesis_destinations.h"
#include "engine/operations/list_backups.h"
#include "engine/operations/list_bookmarks.h"
#include "engine/operations/list_exports.h"
#include "engine/operations/list_imports.h"
#include "engine/operations/list_item_versions.h"
#include "engine/operations/list_streams.h"
#include "engine/operations/list_tables.h"
#include "engine/operations/put_item.h"
#include "engine/operations/query.h"
#include "engine/operations/resource_policy.h"
#include "engine/operations/resource_tags.h"
#include "engine/operations/restore_items.h"
#include "engine/operations/restore_table_from_backup.h"
#include "engine/operations/restore_table_to_point_in_time.h"
#include "engine/operations/scan.h"
#include "engine/operations/search_vectors.h"
#include "engine/operations/service_limits.h"
#include "engine/operations/transact_get_items.h"
#include "engine/operations/transact_write_items.h"
#include "engine/operations/update_continuous_backups.h"
#include "engine/operations/update_item.h"
#include "engine/operations/update_table.h"
#include "engine/operations/update_time_to_live.h"
#include "engine/operations/verify.h"
#include "engine/storage/database.h"

namespace engine::operations {

using Request = std::variant<
    CreateTableInput, DescribeTableInput, ListTablesInput, DeleteTableInput, PutItemInput,
    GetItemInput, DeleteItemInput, UpdateItemInput, QueryInput, ScanInput, BatchGetItemInput,
    BatchWriteItemInput, CreateBookmarkInput, DescribeHistoryInput, DiffTableInput,
    ListBookmarksInput, ListItemVersionsInput, RestoreItemsInput, ListStreamsInput,
    DescribeStreamInput, GetShardIteratorInput, GetRecordsInput, UpdateTableInput,
    UpdateTimeToLiveInput, DescribeTimeToLiveInput, UpdateContinuousBackupsInput,
    DescribeContinuousBackupsInput, ConfirmClockInput, CreateBackupInput, DeleteBackupInput,
    DescribeBackupInput, DescribeExportInput, DescribeImportInput, ExportTableToPointInTimeInput,
    ImportTableInput, ListBackupsInput, ListExportsInput, ListImportsInput,
    RestoreTableFromBackupInput, RestoreTableToPointInTimeInput, SearchVectorsInput,
    TransactGetItemsInput, TransactWriteItemsInput, VerifyInput, ExecuteStatementInput,
    BatchExecuteStatementInput, ExplainStatementInput, ExecuteTransactionInput, TagResourceInput,
    UntagResourceInput, ListTagsOfResourceInput, PutResourcePolicyInput, GetResourcePolicyInput,
    DeleteResourcePolicyInput, DescribeLimitsInput, DescribeEndpointsInput,
    UpdateContributorInsightsInput, DescribeContributorInsightsInput, ListContributorInsightsInput,
    EnableKinesisStreamingDestinationInput, DisableKinesisStreamingDestinationInput,
    UpdateKinesisStreamingDestinationInput, DescribeKinesisStreamingDestinationInput,
    CreateGlobalTableInput, DescribeGlobalTableInput, DescribeGlobalTableSettingsInput,
    ListGlobalTablesInput, UpdateGlobalTableInput, UpdateGlobalTableSettingsInput,
    DescribeTableReplicaAutoScalingInput, UpdateTableReplicaAutoScalingInput,
    StartBulkPutItemsInput, DescribeBulkOperationInput, ListBulkOperationsInput,
    CancelBulkOperationInput>;

// A scan and a query answer with the same shape, so the variant holds it once.
using Response = std::variant<
    CreateTableOutput, DescribeTableOutput, ListTablesOutput, DeleteTableOutput, PutItemOutput,
    GetItemOutput, DeleteItemOutput, UpdateItemOutput, QueryOutput, BatchGetItemOutput,
    BatchWriteItemOutput, CreateBookmarkOutput, DescribeHistoryOutput, DiffTableOutput,
    ListBookmarksOutput, ListItemVersionsOutput, RestoreItemsOutput, ListStreamsOutput,
    DescribeStreamOutput, GetShardIteratorOutput, GetRecordsOutput, UpdateTableOutput,
    UpdateTimeToLiveOutput, DescribeTimeToLiveOutput, UpdateContinuousBackupsOutput,
    DescribeContinuousBackupsOutput, ConfirmClockOutput, CreateBackupOutput, DeleteBackupOutput,
    DescribeBackupOutput, DescribeExportOutput, DescribeImportOutput,
    ExportTableToPointInTimeOutput, ImportTableOutput, ListBackupsOutput, ListExportsOutput,
    ListImportsOutput, RestoreTableFromBackupOutput, RestoreTableToPointInTimeOutput,
    SearchVectorsOutput, TransactGetItemsOutput, TransactWriteItemsOutput, VerifyOutput,
    ExecuteStatementOutput, BatchExecuteStatementOutput, ExplainStatementOutput,
    ExecuteTransactionOutput, TagResourceOutput, UntagResourceOutput, ListTagsOfResourceOutput,
    PutResourcePolicyOutput, GetResourcePolicyOutput, DeleteResourcePolicyOutput,
    DescribeLimitsOutput, DescribeEndpointsOutput, UpdateContributorInsightsOutput,
    DescribeContributorInsightsOutput, ListContributorInsightsOutput,
    EnableKinesisStreamingDestinationOutput, DisableKinesisStreamingDestinationOutput,
    UpdateKinesisStreamingDestinationOutput, DescribeKinesisStreamingDestinationOutput,
    ListGlobalTablesOutput, StartBulkPutItemsOutput, DescribeBulkOperationOutput,
    ListBulkOperationsOutput, CancelBulkOperationOutput>;

using Completion = std::function<void(Result<Response>)>;

// Hears of committed changes, on the writer thread: return at once.
class ChangeListener {
public:
    virtual ~ChangeListener() = default;
    virtual void tablesChanged() = 0;
    virtual void itemsChanged(const std::string& tableName) = 0;
    // Bookmarks, jobs or settings.
    virtual void recordsChanged() {}
};

struct EngineOptions {
    std::string directory;
    storage::Durability durability = storage::Durability::Full;
    std::string region = "us-east-1";
    std::string accountId = "000000000000";
    storage::Retention retention;
    Clock* clock = &systemClock();
    Random* random = &systemRandom();
    storage::CheckpointPolicy checkpoints;
    storage::FaultSeams seams;  // tests/faults
};

// The facade over one database: what the endpoint and the window call. Thread-safe.
class Engine final {
public:
    static Result<std::unique_ptr<Engine>> open(EngineOptions options);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    // Reads complete before this returns, on the calling thread. Writes are validated on the
    // calling thread and complete on the writer thread once they are durable; a write that fails
    // validation completes before this returns. `completion` is called exactly once.
    // `actor`: who asks, for the change log (storage::Change::actor).
    void execute(Request request, Completion completion, std::string actor = {});
    // Waits for the completion. Not on the writer thread.
    Result<Response> executeAndWait(Request request, std::string actor = {});

    void addListener(ChangeListener* listener);
    void removeListener(ChangeListener* listener);  // none of its methods runs after this returns

    const EngineOptions& options() const;
    storage::Database& database();
    history::PastReads& past();

private:
    struct Private;
    explicit Engine(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

}  // namespace engine::operations
