"""SearchVectors. Source: facts/new-operations.md section 1, facts/aws-observed.md sections 1 and 18."""
import json
import random
import struct

import pytest
from conftest import raw
from vector_support import bad, good, hits, index, make, put, search, table, tenants, vector  # noqa: F401 (fixtures)

ONE = "1 validation error detected: "


def test_scores_and_order(good, table):
    # section 18: COSINE 0 identical, 1 orthogonal, 2 opposite; the score is the 32-bit number as a double
    put(good, table, "same", 2, 0, 0)
    put(good, table, "near", 3, 4, 0)
    put(good, table, "across", 0, 1, 0)
    put(good, table, "against", -1, 0, 0)
    assert hits(search(good, table, 1, 0, 0)) == [("same", 0.0), ("near", 0.3999999761581421), ("across", 1.0), ("against", 2.0)]
    assert hits(search(good, table, 1, 0, 0, top=2)) == [("same", 0.0), ("near", 0.3999999761581421)]
    assert hits(search(good, table, 1, 0, 0, name="dot")) == [("near", 3.0), ("same", 2.0), ("across", 0.0), ("against", -1.0)]
    found = hits(search(good, table, 1, 0, 0, name="euc"))
    assert found[:2] == [("same", 1.0), ("across", 1.4142135381698608)]
    assert {key for key, _ in found} == {"same", "near", "across", "against"}


def test_a_vector_is_at_zero_from_itself(good, table):
    seed = random.randrange(1 << 30)
    print("seed", seed)
    generator = random.Random(seed)
    for key in range(20):
        numbers = [generator.uniform(-10, 10) for _ in range(3)]
        put(good, table, str(key), *numbers)
        assert search(good, table, *numbers, top=1)[0]["Score"] == 0.0
        assert search(good, table, *numbers, top=1, name="euc")[0]["Score"] == 0.0


def test_zero_and_tiny_vectors_and_saturation(good, table):
    put(good, table, "zero", 0, 0, 0)
    put(good, table, "tiny", "1e-30", 0, 0)
    assert dict(hits(search(good, table, 1, 0, 0))) == {"zero": 1.0, "tiny": 0.0}
    assert {score for _, score in hits(search(good, table, 0, 0, 0))} == {1.0}
    put(good, table, "far", "3.4e38", "3.4e38", 0)
    assert dict(hits(search(good, table, "-3.4e38", "-3.4e38", 0, name="euc")))["far"] == 3.4028234663852886e38


def test_the_exact_answer_of_many_items(good, table):
    seed = random.randrange(1 << 30)
    print("seed", seed)
    generator = random.Random(seed)
    points = {f"k{i}": [round(generator.uniform(-1, 1), 4) for _ in range(3)] for i in range(300)}
    keys = list(points)
    for start in range(0, len(keys), 25):
        good("BatchWriteItem", RequestItems={table: [
            {"PutRequest": {"Item": {"pk": {"S": k}, "embedding": {"L": vector(*points[k])}}}} for k in keys[start:start + 25]]})
    wanted = [round(generator.uniform(-1, 1), 4) for _ in range(3)]
    far = {k: sum((a - b) ** 2 for a, b in zip(wanted, p)) ** 0.5 for k, p in points.items()}
    got = hits(search(good, table, *wanted, top=20, name="euc"))
    assert [score for _, score in got] == pytest.approx(sorted(far.values())[:20], abs=1e-5)
    assert [far[k] for k, _ in got] == pytest.approx([score for _, score in got], abs=1e-5)
    assert len(search(good, table, *wanted, top=100)) == 100


def test_items_without_a_vector_are_not_found(good, table):
    good("PutItem", TableName=table, Item={"pk": {"S": "none"}})
    put(good, table, "some", 1, 2, 3)
    assert [k for k, _ in hits(search(good, table, 1, 2, 3))] == ["some"]
    good("UpdateItem", TableName=table, Key={"pk": {"S": "some"}}, UpdateExpression="REMOVE embedding")
    assert search(good, table, 1, 2, 3) == []


def test_the_vector_is_shown_when_it_is_named(good, table):
    # section 18: omitted by default, the f32 copy when named; the table keeps its digits
    put(good, table, "k", 16777217, "0.1", "1e-7", extra={"S": "x"})
    assert search(good, table, 1, 1, 1)[0]["Item"] == {"pk": {"S": "k"}, "extra": {"S": "x"}}
    shown = search(good, table, 1, 1, 1, ProjectionExpression="embedding, extra")[0]["Item"]
    assert shown == {"embedding": {"L": vector("16777216.0", "0.1", "1e-7")}, "extra": {"S": "x"}}
    assert good("GetItem", TableName=table, Key={"pk": {"S": "k"}})["Item"]["embedding"]["L"][0] == {"N": "16777217"}
    put(good, table, "k", "1e13", "123456789012", "-1e-45")
    shown = search(good, table, 1, 1, 1, ProjectionExpression="#e", ExpressionAttributeNames={"#e": "embedding"})
    assert shown[0]["Item"]["embedding"]["L"] == vector("1e13", "123456790000.0", "-1e-45")
    put(good, table, "k", 0, 1, "999999")
    shown = search(good, table, 1, 1, 1, ProjectionExpression="embedding")[0]["Item"]["embedding"]["L"]
    assert shown == vector("0.0", "1.0", "999999.0")


