"""SearchVectors and vector indexes in CreateTable, UpdateTable and writes. Source: facts/new-operations.md section 1,
facts/aws-observed.md sections 1, 6, 12, 17 and 18; facts/operations.md section 8 (shapes)."""
import json
import random
import struct

import pytest
from conftest import raw

INVALID = "One or more parameter values were invalid: "
WRITE = "One or more parameter values were invalid. "
ONE = "1 validation error detected: "
BUSY = "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table"


def vector(*numbers):
    return [{"N": str(number)} for number in numbers]


def index(name="vix", attribute="embedding", dimensions=3, distance="COSINE", projection="ALL", schema=None, include=None):
    definition = {"IndexName": name, "VectorAttribute": {"AttributeName": attribute}, "Dimensions": dimensions,
                  "DistanceFunction": distance, "Projection": {"ProjectionType": projection}}
    if include:
        definition["Projection"]["NonKeyAttributes"] = include
    if schema:
        definition["SearchSchema"] = [{"AttributeName": n, "SearchSchemaElementType": t} for n, t in schema]
    return definition


def make(url, name, indexes, definitions=(), **more):
    body = {"TableName": name, "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}], "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}]
            + [{"AttributeName": n, "AttributeType": t} for n, t in definitions], "VectorIndexes": indexes, **more}
    return raw(url, "CreateTable", {k: v for k, v in body.items() if v is not None})


@pytest.fixture
def good(url):
    """Calls that must succeed."""
    def call(operation, **body):
        status, answer = raw(url, operation, body)
        assert status == 200, answer
        return answer
    return call


@pytest.fixture
def bad(url):
    """Name and text of the error of a call."""
    def call(operation, **body):
        status, answer = raw(url, operation, body)
        assert status == 400, answer
        return answer["__type"].split("#")[1], answer.get("message", answer.get("Message"))
    return call


def put(good, table, key, *numbers, **more):
    item = {"pk": {"S": key}, "embedding": {"L": vector(*numbers)}, **more}
    return good("PutItem", TableName=table, Item=item, ReturnConsumedCapacity="INDEXES")


def search(good, table, *numbers, top=10, name="vix", **more):
    answer = good("SearchVectors", TableName=table, IndexName=name, SearchVector=vector(*numbers), TopK=top, **more)
    return answer["SearchResults"]


def hits(results):
    return [(r["Item"]["pk"]["S"], r["Score"]) for r in results]


@pytest.fixture
def table(url, name):
    """One index of each distance on `embedding`."""
    status, answer = make(url, name, [index("vix"), index("dot", distance="DOT_PRODUCT"), index("euc", distance="EUCLIDEAN")])
    assert status == 200, answer
    yield name
    raw(url, "DeleteTable", {"TableName": name})


@pytest.fixture
def tenants(url, name):
    """An index with a HASH and an INLINE_FILTER attribute that projects `kept`."""
    status, answer = make(url, name, [index("vix", schema=[("tenant", "HASH"), ("year", "INLINE_FILTER")],
                                            projection="INCLUDE", include=["kept"])], [("tenant", "S"), ("year", "N")])
    assert status == 200, answer
    yield name
    raw(url, "DeleteTable", {"TableName": name})


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


@pytest.mark.parametrize("value, text", [
    ({"L": vector(1, 2)}, "Invalid size for parameter embedding, Expected: 3, Actual: 2 IndexName: vix"),
    ({"L": [{"N": "1"}, {"S": "x"}, {"N": "1"}]},
     "Invalid type for parameter embedding[1], Expected: 32-bit floating point number, Actual: S. IndexName: vix"),
    ({"S": "x"}, "Invalid type for parameter embedding, Expected: 32-bit floating point number list IndexName: vix"),
    ({"L": vector(1, "3.5E38", 1)}, "Invalid value for parameter embedding[1], Value: 3.5E+38 is outside valid range "
     "[-3.4028235E38, 3.4028235E38]. IndexName: vix"),
    ({"L": vector("-1e40", 1, 1)}, "Invalid value for parameter embedding[0], Value: -1E+40 is outside valid range "
     "[-3.4028235E38, 3.4028235E38]. IndexName: vix"),
])
def test_bad_vectors_refuse_the_write(good, bad, table, value, text):
    item = {"pk": {"S": "k"}, "embedding": value}
    key = {"pk": {"S": "k"}}
    assert bad("PutItem", TableName=table, Item=item) == ("ValidationException", WRITE + text)
    assert bad("BatchWriteItem", RequestItems={table: [{"PutRequest": {"Item": item}}]}) == ("ValidationException", WRITE + text)
    assert bad("UpdateItem", TableName=table, Key=key, UpdateExpression="SET embedding = if_not_exists(embedding, :v)",
               ExpressionAttributeValues={":v": value}) == ("ValidationException", WRITE + text)
    status = bad("TransactWriteItems", TransactItems=[{"Put": {"TableName": table, "Item": item}}])
    assert status[0] == "TransactionCanceledException" and "[ValidationError]" in status[1]
    assert "Item" not in good("GetItem", TableName=table, Key=key)


