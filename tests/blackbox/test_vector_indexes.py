"""Vector indexes in CreateTable, UpdateTable, writes, backups and imports. Source: facts/new-operations.md section 1,
facts/aws-observed.md sections 6, 12, 17, 18 and 20; facts/operations.md section 8 (shapes)."""
import pytest
from conftest import make_client, raw
from job_support import backup, bucket, protect, put_lines, server, wait_active, wait_import  # noqa: F401 (fixtures)
from vector_support import bad, good, hits, index, make, put, search, table, tenants, vector  # noqa: F401 (fixtures)

INVALID = "One or more parameter values were invalid: "
WRITE = "One or more parameter values were invalid. "
ONE = "1 validation error detected: "
BUSY = "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table"


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


def test_a_definition_without_a_search_schema_has_none(url, name):
    # section 18, Definitions: [] means none and is reported as absent
    status, answer = make(url, name, [{**index(), "SearchSchema": []}])
    assert status == 200 and "SearchSchema" not in answer["TableDescription"]["VectorIndexes"][0]
    raw(url, "DeleteTable", {"TableName": name})


def test_all_kinds_of_indexes_share_their_names(good, bad, url, name):
    # section 18: one index name space
    other = {"IndexName": "dup", "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}}
    status, answer = make(url, name, [index("dup")], GlobalSecondaryIndexes=[other])
    assert (status, answer["message"]) == (400, INVALID + "Duplicate index name: dup")
    make(url, name, [index("vix")], GlobalSecondaryIndexes=[other])
    exists = ("ValidationException", "Attempting to create an index which already exists")
    assert bad("UpdateTable", TableName=name, VectorIndexUpdates=[{"Create": index("dup")}]) == exists
    assert bad("UpdateTable", TableName=name, AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
               GlobalSecondaryIndexUpdates=[{"Create": {**other, "IndexName": "vix"}}]) == exists
    # section 17: one online index operation per table, of whatever kind
    assert bad("UpdateTable", TableName=name, GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "dup"}}],
               VectorIndexUpdates=[{"Delete": {"IndexName": "vix"}}]) == ("LimitExceededException", BUSY)
    raw(url, "DeleteTable", {"TableName": name})


def test_vectors_of_all_sizes_are_taken(good, url, name):
    # section 18: 4096 dimensions are accepted
    make(url, name, [index(dimensions=4096)])
    put(good, name, "k", *range(4096))
    assert hits(search(good, name, *range(4096))) == [("k", 0.0)]
    raw(url, "DeleteTable", {"TableName": name})


def test_the_projected_attributes_share_a_budget(bad, url, name):
    # new-operations.md section 1: the vector and each INLINE_FILTER element count 1, HASH elements 0
    def definitions(filters):
        schema = [("h", "HASH"), ("f", "INLINE_FILTER")]
        indexes = [index(f"vix{i}", projection="INCLUDE", include=[f"a{j}" for j in range(18)], schema=schema) for i in range(4)]
        return indexes + [index("last", projection="INCLUDE", include=[f"a{j}" for j in range(20 - filters - 1)],
                                schema=[("f", "INLINE_FILTER")][:filters])]
    for count, more in ((1, 0), (0, 1)):
        indexes = definitions(count)
        indexes[-1]["Projection"]["NonKeyAttributes"] += ["more"] * more
        status, answer = make(url, name, indexes, [("h", "S"), ("f", "S")])
        if more == 0:
            assert status == 200, answer
            raw(url, "DeleteTable", {"TableName": name})
    indexes[-1]["Projection"]["NonKeyAttributes"] = [f"a{j}" for j in range(20)]
    status, answer = make(url, name, indexes, [("h", "S"), ("f", "S")])
    assert status == 400 and "100" in answer["message"]
    whole = definitions(1)
    make(url, name, whole[:4], [("h", "S"), ("f", "S")])
    whole[4]["Projection"]["NonKeyAttributes"] += ["more"]
    refused = bad("UpdateTable", TableName=name, AttributeDefinitions=[{"AttributeName": "f", "AttributeType": "S"}],
                  VectorIndexUpdates=[{"Create": whole[4]}])
    assert refused[0] == "ValidationException" and "100" in refused[1]
    raw(url, "DeleteTable", {"TableName": name})


