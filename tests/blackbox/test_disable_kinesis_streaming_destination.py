"""DisableKinesisStreamingDestination. Sources: facts/aws-observed.md section 20; states as measured in October 2026."""
from test_enable_kinesis_streaming_destination import OTHER, STATE, STREAM, ask, destinations, precision

NOT_ACTIVE = STATE + "KinesisStreamingDestination must be ACTIVE to perform DISABLE operation."


def test_it_stays_listed(url, table):
    ask(url, "Enable", table)
    assert ask(url, "Disable", table) == {"TableName": table, "StreamArn": STREAM, "DestinationStatus": "DISABLING",
                                          "EnableKinesisStreamingConfiguration": {}}
    assert destinations(url, table) == [{"StreamArn": STREAM, "DestinationStatus": "DISABLED"}]
    assert ask(url, "Disable", table) == ("ValidationException", NOT_ACTIVE)


def test_refusals(url, table):
    assert ask(url, "Disable", table) == ("ValidationException", NOT_ACTIVE)
    ask(url, "Enable", table)
    assert ask(url, "Disable", table, OTHER) == ("ValidationException", NOT_ACTIVE)
    assert ask(url, "Disable", table, **precision("MILLISECOND")) == (
        "ValidationException", "Stream cannot be disabled using EnableKinesisStreamingConfiguration parameters")
    assert ask(url, "Disable", "nosuch") == ("ResourceNotFoundException", "Requested resource not found: Table: nosuch not found")
