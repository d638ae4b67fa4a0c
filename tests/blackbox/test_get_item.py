"""GetItem. Sources: facts/operations.md, facts/expressions.md section 4, facts/sizes-and-capacity.md section 3."""
import pytest
from conftest import refused

ITEM = {"pk": {"S": "a"}, "l": {"L": [{"N": "0"}, {"N": "1"}, {"N": "2"}]}, "m": {"M": {"x": {"S": "X"}, "y": {"S": "Y"}}}}


@pytest.fixture
def stored(client, table):
    client.put_item(TableName=table, Item=ITEM)
    return table


def get(client, table, **more):
    return client.get_item(TableName=table, Key={"pk": {"S": "a"}}, **more)


def test_an_absent_item_has_no_item_member(client, stored):
    assert "Item" not in client.get_item(TableName=stored, Key={"pk": {"S": "b"}})


@pytest.mark.parametrize("projection, names, expected", [
    ("pk", None, {"pk": {"S": "a"}}),
    ("l[2], l[0]", None, {"l": {"L": [{"N": "0"}, {"N": "2"}]}}),
    ("m.x, m.#y", {"#y": "y"}, {"m": {"M": {"x": {"S": "X"}, "y": {"S": "Y"}}}}),
    ("absent.x", None, {}),
])
def test_projects(client, stored, projection, names, expected):
    more = {"ExpressionAttributeNames": names} if names else {}
    assert get(client, stored, ProjectionExpression=projection, **more)["Item"] == expected


@pytest.mark.parametrize("consistent, key, units", [(False, "a", 0.5), (True, "a", 1.0), (False, "none", 0.5), (True, "none", 1.0)])
def test_consumed_capacity(client, stored, consistent, key, units):
    answer = client.get_item(TableName=stored, Key={"pk": {"S": key}}, ConsistentRead=consistent, ReturnConsumedCapacity="INDEXES")
    assert answer["ConsumedCapacity"] == {"TableName": stored, "CapacityUnits": units, "Table": {"CapacityUnits": units}}


@pytest.mark.parametrize("key, message", [
    ({"pk": {"N": "1"}}, "The provided key element does not match the schema"),
    ({"pk": {"S": "a"}, "sk": {"S": "b"}}, "The provided key element does not match the schema"),
    ({"pk": {"S": ""}}, "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
                        "empty string value. Key: pk"),
])
def test_refuses_a_bad_key(client, stored, key, message):
    refused(lambda: client.get_item(TableName=stored, Key=key), "ValidationException", message)


@pytest.mark.parametrize("more, message", [
    ({"ProjectionExpression": "a, a.b"}, "Invalid ProjectionExpression: Two document paths overlap with each other; must remove or "
                                         "rewrite one of these paths; path one: [a], path two: [a, b]"),
    ({"ProjectionExpression": "size"}, "Invalid ProjectionExpression: Attribute name is a reserved keyword; reserved keyword: size"),
    ({"ProjectionExpression": "#x"}, "Invalid ProjectionExpression: An expression attribute name used in the document path is not "
                                     "defined; attribute name: #x"),
    ({"ExpressionAttributeNames": {"#x": "x"}}, "ExpressionAttributeNames can only be specified when using expressions"),
])
def test_refuses_a_bad_projection(client, stored, more, message):
    refused(lambda: get(client, stored, **more), "ValidationException", message)


# facts/validation.md section 3
def test_an_arn_that_is_no_tables_is_refused(client, stored):
    arn = client.describe_table(TableName=stored)["Table"]["TableArn"]
    assert client.get_item(TableName=arn, Key={"pk": {"S": "a"}})["Item"] == ITEM
    for bad in (arn + "/index/idx", "arn:aws:dynamodb:us-east-1:000000000000:backup", "arn:aws:s3:::bucket"):
        refused(lambda: client.get_item(TableName=bad, Key={"pk": {"S": "a"}}), "ValidationException",
                f"Invalid TableArn: Invalid ResourceArn provided as input {bad}")
