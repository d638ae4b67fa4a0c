"""GetResourcePolicy. Sources: facts/aws-observed.md section 20, facts/operations.md."""
import json

from conftest import create
from test_put_resource_policy import NOT_FOUND, arn, ask, document, get, put


def test_none_yet(url, client, table):
    where = arn(client, table)
    assert get(url, where) == ("PolicyNotFoundException", NOT_FOUND + where)
    assert get(url, where + "x") == ("ResourceNotFoundException", f"Requested resource not found: Table: {table}x not found")
    assert ask(url, "GetResourcePolicy", None) == (
        "ValidationException", "1 validation error detected: Value null at 'resourceArn' failed to satisfy constraint: Member must not be null")


def test_a_document_without_version_gets_the_old_one(url, client, table):
    where = arn(client, table)
    policy = document(where)
    del policy["Version"]
    put(url, where, policy)
    assert json.loads(get(url, where)["Policy"])["Version"] == "2008-10-17"


def test_policies_survive_a_restart(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    client = server.client()
    create(client, "kept")
    where = arn(client, "kept")
    long = document(where, Action=[f"dynamodb:{n:04}" for n in range(1000)])
    revision = put(server.url, where, long)["RevisionId"]
    server.kill()
    again = start("serve", "--dir", directory, "--port", "0")
    got = get(again.url, where)
    assert json.loads(got["Policy"]) == long and got["RevisionId"] == revision
