"""The aws CLI, unchanged, with the commands for what stands around tables: backups, recovery, exports and imports, tags, time to live,
policies, insights, destinations, global tables. One test each, named after the command (see test_aws_cli.py). Source: issue 4."""
import json

import pytest
from aws_cli import Cli, commands
from conftest import create
from job_support import backup, bucket, export, import_table, protect, put_lines, server, wait_active, wait_import  # noqa: F401 (fixtures)
from test_create_global_table import LEGACY

KINESIS = "arn:aws:kinesis:us-east-1:000000000000:stream/changes"


@pytest.fixture
def cli(url):
    return Cli(url)


@pytest.fixture
def arn(client, table):
    return client.describe_table(TableName=table)["Table"]["TableArn"]


@pytest.fixture
def newer():
    """Skips where the installed CLI is older than the command."""
    known = commands("dynamodb")

    def need(command):
        if command not in known:
            pytest.skip(f"the installed aws CLI has no {command}")
    return need


# The service and its tables

def test_describe_endpoints(cli, url):
    assert cli("describe-endpoints")["Endpoints"] == [{"Address": url.split("//")[1], "CachePeriodInMinutes": 1440}]


def test_describe_limits(cli):
    # facts/operations.md, DescribeLimits
    assert cli("describe-limits") == {"AccountMaxReadCapacityUnits": 80000, "AccountMaxWriteCapacityUnits": 80000,
                                      "TableMaxReadCapacityUnits": 40000, "TableMaxWriteCapacityUnits": 40000}


def test_tag_resource(cli, client, arn):
    assert cli("tag-resource", "--tags", "Key=team,Value=red", "Key=cost centre,Value=", resource_arn=arn) is None
    assert client.list_tags_of_resource(ResourceArn=arn)["Tags"] == [{"Key": "team", "Value": "red"}, {"Key": "cost centre", "Value": ""}]


def test_list_tags_of_resource(cli, client, arn):
    client.tag_resource(ResourceArn=arn, Tags=[{"Key": f"k{n}", "Value": "v"} for n in range(12)])
    assert len(cli("list-tags-of-resource", resource_arn=arn)["Tags"]) == 12


def test_untag_resource(cli, client, arn):
    client.tag_resource(ResourceArn=arn, Tags=[{"Key": key, "Value": "v"} for key in ("a", "b", "c")])
    assert cli("untag-resource", resource_arn=arn, tag_keys=("a", "c")) is None
    assert [tag["Key"] for tag in client.list_tags_of_resource(ResourceArn=arn)["Tags"]] == ["b"]


def test_update_time_to_live(cli, client, table):
    answer = cli("update-time-to-live", table_name=table, time_to_live_specification="Enabled=true,AttributeName=expires")
    assert answer["TimeToLiveSpecification"] == {"Enabled": True, "AttributeName": "expires"}
    assert client.describe_time_to_live(TableName=table)["TimeToLiveDescription"]["AttributeName"] == "expires"


def test_describe_time_to_live(cli, table):
    assert cli("describe-time-to-live", table_name=table)["TimeToLiveDescription"] == {"TimeToLiveStatus": "DISABLED"}


def test_update_contributor_insights(cli, table):
    answer = cli("update-contributor-insights", table_name=table, contributor_insights_action="ENABLE")
    assert (answer["TableName"], answer["ContributorInsightsStatus"]) == (table, "ENABLING")


def test_describe_contributor_insights(cli, table):
    assert cli("describe-contributor-insights", table_name=table)["ContributorInsightsStatus"] == "DISABLED"


def test_list_contributor_insights(cli, client, table):
    client.update_contributor_insights(TableName=table, ContributorInsightsAction="ENABLE")
    found = cli("list-contributor-insights", table_name=table)["ContributorInsightsSummaries"]
    assert [one["TableName"] for one in found] == [table]


def test_enable_kinesis_streaming_destination(cli, table):
    answer = cli("enable-kinesis-streaming-destination", table_name=table, stream_arn=KINESIS)
    assert (answer["TableName"], answer["StreamArn"], answer["DestinationStatus"]) == (table, KINESIS, "ENABLING")


def test_describe_kinesis_streaming_destination(cli, client, table):
    client.enable_kinesis_streaming_destination(TableName=table, StreamArn=KINESIS)
    found, = cli("describe-kinesis-streaming-destination", table_name=table)["KinesisDataStreamDestinations"]
    assert (found["StreamArn"], found["DestinationStatus"]) == (KINESIS, "ACTIVE")


