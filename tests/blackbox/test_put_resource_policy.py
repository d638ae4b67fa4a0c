"""PutResourcePolicy. Sources: facts/aws-observed.md section 20, facts/operations.md; forms and texts of documents as measured in October 2026."""
import json

import pytest
from conftest import create, raw
from test_tag_resource import arn

PREFIX = "One or more parameter values were invalid: "
NOT_FOUND = "Resource-based policy not found for the provided ResourceArn: "


def document(where, **more):
    statement = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:user/a"}, "Action": "dynamodb:GetItem", "Resource": where}
    return {"Version": "2012-10-17", "Statement": [{**statement, **more}]}


def ask(url, operation, where, **more):
    status, answer = raw(url, operation, {"ResourceArn": where, **more})
    return answer if status == 200 else (answer["__type"].split("#")[1], answer.get("message"))


def put(url, where, policy, **more):
    return ask(url, "PutResourcePolicy", where, Policy=policy if isinstance(policy, str) else json.dumps(policy), **more)


def get(url, where):
    return ask(url, "GetResourcePolicy", where)


def test_a_policy_comes_back(url, client, table):
    where = arn(client, table)
    first = put(url, where, document(where))
    assert list(first) == ["RevisionId"] and int(first["RevisionId"]) > 1_700_000_000_000
    got = get(url, where)
    assert json.loads(got["Policy"]) == document(where) and got["RevisionId"] == first["RevisionId"]
    second = put(url, where, document(where, Action="dynamodb:PutItem"))
    assert int(second["RevisionId"]) > int(first["RevisionId"])
    assert json.loads(get(url, where)["Policy"])["Statement"][0]["Action"] == "dynamodb:PutItem"


def test_the_same_in_another_form_is_no_change(url, client, table):
    where = arn(client, table)
    base = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "dynamodb:GetItem", "Resource": where}
    first = put(url, where, {"Version": "2012-10-17", "Statement": [base]})
    for same in [{"Statement": base, "Version": "2012-10-17"},
                 {"Version": "2012-10-17", "Statement": [{**base, "Action": ["dynamodb:GetItem"], "Effect": "allow"}]},
                 {"Version": "2012-10-17", "Statement": [{**base, "Principal": {"AWS": ["123456789012", "arn:aws:iam::123456789012:root"]}}]}]:
        assert put(url, where, json.dumps(same, indent=3)) == first
    assert get(url, where)["Policy"] == json.dumps({"Version": "2012-10-17", "Statement": [base]}, separators=(",", ":"))


def test_expected_revisions(url, client, table):
    where = arn(client, table)
    assert put(url, where, document(where), ExpectedRevisionId="1") == ("PolicyNotFoundException", NOT_FOUND + where)
    first = put(url, where, document(where), ExpectedRevisionId="NO_POLICY")["RevisionId"]
    other = document(where, Action="dynamodb:Scan")
    assert put(url, where, other, ExpectedRevisionId="NO_POLICY") == (
        "PolicyNotFoundException",
        f"{NOT_FOUND}Requested policy update expecting none to be present for table {table}, but a policy exists with revision id {first}.")
    assert put(url, where, other, ExpectedRevisionId="77") == (
        "PolicyNotFoundException",
        f"{NOT_FOUND}Requested update for policy with revision id 77, but the policy associated to target table {table} has revision id {first}.")
    assert json.loads(get(url, where)["Policy"]) == document(where)
    assert put(url, where, other, ExpectedRevisionId=first)["RevisionId"] != first


@pytest.mark.parametrize("text,problem", [
    ("", "Invalid policy document: This policy contains invalid Json"), ("[]", "Invalid policy document: This policy contains invalid Json"),
    ("{", "Invalid policy document: This policy contains invalid Json"), ("null", "Invalid policy document: This text appears not to be a policy"),
    ("{}", "Invalid policy document: Syntax error at position (1,3)"),
    ('{"Statement":[]}', "Invalid policy document: Could not parse the policy: Statement is empty!"),
    ('{"Statement":[{}]}', "Invalid policy document: Missing required field Effect"),
    ('{"Statement":[{"Effect":"Allow","Principal":{"AWS":"1"},"Action":"a"}]}', "Invalid policy document: Missing required field Resource"),
    ('{"Statement":[{"Effect":"Allow","Principal":"123456789012","Action":"a","Resource":"*"}]}', "Invalid principal in policy document."),
    ('{"Statement":[{"Sid":"s","Effect":"Deny","Principal":"*","Action":"a","Resource":"*"},'
     '{"Sid":"s","Effect":"Deny","Principal":"*","Action":"a","Resource":"*"}]}', "Invalid policy document: The Statement Ids in the policy are not unique"),
    (" " * 20481, "Maximum policy size of 20480 bytes exceeded")])
