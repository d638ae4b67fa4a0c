"""DescribeStream. Source: facts/operations.md section 4, facts/streams-backup-pitr.md section 1."""
import re

from conftest import make_streams_client, raw, refused
from streaming import stream_table

STREAMS = "DynamoDBStreams_20120810"


def test_describes_a_new_stream(client, streams, name):
    arn = stream_table(client, name, view="KEYS_ONLY", sort="N")
    stream = streams.describe_stream(StreamArn=arn)["StreamDescription"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}", stream["StreamLabel"])
    assert stream["StreamArn"] == arn and arn.endswith(f":table/{name}/stream/{stream['StreamLabel']}")
    assert (stream["StreamStatus"], stream["StreamViewType"], stream["TableName"]) == ("ENABLED", "KEYS_ONLY", name)
    assert stream["KeySchema"] == [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]
    assert stream["CreationRequestDateTime"].isoformat().startswith("20")
    shard, = stream["Shards"]
    assert re.fullmatch(r"shardId-\d{20}-[0-9a-f]{8}", shard["ShardId"])
    assert list(shard["SequenceNumberRange"]) == ["StartingSequenceNumber"]
    assert re.fullmatch(r"\d{21,40}", shard["SequenceNumberRange"]["StartingSequenceNumber"])
    assert "ParentShardId" not in shard and "LastEvaluatedShardId" not in stream
    client.delete_table(TableName=name)


def test_a_disabled_stream_has_closed_shards(client, streams, name):
    arn = stream_table(client, name)
    client.put_item(TableName=name, Item={"pk": {"S": "a"}})
    client.update_table(TableName=name, StreamSpecification={"StreamEnabled": False})
    stream = streams.describe_stream(StreamArn=arn)["StreamDescription"]
    assert stream["StreamStatus"] == "DISABLED"
    numbers = stream["Shards"][0]["SequenceNumberRange"]
    assert int(numbers["EndingSequenceNumber"]) > int(numbers["StartingSequenceNumber"])
    client.delete_table(TableName=name)


def test_a_deleted_table_leaves_a_disabled_stream(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    client, streams = server.client(), make_streams_client(server.url)
    arn = stream_table(client, "gone")
    client.delete_table(TableName="gone")
    stream = streams.describe_stream(StreamArn=arn)["StreamDescription"]
    assert (stream["StreamStatus"], stream["TableName"]) == ("DISABLED", "gone")
    assert "EndingSequenceNumber" in stream["Shards"][0]["SequenceNumberRange"]


def test_pages_behind_a_shard(client, streams, name):
    arn = stream_table(client, name)
    shard = streams.describe_stream(StreamArn=arn, Limit=1)["StreamDescription"]["Shards"][0]["ShardId"]
    after = streams.describe_stream(StreamArn=arn, ExclusiveStartShardId=shard)["StreamDescription"]
    assert after["Shards"] == []
    client.delete_table(TableName=name)


def test_children_of_a_shard(client, streams, url, name):
    arn = stream_table(client, name)
    shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
    status, answer = raw(url, "DescribeStream", {"StreamArn": arn, "ShardFilter": {"Type": "CHILD_SHARDS", "ShardId": shard}},
                         service=STREAMS)
    assert (status, answer["StreamDescription"]["Shards"]) == (200, [])
    for bad in ({"Type": "CHILD_SHARDS"}, {"Type": "CHILD_SHARDS", "ShardId": "x"}):
        status, answer = raw(url, "DescribeStream", {"StreamArn": arn, "ShardFilter": bad}, service=STREAMS)
        assert status == 400 and answer["__type"].endswith("#ValidationException")
        assert "ShardFilter.ShardId" in answer["message"]
    status, answer = raw(url, "DescribeStream", {"StreamArn": arn, "ShardFilter": {"ShardId": shard}}, service=STREAMS)
    assert status == 400 and "'shardFilter.type'" in answer["message"]
    client.delete_table(TableName=name)


def test_unknown_and_malformed_arns(client, streams, table):
    arn = f"arn:aws:dynamodb:us-east-1:000000000000:table/{table}/stream/2020-01-01T00:00:00.000"
    refused(lambda: streams.describe_stream(StreamArn=arn), "ResourceNotFoundException",
            f"Requested resource not found: Stream: {arn} not found")
    refused(lambda: streams.describe_stream(StreamArn="x" * 37), "ValidationException",
            "Invalid StreamArn: Invalid ResourceArn provided as input " + "x" * 37)
    refused(lambda: streams.describe_stream(StreamArn="x"), "ValidationException",
            "1 validation error detected: Value 'x' at 'streamArn' failed to satisfy constraint: "
            "Member must have length greater than or equal to 37")
    refused(lambda: streams.describe_stream(), "ValidationException",
            "1 validation error detected: Value null at 'streamArn' failed to satisfy constraint: Member must not be null")


def test_an_unknown_operation_of_the_streams_api(url):
    status, answer = raw(url, "GetItem", {}, service=STREAMS)
    assert (status, answer) == (400, {"__type": "com.amazon.coral.service#UnknownOperationException"})
