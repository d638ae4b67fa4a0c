"""ListGlobalTables. There are no global tables here; answers where the service has none, as measured in October 2026."""
from conftest import refused


def test_there_are_none(client, table):
    for more in ({}, {"RegionName": "us-east-1"}, {"Limit": 1}, {"ExclusiveStartGlobalTableName": "abc"}):
        answer = client.list_global_tables(**more)
        assert answer["GlobalTables"] == [] and "LastEvaluatedGlobalTableName" not in answer


def test_bad_input(client):
    refused(lambda: client.list_global_tables(Limit=0), "ValidationException",
            "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1")
