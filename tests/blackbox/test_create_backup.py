"""CreateBackup. Sources: facts/operations.md, facts/streams-backup-pitr.md section 5, facts/aws-observed.md section 20."""
import re

from conftest import refused
from job_support import backup, content, fill, indexed_table, wait_active, wait_backup


def test_the_backup_is_of_its_moment(client, name):
    indexed_table(client, name, 60)
    before = content(client, name)
    details = client.create_backup(TableName=name, BackupName="first")["BackupDetails"]
    fill(client, name, range(100, 160))
    client.delete_item(TableName=name, Key={"pk": {"S": "p0"}, "sk": {"N": "0"}})
    assert details["BackupStatus"] == "CREATING"
    assert details["BackupType"] == "USER"
    assert details["BackupName"] == "first"
    table = client.describe_table(TableName=name)["Table"]
    assert re.fullmatch(re.escape(table["TableArn"]) + r"/backup/\d{14}-[0-9a-f]{8}", details["BackupArn"])
    done = wait_backup(client, details["BackupArn"])
    assert done["BackupDetails"]["BackupSizeBytes"] > 0
    assert done["SourceTableDetails"]["ItemCount"] == 60
    client.restore_table_from_backup(TargetTableName=name + "-r", BackupArn=details["BackupArn"])
    wait_active(client, name + "-r")
    assert content(client, name + "-r") == before


def test_an_empty_table(client, table):
    arn = backup(client, table)
    assert client.describe_backup(BackupArn=arn)["BackupDescription"]["SourceTableDetails"]["ItemCount"] == 0


def test_an_absent_table_is_not_found(client):
    refused(lambda: client.create_backup(TableName="absent", BackupName="name"), "TableNotFoundException", "Table not found: absent")


def test_refuses_bad_names(client, table):
    refused(lambda: client.create_backup(TableName=table, BackupName="no"), "ValidationException",
            "1 validation error detected: Value 'no' at 'backupName' failed to satisfy constraint: "
            "Member must have length greater than or equal to 3")
    refused(lambda: client.create_backup(TableName=table, BackupName="a b c"), "ValidationException",
            "1 validation error detected: Value 'a b c' at 'backupName' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+")
    refused(lambda: client.create_backup(TableName=table), "ValidationException",
            "1 validation error detected: Value null at 'backupName' failed to satisfy constraint: Member must not be null")
