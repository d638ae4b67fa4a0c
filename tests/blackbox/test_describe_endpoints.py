"""DescribeEndpoints. Source: facts/operations.md; the address is the one that was asked, so that discovery never leads to the cloud."""
import urllib.parse


def test_the_address_that_was_asked(url, client):
    assert client.describe_endpoints()["Endpoints"] == [{"Address": urllib.parse.urlsplit(url).netloc, "CachePeriodInMinutes": 1440}]
