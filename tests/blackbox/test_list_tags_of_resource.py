"""ListTagsOfResource. Sources: facts/aws-observed.md section 19; 50 tags come without NextToken (measured October 2026)."""
from conftest import create, refused
from test_tag_resource import arn, tag


def test_fifty_tags_are_one_page_in_their_order(client, table):
    tag(client, table, **{f"k{n}": f"v{n}" for n in range(50)})
    answer = client.list_tags_of_resource(ResourceArn=arn(client, table))
    assert answer["Tags"] == [{"Key": f"k{n}", "Value": f"v{n}"} for n in range(50)]
    assert "NextToken" not in answer


def test_bad_input(client, table):
    where = arn(client, table)
    refused(lambda: client.list_tags_of_resource(ResourceArn=where + "x"), "ResourceNotFoundException",
            f"Requested resource not found: ResourcArn: {where}x not found")
    refused(lambda: client.list_tags_of_resource(ResourceArn=where, NextToken="made up"), "ValidationException", "Invalid NextToken")
    refused(lambda: client.list_tags_of_resource(ResourceArn=7), "SerializationException",
            "NUMBER_VALUE cannot be converted to String")


def test_a_stream_has_no_tags(client, name):
    create(client, name, StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"})
    stream = client.describe_table(TableName=name)["Table"]["LatestStreamArn"]
    refused(lambda: client.list_tags_of_resource(ResourceArn=stream), "ValidationException")
    client.delete_table(TableName=name)
