"""DescribeKinesisStreamingDestination. Sources: facts/operations.md, facts/aws-observed.md section 20."""
from conftest import create, raw, refused
from test_enable_kinesis_streaming_destination import STREAM, ask, destinations


def test_none(url, table):
    assert raw(url, "DescribeKinesisStreamingDestination", {"TableName": table}) == (200, {"TableName": table, "KinesisDataStreamDestinations": []})


def test_a_restart_and_a_new_table(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    create(server.client(), "kept")
    ask(server.url, "Enable", "kept")
    server.kill()
    again = start("serve", "--dir", directory, "--port", "0")
    assert destinations(again.url, "kept") == [{"StreamArn": STREAM, "DestinationStatus": "ACTIVE"}]
    again.client().delete_table(TableName="kept")
    create(again.client(), "kept")
    assert destinations(again.url, "kept") == []


def test_disabled_ones_do_not_pile_up(url, table):
    for n in range(25):
        ask(url, "Enable", table, f"{STREAM}{n}")
        ask(url, "Disable", table, f"{STREAM}{n}")
    assert [d["StreamArn"] for d in destinations(url, table)] == [f"{STREAM}{n}" for n in range(5, 25)]


def test_missing(client):
    refused(lambda: client.describe_kinesis_streaming_destination(TableName="nosuch"), "ResourceNotFoundException",
            "Requested resource not found: Table: nosuch not found")
