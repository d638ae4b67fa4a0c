"""Random paths, conditions, updates and projections, most times into what the item at hand holds."""
import functools

import updates
import values
from expressions import overlap, resolve
from random_values import FREE, STRINGS, SUBNAMES, RandomValues

OPERATORS = ["=", "<>", "<", "<=", ">", ">="]


class RandomTrees(RandomValues):
    # Paths and trees.

    def path(self, t, allowed=None):
        """A path: into what the item at hand holds, most times."""
        schema = self.schemas[t]
        held = [n for n in self.item_at_hand or () if (allowed is None or n in allowed)
                and (n not in schema.definitions() or self.chance(30))]
        if held and self.chance(75):
            return self.held_path(self.pick(held), schema)
        names = [n for n in [*FREE, "m", "l", "m", "l", *schema.definitions(), "zz"] if allowed is None or n in allowed]
        if not names:
            return None
        path = [self.pick(names)]
        if path[0] not in schema.definitions():
            while len(path) < 4 and self.chance(60 if path[0] in ("m", "l") else 15):
                inside = self.pick([0, 1, 2, 9]) if (path[-1] == "l") != self.chance(10) else self.pick(SUBNAMES)
                path.append(inside)
        return tuple(path)

    def held_path(self, name, schema):
        path, value = [name], self.item_at_hand[name]
        while value[0] in ("L", "M") and len(path) < 6 and self.chance(60):
            known = list(value[1]) if value[0] == "M" else list(range(len(value[1])))
            if not known or self.chance(15):
                path.append(self.pick(SUBNAMES) if value[0] == "M" else len(known) + self.pick([0, 0, 1, 5]))
                break
            path.append(self.pick(known))
            value = value[1][path[-1]]
        return tuple(path)

    def at_hand(self, t, model, json):
        """Makes the item with the key, if it is there, the one that paths are made for."""
        table = model.tables[t]
        key = tuple(values.parse(json[n])[1] for n, k in self.schemas[t].keys() if json.get(n, {}).keys() == {k})
        self.item_at_hand = table.items.get(key)
        return json

    def held_value(self, path):
        """What the item at hand has at the path, or None."""
        return resolve(self.item_at_hand or {}, path)

    def part(self, path):
        """A value that contains() finds at the path, most times."""
        value = self.held_value(path)
        if value and value[0] in ("L", *values.SET_OF) and value[1] and self.chance(80):
            one = self.pick(sorted(value[1], key=repr))
            return ("v", values.show(one if value[0] == "L" else (value[0][0], one)))
        return ("v", self.value(self.pick("SSNB")))

    def operand(self, t, allowed, like=None):
        if self.chance(70):
            return ("v", self.attribute(t, like) if like and self.chance(80) else self.value())
        path = self.path(t, allowed)
        if not path:
            return ("v", self.value())
        return ("size", path) if self.chance(15) else ("p", path)

    def ordered(self, t, allowed, like):
        found = self.operand(t, allowed, like)
        if found[0] == "v" and not found[1].keys() & {"S", "N", "B"} and self.chance(95):
            return ("v", self.value(self.pick("SNB")))
        return found

    def condition(self, t, allowed=None, depth=2):
        if depth and self.chance(40):
            inner = functools.partial(self.condition, t, allowed, depth - 1)
            what = self.pick(["and", "or", "not", "paren"])
            if what in ("and", "or"):
                return (what, inner(), inner())
            tree = inner()
            return (what, tree) if what == "not" or tree[0] != "paren" else tree
        path = self.path(t, allowed)
        if not path:
            return ("cmp", "<>", ("v", {"S": "a"}), ("v", {"S": "b"}))
        left, like = ("p", path), path[0] if len(path) == 1 else None
        if self.chance(10):
            left, like = ("size", path), None
        what = self.pick(["cmp", "cmp", "cmp", "between", "in", "exists", "missing", "type", "begins", "contains"])
        equal = self.held_value(path)
        if what in ("cmp", "in") and left[0] == "p" and equal and self.chance(25):
            right = ("v", self.variant(values.show(equal)))
            return ("cmp", self.pick(["=", "<>"]), left, right) if what == "cmp" else ("in", left, [right])
        if what == "cmp":
            operator = self.pick(OPERATORS)
            right = (self.operand if operator in ("=", "<>") else self.ordered)(t, allowed, like)
            if left[0] == "size" and right[0] == "v" and self.chance(80):
                right = ("v", {"N": self.pick("0123")})
            return ("cmp", operator, left, right) if self.chance(90) else ("cmp", operator, right, left)
        if what == "between":
            return self.between(t, allowed, left, like)
        if what == "in":
            return ("in", left, [self.operand(t, allowed, like) for _ in range(self.pick([1, 2, 3]))])
        if what == "type":
            return ("type", path, self.pick(["S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS"]))
        if what == "begins":
            start = {"S": self.pick(STRINGS)[:1]} if self.chance(90) else self.value(self.pick("SNB"))
            return ("begins", ("p", path), ("v", start))
        if what == "contains":
            return ("contains", path, self.part(path) if self.chance(60) else self.operand(t, allowed, None))
        return (what, path)

    def between(self, t, allowed, left, like):
        bounds = [self.ordered(t, allowed, like) for _ in range(2)]
        if all(b[0] == "v" and b[1].keys() & {"S", "N", "B"} for b in bounds) and self.chance(95):
            low, high = (values.parse(b[1]) for b in bounds)
            if low[0] != high[0]:
                bounds[1] = bounds[0]
            elif values.order_key(low) > values.order_key(high):
                bounds.reverse()
        return ("between", left, *bounds)

    def update(self, t):
        actions = []
        for _ in range(self.pick([1, 1, 2, 3])):
            path = self.path(t)
            if len(path) == 1 and path[0] not in self.schemas[t].definitions() and self.chance(25):
                path = (self.pick(list(FREE)),)
            if path[0] in dict(self.schemas[t].keys()) and self.chance(97):
                path = (self.pick(list(FREE)),)
            if any(overlap(path, a[1]) for a in actions) and self.chance(85):
                continue
            what = self.pick(["SET", "SET", "SET", "REMOVE", "ADD", "DELETE"])
            if what == "SET":
                actions.append((what, path, self.assigned(t, path)))
            elif what == "REMOVE":
                actions.append((what, path))
            else:
                actions.append(self.joined(what, path))
        return actions

    def filled(self, actions, key):
        """The actions with one that makes the statement, or an item made by it, as big as may be or a byte more."""
        if any(a[1][0] == "b" for a in actions):
            return actions
        fill = lambda count: actions + [("SET", ("b",), ("v", {"S": "b" * count}))]
        try:
            size = updates.statement_size(fill(0)) if self.chance(50) else values.item_size(values.parse_item(key)) + 1
        except values.Refused:
            return actions
        missing = 409600 - size + self.pick([0, 0, 1])
        return fill(missing) if missing > 0 else actions

    def joined(self, what, path):
        """An ADD or DELETE, of a type that fits most times."""
        if what == "ADD" and self.chance(50):
            return (what, ("n",) if self.chance(60) else path, self.value("N"))
        kind = self.pick(["SS", "NS", "BS"]) if self.chance(98) else self.pick(["S", "L", "M", "N", "BOOL"])
        return (what, ("st",) if self.chance(60) else path, self.value(kind))

    def assigned(self, t, path):
        literal = ("v", self.attribute(t, path[0]) if len(path) == 1 else self.value())
        small = lambda: {"N": self.pick(["1", "2.5", "-3", "1e1", "0.001"])} if self.chance(60) else self.value("N")
        other = set(FREE) if self.plain else None
        number = lambda: ("v", small()) if self.chance(60) else ("p", (self.pick(["n", "é", "a"]),))
        form = self.pick(["v", "v", "v", "p", "+", "-", "append", "default"])
        if form == "p":
            return ("p", self.path(t, other))
        if form in ("+", "-"):
            left = ("default", ("n",), ("v", {"N": "0"})) if self.chance(30) else number()
            return (form, left, number())
        if form == "append":
            lists = [("v", self.value("L")), ("default", ("l",), ("v", {"L": []})), ("p", ("l",))]
            return (form, self.pick(lists), self.pick(lists))
        return ("default", self.path(t, other), literal) if form == "default" else literal

    def paths(self, t, allowed=None):
        found = [self.path(t, allowed) for _ in range(self.pick([1, 2, 3]))]
        return [p for p in dict.fromkeys(found) if p] or None

    # The parameters of before expressions.

    def legacy(self, op, t, allowed):
        """Turns the operation into one with legacy parameters."""
        op = {k: v for k, v in op.items() if k not in ("cond", "filter", "update", "alias", "proj", "select", "swap")}
        op.update(legacy=True, any=self.chance(40))
        names = [n for n in allowed if self.chance(40) and op["op"] != "GetItem"]
        op["conds"] = [self.legacy_condition(t, n) for n in names[:self.pick([0, 1, 1, 2, 3])]]
        if op["op"] == "UpdateItem":
            op["updates"] = [self.legacy_update(t, n) for n in self.random.sample(list(FREE), self.pick([1, 1, 2, 3]))]
            if self.plain and all(u[1] == "DELETE" for u in op["updates"]):  # it makes an item there
                op["updates"][0] = (op["updates"][0][0], "PUT", self.value())
        elif op["op"] in ("GetItem", "Query", "Scan") and self.chance(50):
            op["proj"] = [(n,) for n in self.random.sample(sorted(allowed), min(len(allowed), 2))] or None
        return op

    def legacy_condition(self, t, name):
        operator = self.pick(["EQ", "NE", "LE", "LT", "GE", "GT", "NULL", "NOT_NULL", "CONTAINS", "NOT_CONTAINS", "BEGINS_WITH",
                              "IN", "BETWEEN"])
        held = self.held_value((name,))
        scalar = values.show(held) if held and held[0] in "SNB" and self.chance(60) else self.value(self.pick("SNB"))
        (kind, _), = scalar.items()
        if operator in ("NULL", "NOT_NULL"):
            return (name, operator)
        if operator in ("EQ", "NE") and self.chance(50):
            return (name, operator, values.show(held) if held and self.chance(60) else self.value())
        if operator == "BEGINS_WITH":
            return (name, operator, scalar if kind != "N" else {"S": "a"})
        if operator in ("CONTAINS", "NOT_CONTAINS"):
            part = self.part((name,))
            return (name, operator, part[1] if part[1].keys() & {"S", "N", "B"} else scalar)
        if operator == "IN":
            return (name, operator, scalar, *(self.value(kind) for _ in range(self.pick([0, 1, 2]))))
        if operator == "BETWEEN":
            return (name, operator, *sorted((scalar, self.value(kind)), key=lambda v: values.order_key(values.parse(v))))
        return (name, operator, scalar)

    def legacy_update(self, t, name):
        what = self.pick(["PUT", "PUT", "DELETE", "DELETE set", "ADD"])
        if what == "PUT":
            return (name, what, self.attribute(t, name))
        if what == "DELETE":
            return (name, what, None)
        held = self.held_value((name,))
        kind = held[0] if held and held[0] in values.SET_OF and self.chance(70) else self.pick(["SS", "NS", "BS"])
        if what == "ADD" and (kind not in values.SET_OF or self.chance(50)):
            kind = self.pick(["N", "N", "L"]) if not held or held[0] not in "NL" else held[0]
        return (name, what.split()[0], self.value(kind))