def test_conditions_choose_the_items(good, tenants):
    put(good, tenants, "a1", 1, 0, 0, tenant={"S": "a"}, year={"N": "1"}, kept={"S": "k"}, dropped={"S": "d"})
    put(good, tenants, "a2", 0, 1, 0, tenant={"S": "a"}, year={"N": "2"})
    put(good, tenants, "b1", 1, 0, 0, tenant={"S": "b"}, year={"N": "1"})
    put(good, tenants, "none", 1, 0, 0)  # without the HASH attribute an item is not in the index
    values = {":t": {"S": "a"}}
    found = search(good, tenants, 1, 0, 0, SearchConditionExpression="tenant = :t", ExpressionAttributeValues=values)
    assert [k for k, _ in hits(found)] == ["a1", "a2"]
    assert found[0]["Item"] == {"pk": {"S": "a1"}, "tenant": {"S": "a"}, "year": {"N": "1"}, "kept": {"S": "k"}}
    found = search(good, tenants, 1, 0, 0, SearchConditionExpression=":t = tenant AND (#y = :y)",
                   ExpressionAttributeNames={"#y": "year"}, ExpressionAttributeValues={**values, ":y": {"N": "2.0"}})
    assert [k for k, _ in hits(found)] == ["a2"]


@pytest.mark.parametrize("condition, values, text", [
    (None, None, "SearchConditionExpression must be provided when SearchSchema has a HASH key"),
    ("#y = :v", {":v": {"N": "1"}}, "SearchConditionExpression must have all HASH attributes in configured SearchSchema"),
    ("tenant > :v", {":v": {"S": "a"}},
     "Invalid SearchConditionExpression: Invalid comparator used in SearchConditionExpression"),
    ("nowhere < :v AND tenant = :v", {":v": {"S": "a"}},
     "Invalid SearchConditionExpression: Invalid comparator used in SearchConditionExpression"),
    ("tenant = :v OR tenant = :v", {":v": {"S": "a"}},
     "Invalid SearchConditionExpression: Invalid comparator used in SearchConditionExpression"),
    ("tenant.a = :v", {":v": {"S": "a"}},
     "Invalid SearchConditionExpression: SearchConditionExpression cannot have conditions on nested attributes"),
    ("tenant = :v AND tenant = :v", {":v": {"S": "a"}},
     "Invalid SearchConditionExpression: SearchConditionExpression must only contain one condition per attribute"),
    ("nowhere = :v", {":v": {"S": "a"}},
     "SearchConditionExpression must not contain any attributes that is not in SearchSchema. Invalid attribute: nowhere"),
    ("tenant = :v", {":v": {"N": "1"}},
     "Type of 'tenant' attribute in SearchConditionExpression (N) does not match type in search schema (S)"),
    ("tenant = :v", {":v": {"S": ""}}, "One or more parameter values are not valid. The AttributeValue for a key attribute "
     "cannot contain an empty string value. Key: tenant"),
])
def test_bad_conditions(bad, tenants, condition, values, text):
    more = {"SearchConditionExpression": condition, "ExpressionAttributeValues": values} if condition else {}
    if condition and "#y" in condition:
        more["ExpressionAttributeNames"] = {"#y": "year"}
    assert bad("SearchVectors", TableName=tenants, IndexName="vix", SearchVector=vector(1, 0, 0), TopK=1, **more) == (
        "ValidationException", text)


COMPONENTS = ("Search vector contains invalid values. All values in the search vector must be a 32-bit floating-point number "
              "attribute")


@pytest.mark.parametrize("change, text", [
    ({"TopK": 101}, "Provided TopK value '101' is out of valid range. The value must be between 1 and 100 inclusive"),
    ({"TopK": 101, "TableName": "absent"},
     "Provided TopK value '101' is out of valid range. The value must be between 1 and 100 inclusive"),
    ({"TopK": 0}, ONE + "Value at 'TopK' failed to satisfy constraint: Member must have value greater than or equal to 1"),
    ({"IndexName": "ab"},
     ONE + "Value at 'IndexName' failed to satisfy constraint: Member must have length greater than or equal to 3"),
    ({"SearchVector": []},
     ONE + "Value at 'SearchVector' failed to satisfy constraint: Member must have length greater than or equal to 1"),
    ({"SearchVector": vector(*[1] * 4097)},
     ONE + "Value at 'SearchVector' failed to satisfy constraint: Member must have length less than or equal to 4096"),
    ({"ReturnConsumedCapacity": "X"}, ONE + "Value 'X' at 'returnConsumedCapacity' failed to satisfy constraint: "
     "Member must satisfy enum value set: [INDEXES, TOTAL, NONE]"),
    ({"SearchVector": vector(1, 2)}, "Input search vector dimension 2 does not match vector index dimension 3"),
    ({"SearchVector": [{"L": vector(1, 2, 3)}]}, COMPONENTS),
    ({"SearchVector": vector(1, "NaN")}, COMPONENTS),
    ({"SearchVector": vector("Infinity")}, COMPONENTS),
    ({"SearchVector": vector("3.5E38")}, COMPONENTS),
    ({"SearchVector": [{"S": "1"}]}, COMPONENTS),
    ({"IndexName": "nope"}, "The table does not have the specified index: nope"),
    ({"SearchConditionExpression": "a = :v", "ExpressionAttributeValues": {":v": {"S": "x"}}},
     "SearchConditionExpression must not contain any attributes that is not in SearchSchema. Invalid attribute: a"),
])
def test_bad_requests(bad, table, change, text):
    body = {"TableName": table, "IndexName": "vix", "SearchVector": vector(1, 2, 3), "TopK": 1, **change}
    assert bad("SearchVectors", **body) == ("ValidationException", text)


