"""UpdateGlobalTable. There are no global tables here; answers where the service has none, as measured in October 2026."""
from conftest import refused
from test_create_global_table import LEGACY


def test_refusals(client, table):
    region = {"RegionName": "us-east-1"}
    refused(lambda: client.update_global_table(GlobalTableName=table, ReplicaUpdates=[{"Create": region}]), "ValidationException", LEGACY)
    refused(lambda: client.update_global_table(GlobalTableName=table, ReplicaUpdates=[{"Delete": region}]), "GlobalTableNotFoundException")
    for nothing in ([], [{}]):
        refused(lambda: client.update_global_table(GlobalTableName=table, ReplicaUpdates=nothing), "ValidationException",
                "One or more parameter values were invalid")
