"""Requests that are refused on purpose: a sound operation, an edit of its body, and the answer that facts/ give.

Texts are those of facts/validation.md (sections in brackets) and facts/aws-observed.md.
"""
from tables import EMPTY, NOT_VALID, SCHEMA_MISMATCH
from values import INVALID, NESTING, NOT_FOUND, OVERFLOW, PRECISION, UNDERFLOW, VALIDATION

DETECTED = "1 validation error detected: "
WRITES = ("PutItem", "UpdateItem", "DeleteItem")
V, W = {":v": {"N": "2"}}, {":v": {"N": "2"}, ":w": {"N": "1"}}
TYPES = "{B,NULL,SS,BOOL,L,BS,N,NS,S,M}"
NOT_NUMERIC = "The parameter cannot be converted to a numeric value: "
WRONG_TYPE = "Incorrect operand type for operator or function; "

# (text, values, what is told after the prefix) [8]
CONDITIONS = [
    ("", None, "The expression can not be empty;"),
    ("a = = b", None, 'Syntax error; token: "=", near: "= = b"'),
    ("!!!", None, 'Syntax error; token: "!", near: "!!"'),
    ("attribute_not_exists(", None, 'Syntax error; token: "<EOF>", near: "("'),
    ("((a = b))", None, "The expression has redundant parentheses;"),
    ("a = b AND ((c = b))", None, "The expression has redundant parentheses;"),
    ("Attribute_exists(a)", None, "Invalid function name; function: Attribute_exists"),
    ("size(a)", None, "The function is not allowed to be used this way in an expression; function: size"),
    ("Status = b", None, "Attribute name is a reserved keyword; reserved keyword: Status"),
    ("#q = b", None, "An expression attribute name used in the document path is not defined; attribute name: #q"),
    ("a = :q", None, "An expression attribute value used in expression is not defined; attribute value: :q"),
    ("attribute_exists(a, b)", None, "Incorrect number of operands for operator or function; operator or function: "
     "attribute_exists, number of operands: 2"),
    ("attribute_exists(:v)", V, "Operator or function requires a document path; operator or function: attribute_exists"),
    ("a = a", None, "The first operand must be distinct from the remaining operands for this operator or function; "
     "operator: =, first operand: [a]"),
    ("a[0].b < a[0].b", None, "The first operand must be distinct from the remaining operands for this operator or "
     "function; operator: <, first operand: [a, [0], b]"),
    ("contains(a, a)", None, "The first operand must be distinct from the remaining operands for this operator or "
     "function; operator: contains, first operand: [a]"),
    ("a < :v", {":v": {"BOOL": True}}, WRONG_TYPE + "operator or function: <, operand type: BOOL"),
    ("NOT b >= :v", {":v": {"L": []}}, WRONG_TYPE + "operator or function: >=, operand type: L"),
    ("begins_with(a, :v)", V, WRONG_TYPE + "operator or function: begins_with, operand type: N"),
    ("a BETWEEN :v AND :w", W, "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
     "lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}"),
    ("a BETWEEN :v AND :w", {":v": {"S": "a"}, ":w": {"N": "1"}}, "The BETWEEN operator requires same data type for lower "
     "and upper bounds; lower bound operand: AttributeValue: {S:a}, upper bound operand: AttributeValue: {N:1}"),
    ("attribute_type(a, :v)", {":v": {"S": "X"}}, "Invalid attribute type name found; type: X, valid types: " + TYPES),
    ("a=b" + " OR a=b" * 150, None, "The expression contains too many operators; operator count: 301"),
    ("a = b" + " " * 4092, None, "Expression size has exceeded the maximum allowed size; expression size: 4097"),
    ("a" + ".b" * 32 + " = c", None, "The document path has too many nesting levels; nesting levels: 33"),
]
UPDATES = [
    ("", None, "The expression can not be empty;"),
    ("INVALID SYNTAX HERE", None, 'Syntax error; token: "INVALID", near: "INVALID SYNTAX"'),
    ("SET a = b SET c = b", None, 'The "SET" section can only be used once in an update expression;'),
    ("SET a = :q", None, "An expression attribute value used in expression is not defined; attribute value: :q"),
    ("SET #q = a", None, "An expression attribute name used in the document path is not defined; attribute name: #q"),
    ("SET a = b, a = c", None, "Two document paths overlap with each other; must remove or rewrite one of these paths; "
     "path one: [a], path two: [a]"),
    ("SET a.b = c, a[0] = c", None, "Two document paths conflict with each other; must remove or rewrite one of these "
     "paths; path one: [a, b], path two: [a, [0]]"),
    ("ADD a :v", {":v": {"S": "a"}}, WRONG_TYPE + "operator: ADD, operand type: STRING"),
    ("DELETE a :v", V, WRONG_TYPE + "operator: DELETE, operand type: NUMBER"),
    ("SET a = b + :v", {":v": {"S": "a"}}, WRONG_TYPE + "operator or function: +, operand type: S"),
    ("SET a = list_append(a, :v)", V, WRONG_TYPE + "operator or function: list_append, operand type: N"),
    ("SET a = if_not_exists(:v, b)", V, "Operator or function requires a document path; "
     "operator or function: if_not_exists"),
    ("SET status = a", None, "Attribute name is a reserved keyword; reserved keyword: status"),
    ("SET a = nope(b)", None, "Invalid function name; function: nope"),
]
PROJECTIONS = [
    ("", "The expression can not be empty;"),
    ("a, a", "Two document paths overlap with each other; must remove or rewrite one of these paths; "
     "path one: [a], path two: [a]"),
    ("a.b, a[1]", "Two document paths conflict with each other; must remove or rewrite one of these paths; "
     "path one: [a, b], path two: [a, [1]]"),
    ("status", "Attribute name is a reserved keyword; reserved keyword: status"),
    ("#q", "An expression attribute name used in the document path is not defined; attribute name: #q"),
    ("!!!", 'Syntax error; token: "!", near: "!!"'),
]
# (value, text, whether the write envelopes it) [4, 5]
VALUES = [
    ({}, "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes", False),
    ({"S": "a", "N": "1"}, "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the "
     "supported datatypes", False),
    ({"N": "abc"}, NOT_NUMERIC + "abc", True), ({"N": " 1"}, NOT_NUMERIC + " 1", True), ({"N": "1e"}, NOT_NUMERIC + "1e", True),
    ({"N": "NaN"}, NOT_NUMERIC + "NaN", True), ({"NS": ["1", "x"]}, NOT_NUMERIC + "x", True),
    ({"N": "1e126"}, OVERFLOW, True), ({"N": "0e126"}, OVERFLOW, True), ({"N": "-10e125"}, OVERFLOW, True),
    ({"N": "1e-131"}, UNDERFLOW, True), ({"NS": ["1", "-0.1e-130"]}, UNDERFLOW, True),
    ({"N": "1" * 39}, PRECISION, True), ({"L": [{"N": "1." + "0" * 37 + "1"}]}, PRECISION, True),
    ({"NULL": False}, INVALID + "Null attribute value types must have the value of true", True),
    ({"SS": []}, INVALID + "An string set  may not be empty", True), ({"NS": []}, INVALID + "An number set  may not be empty", True),
    ({"BS": []}, INVALID + "Binary sets should not be empty", True),
    ({"NS": ["1", "1.0"]}, INVALID + "Input collection contains duplicates.", True),
    ({"SS": ["b", "a", "b"]}, INVALID + 'Input collection ["a", "b", "b"] contains duplicates.', True),
    ({"BS": ["AA==", "/w==", "AA=="]}, INVALID + 'Input collection ["AA==","/w==","AA=="]of type BS contains duplicates.', True),
]


