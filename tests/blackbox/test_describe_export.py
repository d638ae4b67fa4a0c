"""DescribeExport. Source: facts/operations.md."""
from conftest import refused
from job_support import export, indexed_table, protect


def test_survives_a_restart(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    client = server.client()
    indexed_table(client, "source", 5)
    protect(client, "source")
    arn = client.describe_table(TableName="source")["Table"]["TableArn"]
    done = export(client, arn, S3Bucket="bucket", ClientToken="token")
    assert done["TableArn"] == arn
    assert done["ClientToken"] == "token"
    assert done["StartTime"] <= done["EndTime"]
    server.stop()
    client = start("serve", "--dir", directory, "--port", "0").client()
    assert client.describe_export(ExportArn=done["ExportArn"])["ExportDescription"] == done


def test_an_absent_export_is_not_found(client):
    arn = "arn:aws:dynamodb:us-east-1:000000000000:table/gone/export/01700000000000-0123abcd"
    refused(lambda: client.describe_export(ExportArn=arn), "ExportNotFoundException", f"Export not found: {arn}")
    refused(lambda: client.describe_export(ExportArn="short"), "ValidationException",
            "1 validation error detected: Value 'short' at 'exportArn' failed to satisfy constraint: "
            "Member must have length greater than or equal to 37")
