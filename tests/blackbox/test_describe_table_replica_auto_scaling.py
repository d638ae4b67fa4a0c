"""DescribeTableReplicaAutoScaling. There are no global tables here; answers where the service has none, as measured in October 2026."""
from conftest import refused


def test_a_table_without_replicas(client, table):
    arn = client.describe_table(TableName=table)["Table"]["TableArn"]
    for given, name in ((table, table), (arn, table), ("nosuch", "nosuch")):
        refused(lambda: client.describe_table_replica_auto_scaling(TableName=given), "ResourceNotFoundException",
                f"Global table with name: '{name}' does not exist.")


def test_the_name_is_required(client):
    refused(lambda: client.describe_table_replica_auto_scaling(), "ValidationException",
            "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null")
