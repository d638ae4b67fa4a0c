"""Published data models and items (shared/samples), loaded through boto3 at full size and read back by every key."""
import base64
import json

import boto3.dynamodb.types
import pytest
from conftest import ROOT

SAMPLES = ROOT.parent / "shared" / "samples"
pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason="shared/samples is not beside this checkout")


def model_rows(table):
    """Union of TableData and the facets' TableData, by key (research/gui.md e1)."""
    keys = [table["KeyAttributes"][part]["AttributeName"] for part in ("PartitionKey", "SortKey") if part in table["KeyAttributes"]]
    rows = list(table.get("TableData", []))
    for facet in table.get("TableFacets", []):
        rows += facet.get("TableData", [])
    return {json.dumps([row[key] for key in keys]): row for row in rows}


TYPES = {"S": str, "N": str, "B": str, "BOOL": bool, "NULL": bool, "SS": list, "NS": list, "BS": list, "L": list, "M": dict}


def from_json(value):
    """The models hold DynamoDB JSON, but below M some hold plain JSON: both as boto3 wants them."""
    if isinstance(value, dict) and len(value) == 1:
        [(kind, content)] = value.items()
        if isinstance(content, TYPES.get(kind, ())):
            return typed(kind, content)
    if isinstance(value, dict):
        return {"M": {name: from_json(one) for name, one in value.items()}}
    if isinstance(value, list):
        return {"L": [from_json(one) for one in value]}
    if isinstance(value, bool):
        return {"BOOL": value}
    return {"NULL": True} if value is None else {"S": value} if isinstance(value, str) else {"N": str(value)}


def typed(kind, content):
    if kind == "B":
        return {kind: base64.b64decode(content)}
    if kind == "BS":
        return {kind: [base64.b64decode(one) for one in content]}
    if kind == "L":
        return {kind: [from_json(one) for one in content]}
    if kind == "M":
        return {kind: {name: from_json(one) for name, one in content.items()}}
    return {kind: content}


def key_schema(attributes):
    schema = [{"AttributeName": attributes["PartitionKey"]["AttributeName"], "KeyType": "HASH"}]
    if "SortKey" in attributes:
        schema.append({"AttributeName": attributes["SortKey"]["AttributeName"], "KeyType": "RANGE"})
    return schema


def create_from_model(client, table, name):
    definitions, indexes = {}, []
    for attributes in [table["KeyAttributes"]] + [index["KeyAttributes"] for index in table.get("GlobalSecondaryIndexes", [])]:
        for part in attributes.values():
            definitions[part["AttributeName"]] = part["AttributeType"]
    base = {element["AttributeName"] for element in key_schema(table["KeyAttributes"])}
    for index in table.get("GlobalSecondaryIndexes", []):
        projection = {"ProjectionType": index["Projection"]["ProjectionType"]}
        if projection["ProjectionType"] == "INCLUDE":
            projection["NonKeyAttributes"] = [a for a in index["Projection"]["NonKeyAttributes"] if a not in base]
        indexes.append({"IndexName": index["IndexName"], "KeySchema": key_schema(index["KeyAttributes"]), "Projection": projection})
    more = {"GlobalSecondaryIndexes": indexes} if indexes else {}
    client.create_table(TableName=name, KeySchema=key_schema(table["KeyAttributes"]), BillingMode="PAY_PER_REQUEST",
                        AttributeDefinitions=[{"AttributeName": n, "AttributeType": t} for n, t in definitions.items()], **more)


def normal(value):
    """Sets without order, so that items can be compared."""
    [(kind, content)] = value.items()
    if kind in ("SS", "NS", "BS"):
        return {kind: sorted(content)}
    if kind == "L":
        return {kind: [normal(one) for one in content]}
    if kind == "M":
        return {kind: {name: normal(one) for name, one in content.items()}}
    return value


def normal_item(item):
    return {name: normal(value) for name, value in item.items()}


def load_and_compare(client, name, keys, items):
    for start in range(0, len(items), 25):
        answer = client.batch_write_item(RequestItems={name: [{"PutRequest": {"Item": item}} for item in items[start:start + 25]]})
        assert answer["UnprocessedItems"] == {}
    for item in items:
        got = client.get_item(TableName=name, Key={key: item[key] for key in keys}, ConsistentRead=True)["Item"]
        assert normal_item(got) == normal_item(item)
    scanned = [item for page in client.get_paginator("scan").paginate(TableName=name) for item in page["Items"]]
    assert sorted(map(fingerprint, scanned)) == sorted(map(fingerprint, items))
    for partition in {json.dumps(item[keys[0]]): item[keys[0]] for item in items}.values():
        queried = [item for page in client.get_paginator("query").paginate(
            TableName=name, KeyConditionExpression="#p = :p", ExpressionAttributeNames={"#p": keys[0]},
            ExpressionAttributeValues={":p": partition}) for item in page["Items"]]
        wanted = sorted((item for item in items if item[keys[0]] == partition), key=lambda item: item[keys[1]]["S"].encode())
        assert [normal_item(item) for item in queried] == [normal_item(item) for item in wanted]


def fingerprint(item):
    return json.dumps(normal_item(item), sort_keys=True, default=repr)


@pytest.mark.parametrize("model", ["SocialNetworkSchema", "GamePlayerProfilesSchema", "ChatSystemSchema", "RecurringPaymentsSchema",
                                   "ConnectedVehiclesSchema"])
def test_a_published_model_round_trips(client, name, model):
    [table] = json.loads((SAMPLES / "models" / f"{model}.json").read_text())["DataModel"]
    create_from_model(client, table, name)
    items = [{attribute: from_json(value) for attribute, value in row.items()} for row in model_rows(table).values()]
    assert items
    load_and_compare(client, name, [element["AttributeName"] for element in key_schema(table["KeyAttributes"])], items)
    client.delete_table(TableName=name)


def test_835_published_items_round_trip(client, name):
    serializer = boto3.dynamodb.types.TypeSerializer()
    lines = (SAMPLES / "items" / "game-items.json").read_text().splitlines()
    items = [{attribute: serializer.serialize(value) for attribute, value in json.loads(line).items()} for line in lines]
    assert len(items) == 835
    client.create_table(TableName=name, BillingMode="PAY_PER_REQUEST",
                        AttributeDefinitions=[{"AttributeName": "PK", "AttributeType": "S"}, {"AttributeName": "SK", "AttributeType": "S"}],
                        KeySchema=[{"AttributeName": "PK", "KeyType": "HASH"}, {"AttributeName": "SK", "KeyType": "RANGE"}])
    load_and_compare(client, name, ["PK", "SK"], items)
    client.delete_table(TableName=name)
