"""DescribeContributorInsights. Sources: facts/aws-observed.md section 20, facts/operations.md; rules as measured in October 2026."""
import re
import time

from conftest import create, refused
from test_update_contributor_insights import MISSING, describe, indexed, update  # noqa: F401


def kinds(answer):
    return [re.match(r"DynamoDBContributorInsights-(\w\w\w)-", rule).group(1) for rule in answer["ContributorInsightsRuleList"]]


def test_a_fresh_table(url, table):
    assert describe(url, table) == {"TableName": table, "ContributorInsightsStatus": "DISABLED"}


def test_an_enabled_one(url, indexed):  # noqa: F811
    update(url, indexed)
    got = describe(url, indexed)
    assert sorted(got) == ["ContributorInsightsMode", "ContributorInsightsRuleList", "ContributorInsightsStatus", "LastUpdateDateTime", "TableName"]
    assert kinds(got) == ["PKC", "SKC", "PKT", "SKT"]
    assert abs(got["LastUpdateDateTime"] - time.time()) < 600
    update(url, indexed, IndexName="global")
    got = describe(url, indexed, IndexName="global")
    assert kinds(got) == ["PKC", "PKT"] and f"-{indexed}-global-" in got["ContributorInsightsRuleList"][0]


def test_a_table_of_the_same_name_begins_anew(url, client, name):
    create(client, name)
    update(url, name)
    client.delete_table(TableName=name)
    create(client, name)
    assert describe(url, name) == {"TableName": name, "ContributorInsightsStatus": "DISABLED"}
    client.delete_table(TableName=name)


def test_it_survives_a_restart(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    create(server.client(), "kept")
    update(server.url, "kept")
    before = describe(server.url, "kept")
    server.kill()
    assert describe(start("serve", "--dir", directory, "--port", "0").url, "kept") == before


def test_missing(client, table):
    refused(lambda: client.describe_contributor_insights(TableName="nosuch"), "ResourceNotFoundException", MISSING)
    refused(lambda: client.describe_contributor_insights(TableName=table, IndexName="none"), "ResourceNotFoundException",
            f"Requested resource not found: Index: none not found for table: {table}")