def deep(levels):
    value = {"S": "a"}
    for number in range(levels):
        value = {"M": {"a": value}} if number % 2 else {"L": [value]}
    return value


VALUES.append((deep(32), NESTING, True))


def operation(make, model):
    """A sound operation with its "break": (edits of the body, type of the error, text or texts)."""
    t = make.pick([0, 1])
    kind = make.pick([*WRITES, "GetItem", "Query", "Scan"])
    op = {"op": kind, "t": t}
    if kind == "PutItem":
        op["item"] = make.new_key(t)
    elif kind == "Query":
        name = make.schemas[t].hash[0]
        op.update(hash=[(name, make.pick(make.keys[t][name]))], range=[])
    elif kind != "Scan":
        op["key"] = make.key(t, model)
    found = None
    while not found:
        found = make.pick(BREAKS)(make, kind, make.schemas[t])
    edits, text, *error = found
    return {**op, "break": (edits, *(error or [VALIDATION]), text)}


def absent_table(make, kind, schema):
    return [(["TableName"], "no-such-table")], "Requested resource not found", NOT_FOUND


def bad_key(make, kind, schema):
    member = "Item" if kind == "PutItem" else "Key"
    if kind in ("Query", "Scan"):
        return None
    name, expected = make.pick(schema.keys())
    what = make.pick(["none", "type", "empty", "more"])
    if what == "empty":
        return [([member, name], {expected: ""})], f"{NOT_VALID}The AttributeValue for a key attribute cannot contain " \
            f"{EMPTY[expected]}. Key: {name}" if expected != "N" else "1 validation error detected: " + NOT_NUMERIC \
            if kind in WRITES else NOT_NUMERIC
    if what == "more":
        return ([([member, "a"], {"S": "a"})], SCHEMA_MISMATCH) if member == "Key" else None
    if what == "none":
        return [([member, name], None)], SCHEMA_MISMATCH if member == "Key" else f"{INVALID}Missing the key {name} in the item"
    actual = make.pick(["S", "N", "BOOL", "L", "SS"])
    if actual == expected:
        return None
    return [([member, name], make.value(actual))], SCHEMA_MISMATCH if member == "Key" \
        else f"{INVALID}Type mismatch for key {name} expected: {expected} actual: {actual}"


