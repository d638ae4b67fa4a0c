"""DescribeContinuousBackups. Source: facts/streams-backup-pitr.md section 6."""
from conftest import refused


def test_disabled_at_first(client, table):
    assert client.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"] == {
        "ContinuousBackupsStatus": "ENABLED", "PointInTimeRecoveryDescription": {"PointInTimeRecoveryStatus": "DISABLED"}}


def test_an_absent_table_is_not_found(client):
    refused(lambda: client.describe_continuous_backups(TableName="absent"), "TableNotFoundException", "Table not found: absent")
    refused(lambda: client.describe_continuous_backups(), "ValidationException",
            "The parameter 'TableName' is required but was not present in the request")
