"""PutItem. Sources: facts/validation.md sections 4 to 8, facts/sizes-and-capacity.md, facts/aws-observed.md section 2."""
import pytest
from conftest import create, raw, refused

ENVELOPE = "1 validation error detected: "
INVALID = "One or more parameter values were invalid: "
ALL_TYPES = {
    "pk": {"S": "all"}, "n": {"N": "-12345678901234567890123456789012345678"}, "b": {"B": b"\x00\xff"}, "t": {"BOOL": True},
    "z": {"NULL": True}, "e": {"S": ""}, "ss": {"SS": ["", "a"]}, "ns": {"NS": ["-1", "2.5"]}, "bs": {"BS": [b"", b"x"]},
    "l": {"L": [{"L": []}, {"M": {}}]}, "m": {"M": {"x": {"M": {"y": {"S": "\u00fc\U0001f600"}}}}},
}


def test_all_ten_types_come_back(client, table):
    client.put_item(TableName=table, Item=ALL_TYPES)
    assert client.get_item(TableName=table, Key={"pk": {"S": "all"}})["Item"] == ALL_TYPES


@pytest.mark.parametrize("sent, kept", [
    ("007", "7"), ("+1.5", "1.5"), ("1.10", "1.1"), ("100.000", "100"), ("1e3", "1000"), (".5", "0.5"), ("5.", "5"), ("-0", "0"),
    ("1e-20", "0.00000000000000000001"), ("1e125", "1" + "0" * 125), ("123e-2", "1.23"),
])
def test_numbers_come_back_in_canonical_form(client, table, sent, kept):
    client.put_item(TableName=table, Item={"pk": {"S": "a"}, "n": {"N": sent}})
    assert client.get_item(TableName=table, Key={"pk": {"S": "a"}})["Item"]["n"] == {"N": kept}


def test_replaces_the_whole_item_and_returns_the_old_one(client, table):
    client.put_item(TableName=table, Item={"pk": {"S": "a"}, "old": {"N": "1"}})
    answer = client.put_item(TableName=table, Item={"pk": {"S": "a"}, "new": {"N": "2"}}, ReturnValues="ALL_OLD")
    assert answer["Attributes"] == {"pk": {"S": "a"}, "old": {"N": "1"}}
    assert client.get_item(TableName=table, Key={"pk": {"S": "a"}})["Item"] == {"pk": {"S": "a"}, "new": {"N": "2"}}


def test_a_failed_condition_changes_nothing_and_can_return_the_item(url, client, table):
    client.put_item(TableName=table, Item={"pk": {"S": "a"}, "v": {"N": "1"}})
    answer = raw(url, "PutItem", {"TableName": table, "Item": {"pk": {"S": "a"}}, "ConditionExpression": "attribute_not_exists(pk)",
                                  "ReturnValuesOnConditionCheckFailure": "ALL_OLD"})
    assert answer == (400, {"__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
                            "message": "The conditional request failed", "Item": {"pk": {"S": "a"}, "v": {"N": "1"}}})
    assert client.get_item(TableName=table, Key={"pk": {"S": "a"}})["Item"]["v"] == {"N": "1"}


def test_consumed_capacity_counts_the_larger_image(client, table):
    def put(size):
        return client.put_item(TableName=table, Item={"pk": {"S": "a"}, "x": {"S": "y" * size}},
                               ReturnConsumedCapacity="TOTAL")["ConsumedCapacity"]
    # pk is 3 bytes, x 1 more than its text: 1024 bytes are 1 unit, 1025 are 2 (sizes-and-capacity.md section 4).
    assert put(1020) == {"TableName": table, "CapacityUnits": 1.0}
    assert put(1021)["CapacityUnits"] == 2.0
    assert put(1)["CapacityUnits"] == 2.0


@pytest.mark.parametrize("item, message", [
    ({"pk": {"S": "a"}, "x": {}}, "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"),
    ({"pk": {"S": "a"}, "x": {"S": "a", "N": "1"}},
     "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes"),
    ({"pk": {"S": "a"}, "x": {"N": "one"}}, ENVELOPE + "The parameter cannot be converted to a numeric value: one"),
    ({"pk": {"S": "a"}, "x": {"N": "1e126"}},
     ENVELOPE + "Number overflow. Attempting to store a number with magnitude larger than supported range"),
    ({"pk": {"S": "a"}, "x": {"N": "1e-131"}},
     ENVELOPE + "Number underflow. Attempting to store a number with magnitude smaller than supported range"),
    ({"pk": {"S": "a"}, "x": {"N": "1" * 39}}, ENVELOPE + "Attempting to store more than 38 significant digits in a Number"),
    ({"pk": {"S": "a"}, "x": {"NULL": False}}, ENVELOPE + INVALID + "Null attribute value types must have the value of true"),
    ({"pk": {"S": "a"}, "x": {"SS": []}}, ENVELOPE + INVALID + "An string set  may not be empty"),
    ({"pk": {"S": "a"}, "x": {"SS": ["b", "a", "b"]}},
     ENVELOPE + INVALID + 'Input collection ["a", "b", "b"] contains duplicates.'),
    ({"pk": {"S": "a"}, "x": {"NS": ["1", "1.0"]}}, ENVELOPE + INVALID + "Input collection contains duplicates."),
    ({"x": {"S": "a"}}, INVALID + "Missing the key pk in the item"),
    ({"pk": {"N": "1"}}, INVALID + "Type mismatch for key pk expected: S actual: N"),
    ({"pk": {"S": ""}}, "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
                        "empty string value. Key: pk"),
    ({"pk": {"S": "k" * 2049}}, INVALID + "Size of hashkey has exceeded the maximum size limit of2048 bytes"),
    ({"pk": {"S": "a"}, "x": {"S": "y" * 409_600}}, "Item size has exceeded the maximum allowed size"),
])
def test_refuses_a_bad_item_with_the_services_text(client, table, item, message):
    refused(lambda: client.put_item(TableName=table, Item=item), "ValidationException", message)
    assert client.scan(TableName=table)["Items"] == []