def test_update_kinesis_streaming_destination(newer, cli, client, table):
    newer("update-kinesis-streaming-destination")
    client.enable_kinesis_streaming_destination(TableName=table, StreamArn=KINESIS)
    answer = cli("update-kinesis-streaming-destination", table_name=table, stream_arn=KINESIS,
                 update_kinesis_streaming_configuration="ApproximateCreationDateTimePrecision=MICROSECOND")
    assert answer["DestinationStatus"] == "UPDATING"


def test_disable_kinesis_streaming_destination(cli, client, table):
    client.enable_kinesis_streaming_destination(TableName=table, StreamArn=KINESIS)
    answer = cli("disable-kinesis-streaming-destination", table_name=table, stream_arn=KINESIS)
    assert answer["DestinationStatus"] == "DISABLING"


def policy(arn):
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:user/a"},
                                                    "Action": "dynamodb:GetItem", "Resource": arn}]}


def test_put_resource_policy(newer, cli, arn):
    newer("put-resource-policy")
    assert cli("put-resource-policy", resource_arn=arn, policy=policy(arn))["RevisionId"].isdigit()


def test_get_resource_policy(newer, cli, arn):
    newer("get-resource-policy")
    made = cli("put-resource-policy", resource_arn=arn, policy=policy(arn))["RevisionId"]
    got = cli("get-resource-policy", resource_arn=arn)
    assert (json.loads(got["Policy"]), got["RevisionId"]) == (policy(arn), made)


def test_delete_resource_policy(newer, cli, arn):
    newer("delete-resource-policy")
    made = cli("put-resource-policy", resource_arn=arn, policy=policy(arn))["RevisionId"]
    assert cli("delete-resource-policy", resource_arn=arn, expected_revision_id=made)["RevisionId"].isdigit()
    assert cli.refused("get-resource-policy", resource_arn=arn)[0] == "PolicyNotFoundException"


# Backups and recovery

def test_create_backup(cli, client, table):
    made = cli("create-backup", table_name=table, backup_name="nightly")["BackupDetails"]
    assert (made["BackupName"], made["BackupStatus"], made["BackupType"]) == ("nightly", "CREATING", "USER")
    assert client.describe_backup(BackupArn=made["BackupArn"])["BackupDescription"]["SourceTableDetails"]["TableName"] == table


def test_describe_backup(cli, client, table):
    described = cli("describe-backup", backup_arn=backup(client, table))["BackupDescription"]
    assert (described["BackupDetails"]["BackupStatus"], described["SourceTableDetails"]["TableName"]) == ("AVAILABLE", table)


def test_list_backups(cli, client, table):
    made = [backup(client, table, f"kept-{n}") for n in range(3)]
    assert sorted(one["BackupArn"] for one in cli("list-backups", table_name=table, page_size="1")["BackupSummaries"]) == sorted(made)
    few = cli("list-backups", table_name=table, max_items="2")
    assert len(few["BackupSummaries"]) == 2 and few["NextToken"]


def test_delete_backup(cli, client, table):
    gone = backup(client, table)
    assert cli("delete-backup", backup_arn=gone)["BackupDescription"]["BackupDetails"]["BackupStatus"] == "DELETED"
    # facts/aws-observed.md:549
    assert cli.refused("describe-backup", backup_arn=gone) == ("BackupNotFoundException", f"Backup not found: {gone}")


def test_restore_table_from_backup(cli, client, table):
    client.put_item(TableName=table, Item={"pk": {"S": "a"}})
    made = cli("restore-table-from-backup", target_table_name=table + "-restored", backup_arn=backup(client, table))["TableDescription"]
    assert (made["TableStatus"], made["RestoreSummary"]["RestoreInProgress"]) == ("CREATING", True)
    assert cli.run("wait table-exists", table_name=table + "-restored").returncode == 0
    assert cli("scan", table_name=table + "-restored")["Items"] == [{"pk": {"S": "a"}}]


