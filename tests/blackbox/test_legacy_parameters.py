"""The parameters that came before expressions. Sources: facts/validation.md section 10,
facts/aws-observed.md section 7, facts/expressions.md section 6."""
import pytest
from conftest import refused

INVALID = "One or more parameter values were invalid: "
ENVELOPE = "1 validation error detected: "
MIXED = "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {%s} " \
        "Expression parameters: {%s}"


@pytest.fixture
def items(client, sorted_table):
    for n in range(5):
        client.put_item(TableName=sorted_table, Item={"pk": {"S": "a"}, "sk": {"N": str(n)}, "n": {"N": str(n * 10)},
                                                      "tags": {"SS": ["x", str(n)]}, "name": {"S": f"name{n}"}})
    client.put_item(TableName=sorted_table, Item={"pk": {"S": "b"}, "sk": {"N": "0"}, "none": {"NULL": True}})
    return sorted_table


def condition(operator, *values):
    return {"ComparisonOperator": operator, **({"AttributeValueList": list(values)} if values else {})}


def sort_keys(answer):
    return sorted((item["pk"]["S"], int(item["sk"]["N"])) for item in answer["Items"])


def test_attributes_to_get(client, items):
    key = {"pk": {"S": "a"}, "sk": {"N": "1"}}
    assert client.get_item(TableName=items, Key=key, AttributesToGet=["n", "absent"])["Item"] == {"n": {"N": "10"}}
    assert client.batch_get_item(RequestItems={items: {"Keys": [key], "AttributesToGet": ["name"]}})["Responses"][items] == \
        [{"name": {"S": "name1"}}]
    assert client.query(TableName=items, KeyConditions={"pk": condition("EQ", {"S": "a"})}, AttributesToGet=["sk"],
                        Select="SPECIFIC_ATTRIBUTES")["Items"] == [{"sk": {"N": str(n)}} for n in range(5)]
    assert {} in client.scan(TableName=items, AttributesToGet=["name"])["Items"]
    refused(lambda: client.get_item(TableName=items, Key=key, AttributesToGet=["n", "n"]), "ValidationException",
            INVALID + "Duplicate value in attribute name: n")
    refused(lambda: client.get_item(TableName=items, Key=key, AttributesToGet=[]), "ValidationException")
    refused(lambda: client.query(TableName=items, KeyConditions={"pk": condition("EQ", {"S": "a"})}, AttributesToGet=["sk"],
                                 Select="COUNT"), "ValidationException",
            ENVELOPE + "Cannot specify the AttributesToGet when choosing to get only the Count")


@pytest.mark.parametrize("operator,values,found", [
    ("EQ", [{"N": "2"}], [2]), ("LT", [{"N": "2"}], [0, 1]), ("LE", [{"N": "2"}], [0, 1, 2]), ("GT", [{"N": "3"}], [4]),
    ("GE", [{"N": "3"}], [3, 4]), ("BETWEEN", [{"N": "1"}, {"N": "3"}], [1, 2, 3])])
def test_key_conditions(client, items, operator, values, found):
    answer = client.query(TableName=items, KeyConditions={"pk": condition("EQ", {"S": "a"}), "sk": condition(operator, *values)})
    assert [int(item["sk"]["N"]) for item in answer["Items"]] == found


def test_refused_key_conditions(client, items):
    for conditions, message in [
        ({"pk": condition("EQ", {"S": "a"}), "sk": condition("NE", {"N": "1"})},
         "Attempted conditional constraint is not an indexable operation"),
        ({"pk": condition("GT", {"S": "a"})}, "Query key condition not supported"),
        ({"sk": condition("EQ", {"N": "1"})}, "Query condition missed key schema element: pk"),
        ({"pk": condition("EQ", {"S": "a"}, {"S": "b"})}, INVALID + "Invalid number of argument(s) for the EQ ComparisonOperator"),
    ]:
        refused(lambda c=conditions: client.query(TableName=items, KeyConditions=c), "ValidationException", message)


ALL = list(range(5))


@pytest.mark.parametrize("attribute,operator,values,found", [
    ("n", "EQ", [{"N": "1E1"}], [1]), ("n", "NE", [{"N": "10"}], [0, 2, 3, 4]), ("n", "IN", [{"N": "0"}, {"N": "40"}], [0, 4]),
    ("n", "BETWEEN", [{"N": "10"}, {"N": "20"}], [1, 2]), ("n", "GT", [{"N": "20"}], [3, 4]), ("n", "NOT_NULL", [], ALL),
    ("n", "NULL", [], []), ("absent", "NULL", [], ALL), ("absent", "NE", [{"N": "1"}], ALL),
    ("absent", "NOT_CONTAINS", [{"S": "1"}], []), ("tags", "CONTAINS", [{"S": "3"}], [3]),
    ("tags", "NOT_CONTAINS", [{"S": "3"}], [0, 1, 2, 4]), ("name", "BEGINS_WITH", [{"S": "name"}], ALL),
    ("name", "CONTAINS", [{"S": "e4"}], [4]), ("tags", "EQ", [{"SS": ["2", "x"]}], [2]), ("name", "LT", [{"N": "5"}], [])])
