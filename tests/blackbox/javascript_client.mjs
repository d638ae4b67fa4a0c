// The AWS SDK for JavaScript v3, unchanged: document client, paginators, waiters, transactions, batches, PartiQL.
// node javascript_client.mjs URL TABLE NPM SCENARIO prints what the scenario saw as JSON; the expectations are in test_javascript_sdk.py.
import { createRequire } from "node:module";

const [url, table, npm, scenario] = process.argv.slice(2);
const require = createRequire(npm + "/");
const raw = require("@aws-sdk/client-dynamodb");
const lib = require("@aws-sdk/lib-dynamodb");

const client = new raw.DynamoDBClient({ endpoint: url, region: "us-east-1", maxAttempts: 1,
  credentials: { accessKeyId: "local", secretAccessKey: "local" } });
const documents = lib.DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
const wait = { client, maxWaitTime: 20, minDelay: 1, maxDelay: 1 };
const key = (pk, sk) => ({ pk, sk });
const sorted = (set) => [...set].sort();

const errorOf = async (promise) => {
  try {
    await promise;
    return null;
  } catch (error) {
    return error;
  }
};

const create = async (more = {}) => {
  await client.send(new raw.CreateTableCommand({ TableName: table, BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }, { AttributeName: "sk", AttributeType: "N" }],
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }, { AttributeName: "sk", KeyType: "RANGE" }], ...more }));
  return (await raw.waitUntilTableExists(wait, { TableName: table })).state;
};

// 30 items: partition a has sk 0..9, partition b 10..29. Written in batches until nothing is left unprocessed.
const fill = async () => {
  let batches = 0;
  for (const start of [0, 15]) {
    let requests = { [table]: Array.from({ length: 15 }, (_, i) =>
      ({ PutRequest: { Item: { ...key(start + i < 10 ? "a" : "b", start + i), odd: (start + i) % 2 === 1 } } })) };
    while (Object.keys(requests).length) {
      requests = (await documents.send(new lib.BatchWriteCommand({ RequestItems: requests }))).UnprocessedItems;
      ++batches;
    }
  }
  return batches;
};

const drain = async (pages, member) => {
  const found = [];
  for await (const page of pages) found.push(...page[member]);
  return found;
};

