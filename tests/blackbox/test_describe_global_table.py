"""DescribeGlobalTable. There are no global tables here; answers where the service has none, as measured in October 2026."""
from conftest import refused


def test_not_found(client, table):
    for name in (table, "nosuch"):
        refused(lambda: client.describe_global_table(GlobalTableName=name), "GlobalTableNotFoundException",
                f"Global table not found: Global table with name: '{name}' does not exist.")


def test_the_name_is_checked(client):
    refused(lambda: client.describe_global_table(GlobalTableName=""), "ValidationException",
            "TableName must be at least 3 characters long and at most 255 characters long")
