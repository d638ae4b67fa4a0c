"""BatchWriteItem. Sources: facts/operations.md, facts/validation.md section 12."""
from conftest import create, refused


def put(key, **more):
    return {"PutRequest": {"Item": {"pk": {"S": key}, **more}}}


def delete(key):
    return {"DeleteRequest": {"Key": {"pk": {"S": key}}}}


def keys(client, table):
    return sorted(item["pk"]["S"] for item in client.scan(TableName=table)["Items"])


def test_puts_and_deletes_over_two_tables(client, name):
    first, second = create(client, name + "-1"), create(client, name + "-2")
    client.put_item(TableName=first, Item={"pk": {"S": "old"}})
    answer = client.batch_write_item(RequestItems={first: [put("new"), delete("old"), delete("absent")], second: [put("other")]},
                                     ReturnConsumedCapacity="TOTAL")
    assert answer["UnprocessedItems"] == {}
    assert (keys(client, first), keys(client, second)) == (["new"], ["other"])
    assert {entry["TableName"]: entry["CapacityUnits"] for entry in answer["ConsumedCapacity"]} == {first: 3.0, second: 1.0}
    for one in (first, second):
        client.delete_table(TableName=one)


def test_refuses_and_writes_nothing(client, table):
    for requests, code, message in [
        ({table: [put("a"), delete("a")]}, "ValidationException", "Provided list of item keys contains duplicates"),
        ({table: [put("a"), put("")]}, "ValidationException",
         "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. "
         "Key: pk"),
        ({table: [put("a"), {"PutRequest": {"Item": {"x": {"S": "no key"}}}}]}, "ValidationException",
         "The provided key element does not match the schema"),
        ({table: [put("a")], "absent": [put("a")]}, "ResourceNotFoundException", "Requested resource not found"),
        ({table: [put("a"), put("b", x={"S": "y" * 409_600})]}, "ValidationException",
         "Item size has exceeded the maximum allowed size"),
    ]:
        refused(lambda r=requests: client.batch_write_item(RequestItems=r), code, message)
        assert keys(client, table) == []


def test_refuses_26_requests(client, table):
    refused(lambda: client.batch_write_item(RequestItems={table: [put(str(n)) for n in range(26)]}), "ValidationException")
    assert keys(client, table) == []
