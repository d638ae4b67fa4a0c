"""ExportTableToPointInTime. Sources: facts/streams-backup-pitr.md section 7, facts/aws-observed.md section 20."""
import base64
import gzip
import hashlib
import json
import pathlib
import re

from conftest import raw, refused
from job_support import export, indexed_table, protect, sample, wait_export


def test_the_folder_is_that_of_the_service(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    client = server.client()
    indexed_table(client, "source", 300)
    protect(client, "source")
    table = client.describe_table(TableName="source")["Table"]
    done = export(client, table["TableArn"], S3Bucket="bucket", S3Prefix="some/prefix")
    assert (done["ExportStatus"], done["ItemCount"], done["BilledSizeBytes"]) == ("COMPLETED", 300, table["TableSizeBytes"])
    # Debian's boto3 does not know ExportType yet.
    _, told = raw(server.url, "DescribeExport", {"ExportArn": done["ExportArn"]})
    assert told["ExportDescription"]["ExportType"] == "FULL_EXPORT"
    assert (done["ExportFormat"], done["S3Prefix"]) == ("DYNAMODB_JSON", "some/prefix")
    identity = done["ExportArn"].split("/")[-1]
    assert re.fullmatch(r"\d{14}-[0-9a-f]{8}", identity)
    bucket = pathlib.Path(directory, "s3/bucket")
    folder = bucket / "some/prefix/AWSDynamoDB" / identity
    assert sorted(p.name for p in folder.iterdir()) == ["_started", "data", "manifest-files.checksum", "manifest-files.json",
                                                        "manifest-summary.checksum", "manifest-summary.json"]
    assert (folder / "_started").read_bytes() == b""
    for name in ("manifest-files", "manifest-summary"):
        digest = hashlib.md5((folder / f"{name}.json").read_bytes()).digest()
        assert (folder / f"{name}.checksum").read_text().strip() == base64.b64encode(digest).decode()
    summary = json.loads((folder / "manifest-summary.json").read_text())
    assert done["ExportManifest"] == f"some/prefix/AWSDynamoDB/{identity}/manifest-summary.json"
    assert (summary["exportArn"], summary["itemCount"], summary["tableId"]) == (done["ExportArn"], 300, table["TableId"])
    assert (summary["version"], summary["outputFormat"], summary["s3Bucket"]) == ("2020-06-30", "DYNAMODB_JSON", "bucket")
    items = []
    files = [json.loads(line) for line in (folder / "manifest-files.json").read_text().splitlines()]
    assert sorted(file["dataFileS3Key"].split("/")[-1] for file in files) == sorted(p.name for p in (folder / "data").iterdir())
    for file in files:
        packed = (bucket / file["dataFileS3Key"]).read_bytes()
        assert re.fullmatch(r"[a-z2-7]{26}\.json\.gz", file["dataFileS3Key"].split("/")[-1])
        assert file["md5Checksum"] == base64.b64encode(hashlib.md5(packed).digest()).decode()
        lines = gzip.decompress(packed).decode().split("\n")[:-1]
        assert file["itemCount"] == len(lines)
        items += [json.loads(line)["Item"] for line in lines]
    by_key = {item["sk"]["N"]: item for item in items}
    assert len(by_key) == 300
    assert by_key["7"]["big"] == sample(7)["big"]
    assert base64.b64decode(by_key["7"]["b"]["B"]) == sample(7)["b"]["B"]


def test_ion(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    client = server.client()
    indexed_table(client, "source", 10)
    protect(client, "source")
    done = export(client, client.describe_table(TableName="source")["Table"]["TableArn"], S3Bucket="bucket", ExportFormat="ION")
    data, = pathlib.Path(directory, "s3/bucket/AWSDynamoDB", done["ExportArn"].split("/")[-1], "data").iterdir()
    assert data.name.endswith(".ion.gz")
    # Not splitlines(): strings may hold what Unicode calls line ends.
    *lines, end = gzip.decompress(data.read_bytes()).decode().split("\n")
    assert (len(lines), end) == (10, "")
    assert all(line.startswith("$ion_1_0 {Item:{") for line in lines)


def test_is_of_its_moment(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    client = server.client()
    indexed_table(client, "source", 100)
    protect(client, "source")
    arn = client.describe_table(TableName="source")["Table"]["TableArn"]
    begun = client.export_table_to_point_in_time(TableArn=arn, S3Bucket="bucket")["ExportDescription"]
    assert begun["ExportStatus"] == "IN_PROGRESS"
    for n in range(100):
        client.delete_item(TableName="source", Key={"pk": {"S": f"p{n % 13}"}, "sk": {"N": str(n)}})
    assert wait_export(client, begun["ExportArn"])["ItemCount"] == 100


def test_a_client_token_begins_one_export(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    client = server.client()
    indexed_table(client, "source", 1)
    protect(client, "source")
    arn = client.describe_table(TableName="source")["Table"]["TableArn"]
    first = client.export_table_to_point_in_time(TableArn=arn, S3Bucket="bucket", ClientToken="once")["ExportDescription"]
    again = client.export_table_to_point_in_time(TableArn=arn, S3Bucket="bucket", ClientToken="once")["ExportDescription"]
    assert again["ExportArn"] == first["ExportArn"]
    refused(lambda: client.export_table_to_point_in_time(TableArn=arn, S3Bucket="other", ClientToken="once"), "ExportConflictException",
            "There was a conflict when writing to the specified S3 bucket.")


def test_no_name_leaves_the_bucket(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    client = server.client()
    indexed_table(client, "source", 1)
    protect(client, "source")
    arn = client.describe_table(TableName="source")["Table"]["TableArn"]
    for bucket in ("../up", "a/b", "..", ".a", "a", "", "b\u00e4d"):
        refused(lambda: client.export_table_to_point_in_time(TableArn=arn, S3Bucket=bucket), "ValidationException")
    for prefix in ("../x", "a/../../x", "/etc", "a//b", "./a", "a/..", "a\u0000b", "a\nb"):
        refused(lambda: client.export_table_to_point_in_time(TableArn=arn, S3Bucket="bucket", S3Prefix=prefix), "ValidationException")
    outside = pathlib.Path(directory, "outside")
    outside.mkdir()
    pathlib.Path(directory, "s3/bucket").mkdir(parents=True)
    pathlib.Path(directory, "s3/bucket/linked").symlink_to(outside)
    done = export(client, arn, S3Bucket="bucket", S3Prefix="linked/below")
    assert done["ExportStatus"] == "FAILED"
    assert done["FailureCode"] == "PermissionDenied"
    assert list(outside.iterdir()) == []


def test_refusals(client, url, table):
    refused(lambda: client.export_table_to_point_in_time(TableArn="arn:aws:dynamodb:us-east-1:000000000000:table/absent", S3Bucket="bucket"),
            "TableNotFoundException", "Table not found: arn:aws:dynamodb:us-east-1:000000000000:table/absent")
    arn = client.describe_table(TableName=table)["Table"]["TableArn"]
    refused(lambda: client.export_table_to_point_in_time(TableArn=arn, S3Bucket="bucket"), "PointInTimeRecoveryUnavailableException",
            f"Point in time recovery is not enabled for table '{table}'")
    protect(client, table)
    status, answer = raw(url, "ExportTableToPointInTime", {"TableArn": arn, "S3Bucket": "bucket", "ExportTime": 1000000000})
    assert (status, answer["__type"].split("#")[1]) == (400, "InvalidExportTimeException")
    status, answer = raw(url, "ExportTableToPointInTime", {"TableArn": arn, "S3Bucket": "bucket", "ExportType": "INCREMENTAL_EXPORT"})
    assert (status, answer["__type"].split("#")[1]) == (400, "ValidationException")
    status, answer = raw(url, "ExportTableToPointInTime", {
        "TableArn": arn, "S3Bucket": "bucket", "ExportType": "INCREMENTAL_EXPORT",
        "IncrementalExportSpecification": {"ExportFromTime": 1000000000, "ExportToTime": 1000003600}})
    assert (status, answer["__type"].split("#")[1]) == (400, "InvalidExportTimeException")
