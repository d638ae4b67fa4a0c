"""The HTTP envelope. Sources: facts/validation.md section 1, facts/operations.md section 1, research/reliability.md section 4."""
import http.client
import json
import urllib.parse
import zlib

import pytest
from conftest import SIGNED

def send(url, target, body, method="POST", **headers):
    place = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=30)
    fields = dict(SIGNED)
    if target:
        fields["X-Amz-Target"] = "DynamoDB_20120810." + target
    fields.update({name.replace("_", "-"): value for name, value in headers.items()})
    connection.request(method, "/", body=body, headers={name: value for name, value in fields.items() if value is not None})
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer, text


def test_an_answer_carries_request_id_and_checksum(url):
    answer, text = send(url, "ListTables", "{}")
    assert answer.status == 200
    assert answer.getheader("Content-Type") == "application/x-amz-json-1.0"
    assert len(answer.getheader("x-amzn-RequestId")) == 52
    assert int(answer.getheader("x-amz-crc32")) == zlib.crc32(text)
    assert "TableNames" in json.loads(text)


@pytest.mark.parametrize("target, body, expected", [
    ("ListTables", "{", {"__type": "com.amazon.coral.service#SerializationException"}),
    ("ListTables", "", {"__type": "com.amazon.coral.service#SerializationException"}),
    ("Nonsense", "{}", {"__type": "com.amazon.coral.service#UnknownOperationException"}),
    ("ListTables", '{"Limit": "x"}', {"__type": "com.amazon.coral.service#SerializationException",
                                      "Message": "STRING_VALUE cannot be converted to Integer"}),
    ("PutItem", '{"TableName": "abc", "Item": {"pk": {"N": 1}}}', {"__type": "com.amazon.coral.service#SerializationException",
                                                                   "Message": "NUMBER_VALUE cannot be converted to String"}),
    ("GetItem", '{"TableName": "absent", "Key": {"pk": {"S": "a"}}}',
     {"__type": "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", "message": "Requested resource not found"}),
])
def test_errors_have_the_services_shape(url, target, body, expected):
    answer, text = send(url, target, body)
    assert (answer.status, json.loads(text)) == (400, expected)


def test_health_is_told_without_credentials(url):
    answer, text = send(url, None, None, method="GET", Authorization=None)
    assert answer.status == 200
    assert text.decode().startswith("healthy: dynamodb.")


@pytest.mark.parametrize("headers, statuses", [
    ({"Host": "evil.example:8000"}, {403}),
    ({"Host": "127.0.0.1.nip.io"}, {403}),
    ({"Origin": "https://evil.example"}, {403}),
    ({"Origin": "null"}, {403}),
    ({"Sec_Fetch_Site": "cross-site"}, {403}),
    ({"Content_Type": "text/plain"}, {400, 404}),
    ({"Content_Type": None}, {400, 404}),
    ({"Authorization": None}, {400}),
])
def test_the_gate_refuses_what_a_web_page_could_send(url, client, name, headers, statuses):
    body = json.dumps({"TableName": name, "BillingMode": "PAY_PER_REQUEST",
                       "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
                       "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]})
    answer, _ = send(url, "CreateTable", body, **headers)
    assert answer.status in statuses
    assert name not in client.list_tables()["TableNames"]


def test_a_body_over_16_megabytes_is_413(url):
    answer, _ = send(url, "PutItem", b" " * (16 * 1024 * 1024 + 1))
    assert answer.status == 413


def test_deep_json_is_refused_at_once(url):
    answer, text = send(url, "PutItem", '{"TableName":"abc","Item":' + '{"M":{"a":' * 5000)
    assert (answer.status, json.loads(text)["__type"]) == (400, "com.amazon.coral.service#SerializationException")
