"""The HTTP envelope. Sources: facts/validation.md section 1, facts/operations.md section 1, research/reliability.md section 4."""
import gzip
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


def packed(body, encoding):
    return gzip.compress(body) if encoding == "gzip" else zlib.compress(body)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_compressed_requests(url, client, table, encoding):
    body = json.dumps({"TableName": table, "Item": {"pk": {"S": encoding}, "v": {"S": "x" * 100_000}}}).encode()
    answer, text = send(url, "PutItem", packed(body, encoding), Content_Encoding=encoding)
    assert (answer.status, text) == (200, b"{}")
    assert client.get_item(TableName=table, Key={"pk": {"S": encoding}})["Item"]["v"]["S"] == "x" * 100_000


@pytest.mark.parametrize("body, encoding", [(b"{}", "gzip"), (b"", "gzip"), (gzip.compress(b"{}")[:-1], "gzip"), (b"{}", "br"),
                                            (gzip.compress(b" " * (16 * 1024 * 1024 + 1)), "gzip")])
def test_undecodable_requests_are_500(url, body, encoding):
    answer, text = send(url, "ListTables", body, Content_Encoding=encoding)
    assert (answer.status, json.loads(text)["__type"].split("#")[1]) == (500, "InternalServerError")


@pytest.mark.parametrize("accepted, encoding", [("gzip", "gzip"), ("deflate", "deflate"), ("gzip;q=0.1, deflate;q=0.5", "deflate"),
                                                ("identity", None), ("br", None)])
def test_big_answers_are_compressed_when_asked(url, client, table, accepted, encoding):
    client.put_item(TableName=table, Item={"pk": {"S": "a"}, "v": {"S": "x" * 5000}})
    body = json.dumps({"TableName": table, "Key": {"pk": {"S": "a"}}})
    answer, text = send(url, "GetItem", body, Accept_Encoding=accepted)
    assert answer.getheader("Content-Encoding") == encoding
    assert int(answer.getheader("x-amz-crc32")) == zlib.crc32(text)
    plain = text if encoding is None else gzip.decompress(text) if encoding == "gzip" else zlib.decompress(text)
    assert json.loads(plain)["Item"]["v"]["S"] == "x" * 5000
    small, _ = send(url, "ListTables", '{"Limit": 1}', Accept_Encoding=accepted)
    assert small.getheader("Content-Encoding") is None
