"""Tables with vector indexes, and terse calls for them."""
import pytest
from conftest import raw


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
