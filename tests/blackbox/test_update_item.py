"""UpdateItem. Sources: facts/expressions.md section 5, facts/aws-observed.md section 3, facts/validation.md section 8."""
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import refused

ENVELOPE = "1 validation error detected: "
START = {"pk": {"S": "a"}, "n": {"N": "5"}, "s": {"S": "text"}, "l": {"L": [{"N": "0"}, {"N": "1"}, {"N": "2"}]},
         "m": {"M": {"x": {"N": "1"}}}, "ss": {"SS": ["a", "b"]}}


@pytest.fixture
def stored(client, table):
    client.put_item(TableName=table, Item=START)
    return table


def update(client, table, expression, values=None, key="a", **more):
    if values:
        more["ExpressionAttributeValues"] = values
    return client.update_item(TableName=table, Key={"pk": {"S": key}}, UpdateExpression=expression, **more)


def changed(client, table, key="a"):
    item = client.get_item(TableName=table, Key={"pk": {"S": key}})["Item"]
    return {name: item.get(name) for name in set(item) | set(START) if item.get(name) != START.get(name)}


@pytest.mark.parametrize("expression, values, expected", [
    ("SET n = n + :one", {":one": {"N": "1"}}, {"n": {"N": "6"}}),
    ("SET n = n - :big", {":big": {"N": "0.00000000000000000001"}}, {"n": {"N": "4.99999999999999999999"}}),
    ("SET a = n, n = :v", {":v": {"N": "9"}}, {"a": {"N": "5"}, "n": {"N": "9"}}),
    ("SET l[7] = :v", {":v": {"N": "9"}}, {"l": {"L": [{"N": "0"}, {"N": "1"}, {"N": "2"}, {"N": "9"}]}}),
    ("SET l = list_append(l, :v)", {":v": {"L": [{"N": "9"}]}}, {"l": {"L": [{"N": "0"}, {"N": "1"}, {"N": "2"}, {"N": "9"}]}}),
    ("SET q = if_not_exists(q, :v)", {":v": {"N": "9"}}, {"q": {"N": "9"}}),
    ("SET m.y = :v", {":v": {"N": "9"}}, {"m": {"M": {"x": {"N": "1"}, "y": {"N": "9"}}}}),
    ("REMOVE l[0], l[2]", None, {"l": {"L": [{"N": "1"}]}}),
    ("REMOVE s, absent", None, {"s": None}),
    ("ADD n :v, q :v", {":v": {"N": "2"}}, {"n": {"N": "7"}, "q": {"N": "2"}}),
    ("ADD ss :v", {":v": {"SS": ["b", "c"]}}, {"ss": {"SS": ["a", "b", "c"]}}),
    ("DELETE ss :v", {":v": {"SS": ["a", "b"]}}, {"ss": None}),
    ("SET n = :v REMOVE s ADD q :v DELETE ss :a", {":v": {"N": "1"}, ":a": {"SS": ["a"]}},
     {"n": {"N": "1"}, "s": None, "q": {"N": "1"}, "ss": {"SS": ["b"]}}),
])
def test_changes_exactly_what_is_asked(client, stored, expression, values, expected):
    update(client, stored, expression, values)
    assert changed(client, stored) == expected


@pytest.mark.parametrize("wanted, expected", [
    ("NONE", None), ("ALL_OLD", START), ("UPDATED_OLD", {"n": {"N": "5"}}), ("UPDATED_NEW", {"n": {"N": "6"}}),
    ("ALL_NEW", {**START, "n": {"N": "6"}}),
])
def test_return_values(client, stored, wanted, expected):
    answer = update(client, stored, "SET n = n + :one", {":one": {"N": "1"}}, ReturnValues=wanted)
    got = answer.get("Attributes")
    if got and "ss" in got:
        got["ss"]["SS"].sort()
    assert got == expected


