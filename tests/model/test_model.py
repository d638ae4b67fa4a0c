"""The model itself: its sizes and numbers against facts/, and that the driver finds a wrong rule and makes it small."""
import math

import differential
import expressions
import model
import partiql
import pytest
import tables
import updates
import values
from shrink import shrink


@pytest.mark.parametrize("text, bytes_", [  # facts/sizes-and-capacity.md section 1
    ("0", 1), ("-0", 1), ("1", 2), ("12", 2), ("100", 2), ("0042", 2), ("0.0000001", 2), ("0.15", 2), ("1E125", 2),
    ("1E-100", 2), ("123", 3), ("1010", 3), ("1.5", 3), ("1.200", 3), ("-42", 3), ("-0.15", 3), ("-1E125", 3),
    ("123456", 4), ("12345", 4), ("1.234", 4), ("100.5", 4), ("3.14159", 5), ("-12345", 5), ("1234567", 5),
    ("9" * 19, 11), ("9" * 38, 20)])
def test_sizes_of_numbers(text, bytes_):
    assert values.number_size(values.number(text)) == bytes_


@pytest.mark.parametrize("text, canonical", [  # facts/numbers-and-keys.md section 1
    ("007", "7"), ("+1.5", "1.5"), ("1.10", "1.1"), ("100.000", "100"), ("1e3", "1000"), ("1.23e4", "12300"),
    ("123e-2", "1.23"), (".5", "0.5"), ("-.5", "-0.5"), ("5.", "5"), ("0e5", "0"), ("-0", "0"), ("1e125", "1" + "0" * 125),
    ("1e-20", "0.00000000000000000001")])
def test_canonical_numbers(text, canonical):
    assert values.number_text(values.number(text)) == canonical


@pytest.mark.parametrize("text, told", [
    ("1e126", values.OVERFLOW), ("1e-131", values.UNDERFLOW), ("0e126", values.OVERFLOW), ("0e-131", values.UNDERFLOW),
    ("1" * 39, values.PRECISION), ("1e99999999999", values.OVERFLOW),
    ("1e", "The parameter cannot be converted to a numeric value: 1e")])
def test_refused_numbers(text, told):
    with pytest.raises(values.Refused) as refused:
        values.number(text)
    assert refused.value.kinds == [("ValidationException", told)]


def path(*elements):
    return ("p", elements)


FIVE, TWO, LIST = ("v", {"S": "12345"}), ("v", {"N": "12"}), ("v", {"L": [{"S": "ab"}]})


@pytest.mark.parametrize("actions, bytes_", [  # facts/aws-observed.md lines 271 to 282
    ([("SET", ("b",), FIVE)], 3 + 19 + 1 + 5),
    ([("SET", ("m", "b"), FIVE)], 3 + 19 + (1 + 4 + 1) + 5),
    ([("SET", ("l", 10), FIVE)], 3 + 20 + (1 + 4 + 2) + 5),
    ([("SET", ("b",), LIST), ("SET", ("c",), FIVE)], 3 + (19 + 1 + 3 + 1 + 2) + (19 + 1 + 5)),
    ([("SET", ("c",), path("m", "z"))], 3 + 19 + 1 + (1 + 15 + 15)),
    ([("SET", ("c",), ("+", path("c"), TWO))], 3 + 19 + 1 + 34 + (1 + 15) + 2),
    ([("SET", ("c",), ("-", TWO, path("c")))], 3 + 19 + 1 + 37 + 2 + (1 + 15)),
    ([("SET", ("b",), ("default", ("b",), FIVE))], 3 + 19 + 1 + 39 + (1 + 15) + 5),
    ([("SET", ("l",), ("append", ("default", ("l",), LIST), LIST))], 3 + 19 + 1 + 37 + (39 + (1 + 15) + 6) + 6),
    ([("REMOVE", ("r",))], 3 + 2), ([("REMOVE", ("l", 10))], 3 + 1 + 1 + 4 + 2),
    ([("ADD", ("c",), TWO[1])], 3 + 19 + 1 + 2), ([("ADD", ("c",), {"SS": ["a", "bcd"]})], 3 + 19 + 1 + 4),
    ([("DELETE", ("s",), {"SS": ["a", "bcd"]})], 3 + 1 + 1)])
def test_sizes_of_updates(actions, bytes_):
    assert updates.statement_size(actions) == bytes_


class ExclusiveBetween(expressions.Rules):
    def between(self, low, value, high):
        return low < value < high


class MissingEqualsAll(expressions.Rules):
    def compare(self, operator, left, right):
        return operator == "<>" and left is not None and left != right if operator == "<>" \
            else super().compare(operator, left, right)


class BlindToLists(expressions.Rules):
    def contains(self, whole, part):
        return whole is not None and whole[0] != "L" and super().contains(whole, part)


def add_replaces(action, item, right=updates.effect):
    path, value = right(action, item)
    return path, values.parse(action[2]) if action[0] == "ADD" else value


def upsert(one, statement, right=partiql.change):
    table = one.tables[statement["t"]]
    if statement["do"] != "update" or table.key_of(table.lookup(statement["key"])) in table.items:
        return right(one, statement)
    key = table.lookup(statement["key"])
    return table.key_of(key), key, key


WRONG = {
    "BETWEEN without its bounds": {"rules": ExclusiveBetween()},
    "<> is false for what is missing": {"rules": MissingEqualsAll()},
    "contains() does not look into lists": {"rules": BlindToLists()},
    "UPDATED_NEW answers all": {"patch": (model.Model, "returned", staticmethod(
        lambda op, old, new, right=model.Model.returned: new if op.get("rv") == "UPDATED_NEW" else right(op, old, new)))},
    "kilobytes are rounded down": {"patch": (tables, "write_units", lambda item: max(
        1, math.floor(values.item_size(item or {}) / 1024)))},
    "ADD replaces": {"patch": (updates, "effect", add_replaces)},
    "PartiQL's <> is true for what is missing": {"patch": (partiql, "lowered", lambda tree: tree)},
    "columns keep the whole path": {"patch": (partiql, "column", lambda path: ".".join(map(str, path)))},
    "UPDATE makes an item": {"patch": (partiql, "change", upsert)},
    "writes cost what is new only": {"patch": (tables.Table, "write_arms", lambda table, old, new, factor=1, right=(
        tables.Table.write_arms): right(table, None, new, factor))},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_rule_is_found_and_made_small(service, wrong, monkeypatch):
    if "patch" in WRONG[wrong]:
        monkeypatch.setattr(*WRONG[wrong]["patch"])
    rules = WRONG[wrong].get("rules")
    found = next((outcome.found for seed in range(100) for outcome in [differential.run_round(service, seed, rules=rules)]
                  if outcome.found), None)
    assert found, "100 rounds have not found it"
    least, difference = shrink(service, *found[:2], rules)
    print(difference)
    assert difference and len(least) in (1, 2, 3)
