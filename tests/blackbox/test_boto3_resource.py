"""The resource API of boto3: tables as objects, batch_writer, the builder of conditions, collections, paginators and waiters.
Source: issue 4 (real programs)."""
import decimal

import boto3
import botocore.exceptions
import pytest
from boto3.dynamodb.conditions import Attr, Key
from boto3.dynamodb.types import Binary
from conftest import CREDENTIALS

D = decimal.Decimal


@pytest.fixture(scope="module")
def dynamodb(url):
    return boto3.resource("dynamodb", endpoint_url=url, **CREDENTIALS)


@pytest.fixture(scope="module")
def songs(dynamodb, url):
    """Artists a..e with songs 0..29 each; every third one has a genre, which an index sorts by year."""
    table = dynamodb.create_table(
        TableName="boto3-songs", BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "artist", "KeyType": "HASH"}, {"AttributeName": "song", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": "artist", "AttributeType": "S"}, {"AttributeName": "song", "AttributeType": "N"},
                              {"AttributeName": "genre", "AttributeType": "S"}, {"AttributeName": "year", "AttributeType": "N"}],
        GlobalSecondaryIndexes=[{"IndexName": "byGenre", "Projection": {"ProjectionType": "ALL"},
                                 "KeySchema": [{"AttributeName": "genre", "KeyType": "HASH"},
                                               {"AttributeName": "year", "KeyType": "RANGE"}]}])
    table.wait_until_exists()
    with table.batch_writer() as batch:
        for artist in "abcde":
            for song in range(30):
                more = {"genre": "rock" if song % 2 else "jazz"} if song % 3 == 0 else {}
                batch.put_item({"artist": artist, "song": song, "year": 1970 + song, "title": f"{artist} {song}", "tags": {"x", f"t{song}"},
                                "rating": D(song) / 4, "more": {"sold": song * 1000, "parts": [1, "two"]}, **more})
    yield table
    table.delete()
    table.wait_until_not_exists()


def titles(answer):
    return [item["title"] for item in answer["Items"]]


def test_a_table_tells_about_itself(dynamodb, songs):
    table = dynamodb.Table("boto3-songs")
    assert (table.table_status, table.key_schema[0]["AttributeName"]) == ("ACTIVE", "artist")
    assert table.billing_mode_summary["BillingMode"] == "PAY_PER_REQUEST"
    table.reload()
    assert table.table_arn.endswith(":table/boto3-songs") and table.creation_date_time.year >= 2024
    assert songs.name in [one.name for one in dynamodb.tables.all()]
    assert len(list(dynamodb.tables.page_size(1))) == len(list(dynamodb.tables.all()))
    assert len(list(dynamodb.tables.limit(1))) == 1


def test_every_type_comes_back(songs):
    item = {"artist": "types", "song": D("0"), "text": "", "number": D("-1.5e-100"), "big": D("12345678901234567890123456789012345678"),
            "binary": Binary(b"\x00\xff"), "yes": True, "nothing": None, "texts": {"a", "b"}, "numbers": {D("1"), D("2.5")},
            "binaries": {Binary(b"1"), Binary(b"2")}, "list": [D("1"), [], {}, None], "map": {"k": {"deep": [True]}}}
    songs.put_item(Item=item)
    assert songs.get_item(Key={"artist": "types", "song": 0}, ConsistentRead=True)["Item"] == item
    assert songs.delete_item(Key={"artist": "types", "song": 0}, ReturnValues="ALL_OLD")["Attributes"] == item
    assert "Item" not in songs.get_item(Key={"artist": "types", "song": 0})


@pytest.mark.parametrize("condition, count", [
    (Key("artist").eq("a"), 30),
    (Key("artist").eq("a") & Key("song").eq(7), 1),
    (Key("artist").eq("a") & Key("song").lt(7), 7),
    (Key("artist").eq("a") & Key("song").lte(7), 8),
    (Key("artist").eq("a") & Key("song").gt(7), 22),
    (Key("artist").eq("a") & Key("song").gte(7), 23),
    (Key("artist").eq("a") & Key("song").between(5, D("9.5")), 5),
    (Key("artist").eq("absent"), 0),
])
def test_key_conditions(songs, condition, count):
    answer = songs.query(KeyConditionExpression=condition)
    assert (answer["Count"], answer["ScannedCount"], len(answer["Items"])) == (count, count, count)