def test_updates_check_what_they_change(good, bad, url, name):
    # section 18, Writes: UpdateItem validates only vector and schema attributes that it changes
    make(url, name, None)
    good("PutItem", TableName=name, Item={"pk": {"S": "old"}, "embedding": {"S": "no vector yet"}, "tenant": {"N": "1"}})
    good("UpdateTable", TableName=name, AttributeDefinitions=[{"AttributeName": "tenant", "AttributeType": "S"}],
         VectorIndexUpdates=[{"Create": index(schema=[("tenant", "HASH")])}])
    await_active(good, name)

    def update(expression, value):
        return raw(url, "UpdateItem", {"TableName": name, "Key": {"pk": {"S": "old"}}, "UpdateExpression": expression,
                                       "ExpressionAttributeValues": {":v": value}})
    assert update("SET more = :v", {"S": "x"})[0] == 200
    assert update("SET tenant = :v", {"N": "2"}) == (400, {
        "__type": "com.amazon.coral.validate#ValidationException",
        "message": WRITE + "Attribute 'tenant' type mismatch. Expected: S, Actual: N. IndexName: vix"})
    assert update("SET tenant = :v", {"S": ""})[0] == 400
    assert update("SET tenant = :v", {"S": "a"})[0] == 200
    assert update("SET embedding = :v", {"L": vector(1, 2, 3)})[0] == 200
    assert update("SET embedding[1] = :v", {"S": "x"})[1]["message"].startswith(WRITE + "Invalid type for parameter embedding[1]")
    assert update("SET embedding[1] = embedding[1] + :v", {"N": "5"})[0] == 200
    found = search(good, name, 1, 7, 3, SearchConditionExpression="tenant = :t", ExpressionAttributeValues={":t": {"S": "a"}})
    assert hits(found) == [("old", 0.0)]
    raw(url, "DeleteTable", {"TableName": name})


def test_statements_check_vectors(bad, table):
    short = WRITE + "Invalid size for parameter embedding, Expected: 3, Actual: 2 IndexName: vix"
    assert bad("ExecuteStatement", Statement=f"INSERT INTO \"{table}\" VALUE {{'pk':'a','embedding':[1,2]}}") == (
        "ValidationException", short)
    # partiql.md: vector indexes are not reachable
    assert bad("ExecuteStatement", Statement=f'SELECT * FROM "{table}"."vix"')[0] == "ValidationException"


def test_transactions_tell_which_vector_is_bad(bad, url, table):
    # section 18, Writes: a ValidationError reason with PutItem's text; NaN is an error of the whole request
    def write(*numbers):
        return raw(url, "TransactWriteItems", {"TransactItems": [
            {"Put": {"TableName": table, "Item": {"pk": {"S": "good"}, "embedding": {"L": vector(1, 2, 3)}}}},
            {"Put": {"TableName": table, "Item": {"pk": {"S": "bad"}, "embedding": {"L": vector(*numbers)}}}}]})
    status, answer = write(1, 2)
    assert status == 400 and answer["CancellationReasons"] == [{"Code": "None"}, {
        "Code": "ValidationError", "Message": WRITE + "Invalid size for parameter embedding, Expected: 3, Actual: 2 IndexName: vix"}]
    status, answer = write(1, 2, "NaN")
    assert status == 400 and answer["__type"].endswith("#ValidationException")
    assert answer["message"].endswith("The parameter cannot be converted to a numeric value: NaN")


def restored(url, arn, target, **overrides):
    client = make_client(url)
    status, answer = raw(url, "RestoreTableFromBackup", {"TargetTableName": target, "BackupArn": arn, **overrides})
    if status == 200:
        wait_active(client, target)
    return status, answer