def test_nested_updated_new_shows_only_the_fragment(client, stored):
    answer = update(client, stored, "SET m.x = :v", {":v": {"N": "2"}}, ReturnValues="UPDATED_NEW")
    assert answer["Attributes"] == {"m": {"M": {"x": {"N": "2"}}}}


def test_an_absent_item_is_created(client, table):
    client.update_item(TableName=table, Key={"pk": {"S": "new"}})
    assert client.get_item(TableName=table, Key={"pk": {"S": "new"}})["Item"] == {"pk": {"S": "new"}}
    update(client, table, "SET v = :v", {":v": {"N": "1"}}, key="set")
    assert client.get_item(TableName=table, Key={"pk": {"S": "set"}})["Item"]["v"] == {"N": "1"}


@pytest.mark.parametrize("expression, values, message", [
    ("SET pk = :v", {":v": {"S": "x"}}, "One or more parameter values were invalid: Cannot update attribute pk. "
                                        "This attribute is part of the key"),
    ("SET x.y = :v", {":v": {"S": "x"}}, "The document path provided in the update expression is invalid for update"),
    ("SET a = absent", None, "The provided expression refers to an attribute that does not exist in the item"),
    ("SET n = s + :v", {":v": {"N": "1"}}, "An operand in the update expression has an incorrect data type"),
    ("INVALID SYNTAX HERE", None, ENVELOPE + 'Invalid UpdateExpression: Syntax error; token: "INVALID", near: "INVALID SYNTAX"'),
    ("SET a = :v SET b = :v", {":v": {"N": "1"}},
     ENVELOPE + 'Invalid UpdateExpression: The "SET" section can only be used once in an update expression;'),
    ("SET status = :v", {":v": {"N": "1"}},
     ENVELOPE + "Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: status"),
    ("SET a = :missing", None, ENVELOPE + "Invalid UpdateExpression: An expression attribute value used in expression is not "
                                          "defined; attribute value: :missing"),
    ("SET a = :v, a.b = :v", {":v": {"N": "1"}},
     ENVELOPE + "Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; "
                "path one: [a], path two: [a, b]"),
    ("ADD n :v", {":v": {"S": "x"}}, ENVELOPE + "Invalid UpdateExpression: Incorrect operand type for operator or function; "
                                                "operator: ADD, operand type: STRING"),
])
def test_refuses_with_the_services_text_and_changes_nothing(client, stored, expression, values, message):
    refused(lambda: update(client, stored, expression, values), "ValidationException", message)
    assert changed(client, stored) == {}


def test_200_concurrent_increments_all_count(client, stored):
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: update(client, stored, "ADD hits :one", {":one": {"N": "1"}},
                                                 ReturnValues="UPDATED_NEW")["Attributes"]["hits"]["N"], range(200)))
    assert sorted(map(int, answers)) == list(range(1, 201))


def test_only_one_of_many_conditional_creators_wins(client, table):
    def attempt(n):
        try:
            update(client, table, "SET winner = :n", {":n": {"N": str(n)}}, key="race",
                   ConditionExpression="attribute_not_exists(pk)")
            return n
        except client.exceptions.ConditionalCheckFailedException:
            return None
    with ThreadPoolExecutor(16) as pool:
        winners = [n for n in pool.map(attempt, range(64)) if n is not None]
    assert len(winners) == 1
    assert client.get_item(TableName=table, Key={"pk": {"S": "race"}})["Item"]["winner"] == {"N": str(winners[0])}


LIMIT = 409_600
TOO_BIG = "Item size to update has exceeded the maximum allowed size"


def test_what_a_statement_writes_is_measured_even_if_it_is_not_stored(client, table):
    """facts/aws-observed.md section 12, "if_not_exists(path, v) 39 plus both operands whether or not the path exists"."""
    client.put_item(TableName=table, Item={"pk": {"S": "a"}, "b": {"S": "kept"}})
    def attempt(size):
        return update(client, table, "SET b = if_not_exists(b, :big)", {":big": {"S": "x" * size}})
    overhead = 3 + 19 + len("b") + 39 + (1 + 14 + len("b"))
    attempt(LIMIT - overhead)
    refused(lambda: attempt(LIMIT - overhead + 1), "ValidationException", TOO_BIG)
    assert client.get_item(TableName=table, Key={"pk": {"S": "a"}})["Item"] == {"pk": {"S": "a"}, "b": {"S": "kept"}}


