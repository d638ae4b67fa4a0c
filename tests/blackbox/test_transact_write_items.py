"""TransactWriteItems. Sources: facts/aws-observed.md section 11, facts/validation.md section 13,
facts/sizes-and-capacity.md sections 4 and 5, facts/operations.md."""
import pytest
from conftest import create, raw, refused
from transactions import FAILED, NONE, SCHEMA, SEVERAL, cancelled, check, delete, put, update


def stored(client, table):
    return {item["pk"]["S"]: item for item in client.scan(TableName=table, ConsistentRead=True)["Items"]}


def write(client, *actions, **more):
    return client.transact_write_items(TransactItems=list(actions), **more)


@pytest.fixture
def other(client, name):
    yield create(client, name + "-other")
    client.delete_table(TableName=name + "-other")


def test_the_four_actions_over_two_tables(client, table, other):
    client.put_item(TableName=table, Item={"pk": {"S": "gone"}})
    client.put_item(TableName=other, Item={"pk": {"S": "checked"}, "n": {"N": "1"}})
    answer = write(client, put(table, "new", x={"S": "y"}), delete(table, "gone"),
                   update(other, "fresh", "SET n = :n", ExpressionAttributeValues={":n": {"N": "5"}}),
                   check(other, "checked", "n = :one", ExpressionAttributeValues={":one": {"N": "1"}}))
    assert {key for key in answer if key != "ResponseMetadata"} == set()
    assert stored(client, table) == {"new": {"pk": {"S": "new"}, "x": {"S": "y"}}}
    assert stored(client, other) == {"fresh": {"pk": {"S": "fresh"}, "n": {"N": "5"}},
                                     "checked": {"pk": {"S": "checked"}, "n": {"N": "1"}}}


def test_a_failed_condition_leaves_everything(client, table, other):
    """All failed conditions are told, in order; the others are None without a message."""
    client.put_item(TableName=table, Item={"pk": {"S": "a"}, "n": {"N": "1"}})
    before = stored(client, table)
    reasons = cancelled(lambda: write(
        client, put(table, "b"), delete(table, "a", ConditionExpression="n = :two",
                                        ExpressionAttributeValues={":two": {"N": "2"}}),
        update(other, "c", "SET x = :v", ExpressionAttributeValues={":v": {"S": "v"}}),
        check(other, "absent", "attribute_exists(pk)")))
    assert reasons == [NONE, FAILED, NONE, FAILED]
    assert (stored(client, table), stored(client, other)) == (before, {})


