"""GetRecords. Source: facts/streams-backup-pitr.md section 1, facts/aws-observed.md section 21."""
import os
import random
import re
import threading
import time

import botocore.exceptions
import pytest
from conftest import make_streams_client, refused
from streaming import drain, iterator, read_all, stream_table

CYCLES = max(3, int(os.environ.get("TIDEMARK_KILL_CYCLES", "100")) // 10)


@pytest.fixture
def view_table(client, name):
    made = []

    def make(view):
        made.append(f"{name}-{view}")
        return made[-1], stream_table(client, made[-1], view)
    yield make
    for table in made:
        client.delete_table(TableName=table)


def write_story(client, table):
    """An insert, a change and a delete of one item."""
    key = {"pk": {"S": "a"}}
    client.put_item(TableName=table, Item={**key, "x": {"N": "1"}})
    client.update_item(TableName=table, Key=key, UpdateExpression="SET x = :x", ExpressionAttributeValues={":x": {"N": "2"}})
    client.delete_item(TableName=table, Key=key)


@pytest.mark.parametrize("view", ["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"])
def test_view_types(client, streams, view_table, view):
    table, arn = view_table(view)
    write_story(client, table)
    records = read_all(streams, arn)
    assert [record["eventName"] for record in records] == ["INSERT", "MODIFY", "REMOVE"]
    one, two = ({"pk": {"S": "a"}, "x": {"N": n}} for n in "12")
    for record, (new, old) in zip(records, [(one, None), (two, one), (None, two)]):
        change = record["dynamodb"]
        assert change["Keys"] == {"pk": {"S": "a"}} and change["StreamViewType"] == view
        assert change.get("NewImage") == (new if "NEW" in view else None)
        assert change.get("OldImage") == (old if "OLD" in view else None)
        # pk 2 + 1; an image adds the key and x 1 + 2 (facts/sizes-and-capacity.md section 1).
        images = ("NewImage" in change) + ("OldImage" in change)
        assert change["SizeBytes"] == 3 + 6 * images


def test_shape_of_a_record(client, streams, view_table):
    table, arn = view_table("KEYS_ONLY")
    before = int(time.time())
    client.put_item(TableName=table, Item={"pk": {"S": "Fred"}})
    record, = read_all(streams, arn)
    assert set(record) == {"eventID", "eventName", "eventVersion", "eventSource", "awsRegion", "dynamodb"}
    assert re.fullmatch(r"[0-9a-f]{32}", record["eventID"])
    assert (record["eventVersion"], record["eventSource"], record["awsRegion"]) == ("1.1", "aws:dynamodb", "us-east-1")
    created = record["dynamodb"]["ApproximateCreationDateTime"]
    assert created.microsecond == 0 and before <= created.timestamp() <= time.time()
    assert re.fullmatch(r"\d{21,40}", record["dynamodb"]["SequenceNumber"])


def test_no_record_for_a_write_that_changes_nothing(client, streams, view_table):
    table, arn = view_table("NEW_AND_OLD_IMAGES")
    key, item = {"pk": {"S": "a"}}, {"pk": {"S": "a"}, "s": {"SS": ["x", "y"]}, "m": {"M": {"b": {"N": "1"}, "a": {"N": "2"}}}}
    client.put_item(TableName=table, Item=item)
    client.put_item(TableName=table, Item=item)
    client.put_item(TableName=table, Item={**item, "s": {"SS": ["y", "x"]}})
    client.put_item(TableName=table, Item={**key, "m": {"M": {"a": {"N": "2.0"}, "b": {"N": "1"}}}, "s": item["s"]})
    client.update_item(TableName=table, Key=key, UpdateExpression="REMOVE nothing")
    client.update_item(TableName=table, Key=key, UpdateExpression="SET s = s")
    client.delete_item(TableName=table, Key={"pk": {"S": "absent"}})
    client.batch_write_item(RequestItems={table: [{"PutRequest": {"Item": item}}, {"DeleteRequest": {"Key": {"pk": {"S": "absent"}}}},
                                                  {"PutRequest": {"Item": {"pk": {"S": "new"}}}}]})
    assert [(record["eventName"], record["dynamodb"]["Keys"]["pk"]["S"]) for record in read_all(streams, arn)] == [
        ("INSERT", "a"), ("INSERT", "new")]


def test_all_types_come_back(client, streams, view_table):
    table, arn = view_table("NEW_IMAGE")
    item = {"pk": {"S": "a"}, "n": {"N": "-1.5"}, "b": {"B": b"\x00\xff"}, "t": {"BOOL": True}, "z": {"NULL": True},
            "ss": {"SS": ["a", "b"]}, "ns": {"NS": ["1", "2"]}, "bs": {"BS": [b"\x01"]}, "l": {"L": [{"S": "x"}, {"N": "1"}]},
            "m": {"M": {"k": {"S": "v"}}}}
    client.put_item(TableName=table, Item=item)
    assert read_all(streams, arn)[0]["dynamodb"]["NewImage"] == item


def test_pages_by_count_and_by_bytes(client, streams, view_table):
    table, arn = view_table("NEW_IMAGE")
    for n in range(6):
        client.put_item(TableName=table, Item={"pk": {"S": str(n)}, "x": {"S": "x" * 300_000}})
    page = streams.get_records(ShardIterator=iterator(streams, arn))
    assert len(page["Records"]) == 3
    page = streams.get_records(ShardIterator=page["NextShardIterator"], Limit=2)
    assert [record["dynamodb"]["Keys"]["pk"]["S"] for record in page["Records"]] == ["3", "4"]
    page = streams.get_records(ShardIterator=page["NextShardIterator"])
    assert [record["dynamodb"]["Keys"]["pk"]["S"] for record in page["Records"]] == ["5"]
    assert streams.get_records(ShardIterator=page["NextShardIterator"])["Records"] == []


def test_the_end_of_a_closed_shard(start, directory):
    server, name = start("serve", "--dir", directory, "--port", "0"), "ended"
    client, streams = server.client(), make_streams_client(server.url)
    arn = stream_table(client, name)
    client.put_item(TableName=name, Item={"pk": {"S": "a"}})
    open_place = drain(streams, iterator(streams, arn))[1]
    assert open_place is not None
    client.update_table(TableName=name, StreamSpecification={"StreamEnabled": False})
    client.put_item(TableName=name, Item={"pk": {"S": "unseen"}})
    page = streams.get_records(ShardIterator=open_place)
    assert page["Records"] == [] and "NextShardIterator" not in page
    client.update_table(TableName=name, StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"})
    client.put_item(TableName=name, Item={"pk": {"S": "b"}})
    again = client.describe_table(TableName=name)["Table"]["LatestStreamArn"]
    assert again != arn
    client.delete_table(TableName=name)
    seen = [[record["dynamodb"]["Keys"]["pk"]["S"] for record in read_all(streams, each)] for each in (arn, again)]
    assert seen == [["a"], ["b"]]


def test_bad_iterators_and_limits(client, streams, view_table):
    _, arn = view_table("KEYS_ONLY")
    place = iterator(streams, arn)
    changed = place[:-6] + ("A" if place[-6] != "A" else "B") + place[-5:]
    for bad in ("x", changed, place[1:], place.replace("KEYS", "KEYZ")):
        refused(lambda: streams.get_records(ShardIterator=bad), "ValidationException", "Invalid ShardIterator")
    for limit in (0, 1001):
        refused(lambda: streams.get_records(ShardIterator=place, Limit=limit), "ValidationException")
    refused(lambda: streams.get_records(), "ValidationException",
            "1 validation error detected: Value null at 'shardIterator' failed to satisfy constraint: Member must not be null")


def test_an_iterator_survives_a_restart(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    arn = stream_table(server.client(), "kept")
    server.client().put_item(TableName="kept", Item={"pk": {"S": "before"}})
    streams = make_streams_client(server.url)
    place = iterator(streams, arn)
    first = streams.get_records(ShardIterator=place)
    assert server.stop()[0] == 0
    server = start("serve", "--dir", directory, "--port", "0")
    streams = make_streams_client(server.url)
    assert streams.get_records(ShardIterator=place)["Records"] == first["Records"]
    server.client().put_item(TableName="kept", Item={"pk": {"S": "after"}})
    records, _ = drain(streams, first["NextShardIterator"])
    assert [record["dynamodb"]["Keys"]["pk"]["S"] for record in records] == ["after"]


class StreamWriter(threading.Thread):
    """Puts items with ever new values until the server dies."""

    def __init__(self, number, client, acknowledged, doubtful):
        super().__init__()
        self.number, self.client, self.acknowledged, self.doubtful = number, client, acknowledged, doubtful

    def run(self):
        try:
            while True:
                value = f"{self.number}-{len(self.acknowledged) + len(self.doubtful)}"
                self.doubtful.append(value)
                self.client.put_item(TableName="followed", Item={"pk": {"S": f"w{self.number}"}, "v": {"S": value}})
                self.acknowledged.append(self.doubtful.pop())
        except (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError):
            return


def test_a_consumer_sees_every_acknowledged_write_once_over_kill_9(start, directory):
    random.seed(20261121)
    server = start("serve", "--dir", directory, "--port", "0")
    arn = stream_table(server.client(), "followed")
    place, seen = iterator(make_streams_client(server.url), arn), []
    states = [([], []) for _ in range(3)]
    for _ in range(CYCLES):
        writers = [StreamWriter(n, server.client(), *state) for n, state in enumerate(states)]
        for writer in writers:
            writer.start()
        streams, end = make_streams_client(server.url), time.monotonic() + random.uniform(0.05, 0.3)
        while time.monotonic() < end:
            records, place = drain(streams, place)
            seen += records
        server.kill()
        for writer in writers:
            writer.join()
        server = start("serve", "--dir", directory, "--port", "0")
    streams = make_streams_client(server.url)
    seen += drain(streams, place)[0]
    for n, (acknowledged, doubtful) in enumerate(states):
        values = [record["dynamodb"]["NewImage"]["v"]["S"] for record in seen if record["dynamodb"]["Keys"]["pk"]["S"] == f"w{n}"]
        assert len(values) == len(set(values))
        assert set(acknowledged) <= set(values) <= set(acknowledged) | set(doubtful)
        assert sorted(acknowledged, key=values.index) == acknowledged
    identifiers = [record["dynamodb"]["SequenceNumber"] for record in seen]
    assert identifiers == sorted(identifiers) and len(set(record["eventID"] for record in seen)) == len(seen)
    assert [record["eventID"] for record in read_all(streams, arn)] == [record["eventID"] for record in seen]
    print(f"{CYCLES} kills, {len(seen)} records")