def bad_condition(make, kind, schema):
    if kind == "GetItem":
        return None
    member = "ConditionExpression" if kind in WRITES else "FilterExpression"
    text, values, told = make.pick(CONDITIONS)
    edits = [([member], text)] + [(["ExpressionAttributeValues", n], v) for n, v in (values or {}).items()]
    return edits, envelope(kind) + f"Invalid {member}: {told}"


def bad_update(make, kind, schema):
    if kind != "UpdateItem":
        return None
    text, values, told = make.pick(UPDATES)
    edits = [(["UpdateExpression"], text)] + [(["ExpressionAttributeValues", n], v) for n, v in (values or {}).items()]
    return edits, f"{DETECTED}Invalid UpdateExpression: {told}"


def bad_projection(make, kind, schema):
    if kind in WRITES:
        return None
    text, told = make.pick(PROJECTIONS)
    return [(["ProjectionExpression"], text)], "Invalid ProjectionExpression: " + told


def bad_value(make, kind, schema):
    value, text, is_enveloped = make.pick(VALUES)
    if kind == "PutItem":
        return [(["Item", "a"], value)], DETECTED * is_enveloped + text
    if kind == "UpdateItem":
        edits = [(["UpdateExpression"], "SET a = :bad"), (["ExpressionAttributeValues", ":bad"], value)]
        return edits, DETECTED * is_enveloped + text
    return None


def placeholders(make, kind, schema):
    member = {"GetItem": "ProjectionExpression", "Query": "FilterExpression", "Scan": "FilterExpression"}.get(
        kind, "ConditionExpression")
    simple = ([member], "a" if kind == "GetItem" else "attribute_exists(a)")
    what = make.pick(["Names", "Values"]) if kind not in ("GetItem",) else "Names"
    one = "#u" if what == "Names" else ":u"
    attribute = f"ExpressionAttribute{what}"
    value = "a" if what == "Names" else {"S": "a"}
    form = make.pick(["unused", "alone", "empty", "token"])
    if form == "unused":
        return [simple, ([attribute, one], value)], f"{envelope(kind)}Value provided in {attribute} unused in " \
            f"expressions: keys: {{{one}}}"
    if form == "token":
        return [simple, ([attribute, "u"], value)], f'{envelope(kind)}{attribute} contains invalid key: Syntax error; key: "u"'
    if kind in ("Query", "Scan"):
        return None  # Query always has an expression; what Scan adds to its text is not told
    if form == "alone":
        return [([attribute, one], value)], f"{envelope(kind)}{attribute} can only be specified when using expressions"
    return [simple, ([attribute], {})], f"{envelope(kind)}{attribute} must not be empty"


def envelope(kind):
    return DETECTED if kind in WRITES else ""


