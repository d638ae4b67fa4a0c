"""CreateTable. Sources: facts/operations.md (CreateTable), facts/validation.md sections 3 and 11."""
import pytest
from conftest import raw, refused

KEY = [{"AttributeName": "pk", "KeyType": "HASH"}]
DEFINITION = [{"AttributeName": "pk", "AttributeType": "S"}]
INVALID = "One or more parameter values were invalid: "


def request(name, **changes):
    base = {"TableName": name, "KeySchema": KEY, "AttributeDefinitions": DEFINITION, "BillingMode": "PAY_PER_REQUEST"}
    base.update(changes)
    return {member: value for member, value in base.items() if value is not None}


def test_answers_creating_and_describes_the_table(client, name):
    answer = client.create_table(**request(name))["TableDescription"]
    assert answer["TableName"] == name
    assert answer["TableStatus"] == "CREATING"
    assert answer["KeySchema"] == KEY
    assert answer["AttributeDefinitions"] == DEFINITION
    assert answer["TableArn"].endswith(f":table/{name}")
    assert answer["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert answer["ItemCount"] == 0
    client.delete_table(TableName=name)


def test_composite_key_and_both_kinds_of_index(client, name):
    definitions = [{"AttributeName": n, "AttributeType": t} for n, t in (("pk", "S"), ("sk", "N"), ("a", "B"), ("b", "S"))]
    local = [{"IndexName": "local", "Projection": {"ProjectionType": "KEYS_ONLY"},
              "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "a", "KeyType": "RANGE"}]}]
    glob = [{"IndexName": "global", "KeySchema": [{"AttributeName": "b", "KeyType": "HASH"}],
             "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["x", "y"]}}]
    client.create_table(**request(name, KeySchema=KEY + [{"AttributeName": "sk", "KeyType": "RANGE"}],
                                  AttributeDefinitions=definitions, LocalSecondaryIndexes=local, GlobalSecondaryIndexes=glob))
    table = client.describe_table(TableName=name)["Table"]
    assert table["LocalSecondaryIndexes"][0]["IndexName"] == "local"
    assert table["LocalSecondaryIndexes"][0]["Projection"] == {"ProjectionType": "KEYS_ONLY"}
    assert table["GlobalSecondaryIndexes"][0]["IndexStatus"] == "ACTIVE"
    assert sorted(table["GlobalSecondaryIndexes"][0]["Projection"]["NonKeyAttributes"]) == ["x", "y"]
    assert table["GlobalSecondaryIndexes"][0]["IndexArn"].endswith(f"table/{name}/index/global")
    client.delete_table(TableName=name)


def test_provisioned_throughput_is_described(client, name):
    client.create_table(**request(name, BillingMode=None, ProvisionedThroughput={"ReadCapacityUnits": 5, "WriteCapacityUnits": 6}))
    throughput = client.describe_table(TableName=name)["Table"]["ProvisionedThroughput"]
    assert (throughput["ReadCapacityUnits"], throughput["WriteCapacityUnits"]) == (5, 6)
    assert throughput["NumberOfDecreasesToday"] == 0
    client.delete_table(TableName=name)


def test_an_existing_name_is_in_use(client, table):
    refused(lambda: client.create_table(**request(table)), "ResourceInUseException", f"Table already exists: {table}")


@pytest.mark.parametrize("changes, message", [
    ({"ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}},
     INVALID + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST"),
    ({"BillingMode": "PROVISIONED"},
     INVALID + "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED"),
    ({"KeySchema": KEY + [{"AttributeName": "sk", "KeyType": "RANGE"}]},
     "Invalid KeySchema: Some index key attribute have no definition"),
    ({"AttributeDefinitions": [{"AttributeName": "other", "AttributeType": "S"}]},
     INVALID + "Some index key attributes are not defined in AttributeDefinitions. Keys: [pk], AttributeDefinitions: [other]"),
    ({"KeySchema": [{"AttributeName": "pk", "KeyType": "RANGE"}]},
     "Invalid KeySchema: The first KeySchemaElement is not a HASH key type"),
    ({"AttributeDefinitions": DEFINITION + [{"AttributeName": "b", "AttributeType": "S"}]},
     INVALID + "Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions"),
    ({"GlobalSecondaryIndexes": []}, INVALID + "List of GlobalSecondaryIndexes is empty"),
    ({"LocalSecondaryIndexes": []}, INVALID + "List of LocalSecondaryIndexes is empty"),
    ({"LocalSecondaryIndexes": [{"IndexName": "local", "KeySchema": KEY, "Projection": {"ProjectionType": "ALL"}}]},
     INVALID + "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex"),
    ({"GlobalSecondaryIndexes": [{"IndexName": "idx", "KeySchema": KEY,
                                  "Projection": {"ProjectionType": "ALL", "NonKeyAttributes": ["a"]}}]},
     INVALID + "ProjectionType is ALL, but NonKeyAttributes is specified"),
    ({"GlobalSecondaryIndexes": [{"IndexName": "idx", "KeySchema": KEY, "Projection": {"ProjectionType": "INCLUDE"}}]},
     INVALID + "ProjectionType is INCLUDE, but NonKeyAttributes is not specified"),
    ({"GlobalSecondaryIndexes": [{"IndexName": "idx", "KeySchema": KEY, "Projection": {"ProjectionType": "ALL"}}] * 2},
     INVALID + "Duplicate index name: idx"),
    # scylladb/scylladb issue 13870 tells what the service says
    ({"AttributeDefinitions": DEFINITION + [{"AttributeName": "sk", "AttributeType": "S"}] * 2},
     "Attribute Name is duplicated: sk"),
])
def test_refuses_with_the_services_text(client, name, changes, message):
    refused(lambda: client.create_table(**request(name, **changes)), "ValidationException", message)
    assert name not in client.list_tables()["TableNames"]


@pytest.mark.parametrize("table_name, message", [
    ("ab", "1 validation error detected: Value 'ab' at 'tableName' failed to satisfy constraint: "
           "Member must have length greater than or equal to 3"),
    ("bad name!", "1 validation error detected: Value 'bad name!' at 'tableName' failed to satisfy constraint: "
                  "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"),
])
def test_refuses_a_bad_table_name(client, table_name, message):
    refused(lambda: client.create_table(**request(table_name)), "ValidationException", message)


# facts/aws-observed.md section 17
@pytest.mark.parametrize("limits, member", [
    ({"MaxReadRequestUnits": 0}, "MaxReadRequestUnits"),
    ({"MaxReadRequestUnits": 1, "MaxWriteRequestUnits": -1}, "MaxWriteRequestUnits"),
])
def test_refuses_limits_of_no_units(url, name, limits, member):
    status, answer = raw(url, "CreateTable", request(name, OnDemandThroughput=limits))
    assert (status, answer["message"]) == (
        400, INVALID + f"Requested {member} for OnDemandThroughput for table is outside of valid range")
