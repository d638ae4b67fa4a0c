"""Query. Sources: facts/validation.md section 9, facts/sizes-and-capacity.md sections 3 and 6, facts/numbers-and-keys.md."""
import pytest
from conftest import create, refused


@pytest.fixture(scope="module")
def numbers(client):
    """Partition 'a' with sort keys -5 .. 14 and an attribute; partition 'b' with one item."""
    name = create(client, "query-numbers", sort="N")
    for n in range(-5, 15):
        client.put_item(TableName=name, Item={"pk": {"S": "a"}, "sk": {"N": str(n)}, "even": {"BOOL": n % 2 == 0}})
    client.put_item(TableName=name, Item={"pk": {"S": "b"}, "sk": {"N": "0"}})
    yield name
    client.delete_table(TableName=name)


def query(client, table, condition="pk = :pk", values=None, **more):
    return client.query(TableName=table, KeyConditionExpression=condition,
                        ExpressionAttributeValues={":pk": {"S": "a"}, **(values or {})}, **more)


def sort_keys(answer):
    return [int(item["sk"]["N"]) for item in answer["Items"]]


@pytest.mark.parametrize("condition, values, expected", [
    ("pk = :pk", {}, range(-5, 15)),
    ("pk = :pk AND sk = :v", {":v": {"N": "3.0"}}, [3]),
    ("sk < :v AND pk = :pk", {":v": {"N": "-3"}}, [-5, -4]),
    ("pk = :pk AND sk <= :v", {":v": {"N": "-3"}}, [-5, -4, -3]),
    ("pk = :pk AND :v < sk", {":v": {"N": "12"}}, [13, 14]),
    ("(pk = :pk) AND (sk >= :v)", {":v": {"N": "12.5"}}, [13, 14]),
    ("pk = :pk AND sk BETWEEN :v AND :w", {":v": {"N": "-1"}, ":w": {"N": "1"}}, [-1, 0, 1]),
])
def test_key_conditions_in_both_directions(client, numbers, condition, values, expected):
    assert sort_keys(query(client, numbers, condition, values)) == list(expected)
    assert sort_keys(query(client, numbers, condition, values, ScanIndexForward=False)) == list(reversed(expected))


def test_strings_are_ordered_by_utf8_bytes(client, name):
    create(client, name, sort="S")
    keys = ["a", "a\x00", "aa", "b", "\u00e9", "\uffee", "\U00010000"]
    for key in reversed(keys):
        client.put_item(TableName=name, Item={"pk": {"S": "a"}, "sk": {"S": key}})
    assert [item["sk"]["S"] for item in query(client, name)["Items"]] == keys
    begins = query(client, name, "pk = :pk AND begins_with(sk, :v)", {":v": {"S": "a"}})
    assert [item["sk"]["S"] for item in begins["Items"]] == ["a", "a\x00", "aa"]
    client.delete_table(TableName=name)


@pytest.mark.parametrize("forward", [True, False])
@pytest.mark.parametrize("limit", [1, 3, 7, 20, 21])
def test_pages_add_up(client, numbers, limit, forward):
    seen, start = [], {}
    while True:
        page = query(client, numbers, Limit=limit, ScanIndexForward=forward, **start)
        assert page["ScannedCount"] <= limit
        seen += sort_keys(page)
        if "LastEvaluatedKey" not in page:
            break
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
    assert seen == (list(range(-5, 15)) if forward else list(range(14, -6, -1)))


def test_a_limit_that_is_hit_exactly_at_the_end_still_has_a_key(client, numbers):
    page = query(client, numbers, Limit=20)
    assert page["LastEvaluatedKey"] == {"pk": {"S": "a"}, "sk": {"N": "14"}}
    last = query(client, numbers, ExclusiveStartKey=page["LastEvaluatedKey"])
    assert (last["Items"], "LastEvaluatedKey" in last) == ([], False)


def test_the_filter_comes_after_the_limit(client, numbers):
    page = query(client, numbers, Limit=4, FilterExpression="even = :yes", values={":yes": {"BOOL": True}})
    assert (page["Count"], page["ScannedCount"], sort_keys(page)) == (2, 4, [-4, -2])
    count = query(client, numbers, Select="COUNT")
    assert (count["Count"], "Items" in count) == (20, False)


