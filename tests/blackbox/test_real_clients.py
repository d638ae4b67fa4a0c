"""aws CLI and AWS SDK for JavaScript v3, as people use them. boto3 is everywhere else in this suite."""
import json
import os
import pathlib
import subprocess

import pytest

HERE = pathlib.Path(__file__).parent
NPM = HERE.parents[1] / "build" / "npm"
ENVIRONMENT = {**os.environ, "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_DEFAULT_REGION": "us-east-1",
               "AWS_PAGER": "", "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}


def aws(url, *arguments):
    done = subprocess.run(["/usr/bin/aws", "dynamodb", *arguments, "--endpoint-url", url, "--output", "json"], env=ENVIRONMENT,
                          capture_output=True, text=True, timeout=60)
    return done.returncode, json.loads(done.stdout) if done.stdout.strip() else None, done.stderr


def test_aws_cli_creates_writes_reads_and_deletes(url, name):
    code, created, _ = aws(url, "create-table", "--table-name", name, "--billing-mode", "PAY_PER_REQUEST",
                           "--attribute-definitions", "AttributeName=pk,AttributeType=S", "AttributeName=sk,AttributeType=N",
                           "--key-schema", "AttributeName=pk,KeyType=HASH", "AttributeName=sk,KeyType=RANGE")
    assert (code, created["TableDescription"]["TableName"]) == (0, name)
    assert aws(url, "wait", "table-exists", "--table-name", name)[0] == 0
    for n in ("1", "2"):
        item = {"pk": {"S": "a"}, "sk": {"N": n}, "tags": {"SS": ["x", "y"]}}
        assert aws(url, "put-item", "--table-name", name, "--item", json.dumps(item))[0] == 0
    _, got, _ = aws(url, "get-item", "--table-name", name, "--key", '{"pk": {"S": "a"}, "sk": {"N": "2"}}')
    assert got["Item"] == {"pk": {"S": "a"}, "sk": {"N": "2"}, "tags": {"SS": ["x", "y"]}}
    _, page, _ = aws(url, "query", "--table-name", name, "--key-condition-expression", "pk = :p",
                     "--expression-attribute-values", '{":p": {"S": "a"}}', "--page-size", "1")
    assert [item["sk"]["N"] for item in page["Items"]] == ["1", "2"]
    code, _, errors = aws(url, "put-item", "--table-name", name, "--item", '{"pk": {"S": "a"}}')
    assert code == 254
    assert "(ValidationException)" in errors and "Missing the key sk in the item" in errors
    assert aws(url, "delete-table", "--table-name", name)[0] == 0
    assert name not in aws(url, "list-tables")[1]["TableNames"]


def test_javascript_sdk_v3(url, name):
    if not (NPM / "node_modules" / "@aws-sdk").exists():
        pytest.fail("build/npm is missing: run tests/blackbox/prepare")
    done = subprocess.run(["node", str(HERE / "javascript_client.mjs"), url, name, str(NPM)], env=ENVIRONMENT, capture_output=True,
                          text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "roundTrip": {"pk": "a", "sk": 1, "tags": ["x", "y"], "nested": {"list": [1, "two", True, None]}},
        "scanned": 30, "queried": [9, 8, 7], "conflict": "ConditionalCheckFailedException", "missing": "ResourceNotFoundException",
        "counter": 5}
