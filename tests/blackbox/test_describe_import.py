"""DescribeImport. Source: facts/operations.md."""
import json
import pathlib

from conftest import refused
from job_support import import_table


def test_survives_a_restart(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    client = server.client()
    bucket = pathlib.Path(directory, "s3/bucket")
    bucket.mkdir(parents=True)
    (bucket / "x").write_text(json.dumps({"Item": {"pk": {"S": "a"}}}) + "\n")
    done = import_table(client, "target", "bucket", "x")
    assert done["ImportStatus"] == "COMPLETED"
    assert done["S3BucketSource"] == {"S3Bucket": "bucket", "S3KeyPrefix": "x"}
    assert (done["InputFormat"], done["InputCompressionType"]) == ("DYNAMODB_JSON", "NONE")
    assert done["StartTime"] <= done["EndTime"]
    server.stop()
    client = start("serve", "--dir", directory, "--port", "0").client()
    assert client.describe_import(ImportArn=done["ImportArn"])["ImportTableDescription"] == done


def test_an_absent_import_is_not_found(client):
    arn = "arn:aws:dynamodb:us-east-1:000000000000:table/gone/import/01700000000000-0123abcd"
    refused(lambda: client.describe_import(ImportArn=arn), "ImportNotFoundException", f"Import not found: {arn}")
