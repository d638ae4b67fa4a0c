"""CancelBulkOperation. Source: facts/new-operations.md section 2."""
from conftest import create
from test_start_bulk_put_items import ask, begin, bucket, content, describe, finished, item, put_lines, request, server  # noqa: F401


def test_what_is_written_stays(server, bucket):  # noqa: F811
    client = server.client()
    create(client, "tab")
    put_lines(bucket / "in/1", [item(n, "v" * 300) for n in range(60_000)])
    arn = begin(server.url, **request())["BulkOperationArn"]
    assert ask(server.url, "CancelBulkOperation", BulkOperationArn=arn) == {"BulkOperationArn": arn, "BulkOperationStatus": "CANCELLING"}
    done = finished(server.url, arn)
    assert done["BulkOperationStatus"] == "CANCELLED" and "EndTime" in done and done["FailureMessage"]
    assert describe(server.url, arn)["ProcessedItemCount"] < 60_000
    table = client.describe_table(TableName="tab")["Table"]
    assert table["TableStatus"] == "ACTIVE" and table["ItemCount"] < 60_000
    assert ask(server.url, "CancelBulkOperation", BulkOperationArn=arn)["BulkOperationStatus"] == "CANCELLED"


def test_one_that_has_ended(server, bucket):  # noqa: F811
    create(server.client(), "tab")
    put_lines(bucket / "in/1", [item(1)])
    arn = begin(server.url, **request())["BulkOperationArn"]
    finished(server.url, arn)
    assert ask(server.url, "CancelBulkOperation", BulkOperationArn=arn)["BulkOperationStatus"] == "COMPLETED"
    assert finished(server.url, arn)["BulkOperationStatus"] == "COMPLETED"


def test_missing(server):  # noqa: F811
    arn = "arn:aws:dynamodb:us-east-1:000000000000:table/t/bulk-operation/01234567890123-abcdef01"
    assert ask(server.url, "CancelBulkOperation", BulkOperationArn=arn)[0] == "ResourceNotFoundException"
