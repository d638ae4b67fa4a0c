"""The parameters of before expressions (facts/validation.md section 10, expressions.md section 6).

An operation with "legacy" has conds [(name, operator, values...)], any (true: one of them is enough) and updates
[(name, action, value or None)] in the places of cond, filter and update; proj becomes AttributesToGet.
"""

COMPARISONS = {"EQ": "=", "NE": "<>", "LE": "<=", "LT": "<", "GE": ">=", "GT": ">"}
KEY_OPERATORS = {"=": "EQ", "<": "LT", "<=": "LE", ">": "GT", ">=": "GE", "between": "BETWEEN", "begins": "BEGINS_WITH"}
MEMBERS = {"Query": "QueryFilter", "Scan": "ScanFilter"}


def translated(op):
    """The operation with the trees that its legacy parameters mean."""
    if not op.get("legacy"):
        return op
    out = dict(op)
    if op.get("conds"):
        trees = [condition(*c) for c in op["conds"]]
        while len(trees) > 1:
            trees[:2] = [("or" if op.get("any") else "and", trees[0], trees[1])]
        out["filter" if op["op"] in MEMBERS else "cond"] = trees[0]
    if op.get("updates"):
        out["update"] = [action(*u) for u in op["updates"]]
    return out


def condition(name, operator, *arguments):
    path, arguments = ("p", (name,)), [("v", v) for v in arguments]
    if operator in COMPARISONS:
        return ("cmp", COMPARISONS[operator], path, arguments[0])
    if operator in ("NULL", "NOT_NULL"):
        return ("missing" if operator == "NULL" else "exists", path[1])
    if operator == "CONTAINS":
        return ("contains", path[1], arguments[0])
    if operator == "NOT_CONTAINS":  # false for what is missing (aws-observed.md section 7)
        return ("and", ("exists", path[1]), ("not", ("contains", path[1], arguments[0])))
    if operator == "BEGINS_WITH":
        return ("begins", path, arguments[0])
    return ("in", path, arguments) if operator == "IN" else ("between", path, *arguments)


def action(name, what, value):
    if what == "PUT":
        return ("SET", (name,), ("v", value))
    return ("REMOVE", (name,)) if value is None else (what, (name,), value)


def comparison(operator, arguments):
    return {"ComparisonOperator": operator, **({"AttributeValueList": list(arguments)} if arguments else {})}


def into(body, op):
    """Adds the parameters to the body of a request."""
    if op.get("conds"):
        body[MEMBERS.get(op["op"], "Expected")] = {name: comparison(o, values) for name, o, *values in op["conds"]}
        if len(op["conds"]) > 1:
            body["ConditionalOperator"] = "OR" if op.get("any") else "AND"
    if op.get("updates"):
        body["AttributeUpdates"] = {name: {"Action": what, **({"Value": value} if value else {})}
                                    for name, what, value in op["updates"]}
    if op["op"] == "Query":
        clauses = [(n, "=", v) for n, v in op["hash"]] + op["range"]
        body["KeyConditions"] = {name: comparison(KEY_OPERATORS[o], values) for name, o, *values in clauses}
    if op.get("proj"):
        body["AttributesToGet"] = [path[0] for path in op["proj"]]
    return body