def test_filters(client, items, attribute, operator, values, found):
    conditions = {attribute: condition(operator, *values)}
    answer = client.query(TableName=items, KeyConditions={"pk": condition("EQ", {"S": "a"})}, QueryFilter=conditions)
    assert [int(item["sk"]["N"]) for item in answer["Items"]] == found
    assert [n for key, n in sort_keys(client.scan(TableName=items, ScanFilter=conditions)) if key == "a"] == found


def test_conditional_operator(client, items):
    both = {"n": condition("GE", {"N": "30"}), "name": condition("EQ", {"S": "name0"})}
    assert sort_keys(client.scan(TableName=items, ScanFilter=both)) == []
    assert sort_keys(client.scan(TableName=items, ScanFilter=both, ConditionalOperator="OR")) == [("a", 0), ("a", 3), ("a", 4)]
    without = "ConditionalOperator cannot be used without Filter or Expected"
    refused(lambda: client.scan(TableName=items, ConditionalOperator="OR"), "ValidationException", without)
    refused(lambda: client.scan(TableName=items, ScanFilter={}, ConditionalOperator="AND"), "ValidationException", without)
    refused(lambda: client.query(TableName=items, ConditionalOperator="AND"), "ValidationException", without)
    refused(lambda: client.scan(TableName=items, ScanFilter={"n": condition("NULL")}, ConditionalOperator="AND"),
            "ValidationException", "ConditionalOperator can only be used when Filter or Expected has two or more elements")
    refused(lambda: client.scan(TableName=items, ScanFilter=both, ConditionalOperator="XOR"), "ValidationException",
            ENVELOPE + "Value 'XOR' at 'conditionalOperator' failed to satisfy constraint: Member must satisfy enum value set: [OR, AND]")
    refused(lambda: client.query(TableName=items, QueryFilter=both, ConditionalOperator="XOR"), "ValidationException",
            "Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]")


def test_refused_filters(client, items):
    for conditions, message in [
        ({"n": condition("LT", {"BOOL": True})}, INVALID + "ComparisonOperator LT is not valid for BOOL AttributeValue type"),
        ({"n": condition("CONTAINS", {"L": []})}, INVALID + "ComparisonOperator CONTAINS is not valid for L AttributeValue type"),
        ({"n": condition("BEGINS_WITH", {"N": "1"})}, INVALID + "ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type"),
        ({"n": condition("IN", {"N": "1"}, {"S": "1"})}, INVALID + "AttributeValues inside AttributeValueList must be of same type"),
        ({"n": condition("IN")}, INVALID + "Invalid number of argument(s) for the IN ComparisonOperator"),
        ({"n": condition("NULL", {"N": "1"})}, INVALID + "Invalid number of argument(s) for the NULL ComparisonOperator"),
        ({"n": condition("BETWEEN", {"N": "2"}, {"N": "1"})},
         "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound"),
        ({"n": condition("EQ", {"N": "abc"})}, "The parameter cannot be converted to a numeric value: abc"),
    ]:
        refused(lambda c=conditions: client.scan(TableName=items, ScanFilter=c), "ValidationException", message)
    refused(lambda: client.query(TableName=items, KeyConditions={"pk": condition("EQ", {"S": "a"})},
                                 QueryFilter={"sk": condition("NULL")}), "ValidationException",
            "QueryFilter can only contain non-primary key attributes: Primary key attribute: sk")
    refused(lambda: client.scan(TableName=items, ScanFilter={"n": {"ComparisonOperator": "LIKE"}}), "ValidationException",
            ENVELOPE + "Value 'LIKE' at 'scanFilter.n.member.comparisonOperator' failed to satisfy constraint: Member must satisfy "
            "enum value set: [IN, NULL, BETWEEN, LT, NOT_CONTAINS, EQ, GT, NOT_NULL, NE, LE, BEGINS_WITH, GE, CONTAINS]")


