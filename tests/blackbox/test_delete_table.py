"""DeleteTable. Sources: facts/operations.md, facts/validation.md section 11."""
from conftest import create, raw, refused


def test_answers_deleting_and_the_table_and_its_items_are_gone(client, name):
    create(client, name)
    client.put_item(TableName=name, Item={"pk": {"S": "a"}})
    assert client.delete_table(TableName=name)["TableDescription"]["TableStatus"] == "DELETING"
    assert name not in client.list_tables()["TableNames"]
    refused(lambda: client.get_item(TableName=name, Key={"pk": {"S": "a"}}), "ResourceNotFoundException",
            "Requested resource not found")


def test_a_new_table_of_the_same_name_is_empty(client, name):
    create(client, name)
    client.put_item(TableName=name, Item={"pk": {"S": "a"}})
    client.delete_table(TableName=name)
    create(client, name)
    assert client.scan(TableName=name)["Items"] == []
    assert client.describe_table(TableName=name)["Table"]["ItemCount"] == 0
    client.delete_table(TableName=name)


def test_an_absent_table_is_not_found(client):
    refused(lambda: client.delete_table(TableName="absent"), "ResourceNotFoundException",
            "Requested resource not found: Table: absent not found")


def test_deletion_protection_refuses(start):
    server = start("serve", "--in-memory", "--port", "0")
    status, _ = raw(server.url, "CreateTable", {
        "TableName": "kept", "BillingMode": "PAY_PER_REQUEST", "DeletionProtectionEnabled": True,
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]})
    assert status == 200
    client = server.client()
    refused(lambda: client.delete_table(TableName="kept"), "ValidationException",
            "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.")
    assert client.list_tables()["TableNames"] == ["kept"]
