"""X-Tidemark-As-Of: reads of the past over HTTP. Source: issue 3, packaging/tidemark-api.7."""
import datetime

import pytest
from conftest import create, make_client, moment, raw


def as_of(url, time, operation, body):
    return raw(url, operation, body, headers={"X-Tidemark-As-Of": str(round(time * 1000))})


def key(name):
    return {"pk": {"S": name}}


@pytest.fixture
def past(client, url, name):
    """A table and three moments: empty; with a = 1 and b = 1; with a = 2 and without b."""
    create(client, name, definitions=[{"AttributeName": "v", "AttributeType": "S"}], GlobalSecondaryIndexes=[
        {"IndexName": "byV", "KeySchema": [{"AttributeName": "v", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}}])
    times = [moment(url)]
    for item in "a", "b":
        client.put_item(TableName=name, Item={**key(item), "v": {"S": "1"}})
    times.append(moment(url))
    client.put_item(TableName=name, Item={**key("a"), "v": {"S": "2"}})
    client.delete_item(TableName=name, Key=key("b"))
    times.append(moment(url))
    client.put_item(TableName=name, Item={**key("c"), "v": {"S": "3"}})
    yield name, times
    client.delete_table(TableName=name)


def state(items):
    return {item["pk"]["S"]: item["v"]["S"] for item in items}


EXPECTED = [{}, {"a": "1", "b": "1"}, {"a": "2"}]


def test_scan(url, past):
    table, times = past
    assert [state(as_of(url, time, "Scan", {"TableName": table})[1]["Items"]) for time in times] == EXPECTED


def test_scan_in_pages_of_one(url, past):
    table, times = past
    found, start = {}, {}
    while start is not None:
        page = as_of(url, times[1], "Scan", {"TableName": table, "Limit": 1, **start})[1]
        found.update(state(page["Items"]))
        last = page.get("LastEvaluatedKey")
        start = {"ExclusiveStartKey": last} if last else None
    assert found == EXPECTED[1]


def test_get_item(url, past):
    table, times = past
    answers = [as_of(url, time, "GetItem", {"TableName": table, "Key": key("b")})[1] for time in times]
    assert [answer.get("Item") for answer in answers] == [None, {**key("b"), "v": {"S": "1"}}, None]


def test_batch_get_item(url, past):
    table, times = past
    body = {"RequestItems": {table: {"Keys": [key(n) for n in "abcdefgh"]}}}
    assert [state(as_of(url, time, "BatchGetItem", body)[1]["Responses"][table]) for time in times] == EXPECTED


def test_query_of_the_table_and_of_the_index(url, past):
    table, times = past
    body = {"TableName": table, "KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": {"S": "a"}}}
    assert [state(as_of(url, time, "Query", body)[1]["Items"]) for time in times] == [{}, {"a": "1"}, {"a": "2"}]
    body = {"TableName": table, "IndexName": "byV", "KeyConditionExpression": "v = :v",
            "ExpressionAttributeValues": {":v": {"S": "1"}}}
    assert [state(as_of(url, time, "Query", body)[1]["Items"]) for time in times] == [{}, EXPECTED[1], {}]


def test_any_sdk_can_add_the_header(url, past):
    table, times = past
    client = make_client(url)
    text = datetime.datetime.fromtimestamp(times[1], datetime.timezone.utc).isoformat(timespec="milliseconds")
    client.meta.events.register(
        "before-sign.dynamodb.*", lambda request, **_: request.headers.add_header("X-Tidemark-As-Of", text))
    assert state(client.scan(TableName=table)["Items"]) == EXPECTED[1]


def refusal(answer):
    status, body = answer
    return status, body["__type"].split("#")[1], body["message"]


@pytest.mark.parametrize("text", ["", "yesterday", "2026-11-21", "2026-11-21T10:00:00", "-5", "1.5", "12 "])
def test_a_bad_time_is_refused(url, table, text):
    answer = raw(url, "Scan", {"TableName": table}, headers={"X-Tidemark-As-Of": text})
    assert refusal(answer) == (400, "ValidationException", "The header X-Tidemark-As-Of is neither an ISO 8601 time with a "
                               f"zone nor milliseconds since 1970: {text.strip()}") or text == "12 "


def test_the_future_is_refused(url, table):
    answer = raw(url, "Scan", {"TableName": table}, headers={"X-Tidemark-As-Of": "2999-01-01T00:00:00Z"})
    assert refusal(answer) == (400, "ValidationException", "The time 2999-01-01T00:00:00.000Z lies in the future")


@pytest.mark.parametrize("operation, body", [("PutItem", {"Item": key("a")}), ("DescribeTable", {})])
def test_only_reads_of_items_take_it(url, table, operation, body):
    answer = raw(url, operation, {"TableName": table, **body}, headers={"X-Tidemark-As-Of": "1"})
    assert refusal(answer) == (400, "ValidationException", "The header X-Tidemark-As-Of is for reads of items; it has no "
                               f"meaning for {operation}")


def test_a_table_that_was_not_there_yet_is_not_found(url, client, name):
    before = moment(url)
    create(client, name)
    assert refusal(as_of(url, before, "Scan", {"TableName": name})) == (
        400, "ResourceNotFoundException", "Requested resource not found")
    client.delete_table(TableName=name)


def test_a_deleted_table_and_its_successor(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    client, url = server.client(), server.url
    create(client, "again")
    client.put_item(TableName="again", Item=key("old"))
    first = moment(url)
    client.delete_table(TableName="again")
    between = moment(url)
    create(client, "again")
    client.put_item(TableName="again", Item=key("new"))
    last = moment(url)

    def pks(time):
        status, answer = as_of(url, time, "Scan", {"TableName": "again"})
        return [item["pk"]["S"] for item in answer["Items"]] if status == 200 else answer["__type"].split("#")[1]
    assert [pks(time) for time in (first, between, last)] == [["old"], "ResourceNotFoundException", ["new"]]
    server.kill()
    server = start("serve", "--dir", directory, "--port", "0")
    url = server.url
    assert [pks(time) for time in (first, between, last)] == [["old"], "ResourceNotFoundException", ["new"]]
