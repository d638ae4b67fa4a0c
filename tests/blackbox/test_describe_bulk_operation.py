"""DescribeBulkOperation. Source: facts/new-operations.md section 2."""
from conftest import create
from test_start_bulk_put_items import ask, begin, bucket, finished, item, put_lines, request, server  # noqa: F401


def test_missing(url, client, table):
    arn = client.describe_table(TableName=table)["Table"]["TableArn"] + "/bulk-operation/01234567890123-abcdef01"
    assert ask(url, "DescribeBulkOperation", BulkOperationArn=arn)[0] == "ResourceNotFoundException"
    assert ask(url, "DescribeBulkOperation") == (
        "ValidationException", "1 validation error detected: Value null at 'bulkOperationArn' failed to satisfy constraint: Member must not be null")


def test_it_outlives_the_table(server, bucket):  # noqa: F811
    client = server.client()
    create(client, "tab")
    put_lines(bucket / "in/1", [item(1)])
    arn = begin(server.url, **request())["BulkOperationArn"]
    before = finished(server.url, arn)
    client.delete_table(TableName="tab")
    assert finished(server.url, arn) == before
