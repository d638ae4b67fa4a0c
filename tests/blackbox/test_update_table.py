"""UpdateTable: stream, deletion protection, indexes, throughput. Source: facts/validation.md section 11, facts/aws-observed.md
sections 17 and 21, facts/operations.md UpdateTable."""
import time

import pytest
from conftest import create, raw, refused

INVALID = "One or more parameter values were invalid: "
# facts/aws-observed.md:451
AT_LEAST_ONE = ("At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or "
                "SSESpecification or ReplicaUpdates is required")


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
            AT_LEAST_ONE)
    refused(lambda: client.update_table(TableName=table, GlobalSecondaryIndexUpdates=[]), "ValidationException", AT_LEAST_ONE)


# facts/validation.md section 11: what needs no table is refused before the table is looked up (its section 1, order 13 and 14).
@pytest.mark.parametrize("more, message", [
    ({}, AT_LEAST_ONE),
    ({"BillingMode": "PROVISIONED"}, INVALID + "ProvisionedThroughput must be specified when BillingMode is PROVISIONED"),
    ({"BillingMode": "PAY_PER_REQUEST", "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}},
     INVALID + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST"),
    ({"ProvisionedThroughput": {"ReadCapacityUnits": 10**12 + 1, "WriteCapacityUnits": 1}},
     "Given value 1000000000001 for ReadCapacityUnits is out of bounds"),
    ({"GlobalSecondaryIndexUpdates": [{}]},
     INVALID + "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete "
               "must not be null"),
    ({"GlobalSecondaryIndexUpdates": [{"Delete": {"IndexName": "idx"}}] * 2},
     INVALID + "Only one global secondary index update per index is allowed simultaneously. Index: idx"),
])
def test_the_request_is_checked_before_the_table_is_looked_up(client, more, message):
    refused(lambda: client.update_table(TableName="absent", **more), "ValidationException", message)


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


GSI = {"IndexName": "by-group", "KeySchema": [{"AttributeName": "group", "KeyType": "HASH"}],
       "Projection": {"ProjectionType": "ALL"}}
GROUP = [{"AttributeName": "group", "AttributeType": "S"}]
ONLY_ONE = "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table"


def update_index(client, table, definitions=GROUP, **update):
    return client.update_table(TableName=table, AttributeDefinitions=definitions,
                               GlobalSecondaryIndexUpdates=[update])["TableDescription"]


def index_of(client, table, name="by-group"):
    indexes = client.describe_table(TableName=table)["Table"].get("GlobalSecondaryIndexes", [])
    return next((index for index in indexes if index["IndexName"] == name), None)


def until(condition, seconds=60):
    """Asks again and again, each time with a request."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end


def active(client, table):
    until(lambda: index_of(client, table)["IndexStatus"] == "ACTIVE")


def fill(client, table, count=3000):
    """Every third item is not in the index: no group, a group of another type, an empty one."""
    groups = [{"S": "a"}, {"S": "b"}, {"N": "1"}, {"S": "a"}, {"S": "b"}, {"S": ""}]
    for start in range(0, count, 25):
        puts = [{"PutRequest": {"Item": {"pk": {"S": f"{n:05}"}, "group": groups[n % 6]}}} for n in range(start, start + 25)]
        assert not client.batch_write_item(RequestItems={table: puts})["UnprocessedItems"]


def keys_in(client, table, group):
    pages = client.get_paginator("query").paginate(
        TableName=table, IndexName="by-group", KeyConditionExpression="#g = :g", ExpressionAttributeNames={"#g": "group"},
        ExpressionAttributeValues={":g": {"S": group}})
    return sorted(item["pk"]["S"] for page in pages for item in page["Items"])


# facts/operations.md UpdateTable; facts/numbers-and-keys.md: old items that cannot be in the index are skipped.
def test_a_global_index_is_filled_beside_the_traffic(client, table):
    fill(client, table)
    made = update_index(client, table, Create=GSI)
    assert made["TableStatus"] == "UPDATING"
    assert (made["GlobalSecondaryIndexes"][0]["IndexStatus"], made["GlobalSecondaryIndexes"][0]["Backfilling"]) == ("CREATING", False)
    client.put_item(TableName=table, Item={"pk": {"S": "00000"}, "group": {"S": "c"}})
    client.delete_item(TableName=table, Key={"pk": {"S": "00001"}})
    active(client, table)
    done = index_of(client, table)
    assert "Backfilling" not in done
    assert done["ItemCount"] == 1999
    assert keys_in(client, table, "c") == ["00000"]
    assert keys_in(client, table, "a") == [f"{n:05}" for n in range(1, 3000) if n % 3 == 0]
    assert keys_in(client, table, "b") == [f"{n:05}" for n in range(2, 3000) if n % 3 == 1]
    assert {each["AttributeName"] for each in client.describe_table(TableName=table)["Table"]["AttributeDefinitions"]} == {"pk", "group"}
    # From now on a wrong key is refused.
    refused(lambda: client.put_item(TableName=table, Item={"pk": {"S": "x"}, "group": {"N": "1"}}), "ValidationException")
    update_index(client, table, Delete={"IndexName": "by-group"})
    until(lambda: index_of(client, table) is None)
    description = client.describe_table(TableName=table)["Table"]
    assert [each["AttributeName"] for each in description["AttributeDefinitions"]] == ["pk"]
    refused(lambda: keys_in(client, table, "a"), "ValidationException",
            "The table does not have the specified index: by-group")


def test_filling_goes_on_after_a_kill(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    create(server.client(), "kept")
    fill(server.client(), "kept", 6000)
    update_index(server.client(), "kept", Create=GSI)
    server.kill()
    server = start("serve", "--dir", directory, "--port", "0")
    active(server.client(), "kept")
    assert index_of(server.client(), "kept")["ItemCount"] == 4000
    assert len(keys_in(server.client(), "kept", "a")) == 2000
    update_index(server.client(), "kept", Delete={"IndexName": "by-group"})
    server.kill()
    server = start("serve", "--dir", directory, "--port", "0")
    until(lambda: index_of(server.client(), "kept") is None)
    code, report, _ = server.stop()
    assert code == 0, report


def test_what_cannot_be_done_to_indexes(client, table):
    def update(*updates, definitions=GROUP):
        return lambda: client.update_table(TableName=table, AttributeDefinitions=definitions,
                                           GlobalSecondaryIndexUpdates=list(updates))
    other = {**GSI, "IndexName": "other"}
    refused(update({}), "ValidationException",
            INVALID + "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
            "GlobalSecondaryIndexUpdate.Delete must not be null")
    refused(update({"Create": GSI}, {"Delete": {"IndexName": "by-group"}}), "ValidationException",
            INVALID + "Only one global secondary index update per index is allowed simultaneously. Index: by-group")
    refused(update({"Create": GSI}, {"Create": other}), "LimitExceededException", ONLY_ONE)
    refused(update({"Create": GSI}, definitions=[]), "ValidationException",
            INVALID + "Some index key attributes are not defined in AttributeDefinitions")
    refused(update({"Create": {**GSI, "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]}},
                   definitions=[{"AttributeName": "pk", "AttributeType": "N"}]), "ValidationException",
            INVALID + "Attributes cannot be redefined. Please check that your attribute has the same type as previously "
                      "defined. Existing schema: Schema:[SchemaElement: key{pk:S:HASH}] "
            "New schema: Schema:[SchemaElement: key{pk:N:HASH}]")
    refused(update({"Delete": {"IndexName": "absent"}}), "ResourceNotFoundException")
    refused(update({"Update": {"IndexName": "absent", "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}}}),
            "ValidationException", "This operation cannot be performed with given input values. Please contact DynamoDB "
            "service team for more info: Action Blocked: IndexUpdate")
    update({"Create": GSI})()
    active(client, table)
    refused(update({"Create": GSI}), "ValidationException", "Attempting to create an index which already exists")


def test_billing_and_throughput(client, table):
    units = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 6}
    neither = INVALID + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST"
    refused(lambda: client.update_table(TableName=table, ProvisionedThroughput=units), "ValidationException", neither)
    refused(lambda: client.update_table(TableName=table, BillingMode="PROVISIONED"), "ValidationException",
            INVALID + "ProvisionedThroughput must be specified when BillingMode is PROVISIONED")
    assert client.update_table(TableName=table, BillingMode="PAY_PER_REQUEST")["TableDescription"]["TableName"] == table
    client.update_table(TableName=table, BillingMode="PROVISIONED", ProvisionedThroughput=units)
    described = client.describe_table(TableName=table)["Table"]
    assert described["ProvisionedThroughput"]["ReadCapacityUnits"] == 5
    # Only a table that was always provisioned has no summary (facts/aws-observed.md:423).
    assert described["BillingModeSummary"] == {"BillingMode": "PROVISIONED",
                                               "LastUpdateToPayPerRequestDateTime": described["CreationDateTime"]}
    refused(lambda: client.update_table(TableName=table, ProvisionedThroughput=units), "ValidationException",
            "The provisioned throughput for the table will not change. The requested value equals the current value. "
            "Current ReadCapacityUnits provisioned for the table: 5. Requested ReadCapacityUnits: 5. Current "
            "WriteCapacityUnits provisioned for the table: 6. Requested WriteCapacityUnits: 6. Refer to the Amazon "
            "DynamoDB Developer Guide for current limits and how to request higher limits.")
    refused(lambda: client.update_table(TableName=table, ProvisionedThroughput={**units, "ReadCapacityUnits": 10**12 + 1}),
            "ValidationException", "Given value 1000000000001 for ReadCapacityUnits is out of bounds")
    update_index(client, table, Create={**GSI, "ProvisionedThroughput": units})
    active(client, table)
    update_index(client, table, Update={"IndexName": "by-group", "ProvisionedThroughput": {**units, "ReadCapacityUnits": 7}})
    assert index_of(client, table)["ProvisionedThroughput"]["ReadCapacityUnits"] == 7
    client.update_table(TableName=table, BillingMode="PAY_PER_REQUEST")
    described = client.describe_table(TableName=table)["Table"]
    assert described["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert described["ProvisionedThroughput"]["ReadCapacityUnits"] == 0
    refused(lambda: client.update_table(TableName=table, BillingMode="PROVISIONED", ProvisionedThroughput=units),
            "ValidationException", INVALID + "ProvisionedThroughput must be specified for index: by-group")


# facts/aws-observed.md section 17: OnDemandThroughput and its texts.
def test_limits_class_and_warm_throughput(url, client, table):
    def update(**members):
        return raw(url, "UpdateTable", {"TableName": table, **members})
    assert update(OnDemandThroughput={"MaxReadRequestUnits": 10, "MaxWriteRequestUnits": 20})[0] == 200
    assert raw(url, "DescribeTable", {"TableName": table})[1]["Table"]["OnDemandThroughput"] == {
        "MaxReadRequestUnits": 10, "MaxWriteRequestUnits": 20}
    answer = update(OnDemandThroughput={"MaxReadRequestUnits": -1})[1]
    assert answer["TableDescription"]["OnDemandThroughput"] == {"MaxReadRequestUnits": -1, "MaxWriteRequestUnits": 20}
    assert raw(url, "DescribeTable", {"TableName": table})[1]["Table"]["OnDemandThroughput"] == {"MaxWriteRequestUnits": 20}
    assert update(OnDemandThroughput={"MaxReadRequestUnits": 0})[1]["message"] == (
        INVALID + "Requested MaxReadRequestUnits for OnDemandThroughput for table is outside of valid range")
    assert update(TableClass="STANDARD_INFREQUENT_ACCESS")[0] == 200
    assert update(WarmThroughput={"ReadUnitsPerSecond": 15000, "WriteUnitsPerSecond": 5000})[0] == 200
    described = raw(url, "DescribeTable", {"TableName": table})[1]["Table"]
    assert described["TableClassSummary"]["TableClass"] == "STANDARD_INFREQUENT_ACCESS"
    assert described["WarmThroughput"] == {"ReadUnitsPerSecond": 15000, "WriteUnitsPerSecond": 5000, "Status": "ACTIVE"}
    assert update(BillingMode="PROVISIONED", ProvisionedThroughput={"ReadCapacityUnits": 1, "WriteCapacityUnits": 1})[0] == 200
    assert "OnDemandThroughput" not in raw(url, "DescribeTable", {"TableName": table})[1]["Table"]
    assert update(OnDemandThroughput={"MaxReadRequestUnits": 10})[1]["message"] == (
        INVALID + "MaxReadRequestUnits for OnDemandThroughput cannot be specified when the table BillingMode is PROVISIONED")


def test_encryption_is_told_and_not_done(url, table):
    def update(**specification):
        return raw(url, "UpdateTable", {"TableName": table, "SSESpecification": specification})

    def told():
        return raw(url, "DescribeTable", {"TableName": table})[1]["Table"].get("SSEDescription")

    assert told() is None  # facts/aws-observed.md:430: the key that the service owns is not told
    status, answer = update(Enabled=True)
    own = answer["TableDescription"]["SSEDescription"]
    assert (status, own["Status"], own["SSEType"]) == (200, "UPDATING", "KMS")
    assert own["KMSMasterKeyArn"].startswith("arn:aws:kms:")
    assert told() == {**own, "Status": "ENABLED"}
    named = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    assert update(Enabled=True, SSEType="KMS", KMSMasterKeyId=named)[0] == 200
    assert told() == {"Status": "ENABLED", "SSEType": "KMS", "KMSMasterKeyArn": named}
    assert update(Enabled=True, KMSMasterKeyId=named)[1]["message"] == INVALID + "Table is already encrypted by given KMSMasterKeyId"
    status, answer = update(Enabled=False)
    assert answer["TableDescription"]["SSEDescription"] == {"Status": "UPDATING", "SSEType": "KMS", "KMSMasterKeyArn": named}
    assert told() is None


@pytest.mark.parametrize("specification, text", [
    ({"Enabled": False, "SSEType": "KMS"}, INVALID + "SSEType and KMSMasterKeyId can be specified only when SSE is enabled"),
    ({"Enabled": True, "SSEType": "AES256"}, INVALID + "The only SSEType that can be specified is KMS"),
    ({"Enabled": True, "SSEType": "DES"}, "1 validation error detected: Value 'DES' at 'sSESpecification.sSEType' failed to satisfy "
     "constraint: Member must satisfy enum value set: [AES256, KMS]")])
def test_encryption_that_contradicts_itself(url, table, specification, text):
    status, answer = raw(url, "UpdateTable", {"TableName": table, "SSESpecification": specification})
    assert (status, answer["message"]) == (400, text)


# A database is one region: the service's texts for what it refuses, too, ours for a new replica.
@pytest.mark.parametrize("updates, text", [
    ([{"Create": {"RegionName": "us-east-1"}}], "Cannot add, delete, or update the local region through ReplicaUpdates. Use "
     "CreateTable, DeleteTable, or UpdateTable as required."),
    ([{"Delete": {"RegionName": "eu-west-1"}}], "Replica specified in the Replica Update or Replica Delete action of the request was "
     "not found."),
    ([{"Create": {"RegionName": "eu-west-1"}}], INVALID + "A replica cannot be created in region eu-west-1: it is not a region of "
     "this database"),
    ([{"Update": {}}], "1 validation error detected: Value null at 'replicaUpdates.1.member.update.regionName' failed to satisfy "
     "constraint: Member must not be null"),
    ([], "1 validation error detected: Value '[]' at 'replicaUpdates' failed to satisfy constraint: Member must have length greater "
     "than or equal to 1")])
def test_replicas_are_refused_in_the_words_of_the_service(url, table, updates, text):
    status, answer = raw(url, "UpdateTable", {"TableName": table, "ReplicaUpdates": updates})
    assert (status, answer["message"]) == (400, text)


def test_when_throughput_and_class_were_changed(client, name):
    def units(read, write):
        return {"ReadCapacityUnits": read, "WriteCapacityUnits": write}

    create(client, name)
    client.update_table(TableName=name, BillingMode="PROVISIONED", ProvisionedThroughput=units(5, 5))

    def described():
        return client.describe_table(TableName=name)["Table"]

    first = described()["ProvisionedThroughput"]
    assert first == {"NumberOfDecreasesToday": 0, **units(5, 5)}
    client.update_table(TableName=name, ProvisionedThroughput=units(6, 5))
    raised = described()["ProvisionedThroughput"]
    assert "LastIncreaseDateTime" in raised and "LastDecreaseDateTime" not in raised and raised["NumberOfDecreasesToday"] == 0
    client.update_table(TableName=name, ProvisionedThroughput=units(4, 5))
    client.update_table(TableName=name, ProvisionedThroughput=units(4, 3))
    lowered = described()["ProvisionedThroughput"]
    assert lowered["NumberOfDecreasesToday"] == 2
    assert lowered["LastDecreaseDateTime"] >= lowered["LastIncreaseDateTime"] == raised["LastIncreaseDateTime"]
    assert "TableClassSummary" not in described()
    client.update_table(TableName=name, TableClass="STANDARD_INFREQUENT_ACCESS")
    summary = described()["TableClassSummary"]
    assert summary["TableClass"] == "STANDARD_INFREQUENT_ACCESS" and "LastUpdateDateTime" in summary
