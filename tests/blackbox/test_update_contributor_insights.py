"""UpdateContributorInsights. Sources: facts/operations.md, facts/new-operations.md section 6; states and texts as measured in October 2026."""
import pytest
from conftest import create, raw, refused

MISSING = "Requested resource not found: Table: nosuch not found"


@pytest.fixture
def indexed(client, name):
    """Table with sort key, a global index and a local one."""
    keys = [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "x", "KeyType": "RANGE"}]
    everything = {"ProjectionType": "ALL"}
    yield create(client, name, sort="N", definitions=[{"AttributeName": "x", "AttributeType": "S"}],
                 GlobalSecondaryIndexes=[{"IndexName": "global", "KeySchema": [{"AttributeName": "x", "KeyType": "HASH"}], "Projection": everything}],
                 LocalSecondaryIndexes=[{"IndexName": "local", "KeySchema": keys, "Projection": everything}])
    client.delete_table(TableName=name)


def update(url, table, action="ENABLE", **more):
    return raw(url, "UpdateContributorInsights", {"TableName": table, "ContributorInsightsAction": action, **more})[1]


def describe(url, table, **more):
    return raw(url, "DescribeContributorInsights", {"TableName": table, **more})[1]


def test_on_and_off(url, indexed):
    all_keys = "ACCESSED_AND_THROTTLED_KEYS"
    assert update(url, indexed) == {"TableName": indexed, "ContributorInsightsStatus": "ENABLING", "ContributorInsightsMode": all_keys}
    assert update(url, indexed) == {"TableName": indexed, "ContributorInsightsStatus": "ENABLED", "ContributorInsightsMode": all_keys}
    assert describe(url, indexed)["ContributorInsightsStatus"] == "ENABLED"
    assert update(url, indexed, "DISABLE")["ContributorInsightsStatus"] == "DISABLING"
    assert update(url, indexed, "DISABLE")["ContributorInsightsStatus"] == "DISABLED"
    assert describe(url, indexed)["ContributorInsightsStatus"] == "DISABLED"


def test_table_and_index_are_apart(url, indexed):
    assert update(url, indexed, IndexName="global")["IndexName"] == "global"
    assert describe(url, indexed)["ContributorInsightsStatus"] == "DISABLED"
    assert describe(url, indexed, IndexName="global")["ContributorInsightsStatus"] == "ENABLED"


def test_a_new_mode_keeps_the_rules(url, indexed):
    update(url, indexed)
    before = describe(url, indexed)["ContributorInsightsRuleList"]
    changed = update(url, indexed, ContributorInsightsMode="THROTTLED_KEYS")
    assert (changed["ContributorInsightsStatus"], changed["ContributorInsightsMode"]) == ("ENABLING", "THROTTLED_KEYS")
    assert describe(url, indexed)["ContributorInsightsRuleList"] == before[2:]
    assert update(url, indexed)["ContributorInsightsMode"] == "ACCESSED_AND_THROTTLED_KEYS"


def test_off_without_ever_on(url, indexed):
    assert update(url, indexed, "DISABLE") == {"TableName": indexed, "ContributorInsightsStatus": "DISABLED"}


def test_bad_input(client, indexed):
    call = client.update_contributor_insights
    for index in ("local", "none"):
        refused(lambda: call(TableName=indexed, IndexName=index, ContributorInsightsAction="ENABLE"), "ResourceNotFoundException",
                f"Requested resource not found: Index: {index} not found for table: {indexed}")
    refused(lambda: call(TableName="nosuch", ContributorInsightsAction="ENABLE"), "ResourceNotFoundException", MISSING)
    refused(lambda: call(TableName=indexed, ContributorInsightsAction="ON"), "ValidationException",
            "1 validation error detected: Value 'ON' at 'contributorInsightsAction' failed to satisfy constraint: "
            "Member must satisfy enum value set: [ENABLE, DISABLE]")
    refused(lambda: call(TableName=indexed), "ValidationException",
            "1 validation error detected: Value null at 'contributorInsightsAction' failed to satisfy constraint: Member must not be null")
    refused(lambda: call(TableName=indexed, IndexName="x", ContributorInsightsAction="ENABLE"), "ValidationException",
            "IndexName must be at least 3 characters long and at most 255 characters long")
