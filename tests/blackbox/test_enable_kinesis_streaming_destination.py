"""EnableKinesisStreamingDestination. Sources: facts/aws-observed.md section 20, facts/operations.md; states as measured in October 2026."""
from conftest import create, raw, refused

STREAM = "arn:aws:kinesis:us-east-1:000000000000:stream/changes"
OTHER = STREAM + "2"
STATE = "Table is not in a valid state to enable Kinesis Streaming Destination: "
NOT_DISABLED = STATE + "EnableKinesisStreamingDestination must be DISABLED or ENABLE_FAILED to perform ENABLE operation."


def ask(url, operation, table, stream=STREAM, **more):
    status, answer = raw(url, f"{operation}KinesisStreamingDestination", {"TableName": table, "StreamArn": stream, **more})
    return answer if status == 200 else (answer["__type"].split("#")[1], answer["message"])


def destinations(url, table):
    return raw(url, "DescribeKinesisStreamingDestination", {"TableName": table})[1]["KinesisDataStreamDestinations"]


def precision(value, kind="Enable"):
    return {f"{kind}KinesisStreamingConfiguration": {"ApproximateCreationDateTimePrecision": value}}


def test_a_destination_is_enabled(url, client, table):
    assert ask(url, "Enable", table) == {"TableName": table, "StreamArn": STREAM, "DestinationStatus": "ENABLING",
                                         "EnableKinesisStreamingConfiguration": {}}
    assert destinations(url, table) == [{"StreamArn": STREAM, "DestinationStatus": "ACTIVE"}]
    assert "LatestStreamArn" not in client.describe_table(TableName=table)["Table"]


def test_one_at_a_time(url, table):
    ask(url, "Enable", table)
    for stream in (STREAM, OTHER):
        assert ask(url, "Enable", table, stream) == ("ValidationException", NOT_DISABLED)
    ask(url, "Disable", table)
    assert ask(url, "Enable", table, OTHER)["DestinationStatus"] == "ENABLING"
    assert [(d["StreamArn"], d["DestinationStatus"]) for d in destinations(url, table)] == [(STREAM, "DISABLED"), (OTHER, "ACTIVE")]


def test_precision(url, table):
    answer = ask(url, "Enable", table, **precision("MICROSECOND"))
    assert answer["EnableKinesisStreamingConfiguration"] == {"ApproximateCreationDateTimePrecision": "MICROSECOND"}
    assert destinations(url, table)[0]["ApproximateCreationDateTimePrecision"] == "MICROSECOND"
    ask(url, "Disable", table)
    ask(url, "Enable", table)
    assert destinations(url, table) == [{"StreamArn": STREAM, "DestinationStatus": "ACTIVE"}]


def test_bad_input(url, client, table):
    refused(lambda: client.enable_kinesis_streaming_destination(TableName="nosuch", StreamArn=STREAM), "ResourceNotFoundException",
            "Requested resource not found: Table: nosuch not found")
    refused(lambda: client.enable_kinesis_streaming_destination(TableName=table, StreamArn="short"), "ValidationException",
            "1 validation error detected: Value 'short' at 'streamArn' failed to satisfy constraint: "
            "Member must have length greater than or equal to 37")
    assert ask(url, "Enable", table, **precision("SECOND")) == (
        "ValidationException", "1 validation error detected: Value 'SECOND' at 'enableKinesisStreamingConfiguration."
        "approximateCreationDateTimePrecision' failed to satisfy constraint: Member must satisfy enum value set: [MILLISECOND, MICROSECOND]")
    assert destinations(url, table) == []
