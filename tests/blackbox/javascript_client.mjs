// The AWS SDK for JavaScript v3 with document client, paginators and waiters. Prints what it saw.
import { createRequire } from "node:module";

const [url, table, npm] = process.argv.slice(2);
const require = createRequire(npm + "/");
const { DynamoDBClient, CreateTableCommand, DeleteTableCommand, waitUntilTableExists, waitUntilTableNotExists } =
  require("@aws-sdk/client-dynamodb");
const { DynamoDBDocumentClient, PutCommand, GetCommand, UpdateCommand, BatchWriteCommand, paginateScan, paginateQuery } =
  require("@aws-sdk/lib-dynamodb");

const client = new DynamoDBClient({ endpoint: url, region: "us-east-1", maxAttempts: 1,
  credentials: { accessKeyId: "local", secretAccessKey: "local" } });
const documents = DynamoDBDocumentClient.from(client);
const nameOf = async (promise) => { try { await promise; return "none"; } catch (error) { return error.name; } };

await client.send(new CreateTableCommand({ TableName: table, BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }, { AttributeName: "sk", AttributeType: "N" }],
  KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }, { AttributeName: "sk", KeyType: "RANGE" }] }));
await waitUntilTableExists({ client, maxWaitTime: 20, minDelay: 1, maxDelay: 1 }, { TableName: table });

const item = { pk: "a", sk: 1, tags: new Set(["x", "y"]), nested: { list: [1, "two", true, null] } };
await documents.send(new PutCommand({ TableName: table, Item: item }));
const roundTrip = (await documents.send(new GetCommand({ TableName: table, Key: { pk: "a", sk: 1 } }))).Item;
roundTrip.tags = [...roundTrip.tags].sort();

for (const start of [0, 15]) {
  await documents.send(new BatchWriteCommand({ RequestItems: { [table]: Array.from({ length: 15 }, (_, i) =>
    ({ PutRequest: { Item: { pk: start + i < 10 ? "a" : "b", sk: start + i } } })) } }));
}
let scanned = 0;
for await (const page of paginateScan({ client: documents, pageSize: 7 }, { TableName: table })) scanned += page.Items.length;
const queried = [];
for await (const page of paginateQuery({ client: documents, pageSize: 1 }, { TableName: table, ScanIndexForward: false,
  KeyConditionExpression: "pk = :p AND sk BETWEEN :low AND :high",
  ExpressionAttributeValues: { ":p": "a", ":low": 7, ":high": 20 } })) queried.push(...page.Items.map((one) => one.sk));

const conflict = await nameOf(documents.send(new PutCommand({ TableName: table, Item: { pk: "a", sk: 1 },
  ConditionExpression: "attribute_not_exists(pk)" })));
const missing = await nameOf(documents.send(new GetCommand({ TableName: table + "-missing", Key: { pk: "a" } })));
let counter = 0;
for (let i = 0; i < 5; ++i) {
  counter = (await documents.send(new UpdateCommand({ TableName: table, Key: { pk: "c", sk: 0 }, ReturnValues: "ALL_NEW",
    UpdateExpression: "ADD hits :one", ExpressionAttributeValues: { ":one": 1 } }))).Attributes.hits;
}
await client.send(new DeleteTableCommand({ TableName: table }));
await waitUntilTableNotExists({ client, maxWaitTime: 20, minDelay: 1, maxDelay: 1 }, { TableName: table });
console.log(JSON.stringify({ roundTrip, scanned, queried, conflict, missing, counter }));
