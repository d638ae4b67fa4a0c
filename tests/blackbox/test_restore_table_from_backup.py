"""RestoreTableFromBackup. Sources: facts/streams-backup-pitr.md section 5, facts/aws-observed.md section 20."""
import pathlib

from conftest import refused
from job_support import INDEXED, backup, content, content_hash, indexed_table, wait, wait_active


def test_everything_comes_back(client, name):
    indexed_table(client, name, 120)
    source = client.describe_table(TableName=name)["Table"]
    want = content_hash(client, name, ("byCity", "byRank"))
    arn = backup(client, name)
    client.delete_table(TableName=name)
    answer = client.restore_table_from_backup(TargetTableName=name + "-new", BackupArn=arn)["TableDescription"]
    assert answer["TableStatus"] == "CREATING"
    assert answer["RestoreSummary"]["RestoreInProgress"] is True
    assert answer["RestoreSummary"]["SourceBackupArn"] == arn
    assert answer["RestoreSummary"]["SourceTableArn"] == source["TableArn"]
    table = wait_active(client, name + "-new")
    assert table["RestoreSummary"] == {**answer["RestoreSummary"], "RestoreInProgress": False}
    assert table["TableId"] != source["TableId"]
    assert (table["ItemCount"], table["TableSizeBytes"]) == (120, source["TableSizeBytes"])
    for member in ("KeySchema", "AttributeDefinitions", "BillingModeSummary"):
        assert member == "BillingModeSummary" or table[member] == source[member]
    for member in ("GlobalSecondaryIndexes", "LocalSecondaryIndexes"):
        assert [{**index, "IndexArn": ""} for index in table[member]] == [{**index, "IndexArn": ""} for index in source[member]]
    assert content_hash(client, name + "-new", ("byCity", "byRank")) == want


def test_overrides(client, name):
    indexed_table(client, name, 20)
    arn = backup(client, name)
    client.restore_table_from_backup(
        TargetTableName=name + "-r", BackupArn=arn, BillingModeOverride="PROVISIONED",
        ProvisionedThroughputOverride={"ReadCapacityUnits": 5, "WriteCapacityUnits": 6},
        GlobalSecondaryIndexOverride=[], LocalSecondaryIndexOverride=INDEXED["LocalSecondaryIndexes"])
    table = wait_active(client, name + "-r")
    assert "GlobalSecondaryIndexes" not in table
    assert [index["IndexName"] for index in table["LocalSecondaryIndexes"]] == ["byRank"]
    assert table["ProvisionedThroughput"]["WriteCapacityUnits"] == 6
    assert "BillingModeSummary" not in table
    assert sorted(one["AttributeName"] for one in table["AttributeDefinitions"]) == ["pk", "rank", "sk"]
    assert content(client, name + "-r") == content(client, name)


def test_encryption_comes_with_the_backup_or_is_overridden(client, name):
    client.create_table(TableName=name, AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
                        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}], BillingMode="PAY_PER_REQUEST",
                        SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": "alias/own"})
    own = wait_active(client, name)["SSEDescription"]
    assert (own["Status"], own["SSEType"]) == ("ENABLED", "KMS") and own["KMSMasterKeyArn"].endswith(":alias/own")
    arn = backup(client, name)
    features = client.describe_backup(BackupArn=arn)["BackupDescription"]["SourceTableFeatureDetails"]
    assert features["SSEDescription"] == own
    client.update_table(TableName=name, SSESpecification={"Enabled": False})
    for suffix, override, want in (("-same", None, own), ("-off", {"Enabled": False}, None),
                                   ("-other", {"Enabled": True, "KMSMasterKeyId": "arn:aws:kms:us-east-1:1:key/2"},
                                    {**own, "KMSMasterKeyArn": "arn:aws:kms:us-east-1:1:key/2"})):
        more = {"SSESpecificationOverride": override} if override else {}
        client.restore_table_from_backup(TargetTableName=name + suffix, BackupArn=arn, **more)
        assert wait_active(client, name + suffix).get("SSEDescription") == want
    refused(lambda: client.restore_table_from_backup(TargetTableName=name + "-bad", BackupArn=arn,
                                                     SSESpecificationOverride={"Enabled": False, "SSEType": "KMS"}),
            "ValidationException", "One or more parameter values were invalid: SSEType and KMSMasterKeyId can be specified only when "
            "SSE is enabled")


def test_refuses_what_does_not_fit(client, name):
    indexed_table(client, name, 1)
    arn = backup(client, name)
    refused(lambda: client.restore_table_from_backup(TargetTableName=name, BackupArn=arn), "TableAlreadyExistsException",
            f"Table already exists: {name}")
    absent = arn[:-8] + "00000000"
    refused(lambda: client.restore_table_from_backup(TargetTableName=name + "-r", BackupArn=absent), "BackupNotFoundException",
            f"Backup not found: {absent}")
    other = [{**INDEXED["GlobalSecondaryIndexes"][0], "IndexName": "other"}]
    refused(lambda: client.restore_table_from_backup(TargetTableName=name + "-r", BackupArn=arn, GlobalSecondaryIndexOverride=other),
            "ValidationException")
    refused(lambda: client.restore_table_from_backup(TargetTableName=name + "-r", BackupArn=arn, BillingModeOverride="PROVISIONED"),
            "ValidationException")
    refused(lambda: client.describe_table(TableName=name + "-r"), "ResourceNotFoundException")


def test_a_damaged_backup_restores_nothing(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    client = server.client()
    indexed_table(client, "source", 200)
    arn = backup(client, "source")
    file, = pathlib.Path(directory, "backups").iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:len(whole) // 2] + bytes([whole[len(whole) // 2] ^ 1]) + whole[len(whole) // 2 + 1:])
    client.restore_table_from_backup(TargetTableName="target", BackupArn=arn)

    def gone():
        return "target" not in client.list_tables()["TableNames"]
    wait(gone)
    file.write_bytes(whole)
    client.restore_table_from_backup(TargetTableName="target", BackupArn=arn)
    wait_active(client, "target")
    assert content(client, "target") == content(client, "source")