def test_update_continuous_backups(cli, table):
    answer = cli("update-continuous-backups", table_name=table, point_in_time_recovery_specification="PointInTimeRecoveryEnabled=true")
    recovery = answer["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    assert recovery["PointInTimeRecoveryStatus"] == "ENABLED"


def test_describe_continuous_backups(cli, table):
    answer = cli("describe-continuous-backups", table_name=table)["ContinuousBackupsDescription"]
    assert (answer["ContinuousBackupsStatus"], answer["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"]) == (
        "ENABLED", "DISABLED")


def test_restore_table_to_point_in_time(cli, client, table):
    protect(client, table)
    client.put_item(TableName=table, Item={"pk": {"S": "a"}})
    cli("restore-table-to-point-in-time", source_table_name=table, target_table_name=table + "-then", use_latest_restorable_time=True)
    wait_active(client, table + "-then")
    assert cli("scan", table_name=table + "-then")["Items"] == [{"pk": {"S": "a"}}]


# Exports and imports

@pytest.fixture
def exported(server, bucket):  # noqa: F811
    """A client, the ARN of a table with two items and that of a finished export of it."""
    client = server.client()
    create(client, "source")
    protect(client, "source")
    for key in ("a", "b"):
        client.put_item(TableName="source", Item={"pk": {"S": key}})
    table = client.describe_table(TableName="source")["Table"]["TableArn"]
    return Cli(server.url), table, export(client, table, S3Bucket="bucket")["ExportArn"]


def test_export_table_to_point_in_time(exported):
    cli, table, _ = exported
    begun = cli("export-table-to-point-in-time", table_arn=table, s3_bucket="bucket", s3_prefix="from/cli",
                export_format="ION")["ExportDescription"]
    assert (begun["TableArn"], begun["S3Prefix"], begun["ExportFormat"]) == (table, "from/cli", "ION")


def test_describe_export(exported):
    cli, table, done = exported
    described = cli("describe-export", export_arn=done)["ExportDescription"]
    assert (described["ExportStatus"], described["ItemCount"], described["TableArn"]) == ("COMPLETED", 2, table)


def test_list_exports(exported):
    cli, table, done = exported
    assert [one["ExportArn"] for one in cli("list-exports", table_arn=table)["ExportSummaries"]] == [done]


def test_import_table(server, bucket):  # noqa: F811
    put_lines(bucket / "in/1.json", [{"pk": {"S": "a"}}, {"pk": {"S": "b"}}])
    cli = Cli(server.url)
    creation = {"TableName": "imported", "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}], "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}]}
    begun = cli("import-table", s3_bucket_source="S3Bucket=bucket,S3KeyPrefix=in/", input_format="DYNAMODB_JSON",
                table_creation_parameters=creation)["ImportTableDescription"]
    assert wait_import(server.client(), begun["ImportArn"])["ImportStatus"] == "COMPLETED"
    assert cli("scan", table_name="imported")["Count"] == 2


@pytest.fixture
def imported(server, bucket):  # noqa: F811
    put_lines(bucket / "in/1.json", [{"pk": {"S": "a"}}])
    return Cli(server.url), import_table(server.client(), "imported", "bucket", "in/")["ImportArn"]


def test_describe_import(imported):
    cli, done = imported
    described = cli("describe-import", import_arn=done)["ImportTableDescription"]
    assert (described["ImportStatus"], described["ImportedItemCount"]) == ("COMPLETED", 1)


def test_list_imports(imported):
    cli, done = imported
    assert [one["ImportArn"] for one in cli("list-imports")["ImportSummaryList"]] == [done]


# Global tables: there are none (texts: test_create_global_table.py and its neighbours)

def test_create_global_table(cli, table):
    assert cli.refused("create-global-table", global_table_name=table, replication_group="RegionName=us-east-1") == (
        "ValidationException", LEGACY)


def test_update_global_table(cli, table):
    assert cli.refused("update-global-table", global_table_name=table, replica_updates=[{"Create": {"RegionName": "us-east-1"}}]) == (
        "ValidationException", LEGACY)


def test_describe_global_table(cli, table):
    assert cli.refused("describe-global-table", global_table_name=table)[0] == "GlobalTableNotFoundException"


def test_describe_global_table_settings(cli, table):
    assert cli.refused("describe-global-table-settings", global_table_name=table)[0] == "GlobalTableNotFoundException"


def test_update_global_table_settings(cli, table):
    assert cli.refused("update-global-table-settings", global_table_name=table,
                       global_table_billing_mode="PAY_PER_REQUEST")[0] == "GlobalTableNotFoundException"


def test_list_global_tables(cli):
    assert cli("list-global-tables") == {"GlobalTables": []}


def test_describe_table_replica_auto_scaling(cli, table):
    assert cli.refused("describe-table-replica-auto-scaling", table_name=table)[0] == "ResourceNotFoundException"


def test_update_table_replica_auto_scaling(cli, table):
    assert cli.refused("update-table-replica-auto-scaling", table_name=table)[0] == "ResourceNotFoundException"
