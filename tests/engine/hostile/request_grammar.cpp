#include "tests/engine/hostile/request_grammar.h"

namespace engine::test {

const std::vector<Grammar>& requestGrammars() {
    static const std::vector<Grammar> grammars = {
        {"PutItem", 5, "TableName:table! Item:item! Expected:expected! ConditionalOperator:AND|OR"},
        {"PutItem", 60,
         "TableName:table! Item:item! ConditionExpression:condition ReturnValues:NONE|ALL_OLD "
         "ReturnValuesOnConditionCheckFailure:ALL_OLD|NONE "
         "ReturnConsumedCapacity:TOTAL|INDEXES|NONE "
         "ReturnItemCollectionMetrics:SIZE|NONE"},
        {"GetItem", 40,
         "TableName:table! Key:key! ConsistentRead:boolean ProjectionExpression:projection "
         "ReturnConsumedCapacity:TOTAL|INDEXES|NONE"},
        {"UpdateItem", 10,
         "TableName:table! Key:key! AttributeUpdates:updates! Expected:expected "
         "ReturnValues:ALL_NEW|UPDATED_OLD"},
        {"UpdateItem", 70,
         "TableName:table! Key:key! UpdateExpression:update! ConditionExpression:condition "
         "ReturnValues:ALL_OLD|ALL_NEW|UPDATED_OLD|UPDATED_NEW|NONE "
         "ReturnConsumedCapacity:INDEXES|TOTAL ReturnValuesOnConditionCheckFailure:ALL_OLD"},
        {"DeleteItem", 30,
         "TableName:table! Key:key! ConditionExpression:condition ReturnValues:ALL_OLD|NONE "
         "ReturnItemCollectionMetrics:SIZE"},
        {"Query", 60,
         "TableName:table! IndexName:index KeyConditionExpression:keycondition! "
         "FilterExpression:condition "
         "ProjectionExpression:projection Limit:limit ScanIndexForward:boolean "
         "ConsistentRead:boolean "
         "ExclusiveStartKey:key Select:COUNT|ALL_ATTRIBUTES|ALL_PROJECTED_ATTRIBUTES "
         "ReturnConsumedCapacity:INDEXES"},
        {"Query", 10,
         "TableName:table! KeyConditions:conditions! QueryFilter:conditions IndexName:index "
         "Limit:limit "
         "ConditionalOperator:AND|OR AttributesToGet:strings"},
        {"Scan", 40,
         "TableName:table! FilterExpression:condition IndexName:index "
         "ProjectionExpression:projection "
         "Limit:limit "
         "Segment:segment ExclusiveStartKey:key ConsistentRead:boolean "
         "Select:COUNT|ALL_ATTRIBUTES ReturnConsumedCapacity:TOTAL"},
        {"Scan", 5, "TableName:table! ScanFilter:conditions! AttributesToGet:strings Limit:limit"},
        {"BatchGetItem", 20, "RequestItems:gets! ReturnConsumedCapacity:TOTAL|INDEXES"},
        {"BatchWriteItem", 20,
         "RequestItems:writes! ReturnConsumedCapacity:TOTAL ReturnItemCollectionMetrics:SIZE"},
        {"TransactWriteItems", 30,
         "TransactItems:actions! ClientRequestToken:string ReturnConsumedCapacity:INDEXES"},
        {"TransactGetItems", 15, "TransactItems:transactgets! ReturnConsumedCapacity:TOTAL"},
        {"ExecuteStatement", 60,
         "Statement:statement! ConsistentRead:boolean NextToken:string "
         "Limit:limit "
         "ReturnConsumedCapacity:INDEXES ReturnValuesOnConditionCheckFailure:ALL_OLD"},
        {"BatchExecuteStatement", 10, "Statements:statements! ReturnConsumedCapacity:TOTAL"},
        {"ExecuteTransaction", 10, "TransactStatements:statements! ClientRequestToken:string"},
        {"ExplainStatement", 10, "Statement:statement!"},
        {"CreateTable", 3,
         "TableName:table! AttributeDefinitions:definitions! KeySchema:schema! "
         "BillingMode:PAY_PER_REQUEST|PROVISIONED! "
         "ProvisionedThroughput:throughput StreamSpecification:stream Tags:tags "
         "TableClass:STANDARD|STANDARD_INFREQUENT_ACCESS"},
        {"UpdateTable", 4,
         "TableName:table! AttributeDefinitions:definitions "
         "GlobalSecondaryIndexUpdates:indexupdates "
         "BillingMode:PAY_PER_REQUEST|PROVISIONED ProvisionedThroughput:throughput "
         "StreamSpecification:stream "
         "DeletionProtectionEnabled:false"},
        {"UpdateTable", 1, "TableName:table! SSESpecification:encryption!"},
        {"SearchVectors", 20,
         "TableName:table! IndexName:similar! SearchVector:vector! TopK:topk! "
         "SearchConditionExpression:vectorcondition! ProjectionExpression:projection "
         "ReturnConsumedCapacity:TOTAL|INDEXES"},
        {"DeleteTable", 1, "TableName:table!"},
        {"DescribeTable", 5, "TableName:table!"},
        {"ListTables", 3, "Limit:limit ExclusiveStartTableName:table"},
        {"DescribeLimits", 1, ""},
        {"DescribeEndpoints", 1, ""},
        {"UpdateTimeToLive", 3, "TableName:table! TimeToLiveSpecification:ttl!"},
        {"DescribeTimeToLive", 3, "TableName:table!"},
        {"UpdateContinuousBackups", 2, "TableName:table! PointInTimeRecoverySpecification:pitr!"},
        {"DescribeContinuousBackups", 2, "TableName:table!"},
        {"CreateBackup", 1, "TableName:table! BackupName:string!"},
        {"ListBackups", 2,
         "TableName:table Limit:limit BackupType:USER|ALL TimeRangeLowerBound:number"},
        {"DescribeBackup", 1, "BackupArn:arn!"},
        {"DeleteBackup", 1, "BackupArn:arn!"},
        {"ListStreams", 2, "TableName:table Limit:limit ExclusiveStartStreamArn:arn"},
        {"DescribeStream", 2, "StreamArn:arn! Limit:limit ExclusiveStartShardId:string"},
        {"GetShardIterator", 2,
         "StreamArn:arn! ShardId:string! ShardIteratorType:TRIM_HORIZON|LATEST|AT_SEQUENCE_NUMBER! "
         "SequenceNumber:string"},
        {"GetRecords", 2, "ShardIterator:string! Limit:limit"},
        {"TagResource", 2, "ResourceArn:arn! Tags:tags!"},
        {"UntagResource", 2, "ResourceArn:arn! TagKeys:strings!"},
        {"ListTagsOfResource", 2, "ResourceArn:arn! NextToken:string"},
        {"PutResourcePolicy", 2, "ResourceArn:arn! Policy:string! ExpectedRevisionId:string"},
        {"GetResourcePolicy", 2, "ResourceArn:arn!"},
        {"DeleteResourcePolicy", 2, "ResourceArn:arn! ExpectedRevisionId:string"},
        {"UpdateContributorInsights", 2,
         "TableName:table! IndexName:index ContributorInsightsAction:ENABLE|DISABLE!"},
        {"DescribeContributorInsights", 2, "TableName:table! IndexName:index"},
        {"ListContributorInsights", 2, "TableName:table NextToken:string MaxResults:limit"},
        {"EnableKinesisStreamingDestination", 2, "TableName:table! StreamArn:arn!"},
        {"DisableKinesisStreamingDestination", 2, "TableName:table! StreamArn:arn!"},
        {"DescribeKinesisStreamingDestination", 2, "TableName:table!"},
        {"DescribeExport", 1, "ExportArn:arn!"},
        {"ListExports", 1, "TableArn:arn MaxResults:limit"},
        {"ExportTableToPointInTime", 1,
         "TableArn:arn! S3Bucket:string! ExportFormat:DYNAMODB_JSON|ION ExportTime:number"},
        {"ImportTable", 1,
         "S3BucketSource:tags! InputFormat:CSV|ION! TableCreationParameters:tags!"},
        {"DescribeImport", 1, "ImportArn:arn!"},
        {"ListImports", 1, "PageSize:limit"},
        {"RestoreTableToPointInTime", 1,
         "SourceTableName:table! TargetTableName:table! UseLatestRestorableTime:boolean "
         "RestoreDateTime:number"},
        {"RestoreTableFromBackup", 1, "TargetTableName:table! BackupArn:arn!"},
        {"DescribeGlobalTable", 1, "GlobalTableName:table!"},
        {"ListGlobalTables", 1, "Limit:limit"},
        {"ListItemVersions", 3, "TableName:table! Key:key! Limit:limit"},
        {"DiffTable", 1, "TableName:table! From:number! To:number Limit:limit"},
        {"CreateBookmark", 1, "Name:string!"},
        {"ListBookmarks", 1, "Limit:limit"},
        {"DescribeHistory", 1, "TableName:table"},
        {"StartBulkPutItems", 1, "TableName:table! S3BucketSource:tags!"},
        {"ListBulkOperations", 1, "TableName:table"},
    };
    return grammars;
}

}  // namespace engine::test
