"""DescribeLimits. Source: facts/operations.md."""


def test_the_default_quotas(client):
    answer = client.describe_limits()
    del answer["ResponseMetadata"]
    assert answer == {"AccountMaxReadCapacityUnits": 80000, "AccountMaxWriteCapacityUnits": 80000,
                      "TableMaxReadCapacityUnits": 40000, "TableMaxWriteCapacityUnits": 40000}