@pytest.mark.parametrize("change, code, text", [
    ({"TableName": None}, "SerializationException", "invalid type: null, expected a string"),
    ({"IndexName": 5}, "SerializationException", "invalid type: integer `5`, expected a string"),
    ({"SearchVector": None}, "SerializationException", "invalid type: null, expected a sequence"),
    ({"TopK": None}, "SerializationException", "invalid type: null, expected i32"),
    ({"TopK": 3.5}, "SerializationException", "invalid type: floating point `3.5`, expected i32"),
])
def test_the_request_is_read_strictly(bad, table, change, code, text):
    # section 1 and 18; the column is where the value ends
    body = {"TableName": table, "IndexName": "vix", "SearchVector": vector(1, 2, 3), "TopK": 1, **change}
    (name, value), = change.items()
    written = json.dumps(body)
    end = written.index(f'"{name}": ') + len(f'"{name}": ' + json.dumps(value))
    assert bad("SearchVectors", **body) == (code, f"{text} at line 1 column {end}")


@pytest.mark.parametrize("missing", ["TableName", "IndexName", "SearchVector", "TopK"])
def test_missing_fields(bad, table, missing):
    body = {"TableName": table, "IndexName": "vi", "SearchVector": vector(1, 2, 3), "TopK": 1}
    del body[missing]
    assert bad("SearchVectors", **body) == (
        "ValidationException", f"missing field `{missing}` at line 1 column {len(json.dumps(body))}")


def test_absent_tables_and_other_indexes(bad, table):
    body = {"IndexName": "vix", "SearchVector": vector(1, 2, 3), "TopK": 1}
    assert bad("SearchVectors", TableName="absent", **body) == ("ResourceNotFoundException", "Requested resource not found")
    assert bad("Scan", TableName=table, IndexName="vix", ConsistentRead=True) == (
        "ValidationException", "Scan operation not supported on this index type")
    key = {"KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": {"S": "a"}}}
    assert bad("Query", TableName=table, IndexName="vix", **key) == (
        "ValidationException", "Query operation not supported on this index type.")
    assert bad("Query", TableName=table, IndexName="vix", ConsistentRead=True, **key) == (
        "ValidationException", "Consistent reads are not supported on global secondary indexes")


@pytest.mark.parametrize("wanted", ["TOTAL", "INDEXES"])
def test_what_a_search_consumes(good, table, wanted):
    put(good, table, "k", 1, 2, 3)
    answer = good("SearchVectors", TableName=table, IndexName="vix", SearchVector=vector(1, 2, 3), TopK=1,
                  ReturnConsumedCapacity=wanted)
    assert answer["ConsumedCapacity"] == {"VectorSearchRequestBytes": 1024, "VectorSearchUnits": 1024}
    assert set(answer) == {"SearchResults", "ConsumedCapacity"}


def test_ten_thousand_vectors_are_searched_exactly(start):
    server = start("serve", "--in-memory", "--port", "0")
    dimensions = 16
    make(server.url, "many", [index(dimensions=dimensions, distance="DOT_PRODUCT")])
    generator = random.Random(7)
    best = None
    wanted = [generator.gauss(0, 1) for _ in range(dimensions)]
    for start_key in range(0, 10_000, 25):
        requests = []
        for key in range(start_key, start_key + 25):
            point = [struct.unpack("f", struct.pack("f", generator.gauss(0, 1)))[0] for _ in range(dimensions)]
            product = sum(a * b for a, b in zip(wanted, point))
            best = max(best or (product, key), (product, key))
            requests.append({"PutRequest": {"Item": {"pk": {"S": str(key)}, "embedding": {"L": vector(*map(repr, point))}}}})
        assert raw(server.url, "BatchWriteItem", {"RequestItems": {"many": requests}})[0] == 200
    status, answer = raw(server.url, "SearchVectors", {"TableName": "many", "IndexName": "vix", "TopK": 1,
                                                       "SearchVector": vector(*wanted)})
    assert status == 200, answer
    assert hits(answer["SearchResults"]) == [(str(best[1]), pytest.approx(best[0], rel=1e-5))]
