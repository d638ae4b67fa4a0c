"""npm's dynamodb-admin, unchanged, driven over HTTP as its pages do it: list, create, edit, delete. Source: issue 4 (real programs)."""
import http.client
import json
import socket
import subprocess
import urllib.parse

import differences
import pytest
from conftest import create
from javascript import ENVIRONMENT, package


class Admin:
    """A dynamodb-admin process for an endpoint."""

    def __init__(self, endpoint):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = subprocess.Popen(
            ["node", str(package("dynamodb-admin") / "dist/dynamodb-admin.js"), "--host", "127.0.0.1", "--port", str(self.port),
             "--dynamo-endpoint", endpoint], env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        said = ""
        while "listening on" not in said:
            line = self.process.stdout.readline()
            assert line, f"dynamodb-admin ended: {said}"
            said += line

    def stop(self):
        self.process.terminate()
        self.process.communicate(timeout=20)

    def ask(self, method, path, body=None):
        """Status and text of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, None if body is None else json.dumps(body), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def page(self, path):
        status, text = self.ask("GET", path)
        assert status == 200, text
        return text

    def items(self, table, **query):
        return json.loads(self.page(f"/tables/{table}/items?" + urllib.parse.urlencode(query)))


@pytest.fixture(scope="module")
def admin(url):
    started = Admin(url)
    yield started
    started.stop()


def test_tables_are_listed_created_and_deleted(admin, client, name):
    assert name not in admin.page("/")
    definition = {"TableName": name, "HashAttributeName": "pk", "HashAttributeType": "S", "RangeAttributeName": "sk",
                  "RangeAttributeType": "N", "ReadCapacityUnits": 3, "WriteCapacityUnits": 3}
    indexes = [{"IndexType": kind, "IndexName": f"by-{kind}", "HashAttributeName": start, "HashAttributeType": "S",
                "RangeAttributeName": "year", "RangeAttributeType": "N", "ReadCapacityUnits": 1, "WriteCapacityUnits": 1}
               for kind, start in (("global", "group"), ("local", "pk"))]
    assert "<form" in admin.page("/create-table")
    assert admin.ask("POST", "/create-table", {"TableDefinition": definition, "SecondaryIndexes": indexes}) == (204, "")
    made = client.describe_table(TableName=name)["Table"]
    assert [made[kind][0]["IndexName"] for kind in ("GlobalSecondaryIndexes", "LocalSecondaryIndexes")] == ["by-global", "by-local"]
    assert name in admin.page("/")
    listed, = [table for table in json.loads(admin.page("/api/tables")) if table["TableName"] == name]
    assert (listed["KeySchema"], listed["ProvisionedThroughput"]["ReadCapacityUnits"]) == (made["KeySchema"], 3)
    status, text = admin.ask("POST", "/create-table", {"TableDefinition": definition, "SecondaryIndexes": []})
    assert (status, differences.text(json.loads(text)["message"])) == (500, f"Table already exists: {name}")
    assert name in admin.page(f"/tables/{name}/meta") and name in admin.page(f"/tables/{name}")
    assert admin.page(f"/tables/{name}/ttl")
    client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 20})
    assert admin.ask("DELETE", f"/tables/{name}")[0] == 204
    client.get_waiter("table_not_exists").wait(TableName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 20})
    assert name not in admin.page("/")


def test_an_item_is_created_edited_and_deleted(admin, client, sorted_table):
    assert "sk" in admin.page(f"/tables/{sorted_table}/add-item")
    item = {"pk": "a/b c", "sk": 1.5, "list": [1, "two", None], "map": {"deep": {"yes": True}}, "empty": ""}
    status, text = admin.ask("PUT", f"/tables/{sorted_table}/add-item", item)
    assert (status, json.loads(text)) == (200, {"pk": "a/b c", "sk": 1.5})
    place = f"/tables/{sorted_table}/items/" + urllib.parse.quote("a/b c,1.5", safe="")
    assert "two" in admin.page(place)
    status, text = admin.ask("PUT", place, {**item, "list": ["edited"]})
    assert (status, json.loads(text)["list"]) == (200, ["edited"])
    stored = client.get_item(TableName=sorted_table, Key={"pk": {"S": "a/b c"}, "sk": {"N": "1.5"}})["Item"]
    assert stored["list"] == {"L": [{"S": "edited"}]} and stored["map"] == {"M": {"deep": {"M": {"yes": {"BOOL": True}}}}}
    assert admin.ask("DELETE", place)[0] == 204
    assert admin.ask("GET", place)[0] == 404
    status, text = admin.ask("PUT", f"/tables/{sorted_table}/add-item", {"pk": "a"})
    # facts/aws-observed.md:56
    message = "One or more parameter values were invalid: Missing the key sk in the item"
    assert (status, differences.text(json.loads(text)["message"])) == (500, message)
    assert client.scan(TableName=sorted_table)["Count"] == 0


@pytest.fixture
def filled(client, name):
    create(client, name, sort="N", definitions=[{"AttributeName": "group", "AttributeType": "S"}],
           GlobalSecondaryIndexes=[{"IndexName": "by-group", "Projection": {"ProjectionType": "ALL"},
                                    "KeySchema": [{"AttributeName": "group", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]}])
    for n in range(60):
        client.put_item(TableName=name, Item={"pk": {"S": "ab"[n % 2]}, "sk": {"N": str(n)}, "group": {"S": "xyz"[n % 3]}})
    yield name
    client.delete_table(TableName=name)


def condition(**filters):
    """The filters as the page sends them: attribute -> (operator, value, type)."""
    return json.dumps({name: dict(zip(("operator", "value", "type"), values)) for name, values in filters.items()})


def test_items_are_listed_page_by_page(admin, filled):
    seen, query, number = [], {}, 1
    while True:
        page = admin.items(filled, pageNum=number, **query)
        assert page["uniqueKeys"][:2] == ["pk", "sk"] and len(page["Items"]) <= 25
        seen += [(item["pk"], item["sk"]) for item in page["Items"]]
        if not page["nextKey"]:
            break
        query, number = {"startKey": urllib.parse.unquote(page["nextKey"])}, number + 1
    assert (len(seen), len(set(seen)), number) == (60, 60, 3)


def test_items_are_searched(admin, filled):
    def found(**query):
        return [item["sk"] for item in admin.items(filled, pageSize=100, **query)["Items"]]
    assert found(operationType="query", filters=condition(pk=("=", "a", "S"), sk=(">=", "50", "N"))) == [50, 52, 54, 56, 58]
    assert found(operationType="query", queryableSelection="by-group", filters=condition(group=("=", "y", "S"))) == list(range(1, 60, 3))
    assert found(operationType="query", filters=condition(pk=("=", "b", "S"), group=("<>", "x", "S"))) == \
        [n for n in range(60) if n % 2 == 1 and n % 3]
    assert sorted(found(operationType="scan", filters=condition(group=("begins_with", "z", "S")))) == list(range(2, 60, 3))


def test_a_table_is_emptied(admin, client, filled):
    assert admin.ask("DELETE", f"/tables/{filled}/all")[0] == 200
    assert client.scan(TableName=filled)["Count"] == 0
