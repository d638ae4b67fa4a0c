"""ListBackups. Sources: facts/operations.md, facts/streams-backup-pitr.md section 5."""
from conftest import create, refused
from job_support import backup


def arns(client, **arguments):
    return [one["BackupArn"] for one in client.list_backups(**arguments)["BackupSummaries"]]


def test_pages_oldest_first(client, table):
    made = [backup(client, table, f"number{n}") for n in range(5)]
    assert arns(client, TableName=table) == made
    seen, arguments = [], {"TableName": table, "Limit": 2}
    while True:
        page = client.list_backups(**arguments)
        assert len(page["BackupSummaries"]) <= 2
        seen += [one["BackupArn"] for one in page["BackupSummaries"]]
        if "LastEvaluatedBackupArn" not in page:
            break
        arguments["ExclusiveStartBackupArn"] = page["LastEvaluatedBackupArn"]
    assert seen == made
    paginated = client.get_paginator("list_backups").paginate(TableName=table, PaginationConfig={"PageSize": 2})
    assert [one["BackupArn"] for page in paginated for one in page["BackupSummaries"]] == made


def test_filters_by_table_type_and_time(client, name):
    create(client, name)
    create(client, name + "-other")
    first, other = backup(client, name), backup(client, name + "-other")
    described = client.describe_backup(BackupArn=first)["BackupDescription"]
    created = described["BackupDetails"]["BackupCreationDateTime"]
    assert first in arns(client) and other in arns(client)
    assert arns(client, TableName=name) == [first]
    assert arns(client, TableName=described["SourceTableDetails"]["TableArn"]) == [first]
    assert arns(client, TableName=name, BackupType="SYSTEM") == []
    assert arns(client, TableName=name, BackupType="AWS_BACKUP") == []
    assert arns(client, TableName=name, BackupType="ALL") == [first]
    second = int(created.timestamp())
    assert arns(client, TableName=name, TimeRangeLowerBound=second) == [first]
    assert arns(client, TableName=name, TimeRangeLowerBound=second + 1) == []
    assert arns(client, TableName=name, TimeRangeUpperBound=second) == []
    assert arns(client, TableName=name, TimeRangeUpperBound=second + 1) == [first]
    summary = client.list_backups(TableName=name)["BackupSummaries"][0]
    assert summary["TableName"] == name
    assert summary["BackupStatus"] == "AVAILABLE"
    assert summary["TableId"] == described["SourceTableDetails"]["TableId"]


def test_refuses_a_bad_limit_and_type(client):
    refused(lambda: client.list_backups(Limit=101), "ValidationException",
            "1 validation error detected: Value '101' at 'limit' failed to satisfy constraint: "
            "Member must have value less than or equal to 100")
    refused(lambda: client.list_backups(BackupType="MINE"), "ValidationException",
            "1 validation error detected: Value 'MINE' at 'backupType' failed to satisfy constraint: "
            "Member must satisfy enum value set: [USER, SYSTEM, AWS_BACKUP, ALL]")