def enumerations(make, kind, schema):
    if kind in ("PutItem", "DeleteItem"):
        return [(["ReturnValues"], make.pick(["ALL_NEW", "UPDATED_NEW", "UPDATED_OLD"]))], \
            DETECTED + "ReturnValues can only be ALL_OLD or NONE"
    if kind == "UpdateItem":
        return [(["ReturnValues"], "SOME")], DETECTED + "Failed to satisfy constraint: Member must satisfy enum value set: " \
            "[ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]"
    return [(["ReturnConsumedCapacity"], "SOME")], None


def mixed(make, kind, schema):
    if kind not in WRITES:
        return None
    return [(["ConditionExpression"], "attribute_exists(a)"), (["Expected"], {"a": {"Exists": False}})], \
        DETECTED + "Can not use both expression and non-expression parameters in the same request: " \
        "Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}"


def reads(make, kind, schema):
    if kind not in ("Query", "Scan"):
        return None
    kind_text = DETECTED if kind == "Query" else ""
    options = [
        ([(["IndexName"], "no-such-index")], "The table does not have the specified index: no-such-index"),
        ([(["Select"], "SPECIFIC_ATTRIBUTES")],
         kind_text + "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES"),
        ([(["Select"], "ALL_PROJECTED_ATTRIBUTES")],
         kind_text + "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName"),
        ([(["Select"], "ALL_ATTRIBUTES"), (["ProjectionExpression"], "a")],
         kind_text + "Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES"),
        ([(["Limit"], 0)], [DETECTED + "Value at 'Limit' failed to satisfy constraint: Member must have value greater than or "
                            "equal to 1", DETECTED + "Value '0' at 'limit' failed to satisfy constraint: Member must have "
                            "value greater than or equal to 1"][(kind == "Scan"):]),
        ([(["ExclusiveStartKey"], {"a": {"S": "a"}})], "The provided starting key is invalid" if kind == "Query" else
         ["The provided starting key is invalid", "The provided starting key is invalid: " + SCHEMA_MISMATCH]),
    ]
    if kind == "Scan":
        options += [
            ([(["Segment"], 0)], "The TotalSegments parameter is required but was not present in the request when Segment "
             "parameter is present"),
            ([(["TotalSegments"], 1)], "The Segment parameter is required but was not present in the request when parameter "
             "TotalSegments is present"),
            ([(["Segment"], 5), (["TotalSegments"], 5)], [
                "The Segment parameter is zero-based and must be less than parameter TotalSegments" + tail
                for tail in ("", ": Segment: 5 is not less than TotalSegments: 5")])]
    return make.pick(options)


def key_conditions(make, kind, schema):
    if kind != "Query":
        return None
    (name, expected), other = schema.hash, {"SS": ["a"]}
    text = ["KeyConditionExpression"]
    good = make.value(expected)
    while good in ({"S": ""}, {"B": ""}):
        good = make.value(expected)
    return make.pick([
        ([(text, None), (["ExpressionAttributeValues"], None)],
         "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request."),
        ([(text, "a = :v"), (["ExpressionAttributeValues"], {":v": good})],
         "Query condition missed key schema element: " + name),
        ([(text, f"{name} > :v"), (["ExpressionAttributeValues"], {":v": good})], "Query key condition not supported"),
        ([(text, f"{name} = :v"), (["ExpressionAttributeValues"], {":v": other})],
         INVALID + "Condition parameter type does not match schema type"),
        ([(text, f"{name} = :v AND {name} = :v"), (["ExpressionAttributeValues"], {":v": good})],
         "Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key"),
        ([(text, f"{name} = :v AND a.b = :v"), (["ExpressionAttributeValues"], {":v": good})],
         "Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on nested attributes"),
        ([(text, f"(({name} = :v))"), (["ExpressionAttributeValues"], {":v": good})],
         "Invalid KeyConditionExpression: The expression has redundant parentheses;"),
        ([(text, f"{name} = :v OR a = :v"), (["ExpressionAttributeValues"], {":v": good})],
         "Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: OR"),
    ])


BREAKS = [absent_table, bad_key, bad_condition, bad_condition, bad_update, bad_update, bad_projection, bad_value, bad_value,
          placeholders, enumerations, mixed, reads, key_conditions]
