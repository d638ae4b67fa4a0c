"""Words that the tests of the streams operations share."""
from conftest import create


def stream_table(client, name, view="NEW_AND_OLD_IMAGES", **more):
    """A table with a stream; gives the stream's ARN."""
    create(client, name, StreamSpecification={"StreamEnabled": True, "StreamViewType": view}, **more)
    return client.describe_table(TableName=name)["Table"]["LatestStreamArn"]


def shards_of(streams, arn):
    return streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]


def iterator(streams, arn, kind="TRIM_HORIZON", shard=None, **more):
    shard = shard or shards_of(streams, arn)[-1]["ShardId"]
    return streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType=kind, **more)["ShardIterator"]


def drain(streams, place, **more):
    """All records from an iterator on, and the iterator after them (None at the end of a closed shard)."""
    records = []
    while True:
        page = streams.get_records(ShardIterator=place, **more)
        records += page["Records"]
        place = page.get("NextShardIterator")
        if place is None or not page["Records"]:
            return records, place


def read_all(streams, arn):
    records = []
    for shard in shards_of(streams, arn):
        records += drain(streams, iterator(streams, arn, shard=shard["ShardId"]))[0]
    return records