def test_the_old_item_of_a_failed_condition(client, table):
    item = {"pk": {"S": "a"}, "n": {"N": "1"}}
    client.put_item(TableName=table, Item=item)
    asked = {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
    error = refused(lambda: write(client, check(table, "a", "n > :n", ExpressionAttributeValues={":n": {"N": "5"}}, **asked),
                                  check(table, "absent", "attribute_exists(pk)", **asked), put(table, "b")),
                    "TransactionCanceledException")
    assert error["CancellationReasons"] == [
        {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed", "Item": item},
        {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed"}, {"Code": "None"}]


def test_form_of_the_error(url, client, table):
    status, answer = raw(url, "TransactWriteItems", {"TransactItems": [check(table, "a", "attribute_exists(pk)")]})
    assert (status, answer) == (400, {
        "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "Message": "Transaction cancelled, please refer cancellation reasons for specific reasons [ConditionalCheckFailed]",
        "CancellationReasons": [{"Code": "ConditionalCheckFailed", "Message": "The conditional request failed"}]})


def test_an_update_whose_condition_fails_leaves_no_ghost(client, table):
    assert cancelled(lambda: write(client, update(table, "a", "SET x = :v", ConditionExpression="attribute_exists(pk)",
                                                  ExpressionAttributeValues={":v": {"S": "v"}}))) == [FAILED]
    assert stored(client, table) == {}


def test_validation_errors_in_reasons(client, table):
    """Only the first one is told; conditions are not looked at."""
    mismatch = "One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N"
    number = {"TableName": table, "Key": {"pk": {"N": "1"}}}
    twice = {"Put": {"TableName": table, "Item": {"pk": {"N": "7"}}}}
    assert cancelled(lambda: write(client, twice, twice)) == [("ValidationError", mismatch), NONE]
    failing = check(table, "a", "attribute_exists(pk)")
    for action, message in [
        ({"Put": {"TableName": table, "Item": {"pk": {"N": "7"}}}}, mismatch),
        ({"Put": {"TableName": table, "Item": {"x": {"N": "7"}}}},
         "One or more parameter values were invalid: Missing the key pk in the item"),
        ({"Delete": number}, SCHEMA),
        ({"Update": {**number, "UpdateExpression": "REMOVE x"}}, SCHEMA),
        ({"ConditionCheck": {**number, "ConditionExpression": "attribute_exists(pk)"}}, SCHEMA),
        ({"Delete": {"TableName": table, "Key": {}}}, SCHEMA),
        (delete(table, "k" * 2049),
         "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes"),
        (update(table, "b", "SET x = y + :n", ExpressionAttributeValues={":n": {"N": "1"}}),
         "The provided expression refers to an attribute that does not exist in the item"),
        (update(table, "b", "REMOVE pk"),
         "One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key"),
        (update(table, "b", "SET x = :x", ExpressionAttributeValues={":x": {"S": "x" * 409_600}}),
         "Item size to update has exceeded the maximum allowed size"),
    ]:
        assert cancelled(lambda a=action: write(client, failing, a, put(table, "c"))) == [NONE, ("ValidationError", message), NONE], action
        assert stored(client, table) == {}


def test_index_keys(client, name):
    """A wrong type is a reason, an empty value is told as it is."""
    indexed = create(client, name, definitions=[{"AttributeName": "g", "AttributeType": "S"}], GlobalSecondaryIndexes=[
        {"IndexName": "byG", "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}}])
    text = "One or more parameter values were invalid: Type mismatch for Index Key g Expected: S Actual: N IndexName: byG"
    assert cancelled(lambda: write(client, put(indexed, "a", g={"N": "1"}))) == [("ValidationError", text)]
    assert cancelled(lambda: write(client, update(indexed, "a", "SET g = :g", ExpressionAttributeValues={":g": {"N": "1"}}))) == \
        [("ValidationError", text)]
    refused(lambda: write(client, put(indexed, "a", g={"S": ""})), "ValidationException",
            "One or more parameter values are not valid. A value specified for a secondary index key is not supported. "
            "The AttributeValue for a key attribute cannot contain an empty string value. IndexName: byG, IndexKey: g")
    refused(lambda: write(client, update(indexed, "a", "SET g = :g", ExpressionAttributeValues={":g": {"S": ""}})),
            "ValidationException")
    write(client, put(indexed, "a", g={"S": "x"}), put(indexed, "b", g={"S": "x"}))
    assert client.query(TableName=indexed, IndexName="byG", KeyConditionExpression="g = :g",
                        ExpressionAttributeValues={":g": {"S": "x"}})["Count"] == 2
    client.delete_table(TableName=indexed)


def test_refused_as_a_whole(client, table):
    """Faults that need no item are told before tables are looked up, the first action's first."""
    absent = put("absent-table", "a")
    long = "x" * 409_600
    for actions, code, message in [
        ([absent], "ResourceNotFoundException", "Requested resource not found"),
        ([put(table, "a"), absent], "ResourceNotFoundException", "Requested resource not found"),
        ([put(table, "a"), delete(table, "a")], "ValidationException", SEVERAL),
        ([put("absent-table", "a"), put("absent-table", "a")], "ValidationException", SEVERAL),
        ([absent, check(table, "a", "(")], "ValidationException",
         'Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "("'),
        ([absent, check(table, "a", "(pk = :v)", ExpressionAttributeValues={":v": {"S": "x"}, ":w": {"S": "x"}})],
         "ValidationException", "Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}"),
        ([check(table, "a", "((attribute_exists(pk)))")], "ValidationException",
         "Invalid ConditionExpression: The expression has redundant parentheses;"),
        ([put(table, "a", x={"S": long})], "ValidationException", "Item size has exceeded the maximum allowed size"),
        ([put(table, "")], "ValidationException",
         "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. "
         "Key: pk"),
        ([delete(table, "a"), delete(table, "")], "ValidationException",
         "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. "
         "Key: pk"),
        ([put(table, "a", s={"SS": ["a", "a"]})], "ValidationException",
         "One or more parameter values were invalid: Input collection [a, a] contains duplicates."),
        ([check(table, "a", "n = :v", ExpressionAttributeValues={":v": {"N": "abc"}})], "ValidationException",
         "ExpressionAttributeValues contains invalid value: The parameter cannot be converted to a numeric value: abc for key :v"),
        ([check(table, "a", "attribute_exists(pk)", ExpressionAttributeValues={})], "ValidationException",
         "ExpressionAttributeValues must not be empty"),
        ([{**put(table, "a"), **delete(table, "a")}], "ValidationException",
         "TransactItems can only contain one of Check, Put, Update or Delete"),
        ([{}], "ValidationException", "TransactItems can only contain one of Check, Put, Update or Delete"),
        ([check(table, "a", "pk < :b", ExpressionAttributeValues={":b": {"BOOL": True}})], "ValidationException",
         "Invalid ConditionExpression: Incorrect operand type for operator or function; operator or function: <, operand type: BOOL"),
    ]:
        refused(lambda a=actions: write(client, *a), code, message)
        assert stored(client, table) == {}


def test_member_constraints_are_listed_together(client, table):
    refused(lambda: write(client), "ValidationException",
            "1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: "
            "Member must have length greater than or equal to 1")
    error = refused(lambda: write(client, *[put(table, str(n)) for n in range(101)]), "ValidationException")
    assert error["Error"]["Message"].endswith(
        "at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to 100")
    token = "t" * 37
    refused(lambda: write(client, put("absent-table", "a"), ClientRequestToken=token, ReturnConsumedCapacity="X",
                          ReturnItemCollectionMetrics="Y"), "ValidationException",
            f"3 validation errors detected: Value '{token}' at 'clientRequestToken' failed to satisfy constraint: "
            "Member must have length less than or equal to 36; "
            "Value 'X' at 'returnConsumedCapacity' failed to satisfy constraint: "
            "Member must satisfy enum value set: [INDEXES, TOTAL, NONE]; "
            "Value 'Y' at 'returnItemCollectionMetrics' failed to satisfy constraint: Member must satisfy enum value set: [SIZE, NONE]")
    for wrong in ("none", "dog"):
        refused(lambda w=wrong: write(client, update(table, "a", "REMOVE x", ReturnValuesOnConditionCheckFailure=w)),
                "ValidationException",
                f"1 validation error detected: Value '{wrong}' at "
                "'transactItems.1.member.update.returnValuesOnConditionCheckFailure' failed to satisfy constraint: "
                "Member must satisfy enum value set: [ALL_OLD, NONE]")
    refused(lambda: write(client, {"ConditionCheck": {"TableName": table, "Key": {"pk": {"S": "a"}}}}), "ValidationException",
            "1 validation error detected: Value null at 'transactItems.1.member.conditionCheck.conditionExpression' "
            "failed to satisfy constraint: Member must not be null")


def test_wrong_json_types(url, table):
    for body in ({"TransactItems": {}}, {"TransactItems": [7]}, {"TransactItems": [{"Put": []}]},
                 {"TransactItems": [put(table, "a")], "ClientRequestToken": 5},
                 {"TransactItems": [check(table, "a", "x", ExpressionAttributeNames={"#x": 7})]}):
        status, answer = raw(url, "TransactWriteItems", body)
        assert (status, answer["__type"]) == (400, "com.amazon.coral.service#SerializationException"), body


def test_names_without_an_expression_are_accepted(client, table):
    action = put(table, "a")
    action["Put"].update(ExpressionAttributeNames={"#a": "a"}, ExpressionAttributeValues={":a": {"S": "a"}})
    write(client, action)
    assert set(stored(client, table)) == {"a"}


def test_a_table_by_its_arn(client, table):
    arn = client.describe_table(TableName=table)["Table"]["TableArn"]
    write(client, put(arn, "a"))
    refused(lambda: write(client, put(arn, "b"), delete(table, "b")), "ValidationException", SEVERAL)


def test_hundred_actions_and_four_megabytes(client, table):
    write(client, *[put(table, str(n)) for n in range(100)])
    assert len(stored(client, table)) == 100
    big = {"S": "x" * 350_000}
    write(client, *[put(table, str(n), x=big) for n in range(10)])
    error = refused(lambda: write(client, *[put(table, str(n), x=big) for n in range(12)]), "ValidationException")
    assert "size cannot exceed" in error["Error"]["Message"]
    # The payload counts, not what is stored.
    for n in range(20):
        client.put_item(TableName=table, Item={"pk": {"S": str(n)}, "x": big})
    write(client, *[delete(table, str(n)) for n in range(20)])
    assert len(stored(client, table)) == 80


def test_consumed_capacity(url, client, name):
    """Write units of the table twice, of indexes once."""
    indexed = create(client, name, definitions=[{"AttributeName": "g", "AttributeType": "S"}], GlobalSecondaryIndexes=[
        {"IndexName": "byG", "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}}])
    client.put_item(TableName=indexed, Item={"pk": {"S": "big"}, "x": {"S": "x" * 3000}})

    def consumed(*actions, **more):
        status, answer = raw(url, "TransactWriteItems", {"TransactItems": actions, **more})
        assert status == 200, answer
        return answer.get("ConsumedCapacity")
    assert consumed(put(indexed, "a")) is None
    assert consumed(put(indexed, "a"), ReturnConsumedCapacity="TOTAL") == \
        [{"TableName": indexed, "CapacityUnits": 2.0, "WriteCapacityUnits": 2.0}]
    assert consumed(put(indexed, "b", g={"S": "x"}), check(indexed, "absent", "attribute_not_exists(pk)"),
                    delete(indexed, "big"), ReturnConsumedCapacity="INDEXES") == [
        {"TableName": indexed, "CapacityUnits": 11.0, "WriteCapacityUnits": 11.0,
         "Table": {"CapacityUnits": 10.0, "WriteCapacityUnits": 10.0},
         "GlobalSecondaryIndexes": {"byG": {"CapacityUnits": 1.0, "WriteCapacityUnits": 1.0}}}]
    client.delete_table(TableName=indexed)


def test_item_collection_metrics(client, name):
    local = create(client, name, sort="N", definitions=[{"AttributeName": "l", "AttributeType": "S"}], LocalSecondaryIndexes=[
        {"IndexName": "byL", "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "l", "KeyType": "RANGE"}],
         "Projection": {"ProjectionType": "ALL"}}])
    answer = write(client, put(local, "a", sk={"N": "1"}), put(local, "a", sk={"N": "2"}), put(local, "b", sk={"N": "1"}),
                   ReturnItemCollectionMetrics="SIZE")
    metrics = answer["ItemCollectionMetrics"][local]
    assert [entry["ItemCollectionKey"]["pk"]["S"] for entry in metrics] == ["a", "b"]
    assert all(entry["SizeEstimateRangeGB"] == [0.0, 1.0] for entry in metrics)
    client.delete_table(TableName=local)


def test_a_token_makes_a_request_happen_once(url, client, table):
    """The same request, however it is written; told as reads when it comes again."""
    def add(amount, key="a", **more):
        return raw(url, "TransactWriteItems", {
            "TransactItems": [update(table, key, "ADD n :n", ExpressionAttributeValues={":n": {"N": amount}})],
            "ClientRequestToken": "token-" + table, "ReturnConsumedCapacity": "TOTAL", **more})
    first = add("1")
    assert first == (200, {"ConsumedCapacity": [{"TableName": table, "CapacityUnits": 2.0, "WriteCapacityUnits": 2.0}]})
    for amount in ("1", "1.0", "01"):
        assert add(amount) == (200, {"ConsumedCapacity": [{"TableName": table, "CapacityUnits": 2.0, "ReadCapacityUnits": 2.0}]})
    assert stored(client, table)["a"]["n"] == {"N": "1"}
    status, answer = add("2")
    assert (status, answer["__type"]) == (400, "com.amazonaws.dynamodb.v20120810#IdempotentParameterMismatchException")
    assert add("1", "b")[0] == 400
    assert stored(client, table) == {"a": {"pk": {"S": "a"}, "n": {"N": "1"}}}


def test_a_repeated_request_is_told_the_read_units_of_the_first(url, table):
    item = put(table, "a", x={"S": "x" * 1500})
    body = {"TransactItems": [item], "ClientRequestToken": "units-" + table, "ReturnConsumedCapacity": "INDEXES"}
    assert raw(url, "TransactWriteItems", body)[1]["ConsumedCapacity"][0]["WriteCapacityUnits"] == 4.0
    assert raw(url, "TransactWriteItems", body)[1]["ConsumedCapacity"] == [
        {"TableName": table, "CapacityUnits": 2.0, "ReadCapacityUnits": 2.0,
         "Table": {"CapacityUnits": 2.0, "ReadCapacityUnits": 2.0}}]


def test_a_cancelled_request_does_not_use_its_token(client, table):
    action = check(table, "a", "attribute_exists(pk)")
    for _ in range(2):
        assert cancelled(lambda: write(client, put(table, "b"), action, ClientRequestToken="again-" + table)) == [NONE, FAILED]
    client.put_item(TableName=table, Item={"pk": {"S": "a"}})
    write(client, put(table, "b"), action, ClientRequestToken="again-" + table)
    assert set(stored(client, table)) == {"a", "b"}


def test_tokens_survive_a_crash(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    client = server.client()
    create(client, "crashed")
    action = update("crashed", "a", "ADD n :n", ExpressionAttributeValues={":n": {"N": "1"}})
    write(client, action, ClientRequestToken="kept")
    server.kill()
    client = start("serve", "--dir", directory, "--port", "0").client()
    write(client, action, ClientRequestToken="kept")
    assert stored(client, "crashed")["a"]["n"] == {"N": "1"}
    refused(lambda: write(client, put("crashed", "b"), ClientRequestToken="kept"), "IdempotentParameterMismatchException")


def test_streams_have_one_record_for_each_changed_item(client, streams, name):
    table = create(client, name, StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})
    client.put_item(TableName=table, Item={"pk": {"S": "same"}})
    write(client, put(table, "new"), put(table, "same"), check(table, "other", "attribute_not_exists(pk)"), delete(table, "absent"))
    arn = client.describe_table(TableName=table)["Table"]["LatestStreamArn"]
    records = []
    for shard in streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
        iterator = streams.get_shard_iterator(StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")
        records += streams.get_records(ShardIterator=iterator["ShardIterator"])["Records"]
    assert sorted(r["dynamodb"]["Keys"]["pk"]["S"] for r in records) == ["new", "same"]
    client.delete_table(TableName=table)


def test_expressions_that_are_too_long(client, table):
    """facts/validation.md section 8, "too long": an update's text ends with the semicolon."""
    value = {"ExpressionAttributeValues": {":v": {"N": "1"}}}
    refused(lambda: write(client, put(table, "a"), update(table, "b", "SET a = :v" + " " * 4087, **value)), "ValidationException",
            "Invalid UpdateExpression: Expression size has exceeded the maximum allowed size;")
    refused(lambda: write(client, put(table, "a"), check(table, "b", "a = :v" + " " * 4103, **value)), "ValidationException",
            "Invalid ConditionExpression: Expression size has exceeded the maximum allowed size; expression size: 4109")
    assert stored(client, table) == {}


def test_taking_away_makes_no_item(client, table):
    """facts/aws-observed.md section 21."""
    write(client, update(table, "absent", "REMOVE x"), update(table, "made", "REMOVE x SET y = :v",
                                                              ExpressionAttributeValues={":v": {"N": "1"}}))
    assert set(stored(client, table)) == {"made"}
