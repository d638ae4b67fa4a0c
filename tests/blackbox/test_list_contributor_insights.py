"""ListContributorInsights. Sources: facts/operations.md; what is listed as measured in October 2026."""
from conftest import create, raw, refused
from test_update_contributor_insights import MISSING, indexed, update  # noqa: F401


def listed(url, **more):
    answer = raw(url, "ListContributorInsights", more)[1]
    return [(s["TableName"], s.get("IndexName")) for s in answer["ContributorInsightsSummaries"]], answer.get("NextToken")


def test_only_what_is_enabled(url, indexed):  # noqa: F811
    assert listed(url, TableName=indexed) == ([], None)
    update(url, indexed, IndexName="global")
    update(url, indexed, ContributorInsightsMode="THROTTLED_KEYS")
    assert listed(url, TableName=indexed) == ([(indexed, None), (indexed, "global")], None)
    one = raw(url, "ListContributorInsights", {"TableName": indexed})[1]["ContributorInsightsSummaries"][0]
    assert one == {"TableName": indexed, "ContributorInsightsStatus": "ENABLED", "ContributorInsightsMode": "THROTTLED_KEYS"}
    update(url, indexed, "DISABLE", IndexName="global")
    assert listed(url, TableName=indexed) == ([(indexed, None)], None)


def test_pages(start):
    server = start("serve", "--in-memory", "--port", "0")
    names = [f"table{n}" for n in range(7)]
    for name in names:
        create(server.client(), name)
        update(server.url, name)
    found, token = [], None
    while True:
        page, token = listed(server.url, MaxResults=3, **({"NextToken": token} if token else {}))
        assert len(page) <= 3
        found += page
        if not token:
            break
    assert found == [(name, None) for name in names]
    assert listed(server.url, MaxResults=7) == (found, None)


def test_bad_input(client):
    refused(lambda: client.list_contributor_insights(TableName="nosuch"), "ResourceNotFoundException", MISSING)
    refused(lambda: client.list_contributor_insights(MaxResults=101), "ValidationException",
            "1 validation error detected: Value '101' at 'maxResults' failed to satisfy constraint: "
            "Member must have value less than or equal to 100")
    for token in ("made up", "eA==", "LTEvLw=="[:7]):
        refused(lambda: client.list_contributor_insights(NextToken=token), "ValidationException", "Invalid NextToken")