def test_backups_and_restores_keep_them(good, url, tenants):
    # section 20: vector indexes come back too, searchable as soon as the table is ACTIVE
    put(good, tenants, "k", 1, 2, 3, tenant={"S": "a"})
    arn = backup(make_client(url), tenants)
    definition = index("vix", schema=[("tenant", "HASH"), ("year", "INLINE_FILTER")], projection="INCLUDE", include=["kept"])
    described = good("DescribeBackup", BackupArn=arn)["BackupDescription"]
    assert described["SourceTableFeatureDetails"]["VectorIndexes"] == [definition]
    target = tenants + "-new"
    assert restored(url, arn, target)[0] == 200
    made, = good("DescribeTable", TableName=target)["Table"]["VectorIndexes"]
    assert {name: made[name] for name in definition} == definition and made["IndexStatus"] == "ACTIVE"
    condition = {"SearchConditionExpression": "tenant = :t", "ExpressionAttributeValues": {":t": {"S": "a"}}}
    assert hits(search(good, target, 1, 2, 3, **condition)) == [("k", 0.0)]
    assert restored(url, arn, tenants + "-less", VectorIndexOverride=[])[0] == 200
    less = good("DescribeTable", TableName=tenants + "-less")["Table"]
    assert "VectorIndexes" not in less and [d["AttributeName"] for d in less["AttributeDefinitions"]] == ["pk"]
    assert restored(url, arn, tenants + "-same", VectorIndexOverride=[definition])[0] == 200
    assert len(good("DescribeTable", TableName=tenants + "-same")["Table"]["VectorIndexes"]) == 1
    assert restored(url, arn, tenants + "-other", VectorIndexOverride=[{**definition, "Dimensions": 4}])[0] == 400
    assert restored(url, arn, tenants + "-paid", BillingModeOverride="PROVISIONED",
                    ProvisionedThroughputOverride={"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}) == (400, {
                        "__type": "com.amazon.coral.validate#ValidationException",
                        "message": INVALID + "Vector indexes are only supported for PAY_PER_REQUEST tables"})
    for suffix in ("-new", "-less", "-same"):
        raw(url, "DeleteTable", {"TableName": tenants + suffix})


def test_a_restore_to_a_moment_keeps_them(good, url, table):
    put(good, table, "k", 1, 2, 3)
    protect(make_client(url), table)
    good("RestoreTableToPointInTime", SourceTableName=table, TargetTableName=table + "-then", UseLatestRestorableTime=True)
    wait_active(make_client(url), table + "-then")
    assert hits(search(good, table + "-then", 1, 2, 3, name="euc")) == [("k", 0.0)]
    raw(url, "DeleteTable", {"TableName": table + "-then"})


def test_imports_make_them(server, bucket):  # noqa: F811 (fixtures)
    # new-operations.md section 1: TableCreationParameters.VectorIndexes; a bad vector is an error of its item
    put_lines(bucket / "1.json", [{"pk": {"S": "good"}, "embedding": {"L": vector(1, 2, 3)}},
                                  {"pk": {"S": "none"}}, {"pk": {"S": "bad"}, "embedding": {"L": vector(1, 2)}}])
    creation = {"TableName": "imported", "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
                "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}], "BillingMode": "PAY_PER_REQUEST", "VectorIndexes": [index()]}
    status, answer = raw(server.url, "ImportTable", {"S3BucketSource": {"S3Bucket": "bucket"}, "InputFormat": "DYNAMODB_JSON",
                                                     "TableCreationParameters": creation})
    assert status == 200, answer
    assert answer["ImportTableDescription"]["TableCreationParameters"]["VectorIndexes"] == [index()]
    done = wait_import(server.client(), answer["ImportTableDescription"]["ImportArn"])
    assert (done["ImportedItemCount"], done["ErrorCount"]) == (2, 1)
    wait_active(server.client(), "imported")
    status, answer = raw(server.url, "SearchVectors", {"TableName": "imported", "IndexName": "vix",
                                                       "SearchVector": vector(1, 2, 3), "TopK": 5})
    assert status == 200 and hits(answer["SearchResults"]) == [("good", 0.0)]