@pytest.mark.parametrize("expected,holds", [
    ({"n": {"Value": {"N": "10"}}}, True), ({"n": {"Value": {"N": "11"}}}, False), ({"n": {"Exists": False}}, False),
    ({"absent": {"Exists": False}}, True), ({"n": {"Exists": True, "Value": {"N": "10.0"}}}, True),
    ({"n": {"ComparisonOperator": "GT", "AttributeValueList": [{"N": "9"}]}}, True),
    ({"n": {"ComparisonOperator": "GT", "Value": {"N": "10"}}}, False), ({"absent": {"ComparisonOperator": "NOT_NULL"}}, False),
    ({"n": {"Value": {"N": "10"}}, "name": {"Value": {"S": "other"}}}, False)])
def test_expected(client, items, expected, holds):
    key = {"pk": {"S": "a"}, "sk": {"N": "1"}}
    before = client.get_item(TableName=items, Key=key)["Item"]
    for call in (lambda: client.put_item(TableName=items, Item=before, Expected=expected),
                 lambda: client.update_item(TableName=items, Key=key, Expected=expected,
                                            AttributeUpdates={"new": {"Value": {"S": "x"}}}),
                 lambda: client.delete_item(TableName=items, Key=key, Expected=expected)):
        if holds:
            call()
        else:
            refused(call, "ConditionalCheckFailedException", "The conditional request failed")
    assert ("Item" in client.get_item(TableName=items, Key=key)) is not holds


def test_expected_with_or(client, items):
    client.put_item(TableName=items, Item={"pk": {"S": "a"}, "sk": {"N": "1"}}, ConditionalOperator="OR",
                    Expected={"n": {"Value": {"N": "10"}}, "name": {"Value": {"S": "other"}}})


def test_refused_expected(client, table):
    """In the envelope of the single writes, and nothing is written."""
    value = {"S": "x"}
    for expected, message in [
        ({"a": {"Exists": True}}, "Value must be provided when Exists is true for Attribute: a"),
        ({"a": {}}, "Value must be provided when Exists is null for Attribute: a"),
        ({"a": {"Exists": False, "Value": value}}, "Value cannot be used when Exists is false for Attribute: a"),
        ({"a": {"Value": value, "AttributeValueList": [value], "ComparisonOperator": "EQ"}},
         "Value and AttributeValueList cannot be used together for Attribute: a"),
        ({"a": {"Exists": True, "ComparisonOperator": "EQ", "Value": value}},
         "Exists and ComparisonOperator cannot be used together for Attribute: a"),
        ({"a": {"ComparisonOperator": "EQ"}}, "Value or AttributeValueList must be used with ComparisonOperator: EQ for Attribute: a"),
        ({"a": {"AttributeValueList": [value]}}, "AttributeValueList can only be used with a ComparisonOperator for Attribute: a"),
        ({"a": {"ComparisonOperator": "BETWEEN", "AttributeValueList": [value]}},
         "Invalid number of argument(s) for the BETWEEN ComparisonOperator"),
    ]:
        refused(lambda e=expected: client.put_item(TableName=table, Item={"pk": {"S": "a"}}, Expected=e), "ValidationException",
                ENVELOPE + INVALID + message)
        refused(lambda e=expected: client.delete_item(TableName=table, Key={"pk": {"S": "a"}}, Expected=e), "ValidationException",
                ENVELOPE + INVALID + message)
    refused(lambda: client.put_item(TableName=table, Item={"pk": {"S": "a"}}, Expected={"a": {"Value": {"N": "x"}}}),
            "ValidationException", ENVELOPE + "The parameter cannot be converted to a numeric value: x")
    assert client.scan(TableName=table)["Items"] == []


def test_attribute_updates(client, table):
    key = {"pk": {"S": "a"}}

    def update(**updates):
        return client.update_item(TableName=table, Key=key, AttributeUpdates=updates, ReturnValues="ALL_NEW")["Attributes"]
    assert update(n={"Value": {"N": "1"}}, s={"Action": "ADD", "Value": {"SS": ["x"]}}) == \
        {**key, "n": {"N": "1"}, "s": {"SS": ["x"]}}
    assert update(n={"Action": "ADD", "Value": {"N": "4"}}, s={"Action": "ADD", "Value": {"SS": ["y"]}}) == \
        {**key, "n": {"N": "5"}, "s": {"SS": ["x", "y"]}}
    assert update(s={"Action": "DELETE", "Value": {"SS": ["x"]}}, n={"Action": "DELETE"}) == {**key, "s": {"SS": ["y"]}}
    assert update(l={"Action": "ADD", "Value": {"L": [{"S": "a"}]}})["l"] == {"L": [{"S": "a"}]}
    assert update(l={"Action": "ADD", "Value": {"L": [{"S": "b"}]}})["l"] == {"L": [{"S": "a"}, {"S": "b"}]}
    # A name may have any characters: it is not a path.
    assert update(**{"x.y[0]": {"Action": "PUT", "Value": {"S": "z"}}})["x.y[0]"] == {"S": "z"}
    touched = client.update_item(TableName=table, Key=key, AttributeUpdates={"n": {"Value": {"N": "7"}}}, ReturnValues="UPDATED_NEW")
    assert touched["Attributes"] == {"n": {"N": "7"}}


