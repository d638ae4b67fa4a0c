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


def exported_items(directory, export_arn):
    data = pathlib.Path(directory, "s3/bucket/AWSDynamoDB", export_arn.split("/")[-1], "data")
    return [json.loads(line)["Item"] for file in data.iterdir() for line in gzip.decompress(file.read_bytes()).decode().split("\n")[:-1]]


def test_a_filter_says_what_is_exported(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    client = server.client()
    indexed_table(client, "source", 200)
    protect(client, "source")
    arn = client.describe_table(TableName="source")["Table"]["TableArn"]
    wanted = [n for n in range(200) if n % 13 == 5 and n >= 20 and n % 7 > 2 and n % 4]
    assert wanted
    specification = {"KeyConditionExpression": "pk = :p AND sk >= :s", "FilterExpression": "#rank > :r",
                     "ProjectionExpression": "sk, #rank, #map.#in", "ExpressionAttributeNames": {"#rank": "rank", "#map": "map", "#in": "in"},
                     "ExpressionAttributeValues": {":p": {"S": "p5"}, ":s": {"N": "20"}, ":r": {"N": "2"}}}
    request = {"TableArn": arn, "S3Bucket": "bucket", "FilterSpecification": specification, "ClientToken": "one"}
    status, begun = raw(server.url, "ExportTableToPointInTime", request)
    assert status == 200, begun
    begun = begun["ExportDescription"]
    assert begun["FilterSpecification"] == specification
    done = wait_export(client, begun["ExportArn"])
    assert (done["ExportStatus"], done["ItemCount"]) == ("COMPLETED", len(wanted))
    _, told = raw(server.url, "DescribeExport", {"ExportArn": begun["ExportArn"]})
    assert told["ExportDescription"]["FilterSpecification"] == specification
    deep = {"M": {"in": {"M": {"deep": {"B": "eg=="}}}}}
    assert sorted(exported_items(directory, begun["ExportArn"]), key=lambda item: int(item["sk"]["N"])) == [
        {"sk": {"N": str(n)}, "rank": {"N": str(n % 7)}, "map": deep} for n in wanted]
    # The same token with another filter asks for something else.
    changed = {**request, "FilterSpecification": {**specification, "ProjectionExpression": "#rank, #map.#in"}}
    status, answer = raw(server.url, "ExportTableToPointInTime", changed)
    assert (status, answer["__type"].split("#")[1]) == (400, "ExportConflictException")
    summary = pathlib.Path(directory, "s3/bucket", begun["ExportManifest"])
    assert json.loads(summary.read_text())["itemCount"] == len(wanted)


def test_a_filter_alone_reads_the_whole_table(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    client = server.client()
    indexed_table(client, "source", 100)
    protect(client, "source")
    arn = client.describe_table(TableName="source")["Table"]["TableArn"]
    # A filter without a key condition may name keys.
    for expression, wanted in (("sk < :n", range(30)), ("sk < :n AND attribute_not_exists(city)", range(0, 30, 3)), ("sk > :n AND sk < :n", ())):
        filtered = {"FilterExpression": expression, "ExpressionAttributeValues": {":n": {"N": "30"}}}
        _, begun = raw(server.url, "ExportTableToPointInTime", {"TableArn": arn, "S3Bucket": "bucket", "FilterSpecification": filtered})
        done = wait_export(client, begun["ExportDescription"]["ExportArn"])
        assert (done["ExportStatus"], done["ItemCount"]) == ("COMPLETED", len(wanted))
        if wanted:
            assert sorted(int(item["sk"]["N"]) for item in exported_items(directory, done["ExportArn"])) == list(wanted)


def test_refused_filters(client, url):
    name = f"filters-{id(client)}"
    indexed_table(client, name)
    protect(client, name)
    arn = client.describe_table(TableName=name)["Table"]["TableArn"]
    value = {"ExpressionAttributeValues": {":v": {"S": "x"}}}
    for specification, text in (
            ({"FilterExpression": "note = "}, "Invalid FilterExpression: Syntax error; token: \"<EOF>\", near: \"=\""),
            ({"FilterExpression": "note = :v"},
             "Invalid FilterExpression: An expression attribute value used in expression is not defined; attribute value: :v"),
            ({"ProjectionExpression": "note", **value},
             "ExpressionAttributeValues can only be specified when using expressions"),
            ({"FilterExpression": "note = :v", "ExpressionAttributeValues": {":v": {"S": "x"}, ":w": {"S": "x"}}},
             "Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}"),
            ({"KeyConditionExpression": "note = :v", **value}, "Query condition missed key schema element: pk"),
            ({"KeyConditionExpression": "pk > :v", **value}, "Query key condition not supported"),
            ({"KeyConditionExpression": "pk = :v", "FilterExpression": "sk = :v", **value},
             "Filter Expression can only contain non-primary key attributes: Primary key attribute: sk"),
            ({"FilterExpression": "pk.a = :v", **value},
             "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: pk"),
            ({"FilterExpression": "note = :v", "ExpressionAttributeValues": {":v": {"N": "x"}}}, None)):
        status, answer = raw(url, "ExportTableToPointInTime", {"TableArn": arn, "S3Bucket": "bucket", "FilterSpecification": specification})
        assert (status, answer["__type"].split("#")[1]) == (400, "ValidationException"), (specification, answer)
        if text is not None:
            assert answer["message"] == text
    status, answer = raw(url, "ExportTableToPointInTime", {"TableArn": arn, "S3Bucket": "bucket", "FilterSpecification": "text"})
    assert (status, answer["__type"].split("#")[1]) == (400, "SerializationException")
    client.delete_table(TableName=name)
