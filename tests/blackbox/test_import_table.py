"""ImportTable. Sources: facts/streams-backup-pitr.md section 8, facts/aws-observed.md section 20."""
import gzip
import json
import pathlib
import subprocess

import pytest
from conftest import refused
from job_support import (INDEXED, bucket, content, content_hash, export, import_table, indexed_table, protect,  # noqa: F401 (fixtures)
                         put_lines, server, wait_active, wait_import)


@pytest.mark.parametrize("file_format", ["DYNAMODB_JSON", "ION"])
def test_an_export_comes_back_whole(server, directory, file_format):
    client = server.client()
    indexed_table(client, "source", 400)
    protect(client, "source")
    arn = client.describe_table(TableName="source")["Table"]["TableArn"]
    done = export(client, arn, S3Bucket="bucket", S3Prefix="p", ExportFormat=file_format)
    folder = f"p/AWSDynamoDB/{done['ExportArn'].split('/')[-1]}/data/"
    definitions = INDEXED["definitions"][:1]
    imported = import_table(client, "target", "bucket", folder, file_format, "GZIP", sort="N", definitions=definitions,
                            GlobalSecondaryIndexes=INDEXED["GlobalSecondaryIndexes"])
    assert imported["ImportStatus"] == "COMPLETED"
    assert (imported["ProcessedItemCount"], imported["ImportedItemCount"], imported["ErrorCount"]) == (400, 400, 0)
    assert imported["ProcessedSizeBytes"] > 0
    table = wait_active(client, "target")
    assert imported["TableId"] == table["TableId"]
    assert imported["ImportArn"].startswith(table["TableArn"] + "/import/")
    assert imported["TableCreationParameters"]["GlobalSecondaryIndexes"][0]["IndexName"] == "byCity"
    assert content_hash(client, "target", ["byCity"]) == content_hash(client, "source", ["byCity"])


def test_compressions_and_several_objects(server, bucket):
    client = server.client()
    rows = [[{"pk": {"S": f"{name}{n}"}, "v": {"N": str(n)}} for n in range(50)] for name in ("a", "b", "c")]
    for name, items in zip(("none", "gzip", "zstd"), rows):
        put_lines(bucket / f"{name}/x/1.json", items[:25])
        put_lines(bucket / f"{name}/x/2.json", items[25:])
    for file in sorted(bucket.glob("gzip/x/*")):
        file.write_bytes(gzip.compress(file.read_bytes()))
    for file in sorted(bucket.glob("zstd/x/*")):
        subprocess.run(["zstd", "-q", "--rm", str(file), "-o", str(file) + ".zst"], check=True)
    for name, items in zip(("none", "gzip", "zstd"), rows):
        done = import_table(client, f"table-{name}", "bucket", f"{name}/", compression=name.upper())
        assert (done["ImportStatus"], done["ImportedItemCount"]) == ("COMPLETED", 50)
        assert len(content(client, f"table-{name}")) == 50


def test_csv(server, bucket):
    client = server.client()
    (bucket / "a.csv").write_text('pk;sk;text;more\nx;1;"a ""b"";\nc";\ny;2.50;\u00fc;z\n')
    done = import_table(client, "headed", "bucket", "a.csv", "CSV", sort="N", options={"Csv": {"Delimiter": ";"}})
    assert done["ImportStatus"] == "COMPLETED"
    assert done["InputFormatOptions"] == {"Csv": {"Delimiter": ";"}}
    item = client.get_item(TableName="headed", Key={"pk": {"S": "x"}, "sk": {"N": "1"}})["Item"]
    assert item["text"] == {"S": 'a "b";\nc'}
    assert client.get_item(TableName="headed", Key={"pk": {"S": "y"}, "sk": {"N": "2.5"}})["Item"]["more"] == {"S": "z"}
    (bucket / "b.csv").write_text("x,1\ny,2\n")
    done = import_table(client, "listed", "bucket", "b", "CSV", options={"Csv": {"HeaderList": ["pk", "n"]}})
    assert done["InputFormatOptions"] == {"Csv": {"HeaderList": ["pk", "n"]}}
    assert client.get_item(TableName="listed", Key={"pk": {"S": "y"}})["Item"] == {"pk": {"S": "y"}, "n": {"S": "2"}}


def test_bad_items_are_counted_and_the_good_ones_stay(server, bucket):
    client = server.client()
    good = [{"pk": {"S": str(n)}} for n in range(3)]
    put_lines(bucket / "1.json", [good[0], {"other": {"S": "x"}}, {"pk": {"N": "1"}}, good[1], {"pk": {"S": ""}}])
    (bucket / "2.json").write_text('not json\n{"Item":{"pk":{"S":"z"},"n":{"N":"1e999"}}}\n')
    put_lines(bucket / "3.json", [good[2], good[2]])
    (bucket / "4.json.gz").write_bytes(b"\x1f\x8b broken")
    done = import_table(client, "target", "bucket")
    assert (done["ImportStatus"], done["FailureCode"]) == ("FAILED", "ItemValidationError")
    assert done["FailureMessage"].startswith("Some of the items failed validation checks. Please check CloudWatch error logs for more details.")
    assert "1.json, line 2" in done["FailureMessage"]
    assert (done["ImportedItemCount"], done["ErrorCount"]) == (4, 6)
    wait_active(client, "target")
    assert content(client, "target") == sorted(json.dumps(item) for item in good)


