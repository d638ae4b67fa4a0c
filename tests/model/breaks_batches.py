"""Batches and transactions that are refused on purpose; as breaks.py, from facts/validation.md sections 12 and 13."""
from breaks import CONDITIONS, DETECTED, PROJECTIONS, UPDATES, V, VALUES
from tables import SCHEMA_MISMATCH
from values import INVALID, NOT_FOUND

DUPLICATES = "Provided list of item keys contains duplicates"
CONSTRAINT = " failed to satisfy constraint: Member must have length "
# Where the older layer words a bad value otherwise (section 5); the numbers of VALUES.
OLDER = {INVALID + "Input collection contains duplicates.": "Input collection contains duplicates",
         INVALID + 'Input collection ["a", "b", "b"] contains duplicates.':
             INVALID + "Input collection [b, a, b] contains duplicates.",
         INVALID + 'Input collection ["AA==","/w==","AA=="]of type BS contains duplicates.':
             INVALID + "Input collection [AA==, /w==, AA==]of type BS contains duplicates."}


def operation(make, model):
    t = make.pick([0, 1])
    name, key = f"TABLE{t}", make.key(t, model)  # the driver puts the table's name there
    kind = make.pick(["BatchGetItem", "BatchWriteItem", "TransactGetItems", "TransactWriteItems", "TransactWriteItems"])
    op = {"op": kind, **{
        "BatchGetItem": {"tables": {t: {"keys": [key]}}}, "BatchWriteItem": {"writes": [(t, "Put", key)]},
        "TransactGetItems": {"gets": [{"t": t, "key": key}]},
        "TransactWriteItems": {"actions": [{"op": "Update", "t": t, "key": key}]}}[kind]}
    make_fault = {"BatchGetItem": batch_get, "BatchWriteItem": batch_write, "TransactGetItems": transact_get,
                  "TransactWriteItems": transact_write}[kind]
    edits, text, *error = make_fault(make, name, key)
    return {**op, "break": (edits, *(error or ["ValidationException"]), text)}


def batch_get(make, name, key):
    place, member = ["RequestItems", name], f"{DETECTED}Value at 'RequestItems.{name}.member.Keys'{CONSTRAINT}"
    projection, told = make.pick(PROJECTIONS)
    return make.pick([
        ([(["RequestItems"], {})], f"{DETECTED}Value at 'RequestItems'{CONSTRAINT}greater than or equal to 1"),
        ([(["RequestItems"], {"no-such-table": {"Keys": [key]}})], "Requested resource not found", NOT_FOUND),
        ([([*place, "Keys"], [key, key])], DUPLICATES),
        ([([*place, "Keys"], [])], member + "greater than or equal to 1"),
        ([([*place, "Keys"], [key] * 101)], member + "less than or equal to 100"),
        ([([*place, "Keys"], [{**key, "a": {"S": "a"}}])], SCHEMA_MISMATCH),
        ([([*place, "ProjectionExpression"], projection)], "Invalid ProjectionExpression: " + told),
    ])


def batch_write(make, name, key):
    requests = ["RequestItems", name]
    put, delete = {"PutRequest": {"Item": key}}, {"DeleteRequest": {"Key": key}}
    value, text, _ = make.pick(VALUES)
    return make.pick([
        ([(["RequestItems"], {})], ["The requestItems parameter is required for BatchWriteItem", DETECTED + "Value at "
                                    f"'RequestItems'{CONSTRAINT}greater than or equal to 1"]),
        ([(["RequestItems"], {"no-such-table": [put]})], "Requested resource not found", NOT_FOUND),
        ([(requests, [put, delete])], DUPLICATES), ([(requests, [put, put])], DUPLICATES),
        ([(requests, [put] * 26)], None), ([(requests, [])], None),
        ([(requests, [{"PutRequest": {"Item": {"a": {"S": "a"}}}}])], SCHEMA_MISMATCH),
        ([(requests, [{"DeleteRequest": {"Key": {**key, "a": {"S": "a"}}}}])], SCHEMA_MISMATCH),
        ([(requests, [{"PutRequest": {"Item": {**key, "a": value}}}])], OLDER.get(text, text)),
    ])


def transact_get(make, name, key):
    projection, told = make.pick(PROJECTIONS)
    get = {"TableName": name, "Key": key}
    return make.pick([
        empty_list(),
        ([(["TransactItems"], [{"Get": {**get, "ProjectionExpression": projection}}])], "Invalid ProjectionExpression: " + told),
        ([(["TransactItems"], [{"Get": {**get, "TableName": "no-such-table"}}])], "Requested resource not found", NOT_FOUND),
        ([(["TransactItems"], [{"Get": get}, {"Get": get}])], "Transaction request cannot include multiple operations on one item"),
        ([(["TransactItems"], [{"Get": get}] * 101)], None),
    ])


def empty_list():
    return [(["TransactItems"], [])], [f"{DETECTED}Value '[]' at 'transactItems'{CONSTRAINT}greater than or equal to 1",
                                       f"{DETECTED}Value at 'TransactItems'{CONSTRAINT}greater than or equal to 1"]


def transact_write(make, name, key):
    target = {"TableName": name, "Key": key}
    text, given, told = make.pick([c for c in CONDITIONS if "maximum allowed size" not in c[2]])
    update, update_given, update_told = make.pick(UPDATES)

    def values(some):
        return {"ExpressionAttributeValues": some} if some else {}
    check = {"ConditionCheck": {**target, "ConditionExpression": text, **values(given)}}
    return make.pick([
        empty_list(),
        ([(["TransactItems"], [check])], "Invalid ConditionExpression: " + told),
        ([(["TransactItems"], [{"Update": {**target, "UpdateExpression": update, **values(update_given)}}])],
         "Invalid UpdateExpression: " + update_told),
        ([(["TransactItems"], [{"Delete": {**target, "ConditionExpression": "attribute_exists(a)", **values(V)}}])],
         "Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}"),
        ([(["TransactItems"], [{"Delete": target}, {"Put": {"TableName": name, "Item": key}}])],
         "Transaction request cannot include multiple operations on one item"),
        ([(["TransactItems"], [{"Delete": target, "Put": {"TableName": name, "Item": key}}])],
         "TransactItems can only contain one of Check, Put, Update or Delete"),
        ([(["TransactItems"], [{"Delete": {**target, "TableName": "no-such-table"}}])], "Requested resource not found", NOT_FOUND),
        ([(["TransactItems"], [{"Delete": target}] * 101)], None),
        ([(["TransactItems"], [{"Delete": target}]), (["ClientRequestToken"], "x" * 37)], [
            f"{DETECTED}Value at 'ClientRequestToken'{CONSTRAINT}less than or equal to 36",
            f"{DETECTED}Value '{'x' * 37}' at 'clientRequestToken'{CONSTRAINT}less than or equal to 36"]),
    ])
