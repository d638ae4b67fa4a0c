"""The aws CLI, unchanged, with every command for items, tables and streams that it and the engine both know: one test each, named after
the command. The commands for everything around tables are in test_aws_cli_settings.py. Source: issue 4 (real programs)."""
import pathlib
import re

import pytest
from aws_cli import Cli, commands, operations
from conftest import create

HASH, RANGE = {"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}
HERE = pathlib.Path(__file__).parent


@pytest.fixture
def cli(url):
    return Cli(url)


@pytest.fixture
def cli_streams(url):
    return Cli(url, "dynamodbstreams")


@pytest.fixture
def numbers(client, sorted_table):
    """Partition a with sk 1..5, partition b with sk 1."""
    for pk, sk in (*(("a", n) for n in range(1, 6)), ("b", 1)):
        client.put_item(TableName=sorted_table, Item={"pk": {"S": pk}, "sk": {"N": str(sk)}, "v": {"S": f"{pk}{sk}"}})
    return sorted_table


@pytest.mark.parametrize("service", ["dynamodb", "dynamodbstreams"])
def test_every_command_that_the_engine_answers_has_a_test(service):
    text = "".join(file.read_text() for file in HERE.glob("test_aws_cli*.py"))
    tested = {name.replace("_", "-") for name in re.findall(r"^def test_(\w+)\(", text, re.MULTILINE)}
    both = commands(service) & operations(service)
    assert len(both) >= {"dynamodb": 53, "dynamodbstreams": 4}[service]
    assert both - tested == set()


def test_wait(cli, name):
    assert cli.run("wait table-not-exists", table_name=name).returncode == 0
    cli("create-table", table_name=name, billing_mode="PAY_PER_REQUEST", key_schema=[HASH],
        attribute_definitions=[{"AttributeName": "pk", "AttributeType": "S"}])
    assert cli.run("wait table-exists", table_name=name).returncode == 0
    assert cli("describe-table", table_name=name)["Table"]["TableStatus"] == "ACTIVE"


# Items

def test_put_item(cli, client, table):
    item = {"pk": {"S": "a"}, "n": {"N": "1.50"}, "t": {"BOOL": True}, "z": {"NULL": True}, "ss": {"SS": ["x", "y"]},
            "ns": {"NS": ["1", "2"]}, "l": {"L": [{"S": ""}, {"N": "-1"}]}, "m": {"M": {"k": {"L": []}}}}
    assert cli("put-item", table_name=table, item=item) is None
    assert cli("get-item", table_name=table, key={"pk": {"S": "a"}})["Item"] == {**item, "n": {"N": "1.5"}}
    assert client.get_item(TableName=table, Key={"pk": {"S": "a"}})["Item"]["n"] == {"N": "1.5"}
    old = cli("put-item", table_name=table, item={"pk": {"S": "a"}}, return_values="ALL_OLD", return_consumed_capacity="TOTAL")
    assert old["Attributes"]["t"] == {"BOOL": True} and old["ConsumedCapacity"] == {"TableName": table, "CapacityUnits": 1.0}
    assert cli.refused("put-item", table_name=table, item={"pk": {"S": "a"}}, condition_expression="attribute_not_exists(pk)") == (
        "ConditionalCheckFailedException", "The conditional request failed")


def test_put_item_says_which_key_is_missing(cli, sorted_table):
    # facts/aws-observed.md:56
    assert cli.refused("put-item", table_name=sorted_table, item={"pk": {"S": "a"}}) == (
        "ValidationException", "One or more parameter values were invalid: Missing the key sk in the item")


def test_get_item(cli, client, numbers):
    answer = cli("get-item", table_name=numbers, key={"pk": {"S": "a"}, "sk": {"N": "2"}}, projection_expression="#v",
                 expression_attribute_names={"#v": "v"}, consistent_read=True)
    assert answer == {"Item": {"v": {"S": "a2"}}}
    assert cli("get-item", table_name=numbers, key={"pk": {"S": "absent"}, "sk": {"N": "2"}}) is None
    short = cli("get-item", "--key", "pk={S=a},sk={N=3}", table_name=numbers)
    assert short["Item"]["v"] == {"S": "a3"}
    client.put_item(TableName=numbers, Item={**short["Item"], "b": {"B": b"\x00\xff"}, "bs": {"BS": [b"\x01"]}})
    binary = cli("get-item", "--key", "pk={S=a},sk={N=3}", table_name=numbers, projection_expression="b, bs")
    assert binary["Item"] == {"b": {"B": "AP8="}, "bs": {"BS": ["AQ=="]}}


def test_update_item(cli, numbers):
    key = {"pk": {"S": "a"}, "sk": {"N": "1"}}
    answer = cli("update-item", table_name=numbers, key=key, update_expression="SET v = :v ADD hits :n REMOVE gone",
                 expression_attribute_values={":v": {"S": "new"}, ":n": {"N": "2"}}, return_values="ALL_NEW")
    assert answer["Attributes"] == {**key, "v": {"S": "new"}, "hits": {"N": "2"}}
    assert cli("update-item", table_name=numbers, key=key, attribute_updates={"hits": {"Action": "DELETE"}}) is None
    assert "hits" not in cli("get-item", table_name=numbers, key=key)["Item"]


def test_delete_item(cli, numbers):
    key = {"pk": {"S": "b"}, "sk": {"N": "1"}}
    answer = cli("delete-item", table_name=numbers, key=key, return_values="ALL_OLD", condition_expression="v = :v",
                 expression_attribute_values={":v": {"S": "b1"}})
    assert answer["Attributes"]["v"] == {"S": "b1"}
    assert cli("delete-item", table_name=numbers, key=key) is None
    assert cli("scan", table_name=numbers, select="COUNT")["Count"] == 5


def test_query(cli, numbers):
    condition = {"key_condition_expression": "pk = :p AND sk > :low", "expression_attribute_values": {":p": {"S": "a"}, ":low": {"N": "1"}}}
    page = cli("query", table_name=numbers, page_size="1", no_scan_index_forward=True, **condition)
    assert ([item["sk"]["N"] for item in page["Items"]], page["Count"]) == (["5", "4", "3", "2"], 4)
    seen, token = [], {}
    while True:
        page = cli("query", table_name=numbers, max_items="3", **condition, **token)
        seen += [item["sk"]["N"] for item in page["Items"]]
        if "NextToken" not in page:
            break
        token = {"starting_token": page["NextToken"]}
    assert seen == ["2", "3", "4", "5"]
    assert cli("query", table_name=numbers, select="COUNT", **condition)["Count"] == 4
    assert cli("query", "--query", "Items[].v.S", table_name=numbers, **condition) == ["a2", "a3", "a4", "a5"]


def test_scan(cli, numbers):
    assert cli("scan", table_name=numbers, page_size="2")["Count"] == 6
    found = cli("scan", table_name=numbers, filter_expression="begins_with(v, :b)", expression_attribute_values={":b": {"S": "b"}})
    assert ([item["pk"] for item in found["Items"]], found["ScannedCount"]) == ([{"S": "b"}], 6)
    segments = [cli("scan", table_name=numbers, total_segments="2", segment=n)["Count"] for n in ("0", "1")]
    assert sum(segments) == 6


def test_batch_write_item(cli, numbers):
    requests = {numbers: [{"PutRequest": {"Item": {"pk": {"S": "c"}, "sk": {"N": "1"}}}},
                          {"DeleteRequest": {"Key": {"pk": {"S": "b"}, "sk": {"N": "1"}}}}]}
    assert cli("batch-write-item", request_items=requests) == {"UnprocessedItems": {}}
    assert sorted({item["pk"]["S"] for item in cli("scan", table_name=numbers)["Items"]}) == ["a", "c"]


def test_batch_get_item(cli, numbers):
    keys = [{"pk": {"S": "a"}, "sk": {"N": n}} for n in ("1", "5", "99")]
    answer = cli("batch-get-item", request_items={numbers: {"Keys": keys, "ProjectionExpression": "v"}})
    assert sorted(item["v"]["S"] for item in answer["Responses"][numbers]) == ["a1", "a5"]
    assert answer["UnprocessedKeys"] == {}


def test_transact_write_items(cli, numbers):
    put = {"Put": {"TableName": numbers, "Item": {"pk": {"S": "t"}, "sk": {"N": "1"}}}}
    check = {"ConditionCheck": {"TableName": numbers, "Key": {"pk": {"S": "a"}, "sk": {"N": "1"}},
                                "ConditionExpression": "attribute_exists(pk)"}}
    assert cli("transact-write-items", transact_items=[put, check], client_request_token="token-" + numbers) is None
    assert cli("transact-write-items", transact_items=[put, check], client_request_token="token-" + numbers) is None
    check["ConditionCheck"]["ConditionExpression"] = "attribute_not_exists(pk)"
    code, text = cli.refused("transact-write-items", transact_items=[put, check])
    # facts/validation.md section 13
    assert (code, text.split("\n")[0]) == ("TransactionCanceledException", "Transaction cancelled, please refer cancellation reasons for "
                                           "specific reasons [None, ConditionalCheckFailed]")


def test_transact_get_items(cli, numbers):
    gets = [{"Get": {"TableName": numbers, "Key": {"pk": {"S": pk}, "sk": {"N": "1"}}}} for pk in ("b", "absent")]
    assert cli("transact-get-items", transact_items=gets)["Responses"] == [
        {"Item": {"pk": {"S": "b"}, "sk": {"N": "1"}, "v": {"S": "b1"}}}, {}]


def test_execute_statement(cli, numbers):
    answer = cli("execute-statement", statement=f'SELECT v FROM "{numbers}" WHERE pk = ? AND sk >= 4', parameters=[{"S": "a"}])
    assert answer["Items"] == [{"v": {"S": "a4"}}, {"v": {"S": "a5"}}]
    assert cli.refused("execute-statement", statement="nonsense")[0] == "ValidationException"


def test_batch_execute_statement(cli, numbers):
    statement = f'SELECT v FROM "{numbers}" WHERE pk = ? AND sk = 1'
    answer = cli("batch-execute-statement", statements=[{"Statement": statement, "Parameters": [{"S": pk}]} for pk in ("a", "absent")])
    assert answer["Responses"] == [{"TableName": numbers, "Item": {"v": {"S": "a1"}}}, {"TableName": numbers}]


def test_execute_transaction(cli, numbers):
    statements = [{"Statement": f"UPDATE \"{numbers}\" SET v = 'both' WHERE pk = ? AND sk = 1", "Parameters": [{"S": pk}]}
                  for pk in ("a", "b")]
    cli("execute-transaction", transact_statements=statements)
    found = cli("scan", table_name=numbers, filter_expression="v = :v", expression_attribute_values={":v": {"S": "both"}})
    assert sorted(item["pk"]["S"] for item in found["Items"]) == ["a", "b"]


# Tables

def test_create_table(cli, name):
    made = cli("create-table", "--attribute-definitions", "AttributeName=pk,AttributeType=S", "AttributeName=sk,AttributeType=N",
               "--key-schema", "AttributeName=pk,KeyType=HASH", "AttributeName=sk,KeyType=RANGE",
               "--provisioned-throughput", "ReadCapacityUnits=3,WriteCapacityUnits=4", "--tags", "Key=team,Value=red",
               table_name=name, stream_specification="StreamEnabled=true,StreamViewType=NEW_IMAGE", sse_specification="Enabled=false",
               table_class="STANDARD", global_secondary_indexes=[{
                   "IndexName": "turned", "KeySchema": [{**HASH, "AttributeName": "sk"}], "Projection": {"ProjectionType": "KEYS_ONLY"},
                   "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}}])["TableDescription"]
    assert (made["TableName"], made["KeySchema"], made["ProvisionedThroughput"]["WriteCapacityUnits"]) == (name, [HASH, RANGE], 4)
    assert made["GlobalSecondaryIndexes"][0]["IndexName"] == "turned" and "/stream/" in made["LatestStreamArn"]
    code, text = cli.refused("create-table", table_name=name, key_schema=[HASH], billing_mode="PAY_PER_REQUEST",
                             attribute_definitions=[{"AttributeName": "pk", "AttributeType": "S"}])
    assert (code, text) == ("ResourceInUseException", f"Table already exists: {name}")  # facts/aws-observed.md:441


def test_describe_table(cli, table):
    described = cli("describe-table", table_name=table)["Table"]
    assert (described["TableName"], described["TableStatus"], described["KeySchema"]) == (table, "ACTIVE", [HASH])
    assert cli("describe-table", table_name=described["TableArn"])["Table"]["TableId"] == described["TableId"]
    # facts/aws-observed.md:441
    assert cli.refused("describe-table", table_name="absent") == ("ResourceNotFoundException",
                                                                  "Requested resource not found: Table: absent not found")


def test_update_table(cli, table):
    changed = cli("update-table", table_name=table, billing_mode="PROVISIONED",
                  provisioned_throughput="ReadCapacityUnits=2,WriteCapacityUnits=2")["TableDescription"]
    assert changed["TableStatus"] == "UPDATING"
    assert cli.run("wait table-exists", table_name=table).returncode == 0
    assert cli("describe-table", table_name=table)["Table"]["BillingModeSummary"]["BillingMode"] == "PROVISIONED"


def test_delete_table(cli, client, name):
    create(client, name)
    assert cli("delete-table", table_name=name)["TableDescription"]["TableStatus"] == "DELETING"
    assert cli.run("wait table-not-exists", table_name=name).returncode == 0
    assert name not in client.list_tables()["TableNames"]


def test_list_tables(cli, client, name):
    names = [create(client, f"{name}-{n}") for n in range(3)]
    assert cli("list-tables", page_size="1")["TableNames"] == client.list_tables()["TableNames"]
    assert cli("list-tables", exclusive_start_table_name=names[0], limit="2")["TableNames"][:2] == names[1:]
    for one in names:
        client.delete_table(TableName=one)


# Streams

@pytest.fixture
def stream(client, name):
    create(client, name, StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"})
    client.put_item(TableName=name, Item={"pk": {"S": "a"}})
    yield client.describe_table(TableName=name)["Table"]["LatestStreamArn"]
    client.delete_table(TableName=name)


def test_list_streams(cli_streams, stream, name):
    assert [one["StreamArn"] for one in cli_streams("list-streams", table_name=name)["Streams"]] == [stream]


def test_describe_stream(cli_streams, stream):
    described = cli_streams("describe-stream", stream_arn=stream)["StreamDescription"]
    assert (described["StreamStatus"], described["StreamViewType"], len(described["Shards"])) == ("ENABLED", "NEW_IMAGE", 1)


def place_of(cli_streams, stream):
    shard = cli_streams("describe-stream", stream_arn=stream)["StreamDescription"]["Shards"][0]["ShardId"]
    return cli_streams("get-shard-iterator", stream_arn=stream, shard_id=shard, shard_iterator_type="TRIM_HORIZON")["ShardIterator"]


def test_get_shard_iterator(cli_streams, stream):
    assert len(place_of(cli_streams, stream)) > 1


def test_get_records(cli_streams, stream):
    answer = cli_streams("get-records", shard_iterator=place_of(cli_streams, stream))
    assert [record["dynamodb"]["NewImage"] for record in answer["Records"]] == [{"pk": {"S": "a"}}]
    assert answer["NextShardIterator"]
