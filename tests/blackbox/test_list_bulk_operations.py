"""ListBulkOperations. Source: facts/new-operations.md section 2."""
from conftest import create
from test_start_bulk_put_items import ask, begin, bucket, finished, item, put_lines, request, server  # noqa: F401


def test_pages_newest_first(server, bucket):  # noqa: F811
    create(server.client(), "tab")
    put_lines(bucket / "in/1", [item(1)])
    arns = []
    for _ in range(12):
        arns.append(begin(server.url, **request())["BulkOperationArn"])
        finished(server.url, arns[-1])
    first = ask(server.url, "ListBulkOperations")
    assert [s["BulkOperationArn"] for s in first["BulkOperationsSummaryList"]] == arns[:1:-1]
    assert sorted(first["BulkOperationsSummaryList"][0]) == ["BulkOperationArn", "BulkOperationStatus", "EndTime", "StartTime"]
    second = ask(server.url, "ListBulkOperations", NextToken=first["NextToken"])
    assert [s["BulkOperationArn"] for s in second["BulkOperationsSummaryList"]] == arns[1::-1] and "NextToken" not in second
    assert len(ask(server.url, "ListBulkOperations", MaxResults=3)["BulkOperationsSummaryList"]) == 3
    assert ask(server.url, "ListImports")["ImportSummaryList"] == []


def test_bad_input(url):
    assert ask(url, "ListBulkOperations", MaxResults=0) == (
        "ValidationException", "1 validation error detected: Value '0' at 'maxResults' failed to satisfy constraint: "
        "Member must have value greater than or equal to 1")
