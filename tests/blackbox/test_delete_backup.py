"""DeleteBackup. Sources: facts/operations.md, facts/streams-backup-pitr.md section 5."""
import pathlib

from conftest import refused
from job_support import backup, indexed_table, wait


def test_the_backup_and_its_file_go(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    client = server.client()
    indexed_table(client, "kept", 50)
    arns = [backup(client, "kept", f"number{n}") for n in range(2)]
    files = pathlib.Path(directory, "backups")
    assert len(list(files.iterdir())) == 2
    description = client.delete_backup(BackupArn=arns[0])["BackupDescription"]
    assert description["BackupDetails"]["BackupStatus"] == "DELETED"
    assert description["SourceTableDetails"]["TableName"] == "kept"
    refused(lambda: client.describe_backup(BackupArn=arns[0]), "BackupNotFoundException", f"Backup not found: {arns[0]}")
    refused(lambda: client.delete_backup(BackupArn=arns[0]), "BackupNotFoundException", f"Backup not found: {arns[0]}")
    assert [one["BackupArn"] for one in client.list_backups()["BackupSummaries"]] == [arns[1]]
    wait(lambda: len(list(files.iterdir())) == 1)


def test_an_absent_backup_is_not_found(client):
    arn = "arn:aws:dynamodb:us-east-1:000000000000:table/gone/backup/01700000000000-0123abcd"
    refused(lambda: client.delete_backup(BackupArn=arn), "BackupNotFoundException", f"Backup not found: {arn}")
