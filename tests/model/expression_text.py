"""The texts of expressions, with their names and values."""
import re

RESERVED = {"name", "size", "value", "status", "date", "ttl"}  # of the names that generate.py uses


class Expressions:
    """Makes the texts of one request's expressions, with their names and values."""

    def __init__(self, op):
        self.alias, self.style = op.get("alias"), op.get("style")
        self.names, self.values = {}, {}

    def name(self, name):
        if not self.alias and re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", name) and name.lower() not in RESERVED:
            return name
        return self.names.setdefault(name, f"#n{len(self.names)}")

    def value(self, json):
        if self.style == "shared":  # equal values have one name
            for token, known in self.values.items():
                if known == json:
                    return token
        token = f":v{len(self.values)}"
        self.values[token] = json
        return token

    def path(self, path):
        first, *rest = path
        return self.name(first) + "".join(f"[{e}]" if isinstance(e, int) else "." + self.name(e) for e in rest)

    def operand(self, tree):
        what, *arguments = tree
        if what == "p":
            return self.path(arguments[0])
        if what == "v":
            return self.value(arguments[0])
        if what == "size":
            return f"size({self.path(arguments[0])})"
        if what in ("+", "-"):
            return f"{self.operand(arguments[0])} {what} {self.operand(arguments[1])}"
        if what == "default":
            return f"if_not_exists({self.path(arguments[0])}, {self.operand(arguments[1])})"
        return f"list_append({self.operand(arguments[0])}, {self.operand(arguments[1])})"

    def condition(self, tree, above=0):
        """The text of a condition below an operator that binds `above` (1 OR, 2 AND, 3 NOT)."""
        what = tree[0]
        if what in ("and", "or"):
            level = 2 if what == "and" else 1
            text = f"{self.condition(tree[1], level)} {what.upper()} {self.condition(tree[2], level)}"
            return f"({text})" if above > level else text
        if what == "not":
            return "NOT " + self.condition(tree[1], 3)
        if what == "paren":
            return f"({self.condition(tree[1])})"
        if what == "cmp":
            return f"{self.operand(tree[2])} {tree[1]} {self.operand(tree[3])}"
        if what == "between":
            return "{} BETWEEN {} AND {}".format(*map(self.operand, tree[1:]))
        if what == "in":
            return f"{self.operand(tree[1])} IN ({', '.join(map(self.operand, tree[2]))})"
        if what in ("exists", "missing"):
            return f"attribute_{'not_' if what == 'missing' else ''}exists({self.path(tree[1])})"
        if what == "type":
            return f"attribute_type({self.path(tree[1])}, {self.value({'S': tree[2]})})"
        if what == "begins":
            return f"begins_with({self.operand(tree[1])}, {self.operand(tree[2])})"
        return f"contains({self.path(tree[1])}, {self.operand(tree[2])})"

    def update(self, actions):
        sections = []
        for section in dict.fromkeys(a[0] for a in actions):
            clauses = []
            for what, path, *value in actions:
                if what == section:
                    left = self.path(path)
                    clauses.append(f"{left} = {self.operand(value[0])}" if what == "SET" else
                                   left if what == "REMOVE" else f"{left} {self.value(value[0])}")
            sections.append(f"{section} {', '.join(clauses)}")
        return " ".join(sections)

    def key_condition(self, op):
        flipped = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="} if self.style == "value first" else {}
        clauses = [f"{self.value(v)} = {self.name(n)}" if flipped else f"{self.name(n)} = {self.value(v)}"
                   for n, v in op["hash"]]
        for name, operator, *values in op["range"]:
            if operator == "between":
                clauses.append("{} BETWEEN {} AND {}".format(self.name(name), *map(self.value, values)))
            elif operator == "begins":
                clauses.append(f"begins_with({self.name(name)}, {self.value(values[0])})")
            elif flipped:
                clauses.append(f"{self.value(values[0])} {flipped[operator]} {self.name(name)}")
            else:
                clauses.append(f"{self.name(name)} {operator} {self.value(values[0])}")
        if self.style == "paren":
            clauses = [f"({c})" for c in clauses]
        return " AND ".join(clauses[::-1] if op.get("swap") else clauses)

    def styled(self, text):
        """The same text in small letters or with much white space."""
        if self.style == "small":
            text = re.sub(r"\b(AND|OR|NOT|BETWEEN|IN|SET|REMOVE|ADD|DELETE)\b", lambda word: word[0].lower(), text)
        if self.style == "wide":
            text = re.sub(r"([.\[(,])", r" \1\t", text).replace(" ", "\n ")
        return text

    def into(self, body):
        if self.names:
            body["ExpressionAttributeNames"] = {alias: name for name, alias in self.names.items()}
        if self.values:
            body["ExpressionAttributeValues"] = self.values
        return body
