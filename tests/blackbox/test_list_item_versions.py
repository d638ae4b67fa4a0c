"""ListItemVersions (Tidemark's own). Source: issue 3, packaging/tidemark-api.7."""
import pytest
from conftest import create, tidemark

KEY = {"pk": {"S": "a"}}


@pytest.fixture
def changed(client, table):
    client.put_item(TableName=table, Item={**KEY, "x": {"N": "1"}, "y": {"S": "same"}})
    client.update_item(TableName=table, Key=KEY, UpdateExpression="SET x = :two, z = :z",
                       ExpressionAttributeValues={":two": {"N": "2"}, ":z": {"BOOL": True}})
    client.put_item(TableName=table, Item={"pk": {"S": "other"}})
    client.delete_item(TableName=table, Key=KEY)
    client.delete_item(TableName=table, Key=KEY)  # changes nothing
    return table


def test_tells_what_changed_and_who_did_it(url, changed):
    answer = tidemark(url, "ListItemVersions", TableName=changed, Key=KEY)
    assert "LastEvaluatedSequenceNumber" not in answer
    versions = answer["Versions"]
    assert [(v["EventName"], v["ChangedAttributes"]) for v in versions] == [
        ("REMOVE", ["pk", "x", "y", "z"]), ("MODIFY", ["x", "z"]), ("INSERT", ["pk", "x", "y"])]
    first = {**KEY, "x": {"N": "1"}, "y": {"S": "same"}}
    second = {**KEY, "x": {"N": "2"}, "y": {"S": "same"}, "z": {"BOOL": True}}
    assert [(v.get("OldItem"), v.get("Item")) for v in versions] == [(second, None), (first, second), (None, first)]
    assert {(v["Actor"], v["Origin"]) for v in versions} == {("local", "USER")}
    sequences = [v["SequenceNumber"] for v in versions]
    assert sequences == sorted(sequences, reverse=True)
    times = [v["DateTime"] for v in versions]
    assert times == sorted(times, reverse=True)


def test_pages(url, changed):
    whole = tidemark(url, "ListItemVersions", TableName=changed, Key=KEY)["Versions"]
    paged, start = [], {}
    while start is not None:
        page = tidemark(url, "ListItemVersions", TableName=changed, Key=KEY, Limit=1, **start)
        paged += page["Versions"]
        last = page.get("LastEvaluatedSequenceNumber")
        start = {"ExclusiveStartSequenceNumber": last} if last else None
    assert paged == whole


def test_changes_of_one_request_are_told_together(url, client, sorted_table):
    client.batch_write_item(RequestItems={sorted_table: [
        {"PutRequest": {"Item": {**KEY, "sk": {"N": n}}}} for n in "12"]})
    requests = {tidemark(url, "ListItemVersions", TableName=sorted_table, Key={**KEY, "sk": {"N": n}})
                ["Versions"][0]["RequestSequenceNumber"] for n in "12"}
    assert len(requests) == 1


def test_an_item_without_changes_has_no_versions(url, table):
    assert tidemark(url, "ListItemVersions", TableName=table, Key=KEY) == {"Versions": []}


def test_a_deleted_table_has_its_versions(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    create(server.client(), "gone")
    server.client().put_item(TableName="gone", Item=KEY)
    server.client().delete_table(TableName="gone")
    versions = tidemark(server.url, "ListItemVersions", TableName="gone", Key=KEY)["Versions"]
    assert [v["EventName"] for v in versions] == ["INSERT"]


@pytest.mark.parametrize("body, code", [
    ({"Key": KEY}, "ValidationException"), ({"TableName": "none-such", "Key": KEY}, "ResourceNotFoundException"),
    ({"TableName": "none-such"}, "ValidationException"),
    ({"TableName": "none-such", "Key": KEY, "Limit": 0}, "ValidationException"),
    ({"TableName": "none-such", "Key": KEY, "ExclusiveStartSequenceNumber": "x"}, "SerializationException"),
    ({"TableName": "none-such", "Key": KEY, "ExclusiveStartSequenceNumber": 5}, "SerializationException"),
])
def test_refusals(url, body, code):
    assert tidemark(url, "ListItemVersions", **body)[0] == code


def test_refuses_a_key_that_is_none(url, table):
    assert tidemark(url, "ListItemVersions", TableName=table, Key={"pk": {"N": "1"}}) == (
        "ValidationException", "The provided key element does not match the schema")