@pytest.mark.parametrize("condition, count", [
    (Attr("genre").exists(), 10),
    (Attr("genre").not_exists(), 20),
    (Attr("genre").eq("rock"), 5),
    (Attr("genre").ne("rock"), 25),
    (Attr("year").is_in([1970, 1971, D("2.5")]), 2),
    (Attr("title").begins_with("a 1"), 11),
    (Attr("title").contains("9"), 3),
    (Attr("tags").contains("t3"), 1),
    (Attr("rating").between(D("1"), D("1.5")), 3),
    (Attr("tags").size().gte(2), 30),
    (Attr("more.sold").gt(25000), 4),
    (Attr("more.parts[1]").eq("two"), 30),
    (Attr("more").attribute_type("M"), 30),
    (Attr("rating").lt(1) | Attr("rating").gt(D("7")), 5),
    (~Attr("genre").exists() & Attr("rating").lte(1), 3),
])
def test_filters(songs, condition, count):
    answer = songs.query(KeyConditionExpression=Key("artist").eq("a"), FilterExpression=condition)
    assert (answer["Count"], answer["ScannedCount"]) == (count, 30)
    answer = songs.scan(FilterExpression=Attr("artist").eq("a") & condition, ProjectionExpression="artist, song")
    assert (answer["Count"], answer["ScannedCount"]) == (count, 150)
    assert all(set(item) == {"artist", "song"} for item in answer["Items"])


def test_an_index_is_read_in_its_own_order(songs):
    rock = songs.query(IndexName="byGenre", KeyConditionExpression=Key("genre").eq("rock") & Key("year").gt(1980), ScanIndexForward=False)
    years = [item["year"] for item in rock["Items"]]
    assert years == sorted(years, reverse=True) and len(years) == 15
    assert songs.scan(IndexName="byGenre", Select="COUNT")["Count"] == 50


def test_pages_by_hand(songs):
    seen, more = [], {}
    while True:
        page = songs.query(KeyConditionExpression=Key("artist").eq("b"), Limit=7, ScanIndexForward=False, **more)
        seen += [item["song"] for item in page["Items"]]
        if "LastEvaluatedKey" not in page:
            break
        more = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
    assert seen == list(range(29, -1, -1))


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_paginators(songs, size):
    client = songs.meta.client
    pages = client.get_paginator("query").paginate(TableName=songs.name, KeyConditionExpression=Key("artist").eq("c"),
                                                   PaginationConfig={"PageSize": size})
    assert [item["song"] for page in pages for item in page["Items"]] == list(range(30))
    scan = client.get_paginator("scan")
    assert len(list(scan.paginate(TableName=songs.name, PaginationConfig={"PageSize": max(size, 5)}).search("Items[]"))) == 150


def test_a_paginator_goes_on_from_its_token(client, songs):
    # The resource's own client cannot write tokens: its numbers are Decimals.
    scan = client.get_paginator("scan")
    part = scan.paginate(TableName=songs.name, PaginationConfig={"MaxItems": 40, "PageSize": 15}).build_full_result()
    rest = scan.paginate(TableName=songs.name, PaginationConfig={"StartingToken": part["NextToken"]}).build_full_result()
    found = {(item["artist"]["S"], item["song"]["N"]) for item in part["Items"] + rest["Items"]}
    assert (len(part["Items"]), len(found)) == (40, 150)


