"""StartBulkPutItems. Source: facts/new-operations.md section 2. The form of its records is that of imports."""
import gzip
import json

from conftest import create, raw
from job_support import bucket, content, put_lines, server, wait  # noqa: F401 (fixtures)


def request(table="tab", prefix="in/", **more):
    return {"TableName": table, "InputS3Configuration": {"S3Bucket": "bucket", "S3KeyPrefix": prefix, "InputFormat": "DYNAMODB_JSON"},
            "OutputS3Configuration": {"S3Bucket": "bucket", "S3KeyPrefix": "out", "OutputType": ["ERROR"]}, **more}


def ask(url, operation, **body):
    status, answer = raw(url, operation, body)
    return answer if status == 200 else (answer["__type"].split("#")[1], answer.get("message", answer.get("Message")))


def begin(url, **body):
    return ask(url, "StartBulkPutItems", **body)["BulkOperationDescription"]


def describe(url, arn):
    return ask(url, "DescribeBulkOperation", BulkOperationArn=arn)["BulkOperationDescription"]


def finished(url, arn):
    return wait(lambda: (lambda d: d if d["BulkOperationStatus"] != "IN_PROGRESS" else None)(describe(url, arn)))


def item(n, value="new"):
    return {"pk": {"S": f"p{n}"}, "v": {"S": value}, "n": {"N": str(n)}}


def test_items_come_into_a_table_in_use(server, bucket):
    client = server.client()
    create(client, "tab", definitions=[{"AttributeName": "v", "AttributeType": "S"}],
           GlobalSecondaryIndexes=[{"IndexName": "byV", "KeySchema": [{"AttributeName": "v", "KeyType": "HASH"}],
                                    "Projection": {"ProjectionType": "ALL"}}])
    for n in range(0, 20):
        client.put_item(TableName="tab", Item=item(n, "old"))
    put_lines(bucket / "in/1.json", [item(n) for n in range(10, 1500)])
    put_lines(bucket / "in/2.json", [item(n) for n in range(1500, 2500)])
    begun = begin(server.url, **request(ClientToken="abc", MaxWriteRequestUnits=2048))
    table = client.describe_table(TableName="tab")["Table"]
    assert begun["BulkOperationStatus"] == "IN_PROGRESS"
    assert begun["BulkOperationArn"].startswith(table["TableArn"] + "/bulk-operation/")
    assert begun["TableDetails"] == [{"TableName": "tab", "TableId": table["TableId"]}]
    assert begun["InputS3Configuration"] == {**request()["InputS3Configuration"], "InputCompressionType": "NONE"}
    assert begun["OutputS3Configuration"] == request()["OutputS3Configuration"]
    assert (begun["ClientToken"], begun["MaxWriteRequestUnits"], begun["PerformanceTier"]) == ("abc", 2048, "STANDARD")
    done = finished(server.url, begun["BulkOperationArn"])
    assert (done["BulkOperationStatus"], done["ProcessedItemCount"], done["FailedItemCount"]) == ("COMPLETED", 2490, 0)
    assert done["ProcessedInputBytes"] == done["TotalInputBytes"] == sum(f.stat().st_size for f in bucket.glob("in/*"))
    assert done["EndTime"] >= done["StartTime"] and done["BulkOperationUsage"][0]["Table"]["BulkPutBytes"] > 2490 * 5
    expected = sorted(json.dumps(item(n, "old" if n < 10 else "new"), sort_keys=True) for n in range(2500))
    assert content(client, "tab") == expected and content(client, "tab", "byV") == expected
    assert client.describe_table(TableName="tab")["Table"]["TableStatus"] == "ACTIVE"
    assert not (bucket / "out").exists()


def test_bad_records_are_told(server, bucket):
    client = server.client()
    create(client, "tab")
    put_lines(bucket / "in/1.json", [item(1), "{nonsense", {"v": {"S": "no key"}}, {"pk": {"N": "1"}}, item(2)])
    (bucket / "in/2.json.gz").write_bytes(gzip.compress(b"{}"))
    begun = begin(server.url, **request(prefix="in/1"))
    done = finished(server.url, begun["BulkOperationArn"])
    assert (done["BulkOperationStatus"], done["ProcessedItemCount"], done["FailedItemCount"]) == ("COMPLETED_WITH_ERRORS", 5, 3)
    assert "FailureCode" not in done
    assert len(content(client, "tab")) == 2
    files = list((bucket / "out").rglob("*.json"))
    lines = [json.loads(line) for file in files for line in file.read_text().splitlines()]
    assert [line["Line"] for line in lines] == [2, 3, 4] and all(line["Key"] == "in/1.json" and line["ErrorMessage"] for line in lines)
    assert begun["BulkOperationArn"].split("/")[-1] in str(files[0])


