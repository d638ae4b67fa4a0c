#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/operations/batch_execute_statement.h"
#include "engine/operations/bulk_put.h"
#include "engine/operations/confirm_clock.h"
#include "engine/operations/contributor_insights.h"
#include "engine/operations/create_backup.h"
#include "engine/operations/create_bookmark.h"
#include "engine/operations/create_table.h"
#include "engine/operations/delete_backup.h"
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
#include "engine/operations/resource_policy.h"
#include "engine/operations/resource_tags.h"
#include "engine/operations/restore_items.h"
#include "engine/operations/restore_table_from_backup.h"
#include "engine/operations/restore_table_to_point_in_time.h"
#include "engine/operations/search_vectors.h"
#include "engine/operations/service_limits.h"
#include "engine/operations/update_continuous_backups.h"
#include "engine/operations/update_table.h"
#include "engine/operations/update_time_to_live.h"
#include "engine/operations/verify.h"

namespace engine::wire {

class ObjectWriter;

// What the answers that hold items share; encode_responses.cpp.
void appendItems(const std::vector<values::EncodedItem>& items, std::string& out);
void appendConsumedCapacity(const std::optional<operations::ConsumedCapacity>& capacity,
                            ObjectWriter& object);
void appendConsumedCapacity(const std::vector<operations::ConsumedCapacity>& capacities,
                            ObjectWriter& object);

void encodeAnswer(const operations::ExecuteStatementOutput& output, std::string& out);
void encodeAnswer(const operations::BatchExecuteStatementOutput& output, std::string& out);
void encodeAnswer(const operations::ExecuteTransactionOutput& output, std::string& out);
void encodeAnswer(const operations::ExplainStatementOutput& output, std::string& out);

void encodeAnswer(const operations::CreateTableOutput& output, std::string& out);
void encodeAnswer(const operations::DescribeTableOutput& output, std::string& out);
void encodeAnswer(const operations::DeleteTableOutput& output, std::string& out);
void encodeAnswer(const operations::ListTablesOutput& output, std::string& out);
void encodeAnswer(const operations::CreateBookmarkOutput& output, std::string& out);
void encodeAnswer(const operations::DescribeHistoryOutput& output, std::string& out);
void encodeAnswer(const operations::DiffTableOutput& output, std::string& out);
void encodeAnswer(const operations::ListBookmarksOutput& output, std::string& out);
void encodeAnswer(const operations::ListItemVersionsOutput& output, std::string& out);
void encodeAnswer(const operations::RestoreItemsOutput& output, std::string& out);
void encodeAnswer(const operations::SearchVectorsOutput& output, std::string& out);
void encodeAnswer(const operations::VerifyOutput& output, std::string& out);
void encodeAnswer(const operations::ListStreamsOutput& output, std::string& out);
void encodeAnswer(const operations::DescribeStreamOutput& output, std::string& out);
void encodeAnswer(const operations::GetShardIteratorOutput& output, std::string& out);
void encodeAnswer(const operations::GetRecordsOutput& output, std::string& out);
void encodeAnswer(const operations::UpdateTableOutput& output, std::string& out);
void encodeAnswer(const operations::UpdateTimeToLiveOutput& output, std::string& out);
void encodeAnswer(const operations::DescribeTimeToLiveOutput& output, std::string& out);
void encodeAnswer(const operations::UpdateContinuousBackupsOutput& output, std::string& out);
void encodeAnswer(const operations::DescribeContinuousBackupsOutput& output, std::string& out);
void encodeAnswer(const operations::ConfirmClockOutput& output, std::string& out);
void encodeAnswer(const operations::StartBulkPutItemsOutput& output, std::string& out);
void encodeAnswer(const operations::DescribeBulkOperationOutput& output, std::string& out);
void encodeAnswer(const operations::ListBulkOperationsOutput& output, std::string& out);
void encodeAnswer(const operations::CancelBulkOperationOutput& output, std::string& out);
void encodeAnswer(const operations::TagResourceOutput& output, std::string& out);
void encodeAnswer(const operations::UntagResourceOutput& output, std::string& out);
void encodeAnswer(const operations::ListTagsOfResourceOutput& output, std::string& out);
void encodeAnswer(const operations::PutResourcePolicyOutput& output, std::string& out);
void encodeAnswer(const operations::GetResourcePolicyOutput& output, std::string& out);
void encodeAnswer(const operations::DeleteResourcePolicyOutput& output, std::string& out);
void encodeAnswer(const operations::DescribeLimitsOutput& output, std::string& out);
void encodeAnswer(const operations::DescribeEndpointsOutput& output, std::string& out);
void encodeAnswer(const operations::UpdateContributorInsightsOutput& output, std::string& out);
void encodeAnswer(const operations::DescribeContributorInsightsOutput& output, std::string& out);
void encodeAnswer(const operations::ListContributorInsightsOutput& output, std::string& out);
void encodeAnswer(const operations::EnableKinesisStreamingDestinationOutput& output,
                  std::string& out);
void encodeAnswer(const operations::DisableKinesisStreamingDestinationOutput& output,
                  std::string& out);
void encodeAnswer(const operations::UpdateKinesisStreamingDestinationOutput& output,
                  std::string& out);
void encodeAnswer(const operations::DescribeKinesisStreamingDestinationOutput& output,
                  std::string& out);
void encodeAnswer(const operations::ListGlobalTablesOutput& output, std::string& out);

// The key schema of a table, as descriptions list it.
void appendTableKeySchema(const schema::Table& table, std::string& out);
void encodeAnswer(const operations::CreateBackupOutput& output, std::string& out);
void encodeAnswer(const operations::DeleteBackupOutput& output, std::string& out);
void encodeAnswer(const operations::DescribeBackupOutput& output, std::string& out);
void encodeAnswer(const operations::DescribeExportOutput& output, std::string& out);
void encodeAnswer(const operations::DescribeImportOutput& output, std::string& out);
void encodeAnswer(const operations::ExportTableToPointInTimeOutput& output, std::string& out);
void encodeAnswer(const operations::ImportTableOutput& output, std::string& out);
void encodeAnswer(const operations::ListBackupsOutput& output, std::string& out);
void encodeAnswer(const operations::ListExportsOutput& output, std::string& out);
void encodeAnswer(const operations::ListImportsOutput& output, std::string& out);
void encodeAnswer(const operations::RestoreTableFromBackupOutput& output, std::string& out);
void encodeAnswer(const operations::RestoreTableToPointInTimeOutput& output, std::string& out);

}  // namespace engine::wire
