"""ListStreams. Source: facts/operations.md section 4, facts/aws-observed.md section 21."""
from conftest import make_streams_client, refused
from streaming import stream_table


def test_lists_a_stream_with_its_arn_label_and_table(client, streams, name):
    arn = stream_table(client, name)
    listed = streams.list_streams(TableName=name)
    assert listed["Streams"] == [{"StreamArn": arn, "TableName": name, "StreamLabel": arn.rsplit("/", 1)[1]}]
    assert "LastEvaluatedStreamArn" not in listed
    client.delete_table(TableName=name)


def test_a_table_without_a_stream_has_none(streams, table):
    assert streams.list_streams(TableName=table)["Streams"] == []


def test_streams_of_a_deleted_table_stay_listed(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    client, streams = server.client(), make_streams_client(server.url)
    arn = stream_table(client, "gone")
    client.delete_table(TableName="gone")
    assert [stream["StreamArn"] for stream in streams.list_streams(TableName="gone")["Streams"]] == [arn]


def test_pages(client, streams, name):
    arns = sorted(stream_table(client, f"{name}-{n}") for n in range(5))
    found, more = [], {}
    while True:
        page = streams.list_streams(Limit=2, **more)
        assert len(page["Streams"]) <= 2
        found += [stream["StreamArn"] for stream in page["Streams"]]
        if "LastEvaluatedStreamArn" not in page:
            break
        assert page["LastEvaluatedStreamArn"] == page["Streams"][-1]["StreamArn"]
        more = {"ExclusiveStartStreamArn": page["LastEvaluatedStreamArn"]}
    assert [arn for arn in found if name in arn] == arns
    assert len(found) == len(set(found))
    for n in range(5):
        client.delete_table(TableName=f"{name}-{n}")


def test_bad_members_are_refused(streams):
    refused(lambda: streams.list_streams(Limit=0), "ValidationException",
            "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: "
            "Member must have value greater than or equal to 1")
    refused(lambda: streams.list_streams(Limit=101), "ValidationException",
            "1 validation error detected: Value '101' at 'limit' failed to satisfy constraint: "
            "Member must have value less than or equal to 100")
    refused(lambda: streams.list_streams(ExclusiveStartStreamArn="x" * 40), "ValidationException",
            "Invalid StreamArn: Invalid ResourceArn provided as input " + "x" * 40)
