"""Jobs that SIGTERM and SIGKILL interrupt end as if nothing had happened. Source: issue 3; research/reliability.md section 3.

Short form: 10 interruptions of each kind of job; TIDEMARK_SOAK=1: 200."""
import gzip
import json
import os
import pathlib
import random
import threading

import botocore.exceptions
import pytest
from conftest import moment, raw
from job_support import INDEXED, content_hash, indexed_table, protect, wait
from test_crash import verify

INTERRUPTIONS = 200 if os.environ.get("TIDEMARK_SOAK") == "1" else 10
INDEXES = ("byCity", "byRank")
ITEMS = 6000


class Interrupted:
    """A server that is stopped or killed again and again while a job runs."""

    def __init__(self, start, directory, seed):
        self.start, self.directory, self.random = start, directory, random.Random(seed)
        self.interruptions = 0
        self.open()

    def open(self):
        self.server = self.start("serve", "--dir", self.directory, "--port", "0")
        self.client = self.server.client()

    def interrupt(self):
        if self.random.random() < 0.5:
            self.server.kill()
        else:
            code, _, errors = self.server.stop()
            assert (code, errors) == (0, "")
        self.interruptions += 1
        self.open()

    def drive(self, begin, progress):
        """Begins jobs until there were enough interruptions; `progress` gives (done?, how far) of one. Gives the jobs back."""
        jobs = []
        while self.interruptions < INTERRUPTIONS or not jobs:
            jobs.append(begin(self.client, len(jobs)))
            last = -1
            asks = self.random.randrange(20)
            while True:
                done, far = progress(self.client, jobs[-1])
                assert far >= last, f"the progress went back from {last} to {far}"
                last = far
                if done:
                    break
                asks -= 1
                if self.interruptions < INTERRUPTIONS and asks < 0:
                    self.interrupt()
                    asks = self.random.randrange(20)
        return jobs


@pytest.fixture
def interrupted(start, directory):
    seed = int(os.environ.get("TIDEMARK_SEED", "20261121"))
    print("seed", seed)
    driver = Interrupted(start, directory, seed)
    indexed_table(driver.client, "source", ITEMS)
    return driver


def table_progress(client, name):
    table = client.describe_table(TableName=name)["Table"]
    return table["TableStatus"] == "ACTIVE", table["ItemCount"]


def test_backups(interrupted, directory):
    want = content_hash(interrupted.client, "source", INDEXES)

    def begin(client, n):
        return client.create_backup(TableName="source", BackupName=f"backup{n}")["BackupDetails"]["BackupArn"]

    def progress(client, arn):
        details = client.describe_backup(BackupArn=arn)["BackupDescription"]["BackupDetails"]
        return details["BackupStatus"] == "AVAILABLE", 0
    arns = interrupted.drive(begin, progress)
    client = interrupted.client
    assert len(list(pathlib.Path(directory, "backups").iterdir())) == len(arns)
    for n, arn in enumerate(arns[:3]):
        client.restore_table_from_backup(TargetTableName=f"target{n}", BackupArn=arn)
        wait(lambda: table_progress(client, f"target{n}")[0])
        assert content_hash(client, f"target{n}", INDEXES) == want


def test_restores_from_a_backup(interrupted):
    client = interrupted.client
    want = content_hash(client, "source", INDEXES)
    arn = client.create_backup(TableName="source", BackupName="backup")["BackupDetails"]["BackupArn"]
    wait(lambda: client.describe_backup(BackupArn=arn)["BackupDescription"]["BackupDetails"]["BackupStatus"] == "AVAILABLE")

    def begin(client, n):
        client.restore_table_from_backup(TargetTableName=f"target{n}", BackupArn=arn)
        return f"target{n}"
    for name in interrupted.drive(begin, table_progress):
        assert content_hash(interrupted.client, name, INDEXES) == want


def test_restores_to_a_point_in_time(interrupted):
    client = interrupted.client
    protect(client, "source")
    want = content_hash(client, "source", INDEXES)

    def begin(client, n):
        client.restore_table_to_point_in_time(SourceTableName="source", TargetTableName=f"target{n}", UseLatestRestorableTime=True)
        return f"target{n}"
    names = interrupted.drive(begin, table_progress)
    for name in names:
        assert content_hash(interrupted.client, name, INDEXES) == want


def test_exports(interrupted, directory):
    client = interrupted.client
    protect(client, "source")
    arn = client.describe_table(TableName="source")["Table"]["TableArn"]

    def begin(client, n):
        return client.export_table_to_point_in_time(TableArn=arn, S3Bucket="bucket", S3Prefix=f"n{n}")["ExportDescription"]["ExportArn"]

    def progress(client, export_arn):
        description = client.describe_export(ExportArn=export_arn)["ExportDescription"]
        assert description["ExportStatus"] != "FAILED", description
        return description["ExportStatus"] == "COMPLETED", description.get("ItemCount", 0)
    wants = None
    for n, export_arn in enumerate(interrupted.drive(begin, progress)):
        bucket = pathlib.Path(directory, "s3/bucket")
        folder = bucket / f"n{n}/AWSDynamoDB" / export_arn.split("/")[-1]
        assert len(list(folder.iterdir())) == 6
        manifest = [json.loads(line) for line in (folder / "manifest-files.json").read_text().splitlines()]
        assert {bucket / file["dataFileS3Key"] for file in manifest} == set((folder / "data").iterdir())
        lines = sorted(line for file in manifest for line in gzip.decompress((bucket / file["dataFileS3Key"]).read_bytes()).splitlines())
        assert len(lines) == ITEMS
        wants = wants or lines
        assert lines == wants


