"""BatchGetItem. Sources: facts/operations.md, facts/validation.md section 12."""
from conftest import create, refused


def test_reads_from_two_tables_and_leaves_out_absent_items(client, name):
    first, second = create(client, name + "-1"), create(client, name + "-2", sort="N")
    client.put_item(TableName=first, Item={"pk": {"S": "a"}, "v": {"N": "1"}, "w": {"N": "2"}})
    client.put_item(TableName=second, Item={"pk": {"S": "a"}, "sk": {"N": "1"}})
    answer = client.batch_get_item(RequestItems={
        first: {"Keys": [{"pk": {"S": "a"}}, {"pk": {"S": "absent"}}], "ProjectionExpression": "v"},
        second: {"Keys": [{"pk": {"S": "a"}, "sk": {"N": "1.0"}}], "ConsistentRead": True}}, ReturnConsumedCapacity="TOTAL")
    assert answer["Responses"] == {first: [{"v": {"N": "1"}}], second: [{"pk": {"S": "a"}, "sk": {"N": "1"}}]}
    assert answer["UnprocessedKeys"] == {}
    assert {entry["TableName"]: entry["CapacityUnits"] for entry in answer["ConsumedCapacity"]} == {first: 1.0, second: 1.0}
    for one in (first, second):
        client.delete_table(TableName=one)


def test_answers_of_16_megabytes_leave_the_rest_unprocessed(client, table):
    keys = [{"pk": {"S": str(n)}} for n in range(60)]
    for key in keys:
        client.put_item(TableName=table, Item={**key, "x": {"S": "y" * 390_000}})
    pending, seen = {table: {"Keys": keys}}, 0
    rounds = 0
    while pending:
        answer = client.batch_get_item(RequestItems=pending)
        seen += len(answer["Responses"][table])
        pending = answer["UnprocessedKeys"]
        rounds += 1
    assert (seen, rounds) == (60, 2)


def test_a_table_and_its_arn_are_one(client, table):
    """facts/aws-observed.md section 2, "TableName may be the table's ARN"."""
    for key in "ab":
        client.put_item(TableName=table, Item={"pk": {"S": key}})
    arn = client.describe_table(TableName=table)["Table"]["TableArn"]
    answer = client.batch_get_item(RequestItems={table: {"Keys": [{"pk": {"S": "a"}}]}, arn: {"Keys": [{"pk": {"S": "b"}}]}},
                                   ReturnConsumedCapacity="TOTAL")
    [(named, items)] = answer["Responses"].items()
    assert sorted(item["pk"]["S"] for item in items) == ["a", "b"]
    assert answer["ConsumedCapacity"] == [{"TableName": named, "CapacityUnits": 1.0}]


def test_numbers_written_otherwise_are_no_duplicates(client, name):
    """facts/aws-observed.md section 9: BatchGetItem takes both and returns the item once, BatchWriteItem refuses."""
    create(client, name, partition="N")
    client.put_item(TableName=name, Item={"pk": {"N": "1000"}})
    def read(*numbers):
        return client.batch_get_item(RequestItems={name: {"Keys": [{"pk": {"N": n}} for n in numbers]}})["Responses"][name]
    assert read("1000", "1e3", "2") == [{"pk": {"N": "1000"}}]
    refused(lambda: read("1000", "1e3", "1000"), "ValidationException", "Provided list of item keys contains duplicates")
    refused(lambda: client.batch_write_item(RequestItems={name: [{"DeleteRequest": {"Key": {"pk": {"N": n}}}} for n in ("1000", "1e3")]}),
            "ValidationException", "Provided list of item keys contains duplicates")
    client.delete_table(TableName=name)


def test_refuses_duplicates_and_too_many_keys(client, table):
    refused(lambda: client.batch_get_item(RequestItems={table: {"Keys": [{"pk": {"S": "a"}}, {"pk": {"S": "a"}}]}}),
            "ValidationException", "Provided list of item keys contains duplicates")
    refused(lambda: client.batch_get_item(RequestItems={table: {"Keys": [{"pk": {"S": str(n)}} for n in range(101)]}}),
            "ValidationException", f"1 validation error detected: Value at 'RequestItems.{table}.member.Keys' failed to satisfy "
                                   "constraint: Member must have length less than or equal to 100")


def test_refuses_a_bad_key_and_an_absent_table(client, table):
    refused(lambda: client.batch_get_item(RequestItems={table: {"Keys": [{"pk": {"N": "1"}}]}}), "ValidationException",
            "The provided key element does not match the schema")
    refused(lambda: client.batch_get_item(RequestItems={"absent": {"Keys": [{"pk": {"S": "a"}}]}}), "ResourceNotFoundException",
            "Requested resource not found")
