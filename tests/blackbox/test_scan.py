"""Scan. Sources: facts/validation.md section 9, facts/sizes-and-capacity.md, facts/numbers-and-keys.md section 4."""
import pytest
from conftest import create, refused


@pytest.fixture(scope="module")
def many(client):
    name = create(client, "scan-many", sort="N")
    for n in range(0, 300, 25):
        client.batch_write_item(RequestItems={name: [{"PutRequest": {"Item": {
            "pk": {"S": f"p{i % 60}"}, "sk": {"N": str(i)}, "third": {"BOOL": i % 3 == 0}}}} for i in range(n, n + 25)]})
    yield name
    client.delete_table(TableName=name)


def walk(client, table, **parameters):
    items, start = [], {}
    while True:
        page = client.scan(TableName=table, **parameters, **start)
        items += page["Items"]
        if "LastEvaluatedKey" not in page:
            return items
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def identities(items):
    return [(item["pk"]["S"], int(item["sk"]["N"])) for item in items]


def test_partitions_are_contiguous_and_sorted(client, many):
    seen = identities(walk(client, many))
    assert len(seen) == 300
    groups = []
    for partition, _ in seen:
        if not groups or groups[-1] != partition:
            groups.append(partition)
    assert len(groups) == 60
    assert groups != sorted(groups)
    for partition in groups:
        keys = [sort for one, sort in seen if one == partition]
        assert keys == sorted(keys)


@pytest.mark.parametrize("limit", [1, 7, 100, 300])
def test_pages_add_up_in_the_same_order(client, many, limit):
    assert identities(walk(client, many, Limit=limit)) == identities(walk(client, many))


@pytest.mark.parametrize("total", [1, 2, 3, 7, 64, 1000])
def test_segments_partition_the_table(client, many, total):
    seen = [one for segment in range(total)
            for one in identities(client.scan(TableName=many, Segment=segment, TotalSegments=total)["Items"])]
    assert sorted(seen) == sorted(identities(walk(client, many)))
    assert len(seen) == len(set(seen)) == 300


def test_filter_projection_and_count(client, many):
    answer = client.scan(TableName=many, FilterExpression="third = :yes AND sk < :n", ProjectionExpression="sk",
                         ExpressionAttributeValues={":yes": {"BOOL": True}, ":n": {"N": "9"}})
    assert sorted(int(item["sk"]["N"]) for item in answer["Items"]) == [0, 3, 6]
    assert all(set(item) == {"sk"} for item in answer["Items"])
    assert (answer["Count"], answer["ScannedCount"]) == (3, 300)
    count = client.scan(TableName=many, Select="COUNT")
    assert (count["Count"], "Items" in count) == (300, False)


@pytest.mark.parametrize("parameters, message", [
    ({"Segment": 0}, "The TotalSegments parameter is required but was not present in the request when Segment parameter is present"),
    ({"TotalSegments": 2}, "The Segment parameter is required but was not present in the request when parameter TotalSegments is "
                           "present"),
    ({"Segment": 5, "TotalSegments": 5}, "The Segment parameter is zero-based and must be less than parameter TotalSegments: "
                                         "Segment: 5 is not less than TotalSegments: 5"),
    ({"FilterExpression": "a = "}, 'Invalid FilterExpression: Syntax error; token: "<EOF>", near: "="'),
])
def test_refuses_with_the_services_text(client, many, parameters, message):
    refused(lambda: client.scan(TableName=many, **parameters), "ValidationException", message)


def test_an_absent_table_is_not_found(client):
    refused(lambda: client.scan(TableName="absent"), "ResourceNotFoundException", "Requested resource not found")


# A key of the right shape that no entry of an index can have; facts/validation.md:133.
@pytest.mark.parametrize("read", ["scan", "query"])
@pytest.mark.parametrize("city", ["", "x" * 2049])
def test_a_start_key_that_no_entry_of_the_index_can_have(client, name, read, city):
    create(client, name, sort="S", definitions=[{"AttributeName": "city", "AttributeType": "S"}], GlobalSecondaryIndexes=[
        {"IndexName": "byCity", "KeySchema": [{"AttributeName": "city", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}}])
    more = {"KeyConditionExpression": "city = :c", "ExpressionAttributeValues": {":c": {"S": "x"}}} if read == "query" else {}
    refused(lambda: getattr(client, read)(TableName=name, IndexName="byCity", ExclusiveStartKey={
        "pk": {"S": "p"}, "sk": {"S": "s"}, "city": {"S": city}}, **more), "ValidationException", "The provided starting key is invalid")