def test_imports(interrupted, directory):
    bucket = pathlib.Path(directory, "s3/bucket")
    bucket.mkdir(parents=True)
    for n in range(4):
        lines = [json.dumps({"Item": {"pk": {"S": f"p{i % 13}"}, "sk": {"N": str(i)}, "city": {"S": f"city{i % 5}"}, "text": {"S": "x" * 200}}})
                 for i in range(n * 2500, n * 2500 + 2500)] + ["bad"]
        (bucket / f"{n}.json.gz").write_bytes(gzip.compress(("\n".join(lines) + "\n").encode()))

    def begin(client, n):
        parameters = {"TableName": f"target{n}", "BillingMode": "PAY_PER_REQUEST",
                      "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
                      "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "sk", "AttributeType": "N"},
                                               INDEXED["definitions"][0]],
                      "GlobalSecondaryIndexes": INDEXED["GlobalSecondaryIndexes"]}
        return client.import_table(S3BucketSource={"S3Bucket": "bucket"}, InputFormat="DYNAMODB_JSON", InputCompressionType="GZIP",
                                   TableCreationParameters=parameters)["ImportTableDescription"]["ImportArn"]

    def progress(client, arn):
        description = client.describe_import(ImportArn=arn)["ImportTableDescription"]
        return description["ImportStatus"] != "IN_PROGRESS", description["ProcessedItemCount"]
    want = None
    for n, arn in enumerate(interrupted.drive(begin, progress)):
        client = interrupted.client
        done = client.describe_import(ImportArn=arn)["ImportTableDescription"]
        assert (done["FailureCode"], done["ImportedItemCount"], done["ErrorCount"]) == ("ItemValidationError", 10000, 4)
        size = sum(len(gzip.decompress(file.read_bytes())) for file in bucket.iterdir())
        assert done["ProcessedSizeBytes"] == size
        found = content_hash(client, f"target{n}", ("byCity",))
        want = want or found
        assert found == want


class Deletion(threading.Thread):
    """A DeleteTable whose server may be gone before it answers."""

    def __init__(self, client, name):
        super().__init__()
        self.client, self.name, self.acknowledged = client, name, False

    def run(self):
        try:
            self.client.delete_table(TableName=self.name)
            self.acknowledged = True
        except botocore.exceptions.BotoCoreError:
            pass


def test_deletions_of_tables(interrupted, program):
    """The table is whole, or gone and can be restored to the moment before; an acknowledged deletion is not forgotten."""
    gone = 0
    for n in range(INTERRUPTIONS):
        name, client = f"deleted{n}", interrupted.client
        indexed_table(client, name, 300)
        want = content_hash(client, name, INDEXES)
        before = moment(interrupted.server.url)
        deletion = Deletion(client, name)
        deletion.start()
        for _ in range(interrupted.random.randrange(5)):  # about as long as a deletion takes
            client.describe_table(TableName="source")
        interrupted.interrupt()
        deletion.join()
        client = interrupted.client
        if name in client.list_tables(ExclusiveStartTableName="deleted")["TableNames"]:
            assert not deletion.acknowledged
            assert content_hash(client, name, INDEXES) == want
            client.delete_table(TableName=name)
        else:
            gone += 1
        restored = f"restored{n}"
        raw(interrupted.server.url, "RestoreTableToPointInTime",
            {"SourceTableName": name, "TargetTableName": restored, "RestoreDateTime": before})
        if interrupted.random.random() < 0.5:
            interrupted.interrupt()
        client = interrupted.client
        wait(lambda: table_progress(client, restored)[0])
        assert content_hash(client, restored, INDEXES) == want
        client.delete_table(TableName=restored)
    print(f"{INTERRUPTIONS} interrupted deletions, {gone} of them done")
    interrupted.server.kill()
    assert verify(program, interrupted.directory) > 0
    interrupted.open()
    assert interrupted.client.list_tables()["TableNames"] == ["source"]


def test_a_client_of_a_restarting_server_loses_nothing(interrupted):
    """Deleting a backup is done even when the program ends at once."""
    client = interrupted.client
    arn = client.create_backup(TableName="source", BackupName="backup")["BackupDetails"]["BackupArn"]
    wait(lambda: client.describe_backup(BackupArn=arn)["BackupDescription"]["BackupDetails"]["BackupStatus"] == "AVAILABLE")
    client.delete_backup(BackupArn=arn)
    interrupted.server.kill()
    interrupted.open()
    with pytest.raises(botocore.exceptions.ClientError):
        interrupted.client.describe_backup(BackupArn=arn)
    wait(lambda: not list(pathlib.Path(interrupted.directory, "backups").iterdir()))
