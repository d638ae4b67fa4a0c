"""ExecuteTransaction. Sources: facts/partiql.md section 6 and 7, facts/aws-observed.md sections 11 and 16."""
from conftest import moment, raw
from statements import MALFORMED, items


def transact(url, *statements, headers=None, **more):
    """The answer; of an error its name, its text and its reasons as (code, text)."""
    elements = [s if isinstance(s, dict) else {"Statement": s} for s in statements]
    status, answer = raw(url, "ExecuteTransaction", {"TransactStatements": elements, **more}, headers=headers)
    if status == 200:
        return answer
    reasons = [(r["Code"], r.get("Message")) for r in answer.get("CancellationReasons", [])]
    return (answer["__type"].split("#")[1], answer.get("message", answer.get("Message")), *([reasons] if reasons else []))


def insert(table, pk, n):
    return f"INSERT INTO \"{table}\" VALUE {{'pk': '{pk}', 'n': {n}}}"


def all_items(url, table):
    return sorted((i["pk"]["S"], i["n"]["N"]) for i in items(url, f'SELECT * FROM "{table}"'))


def in_statement(number, text):
    return "ValidationException", f"Validation failed in TransactStatements[{number}]: {text}"


def test_writes_are_one(url, table):
    items(url, insert(table, "a", 1))
    items(url, insert(table, "b", 1))
    items(url, insert(table, "c", 1))
    assert transact(url, f"UPDATE \"{table}\" SET n = n + 1 WHERE pk = 'a' AND n = 1", f"DELETE FROM \"{table}\" WHERE pk = 'b'",
                    {"Statement": f"INSERT INTO \"{table}\" VALUE {{'pk': ?, 'n': 7}}", "Parameters": [{"S": "d"}]},
                    f"EXISTS(SELECT * FROM \"{table}\" WHERE pk = 'c' AND n < 5)") == {"Responses": []}
    assert all_items(url, table) == [("a", "2"), ("c", "1"), ("d", "7")]


def test_one_that_fails_cancels_all(url, table):
    items(url, insert(table, "a", 1))
    answer = transact(url, insert(table, "x", 1), insert(table, "a", 2), f"UPDATE \"{table}\" SET n = 2 WHERE pk = 'gone'",
                      f"EXISTS(SELECT * FROM \"{table}\" WHERE pk = 'b' AND attribute_exists(n))", f"DELETE FROM \"{table}\" WHERE pk = 'y'")
    assert answer[0] == "TransactionCanceledException"
    assert answer[2] == [("None", None), ("DuplicateItem", "Duplicate primary key exists in table"),
                         ("ConditionalCheckFailed", "The conditional request failed"),
                         ("ConditionalCheckFailed", "The conditional request failed"), ("None", None)]
    assert all_items(url, table) == [("a", "1")]


def test_reads_answer_one_by_one(url, table):
    items(url, insert(table, "a", 1))
    assert transact(url, f"SELECT n FROM \"{table}\" WHERE pk = 'a'", f"SELECT * FROM \"{table}\" WHERE pk = 'b'",
                    ReturnConsumedCapacity="TOTAL") == {
        "Responses": [{"Item": {"n": {"N": "1"}}}, {}],
        "ConsumedCapacity": [{"TableName": table, "CapacityUnits": 4, "ReadCapacityUnits": 4}]}
    # facts/aws-observed.md:64, of TransactGetItems: what projects to nothing has no Item.
    for column in ("gone", "n[5]"):
        assert transact(url, f"SELECT {column} FROM \"{table}\" WHERE pk = 'a'") == {"Responses": [{}]}
    then = {"X-Tidemark-As-Of": str(round(moment(url) * 1000))}
    items(url, f"DELETE FROM \"{table}\" WHERE pk = 'a'")
    assert transact(url, f"SELECT n FROM \"{table}\" WHERE pk = 'a'", headers=then) == {"Responses": [{"Item": {"n": {"N": "1"}}}]}
    assert transact(url, f"SELECT n FROM \"{table}\" WHERE pk = 'a'") == {"Responses": [{}]}


def test_refusals(url, table):
    write = insert(table, "w", 1)
    assert transact(url, write, f"SELECT * FROM \"{table}\" WHERE") == in_statement(1, MALFORMED + "Unexpected term")
    assert transact(url, f'SELECT * FROM "{table}" WHERE n = 1') == in_statement(
        0, "Select statements within ExecuteTransaction must specify the primary key in the where clause.")
    assert transact(url, f"SELECT * FROM \"{table}\" WHERE pk = 'a' AND attribute_exists(n)") == in_statement(
        0, "Select statements within ExecuteTransaction must specify the primary key in the where clause.")
    assert transact(url, f"DELETE FROM \"{table}\" WHERE pk = 'a' RETURNING ALL OLD *") == in_statement(
        0, "RETURNING clause is not supported in ExecuteTransaction.")
    assert transact(url, write, f"EXISTS(SELECT * FROM \"{table}\" WHERE pk = 'a')") == in_statement(
        1, "EXISTS() must contain a single item read with additional condition")
    assert transact(url, write, f'UPDATE "{table}" SET n = 1') == in_statement(
        1, "Where clause does not contain a mandatory equality on all key attributes")
    assert transact(url, write, f"SELECT * FROM \"{table}\" WHERE pk = 'a'") == (
        "ValidationException", "ExecuteTransaction API does not support both read and write operations in the same request.")
    assert transact(url, write, f"DELETE FROM \"{table}\" WHERE pk = 'w'") == (
        "ValidationException", "Transaction request cannot include multiple operations on one item")
    assert transact(url, "INSERT INTO \"never-created\" VALUE {'pk': 'a'}") == ("ResourceNotFoundException", "Requested resource not found")
    # All faults of keys are told.
    answer = transact(url, write, f"INSERT INTO \"{table}\" VALUE {{'n': 1}}", f'UPDATE "{table}" SET n = 1 WHERE pk = 5')
    assert answer[2] == [("None", None), ("ValidationError", "Key attribute should be present in the item: Key pk"),
                         ("ValidationError", "Key attribute's data type should match its data type in table's schema: Key pk")]
    assert transact(url)[1].endswith("at 'transactStatements' failed to satisfy constraint: Member must have length greater than or equal to 1")
    assert items(url, f'SELECT * FROM "{table}"') == []


def test_a_token_is_carried_out_once(url, table):
    token = {"ClientRequestToken": f"token-{table}"[-36:]}
    items(url, insert(table, "a", 1))
    add = f"UPDATE \"{table}\" SET n = n + 1 WHERE pk = 'a'"
    assert transact(url, add, **token) == {"Responses": []}
    assert transact(url, add, **token) == {"Responses": []}
    assert all_items(url, table) == [("a", "2")]
    assert transact(url, add + " AND n = 2", **token)[0] == "IdempotentParameterMismatchException"


def test_capacity_is_doubled(url, table):
    assert transact(url, insert(table, "a", 1), insert(table, "b", 1), ReturnConsumedCapacity="TOTAL")["ConsumedCapacity"] == [
        {"TableName": table, "CapacityUnits": 4, "WriteCapacityUnits": 4}]
