"""Tables with something of everything, and waiting for jobs."""
import hashlib
import json
import pathlib
import time

import pytest
from conftest import create

INDEXED = {
    "sort": "N",
    "definitions": [{"AttributeName": "city", "AttributeType": "S"}, {"AttributeName": "rank", "AttributeType": "N"}],
    "GlobalSecondaryIndexes": [{"IndexName": "byCity", "KeySchema": [{"AttributeName": "city", "KeyType": "HASH"}],
                                "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["note"]}}],
    "LocalSecondaryIndexes": [{"IndexName": "byRank", "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"},
                                                                    {"AttributeName": "rank", "KeyType": "RANGE"}],
                               "Projection": {"ProjectionType": "ALL"}}],
}


def sample(n):
    """An item with every type; some have no index keys."""
    item = {"pk": {"S": f"p{n % 13}"}, "sk": {"N": str(n)}, "note": {"S": f"näme \"{n}\"\n\u2028"}, "b": {"B": bytes([n % 256, 0, 255])},
            "big": {"N": "12345678901234567890.123456789012345678"}, "yes": {"BOOL": n % 2 == 0}, "nil": {"NULL": True},
            "ss": {"SS": ["a", f"ü{n}"]}, "ns": {"NS": ["1", f"{n}.5", "1e-100"]}, "bs": {"BS": [b"x", b"\x00y"]},
            "list": {"L": [{"S": ""}, {"N": "-0.1"}, {"L": []}, {"M": {}}]}, "map": {"M": {"in": {"M": {"deep": {"B": b"z"}}}}}}
    if n % 3:
        item["city"] = {"S": f"city{n % 5}"}
    if n % 4:
        item["rank"] = {"N": str(n % 7)}
    return item


def fill(client, table, numbers):
    numbers = list(numbers)
    for at in range(0, len(numbers), 25):
        client.batch_write_item(RequestItems={table: [{"PutRequest": {"Item": sample(n)}} for n in numbers[at:at + 25]]})


def indexed_table(client, name, items=0):
    create(client, name, **{**INDEXED})
    fill(client, name, range(items))
    return name


def plain(value):
    """A value with sets in order and bytes as text, so that it can be hashed and compared."""
    (kind, inner), = value.items()
    if kind == "M":
        return {kind: {k: plain(v) for k, v in sorted(inner.items())}}
    if kind == "L":
        return {kind: [plain(v) for v in inner]}
    if kind in ("SS", "NS", "BS"):
        return {kind: sorted(str(v) for v in inner)}
    return {kind: str(inner)}


def content(client, table, index=None):
    """Every item of a table or index as sorted text."""
    pages = client.get_paginator("scan").paginate(TableName=table, **({"IndexName": index} if index else {}))
    return sorted(json.dumps({k: plain(v) for k, v in item.items()}, sort_keys=True) for page in pages for item in page["Items"])


def content_hash(client, table, indexes=()):
    whole = [content(client, table)] + [content(client, table, index) for index in indexes]
    return hashlib.sha256(json.dumps(whole).encode()).hexdigest()


def wait(check, seconds=60):
    """Asks until the check, which is a request, gives something true, and gives that back."""
    deadline = time.monotonic() + seconds
    while True:
        found = check()
        if found:
            return found
        assert time.monotonic() < deadline, "it takes too long"


def wait_active(client, table):
    return wait(lambda: (lambda t: t if t["TableStatus"] == "ACTIVE" else None)(client.describe_table(TableName=table)["Table"]))


def wait_backup(client, arn):
    return wait(lambda: (lambda d: d if d["BackupDetails"]["BackupStatus"] == "AVAILABLE" else None)(
        client.describe_backup(BackupArn=arn)["BackupDescription"]))


def backup(client, table, name="kept"):
    arn = client.create_backup(TableName=table, BackupName=name)["BackupDetails"]["BackupArn"]
    wait_backup(client, arn)
    return arn


def protect(client, table):
    """Point-in-time recovery on."""
    client.update_continuous_backups(TableName=table, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})


def wait_export(client, arn):
    return wait(lambda: (lambda d: d if d["ExportStatus"] != "IN_PROGRESS" else None)(
        client.describe_export(ExportArn=arn)["ExportDescription"]))


def export(client, table_arn, **arguments):
    begun = client.export_table_to_point_in_time(TableArn=table_arn, **arguments)["ExportDescription"]
    return wait_export(client, begun["ExportArn"])


def wait_import(client, arn):
    return wait(lambda: (lambda d: d if d["ImportStatus"] != "IN_PROGRESS" else None)(
        client.describe_import(ImportArn=arn)["ImportTableDescription"]))


def import_table(client, table, bucket, prefix="", file_format="DYNAMODB_JSON", compression="NONE", sort=None, options=None, **creation):
    """Imports into a new table and waits; `sort`: type of the sort key sk."""
    parameters = {"TableName": table, "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
                  "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}], "BillingMode": "PAY_PER_REQUEST"}
    if sort:
        parameters["AttributeDefinitions"].append({"AttributeName": "sk", "AttributeType": sort})
        parameters["KeySchema"].append({"AttributeName": "sk", "KeyType": "RANGE"})
    parameters["AttributeDefinitions"] += creation.pop("definitions", [])
    request = {"S3BucketSource": {"S3Bucket": bucket, "S3KeyPrefix": prefix}, "InputFormat": file_format,
               "InputCompressionType": compression, "TableCreationParameters": {**parameters, **creation}}
    if options:
        request["InputFormatOptions"] = options
    begun = client.import_table(**request)["ImportTableDescription"]
    return wait_import(client, begun["ImportArn"])


@pytest.fixture
def server(start, directory):
    return start("serve", "--dir", directory, "--port", "0")


@pytest.fixture
def bucket(directory):
    path = pathlib.Path(directory, "s3/bucket")
    path.mkdir(parents=True)
    return path


def put_lines(path, items):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join((item if isinstance(item, str) else json.dumps({"Item": item})) + "\n" for item in items))
