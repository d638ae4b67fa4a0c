#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/operations/context.h"
#include "engine/operations/job_record.h"

// StartBulkPutItems, DescribeBulkOperation, ListBulkOperations and CancelBulkOperation: items of
// objects are put into a table that is there (facts/new-operations.md section 2). Carried out by
// engine/jobs. Records have the form of imports; conditions of records have no published form and
// are not known here. MaxWriteRequestUnits and PerformanceTier are kept and told, nothing more.
namespace engine::operations {

struct StartBulkPutItemsInput {
    std::string tableName;
    // Members of the request by the names that the job's record has them under.
    std::map<std::string, std::string> parameters;
    std::string inputBucket;
    std::string inputPrefix;
    std::string outputBucket;  // empty: none
    std::string outputPrefix;
    std::optional<std::string> clientToken;
};

struct BulkOperationDescription {
    JobRecord job;
    std::string status;  // IN_PROGRESS, COMPLETED, ...
    std::string tableName;
};

struct StartBulkPutItemsOutput {
    BulkOperationDescription description;
};

struct DescribeBulkOperationInput {
    std::string bulkOperationArn;
};
struct DescribeBulkOperationOutput {
    BulkOperationDescription description;
};

struct ListBulkOperationsInput {
    std::int32_t maxResults = 10;
    std::optional<std::string> nextToken;
};
// Of the last 90 days, newest first.
struct ListBulkOperationsOutput {
    std::vector<BulkOperationDescription> operations;
    std::optional<std::string> nextToken;
};

struct CancelBulkOperationInput {
    std::string bulkOperationArn;
};
// The items that were written stay. One that has ended keeps its status.
struct CancelBulkOperationOutput {
    std::string bulkOperationArn;
    std::string status;
};

}  // namespace engine::operations