def test_a_cut_off_file_is_an_error_and_not_the_end(server, bucket):
    client = server.client()
    put_lines(bucket / "1", [{"pk": {"S": str(n)}} for n in range(2000)])
    put_lines(bucket / "2", [{"pk": {"S": "last"}}])
    whole = gzip.compress((bucket / "1").read_bytes())
    (bucket / "1").write_bytes(whole[:len(whole) // 2])
    (bucket / "2").write_bytes(gzip.compress((bucket / "2").read_bytes()))
    done = import_table(client, "target", "bucket", compression="GZIP")
    assert (done["ImportStatus"], done["ErrorCount"]) == ("FAILED", 1)
    assert client.get_item(TableName="target", Key={"pk": {"S": "last"}})["Item"]


def test_a_bucket_or_prefix_without_objects(server, bucket):
    client = server.client()
    done = import_table(client, "target", "no-such-bucket")
    assert (done["ImportStatus"], done["FailureCode"], done["FailureMessage"]) == (
        "FAILED", "S3NoSuchBucket", "The specified bucket does not exist")
    assert import_table(client, "target", "bucket", "none")["ImportStatus"] == "FAILED"
    assert "target" not in client.list_tables()["TableNames"]


def test_links_are_not_followed(server, bucket, directory):
    client = server.client()
    secret = pathlib.Path(directory, "secret")
    put_lines(secret / "inner", [{"pk": {"S": "secret"}}])
    (bucket / "link").symlink_to(secret / "inner")
    (bucket / "folder").symlink_to(secret)
    put_lines(bucket / "real", [{"pk": {"S": "real"}}])
    done = import_table(client, "target", "bucket")
    assert (done["ImportStatus"], done["ImportedItemCount"]) == ("COMPLETED", 1)
    refused(lambda: import_table(client, "other", "bucket", "../"), "ValidationException")
    refused(lambda: import_table(client, "other", "../bucket"), "ValidationException")


def test_the_table_answers_only_when_it_is_done_and_deleting_it_cancels(server, bucket):
    client = server.client()
    put_lines(bucket / "1", [{"pk": {"S": str(n)}, "text": {"S": "x" * 2000}} for n in range(60000)])
    begun = client.import_table(S3BucketSource={"S3Bucket": "bucket"}, InputFormat="DYNAMODB_JSON", TableCreationParameters={
        "TableName": "target", "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}]})["ImportTableDescription"]
    assert begun["ImportStatus"] == "IN_PROGRESS"
    assert client.describe_table(TableName="target")["Table"]["TableStatus"] == "CREATING"
    refused(lambda: client.get_item(TableName="target", Key={"pk": {"S": "1"}}), "ResourceNotFoundException", "Requested resource not found")
    refused(lambda: client.put_item(TableName="target", Item={"pk": {"S": "1"}}), "ResourceNotFoundException", "Requested resource not found")
    client.delete_table(TableName="target")
    assert wait_import(client, begun["ImportArn"])["ImportStatus"] == "CANCELLED"


def test_refusals(client, table):
    refused(lambda: import_table(client, table, "bucket"), "ResourceInUseException", f"Table already exists: {table}")
    refused(lambda: import_table(client, "x", "bucket"), "ValidationException")
    refused(lambda: client.import_table(InputFormat="DYNAMODB_JSON"), "ValidationException")
    refused(lambda: import_table(client, table + "-new", "bucket", definitions=[{"AttributeName": "extra", "AttributeType": "S"}]),
            "ValidationException")
    refused(lambda: import_table(client, table + "-new", "bucket", options={"Csv": {"Delimiter": ";"}}), "ValidationException")


def test_a_client_token_begins_one_import(server, bucket):
    client = server.client()
    put_lines(bucket / "1", [{"pk": {"S": "a"}}])
    request = {"S3BucketSource": {"S3Bucket": "bucket"}, "InputFormat": "DYNAMODB_JSON", "ClientToken": "once", "TableCreationParameters": {
        "TableName": "target", "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}]}}
    first = client.import_table(**request)["ImportTableDescription"]
    assert client.import_table(**request)["ImportTableDescription"]["ImportArn"] == first["ImportArn"]
    refused(lambda: client.import_table(**{**request, "InputFormat": "ION"}), "ImportConflictException")
