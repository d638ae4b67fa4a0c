"""RestoreTableToPointInTime. Sources: facts/streams-backup-pitr.md section 6, facts/aws-observed.md section 20."""
from conftest import raw, refused
from job_support import protect, wait_active


def test_refuses_what_cannot_be_restored(client, table):
    refused(lambda: client.restore_table_to_point_in_time(SourceTableName="absent", TargetTableName="new", UseLatestRestorableTime=True),
            "TableNotFoundException", "Source table not found: absent")
    refused(lambda: client.restore_table_to_point_in_time(SourceTableName=table, TargetTableName="new", UseLatestRestorableTime=True),
            "PointInTimeRecoveryUnavailableException", f"Point in time recovery is not enabled for table '{table}'")


def test_wants_one_source_and_one_moment(client, table):
    refused(lambda: client.restore_table_to_point_in_time(TargetTableName="new", UseLatestRestorableTime=True), "ValidationException",
            "One or more parameter values were invalid: Exactly one of SourceTableName and SourceTableArn must be specified")
    refused(lambda: client.restore_table_to_point_in_time(SourceTableName=table, TargetTableName="new"), "ValidationException",
            "One or more parameter values were invalid: Exactly one of RestoreDateTime and UseLatestRestorableTime must be specified")


def test_the_copy_gets_the_limits_that_are_asked_for(client, url, table):
    """facts/streams-backup-pitr.md section 6, overrides. By raw request: this boto3 does not know the member."""
    protect(client, table)
    status, answer = raw(url, "RestoreTableToPointInTime", {
        "SourceTableName": table, "TargetTableName": table + "-copy", "UseLatestRestorableTime": True,
        "OnDemandThroughputOverride": {"MaxReadRequestUnits": 7, "MaxWriteRequestUnits": 8}})
    assert status == 200, answer
    wait_active(client, table + "-copy")
    status, answer = raw(url, "DescribeTable", {"TableName": table + "-copy"})
    assert answer["Table"]["OnDemandThroughput"] == {"MaxReadRequestUnits": 7, "MaxWriteRequestUnits": 8}
