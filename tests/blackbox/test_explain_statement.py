"""ExplainStatement, an operation of our own: packaging/tidemark-api.7."""
import pytest
from conftest import create, tidemark
from statements import MALFORMED, items


@pytest.fixture(scope="module")
def table(client, url):
    """Ten items of about 1,000 bytes in partition 'a', one in 'b'."""
    name = create(client, "explained", sort="N", definitions=[{"AttributeName": "g", "AttributeType": "S"}], GlobalSecondaryIndexes=[
        {"IndexName": "idx", "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}}])
    for n in range(10):
        items(url, f'INSERT INTO "{name}" VALUE {{\'pk\': \'a\', \'sk\': {n}, \'g\': \'x\', \'v\': ?}}', {"S": "v" * 990})
    items(url, f"INSERT INTO \"{name}\" VALUE {{'pk': 'b', 'sk': 1}}")
    yield name
    client.delete_table(TableName=name)


def explain(url, statement, *parameters, **more):
    return tidemark(url, "ExplainStatement", Statement=statement, **({"Parameters": list(parameters)} if parameters else {}), **more)


def test_reads_by_key(url, table):
    one = explain(url, f'SELECT v, sk FROM "{table}" WHERE pk = ? AND sk = 3', {"S": "a"})
    size = one["Estimate"].pop("Bytes")
    assert 990 < size < 1024
    assert one == {"Operation": "GetItem", "TableName": table, "KeyConditions": ["pk = 'a' AND sk = 3"], "Columns": ["v", "sk"],
                   "ScanIndexForward": True, "FetchesFromTable": False,
                   "Estimate": {"Items": 1, "CapacityUnits": 0.5, "IsComplete": True}}
    some = explain(url, f"SELECT * FROM \"{table}\" WHERE pk = 'a' AND sk > 1 AND v <> 'x' ORDER BY sk DESC", ConsistentRead=True)
    assert (some["Operation"], some["KeyConditions"], some["Filter"], some["ScanIndexForward"]) == (
        "Query", ["pk = 'a' AND sk > 1"], "v <> 'x'", False)
    assert (some["Estimate"]["Items"], some["Estimate"]["CapacityUnits"]) == (8, 2)
    assert explain(url, f"SELECT * FROM \"{table}\" WHERE pk IN ['a', 'b'] AND sk = 1")["KeyConditions"] == [
        "pk = 'a' AND sk = 1", "pk = 'b' AND sk = 1"]


def test_reads_of_an_index(url, table):
    index = explain(url, f"SELECT * FROM \"{table}\".\"idx\" WHERE g = 'x'")
    assert (index["Operation"], index["IndexName"], index["Estimate"]["Items"]) == ("Query", "idx", 10)
    assert explain(url, f'SELECT * FROM "{table}"."idx"')["Estimate"]["Items"] == 10


def test_scans_are_known_by_their_filter(url, table):
    scan = explain(url, f"SELECT * FROM \"{table}\" WHERE sk > 5 AND contains(v, 'x')")
    assert (scan["Operation"], scan["KeyConditions"], scan["Filter"]) == ("Scan", [], "(sk > 5) AND contains(v, 'x')")
    assert scan["Estimate"]["Items"] == 11
    assert scan["Estimate"]["CapacityUnits"] == 1.5


def test_writes_are_not_carried_out(url, table):
    put = explain(url, f"INSERT INTO \"{table}\" VALUE {{'pk': 'new', 'sk': 1, 'g': 'y'}}")
    assert (put["Operation"], put["KeyConditions"], put["Estimate"]["CapacityUnits"]) == ("PutItem", ["pk = 'new' AND sk = 1"], 2)
    update = explain(url, f"UPDATE \"{table}\" SET g = 'z' WHERE pk = 'a' AND sk = 1 AND v > 'a'")
    assert (update["Operation"], update["Condition"], update["Estimate"]["CapacityUnits"]) == ("UpdateItem", "v > 'a'", 3)
    delete = explain(url, f"DELETE FROM \"{table}\" WHERE pk = 'a' AND sk = 1")
    assert (delete["Operation"], delete["Estimate"]["Items"], delete["Estimate"]["CapacityUnits"]) == ("DeleteItem", 1, 2)
    assert len(items(url, f'SELECT pk FROM "{table}"')) == 11


def test_refusals_are_those_of_the_statement(url, table):
    assert explain(url, f'SELECT * FROM "{table}" WHERE') == ("ValidationException", MALFORMED + "Unexpected term")
    assert explain(url, 'SELECT * FROM "never-created"') == ("ResourceNotFoundException", "Requested resource not found")
    assert explain(url, f'UPDATE "{table}" SET v = 1') == (
        "ValidationException", "Where clause does not contain a mandatory equality on all key attributes")
