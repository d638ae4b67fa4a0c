"""CreateGlobalTable. There are no global tables here; answers where the service has none, as measured in October 2026."""
from conftest import refused

LEGACY = ("One or more parameter values were invalid: DynamoDB global tables version 2017.11.29 is not supported. "
          "We recommend using DynamoDB global tables version 2019.11.21, instead of version 2017.11.29 (Legacy).")
SHORT = "TableName must be at least 3 characters long and at most 255 characters long"


def test_no_new_ones(client, table):
    for name in (table, "nosuch"):
        refused(lambda: client.create_global_table(GlobalTableName=name, ReplicationGroup=[{"RegionName": "us-east-1"}]),
                "ValidationException", LEGACY)


def test_bad_input(client):
    group = [{"RegionName": "us-east-1"}]
    refused(lambda: client.create_global_table(ReplicationGroup=group), "ValidationException",
            "The parameter 'GlobalTableName' is required but was not present in the request")
    refused(lambda: client.create_global_table(GlobalTableName="ab", ReplicationGroup=group), "ValidationException", SHORT)
    refused(lambda: client.create_global_table(GlobalTableName="a b c", ReplicationGroup=group), "ValidationException",
            "1 validation error detected: Value 'a b c' at 'globalTableName' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+")
