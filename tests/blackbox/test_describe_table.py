"""DescribeTable. Source: facts/operations.md."""
from conftest import refused


def test_counts_items_and_bytes(client, sorted_table):
    for n in range(3):
        client.put_item(TableName=sorted_table, Item={"pk": {"S": "a"}, "sk": {"N": str(n)}, "x": {"S": "12345"}})
    table = client.describe_table(TableName=sorted_table)["Table"]
    assert table["TableStatus"] == "ACTIVE"
    assert table["ItemCount"] == 3
    # pk 2+1, sk 2+(1 for 0, 2 for 1 and 2), x 1+5 (facts/sizes-and-capacity.md section 1).
    assert table["TableSizeBytes"] == 3 * (3 + 6) + (2 + 1) + (2 + 2) + (2 + 2)


def test_the_table_id_and_the_creation_time_stay(client, table):
    first = client.describe_table(TableName=table)["Table"]
    second = client.describe_table(TableName=table)["Table"]
    assert first["TableId"] == second["TableId"]
    assert len(first["TableId"]) == 36
    assert first["CreationDateTime"] == second["CreationDateTime"]


def test_an_absent_table_is_not_found(client):
    refused(lambda: client.describe_table(TableName="absent"), "ResourceNotFoundException",
            "Requested resource not found: Table: absent not found")
