"""Random schemas, attribute values, keys and items; most times of the types that indexes and expressions expect."""
import base64

import values
from tables import HASH_MAX, RANGE_MAX, Index, Schema

EDGES = ["0", "-0", "1", "1.0", "01", "+1", "1e0", "-1", "2", "2.50", "0.1", ".5", "5.", "10", "1e1", "100", "-12.5",
         "99999999999999999999999999999999999999", "-99999999999999999999999999999999999999",
         "9.9999999999999999999999999999999999999e125", "-9.9999999999999999999999999999999999999e125",
         "1e125", "1e-130", "-1e-130", "1.0000000000000000000000000000000000001", "1e37", "1e38", "1e-37",
         "12345678901234567890123456789012345678", "0.12345678901234567890123456789012345678", "3", "7", "1e-10"]
LENGTHS = [60, 120, 200, 250, 300, 490, 500, 1000, 1024, 2048]  # of keys
STRINGS = ["", "a", "b", "ab", "abc", "ba", "Z", "ä", "𝄞", "\uffff", "a b", "x" * 200, "\u0001", "10", "9"]
BYTES = [b"", b"a", b"ab", b"\x00", b"\x00\x00", b"\xff", b"\x7f\x80", b"abc"]
SUBNAMES = ["a", "b", "name", "d-e"]
FREE = {"a": None, "b": None, "n": "N", "st": "set", "m": "M", "l": "L", "name": "S", "x.y": None, "é": "N", "v": "B"}


class RandomValues:
    def __init__(self, random, plain=False):
        """`plain`: for services that know no index keys of several attributes, and differ where a later read would
        tell: to their updates an item that is made now has its key, and removals alone make one."""
        self.random, self.plain = random, plain
        self.schemas = [self.schema() for _ in range(2)]
        self.long = self.chance(25)  # a round of long keys that agree in all but their ends
        self.keys = [{n: self.key_values(k, longest(s, n)) for n, k in s.definitions().items()} for s in self.schemas]
        self.tokens, self.statement_tokens = [], []
        self.item_at_hand = None
        self.room = 0  # for big strings of the operation that is made
        self.big = self.chance(3)  # a round of items up to the limit of 400 KB, and so of several pages

    def chance(self, percent):
        return self.random.random() * 100 < percent

    def pick(self, choices):
        return self.random.choice(choices)

    def big_string(self):
        """Some of one operation together stay below 2 MB, the limit of an expression's values (facts/expressions.md)."""
        length = min(self.room, self.pick([1000, 4000, 60000, 120000, 200000, 300000]))
        self.room -= length
        return {"S": self.pick("xyz") * length}

    def nested(self):
        """A value of about the deepest nesting."""
        value = self.value("S")
        for _ in range(self.pick([10, 20, 29, 30, 31, 32, 33])):
            value = {"M": {"a": value}} if self.chance(50) else {"L": [value]}
        return value

    def fill(self, table, item):
        """Makes the item as big as an item may be, or a byte more."""
        try:
            empty, one = (table.whole_size({**values.parse_item(item), "b": ("S", text)}) for text in ("", "b"))
        except values.Refused:  # it is nested too deep
            return item
        missing = (409600 - empty) // (one - empty) + self.pick([0, 0, 1])
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

    def key_values(self, kind, longest):
        """The few values of a key attribute, so that operations meet."""
        found = [self.scalar(kind) for _ in range(5)]
        if kind != "N" and self.long and self.chance(60):
            start = self.pick(["k", "l", "\0"]) * (min(longest, self.pick(LENGTHS)) - 1)
            ends = [start + end for end in self.random.sample("abcdef", 4)] + [start[:-self.pick([1, 10, 16, 17])]]
            found[:5] = ends if kind == "S" else [base64.b64encode(end.encode()).decode() for end in ends]
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
            if self.long and self.chance(1):
                return self.too_long(dict(self.schemas[t].definitions())[name])
            return self.variant(self.pick(keys[name]))
        if self.big and self.chance(40):
            return self.big_string()
        if self.chance(0.5):
            return self.nested()
        return self.value(FREE.get(name) if self.chance(90) else None)

    def too_long(self, kind):
        """Longer than a sort key may be, or a partition key."""
        text = "z" * self.pick([1025, 2049])
        return {"B": base64.b64encode(text.encode()).decode()} if kind == "B" else {"S": text}

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
        what = self.pick(["missing", "more", "type", "empty", "long"])
        if what == "missing":
            del key[name]
        elif what == "more":
            key["a"] = {"S": "a"}
        elif what == "long":
            key[name] = self.too_long(kind)
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
        return self.fill(model.tables[t], item) if self.big and self.chance(30) else item


def longest(schema, name):
    """How long a value of the key attribute may be, whatever the others of its keys are."""
    most = [RANGE_MAX if name in dict(schema.keys()[1:]) else HASH_MAX]
    for index in schema.indexes:
        most += [limit // len(part) for part, limit in ((index.hash, HASH_MAX), (index.range, RANGE_MAX)) if name in dict(part)]
    return min(most)
