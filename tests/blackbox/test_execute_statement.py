"""ExecuteStatement. Sources: facts/partiql.md, facts/aws-observed.md section 16."""
import pytest
from conftest import create, moment, raw, refused
from statements import MALFORMED, every_page, execute, items, validation

INDEXES = {
    "definitions": [{"AttributeName": "g", "AttributeType": "S"}, {"AttributeName": "l", "AttributeType": "S"}],
    "GlobalSecondaryIndexes": [
        {"IndexName": "all", "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}},
        {"IndexName": "inc", "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
         "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["p"]}}],
    "LocalSecondaryIndexes": [
        {"IndexName": "local", "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "l", "KeyType": "RANGE"}],
         "Projection": {"ProjectionType": "KEYS_ONLY"}}],
}


@pytest.fixture(scope="module")
def music(client, url):
    """Partition 'a' with sort keys 1..5, partition 'b' with 1..2."""
    name = create(client, "partiql-music", sort="N", **INDEXES)
    for pk, count in (("a", 5), ("b", 2)):
        for n in range(1, count + 1):
            assert items(url, f"""INSERT INTO "{name}" VALUE {{'pk': '{pk}', 'sk': {n}, 'g': 'g{n % 2}', 'l': 'l{9 - n}',
                'p': {n * 10}, 'x': 'x{n}', 'm': {{'k': [{n}, 'two']}}}}""") == []
    yield name
    client.delete_table(TableName=name)


def keys(found):
    return [item["pk"]["S"] + item["sk"]["N"] for item in found]


@pytest.mark.parametrize("where, expected", [
    ("pk = 'a'", "a1 a2 a3 a4 a5"),
    ("pk = 'a' AND sk > 3", "a4 a5"),
    ("pk = 'a' AND sk >= 2 AND sk < 4", "a2 a3"),
    ("pk = 'a' AND sk BETWEEN 2 AND 3", "a2 a3"),
    ("pk = 'a' AND sk = 2", "a2"),
    ("pk = 'a' AND sk = 9", ""),
    ("pk = 'a' AND sk = 1 AND sk > 2", ""),
    ("pk = 'a' AND sk IN [4, 2]", "a2 a4"),
    ("pk IN ('b', 'a') AND sk = 1", "b1 a1"),
    ("pk = 'a' AND (sk < 2 OR sk > 4)", "a1 a5"),
    ("pk = 'a' AND sk <> 2 AND NOT sk = 3", "a1 a4 a5"),
    ("pk = 'a' AND sk <> 1 OR pk = 'a' AND sk = 1", "a1 a2 a3 a4 a5"),
    ("pk = 'a' AND x = 'x3'", "a3"),
    ("pk = 'a' AND m.k[0] > 3", "a4 a5"),
    ("pk = 'a' AND NOT gone = 'y' AND sk < 3", "a1 a2"),
    ("pk = 'a' AND gone <> 'y'", ""),
    ("pk = 'a' AND gone IS MISSING AND x IS STRING AND sk = 1", "a1"),
    ("pk = 'a' ORDER BY sk DESC", "a5 a4 a3 a2 a1"),
    ("pk IN ['a', 'b'] AND sk < 3 ORDER BY pk DESC, sk DESC", "b2 b1 a2 a1"),
])
def test_keyed_reads(url, music, where, expected):
    assert keys(items(url, f'SELECT * FROM "{music}" WHERE {where}')) == expected.split()
    assert keys(every_page(url, f'SELECT * FROM "{music}" WHERE {where}', Limit=1)) == expected.split()


@pytest.mark.parametrize("where, expected", [
    ("", "a1 a2 a3 a4 a5 b1 b2"),
    ("WHERE sk > 4", "a5"),
    ("WHERE pk > 'a'", "b1 b2"),
    ("WHERE pk = 'b' OR x = 'x5'", "a5 b1 b2"),
    ("WHERE attribute_exists(x) = true AND contains(x, '2')", "a2 b2"),
    ("WHERE pk > 1", ""),
])
def test_scans(url, music, where, expected):
    assert sorted(keys(items(url, f'SELECT * FROM "{music}" {where}'))) == expected.split()
    assert sorted(keys(every_page(url, f'SELECT * FROM "{music}" {where}', Limit=2))) == expected.split()


def test_parameters_stand_for_values_everywhere(url, music):
    assert keys(items(url, f'SELECT * FROM "{music}" WHERE pk = ? AND sk IN [?, ?]', {"S": "a"}, {"N": "5"}, {"N": "1"})) == ["a1", "a5"]
    assert keys(items(url, f'SELECT * FROM "{music}" WHERE pk = ? AND m = {{\'k\': [?, \'two\']}}', {"S": "b"}, {"N": "2"})) == ["b2"]
    mismatch = "Number of parameters in request and statement don't match."
    assert validation(url, f'SELECT * FROM "{music}" WHERE pk = ?') == mismatch
    assert validation(url, f'SELECT * FROM "{music}"', {"S": "a"}) == mismatch
    assert validation(url, f'SELECT * FROM "{music}"', Parameters=[]) == (
        "1 validation error detected: Value '[]' at 'parameters' failed to satisfy constraint: "
        "Member must have length greater than or equal to 1")


@pytest.mark.parametrize("number, text", [
    ("1e99999999999", "The parameter cannot be converted to a numeric value: 1e99999999999"),
    ("", "The parameter cannot be converted to a numeric value"),
    ("1e2147483647", "Number underflow. Attempting to store a number with magnitude smaller than supported range"),
    ("1e200", "Number overflow. Attempting to store a number with magnitude larger than supported range"),
])
def test_numbers_of_parameters_are_read_by_the_older_layer(url, number, text):
    assert validation(url, 'SELECT * FROM "never-created" WHERE pk = ?', {"N": number}) == text


def test_columns_are_named_by_the_end_of_their_path(url, music):
    assert items(url, f'SELECT x, m.k, m.k[1], gone FROM "{music}" WHERE pk = \'a\' AND sk = 2') == [
        {"x": {"S": "x2"}, "k": {"L": [{"N": "2"}, {"S": "two"}]}, "k[1]": {"S": "two"}}]


def test_next_tokens_belong_to_their_statement(url, music):
    statement = f'SELECT * FROM "{music}" WHERE pk = ?'
    page = execute(url, statement, {"S": "a"}, Limit=2)
    assert page["LastEvaluatedKey"] == {"pk": {"S": "a"}, "sk": {"N": "2"}}
    token = page["NextToken"]
    assert keys(items(url, statement, {"S": "a"}, NextToken=token, Limit=1)) == ["a3"]
    assert keys(items(url, statement, {"S": "a"}, NextToken=token)) == ["a3", "a4", "a5"]
    assert validation(url, statement, {"S": "b"}, NextToken=token) == "NextToken does not match request"
    assert validation(url, statement + " ", {"S": "a"}, NextToken=token) == "NextToken does not match request"
    for broken in ("x", "AAAA", token[:-8] + "AAAAAAA=", token.swapcase()):
        assert validation(url, statement, {"S": "a"}, NextToken=broken) == "Invalid NextToken"
    assert validation(url, statement, {"S": "a"}, Limit=0) == (
        "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: "
        "Member must have value greater than or equal to 1")


def test_a_page_ends_at_one_megabyte_over_several_partitions(client, url, name):
    create(client, name)
    for pk in "abc":
        items(url, f'INSERT INTO "{name}" VALUE {{\'pk\': ?, \'v\': ?}}', {"S": pk}, {"S": pk * 380_000})
    first = execute(url, f'SELECT pk FROM "{name}" WHERE pk IN [\'a\', \'b\', \'c\']')
    assert [item["pk"]["S"] for item in first["Items"]] == ["a", "b", "c"]
    items(url, f'INSERT INTO "{name}" VALUE {{\'pk\': ?, \'v\': ?}}', {"S": "d"}, {"S": "d" * 380_000})
    statement = f'SELECT pk FROM "{name}" WHERE pk IN [\'a\', \'b\', \'c\', \'d\']'
    page = execute(url, statement)
    assert [item["pk"]["S"] for item in page["Items"]] == ["a", "b", "c"]
    rest = execute(url, statement, NextToken=page["NextToken"])
    assert [item["pk"]["S"] for item in rest["Items"]] == ["d"] and "NextToken" not in rest
    client.delete_table(TableName=name)


def test_indexes(url, music):
    assert sorted(keys(items(url, f'SELECT * FROM "{music}"."all" WHERE g = \'g0\''))) == ["a2", "a4", "b2"]
    assert keys(items(url, f'SELECT * FROM "{music}"."inc" WHERE g = \'g1\' AND sk > 1')) == ["a3", "a5"]
    assert set(items(url, f'SELECT * FROM "{music}"."inc" WHERE g = \'g1\' AND sk = 5')[0]) == {"pk", "sk", "g", "p"}
    assert len(items(url, f'SELECT * FROM "{music}"."inc"')) == 7
    assert keys(items(url, f'SELECT * FROM "{music}"."local" WHERE pk = \'a\' ORDER BY l')) == ["a5", "a4", "a3", "a2", "a1"]
    assert items(url, f'SELECT x FROM "{music}"."local" WHERE pk = \'a\' AND l = \'l6\'') == [{"x": {"S": "x3"}}]
    assert set(items(url, f'SELECT * FROM "{music}"."local" WHERE pk = \'a\' AND l = \'l6\'')[0]) == {"pk", "sk", "l"}
    # What the index does not have matches nothing, and its negation everything.
    assert items(url, f'SELECT * FROM "{music}"."inc" WHERE x = \'x1\'') == []
    assert len(items(url, f'SELECT * FROM "{music}"."inc" WHERE NOT x = \'x1\'')) == 7
    # A filter inside an OR branch is accepted (facts/aws-observed.md section 16, "Further exact texts").
    assert items(url, f'SELECT * FROM "{music}"."inc" WHERE g = \'g1\' AND (x = \'x1\' OR x = \'x2\')') == []


@pytest.mark.parametrize("statement, text", [
    ('SELECT x, m FROM "{}"."inc"', "One or more parameter values were invalid: Global secondary index inc does not project [x, m]"),
    ('SELECT p FROM "{}"."inc" WHERE g = \'g1\' AND x = \'x1\'',
     "One or more parameter values were invalid: Secondary index inc does not project one or more filter attributes: [x]"),
    ('SELECT * FROM "{}"."gone"', "The table does not have the specified index"),
    ('SELECT * FROM "{0}"."{0}"', "The table does not have the specified index"),
    ('DELETE FROM "{}"."inc" WHERE g = \'g1\'', "This operation is not supported on an index"),
    ('SELECT * FROM "{}" WHERE pk IN [\'a\', \'a\']', "Overlapping conditions with range keys are not supported in where clause"),
    ('SELECT * FROM "{}" WHERE pk = 1', "Key attribute's data type should match its data type in table's schema: Key pk"),
    ('SELECT * FROM "{}" ORDER BY sk', "Must have WHERE clause in the statement when using ORDER BY clause."),
    ('SELECT x, x FROM "{}"', "Duplicate identifiers in select clause: x"),
    ('SELECT * FROM "{}" WHERE x < true',
     "Incorrect operand type for operator or function; operator or function: <, operand type: BOOL"),
    ('SELECT * FROM "{}" WHERE', MALFORMED + "Unexpected term"),
    ('FOO "{}"', MALFORMED + "Expected data manipulation"),
    ('SELECT COUNT(*) FROM "{}"', "Unexpected path component at 1:8:5"),
    ('UPDATE "{}" SET x = 1 WHERE pk = \'a\'', "Where clause does not contain a mandatory equality on all key attributes"),
    ('UPDATE "{}" SET x = 1', "Where clause does not contain a mandatory equality on all key attributes"),
    ('DELETE FROM "{}" WHERE pk = \'a\' AND sk > 1', "Where clause does not contain a mandatory equality on all key attributes"),
    ('UPDATE "{}" SET sk = 1 WHERE pk = \'a\' AND sk = 1',
     "One or more parameter values were invalid: Cannot update attribute sk. This attribute is part of the key"),
    ('DELETE FROM "{}" WHERE pk = \'a\' AND sk = 1 RETURNING MODIFIED OLD *',
     "Invalid returning clause: RETURNING MODIFIED OLD *. Only RETURNING ALL OLD * is allowed in DELETE statements."),
    ('INSERT INTO "{}" VALUE {{\'pk\': \'a\'}}', "Key attribute should be present in the item: Key sk"),
    ('INSERT INTO "{}" VALUE {{\'pk\': \'a\', \'sk\': 50, \'v\': [1, 1e126]}}',
     "Number overflow. Attempting to store a number with magnitude larger than supported range under root.v[1]"),
    ('EXISTS(SELECT * FROM "{}" WHERE pk = \'a\' AND sk = 1 AND x = 1)', "EXISTS can only be used in ExecuteTransaction write requests."),
])
def test_refusals(url, music, statement, text):
    assert validation(url, statement.format(music)) == text
    assert len(items(url, f'SELECT * FROM "{music}"')) == 7


def test_refusals_come_in_the_services_order(url, music):
    missing = ("ResourceNotFoundException", "Requested resource not found")
    assert execute(url, 'SELECT * FROM "never-created" WHERE pk = \'a\'') == missing
    assert execute(url, 'UPDATE "never-created" SET a = 1 WHERE pk = \'a\'') == missing
    assert execute(url, 'FROM "never-created" WHERE pk = \'a\' SET a = 1') == missing
    assert "operand type: BOOL" in validation(url, 'SELECT * FROM "never-created" WHERE pk = \'a\' AND x < true')
    assert validation(url, 'SELECT COUNT(*) FROM "never-created"') == "Unexpected path component at 1:8:5"
    assert validation(url, f'SELECT * FROM "{music}"."gone"', ConsistentRead=True) == "The table does not have the specified index"
    assert validation(url, f'SELECT * FROM "{music}"."all"', ConsistentRead=True) == (
        "Strongly consistent read is not supported on Global Secondary Indexes")
    assert len(items(url, f'SELECT * FROM "{music}"."local" WHERE pk = \'a\'', ConsistentRead=True)) == 5


def test_insert_makes_items_once(client, url, table):
    statement = f"INSERT INTO \"{table}\" VALUE {{'pk': 'a', 'n': 1, 'ss': <<'x', 'y'>>, 'ns': <<1, 2.0>>, 'deep': {{'l': [null, true, '']}}}}"
    assert execute(url, statement) == {"Items": []}
    assert client.get_item(TableName=table, Key={"pk": {"S": "a"}})["Item"] == {
        "pk": {"S": "a"}, "n": {"N": "1"}, "ss": {"SS": ["x", "y"]}, "ns": {"NS": ["1", "2"]},
        "deep": {"M": {"l": {"L": [{"NULL": True}, {"BOOL": True}, {"S": ""}]}}}}
    assert execute(url, statement) == ("DuplicateItemException", "Duplicate primary key exists in table")
    assert items(url, f"INSERT INTO \"{table}\" VALUE {{'pk': 'a', 'n': 2}} ON CONFLICT DO NOTHING") == []
    assert items(url, f"SELECT n FROM \"{table}\" WHERE pk = 'a'") == [{"n": {"N": "1"}}]
    big = validation(url, f"INSERT INTO \"{table}\" VALUE {{'pk': 'b', 'v': ?}}", {"S": "x" * 409_600})
    assert big == "Item size has exceeded the maximum allowed size"


def test_update_changes_items_that_are_there(url, table):
    items(url, f"INSERT INTO \"{table}\" VALUE {{'pk': 'a', 'n': 1, 'l': [1, 2, 3], 'ss': <<'x'>>, 'm': {{'k': 1}}}}")
    where = "WHERE pk = 'a'"
    assert items(url, f'UPDATE "{table}" SET n = n + 1 SET l[0] = \'first\', m.k = 5 REMOVE l[2] {where}') == []
    assert items(url, f'SELECT n, l, m.k FROM "{table}" {where}') == [
        {"n": {"N": "2"}, "l": {"L": [{"S": "first"}, {"N": "2"}]}, "k": {"N": "5"}}]
    assert items(url, f'FROM "{table}" {where} SET l[9] = 4, ss = set_add(ss, <<\'y\'>>) RETURNING MODIFIED NEW *') == [
        {"ss": {"SS": ["x", "y"]}}]
    assert items(url, f'SELECT l, ss FROM "{table}" {where}') == [
        {"l": {"L": [{"S": "first"}, {"N": "2"}, {"N": "4"}]}, "ss": {"SS": ["x", "y"]}}]
    assert items(url, f'UPDATE "{table}" SET ss = set_delete(ss, <<\'x\', \'y\'>>), nn = set_add(nn, <<1>>) {where} RETURNING ALL NEW *')[0].keys() == {
        "pk", "n", "l", "m", "nn"}
    failed = ("ConditionalCheckFailedException", "The conditional request failed")
    assert execute(url, f'UPDATE "{table}" SET n = 1 WHERE pk = \'gone\'') == failed
    assert execute(url, f'UPDATE "{table}" SET n = 1 WHERE pk = \'gone\' AND attribute_not_exists(pk)') == failed
    assert execute(url, f'UPDATE "{table}" SET n = 9 {where} AND n = 5') == failed
    assert validation(url, f'UPDATE "{table}" SET ss = set_add(ss, <<1>>), l = set_add(l, <<1>>) {where}') == (
        "An operand in the update expression has an incorrect data type")
    assert validation(url, f'UPDATE "{table}" SET gone[0] = 1 {where}') == (
        "The document path provided in the update expression is invalid for update")
    assert items(url, f'SELECT n FROM "{table}"') == [{"n": {"N": "2"}}]


@pytest.mark.parametrize("clause, expected", [
    ("ALL OLD", {"pk", "a", "m"}), ("ALL NEW", {"pk", "a", "m", "b"}), ("MODIFIED OLD", {"a"}), ("MODIFIED NEW", {"a", "b"}),
])
def test_returning_of_updates(url, table, clause, expected):
    items(url, f"INSERT INTO \"{table}\" VALUE {{'pk': 'a', 'a': 1, 'm': {{'k': 1, 'z': 2}}}}")
    found = items(url, f'UPDATE "{table}" SET a = 2, b = 3 WHERE pk = \'a\' RETURNING {clause} *')
    assert set(found[0]) == expected


def test_returning_shows_changed_leaves_only(url, table):
    items(url, f"INSERT INTO \"{table}\" VALUE {{'pk': 'a', 'l': [0, 1, 2], 'm': {{'k': 1, 'z': 2}}}}")
    update = f'UPDATE "{table}" SET %s WHERE pk = \'a\' RETURNING MODIFIED %s *'
    assert items(url, update % ("l[0] = 'v0', l[2] = 'v2', m.k = 5", "NEW")) == [
        {"l": {"L": [{"S": "v0"}, {"S": "v2"}]}, "m": {"M": {"k": {"N": "5"}}}}]
    assert items(url, f'UPDATE "{table}" REMOVE l[1] WHERE pk = \'a\' RETURNING MODIFIED NEW *') == [{"l": {"L": [{"S": "v2"}]}}]
    assert items(url, f'UPDATE "{table}" REMOVE l[1] WHERE pk = \'a\' RETURNING MODIFIED NEW *') == []
    assert items(url, update % ("fresh = 1", "OLD")) == []


def test_delete(url, table):
    assert execute(url, f'DELETE FROM "{table}" WHERE pk = \'gone\'') == {"Items": []}
    assert items(url, f'DELETE FROM "{table}" WHERE pk = \'gone\' RETURNING ALL OLD *') == []
    items(url, f"INSERT INTO \"{table}\" VALUE {{'pk': 'a', 'n': 1}}")
    failed = ("ConditionalCheckFailedException", "The conditional request failed")
    assert execute(url, f'DELETE FROM "{table}" WHERE pk = \'a\' AND n = 2') == failed
    assert items(url, f'DELETE FROM "{table}" WHERE pk = \'a\' AND n = 1 RETURNING ALL OLD *') == [{"pk": {"S": "a"}, "n": {"N": "1"}}]
    assert items(url, f'SELECT * FROM "{table}"') == []


def test_a_failed_condition_returns_the_item_if_asked(client, table):
    client.execute_statement(Statement=f"INSERT INTO \"{table}\" VALUE {{'pk': 'a', 'n': 1}}")
    call = {"Statement": f"DELETE FROM \"{table}\" WHERE pk = 'a' AND n = 2"}
    assert "Item" not in refused(lambda: client.execute_statement(**call), "ConditionalCheckFailedException")
    url = client.meta.endpoint_url
    _, answer = raw(url, "ExecuteStatement", {**call, "ReturnValuesOnConditionCheckFailure": "ALL_OLD"})
    assert answer["Item"] == {"pk": {"S": "a"}, "n": {"N": "1"}}


def test_capacity(url, music):
    def units(statement, **more):
        return execute(url, statement, ReturnConsumedCapacity="INDEXES", **more)["ConsumedCapacity"]
    assert units(f'SELECT x FROM "{music}" WHERE pk = \'a\'') == {
        "TableName": music, "CapacityUnits": 0.5, "Table": {"CapacityUnits": 0.5}}
    assert units(f'SELECT x FROM "{music}" WHERE pk = \'a\'', ConsistentRead=True)["CapacityUnits"] == 1
    assert units(f'SELECT x FROM "{music}" WHERE pk IN [\'a\', \'b\', \'c\']')["CapacityUnits"] == 1.5
    assert units(f'SELECT * FROM "{music}"."all" WHERE g = \'g1\'') == {
        "TableName": music, "CapacityUnits": 0.5, "Table": {"CapacityUnits": 0},
        "GlobalSecondaryIndexes": {"all": {"CapacityUnits": 0.5}}}
    # Each row is fetched from the table and rounded alone.
    local = units(f'SELECT x FROM "{music}"."local" WHERE pk = \'a\' AND l > \'l5\'')
    assert (local["CapacityUnits"], local["Table"]["CapacityUnits"]) == (2, 1.5)
    written = units(f"INSERT INTO \"{music}\" VALUE {{'pk': 'capacity', 'sk': 1, 'g': 'z'}}")
    assert written["CapacityUnits"] == 3 and written["GlobalSecondaryIndexes"].keys() == {"all", "inc"}
    assert units(f"DELETE FROM \"{music}\" WHERE pk = 'capacity' AND sk = 1")["CapacityUnits"] == 3


def test_indexes_with_several_key_attributes_are_refused(client, url, name):
    attributes = [{"AttributeName": a, "AttributeType": "S"} for a in ("pk", "h1", "h2")]
    status, _ = raw(url, "CreateTable", {
        "TableName": name, "AttributeDefinitions": attributes, "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        "GlobalSecondaryIndexes": [{"IndexName": "multi", "Projection": {"ProjectionType": "ALL"}, "KeySchema": [
            {"AttributeName": "h1", "KeyType": "HASH"}, {"AttributeName": "h2", "KeyType": "HASH"}]}]})
    assert status == 200
    text = ("PartiQL statements cannot be executed on tables with multi-attribute HASH keys or multi-attribute RANGE keys.")
    assert validation(url, f'SELECT * FROM "{name}"."multi" WHERE h1 = \'a\' AND h2 = \'b\'') == text
    assert validation(url, f'SELECT COUNT(*) FROM "{name}"."multi"') == text
    assert validation(url, f'SELECT * FROM "{name}"."multi" WHERE') == MALFORMED + "Unexpected term"
    assert "under root" in validation(url, f'SELECT * FROM "{name}"."multi" WHERE h1 = 1e200')
    assert items(url, f'SELECT * FROM "{name}"') == []
    client.delete_table(TableName=name)