def test_a_long_key_leaves_only_the_items_own_limit(client, table):
    """facts/aws-observed.md section 12: with a key of 22 bytes and more the finished item decides."""
    def attempt(key, size):
        return update(client, table, "SET b = :big", {":big": {"S": "x" * size}}, key=key)
    attempt("k", LIMIT - 19 - 3 - 1)  # the whole item has LIMIT - 19 bytes
    refused(lambda: attempt("k", LIMIT - 19 - 3), "ValidationException", TOO_BIG)
    attempt("k" * 20, LIMIT - 22 - 1)
    refused(lambda: attempt("k" * 20, LIMIT - 22), "ValidationException", TOO_BIG)


def test_the_size_is_refused_before_the_condition(client, table):
    """facts/aws-observed.md section 12; AttributeUpdates are not measured."""
    refused(lambda: update(client, table, "SET b = :big", {":big": {"S": "x" * (LIMIT - 10)}}, ConditionExpression="attribute_exists(pk)"),
            "ValidationException", TOO_BIG)
    client.update_item(TableName=table, Key={"pk": {"S": "a"}}, AttributeUpdates={"b": {"Value": {"S": "x" * (LIMIT - 4)}}})


@pytest.mark.parametrize("expression, values", [
    ("REMOVE x", None), ("REMOVE x.y, l[1]", None), ("DELETE x :v", {":v": {"SS": ["a"]}}),
])
def test_taking_away_makes_no_item(client, table, expression, values):
    """facts/aws-observed.md section 21: REMOVE on an absent item leaves no stream record."""
    assert "Attributes" not in update(client, table, expression, values, key="absent", ReturnValues="ALL_NEW")
    assert "Item" not in client.get_item(TableName=table, Key={"pk": {"S": "absent"}})


def nested(levels):
    value = {"S": "x"}
    for _ in range(levels):
        value = {"M": {"a": value}}
    return value


# facts/validation.md section 15, facts/aws-observed.md section 1: a very deep request is read by the old layer.
@pytest.mark.parametrize("levels, message", [
    (40, ENVELOPE + "Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]"),
    (100, ENVELOPE + "Value 'XOR' at 'conditionalOperator' failed to satisfy constraint: Member must satisfy enum value set: "
                     "[OR, AND]"),
])
def test_the_enum_of_a_deep_request(client, table, levels, message):
    expected = {"a": {"Value": nested(levels)}, "b": {"Value": {"S": "x"}}}
    refused(lambda: client.update_item(TableName=table, Key={"pk": {"S": "a"}}, Expected=expected, ConditionalOperator="XOR"),
            "ValidationException", message)
    refused(lambda: client.put_item(TableName=table, Item={"pk": {"S": "a"}}, Expected=expected, ConditionalOperator="XOR"),
            "ValidationException", message)


def test_a_wrong_operand_is_told_before_the_size(client, table):
    key = {"pk": {"S": "big"}}
    client.put_item(TableName=table, Item={**key, "l": {"L": [{"S": "x" * 1000}] * 300}, "s": {"S": "text"}})
    for more, text in ((", c = s + :n", "An operand in the update expression has an incorrect data type"),
                       (", c = :n", "Item size to update has exceeded the maximum allowed size")):
        refused(lambda: client.update_item(TableName=table, Key=key, UpdateExpression="SET a = list_append(l, l), b = l" + more,
                                           ExpressionAttributeValues={":n": {"N": "1"}}), "ValidationException", text)
    assert "a" not in client.get_item(TableName=table, Key=key)["Item"]
