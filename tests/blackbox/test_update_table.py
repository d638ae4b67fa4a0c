"""UpdateTable, its stream and its deletion protection. Source: facts/validation.md section 11, facts/aws-observed.md section 21."""
import pytest
from conftest import create, raw, refused

INVALID = "One or more parameter values were invalid: "


def enable(client, table, view="NEW_IMAGE"):
    return client.update_table(TableName=table, StreamSpecification={"StreamEnabled": True, "StreamViewType": view})


def test_enables_and_disables_a_stream(client, table):
    described = enable(client, table)["TableDescription"]
    assert described["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
    assert described["TableStatus"] == "UPDATING"
    first = client.describe_table(TableName=table)["Table"]
    assert first["TableStatus"] == "ACTIVE"
    assert first["LatestStreamArn"] == first["TableArn"] + "/stream/" + first["LatestStreamLabel"]
    client.update_table(TableName=table, StreamSpecification={"StreamEnabled": False})
    off = client.describe_table(TableName=table)["Table"]
    assert "StreamSpecification" not in off
    assert off["LatestStreamArn"] == first["LatestStreamArn"]
    enable(client, table, "KEYS_ONLY")
    assert client.describe_table(TableName=table)["Table"]["LatestStreamArn"] != first["LatestStreamArn"]


def test_what_cannot_be_done_to_a_stream(client, table):
    off = {"StreamEnabled": False}
    refused(lambda: client.update_table(TableName=table, StreamSpecification=off), "ValidationException",
            f"Table has no stream to disable: TableName: {table}")
    enable(client, table)
    for view in ("NEW_IMAGE", "KEYS_ONLY"):
        refused(lambda: enable(client, table, view), "ValidationException",
                f"Table already has an enabled stream: TableName: {table}")
    refused(lambda: client.update_table(TableName=table, StreamSpecification={"StreamEnabled": True}), "ValidationException",
            INVALID + "If stream is being enabled then UpdateViewType is required")
    refused(lambda: client.update_table(TableName=table, StreamSpecification={**off, "StreamViewType": "KEYS_ONLY"}),
            "ValidationException", INVALID + "If stream is being disabled, then UpdateViewType must not be specified")
    refused(lambda: enable(client, table, "BOTH"), "ValidationException",
            "1 validation error detected: Value 'BOTH' at 'streamSpecification.streamViewType' failed to satisfy constraint: "
            "Member must satisfy enum value set: [NEW_IMAGE, OLD_IMAGE, NEW_AND_OLD_IMAGES, KEYS_ONLY]")
    refused(lambda: client.update_table(TableName=table, StreamSpecification={"StreamViewType": "KEYS_ONLY"}),
            "ValidationException")


def test_deletion_protection(client, url, name):
    create(client, name)
    status, answer = raw(url, "UpdateTable", {"TableName": name, "DeletionProtectionEnabled": True})
    assert (status, answer["TableDescription"]["DeletionProtectionEnabled"]) == (200, True)
    refused(lambda: client.delete_table(TableName=name), "ValidationException",
            "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.")
    status, answer = raw(url, "UpdateTable", {"TableName": name, "DeletionProtectionEnabled": False,
                                              "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}})
    assert (status, answer["message"]) == (
        400, INVALID + "DeletionProtection modification must be the only operation in the request")
    assert raw(url, "UpdateTable", {"TableName": name, "DeletionProtectionEnabled": False})[0] == 200
    client.delete_table(TableName=name)


def test_a_request_must_change_something(client, table):
    refused(lambda: client.update_table(TableName=table), "ValidationException",
            "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, "
            "SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, "
            "DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required")


@pytest.mark.parametrize("member, value", [("BillingMode", "PROVISIONED"), ("TableClass", "STANDARD")])
def test_other_members_are_refused_clearly(client, table, member, value):
    refused(lambda: client.update_table(TableName=table, **{member: value}), "ValidationException",
            f"The parameter {member} is not supported yet by this endpoint")


def test_an_absent_table_is_not_found(client):
    off = {"StreamEnabled": False}
    refused(lambda: client.update_table(TableName="absent", StreamSpecification=off), "ResourceNotFoundException",
            "Requested resource not found: Table: absent not found")
    refused(lambda: client.update_table(StreamSpecification=off), "ValidationException",
            "The parameter 'TableName' is required but was not present in the request")


def test_a_stream_survives_a_restart(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    create(server.client(), "kept")
    enable(server.client(), "kept")
    before = server.client().describe_table(TableName="kept")["Table"]
    assert server.stop()[0] == 0
    server = start("serve", "--dir", directory, "--port", "0")
    assert server.client().describe_table(TableName="kept")["Table"] == before
