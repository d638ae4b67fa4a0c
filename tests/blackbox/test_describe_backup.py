"""DescribeBackup. Sources: facts/operations.md, facts/streams-backup-pitr.md section 5."""
from conftest import refused
from job_support import backup, indexed_table

ABSENT = "arn:aws:dynamodb:us-east-1:000000000000:table/gone/backup/01700000000000-0123abcd"


def test_describes_the_table_as_it_was(client, name):
    indexed_table(client, name, 30)
    table = client.describe_table(TableName=name)["Table"]
    arn = backup(client, name, "kept")
    client.delete_table(TableName=name)
    described = client.describe_backup(BackupArn=arn)["BackupDescription"]
    assert described["BackupDetails"]["BackupName"] == "kept"
    assert described["BackupDetails"]["BackupSizeBytes"] == table["TableSizeBytes"]
    source = described["SourceTableDetails"]
    assert source["TableName"] == name
    assert source["TableId"] == table["TableId"]
    assert source["TableArn"] == table["TableArn"]
    assert source["KeySchema"] == table["KeySchema"]
    assert source["TableCreationDateTime"] == table["CreationDateTime"]
    assert (source["ItemCount"], source["BillingMode"]) == (30, "PAY_PER_REQUEST")
    features = described["SourceTableFeatureDetails"]
    assert [index["IndexName"] for index in features["GlobalSecondaryIndexes"]] == ["byCity"]
    assert features["GlobalSecondaryIndexes"][0]["Projection"] == {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["note"]}
    assert [index["IndexName"] for index in features["LocalSecondaryIndexes"]] == ["byRank"]


def test_an_absent_backup_is_not_found(client):
    refused(lambda: client.describe_backup(BackupArn=ABSENT), "BackupNotFoundException", f"Backup not found: {ABSENT}")


def test_refuses_a_short_arn(client):
    refused(lambda: client.describe_backup(BackupArn="arn:short"), "ValidationException",
            "1 validation error detected: Value 'arn:short' at 'backupArn' failed to satisfy constraint: "
            "Member must have length greater than or equal to 37")
