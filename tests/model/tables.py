"""Tables of the reference model: keys, index entries and capacity, as plain as they can be.

Written from facts/numbers-and-keys.md, validation.md section 6 and sizes-and-capacity.md sections 3 to 5.
"""
import dataclasses
import decimal
import math

from values import INVALID, Refused, item_size, order_key, parse, size

SCHEMA_MISMATCH = "The provided key element does not match the schema"
NOT_VALID = "One or more parameter values are not valid. "
EMPTY = {"S": "an empty string value", "B": "an empty binary value"}
HASH_MAX, RANGE_MAX = 2048, 1024
LONG_HASH = INVALID + "Size of hashkey has exceeded the maximum size limit of2048 bytes"
LONG_RANGE = INVALID + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes"
HALF = decimal.Decimal("0.5")


@dataclasses.dataclass(frozen=True)
class Index:
    name: str
    hash: tuple  # of (attribute, type)
    range: tuple
    projection: str = "ALL"
    attributes: tuple = ()
    local: bool = False

    def keys(self):
        return self.hash + self.range


@dataclasses.dataclass(frozen=True)
class Schema:
    hash: tuple  # (attribute, type)
    range: tuple = ()  # (attribute, type), or nothing
    indexes: tuple = ()

    def keys(self):
        return (self.hash, self.range) if self.range else (self.hash,)

    def primary(self):
        """The table as the index that its own reads go through."""
        return Index("", (self.hash,), (self.range,) if self.range else ())

    def index(self, name):
        return next((i for i in self.indexes if i.name == name), None)

    def definitions(self):
        return dict(p for k in (self, *self.indexes) for p in k.keys())

    def projects(self, index, name):
        return index.projection == "ALL" or name in index.attributes \
            or name in dict(self.keys()) or name in dict(index.keys())


class Table:
    def __init__(self, schema):
        self.schema = schema
        self.items = {}

    def key_of(self, item):
        return tuple(item[name][1] for name, _ in self.schema.keys())

    def lookup(self, json):
        """The key of a Key member; problems of several kinds are told in one text that facts/ do not name."""
        key = {name: parse(v) for name, v in json.items()}
        texts = []
        if {n: v[0] for n, v in key.items()} != dict(self.schema.keys()):
            texts.append(SCHEMA_MISMATCH)
        texts += [t for n, kind in self.schema.keys() if n in key for t in self.key_faults(n, kind, key[n])]
        if texts:
            raise Refused(texts)
        return key

    def check_item(self, item, batch=False):
        """Raises Refused if the item may not be put."""
        texts = []
        for name, kind in self.schema.keys():
            if name not in item:
                texts.append(SCHEMA_MISMATCH if batch else f"{INVALID}Missing the key {name} in the item")
            elif item[name][0] != kind:
                texts.append(SCHEMA_MISMATCH if batch else
                             f"{INVALID}Type mismatch for key {name} expected: {kind} actual: {item[name][0]}")
            else:
                texts += self.key_faults(name, kind, item[name])
        if not texts:  # facts/validation.md section 6 is not sure of the text of one that is too long
            texts = self.index_faults(item) + [None] * self.long_index_key(item)
        if texts:
            raise Refused(texts)

    def key_faults(self, name, kind, value):
        most, text = (HASH_MAX, LONG_HASH) if name == self.schema.hash[0] else (RANGE_MAX, LONG_RANGE)
        return empty_key(name, kind, value) + [text] * (value[0] == kind and kind != "N" and size(value) > most)

    def long_index_key(self, item, names=None):
        """Whether the parts of an index key, of which one is among the names, are too long together."""
        return any(sum(size(item[n]) for n, k in part if n in item and k != "N") > most
                   for index in self.schema.indexes for part, most in ((index.hash, HASH_MAX), (index.range, RANGE_MAX))
                   if names is None or any(n in names for n, _ in part))

    def index_faults(self, item, names=None):
        texts, told = [], set()
        for index in sorted(self.schema.indexes, key=lambda i: i.name):
            for name, kind in index.keys():
                if name not in item or name in told or (names is not None and name not in names):
                    continue
                if item[name][0] != kind:
                    told.add(name)
                    texts.append(f"{INVALID}Type mismatch for Index Key {name} Expected: {kind} Actual: {item[name][0]} "
                                 f"IndexName: {index.name}")
                elif not item[name][1] and kind in EMPTY:
                    told.add(name)
                    texts.append(f"{NOT_VALID}A value specified for a secondary index key is not supported. The "
                                 f"AttributeValue for a key attribute cannot contain {EMPTY[kind]}. "
                                 f"IndexName: {index.name}, IndexKey: {name}")
        return texts

    def entry(self, index, item):
        """What the index holds of the item, or None (sparse)."""
        if item is None or any(n not in item or item[n][0] != kind for n, kind in index.keys()):
            return None
        return {n: v for n, v in item.items() if self.schema.projects(index, n)}

    def whole_size(self, item):
        """What the limit of an item is held against: the item and its entries in local indexes (facts/sizes-and-capacity.md
        section 2)."""
        entries = [self.entry(index, item) for index in self.schema.indexes if index.local]
        return item_size(item) + sum(item_size(entry) for entry in entries if entry)

    def entries(self, index):
        """(key of the item, entry) of all items that the index holds, in no order."""
        rows = ((key, self.entry(index, item)) for key, item in self.items.items())
        return [(key, entry) for key, entry in rows if entry is not None]

    def write_arms(self, old, new, factor=1):
        """(table units, {index: units}) of a write."""
        table = factor * max(write_units(old), write_units(new))
        arms = {}
        for index in self.schema.indexes:
            before, after = self.entry(index, old), self.entry(index, new)
            if before == after:
                continue
            if before is None or after is None:
                arms[index] = write_units(before or after)
            elif all(before[n] == after[n] for n, _ in index.keys()):
                arms[index] = max(write_units(before), write_units(after))
            else:
                arms[index] = write_units(before) + write_units(after)
        return table, arms


def empty_key(name, kind, value):
    if value[0] == kind and kind in EMPTY and not value[1]:
        return [f"{NOT_VALID}The AttributeValue for a key attribute cannot contain {EMPTY[kind]}. Key: {name}"]
    return []


def write_units(item):
    return max(1, math.ceil(item_size(item) / 1024)) if item else 1


def read_units(size, consistent):
    return max(1, math.ceil(size / 4096)) * (1 if consistent else HALF)


def sort_key(index, item):
    return tuple(order_key(item[n]) for n, _ in index.range)


def consumed(mode, name, table, arms=None, split=None):
    """The ConsumedCapacity member, or None; `split` names the member that transactions have besides."""
    if mode not in ("TOTAL", "INDEXES"):
        return None
    arms = arms or {}

    def units(amount):
        both = {"CapacityUnits": float(amount)}
        return {**both, split: float(amount)} if split else both
    out = {"TableName": name, **units(table + sum(arms.values()))}
    if mode == "INDEXES":
        out["Table"] = units(table)
        for member, local in (("GlobalSecondaryIndexes", False), ("LocalSecondaryIndexes", True)):
            own = {i.name: units(a) for i, a in arms.items() if i.local == local}
            if own:
                out[member] = own
    return out
