"""The texts of PartiQL statements (facts/partiql.md): what partiql.py describes as plain data, with its values as
literals or as parameters."""
import re

from expression_text import Expressions

LITERAL_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
TYPES = {"NULL": "NULL", "BOOL": "BOOL", "S": "STRING"}
STATEMENT_MAX = 8192


def literal(json):
    """The value as a literal, or None where it has none or a long one."""
    (kind, raw), = json.items()
    if kind == "S":
        return "'" + raw.replace("'", "''") + "'" if raw.isprintable() and len(raw) <= 60 else None
    if kind == "N":
        return raw if LITERAL_NUMBER.fullmatch(raw) else None
    if kind == "BOOL":
        return "true" if raw else "false"
    if kind == "NULL":
        return "null"
    if kind in ("L", "M", "SS", "NS"):
        members = list(raw.values()) if kind == "M" else raw if kind == "L" else [{kind[0]: member} for member in raw]
        parts = [literal(member) for member in members]
        if None in parts:
            return None
        if kind == "M":
            return "{" + ", ".join(f"{literal({'S': name})}: {part}" for name, part in zip(raw, parts)) + "}"
        return ("[{}]" if kind == "L" else "<<{}>>").format(", ".join(parts))
    return None


class Text(Expressions):
    """Collects the parameters of one statement in the order of the text."""

    def __init__(self, op, literals):
        super().__init__(op)
        self.literals, self.parameters = literals, []

    def name(self, name):
        return f'"{name}"' if self.alias or not re.fullmatch("[a-z][a-z0-9]*", name) or name == "name" else name

    def value(self, json):
        text = literal(json) if self.literals and len(self.parameters) % 3 != 2 else None
        if text is not None:
            return text
        self.parameters.append(json)
        return "?"

    def condition(self, tree, above=0):
        if tree[0] in ("exists", "missing") and self.style in ("small", "wide"):
            return f"{self.path(tree[1])} IS {'NOT ' if tree[0] == 'exists' else ''}MISSING"
        if tree[0] == "type" and tree[2] in TYPES and self.style in ("small", "wide"):
            return f"{self.path(tree[1])} IS {TYPES[tree[2]]}"
        if tree[0] == "in":
            return f"{self.operand(tree[1])} IN [{', '.join(map(self.operand, tree[2]))}]"
        return super().condition(tree, above)

    def clause(self, what, path, value=None):
        left = self.path(path)
        if what == "REMOVE":
            return f"REMOVE {left}"
        if what == "SET":
            return f"SET {left} = {self.operand(value)}"
        return f"SET {left} = set_{what.lower()}({left}, {self.value(value)})"

    def where(self, statement, keys):
        clauses = [self.key_clause(*key) for key in keys]
        if statement.get("cond"):
            clauses.append(self.condition(statement["cond"], 2))
        return " WHERE " + " AND ".join(clauses) if clauses else ""

    def key_clause(self, name, operator, *values):
        if operator == "between":
            return "{} BETWEEN {} AND {}".format(self.name(name), *map(self.value, values))
        if operator == "begins":
            return f"begins_with({self.name(name)}, {self.value(values[0])})"
        return f"{self.name(name)} {operator} {self.value(values[0])}"

    def statement(self, statement, names):
        table, keys = f'"{names[statement["t"]]}"', [(n, "=", v) for n, v in statement.get("key", {}).items()]
        returning = f" RETURNING {statement['returning']} *" if statement.get("returning") else ""
        what = statement["do"]
        if what == "insert":
            pairs = ", ".join(f"{literal({'S': n})}: {self.value(v)}" for n, v in statement["item"].items())
            return f"INSERT INTO {table} VALUE {{{pairs}}}"
        if what == "delete":
            return f"DELETE FROM {table}{self.where(statement, keys)}{returning}"
        if what == "exists":
            return f"EXISTS(SELECT * FROM {table}{self.where(statement, keys)})"
        if what == "select":
            return self.select(statement, table, keys)
        if self.style == "value first":  # the form that begins with FROM
            where = self.where(statement, keys)
            return f"FROM {table}{where} {' '.join(self.clause(*a) for a in statement['update'])}{returning}"
        changes = " ".join(self.clause(*a) for a in statement["update"])
        return f"UPDATE {table} {changes}{self.where(statement, keys)}{returning}"

    def select(self, statement, table, keys):
        shown = ", ".join(map(self.path, statement["proj"])) if statement.get("proj") else "*"
        source = table + (f'."{statement["index"]}"' if statement.get("index") else "")
        keys += [(n, "=", v) for n, v in statement.get("hash", ())] + list(statement.get("range", ()))
        order = f" ORDER BY {self.name(statement['order'])} {'DESC' if statement.get('reverse') else 'ASC'}" \
            if statement.get("order") else ""
        return f"SELECT {shown} FROM {source}{self.where(statement, keys)}{order}"


def members(op, statement, names):
    """The members Statement and Parameters of a request."""
    for literals in (op.get("literals"), False):
        made = Text(op, literals)
        text = made.statement(statement, names)
        if len(text) <= STATEMENT_MAX:
            break
    return {"Statement": text, **({"Parameters": made.parameters} if made.parameters else {})}


def request(op, names):
    if op["op"] == "ExecuteStatement":
        body = members(op, op["statement"], names)
        for ours, theirs in (("limit", "Limit"), ("next", "NextToken"), ("consistent", "ConsistentRead"),
                             ("rvccf", "ReturnValuesOnConditionCheckFailure")):
            if op.get(ours):
                body[theirs] = op[ours]
        return body
    statements = []
    for statement in op["statements"]:
        one = members(op, statement, names)
        if statement.get("consistent"):
            one["ConsistentRead"] = True
        statements.append(one)
    return {"Statements" if op["op"] == "BatchExecuteStatement" else "TransactStatements": statements}
