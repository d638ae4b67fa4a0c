"""The HTTP request of an operation of the model: its trees as expression texts."""
import hashlib

import legacy
import partiql_text
from expression_text import Expressions

COMMON = (("rcc", "ReturnConsumedCapacity"), ("rv", "ReturnValues"), ("rvccf", "ReturnValuesOnConditionCheckFailure"))


def pieces(op, names):
    """The members of a single-item request or of an action of a transaction."""
    texts = Expressions(op)
    body = {"TableName": names[op["t"]]}
    if "item" in op:
        body["Item"] = op["item"]
    if "key" in op:
        body["Key"] = op["key"]
    if op.get("legacy"):
        legacy.into(body, op)
    if op.get("update"):
        body["UpdateExpression"] = texts.styled(texts.update(op["update"]))
    if op.get("cond"):
        body["ConditionExpression"] = texts.styled(texts.condition(op["cond"]))
    if op["op"] == "Query" and not op.get("legacy"):
        body["KeyConditionExpression"] = texts.styled(texts.key_condition(op))
    if op.get("filter"):
        body["FilterExpression"] = texts.styled(texts.condition(op["filter"]))
    if op.get("proj") and not op.get("legacy"):
        body["ProjectionExpression"] = texts.styled(", ".join(map(texts.path, op["proj"])))
    for ours, theirs in COMMON:
        if op.get(ours):
            body[theirs] = op[ours]
    if op.get("icm"):
        body["ReturnItemCollectionMetrics"] = "SIZE"
    return texts.into(body)


def read_members(op, body):
    for ours, theirs in (("index", "IndexName"), ("limit", "Limit"), ("select", "Select"), ("total", "TotalSegments"),
                         ("start", "ExclusiveStartKey"), ("consistent", "ConsistentRead")):
        if op.get(ours):
            body[theirs] = op[ours]
    if "segment" in op:
        body["Segment"] = op["segment"]
    if op.get("reverse"):
        body["ScanIndexForward"] = False
    return body


def request(op, names):
    """The JSON body of the operation op["op"]."""
    kind = op["op"]
    if "statement" in op or "statements" in op:
        body = partiql_text.request(op, names)
    elif kind in ("Query", "Scan", "GetItem"):
        return read_members(op, pieces(op, names))
    elif kind == "BatchGetItem":
        tables = {}
        for t, wanted in op["tables"].items():
            body = read_members(wanted, pieces({"op": kind, "t": t, **wanted}, names))
            del body["TableName"]
            tables[names[t]] = {**body, "Keys": wanted["keys"]}
        body = {"RequestItems": tables}
    elif kind == "BatchWriteItem":
        writes = {}
        for t, what, json in op["writes"]:
            one = {"PutRequest": {"Item": json}} if what == "Put" else {"DeleteRequest": {"Key": json}}
            writes.setdefault(names[t], []).append(one)
        body = {"RequestItems": writes}
    elif kind == "TransactGetItems":
        body = {"TransactItems": [{"Get": pieces({"op": "Get", **get}, names)} for get in op["gets"]]}
    elif kind == "TransactWriteItems":
        body = {"TransactItems": [{a["op"]: pieces(a, names)} for a in op["actions"]]}
    else:
        return pieces(op, names)
    if op.get("token"):
        body["ClientRequestToken"] = hashlib.md5((names[0] + op["token"]).encode()).hexdigest()  # new on new tables
    for ours, theirs in COMMON[:1]:
        if op.get(ours):
            body[theirs] = op[ours]
    if op.get("icm"):
        body["ReturnItemCollectionMetrics"] = "SIZE"
    return body


def create_table(schema, name):
    """The CreateTable request of a schema."""
    def keys(index):
        hashes = index.hash if index.name else (index.hash[0],)
        return [{"AttributeName": n, "KeyType": "HASH"} for n, _ in hashes] \
            + [{"AttributeName": n, "KeyType": "RANGE"} for n, _ in index.range]

    def described(index):
        projection = {"ProjectionType": index.projection}
        if index.projection == "INCLUDE":
            projection["NonKeyAttributes"] = list(index.attributes)
        return {"IndexName": index.name, "KeySchema": keys(index), "Projection": projection}
    body = {"TableName": name, "BillingMode": "PAY_PER_REQUEST", "KeySchema": keys(schema.primary()),
            "AttributeDefinitions": [{"AttributeName": n, "AttributeType": k} for n, k in schema.definitions().items()]}
    for member, local in (("GlobalSecondaryIndexes", False), ("LocalSecondaryIndexes", True)):
        own = [described(i) for i in schema.indexes if i.local == local]
        if own:
            body[member] = own
    return body
