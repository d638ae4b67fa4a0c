"""ListImports. Source: facts/operations.md."""
import json
import pathlib
import re

from conftest import raw, refused
from job_support import import_table


def test_pages_and_filters(start, directory):
    client = start("serve", "--dir", directory, "--port", "0").client()
    bucket = pathlib.Path(directory, "s3/bucket")
    bucket.mkdir(parents=True)
    (bucket / "x").write_text(json.dumps({"Item": {"pk": {"S": "a"}}}) + "\n")
    made = [import_table(client, f"table{n}", "bucket") for n in range(5)]
    seen, arguments = [], {"PageSize": 2}
    while True:
        page = client.list_imports(**arguments)
        assert len(page["ImportSummaryList"]) <= 2
        seen += page["ImportSummaryList"]
        if "NextToken" not in page:
            break
        assert re.fullmatch(r"([0-9a-f]{16})+", page["NextToken"]) and 112 <= len(page["NextToken"]) <= 1024
        arguments["NextToken"] = page["NextToken"]
    assert [one["ImportArn"] for one in seen] == [one["ImportArn"] for one in made]
    mine = client.list_imports(TableArn=made[3]["TableArn"])["ImportSummaryList"]
    assert [one["ImportArn"] for one in mine] == [made[3]["ImportArn"]]
    assert mine[0]["S3BucketSource"] == {"S3Bucket": "bucket", "S3KeyPrefix": ""}
    assert (mine[0]["ImportStatus"], mine[0]["InputFormat"]) == ("COMPLETED", "DYNAMODB_JSON")


def test_refuses_a_bad_size(client, url):
    refused(lambda: client.list_imports(PageSize=0), "ValidationException",
            "1 validation error detected: Value '0' at 'pageSize' failed to satisfy constraint: "
            "Member must have value greater than or equal to 1")
    status, answer = raw(url, "ListImports", {"PageSize": "many"})
    assert (status, answer["__type"].split("#")[1]) == (400, "SerializationException")