def test_the_largest_item_passes(client, table):
    client.put_item(TableName=table, Item={"pk": {"S": "a"}, "x": {"S": "y" * (409_600 - 4)}})
    assert len(client.get_item(TableName=table, Key={"pk": {"S": "a"}})["Item"]["x"]["S"]) == 409_596


@pytest.mark.parametrize("levels, fits", [(31, True), (32, False)])
def test_nesting_ends_at_32_levels(client, table, levels, fits):
    value = {"S": "deep"}
    for _ in range(levels):
        value = {"M": {"m": value}}
    def put():
        return client.put_item(TableName=table, Item={"pk": {"S": "a"}, "x": value})
    if fits:
        put()
        assert client.get_item(TableName=table, Key={"pk": {"S": "a"}})["Item"]["x"] == value
    else:
        refused(put, "ValidationException")


def test_an_index_key_of_the_wrong_type_refuses_the_write(client, name):
    create(client, name, definitions=[{"AttributeName": "g", "AttributeType": "S"}], GlobalSecondaryIndexes=[
        {"IndexName": "idx", "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}}])
    refused(lambda: client.put_item(TableName=name, Item={"pk": {"S": "a"}, "g": {"N": "1"}}), "ValidationException",
            INVALID + "Type mismatch for Index Key g Expected: S Actual: N IndexName: idx")
    client.put_item(TableName=name, Item={"pk": {"S": "a"}})
    assert client.scan(TableName=name)["Count"] == 1
    client.delete_table(TableName=name)


def test_an_absent_table_is_not_found(client):
    refused(lambda: client.put_item(TableName="absent", Item={"pk": {"S": "a"}}), "ResourceNotFoundException",
            "Requested resource not found")


@pytest.mark.parametrize("changes, message", [
    ({"ReturnValues": "ALL_NEW"}, ENVELOPE + "ReturnValues can only be ALL_OLD or NONE"),
    ({"ConditionExpression": ""}, ENVELOPE + "Invalid ConditionExpression: The expression can not be empty;"),
    ({"ConditionExpression": "a = = :b", "ExpressionAttributeValues": {":b": {"S": "x"}}},
     ENVELOPE + 'Invalid ConditionExpression: Syntax error; token: "=", near: "= = :b"'),
    ({"ConditionExpression": "attribute_exists(pk)", "ExpressionAttributeNames": {"#unused": "x"}},
     ENVELOPE + "Value provided in ExpressionAttributeNames unused in expressions: keys: {#unused}"),
    ({"ExpressionAttributeValues": {":v": {"S": "x"}}},
     ENVELOPE + "ExpressionAttributeValues can only be specified when using expressions"),
])
def test_refuses_bad_parameters_with_the_services_text(client, table, changes, message):
    refused(lambda: client.put_item(TableName=table, Item={"pk": {"S": "a"}}, **changes), "ValidationException", message)


# facts/sizes-and-capacity.md:21. An item of 204,800 bytes and its entry, all of it, are 409,600 bytes together.
@pytest.mark.parametrize("way, prefix", [("put", "Item size"), ("batch", "Item size"), ("transact", "Item size"), ("insert", "Item size"),
                                         ("update", "Item size to update")])
def test_the_limit_of_an_item_takes_in_its_entries_in_local_indexes(client, name, way, prefix):
    create(client, name, sort="S", definitions=[{"AttributeName": "rank", "AttributeType": "S"}], LocalSecondaryIndexes=[
        {"IndexName": "byRank", "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "rank", "KeyType": "RANGE"}],
         "Projection": {"ProjectionType": "ALL"}}])
    other = 204_800 - len("pk" "p" "sk" "s" "rank" "r" "x")

    def write(length):
        item = {"pk": {"S": "p"}, "sk": {"S": "s"}, "rank": {"S": "r"}, "x": {"S": "x" * length}}
        if way == "put":
            client.put_item(TableName=name, Item=item)
        elif way == "batch":
            client.batch_write_item(RequestItems={name: [{"PutRequest": {"Item": item}}]})
        elif way == "transact":
            client.transact_write_items(TransactItems=[{"Put": {"TableName": name, "Item": item}}])
        elif way == "insert":
            client.execute_statement(Statement=f"INSERT INTO \"{name}\" VALUE {{'pk':'p','sk':'s','rank':'r','x':?}}", Parameters=[item["x"]])
        else:
            client.put_item(TableName=name, Item={key: value for key, value in item.items() if key != "rank"})
            client.update_item(TableName=name, Key={key: item[key] for key in ("pk", "sk")}, UpdateExpression="SET #r = :r",
                               ExpressionAttributeNames={"#r": "rank"}, ExpressionAttributeValues={":r": item["rank"]})

    refused(lambda: write(other + 1), "ValidationException", f"{prefix} has exceeded the maximum allowed size")
    assert client.query(TableName=name, IndexName="byRank", KeyConditionExpression="pk = :p",
                        ExpressionAttributeValues={":p": {"S": "p"}})["Count"] == 0
    write(other)
    assert client.query(TableName=name, IndexName="byRank", KeyConditionExpression="pk = :p",
                        ExpressionAttributeValues={":p": {"S": "p"}})["Count"] == 1