def test_reads_of_the_past(url, table):
    items(url, f"INSERT INTO \"{table}\" VALUE {{'pk': 'a', 'n': 1}}")
    then = {"X-Tidemark-As-Of": str(round(moment(url) * 1000))}
    items(url, f"UPDATE \"{table}\" SET n = 2 WHERE pk = 'a'")
    items(url, f"INSERT INTO \"{table}\" VALUE {{'pk': 'b', 'n': 3}}")
    for where in ("WHERE pk = 'a'", "", "WHERE pk IN ['a', 'b']"):
        assert items(url, f'SELECT n FROM "{table}" {where}', headers=then) == [{"n": {"N": "1"}}]
    assert "has no meaning for statements that write" in validation(
        url, f"DELETE FROM \"{table}\" WHERE pk = 'a'", headers=then)
    assert len(items(url, f'SELECT * FROM "{table}"')) == 2


def test_requests_are_checked(url):
    def error(**body):
        status, answer = raw(url, "ExecuteStatement", body)
        return status, answer.get("message", answer.get("Message"))
    assert error() == (400, "1 validation error detected: Value null at 'statement' failed to satisfy constraint: Member must not be null")
    assert error(Statement="")[1].endswith("Member must have length greater than or equal to 1")
    assert error(Statement="x" * 8193)[1].endswith("Member must have length less than or equal to 8192")
    assert error(Statement="x", ReturnConsumedCapacity="ALL")[1].endswith("Member must satisfy enum value set: [INDEXES, TOTAL, NONE]")
