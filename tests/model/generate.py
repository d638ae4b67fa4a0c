"""Random schemas and operations. An operation is a dict of plain data that requests.py and model.py read:

op, t (number of the table), rcc, icm: of all. PutItem: item. DeleteItem, UpdateItem, GetItem: key. Writes: cond,
rv, rvccf, update (a list of actions). Reads: proj (list of paths), consistent. Query: hash [(name, JSON)],
range [(name, operator, JSON...)]. Query, Scan: index, filter, limit, select, reverse, start, pages (follow them
all), segment, total. Batches: tables, writes. Transactions: gets, actions, token. alias: every name is a #name.
Values are DynamoDB JSON. Some faults come about by chance; breaks.py makes others on purpose.
"""
import base64
import functools

import breaks
import breaks_batches
import values
from expressions import overlap, resolve
from tables import Index, Schema

EDGES = ["0", "-0", "1", "1.0", "01", "+1", "1e0", "-1", "2", "2.50", "0.1", ".5", "5.", "10", "1e1", "100", "-12.5",
         "99999999999999999999999999999999999999", "-99999999999999999999999999999999999999",
         "9.9999999999999999999999999999999999999e125", "-9.9999999999999999999999999999999999999e125",
         "1e125", "1e-130", "-1e-130", "1.0000000000000000000000000000000000001", "1e37", "1e38", "1e-37",
         "12345678901234567890123456789012345678", "0.12345678901234567890123456789012345678", "3", "7", "1e-10"]
STRINGS = ["", "a", "b", "ab", "abc", "ba", "Z", "ä", "𝄞", "\uffff", "a b", "x" * 200, "\u0001", "10", "9"]
BYTES = [b"", b"a", b"ab", b"\x00", b"\x00\x00", b"\xff", b"\x7f\x80", b"abc"]
SUBNAMES = ["a", "b", "name", "d-e"]
FREE = {"a": None, "b": None, "n": "N", "st": "set", "m": "M", "l": "L", "name": "S", "x.y": None, "é": "N", "v": "B"}
OPERATORS = ["=", "<>", "<", "<=", ">", ">="]


