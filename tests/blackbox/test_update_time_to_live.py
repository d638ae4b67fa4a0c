"""UpdateTimeToLive and the deletion of expired items. Source: facts/streams-backup-pitr.md section 3, facts/aws-observed.md section 19."""
import time

import pytest
from conftest import create, make_streams_client, refused
from streaming import read_all, stream_table

DAY = 24 * 3600


def enable(client, table, attribute="ttl"):
    return client.update_time_to_live(TableName=table, TimeToLiveSpecification={"Enabled": True, "AttributeName": attribute})


def until(condition, seconds=40):
    """Asks again until the answer is true: deletion is in the background."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "not within the time"


def keys(client, table, **more):
    pages = client.get_paginator("scan").paginate(TableName=table, ConsistentRead="IndexName" not in more, **more)
    return {item["pk"]["S"] for page in pages for item in page["Items"]}


def test_only_what_is_due_expires(client, name):
    stream = stream_table(client, name, definitions=[{"AttributeName": "g", "AttributeType": "S"}],
                          GlobalSecondaryIndexes=[{"IndexName": "byG", "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
                                                   "Projection": {"ProjectionType": "ALL"}}])
    now = int(time.time())
    values = {"due": {"N": str(now - 10)}, "exponent": {"N": "17e8"}, "fraction": {"N": f"{now - 10}.75"},
              "future": {"N": str(now + DAY)}, "milliseconds": {"N": str(now * 1000)}, "text": {"S": str(now - 10)},
              "ancient": {"N": str(now - 6 * 365 * DAY)}, "negative": {"N": "-5"}, "none": None}
    values["exponent"] = {"N": f"{(now - 100) // 10}e1"}
    for key, value in values.items():
        client.put_item(TableName=name, Item={"pk": {"S": key}, "g": {"S": "g"}, **({"ttl": value} if value else {})})
    assert enable(client, name)["TimeToLiveSpecification"] == {"Enabled": True, "AttributeName": "ttl"}
    stay = set(values) - {"due", "exponent", "fraction"}
    until(lambda: keys(client, name) == stay)
    assert keys(client, name, IndexName="byG") == stay
    # Items that are there when it is enabled, and items that come later.
    client.put_item(TableName=name, Item={"pk": {"S": "later"}, "g": {"S": "g"}, "ttl": {"N": str(now - 1)}})
    client.put_item(TableName=name, Item={"pk": {"S": "saved"}, "g": {"S": "g"}, "ttl": {"N": str(now + DAY)}})
    until(lambda: keys(client, name) == stay | {"saved"})
    assert client.describe_table(TableName=name)["Table"]["ItemCount"] == len(stay) + 1
    streams = make_streams_client(client.meta.endpoint_url)
    removed = [record for record in read_all(streams, stream) if record["eventName"] == "REMOVE"]
    assert {record["dynamodb"]["Keys"]["pk"]["S"] for record in removed} == {"due", "exponent", "fraction", "later"}
    for record in removed:
        assert record["userIdentity"] == {"Type": "Service", "PrincipalId": "dynamodb.amazonaws.com"}
        assert "OldImage" in record["dynamodb"] and "NewImage" not in record["dynamodb"]
    client.delete_table(TableName=name)


def test_an_ordinary_delete_has_no_identity(client, streams, name):
    arn = stream_table(client, name)
    client.put_item(TableName=name, Item={"pk": {"S": "a"}})
    client.delete_item(TableName=name, Key={"pk": {"S": "a"}})
    assert all("userIdentity" not in record for record in read_all(streams, arn))
    client.delete_table(TableName=name)


def test_many_items_expire(client, table):
    old = str(int(time.time()) - 60)
    for first in range(0, 1500, 25):
        client.batch_write_item(RequestItems={table: [
            {"PutRequest": {"Item": {"pk": {"S": str(n)}, "ttl": {"N": old}}}} for n in range(first, first + 25)]})
    enable(client, table)
    until(lambda: client.describe_table(TableName=table)["Table"]["ItemCount"] == 0)


def test_what_cannot_be_changed(client, table):
    off = {"Enabled": False, "AttributeName": "ttl"}
    change = lambda specification: client.update_time_to_live(TableName=table, TimeToLiveSpecification=specification)  # noqa: E731
    refused(lambda: change(off), "ValidationException", "TimeToLive is already disabled")
    enable(client, table)
    refused(lambda: enable(client, table), "ValidationException", "TimeToLive is already enabled")
    for enabled in (True, False):
        refused(lambda: change({"Enabled": enabled, "AttributeName": "other"}), "ValidationException",
                "TimeToLive is active on a different AttributeName: current AttributeName is ttl")
    refused(lambda: change(off), "ValidationException",
            "Time to live has been modified multiple times within a fixed interval")


@pytest.mark.parametrize("specification, code", [
    (None, "ValidationException"), ({}, "ValidationException"), ({"Enabled": True}, "ValidationException"),
    ({"AttributeName": "a"}, "ValidationException"), ({"Enabled": True, "AttributeName": ""}, "ValidationException"),
    ({"Enabled": True, "AttributeName": "x" * 256}, "ValidationException"),
    ({"Enabled": "dog", "AttributeName": "a"}, "SerializationException")])
def test_bad_specifications(client, table, specification, code):
    more = {} if specification is None else {"TimeToLiveSpecification": specification}
    refused(lambda: client.update_time_to_live(TableName=table, **more), code)
    assert client.describe_time_to_live(TableName=table)["TimeToLiveDescription"] == {"TimeToLiveStatus": "DISABLED"}


def test_an_absent_table_is_not_found(client):
    refused(lambda: enable(client, "absent"), "ResourceNotFoundException",
            "Requested resource not found: Table: absent not found")


def test_a_restart_goes_on(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    client = server.client()
    create(client, "kept")
    old = str(int(time.time()) - 60)
    for first in range(0, 2000, 25):
        client.batch_write_item(RequestItems={"kept": [
            {"PutRequest": {"Item": {"pk": {"S": str(n)}, "ttl": {"N": old}}}} for n in range(first, first + 25)]})
    enable(client, "kept")
    server.kill()
    server = start("serve", "--dir", directory, "--port", "0")
    client = server.client()
    until(lambda: client.describe_table(TableName="kept")["Table"]["ItemCount"] == 0)
    code, _, errors = server.stop()
    assert (code, errors) == (0, "")