def test_deleting_attributes_makes_no_item(client, table):
    client.update_item(TableName=table, Key={"pk": {"S": "a"}}, AttributeUpdates={"n": {"Action": "DELETE"}})
    assert client.scan(TableName=table)["Items"] == []
    client.update_item(TableName=table, Key={"pk": {"S": "b"}}, AttributeUpdates={})
    assert client.scan(TableName=table)["Items"] == [{"pk": {"S": "b"}}]


def test_refused_attribute_updates(client, table):
    key = {"pk": {"S": "a"}}
    client.put_item(TableName=table, Item={**key, "s": {"S": "x"}})
    for update, message in [
        ({"Action": "PUT"}, ENVELOPE + INVALID + "Only DELETE action is allowed when no attribute value is specified"),
        ({"Action": "DELETE", "Value": {"S": "x"}}, ENVELOPE + INVALID + "DELETE action with value is not supported for the type S"),
        ({"Action": "ADD", "Value": {"S": "x"}}, ENVELOPE + INVALID + "ADD action is not supported for the type S"),
        ({"Action": "ADD", "Value": {"N": "1"}}, "Type mismatch for attribute to update"),
    ]:
        refused(lambda u=update: client.update_item(TableName=table, Key=key, AttributeUpdates={"s": u}), "ValidationException", message)
    refused(lambda: client.update_item(TableName=table, Key=key, AttributeUpdates={"pk": {"Value": {"S": "x"}}}), "ValidationException",
            INVALID + "Cannot update attribute pk. This attribute is part of the key")
    assert client.get_item(TableName=table, Key=key)["Item"] == {**key, "s": {"S": "x"}}


def test_mixing_is_refused(client, sorted_table):
    table, key = sorted_table, {"pk": {"S": "a"}, "sk": {"N": "1"}}
    some, expected = {"n": condition("NULL")}, {"n": {"Exists": False}}
    for call, old, new, envelope in [
        (lambda: client.get_item(TableName=table, Key=key, AttributesToGet=["n"], ProjectionExpression="n"),
         "AttributesToGet", "ProjectionExpression", ""),
        (lambda: client.put_item(TableName=table, Item=key, Expected=expected, ConditionExpression="attribute_exists(n)"),
         "Expected", "ConditionExpression", ENVELOPE),
        (lambda: client.update_item(TableName=table, Key=key, AttributeUpdates={}, Expected=expected, ConditionalOperator="OR",
                                    UpdateExpression="REMOVE n", ConditionExpression="attribute_exists(n)"),
         "AttributeUpdates, Expected, ConditionalOperator", "UpdateExpression, ConditionExpression", ENVELOPE),
        (lambda: client.query(TableName=table, KeyConditions=some, QueryFilter=some, ConditionalOperator="OR",
                              KeyConditionExpression="pk = :a", FilterExpression="n = :a", ProjectionExpression="n"),
         "QueryFilter, ConditionalOperator, KeyConditions", "ProjectionExpression, FilterExpression, KeyConditionExpression", ""),
        (lambda: client.scan(TableName=table, AttributesToGet=["n"], ScanFilter=some, ConditionalOperator="OR",
                             FilterExpression="n = :a", ProjectionExpression="n"),
         "AttributesToGet, ScanFilter, ConditionalOperator", "ProjectionExpression, FilterExpression", ""),
        (lambda: client.scan(TableName=table, ScanFilter=some, ProjectionExpression="n"), "ScanFilter", "ProjectionExpression", ""),
        (lambda: client.batch_get_item(RequestItems={table: {"Keys": [key], "AttributesToGet": ["n"]},
                                                     "other": {"Keys": [key], "ProjectionExpression": "n"}}),
         "AttributesToGet", "ProjectionExpression", ""),
    ]:
        refused(call, "ValidationException", envelope + MIXED % (old, new))
    # KeyConditions alone may stand beside the other expressions.
    client.put_item(TableName=table, Item={**key, "n": {"N": "1"}})
    assert client.query(TableName=table, KeyConditions={"pk": condition("EQ", {"S": "a"})}, FilterExpression="n = :one",
                        ProjectionExpression="n", ExpressionAttributeValues={":one": {"N": "1"}})["Items"] == [{"n": {"N": "1"}}]