class Generator:
    def __init__(self, random, plain=False):
        """`plain`: for services that know no index keys of several attributes, and to whose updates an item that is
        made now already has its key (facts/ are silent)."""
        self.random, self.plain = random, plain
        self.schemas = [self.schema() for _ in range(2)]
        self.keys = [{n: self.key_values(k) for n, k in s.definitions().items()} for s in self.schemas]
        self.tokens = []
        self.item_at_hand = None
        self.big = self.chance(3)  # a round of items up to the limit of 400 KB, and so of several pages

    def chance(self, percent):
        return self.random.random() * 100 < percent

    def pick(self, choices):
        return self.random.choice(choices)

    def big_string(self):
        return {"S": self.pick("xyz") * self.pick([1000, 4000, 60000, 120000, 200000, 300000])}

    def nested(self):
        """A value of about the deepest nesting."""
        value = self.value("S")
        for _ in range(self.pick([10, 20, 29, 30, 31, 32, 33])):
            value = {"M": {"a": value}} if self.chance(50) else {"L": [value]}
        return value

    def fill(self, item):
        """Makes the item as big as an item may be, or a byte more."""
        try:
            size = values.item_size(values.parse_item({n: v for n, v in item.items() if n != "b"}))
        except values.Refused:  # it is nested too deep
            return item
        missing = 409600 - size - 1 + self.pick([0, 0, 1])
        return {**item, "b": {"S": "b" * missing}} if missing > 0 else item

    # Schemas.

    def schema(self):
        kinds = {n: self.pick("SSNB") for n in ("pk", "sk", "g1", "g2", "g3", "l1")}
        key = {n: (n, k) for n, k in kinds.items()}
        sort = key["sk"] if self.chance(75) else ()
        own = [key["pk"]] + ([sort] if sort else [])
        indexes = []
        for number in range(self.pick([0, 1, 2, 3])):
            names = self.random.sample([key["g1"], key["g2"], key["g3"], key["l1"], *own], self.pick([1, 2, 2, 3, 4]))
            names = names[:2] if self.plain else names
            hashes = 1 if self.plain else self.pick([1, 1, 1, 2, 3])
            indexes.append(Index(f"gsi{number}", tuple(names[:hashes]), tuple(names[hashes:]), *self.projection()))
        for number in range(self.pick([0, 0, 1, 2]) if sort else 0):
            indexes.append(Index(f"lsi{number}", (key["pk"],), (key[self.pick(["l1", "g1", "g2"])],),
                                 *self.projection(), True))
        self.random.shuffle(indexes)
        return Schema(key["pk"], sort, tuple(indexes))

    def projection(self):
        kind = self.pick(["ALL", "KEYS_ONLY", "INCLUDE"])
        return kind, tuple(self.random.sample(list(FREE), self.pick([1, 2, 3]))) if kind == "INCLUDE" else ()

    # Values.

    def digits(self):
        if self.chance(50):
            return self.pick(EDGES)
        count = self.pick([1, 1, 2, 3, 5, 37, 38])
        text = self.pick(["", "", "-"]) + str(self.random.randrange(10 ** (count - 1), 10 ** count))
        return text + (f"e{self.random.randrange(-60, 61)}" if self.chance(25) else "")

    def scalar(self, kind):
        if kind == "S":
            return self.pick(STRINGS)
        return self.digits() if kind == "N" else base64.b64encode(self.pick(BYTES)).decode()

    def key_values(self, kind):
        """The few values of a key attribute, so that operations meet."""
        found = [self.scalar(kind) for _ in range(5)]
        return [{kind: v} for v in found if v] or [{kind: "YQ==" if kind == "B" else "1"}]

    def value(self, kind=None, depth=0):
        kind = kind or self.pick(["S", "N", "B", "BOOL", "NULL", "set", "L", "M"] if depth < 3 else ["S", "N", "BOOL"])
        if kind in ("S", "N", "B"):
            return {kind: self.scalar(kind)}
        if kind == "BOOL":
            return {"BOOL": self.chance(50)}
        if kind == "NULL":
            return {"NULL": True}
        if kind == "set":
            return self.set_value(self.pick(["SS", "NS", "BS"]))
        if kind == "L":
            return {"L": [self.value(None, depth + 1) for _ in range(self.pick([0, 1, 2, 3, 4]))]}
        if kind == "M":
            names = self.random.sample(SUBNAMES, self.pick([0, 1, 2, 3]))
            return {"M": {n: self.value(None, depth + 1) for n in names}}
        return self.set_value(kind)

    def set_value(self, kind):
        members = {}
        for _ in range(self.pick([1, 2, 3])):
            member = self.scalar(kind[0])
            members[values.scalar(kind[0], member)] = member
        return {kind: list(members.values())}

    def attribute(self, t, name):
        """A value for the attribute: of the type that indexes and conditions expect, most times."""
        keys = self.keys[t]
        if name in keys:
            if self.chance(3):
                return self.value()
            return self.variant(self.pick(keys[name]))
        if self.big and self.chance(40):
            return self.big_string()
        if self.chance(0.5):
            return self.nested()
        return self.value(FREE.get(name) if self.chance(90) else None)

    def variant(self, json):
        """The same number written another way."""
        if "N" not in json or not self.chance(20):
            return json
        return {"N": self.pick(["{}", "+{}", "0{}", "{}e0"]).format(json["N"]) if json["N"].isdigit() else json["N"]}

    def new_key(self, t):
        return {n: self.variant(self.pick(self.keys[t][n])) for n, _ in self.schemas[t].keys()}

    def key(self, t, model):
        """A key, of an item that is there most times."""
        items = model.tables[t].items
        if items and self.chance(75):
            item = self.pick(list(items.values()))
            return {n: self.variant(values.show(item[n])) for n, _ in self.schemas[t].keys()}
        return self.new_key(t)

    def faulty_key(self, t, model):
        """A key that does not fit the schema once in a hundred times."""
        key = self.key(t, model)
        if self.chance(99):
            return key
        name, kind = self.pick(self.schemas[t].keys())
        what = self.pick(["missing", "more", "type", "empty"])
        if what == "missing":
            del key[name]
        elif what == "more":
            key["a"] = {"S": "a"}
        elif what == "type":
            key[name] = self.value(self.pick(["BOOL", "L", "SS", "N" if kind == "S" else "S"]))
        elif kind != "N":
            key[name] = {kind: ""}
        return key

    def item(self, t, model):
        item = self.key(t, model) if self.chance(50) else self.new_key(t)
        for name in self.keys[t]:
            if name not in item and self.chance(75):
                item[name] = self.attribute(t, name)
        for name in FREE:
            if self.chance(35):
                item[name] = self.attribute(t, name)
        if self.chance(0.5):
            item["a"] = {"S": "y" * self.random.randrange(1000, 9000)}
        return self.fill(item) if self.big and self.chance(30) else item

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
        if all(b[0] == "v" for b in bounds) and self.chance(95):
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

    # Operations.

    def operation(self, model):
        kind = self.random.choices(["PutItem", "UpdateItem", "DeleteItem", "GetItem", "Query", "Scan", "BatchGetItem",
                                    "BatchWriteItem", "TransactWriteItems", "TransactGetItems", "break"],
                                   [28, 28, 7, 8, 15, 6, 2, 4, 6, 2, 5])[0]
        if kind == "break":
            return (breaks if self.chance(75) else breaks_batches).operation(self, model)
        t = self.pick([0, 0, 1])
        op = {"op": kind, "t": t, "alias": self.chance(15)}
        if self.chance(40):
            op["rcc"] = self.pick(["TOTAL", "INDEXES", "INDEXES", "NONE"])
        op = getattr(self, "make_" + kind)(op, t, model)
        if self.chance(8) and kind in ("PutItem", "UpdateItem", "DeleteItem", "GetItem", "Query", "Scan"):
            index = self.schemas[t].index(op.get("index")) or self.schemas[t].primary()
            keys = dict(index.keys()) if kind == "Query" else {}
            op = self.legacy(op, t, [n for n in FREE if self.schemas[t].projects(index, n) and n not in keys])
        return {k: v for k, v in op.items() if v is not None}

    def write(self, op, t):
        if self.chance(30):
            op["cond"] = self.condition(t)
        if self.chance(25):
            op["rvccf"] = "ALL_OLD"
        if self.chance(10):
            op["icm"] = True
        if self.chance(40):
            op["rv"] = self.pick(["ALL_OLD", "NONE"])
        return op

    def make_PutItem(self, op, t, model):
        op["item"] = self.at_hand(t, model, self.item(t, model))
        return self.write(op, t)

    def make_DeleteItem(self, op, t, model):
        op["key"] = self.at_hand(t, model, self.faulty_key(t, model))
        return self.write(op, t)

    def make_UpdateItem(self, op, t, model):
        op["key"] = self.at_hand(t, model, self.faulty_key(t, model))
        op = self.write(op, t)
        if self.chance(97):
            op["update"] = self.update(t)
        if self.chance(70):
            op["rv"] = self.pick(["ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"])
        return op

    def make_GetItem(self, op, t, model):
        op["key"] = self.at_hand(t, model, self.faulty_key(t, model))
        return {**op, "consistent": self.chance(30) or None,
                "proj": self.paths(t, set(FREE) | {"pk"}) if self.chance(50) else None}

    def read(self, op, t, index, model):
        """The members that Query and Scan share."""
        schema = self.schemas[t]
        self.item_at_hand = self.pick(list(model.tables[t].items.values())) if model.tables[t].items else None
        held = {n for n in [*FREE, *schema.definitions()] if schema.projects(index, n)}
        if op["op"] == "Query" and self.chance(97):
            held -= dict(index.keys()).keys()
        whole = index.local and index.projection != "ALL"
        if self.chance(35):
            op["proj"] = self.paths(t, held if self.chance(90) else None)
            op["select"] = "SPECIFIC_ATTRIBUTES" if op["proj"] and self.chance(30) else None
        elif self.chance(40):
            op["select"] = self.pick(["COUNT", "ALL_ATTRIBUTES"] + ["ALL_PROJECTED_ATTRIBUTES"] * bool(index.name))
        if self.chance(35) and not (whole and (op.get("proj") or op.get("select") == "ALL_ATTRIBUTES")):
            op["filter"] = self.condition(t, held)
        if self.chance(50):
            op["limit"] = self.pick([1, 1, 2, 3, 5])
            op["pages"] = True
        op["consistent"] = True if self.chance(5 if index.name and not index.local else 30) else None
        return op

    def index(self, op, t):
        schema = self.schemas[t]
        index = self.pick(schema.indexes) if schema.indexes and self.chance(50) else schema.primary()
        op["index"] = index.name or None
        return index

    def make_Query(self, op, t, model):
        index = self.index(op, t)
        entries = model.tables[t].entries(index)
        like = {n: values.show(v) for n, v in self.pick(entries)[1].items()} if entries and self.chance(85) else {}
        known = lambda n: self.variant(like[n]) if n in like else self.pick(self.keys[t][n])
        op["hash"] = [(n, known(n)) for n, _ in index.hash]
        op["range"] = []
        for position, (name, kind) in enumerate(index.range):
            if self.chance(45):
                break
            if position + 1 < len(index.range) and self.chance(60):
                op["range"].append((name, "=", known(name)))
                continue
            op["range"].append(self.range_condition(t, name, kind, known(name)))
            break
        op["reverse"] = self.chance(40) or None
        op["swap"] = self.chance(20) or None
        op = self.read(op, t, index, model)
        if not index.name and index.range and not op["range"] and self.chance(15):
            op["start"] = {**dict(op["hash"]), index.range[0][0]: self.pick(self.keys[t][index.range[0][0]])}
        return op

    def range_condition(self, t, name, kind, one):
        operator = self.pick(["=", "<", "<=", ">", ">=", "between", "begins"])
        if operator == "begins" and kind != "N":
            text = one[kind]
            return (name, operator, {kind: text[:1] if kind == "S" else base64.b64encode(base64.b64decode(text)[:1]).decode()})
        if operator == "between":
            pair = sorted((one, self.pick(self.keys[t][name])), key=lambda j: values.order_key(values.parse(j)))
            return (name, operator, *(pair if self.chance(95) else pair[::-1]))
        return (name, "=" if operator == "begins" else operator, one)

    def make_Scan(self, op, t, model):
        op = self.read(op, t, self.index(op, t), model)
        if self.chance(25):
            op["total"] = self.pick([1, 2, 3])
            op["segment"] = self.random.randrange(op["total"])
        return op

    def make_BatchGetItem(self, op, t, model):
        tables = {}
        for t in self.random.sample([0, 1], self.pick([1, 2])):
            keys = {}
            for _ in range(self.pick([1, 2, 4])):
                key = self.key(t, model)
                keys[repr(values.parse_item(key))] = key
            tables[t] = {"keys": list(keys.values())}
            if self.chance(40):
                tables[t]["proj"] = self.paths(t, set(FREE)) or None
            if self.chance(30):
                tables[t]["consistent"] = True
        return {**op, "tables": tables}

    def make_BatchWriteItem(self, op, t, model):
        writes, met = [], set()
        for _ in range(self.pick([1, 2, 4, 8])):
            t, put = self.pick([0, 1]), self.chance(65)
            json = self.item(t, model) if put else self.faulty_key(t, model)
            met_key = (t, repr([values.parse(json[n]) for n, _ in self.schemas[t].keys() if json.get(n)]))
            if met_key not in met or self.chance(2):
                met.add(met_key)
                writes.append((t, "Put" if put else "Delete", json))
        return {**op, "writes": writes, "icm": self.chance(10) or None}

    def make_TransactWriteItems(self, op, t, model):
        if self.tokens and self.chance(5):
            return dict(self.pick(self.tokens))
        actions, met = [], set()
        for _ in range(self.pick([1, 2, 3, 5])):
            t = self.pick([0, 1])
            action = {"op": self.pick(["Put", "Put", "Update", "Delete", "ConditionCheck"]), "t": t}
            json = self.at_hand(t, model, self.item(t, model) if action["op"] == "Put" else self.faulty_key(t, model))
            action["item" if action["op"] == "Put" else "key"] = json
            met_key = (t, repr([values.parse(json[n]) for n, _ in self.schemas[t].keys() if json.get(n)]))
            if met_key in met and not self.chance(3):
                continue
            met.add(met_key)
            if action["op"] == "Update":
                action["update"] = self.update(t)
            if action["op"] == "ConditionCheck" or self.chance(20):
                action["cond"] = self.condition(t)
            if self.chance(30):
                action["rvccf"] = "ALL_OLD"
            actions.append(action)
        op = {**op, "actions": actions, "icm": self.chance(10) or None}
        if self.chance(20):
            op["icm"] = None
            op["token"] = f"token-{self.random.randrange(1 << 60)}"
            self.tokens.append(op)
        return op

    def make_TransactGetItems(self, op, t, model):
        gets = {}
        for _ in range(self.pick([1, 2, 4])):
            t = self.pick([0, 1])
            key = self.at_hand(t, model, self.faulty_key(t, model))
            gets[t, repr(values.parse_item(key))] = {"t": t, "key": key, **(
                {"proj": self.paths(t, set(FREE))} if self.chance(30) else {})}
        return {**op, "gets": list(gets.values())}