def test_compressed_ones(server, bucket):
    client = server.client()
    create(client, "tab")
    put_lines(bucket / "in/1", [item(n) for n in range(30)])
    (bucket / "in/1").write_bytes(gzip.compress((bucket / "in/1").read_bytes()))
    source = {**request()["InputS3Configuration"], "InputCompressionType": "GZIP"}
    done = finished(server.url, begin(server.url, **request(InputS3Configuration=source))["BulkOperationArn"])
    assert (done["BulkOperationStatus"], done["ProcessedItemCount"]) == ("COMPLETED", 30)


def test_a_token_starts_one_operation(server, bucket):
    create(server.client(), "tab")
    put_lines(bucket / "in/1", [item(1)])
    first = begin(server.url, **request(ClientToken="tok"))["BulkOperationArn"]
    finished(server.url, first)
    assert begin(server.url, **request(ClientToken="tok"))["BulkOperationArn"] == first
    assert ask(server.url, "StartBulkPutItems", **request(prefix="other", ClientToken="tok"))[0] == "IdempotentParameterMismatchException"
    assert begin(server.url, **request())["BulkOperationArn"] != first


def test_nothing_to_read_leaves_the_table_alone(server, bucket):
    client = server.client()
    create(client, "tab")
    client.put_item(TableName="tab", Item=item(1))
    for source, code in (({"S3KeyPrefix": "nowhere"}, "S3NoSuchKey"), ({"S3Bucket": "absent"}, "S3NoSuchBucket")):
        given = {**request()["InputS3Configuration"], **source}
        done = finished(server.url, begin(server.url, **request(InputS3Configuration=given))["BulkOperationArn"])
        assert (done["BulkOperationStatus"], done["FailureCode"]) == ("FAILED", code) and done["FailureMessage"]
    assert client.describe_table(TableName="tab")["Table"]["TableStatus"] == "ACTIVE"
    assert len(content(client, "tab")) == 1


def test_it_goes_on_after_a_kill(server, start, directory, bucket):
    create(server.client(), "tab")
    put_lines(bucket / "in/1", [item(n, "v" * 300) for n in range(20_000)])
    arn = begin(server.url, **request())["BulkOperationArn"]
    wait(lambda: describe(server.url, arn)["ProcessedItemCount"] > 0)
    server.kill()
    again = start("serve", "--dir", directory, "--port", "0")
    done = finished(again.url, arn)
    assert (done["BulkOperationStatus"], done["ProcessedItemCount"], done["FailedItemCount"]) == ("COMPLETED", 20_000, 0)
    assert again.client().describe_table(TableName="tab")["Table"]["ItemCount"] == 20_000


def test_bad_input(server, bucket):
    create(server.client(), "tab")
    null = "failed to satisfy constraint: Member must not be null"
    assert ask(server.url, "StartBulkPutItems", **request(table="nosuch")) == (
        "ResourceNotFoundException", "Requested resource not found: Table: nosuch not found")
    assert ask(server.url, "StartBulkPutItems", TableName="tab") == (
        "ValidationException", f"2 validation errors detected: Value null at 'inputS3Configuration' {null}; Value null at 'outputS3Configuration' {null}")
    for more, part in (({"MaxWriteRequestUnits": 1023}, "Value '1023' at 'maxWriteRequestUnits' failed to satisfy constraint: "
                                                        "Member must have value greater than or equal to 1024"),
                       ({"PerformanceTier": "FAST"}, "Value 'FAST' at 'performanceTier' failed to satisfy constraint: "
                                                     "Member must satisfy enum value set: [STANDARD, ACCELERATED]"),
                       ({"InputS3Configuration": {**request()["InputS3Configuration"], "InputFormat": "CSV"}},
                        "Value 'CSV' at 'inputS3Configuration.inputFormat' failed to satisfy constraint: "
                        "Member must satisfy enum value set: [DYNAMODB_JSON, ION]")):
        assert ask(server.url, "StartBulkPutItems", **request(**more)) == ("ValidationException", "1 validation error detected: " + part)
    assert ask(server.url, "StartBulkPutItems", **request(prefix="../escape"))[0] == "ValidationException"
