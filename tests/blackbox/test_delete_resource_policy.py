"""DeleteResourcePolicy. Sources: facts/aws-observed.md section 20, facts/operations.md; idempotence as measured in October 2026."""
from test_put_resource_policy import NOT_FOUND, arn, ask, document, get, put


def delete(url, where, **more):
    return ask(url, "DeleteResourcePolicy", where, **more)


def test_a_policy_goes(url, client, table):
    where = arn(client, table)
    assert delete(url, where) == {}
    first = put(url, where, document(where))["RevisionId"]
    gone = delete(url, where)
    assert int(gone["RevisionId"]) > int(first)
    assert get(url, where) == ("PolicyNotFoundException", NOT_FOUND + where)
    assert delete(url, where) == gone
    assert "RevisionId" in put(url, where, document(where), ExpectedRevisionId="NO_POLICY")


def test_expected_revision(url, client, table):
    where = arn(client, table)
    first = put(url, where, document(where))["RevisionId"]
    assert delete(url, where, ExpectedRevisionId="1")[0] == "PolicyNotFoundException"
    assert delete(url, where, ExpectedRevisionId="") == (
        "ValidationException", "1 validation error detected: Value '' at 'expectedRevisionId' failed to satisfy constraint: "
        "Member must have length greater than or equal to 1")
    assert get(url, where)["RevisionId"] == first
    assert "RevisionId" in delete(url, where, ExpectedRevisionId=first)
    assert delete(url, where, ExpectedRevisionId=first) == ("PolicyNotFoundException", NOT_FOUND + where)


def test_missing_table(url, client, table):
    assert delete(url, arn(client, table) + "x")[0] == "ResourceNotFoundException"
