"""BatchExecuteStatement. Sources: facts/partiql.md section 6, facts/aws-observed.md section 16 (batch)."""
from conftest import create, raw
from statements import MALFORMED, items


def batch(url, *statements, **more):
    """The answer; the error's name and text when the whole batch is refused."""
    elements = [s if isinstance(s, dict) else {"Statement": s} for s in statements]
    status, answer = raw(url, "BatchExecuteStatement", {"Statements": elements, **more})
    return answer if status == 200 else (answer["__type"].split("#")[1], answer.get("message", answer.get("Message")))


def slots(url, *statements, **more):
    answer = batch(url, *statements, **more)
    assert isinstance(answer, dict), answer
    return answer["Responses"]


def insert(table, pk, n):
    return f"INSERT INTO \"{table}\" VALUE {{'pk': '{pk}', 'n': {n}}}"


def test_reads(url, table):
    items(url, insert(table, "a", 1))
    assert slots(url, f"SELECT n FROM \"{table}\" WHERE pk = 'a'", {"Statement": f'SELECT * FROM "{table}" WHERE pk = ?', "Parameters": [{"S": "b"}]},
                 f"SELECT * FROM \"{table}\" WHERE pk IN ['c']") == [
        {"TableName": table, "Item": {"n": {"N": "1"}}}, {"TableName": table}, {"TableName": table}]


def test_reads_name_their_item(url, table):
    text = "Select statements within BatchExecuteStatement must specify the primary key in the where clause."
    refused = {"Error": {"Code": "ValidationError", "Message": text}}
    missing = {"Error": {"Code": "ResourceNotFound", "Message": "Requested resource not found"}}
    assert slots(url, f'SELECT * FROM "{table}"', f"SELECT * FROM \"{table}\" WHERE pk = 'a' AND attribute_exists(n)",
                 f"SELECT * FROM \"{table}\" WHERE pk > 'a'", "SELECT * FROM \"never-created\" WHERE x = 1",
                 f"SELECT * FROM \"{table}\" WHERE pk = 'z'") == [refused, refused, refused, missing, {"TableName": table}]


def test_writes_fail_alone(url, table):
    items(url, insert(table, "a", 1))
    answer = slots(url, insert(table, "a", 2), insert(table, "b", 2), f"UPDATE \"{table}\" SET n = 5 WHERE pk = 'gone'",
                   f"DELETE FROM \"{table}\" WHERE pk = 'c'", f"UPDATE \"{table}\" SET", "INSERT INTO \"never-created\" VALUE {'pk': 'a'}",
                   f"INSERT INTO \"{table}\" VALUE {{'n': 1}}", f"UPDATE \"{table}\" SET n = n + 'x' WHERE pk = 'd'")
    assert answer == [
        {"Error": {"Code": "DuplicateItem", "Message": "Duplicate primary key exists in table"}, "TableName": table},
        {"TableName": table},
        {"Error": {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed"}, "TableName": table},
        {"TableName": table},
        {"Error": {"Code": "ValidationError", "Message": MALFORMED + "Expected identifier for simple path"}},
        {"Error": {"Code": "ResourceNotFound", "Message": "Requested resource not found"}},
        {"Error": {"Code": "ValidationError", "Message": "Key attribute should be present in the item: Key pk"}},
        {"Error": {"Code": "ValidationError",
                   "Message": "Incorrect operand type for operator or function; operator or function: +, operand type: S"}}]
    assert sorted((i["pk"]["S"], i["n"]["N"]) for i in items(url, f'SELECT * FROM "{table}"')) == [("a", "1"), ("b", "2")]


def test_returning(url, table):
    items(url, insert(table, "a", 1))
    items(url, insert(table, "b", 1))
    assert slots(url, f"UPDATE \"{table}\" SET n = 2 WHERE pk = 'a' RETURNING MODIFIED NEW *", f"DELETE FROM \"{table}\" WHERE pk = 'b' RETURNING ALL OLD *",
                 f"DELETE FROM \"{table}\" WHERE pk = 'c' RETURNING ALL OLD *") == [
        {"TableName": table, "Item": {"n": {"N": "2"}}}, {"TableName": table, "Item": {"pk": {"S": "b"}, "n": {"N": "1"}}},
        {"TableName": table}]
    assert slots(url, f"UPDATE \"{table}\" SET fresh = 2 WHERE pk = 'a' RETURNING MODIFIED OLD *") == [{"TableName": table}]


def test_a_failed_condition_never_returns_the_item(url, table):
    items(url, insert(table, "a", 1))
    assert slots(url, {"Statement": f"DELETE FROM \"{table}\" WHERE pk = 'a' AND n = 2", "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}) == [
        {"Error": {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed"}, "TableName": table}]


def test_whole_batches_that_are_refused(url, table):
    read, write = f"SELECT * FROM \"{table}\" WHERE pk = 'a'", insert(table, "a", 1)
    assert batch(url, read, write) == ("ValidationException", "Read and write requests together in the same batch is not supported.")
    twins = ("ValidationException", "Provided list of item keys contains duplicates")
    assert batch(url, read, read) == twins
    assert batch(url, write, f"DELETE FROM \"{table}\" WHERE pk = 'a'") == twins
    assert items(url, f'SELECT * FROM "{table}"') == []
    assert batch(url)[1].endswith("at 'statements' failed to satisfy constraint: Member must have length greater than or equal to 1")
    assert batch(url, *[read] * 26)[1].endswith("Member must have length less than or equal to 25")
    assert "statements.1.member.statement" in batch(url, {})[1]


def test_statements_that_have_no_place_in_a_batch(url, table):
    assert slots(url, f"EXISTS(SELECT * FROM \"{table}\" WHERE pk = 'a' AND n = 1)") == [
        {"Error": {"Code": "ValidationError", "Message": "EXISTS can only be used in ExecuteTransaction write requests."}}]


def test_capacity(url, table):
    items(url, insert(table, "a", 1))
    read = [{"Statement": f"SELECT * FROM \"{table}\" WHERE pk = 'a'", "ConsistentRead": True}, f"SELECT * FROM \"{table}\" WHERE pk = 'b'"]
    assert batch(url, *read, ReturnConsumedCapacity="TOTAL")["ConsumedCapacity"] == [{"TableName": table, "CapacityUnits": 1.5}]
    # A write that failed is in the total and in no arm.
    assert batch(url, insert(table, "a", 2), insert(table, "c", 2), ReturnConsumedCapacity="INDEXES")["ConsumedCapacity"] == [
        {"TableName": table, "CapacityUnits": 2, "Table": {"CapacityUnits": 1}}]
    assert "ConsumedCapacity" not in batch(url, insert(table, "a", 2), ReturnConsumedCapacity="TOTAL")
    assert "ConsumedCapacity" not in batch(url, insert(table, "d", 2))


def test_indexes_see_the_writes(client, url, name):
    create(client, name, definitions=[{"AttributeName": "g", "AttributeType": "S"}], GlobalSecondaryIndexes=[
        {"IndexName": "idx", "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}}])
    slots(url, *[f"INSERT INTO \"{name}\" VALUE {{'pk': '{n}', 'g': 'x'}}" for n in range(25)])
    assert len(items(url, f'SELECT pk FROM "{name}"."idx" WHERE g = \'x\'')) == 25
    client.delete_table(TableName=name)
