"""RestoreItems (Tidemark's own). Source: issue 3, packaging/tidemark-api.7."""
import pytest
from conftest import create, moment, tidemark


def key(name):
    return {"pk": {"S": name}}


def item(name, value):
    return {**key(name), "v": {"S": value}}


@pytest.fixture
def changed(client, url, name):
    """a and b changed, c deleted, d as it was, e new since the moment."""
    create(client, name, definitions=[{"AttributeName": "v", "AttributeType": "S"}], GlobalSecondaryIndexes=[
        {"IndexName": "byV", "KeySchema": [{"AttributeName": "v", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}}])
    for each in "abcd":
        client.put_item(TableName=name, Item=item(each, "1"))
    then = moment(url)
    for value in "23":
        client.put_item(TableName=name, Item=item("a", value))
    client.put_item(TableName=name, Item=item("b", "2"))
    client.delete_item(TableName=name, Key=key("c"))
    client.put_item(TableName=name, Item=item("e", "1"))
    moment(url)
    yield name, then
    client.delete_table(TableName=name)


def state(client, table):
    return {i["pk"]["S"]: i["v"]["S"] for i in client.scan(TableName=table)["Items"]}


def told(answer):
    return {i["Key"]["pk"]["S"]: (i["Action"], i["Status"]) for i in answer["Items"]}


NOW = {"a": "3", "b": "2", "d": "1", "e": "1"}


def test_a_dry_run_of_keys_lists_what_would_happen(url, client, changed):
    table, then = changed
    answer = tidemark(url, "RestoreItems", TableName=table, RestoreDateTime=then, DryRun=True,
                      Keys=[key(n) for n in "acdez"])
    assert told(answer) == {"a": ("PUT", "PLANNED"), "c": ("PUT", "PLANNED"), "d": ("NONE", "PLANNED"),
                            "e": ("DELETE", "PLANNED"), "z": ("NONE", "PLANNED")}
    since = {i["Key"]["pk"]["S"]: [(v["EventName"], v["Actor"]) for v in i.get("LaterVersions", [])] for i in answer["Items"]}
    assert since == {"a": [("MODIFY", "local")] * 2, "c": [("REMOVE", "local")], "d": [], "e": [("INSERT", "local")], "z": []}
    assert answer["Items"][0]["LaterVersionCount"] == 2
    assert state(client, table) == NOW


def test_restores_keys(url, client, changed):
    table, then = changed
    answer = tidemark(url, "RestoreItems", TableName=table, RestoreDateTime=then, Keys=[key(n) for n in "acde"])
    assert told(answer) == {"a": ("PUT", "DONE"), "c": ("PUT", "DONE"), "d": ("NONE", "DONE"), "e": ("DELETE", "DONE")}
    assert state(client, table) == {"a": "1", "b": "2", "c": "1", "d": "1"}
    found = client.query(TableName=table, IndexName="byV", KeyConditionExpression="v = :v",
                         ExpressionAttributeValues={":v": {"S": "1"}})["Items"]
    assert sorted(i["pk"]["S"] for i in found) == ["a", "c", "d"]
    version = tidemark(url, "ListItemVersions", TableName=table, Key=key("a"), Limit=1)["Versions"][0]
    assert (version["Origin"], version["Actor"]) == ("RESTORE", "local")
    kinds = [b for b in tidemark(url, "ListBookmarks", Limit=1000)["Bookmarks"] if b["BookmarkName"] == f"RestoreItems {table}"]
    assert [b["BookmarkKind"] for b in kinds] == ["RESTORE"]
    # The automatic bookmark leads back behind the restore.
    undone = tidemark(url, "RestoreItems", TableName=table, RestoreDateTime=kinds[0]["BookmarkDateTime"], IncludeAdded=True)
    assert all(i["Status"] == "DONE" for i in undone["Items"])
    assert state(client, table) == NOW


def test_a_filter_looks_at_the_state_of_then(url, client, changed):
    table, then = changed
    answer = tidemark(url, "RestoreItems", TableName=table, RestoreDateTime=then, FilterExpression="v = :v AND pk <> :b",
                      ExpressionAttributeValues={":v": {"S": "1"}, ":b": {"S": "b"}})
    assert told(answer) == {"a": ("PUT", "DONE"), "c": ("PUT", "DONE")}
    assert state(client, table) == {"a": "1", "b": "2", "c": "1", "d": "1", "e": "1"}


def test_everything_in_pages(url, client, changed):
    table, then = changed
    found, start = {}, {}
    while start is not None:
        page = tidemark(url, "RestoreItems", TableName=table, RestoreDateTime=then, IncludeAdded=True, Limit=1, **start)
        found.update(told(page))
        last = page.get("LastEvaluatedKey")
        start = {"ExclusiveStartKey": last} if last else None
    assert found == {"a": ("PUT", "DONE"), "b": ("PUT", "DONE"), "c": ("PUT", "DONE"), "e": ("DELETE", "DONE")}
    assert state(client, table) == {n: "1" for n in "abcd"}


def test_what_was_written_since_the_dry_run_is_left_alone(url, client, changed):
    table, then = changed
    plan = tidemark(url, "RestoreItems", TableName=table, RestoreDateTime=then, DryRun=True)
    assert told(plan) == {n: ("PUT", "PLANNED") for n in "abc"}
    client.put_item(TableName=table, Item=item("b", "newer"))
    answer = tidemark(url, "RestoreItems", TableName=table, RestoreDateTime=then, UnchangedSince=plan["PlannedAt"])
    assert told(answer) == {"a": ("PUT", "DONE"), "b": ("PUT", "CONFLICT"), "c": ("PUT", "DONE")}
    assert state(client, table)["b"] == "newer"


@pytest.mark.parametrize("body, text", [
    ({}, "1 validation error detected: Value null at 'restoreDateTime' failed to satisfy constraint: Member must not be null"),
    ({"RestoreDateTime": 1e10}, "The time 2286-11-20T17:46:40.000Z lies in the future"),
    ({"RestoreDateTime": 1}, "The table {table} did not exist yet at RestoreDateTime"),
    ({"RestoreDateTime": 1, "Keys": [key("a")], "FilterExpression": "v = v"},
     "Keys cannot be given together with FilterExpression, Limit or ExclusiveStartKey"),
    ({"RestoreDateTime": 1, "FilterExpression": "v ="},
     'Invalid FilterExpression: Syntax error; token: "<EOF>", near: "="'),
    ({"RestoreDateTime": 1, "Keys": [key("a")] * 101}, "Too many items requested for the RestoreItems call"),
])
def test_refusals(url, changed, body, text):
    table, _ = changed
    assert tidemark(url, "RestoreItems", TableName=table, **body) == ("ValidationException", text.format(table=table))


def test_refuses_keys_that_are_none_or_twice_the_same(url, changed):
    table, then = changed
    refused = [tidemark(url, "RestoreItems", TableName=table, RestoreDateTime=then, Keys=keys)
               for keys in ([key("a"), key("a")], [{"pk": {"N": "1"}}])]
    assert refused == [("ValidationException", "Provided list of item keys contains duplicates"),
                       ("ValidationException", "The provided key element does not match the schema")]
