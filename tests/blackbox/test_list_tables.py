"""ListTables. Source: facts/operations.md."""
from conftest import create, refused


def test_pages_in_byte_order(client, name):
    names = [f"{name}-{suffix}" for suffix in ("B", "a", "_", "C")]
    for one in names:
        create(client, one)
    seen, page = [], client.list_tables(Limit=1)
    while True:
        assert len(page["TableNames"]) <= 1
        seen += page["TableNames"]
        if "LastEvaluatedTableName" not in page:
            break
        page = client.list_tables(Limit=1, ExclusiveStartTableName=page["LastEvaluatedTableName"])
    ours = [one for one in seen if one.startswith(f"{name}-")]
    assert ours == sorted(names)
    assert seen == client.list_tables()["TableNames"]
    for one in names:
        client.delete_table(TableName=one)


def test_the_start_need_not_exist_and_is_exclusive(client, table):
    assert table in client.list_tables(ExclusiveStartTableName=table[:-1])["TableNames"]
    assert table not in client.list_tables(ExclusiveStartTableName=table)["TableNames"]


def test_refuses_a_limit_outside_1_to_100(client):
    refused(lambda: client.list_tables(Limit=0), "ValidationException",
            "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: "
            "Member must have value greater than or equal to 1")
    refused(lambda: client.list_tables(Limit=101), "ValidationException",
            "1 validation error detected: Value '101' at 'limit' failed to satisfy constraint: "
            "Member must have value less than or equal to 100")
