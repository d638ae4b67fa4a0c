"""GetShardIterator. Source: facts/operations.md section 4, facts/streams-backup-pitr.md section 1."""
import pytest
from conftest import refused
from streaming import drain, iterator, shards_of, stream_table


@pytest.fixture
def stream(client, streams, name):
    """A stream of five records: its ARN and their sequence numbers."""
    arn = stream_table(client, name)
    for n in range(5):
        client.put_item(TableName=name, Item={"pk": {"S": str(n)}})
    records, _ = drain(streams, iterator(streams, arn))
    yield arn, [record["dynamodb"]["SequenceNumber"] for record in records]
    client.delete_table(TableName=name)


def numbers(streams, place):
    return [record["dynamodb"]["SequenceNumber"] for record in drain(streams, place)[0]]


def test_the_four_kinds(client, streams, stream, name):
    arn, sequences = stream
    assert numbers(streams, iterator(streams, arn, "TRIM_HORIZON")) == sequences
    assert numbers(streams, iterator(streams, arn, "AT_SEQUENCE_NUMBER", SequenceNumber=sequences[2])) == sequences[2:]
    assert numbers(streams, iterator(streams, arn, "AFTER_SEQUENCE_NUMBER", SequenceNumber=sequences[2])) == sequences[3:]
    latest = iterator(streams, arn, "LATEST")
    assert numbers(streams, latest) == []
    client.put_item(TableName=name, Item={"pk": {"S": "later"}})
    new, = drain(streams, latest)[0]
    assert new["dynamodb"]["Keys"] == {"pk": {"S": "later"}}


def test_the_start_of_a_shard_can_be_named(streams, stream):
    arn, sequences = stream
    start = shards_of(streams, arn)[0]["SequenceNumberRange"]["StartingSequenceNumber"]
    assert numbers(streams, iterator(streams, arn, "AT_SEQUENCE_NUMBER", SequenceNumber=start)) == sequences


def test_an_iterator_fits_the_limit(streams, stream):
    assert len(iterator(streams, stream[0])) <= 2048


def test_a_sequence_number_belongs_to_its_kinds(streams, stream):
    arn, sequences = stream
    refused(lambda: iterator(streams, arn, "LATEST", SequenceNumber=sequences[0]), "ValidationException")
    refused(lambda: iterator(streams, arn, "AT_SEQUENCE_NUMBER"), "ValidationException")
    refused(lambda: iterator(streams, arn, "AT_SEQUENCE_NUMBER", SequenceNumber="9" * 21), "ValidationException")
    refused(lambda: iterator(streams, arn, "AT_SEQUENCE_NUMBER", SequenceNumber="x" * 21), "ValidationException")
    refused(lambda: iterator(streams, arn, "AT_SEQUENCE_NUMBER", SequenceNumber="1"), "ValidationException",
            "1 validation error detected: Value '1' at 'sequenceNumber' failed to satisfy constraint: "
            "Member must have length greater than or equal to 21")


def test_unknown_streams_and_shards(streams, stream):
    arn, _ = stream
    shard = "shardId-00000000000000000000-00000000"
    refused(lambda: iterator(streams, arn, shard=shard), "ResourceNotFoundException",
            f"Requested resource not found: Shard: {shard} in stream: {arn} not found")
    gone = arn[:-3] + "999" if not arn.endswith("999") else arn[:-3] + "998"
    refused(lambda: iterator(streams, gone, shard=shard), "ResourceNotFoundException",
            f"Requested resource not found: Stream: {gone} not found")
    refused(lambda: iterator(streams, arn, kind="NEWEST"), "ValidationException")
