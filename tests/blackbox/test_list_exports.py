"""ListExports. Source: facts/operations.md."""
from conftest import create, refused
from job_support import export, protect


def test_pages_and_filters(start, directory):
    client = start("serve", "--dir", directory, "--port", "0").client()
    arns = {}
    for name in ("first", "second"):
        create(client, name)
        protect(client, name)
        arns[name] = client.describe_table(TableName=name)["Table"]["TableArn"]
    made = [export(client, arns[name], S3Bucket="bucket")["ExportArn"] for name in ("first", "second", "first", "first", "second")]
    seen, arguments = [], {"MaxResults": 2}
    while True:
        page = client.list_exports(**arguments)
        assert len(page["ExportSummaries"]) <= 2
        seen += page["ExportSummaries"]
        if "NextToken" not in page:
            break
        arguments["NextToken"] = page["NextToken"]
    assert [one["ExportArn"] for one in seen] == made
    assert {one["ExportStatus"] for one in seen} == {"COMPLETED"}
    mine = client.list_exports(TableArn=arns["second"])["ExportSummaries"]
    assert [one["ExportArn"] for one in mine] == [made[1], made[4]]


def test_refuses_a_bad_size_and_token(client):
    refused(lambda: client.list_exports(MaxResults=26), "ValidationException",
            "1 validation error detected: Value '26' at 'maxResults' failed to satisfy constraint: "
            "Member must have value less than or equal to 25")
    refused(lambda: client.list_exports(NextToken="00" * 64), "ValidationException", "Invalid NextToken")