def test_schema_attributes_are_checked_by_writes(good, bad, tenants):
    def write(**more):
        return bad("PutItem", TableName=tenants, Item={"pk": {"S": "k"}, **more})
    assert write(tenant={"N": "1"}) == (
        "ValidationException", WRITE + "Attribute 'tenant' type mismatch. Expected: S, Actual: N. IndexName: vix")
    assert write(year={"S": "1"}) == (
        "ValidationException", WRITE + "Attribute 'year' type mismatch. Expected: N, Actual: S. IndexName: vix")
    assert write(tenant={"S": ""}) == (
        "ValidationException", "One or more parameter values are not valid. A value specified for a secondary index key is not "
        "supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: vix, "
        "IndexKey: tenant")


def test_consumed_capacity(good, url, name):
    # section 18 Capacity: 4111 for 1024 dimensions and a small item; nothing under TOTAL
    make(url, name, [index("all", "emb", 1024), index("keys", "emb", 1024, projection="KEYS_ONLY")])
    item = {"pk": {"S": "123456"}, "emb": {"L": vector(*range(1024))}}
    entry = 4 * 1024 + 3 + 2 + 6
    def written(**more):
        return good("PutItem", TableName=name, Item={**item, **more}, ReturnConsumedCapacity="INDEXES")["ConsumedCapacity"]
    first = written()
    assert first["VectorIndexes"] == {i: {"VectorWriteRequestBytes": entry} for i in ("all", "keys")}
    # section 12: the table bills the vector at its name and 4 bytes for each dimension
    assert first["CapacityUnits"] == -(-entry // 1024)
    assert "VectorIndexes" not in written()
    assert written(extra={"S": "x" * 1995})["VectorIndexes"] == {"all": {"VectorWriteRequestBytes": entry + 2000}}
    assert "VectorIndexes" not in good("PutItem", TableName=name, Item=item, ReturnConsumedCapacity="TOTAL")["ConsumedCapacity"]
    gone = good("DeleteItem", TableName=name, Key={"pk": item["pk"]}, ReturnConsumedCapacity="INDEXES")["ConsumedCapacity"]
    assert gone["VectorIndexes"] == {i: {"VectorWriteRequestBytes": entry} for i in ("all", "keys")}
    raw(url, "DeleteTable", {"TableName": name})


def test_a_changed_partition_is_charged_twice(good, tenants):
    def written(tenant):
        return put(good, tenants, "k", 1, 2, 3, tenant={"S": tenant})["ConsumedCapacity"]["VectorIndexes"]["vix"]
    assert written("a") == {"VectorWriteRequestBytes": 1024}
    assert written("b") == {"VectorWriteRequestBytes": 2048}


@pytest.mark.parametrize("wanted", ["TOTAL", "INDEXES"])
def test_what_a_search_consumes(good, table, wanted):
    put(good, table, "k", 1, 2, 3)
    answer = good("SearchVectors", TableName=table, IndexName="vix", SearchVector=vector(1, 2, 3), TopK=1,
                  ReturnConsumedCapacity=wanted)
    assert answer["ConsumedCapacity"] == {"VectorSearchRequestBytes": 1024, "VectorSearchUnits": 1024}
    assert set(answer) == {"SearchResults", "ConsumedCapacity"}


def test_descriptions(good, url, name):
    definition = index("vix", schema=[("year", "INLINE_FILTER"), ("tenant", "HASH")], projection="INCLUDE", include=["a"])
    status, answer = make(url, name, [definition], [("tenant", "S"), ("year", "N")])
    assert status == 200, answer
    arn = answer["TableDescription"]["TableArn"] + "/index/vix"
    whole = {**definition, "IndexArn": arn, "ItemCount": 0, "IndexSizeBytes": 0}
    assert answer["TableDescription"]["VectorIndexes"] == [{**whole, "IndexStatus": "CREATING"}]
    assert good("DescribeTable", TableName=name)["Table"]["VectorIndexes"] == [{**whole, "IndexStatus": "ACTIVE"}]
    raw(url, "DeleteTable", {"TableName": name})


@pytest.mark.parametrize("indexes, definitions, more, text", [
    ([index()], [], {"BillingMode": "PROVISIONED", "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}},
     INVALID + "Vector indexes are only supported for PAY_PER_REQUEST tables"),
    ([index(schema=[("tenant", "HASH")])], [], {},
     INVALID + "One element in SearchSchema is not defined in attribute definitions"),
    ([index(dimensions=4097)], [], {}, INVALID + "Number of dimensions must be between 1 and 4096 inclusive."),
    ([index(dimensions=0)], [], {}, ONE + "Value '0' at 'vectorIndexes.1.member.dimensions' failed to satisfy constraint: "
     "Member must have value greater than or equal to 1"),
    ([index(f"vix{i}") for i in range(6)], [], {}, INVALID + "VectorIndex count exceeds the per-table limit of 5"),
    ([index("one"), index("two", dimensions=4)], [], {}, INVALID + "Conflicting attribute definition for 'embedding'. All "
     "VectorIndexes on the same vector attribute must use the same dimensions."),
    ([index()], [("embedding", "S")], {}, INVALID + "Conflicting attribute definition for 'embedding'. An attribute cannot be "
     "defined in AttributeDefinitions when used as a VectorAttribute."),
    ([index("dup"), index("dup")], [], {}, INVALID + "Duplicate index name: dup"),
    ([index(distance="MANHATTAN")], [], {}, ONE + "Value 'MANHATTAN' at 'vectorIndexes.1.member.distanceFunction' failed to "
     "satisfy constraint: Member must satisfy enum value set: [DOT_PRODUCT, COSINE, EUCLIDEAN]"),
    ([{k: v for k, v in index().items() if k != "Dimensions"}], [], {},
     ONE + "Value null at 'vectorIndexes.1.member.dimensions' failed to satisfy constraint: Member must not be null"),
    ([index(projection="INCLUDE")], [], {}, INVALID + "ProjectionType is INCLUDE, but NonKeyAttributes is not specified"),
])
def test_bad_definitions(url, name, indexes, definitions, more, text):
    status, answer = make(url, name, indexes, definitions, **more)
    assert (status, answer.get("message", answer.get("Message"))) == (400, text)


def test_two_hash_elements_are_refused(url, name):
    status, answer = make(url, name, [index(schema=[("one", "HASH"), ("two", "HASH")])], [("one", "S"), ("two", "S")])
    assert status == 400 and answer["message"].endswith("Member must have HASH count less than or equal to 1")


def await_active(good, table):
    while any(i["IndexStatus"] != "ACTIVE" for i in good("DescribeTable", TableName=table)["Table"].get("VectorIndexes", [])):
        pass


def test_indexes_come_and_go(good, bad, url, name):
    make(url, name, None)
    put(good, name, "k", 1, 2, 3, tenant={"S": "a"})
    good("PutItem", TableName=name, Item={"pk": {"S": "bad"}, "embedding": {"S": "was no vector then"}})
    update = {"TableName": name, "AttributeDefinitions": [{"AttributeName": "tenant", "AttributeType": "S"}],
              "VectorIndexUpdates": [{"Create": index(schema=[("tenant", "INLINE_FILTER")])}]}
    described = good("UpdateTable", **update)["TableDescription"]
    assert described["TableStatus"] == "UPDATING"
    assert described["VectorIndexes"][0]["IndexStatus"] == "CREATING" and described["VectorIndexes"][0]["Backfilling"] is False
    await_active(good, name)
    assert "Backfilling" not in good("DescribeTable", TableName=name)["Table"]["VectorIndexes"][0]
    assert [k for k, _ in hits(search(good, name, 1, 2, 3))] == ["k"]
    assert bad("UpdateTable", **update) == ("ValidationException", "Attempting to create an index which already exists")
    assert bad("UpdateTable", TableName=name, VectorIndexUpdates=[{"Delete": {"IndexName": "nope"}}]) == (
        "ResourceNotFoundException", "Requested resource not found")
    assert bad("UpdateTable", TableName=name, VectorIndexUpdates=[{"Create": index("two")}, {"Create": index("six")}]) == (
        "LimitExceededException", BUSY)
    good("UpdateTable", TableName=name, VectorIndexUpdates=[{"Delete": {"IndexName": "vix"}}])
    while "VectorIndexes" in good("DescribeTable", TableName=name)["Table"]:
        pass
    assert good("DescribeTable", TableName=name)["Table"]["AttributeDefinitions"] == [
        {"AttributeName": "pk", "AttributeType": "S"}]
    assert bad("SearchVectors", TableName=name, IndexName="vix", SearchVector=vector(1, 2, 3), TopK=1)[1] == (
        "The table does not have the specified index: vix")
    raw(url, "DeleteTable", {"TableName": name})


@pytest.mark.parametrize("create, code, text", [
    (index("new", "pk", 4), "ValidationException",
     "Attributes cannot be redefined. Please check that your attribute has the same type as previously defined. Existing schema: "
     "Schema:[SchemaElement: key{pk:S:HASH}] New schema: VectorIndexSchema:[VectorAttribute: key{pk:L:4}]"),
    (index("new", dimensions=16), "ValidationException",
     "Attributes cannot be redefined. Please check that your attribute has the same type as previously defined. Existing schema: "
     "VectorIndexSchema:[VectorAttribute: key{embedding:L:3}] New schema: VectorIndexSchema:[VectorAttribute: "
     "key{embedding:L:16}]"),
    (index("new", schema=[("tenant", "HASH")]), "ValidationException",
     "One element in SearchSchema is not defined in attribute definitions"),
])
def test_bad_new_indexes(bad, table, create, code, text):
    assert bad("UpdateTable", TableName=table, VectorIndexUpdates=[{"Create": create}]) == (code, INVALID + text)


def test_the_sixth_index(good, bad, table):
    for number in (4, 5):
        good("UpdateTable", TableName=table, VectorIndexUpdates=[{"Create": index(f"vix{number}")}])
        await_active(good, table)
    assert bad("UpdateTable", TableName=table, VectorIndexUpdates=[{"Create": index("vix6")}]) == (
        "LimitExceededException", "Subscriber limit exceeded: Number of vector secondary indexes exceeds per-table limit of 5")


def test_billing_stays_on_demand(good, bad, url, table, name):
    provisioned = {"BillingMode": "PROVISIONED", "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}}
    assert bad("UpdateTable", TableName=table, **provisioned) == (
        "ValidationException", INVALID + "Vector indexes are only supported for PAY_PER_REQUEST tables")
    assert bad("UpdateTable", TableName=table, VectorIndexUpdates=[{"Delete": {"IndexName": "vix"}}], **provisioned) == (
        "ValidationException", INVALID + "Tables with vector indexes must be in PAY_PER_REQUEST mode")


def test_indexes_survive_a_restart(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    status, answer = make(server.url, "kept", [index()])
    assert status == 200, answer
    raw(server.url, "PutItem", {"TableName": "kept", "Item": {"pk": {"S": "k"}, "embedding": {"L": vector(1, 2, 3)}}})
    server.kill()
    again = start("serve", "--dir", directory, "--port", "0")
    status, answer = raw(again.url, "SearchVectors", {"TableName": "kept", "IndexName": "vix", "SearchVector": vector(1, 2, 3),
                                                      "TopK": 1})
    assert (status, [r["Item"]["pk"]["S"] for r in answer["SearchResults"]]) == (200, ["k"])


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
