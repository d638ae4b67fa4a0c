"""UpdateGlobalTableSettings. There are no global tables here; answers where the service has none, as measured in October 2026."""
from conftest import refused


def test_not_found(client, table):
    for name in (table, "nosuch"):
        refused(lambda: client.update_global_table_settings(GlobalTableName=name, GlobalTableBillingMode="PAY_PER_REQUEST"),
                "GlobalTableNotFoundException", f"Global table with name: '{name}' does not exist.")
