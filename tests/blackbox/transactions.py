"""What the files about transactions share."""
import botocore.exceptions
import differences
import pytest


def put(table, key, **more):
    """A Put of an item; `more` are its other attributes."""
    return {"Put": {"TableName": table, "Item": {"pk": {"S": key}, **more}}}


def check(table, key, condition, **more):
    return {"ConditionCheck": {"TableName": table, "Key": {"pk": {"S": key}}, "ConditionExpression": condition, **more}}


def delete(table, key, **more):
    return {"Delete": {"TableName": table, "Key": {"pk": {"S": key}}, **more}}


def update(table, key, expression, **more):
    return {"Update": {"TableName": table, "Key": {"pk": {"S": key}}, "UpdateExpression": expression, **more}}


def get(table, key, **more):
    return {"Get": {"TableName": table, "Key": {"pk": {"S": key}}, **more}}


def cancelled(call):
    """The reasons of a cancelled transaction as (code, message)."""
    with pytest.raises(botocore.exceptions.ClientError) as error:
        call()
    response = error.value.response
    assert response["Error"]["Code"] == "TransactionCanceledException", response["Error"]
    reasons = response["CancellationReasons"]
    codes = ", ".join(reason["Code"] for reason in reasons)
    assert response["Error"]["Message"] == \
        f"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]"
    return [(reason["Code"], differences.text(reason.get("Message"))) for reason in reasons]


NONE = ("None", None)
FAILED = ("ConditionalCheckFailed", "The conditional request failed")
SCHEMA = "The provided key element does not match the schema"
SEVERAL = "Transaction request cannot include multiple operations on one item"
