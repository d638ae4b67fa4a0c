"""UntagResource. Sources: facts/aws-observed.md section 19, facts/validation.md section 14."""
from conftest import refused
from test_tag_resource import arn, tag, tags


def test_tags_go(client, table):
    tag(client, table, a="1", b="2", c="3")
    client.untag_resource(ResourceArn=arn(client, table), TagKeys=["a", "never"])
    assert tags(client, table) == {"b": "2", "c": "3"}
    client.untag_resource(ResourceArn=arn(client, table), TagKeys=["b", "c", "c"])
    assert tags(client, table) == {}


def test_bad_input(client, table):
    where = arn(client, table)
    refused(lambda: client.untag_resource(ResourceArn=where, TagKeys=[]), "ValidationException",
            "Atleast one Tag Key needs to be provided as Input.")
    refused(lambda: client.untag_resource(ResourceArn=where, TagKeys=["k" * 129]), "ValidationException",
            f"The Tag Key provided is invalid, Key: {'k' * 129}")
    refused(lambda: client.untag_resource(ResourceArn=where, TagKeys=[str(n) for n in range(51)]), "ValidationException",
            "Number of Tags exceed the current limit for the provided ResourceArn")
    refused(lambda: client.untag_resource(ResourceArn=where), "ValidationException",
            "1 validation error detected: Value null at 'tagKeys' failed to satisfy constraint: Member must not be null")
    refused(lambda: client.untag_resource(ResourceArn=where + "x", TagKeys=["k"]), "ResourceNotFoundException",
            f"Requested resource not found: ResourcArn: {where}x not found")