def test_updates_and_conditions(songs):
    key = {"artist": "update", "song": 1}
    made = songs.update_item(Key=key, UpdateExpression="SET #t = :t, l = list_append(if_not_exists(l, :none), :one) ADD n :n",
                             ExpressionAttributeNames={"#t": "title"}, ReturnValues="ALL_NEW",
                             ExpressionAttributeValues={":t": "new", ":none": [], ":one": ["x"], ":n": D("1.5")})
    assert made["Attributes"] == {**key, "title": "new", "l": ["x"], "n": D("1.5")}
    changed = songs.update_item(Key=key, UpdateExpression="SET n = n - :n REMOVE l", ConditionExpression=Attr("n").gt(1),
                                ExpressionAttributeValues={":n": 1}, ReturnValues="UPDATED_NEW")
    assert changed["Attributes"] == {"n": D("0.5")}
    with pytest.raises(songs.meta.client.exceptions.ConditionalCheckFailedException):
        songs.update_item(Key=key, UpdateExpression="SET n = :n", ConditionExpression=Attr("n").gt(1), ExpressionAttributeValues={":n": 1})
    with pytest.raises(songs.meta.client.exceptions.ConditionalCheckFailedException):
        songs.put_item(Item=key, ConditionExpression=Attr("artist").not_exists())
    songs.delete_item(Key=key, ConditionExpression=Attr("title").eq("new") & Attr("n").is_in([D("0.5")]))


def test_batch_writer_sends_as_many_requests_as_it_takes(songs):
    with songs.batch_writer(overwrite_by_pkeys=["artist", "song"]) as batch:
        for n in range(70):
            batch.put_item({"artist": "batch", "song": n % 60, "n": n})
        for n in range(10):
            batch.delete_item({"artist": "batch", "song": n})
    left = songs.query(KeyConditionExpression=Key("artist").eq("batch"))["Items"]
    assert [item["song"] for item in left] == list(range(10, 60))
    with songs.batch_writer() as batch:
        for item in left:
            batch.delete_item({"artist": "batch", "song": item["song"]})


def test_batch_reads(dynamodb, songs):
    keys = [{"artist": "d", "song": n} for n in range(40, -1, -1)]
    answer = dynamodb.batch_get_item(RequestItems={songs.name: {"Keys": keys, "ProjectionExpression": "title", "ConsistentRead": True}})
    assert len(answer["Responses"][songs.name]) == 30 and answer["UnprocessedKeys"] == {}


def test_transactions_of_its_client(songs):
    client, name = songs.meta.client, songs.name
    put = {"Put": {"TableName": name, "Item": {"artist": "transact", "song": 1, "n": D("1.5")}}}
    client.transact_write_items(TransactItems=[put])
    with pytest.raises(client.exceptions.TransactionCanceledException) as error:
        client.transact_write_items(TransactItems=[
            {"Delete": {"TableName": name, "Key": {"artist": "a", "song": 1}}},
            {"Put": {**put["Put"], "ConditionExpression": "attribute_not_exists(artist)", "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}}])
    reasons = error.value.response["CancellationReasons"]
    assert [reason["Code"] for reason in reasons] == ["None", "ConditionalCheckFailed"] and reasons[1]["Item"]["n"] == {"N": "1.5"}
    got = client.transact_get_items(TransactItems=[{"Get": {"TableName": name, "Key": {"artist": a, "song": 1}}} for a in ("a", "absent")])
    assert [response.get("Item", {}).get("title") for response in got["Responses"]] == ["a 1", None]
    songs.delete_item(Key={"artist": "transact", "song": 1})


def test_a_table_changes_and_goes(dynamodb, name):
    table = dynamodb.create_table(TableName=name, KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
                                  AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "B"}],
                                  ProvisionedThroughput={"ReadCapacityUnits": 1, "WriteCapacityUnits": 1})
    table.wait_until_exists()
    table.put_item(Item={"pk": b"\x00"})
    assert table.get_item(Key={"pk": b"\x00"})["Item"] == {"pk": Binary(b"\x00")}
    table = table.update(ProvisionedThroughput={"ReadCapacityUnits": 2, "WriteCapacityUnits": 1})
    table.wait_until_exists()
    table.reload()
    assert table.provisioned_throughput["ReadCapacityUnits"] == 2
    table.delete()
    table.wait_until_not_exists()
    with pytest.raises(botocore.exceptions.ClientError) as error:
        table.load()
    assert error.value.response["Error"]["Code"] == "ResourceNotFoundException"
