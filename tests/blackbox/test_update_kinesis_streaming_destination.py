"""UpdateKinesisStreamingDestination. Sources: facts/aws-observed.md section 20; states as measured in October 2026."""
from test_enable_kinesis_streaming_destination import OTHER, STATE, STREAM, ask, destinations, precision


def test_the_precision_changes(url, client, table):
    ask(url, "Enable", table)
    micro = precision("MICROSECOND", "Update")
    assert ask(url, "Update", table, **micro) == {"TableName": table, "StreamArn": STREAM, "DestinationStatus": "UPDATING", **micro}
    assert destinations(url, table) == [{"StreamArn": STREAM, "DestinationStatus": "ACTIVE", "ApproximateCreationDateTimePrecision": "MICROSECOND"}]


def test_the_same_again(url, client, table):
    ask(url, "Enable", table)
    identity = client.describe_table(TableName=table)["Table"]["TableId"]
    assert ask(url, "Update", table, **precision("MILLISECOND", "Update")) == (
        "ValidationException", f"Invalid Request: Precision is already set to the desired value of MILLISECOND for tableId: {identity}, kdsArn: {STREAM}")


def test_refusals(url, table):
    micro = precision("MICROSECOND", "Update")
    assert ask(url, "Update", table, OTHER, **micro) == (
        "ValidationException", f"{STATE}No streaming destination with streamArn: {OTHER} found for table with tableName: {table}")
    ask(url, "Enable", table)
    for nothing in ({}, {"UpdateKinesisStreamingConfiguration": {}}):
        assert ask(url, "Update", table, **nothing) == (
            "ValidationException", "Streaming destination cannot be updated with given parameters: "
            "UpdateKinesisStreamingConfiguration cannot be null or contain only null values")
    assert ask(url, "Update", table, **precision("SECOND", "Update"))[1] == (
        "1 validation error detected: Value 'SECOND' at 'updateKinesisStreamingConfiguration.approximateCreationDateTimePrecision' "
        "failed to satisfy constraint: Member must satisfy enum value set: [MILLISECOND, MICROSECOND]")
    ask(url, "Disable", table)
    assert ask(url, "Update", table, **micro) == (
        "ValidationException", f"{STATE}Kinesis streaming is not in ACTIVE state. Updates are only allowed in ACTIVE state. "
        f"TableName: {table}, kdsArn: {STREAM}")
