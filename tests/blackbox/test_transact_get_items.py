"""TransactGetItems. Sources: facts/aws-observed.md section 11, facts/validation.md section 13,
facts/sizes-and-capacity.md section 3."""
from conftest import create, moment, raw, refused
from transactions import NONE, SCHEMA, SEVERAL, cancelled, get


def read(client, *gets, **more):
    return client.transact_get_items(TransactItems=list(gets), **more)


def test_items_in_the_order_of_the_request(url, client, table, name):
    other = create(client, name + "-other")
    client.put_item(TableName=table, Item={"pk": {"S": "a"}, "x": {"S": "y"}, "z": {"N": "1"}})
    client.put_item(TableName=other, Item={"pk": {"S": "b"}})
    status, answer = raw(url, "TransactGetItems", {"TransactItems": [
        get(other, "b"), get(table, "absent"), get(table, "a", ProjectionExpression="#x", ExpressionAttributeNames={"#x": "x"}),
        get(other, "absent", ProjectionExpression="nothing")]})
    assert (status, answer) == (200, {"Responses": [{"Item": {"pk": {"S": "b"}}}, {}, {"Item": {"x": {"S": "y"}}}, {}]})
    client.delete_table(TableName=other)


def test_a_projection_that_matches_nothing_gives_no_item(client, table):
    client.put_item(TableName=table, Item={"pk": {"S": "a"}})
    assert read(client, get(table, "a", ProjectionExpression="x"))["Responses"] == [{}]


def test_consumed_capacity_is_doubled(url, client, table):
    client.put_item(TableName=table, Item={"pk": {"S": "a"}, "x": {"S": "x" * 5000}})
    gets = [get(table, "a"), get(table, "absent")]
    assert raw(url, "TransactGetItems", {"TransactItems": gets, "ReturnConsumedCapacity": "TOTAL"})[1]["ConsumedCapacity"] == \
        [{"TableName": table, "CapacityUnits": 6.0, "ReadCapacityUnits": 6.0}]
    assert raw(url, "TransactGetItems", {"TransactItems": gets, "ReturnConsumedCapacity": "INDEXES"})[1]["ConsumedCapacity"] == \
        [{"TableName": table, "CapacityUnits": 6.0, "ReadCapacityUnits": 6.0,
          "Table": {"CapacityUnits": 6.0, "ReadCapacityUnits": 6.0}}]


def test_faults_of_keys(client, table):
    wrong = {"Get": {"TableName": table, "Key": {"pk": {"N": "1"}}}}
    none = {"Get": {"TableName": table, "Key": {}}}
    assert cancelled(lambda: read(client, get(table, "a"), wrong, none)) == [NONE, ("ValidationError", SCHEMA), NONE]
    assert cancelled(lambda: read(client, none)) == [("ValidationError", SCHEMA)]
    assert cancelled(lambda: read(client, get(table, "k" * 2049)))[0][0] == "ValidationError"
    refused(lambda: read(client, wrong, get(table, "")), "ValidationException",
            "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. "
            "Key: pk")


def test_refused_as_a_whole(client, table):
    for gets, code, message in [
        ([], "ValidationException",
         "1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: "
         "Member must have length greater than or equal to 1"),
        ([{}], "ValidationException", "1 validation error detected: Value null at 'transactItems.1.member.get' failed to "
                                      "satisfy constraint: Member must not be null"),
        ([get(table, "a"), get(table, "a")], "ValidationException", SEVERAL),
        ([get(table, "a"), get("absent-table", "a")], "ResourceNotFoundException", "Requested resource not found"),
        ([get("absent-table", "a"), get(table, "a", ProjectionExpression="!!")], "ValidationException",
         'Invalid ProjectionExpression: Syntax error; token: "!", near: "!!"'),
        ([get(table, "a", ProjectionExpression="x", ExpressionAttributeNames={"#q": "q"})], "ValidationException",
         "Value provided in ExpressionAttributeNames unused in expressions: keys: {#q}"),
        ([get(table, "a", ProjectionExpression="x, x.y")], "ValidationException",
         "Invalid ProjectionExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; "
         "path one: [x], path two: [x, y]"),
    ]:
        refused(lambda g=gets: read(client, *g), code, message)
    error = refused(lambda: read(client, *[get(table, str(n)) for n in range(101)]), "ValidationException")
    assert error["Error"]["Message"].endswith(
        "at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to 100")


def test_names_without_a_projection_are_accepted(client, table):
    assert read(client, get(table, "a", ExpressionAttributeNames={"#a": "a"}))["Responses"] == [{}]


def test_hundred_items_and_four_megabytes(client, table):
    for n in range(12):
        client.put_item(TableName=table, Item={"pk": {"S": str(n)}, "x": {"S": "x" * 350_000}})
    answer = read(client, *[get(table, str(n)) for n in range(5, 105)])
    assert len(answer["Responses"]) == 100
    refused(lambda: read(client, *[get(table, str(n)) for n in range(12)]), "ValidationException")


def test_as_of(url, client, table):
    client.put_item(TableName=table, Item={"pk": {"S": "a"}, "n": {"N": "1"}})
    then = moment(url)
    client.put_item(TableName=table, Item={"pk": {"S": "a"}, "n": {"N": "2"}})
    body = {"TransactItems": [get(table, "a"), get(table, "b")]}
    status, answer = raw(url, "TransactGetItems", body, headers={"X-Tidemark-As-Of": str(round(then * 1000))})
    assert (status, answer) == (200, {"Responses": [{"Item": {"pk": {"S": "a"}, "n": {"N": "1"}}}, {}]})