def test_a_page_ends_at_one_megabyte(client, sorted_table):
    for n in range(12):
        client.put_item(TableName=sorted_table, Item={"pk": {"S": "a"}, "sk": {"N": str(n)}, "x": {"S": "y" * 100_000}})
    page = query(client, sorted_table, ReturnConsumedCapacity="TOTAL")
    assert page["Count"] in (10, 11)
    assert "LastEvaluatedKey" in page
    rest = query(client, sorted_table, ExclusiveStartKey=page["LastEvaluatedKey"])
    assert page["Count"] + rest["Count"] == 12


@pytest.mark.parametrize("consistent, units", [(False, 0.5), (True, 1.0)])
def test_capacity_of_a_small_page(client, numbers, consistent, units):
    answer = query(client, numbers, ConsistentRead=consistent, ReturnConsumedCapacity="TOTAL")
    assert answer["ConsumedCapacity"] == {"TableName": numbers, "CapacityUnits": units}


@pytest.mark.parametrize("condition, values, message", [
    ("pk > :pk", {}, "Query key condition not supported"),
    ("sk = :v", {":v": {"N": "1"}}, "Query condition missed key schema element: pk"),
    ("pk = :pk AND sk = :v", {":v": {"S": "1"}},
     "One or more parameter values were invalid: Condition parameter type does not match schema type"),
    ("pk = :pk OR sk = :v", {":v": {"N": "1"}},
     "Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: OR"),
    ("pk = :pk AND pk = :v", {":v": {"S": "1"}},
     "Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key"),
])
def test_refuses_a_bad_key_condition(client, numbers, condition, values, message):
    def call():
        names = {":pk": {"S": "a"}} if ":pk" in condition else {}
        return client.query(TableName=numbers, KeyConditionExpression=condition, ExpressionAttributeValues={**names, **values})
    refused(call, "ValidationException", message)


def test_refuses_without_a_key_condition_and_a_filter_on_keys(client, numbers):
    refused(lambda: client.query(TableName=numbers), "ValidationException",
            "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.")
    refused(lambda: query(client, numbers, FilterExpression="sk > :v", values={":v": {"N": "1"}}), "ValidationException",
            "Filter Expression can only contain non-primary key attributes: Primary key attribute: sk")


def test_an_unknown_index_is_refused(client, numbers):
    refused(lambda: query(client, numbers, IndexName="nowhere"), "ValidationException",
            "The table does not have the specified index: nowhere")


def test_a_global_index_is_sparse_and_follows_writes(client, name):
    create(client, name, definitions=[{"AttributeName": "g", "AttributeType": "S"}], GlobalSecondaryIndexes=[
        {"IndexName": "idx", "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}}])

    def by_index(value):
        return sorted(item["pk"]["S"] for item in client.query(
            TableName=name, IndexName="idx", KeyConditionExpression="g = :g",
            ExpressionAttributeValues={":g": {"S": value}})["Items"])
    client.put_item(TableName=name, Item={"pk": {"S": "1"}, "g": {"S": "x"}})
    client.put_item(TableName=name, Item={"pk": {"S": "2"}, "g": {"S": "x"}})
    client.put_item(TableName=name, Item={"pk": {"S": "3"}})
    assert by_index("x") == ["1", "2"]
    client.update_item(TableName=name, Key={"pk": {"S": "1"}}, UpdateExpression="SET g = :y",
                       ExpressionAttributeValues={":y": {"S": "y"}})
    client.delete_item(TableName=name, Key={"pk": {"S": "2"}})
    assert (by_index("x"), by_index("y")) == ([], ["1"])
    table = client.describe_table(TableName=name)["Table"]
    assert (table["ItemCount"], table["GlobalSecondaryIndexes"][0]["ItemCount"]) == (2, 1)
    client.delete_table(TableName=name)


# facts/aws-observed.md section 6: told alone and bare; section 7: only the name of the table comes before it.
def test_an_unknown_conditional_operator_comes_first(client, numbers):
    absent = {"ComparisonOperator": "NULL"}
    more = {"QueryFilter": {"a": absent, "b": absent}, "ConditionalOperator": "XOR", "Select": "NONSENSE"}
    refused(lambda: query(client, numbers, **more), "ValidationException",
            "Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]")
    refused(lambda: query(client, "", **more), "ValidationException",
            "1 validation error detected: Value at 'TableName' failed to satisfy constraint: "
            "Member must have length greater than or equal to 1")