def test_bad_documents(url, client, table, text, problem):
    where = arn(client, table)
    assert put(url, where, text) == ("ValidationException", PREFIX + problem)
    assert get(url, where)[0] == "PolicyNotFoundException"


def test_everybody_may_not_be_allowed(url, client, table):
    where = arn(client, table)
    for everybody in ("*", {"AWS": "*"}):
        code, text = put(url, where, document(where, Principal=everybody))
        assert code == "ValidationException" and text.startswith("Resource-based policy grants unbounded access")
        assert "RevisionId" in put(url, where, document(where, Principal=everybody, Condition={"StringEquals": {"aws:SourceVpc": "v"}}))


@pytest.mark.parametrize("action", ["dynamodb:PutResourcePolicy", "dynamodb:*", "*", "dynamodb:Put?esource*"])
def test_a_lock_out_must_be_confirmed(url, client, table, action):
    where = arn(client, table)
    denial = document(where, Effect="Deny", Principal="*", Action=action)
    for more in ({}, {"ConfirmRemoveSelfResourceAccess": False}):
        assert put(url, where, denial, **more) == (
            "AccessDeniedException", "The new resource policy will not allow you to update the resource policy in the future.")
    assert "RevisionId" in put(url, where, document(where, Effect="Deny", Principal="*", Action="dynamodb:DeleteResourcePolicy"))
    assert "RevisionId" in put(url, where, denial, ConfirmRemoveSelfResourceAccess=True)


def test_arns(url, client, table):
    where = arn(client, table)
    policy = document(where)
    assert put(url, table, policy) == ("ValidationException", f"{PREFIX}ARNs must start with 'arn:': {table}")
    assert put(url, where + "x", policy) == ("ResourceNotFoundException", f"Requested resource not found: Table: {table}x not found")
    assert put(url, where + "/stream/s", policy) == (
        "ResourceNotFoundException", f"Requested resource not found: Stream: s not found for Table: {table}")
    elsewhere = where.replace("us-east-1", "eu-west-9")
    assert put(url, elsewhere, policy) == ("ValidationException", f"{PREFIX}Invalid resource Arn: {elsewhere}")
    assert put(url, where.replace("000000000000", "999999999999"), policy)[0] == "ValidationException"


def test_tables_and_their_streams(url, client, name):
    create(client, name, StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"})
    table = client.describe_table(TableName=name)["Table"]
    for where in (table["TableArn"], table["LatestStreamArn"]):
        put(url, where, document(where))
    for where in (table["TableArn"], table["LatestStreamArn"]):
        assert json.loads(get(url, where)["Policy"])["Statement"][0]["Resource"] == where
    client.delete_table(TableName=name)
    create(client, name)
    assert get(url, table["TableArn"]) == ("PolicyNotFoundException", NOT_FOUND + table["TableArn"])
    client.delete_table(TableName=name)


def test_create_table_takes_a_policy(url, client, name):
    definition = {"TableName": name, "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
                  "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}], "BillingMode": "PAY_PER_REQUEST"}
    status, answer = raw(url, "CreateTable", {**definition, "ResourcePolicy": "{}"})
    assert (status, answer["message"]) == (400, f"{PREFIX}Invalid policy document: Syntax error at position (1,3)")
    status, answer = raw(url, "CreateTable", {**definition, "ResourcePolicy": json.dumps(document("*"))})
    assert status == 200
    assert json.loads(get(url, answer["TableDescription"]["TableArn"])["Policy"]) == document("*")
    client.delete_table(TableName=name)
