"""DescribeTimeToLive. Source: facts/operations.md, facts/aws-observed.md section 19."""
from conftest import refused


def test_disabled_at_first_then_enabled(client, table):
    assert client.describe_time_to_live(TableName=table)["TimeToLiveDescription"] == {"TimeToLiveStatus": "DISABLED"}
    client.update_time_to_live(TableName=table, TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"})
    assert client.describe_time_to_live(TableName=table)["TimeToLiveDescription"] == {
        "TimeToLiveStatus": "ENABLED", "AttributeName": "expires"}


def test_by_arn(client, table):
    arn = client.describe_table(TableName=table)["Table"]["TableArn"]
    assert client.describe_time_to_live(TableName=arn)["TimeToLiveDescription"] == {"TimeToLiveStatus": "DISABLED"}


def test_an_absent_table_is_not_found(client):
    refused(lambda: client.describe_time_to_live(TableName="absent"), "ResourceNotFoundException",
            "Requested resource not found: Table: absent not found")
    refused(lambda: client.describe_time_to_live(), "ValidationException",
            "The parameter 'TableName' is required but was not present in the request")
