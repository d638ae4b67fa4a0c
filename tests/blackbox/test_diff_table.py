"""DiffTable (Tidemark's own). Source: issue 3, packaging/tidemark-api.7."""
import datetime

import pytest
from conftest import create, moment, tidemark


def item(name, value):
    return {"pk": {"S": name}, "v": {"S": value}}


@pytest.fixture
def moments(client, url, table):
    for name in "abcd":
        client.put_item(TableName=table, Item=item(name, "1"))
    first = moment(url)
    client.put_item(TableName=table, Item=item("a", "2"))
    client.put_item(TableName=table, Item=item("a", "3"))
    client.delete_item(TableName=table, Key={"pk": {"S": "b"}})
    client.put_item(TableName=table, Item=item("c", "2"))  # and back again
    client.put_item(TableName=table, Item=item("c", "1"))
    client.put_item(TableName=table, Item=item("e", "1"))
    client.put_item(TableName=table, Item=item("f", "1"))  # and gone again
    client.delete_item(TableName=table, Key={"pk": {"S": "f"}})
    second = moment(url)
    client.put_item(TableName=table, Item=item("d", "2"))
    return table, first, second


def differences(answer):
    return {d["Key"]["pk"]["S"]: (d["DifferenceType"], d["ChangedAttributes"], d.get("OldItem"), d.get("NewItem"))
            for d in answer["Differences"]}


EXPECTED = {"a": ("CHANGED", ["v"], item("a", "1"), item("a", "3")), "b": ("REMOVED", ["pk", "v"], item("b", "1"), None),
            "e": ("ADDED", ["pk", "v"], None, item("e", "1"))}


def test_between_two_moments(url, moments):
    table, first, second = moments
    answer = tidemark(url, "DiffTable", TableName=table, FromDateTime=first, ToDateTime=second)
    assert differences(answer) == EXPECTED
    assert (answer["FromDateTime"], answer["ToDateTime"]) == (first, second)
    assert "LastEvaluatedKey" not in answer


def test_until_now(url, moments):
    table, first, _ = moments
    answer = tidemark(url, "DiffTable", TableName=table, FromDateTime=first)
    assert differences(answer) == {**EXPECTED, "d": ("CHANGED", ["v"], item("d", "1"), item("d", "2"))}
    assert answer["ToDateTime"] >= first


def test_times_in_iso_form(url, moments):
    table, first, second = moments
    texts = [datetime.datetime.fromtimestamp(t, datetime.timezone.utc).isoformat(timespec="milliseconds")
             for t in (first, second)]
    answer = tidemark(url, "DiffTable", TableName=table, FromDateTime=texts[0], ToDateTime=texts[1])
    assert differences(answer) == EXPECTED


def test_pages(url, moments):
    table, first, second = moments
    found, start = {}, {}
    while start is not None:
        page = tidemark(url, "DiffTable", TableName=table, FromDateTime=first, ToDateTime=second, Limit=1, **start)
        assert len(page["Differences"]) <= 1
        found.update(differences(page))
        last = page.get("LastEvaluatedKey")
        start = {"ExclusiveStartKey": last} if last else None
    assert found == EXPECTED


def test_a_table_made_between_the_moments(url, client, name):
    before = moment(url)
    create(client, name)
    client.put_item(TableName=name, Item=item("a", "1"))
    answer = tidemark(url, "DiffTable", TableName=name, FromDateTime=before)
    assert {key: d[0] for key, d in differences(answer).items()} == {"a": "ADDED"}
    client.delete_table(TableName=name)


def test_refusals(url, moments):
    table, first, second = moments
    assert tidemark(url, "DiffTable", TableName=table, FromDateTime=second, ToDateTime=first) == (
        "ValidationException", "FromDateTime must not be later than ToDateTime")
    assert tidemark(url, "DiffTable", TableName="none-such", FromDateTime=first)[0] == "ResourceNotFoundException"
    assert tidemark(url, "DiffTable", TableName=table) == (
        "ValidationException", "1 validation error detected: Value null at 'fromDateTime' failed to satisfy constraint: "
        "Member must not be null")
    assert tidemark(url, "DiffTable", TableName=table, FromDateTime="noon")[0] == "SerializationException"
    assert tidemark(url, "DiffTable", TableName=table, FromDateTime=first, ToDateTime=4e9)[0] == "ValidationException"
