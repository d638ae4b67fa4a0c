"""DeleteItem. Sources: facts/operations.md, facts/validation.md sections 4 and 8."""
from conftest import refused
from test_update_item import nested


def test_returns_the_old_item_once(client, table):
    client.put_item(TableName=table, Item={"pk": {"S": "a"}, "v": {"N": "1"}})
    first = client.delete_item(TableName=table, Key={"pk": {"S": "a"}}, ReturnValues="ALL_OLD")
    second = client.delete_item(TableName=table, Key={"pk": {"S": "a"}}, ReturnValues="ALL_OLD")
    assert first["Attributes"] == {"pk": {"S": "a"}, "v": {"N": "1"}}
    assert "Attributes" not in second


def test_a_failed_condition_keeps_the_item(client, table):
    client.put_item(TableName=table, Item={"pk": {"S": "a"}, "v": {"N": "1"}})
    refused(lambda: client.delete_item(TableName=table, Key={"pk": {"S": "a"}}, ConditionExpression="v > :one",
                                       ExpressionAttributeValues={":one": {"N": "1"}}),
            "ConditionalCheckFailedException", "The conditional request failed")
    assert "Item" in client.get_item(TableName=table, Key={"pk": {"S": "a"}})


def test_capacity_of_an_absent_and_a_large_item(client, table):
    def delete():
        return client.delete_item(TableName=table, Key={"pk": {"S": "a"}},
                                  ReturnConsumedCapacity="TOTAL")["ConsumedCapacity"]["CapacityUnits"]
    client.put_item(TableName=table, Item={"pk": {"S": "a"}, "x": {"S": "y" * 2048}})
    assert [delete(), delete()] == [3.0, 1.0]


def test_refuses_return_values_it_does_not_have(client, table):
    refused(lambda: client.delete_item(TableName=table, Key={"pk": {"S": "a"}}, ReturnValues="ALL_NEW"), "ValidationException",
            "1 validation error detected: ReturnValues can only be ALL_OLD or NONE")


def test_refuses_a_key_of_the_wrong_shape(client, sorted_table):
    refused(lambda: client.delete_item(TableName=sorted_table, Key={"pk": {"S": "a"}}), "ValidationException",
            "The provided key element does not match the schema")


# facts/validation.md section 15, facts/aws-observed.md section 1: the enum comes before the nesting, in the old layer's words.
def test_the_return_values_of_a_deep_request(client, table):
    def delete(levels, returns):
        return client.delete_item(TableName=table, Key={"pk": {"S": "a"}}, ReturnValues=returns, ConditionExpression="a = :v",
                                  ExpressionAttributeValues={":v": nested(levels)})
    refused(lambda: delete(100, "INVALID"), "ValidationException",
            "1 validation error detected: Value 'INVALID' at 'returnValues' failed to satisfy constraint: "
            "Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]")
    refused(lambda: delete(100, "UPDATED_NEW"), "ValidationException", "ReturnValues can only be ALL_OLD or NONE")
    refused(lambda: delete(40, "INVALID"), "ValidationException",
            "1 validation error detected: Failed to satisfy constraint: Member must satisfy enum value set: "
            "[ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]")
