"""TagResource. Sources: facts/aws-observed.md section 19, facts/validation.md section 14; texts of keys and values as measured in October 2026."""
import re

import pytest
from conftest import create, raw, refused


def arn(client, table):
    return client.describe_table(TableName=table)["Table"]["TableArn"]


def tags(client, table):
    return {tag["Key"]: tag["Value"] for tag in client.list_tags_of_resource(ResourceArn=arn(client, table))["Tags"]}


def tag(client, table, **pairs):
    return client.tag_resource(ResourceArn=arn(client, table), Tags=[{"Key": k, "Value": v} for k, v in pairs.items()])


def test_tags_are_added_and_replaced(client, table):
    assert tags(client, table) == {}
    tag(client, table, a="1", b="")
    tag(client, table, a="2", c="3")
    assert tags(client, table) == {"a": "2", "b": "", "c": "3"}


def test_the_answer_has_no_body(url, client, table):
    import http.client
    import json
    import urllib.parse
    from conftest import SIGNED
    place = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=30)
    body = json.dumps({"ResourceArn": arn(client, table), "Tags": [{"Key": "k", "Value": "v"}]})
    connection.request("POST", "/", body, {**SIGNED, "X-Amz-Target": "DynamoDB_20120810.TagResource"})
    answer = connection.getresponse()
    assert (answer.status, answer.read()) == (200, b"")
    connection.close()


def test_fifty_at_most_after_merging(client, table):
    tag(client, table, **{f"k{n}": "v" for n in range(50)})
    limit = "Number of Tags exceed the current limit for the provided ResourceArn"
    refused(lambda: tag(client, table, k50="v"), "ValidationException", limit)
    refused(lambda: tag(client, table, k0="new", k50="v"), "ValidationException", limit)
    refused(lambda: tag(client, table, **{f"n{n}": "v" for n in range(51)}), "ValidationException", limit)
    tag(client, table, k0="new")
    assert len(tags(client, table)) == 50 and tags(client, table)["k0"] == "new"


@pytest.mark.parametrize("key", ["k" * 128, "ключ", "表", "café", "a+b-c=d.e_f:g/h@i j", "é" * 128])
def test_good_keys(client, table, key):
    tag(client, table, **{key: "v" * 256})
    assert tags(client, table) == {key: "v" * 256}


@pytest.mark.parametrize("bad", ["", "k" * 129, "🔑", "a,b", "a%", "a&b", "(x)", "a#b", "~a", "a\\b", "×", "é" * 129])
def test_bad_keys_change_nothing(client, table, bad):
    refused(lambda: tag(client, table, good="1", **{bad: "v"}), "ValidationException", f"The Tag Key provided is invalid, Key: {bad}")
    assert tags(client, table) == {}


@pytest.mark.parametrize("bad", ["v" * 257, "🔑", "100%", "a;b"])
def test_bad_values(client, table, bad):
    refused(lambda: tag(client, table, k=bad), "ValidationException", f"The Tag Value provided is invalid, Value: {bad}")


def test_the_other_rules(client, table):
    where = arn(client, table)
    for sent, text in [
            ([], "Atleast one Tag needs to be provided as Input."),
            ([{"Key": "aws:x", "Value": "v"}], "Tag Key cannot be prefixed with aws:, Key: aws:x"),
            ([{"Key": "k"}], "The Tag Value provided is invalid, Value: null"),
            ([{"Value": "v"}], "The Tag Key provided is invalid, Key: null"),
            ([{"Key": "d", "Value": "1"}, {"Key": "d", "Value": "2"}], "Duplicate Tag Keys provided as input: Duplicate Tag Key found d")]:
        refused(lambda: client.tag_resource(ResourceArn=where, Tags=sent), "ValidationException", text)
    refused(lambda: client.tag_resource(), "ValidationException",
            "2 validation errors detected: Value null at 'resourceArn' failed to satisfy constraint: Member must not be null; "
            "Value null at 'tags' failed to satisfy constraint: Member must not be null")


def test_arns_of_something_else(client, table):
    good = arn(client, table)
    account = re.search(r":(\d{12}):", good).group(1)
    one = [{"Key": "k", "Value": "v"}]
    prefix = "One or more parameter values were invalid: "
    foreign = good.replace(account, "999999999999")
    denied = f"User: arn:aws:iam::{account}:root is not authorized to perform: dynamodb:TagResource on resource: "
    # facts/validation.md:168, facts/aws-observed.md section 19: the class by the part that is wrong, "ResourcArn" is the service's.
    for bad, code, text in [
            (table, "ValidationException", f"Invalid TableArn: Invalid ResourceArn provided as input {table}"),
            ("arn:aws:s3:::bucket", "AccessDeniedException", denied + "arn:aws:s3:::bucket"),
            (foreign, "AccessDeniedException", denied + foreign),
            (good.replace("us-east-1", "eu-west-9"), "ValidationException",
             f"Invalid TableArn: Invalid ResourceArn provided as input {good.replace('us-east-1', 'eu-west-9')}"),
            (good + "/index/i", "ValidationException",
             f"{prefix}Invalid resource arn provided, only table or stream is accepted. Provided resource arn: {good}/index/i"),
            (good + "x", "ResourceNotFoundException", f"Requested resource not found: ResourcArn: {good}x not found")]:
        refused(lambda: client.tag_resource(ResourceArn=bad, Tags=one), code, text)


def test_create_table_takes_tags_by_the_same_rules(client, name):
    refused(lambda: create(client, name, Tags=[{"Key": "aws:x", "Value": "v"}]), "ValidationException",
            "Tag Key cannot be prefixed with aws:, Key: aws:x")
    refused(lambda: create(client, name, Tags=[{"Key": "k"}]), "ValidationException", "The Tag Value provided is invalid, Value: null")
    create(client, name, Tags=[{"Key": "k", "Value": "v"}])
    assert tags(client, name) == {"k": "v"}
    client.delete_table(TableName=name)
    create(client, name)
    assert tags(client, name) == {}
    client.delete_table(TableName=name)


def test_restored_tables_have_none(start, directory):
    from job_support import backup, wait_active
    server = start("serve", "--dir", directory, "--port", "0")
    client = server.client()
    create(client, "source", Tags=[{"Key": "k", "Value": "v"}])
    client.restore_table_from_backup(TargetTableName="target", BackupArn=backup(client, "source"))
    wait_active(client, "target")
    assert tags(client, "target") == {} and tags(client, "source") == {"k": "v"}
    assert server.stop()[0] == 0
    again = start("serve", "--dir", directory, "--port", "0").client()
    assert tags(again, "source") == {"k": "v"}