const scenarios = {
  async tables() {
    const made = await create({ Tags: [{ Key: "team", Value: "red" }] });
    const described = (await client.send(new raw.DescribeTableCommand({ TableName: table }))).Table;
    const listed = (await drain(raw.paginateListTables({ client, pageSize: 1 }, {}), "TableNames")).includes(table);
    const tags = (await client.send(new raw.ListTagsOfResourceCommand({ ResourceArn: described.TableArn }))).Tags;
    await client.send(new raw.DeleteTableCommand({ TableName: table }));
    const gone = (await raw.waitUntilTableNotExists(wait, { TableName: table })).state;
    const absent = await errorOf(client.send(new raw.DescribeTableCommand({ TableName: table })));
    return { made, status: described.TableStatus, isDate: described.CreationDateTime instanceof Date, listed, tags, gone,
      absent: [absent.name, absent.message.replace(table, "TABLE"), absent.$metadata.httpStatusCode,
        absent instanceof raw.ResourceNotFoundException] };
  },

  async documents() {
    await create();
    const item = { ...key("a", 1), tags: new Set(["x", "y"]), numbers: new Set([1, 2]), bytes: new Uint8Array([0, 255]),
      nested: { list: [1, "two", true, null, {}] }, empty: "", gone: undefined };
    await documents.send(new lib.PutCommand({ TableName: table, Item: item }));
    const back = (await documents.send(new lib.GetCommand({ TableName: table, Key: key("a", 1) }))).Item;
    const exact = lib.DynamoDBDocumentClient.from(client, { unmarshallOptions: { wrapNumbers: true } });
    await exact.send(new lib.PutCommand({ TableName: table,
      Item: { ...key("big", 1), n: lib.NumberValue.from("1234567890123456789012345678.9012345678"), i: 2n ** 70n } }));
    const big = (await exact.send(new lib.GetCommand({ TableName: table, Key: key("big", 1) }))).Item;
    const absent = await documents.send(new lib.GetCommand({ TableName: table, Key: key("absent", 1) }));
    return { ...back, tags: sorted(back.tags), numbers: sorted(back.numbers), bytes: [...back.bytes], big: [big.n.value, big.i.value],
      absent: "Item" in absent };
  },

  async pages() {
    await create();
    const batches = await fill();
    const config = (pageSize) => ({ client: documents, pageSize });
    const between = { TableName: table, KeyConditionExpression: "pk = :p AND sk BETWEEN :low AND :high",
      ExpressionAttributeValues: { ":p": "a", ":low": 7, ":high": 20 } };
    const scanned = await drain(lib.paginateScan(config(7), { TableName: table }), "Items");
    const odd = await drain(lib.paginateScan(config(4), { TableName: table, FilterExpression: "odd = :t",
      ExpressionAttributeValues: { ":t": true } }), "Items");
    const segments = [];
    for (const Segment of [0, 1, 2]) {
      segments.push(...await drain(lib.paginateScan(config(3), { TableName: table, TotalSegments: 3, Segment }), "Items"));
    }
    // The paginators write into the input that they are given.
    const forward = await drain(lib.paginateQuery(config(1), { ...between }), "Items");
    const backward = await drain(lib.paginateQuery(config(2), { ...between, ScanIndexForward: false }), "Items");
    const lowLevel = await drain(raw.paginateScan({ client, pageSize: 11 }, { TableName: table, ProjectionExpression: "sk" }), "Items");
    const count = (await documents.send(new lib.QueryCommand({ ...between, Select: "COUNT" }))).Count;
    return { batches, scanned: new Set(scanned.map((one) => one.pk + one.sk)).size, odd: odd.length, segments: segments.length,
      forward: forward.map((one) => one.sk), backward: backward.map((one) => one.sk), count,
      lowLevel: lowLevel.length, shape: Object.keys(lowLevel[0].sk) };
  },

  async updates() {
    await create();
    let counter = 0;
    for (let i = 0; i < 5; ++i) {
      counter = (await documents.send(new lib.UpdateCommand({ TableName: table, Key: key("c", 0), ReturnValues: "ALL_NEW",
        UpdateExpression: "ADD hits :one", ExpressionAttributeValues: { ":one": 1 } }))).Attributes.hits;
    }
    const conflict = await errorOf(documents.send(new lib.PutCommand({ TableName: table, Item: key("c", 0),
      ConditionExpression: "attribute_not_exists(pk)", ReturnValuesOnConditionCheckFailure: "ALL_OLD" })));
    const deleted = (await documents.send(new lib.DeleteCommand({ TableName: table, Key: key("c", 0), ReturnValues: "ALL_OLD" }))).Attributes;
    const missing = await errorOf(documents.send(new lib.GetCommand({ TableName: table + "-missing", Key: { pk: "a" } })));
    const invalid = await errorOf(documents.send(new lib.GetCommand({ TableName: table, Key: { pk: "a" } })));
    return { counter, conflict: [conflict.name, conflict instanceof raw.ConditionalCheckFailedException, conflict.Item],
      deleted, missing: missing.name, invalid: [invalid.name, invalid.message, invalid.$metadata.requestId.length > 30] };
  },

  async transactions() {
    await create();
    const put = (pk, more = {}) => ({ Put: { TableName: table, Item: { ...key(pk, 1), n: 1.5 }, ...more } });
    const request = { TransactItems: [put("a"), put("b")], ClientRequestToken: table };
    await documents.send(new lib.TransactWriteCommand(request));
    await documents.send(new lib.TransactWriteCommand(request));
    const mismatch = await errorOf(documents.send(new lib.TransactWriteCommand({ ...request, TransactItems: [put("c")] })));
    const cancelled = await errorOf(documents.send(new lib.TransactWriteCommand({ TransactItems: [
      { Delete: { TableName: table, Key: key("a", 1) } },
      put("b", { ConditionExpression: "attribute_not_exists(pk)", ReturnValuesOnConditionCheckFailure: "ALL_OLD" }),
      { Update: { TableName: table, Key: key("d", 1), UpdateExpression: "SET n = :n", ExpressionAttributeValues: { ":n": 2 } } }] })));
    const read = await documents.send(new lib.TransactGetCommand({ TransactItems: ["a", "b", "d"].map((pk) =>
      ({ Get: { TableName: table, Key: key(pk, 1) } })) }));
    return { mismatch: mismatch.name, cancelled: [cancelled.name, cancelled.message],
      reasons: cancelled.CancellationReasons.map((reason) => [reason.Code, reason.Item?.n ?? null]),
      read: read.Responses.map((response) => response.Item?.n ?? null) };
  },

  async batches() {
    await create();
    await fill();
    const answer = await documents.send(new lib.BatchGetCommand({ RequestItems: { [table]: {
      Keys: Array.from({ length: 100 }, (_, i) => key(i < 10 ? "a" : "b", i)), ProjectionExpression: "sk" } },
    ReturnConsumedCapacity: "TOTAL" }));
    const duplicate = await errorOf(documents.send(new lib.BatchWriteCommand({ RequestItems: { [table]: [
      { DeleteRequest: { Key: key("a", 1) } }, { PutRequest: { Item: key("a", 1) } }] } })));
    return { found: answer.Responses[table].length, unprocessed: answer.UnprocessedKeys, units: answer.ConsumedCapacity[0].CapacityUnits,
      duplicate: [duplicate.name, duplicate.message] };
  },

  async statements() {
    await create();
    await fill();
    const select = `SELECT sk FROM "${table}" WHERE pk = ?`;
    const found = [];
    let NextToken;
    do {
      const page = await documents.send(new lib.ExecuteStatementCommand({ Statement: select, Parameters: ["a"], Limit: 4, NextToken }));
      found.push(...page.Items.map((item) => item.sk));
      NextToken = page.NextToken;
    } while (NextToken);
    const batch = await documents.send(new lib.BatchExecuteStatementCommand({ Statements: [
      { Statement: `${select} AND sk = ?`, Parameters: ["a", 3] }, { Statement: "nonsense" }] }));
    await documents.send(new lib.ExecuteTransactionCommand({ TransactStatements: [
      { Statement: `UPDATE "${table}" SET odd = ? WHERE pk = ? AND sk = ?`, Parameters: ["both", "a", 1] },
      { Statement: `DELETE FROM "${table}" WHERE pk = ? AND sk = ?`, Parameters: ["a", 2] }] }));
    const left = (await documents.send(new lib.ScanCommand({ TableName: table, FilterExpression: "odd = :b",
      ExpressionAttributeValues: { ":b": "both" } }))).Items;
    return { found, batch: batch.Responses.map((one) => one.Item?.sk ?? one.Error.Code), left: left.map((item) => item.sk) };
  },

  // An index with several attributes in its key, which older clients do not know.
  async indexes() {
    const more = ["t", "r", "y", "z"].map((name) => ({ AttributeName: name, AttributeType: "S" }));
    await create({ AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }, { AttributeName: "sk", AttributeType: "N" }, ...more],
      GlobalSecondaryIndexes: [{ IndexName: "several", Projection: { ProjectionType: "ALL" },
        KeySchema: [["t", "HASH"], ["r", "HASH"], ["y", "RANGE"], ["z", "RANGE"]].map(([AttributeName, KeyType]) =>
          ({ AttributeName, KeyType })) }] });
    for (let i = 0; i < 12; ++i) {
      await documents.send(new lib.PutCommand({ TableName: table,
        Item: { ...key("p" + i, i), t: "t" + i % 2, r: "r", y: "y" + (11 - i), z: "z" } }));
    }
    const query = { TableName: table, IndexName: "several", KeyConditionExpression: "t = :t AND r = :r AND y < :y",
      ExpressionAttributeValues: { ":t": "t0", ":r": "r", ":y": "y9" } };
    const items = await drain(lib.paginateQuery({ client: documents, pageSize: 2 }, query), "Items");
    const described = (await client.send(new raw.DescribeTableCommand({ TableName: table }))).Table;
    return { found: items.map((item) => item.sk), warm: described.WarmThroughput.ReadUnitsPerSecond,
      keys: described.GlobalSecondaryIndexes[0].KeySchema.length };
  },

  // Operations and members that only the newest clients know, and their waiters. The endpoint has files in s3/bucket/in.
  async jobs() {
    await create();
    const described = (await client.send(new raw.DescribeTableCommand({ TableName: table }))).Table;
    await client.send(new raw.UpdateContinuousBackupsCommand({ TableName: table,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 } }));
    await client.send(new raw.UpdateContributorInsightsCommand({ TableName: table, ContributorInsightsAction: "ENABLE",
      ContributorInsightsMode: "THROTTLED_KEYS" }));
    const insights = await raw.waitUntilContributorInsightsEnabled(wait, { TableName: table });
    await client.send(new raw.EnableKinesisStreamingDestinationCommand({ TableName: table,
      StreamArn: "arn:aws:kinesis:us-east-1:000000000000:stream/changes" }));
    const kinesis = await raw.waitUntilKinesisStreamingDestinationActive(wait, { TableName: table });
    const bulk = (await client.send(new raw.StartBulkPutItemsCommand({ TableName: table,
      InputS3Configuration: { S3Bucket: "bucket", S3KeyPrefix: "in/", InputFormat: "DYNAMODB_JSON" },
      OutputS3Configuration: { S3Bucket: "bucket", S3KeyPrefix: "out", OutputType: ["ERROR"] } }))).BulkOperationDescription;
    const put = await raw.waitUntilBulkOperationCompleted(wait, { BulkOperationArn: bulk.BulkOperationArn });
    const listed = await drain(raw.paginateListBulkOperations({ client }, {}), "BulkOperationsSummaryList");
    const begun = (await client.send(new raw.ExportTableToPointInTimeCommand({ TableArn: described.TableArn, S3Bucket: "bucket" })));
    const exported = await raw.waitUntilExportCompleted(wait, { ExportArn: begun.ExportDescription.ExportArn });
    const source = `AWSDynamoDB/${begun.ExportDescription.ExportArn.split("/").pop()}/data/`;
    const made = await client.send(new raw.ImportTableCommand({ InputFormat: "DYNAMODB_JSON", InputCompressionType: "GZIP",
      S3BucketSource: { S3Bucket: "bucket", S3KeyPrefix: source },
      TableCreationParameters: { TableName: table + "-imported", KeySchema: described.KeySchema, BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: described.AttributeDefinitions } }));
    const imported = await raw.waitUntilImportCompleted(wait, { ImportArn: made.ImportTableDescription.ImportArn });
    const rows = await drain(lib.paginateScan({ client: documents }, { TableName: table + "-imported" }), "Items");
    return { waited: [insights, kinesis, put, exported, imported].map((result) => result.state), listed: listed.length,
      items: exported.reason.ExportDescription.ItemCount, rows: rows.length };
  },

  async policies() {
    await create();
    const ResourceArn = (await client.send(new raw.DescribeTableCommand({ TableName: table }))).Table.TableArn;
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "dynamodb:GetItem", Resource: ResourceArn,
      Principal: { AWS: "arn:aws:iam::123456789012:user/a" } }] });
    const { RevisionId } = await client.send(new raw.PutResourcePolicyCommand({ ResourceArn, Policy }));
    const got = await client.send(new raw.GetResourcePolicyCommand({ ResourceArn }));
    await client.send(new raw.DeleteResourcePolicyCommand({ ResourceArn, ExpectedRevisionId: RevisionId }));
    const gone = await errorOf(client.send(new raw.GetResourcePolicyCommand({ ResourceArn })));
    return { same: JSON.parse(got.Policy).Statement[0].Resource === ResourceArn && got.RevisionId === RevisionId, gone: gone.name };
  },

  async vectors() {
    await create({ VectorIndexes: [{ IndexName: "near", VectorAttribute: { AttributeName: "v" }, Dimensions: 2,
      DistanceFunction: "EUCLIDEAN", Projection: { ProjectionType: "ALL" } }] });
    const status = async () => (await client.send(new raw.DescribeTableCommand({ TableName: table }))).Table.VectorIndexes[0].IndexStatus;
    while (await status() !== "ACTIVE");
    for (let i = 0; i < 5; ++i) await documents.send(new lib.PutCommand({ TableName: table, Item: { ...key("a", i), v: [i, 0] } }));
    const answer = await client.send(new raw.SearchVectorsCommand({ TableName: table, IndexName: "near", TopK: 3,
      SearchVector: [{ N: "1.25" }, { N: "0" }], ReturnConsumedCapacity: "TOTAL" }));
    return { found: answer.SearchResults.map((one) => [one.Item.sk.N, one.Score]) };
  },
};

const result = await scenarios[scenario]();
if (scenario !== "tables") await client.send(new raw.DeleteTableCommand({ TableName: table }));
console.log(JSON.stringify(result));
