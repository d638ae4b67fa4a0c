"""Expressions of the reference model as trees: what they mean and which of them are refused.

Written from facts/expressions.md and validation.md section 8. A tree is plain tuples:
  condition: ("and", c, c) ("or", c, c) ("not", c) ("paren", c) ("cmp", op, x, y) ("between", x, low, high)
             ("in", x, [y...]) ("exists", path) ("missing", path) ("type", path, "S")
             ("begins", x, y) ("contains", path, y)
  operand:   ("p", path) ("v", DynamoDB JSON) ("size", path); a path is a tuple of names and indices.
"""
from values import Refused, order_key, parse

COMPARE = {"<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b}
FUNCTIONS = {"begins": "begins_with", "contains": "contains"}


def resolve(item, path):
    """The value at the path, or None."""
    value = ("M", item)
    for element in path:
        kind, payload = value
        if kind == "M" and isinstance(element, str):
            value = payload.get(element)
        elif kind == "L" and isinstance(element, int) and element < len(payload):
            value = payload[element]
        else:
            return None
        if value is None:
            return None
    return value


def operand(tree, item):
    what, argument = tree
    if what == "v":
        return parse(argument)
    value = resolve(item, argument)
    if what == "p" or value is None:
        return value
    kind, payload = value
    if kind == "S":
        return ("N", len(payload.encode("utf-16-le")) // 2)
    return None if kind in ("N", "BOOL", "NULL") else ("N", len(payload))


class Rules:
    """The rules of evaluation; a test overrides one to see that the driver finds out."""

    removal_creates = False  # an UpdateExpression that only removes makes an item where there is none

    def between(self, low, value, high):
        return low <= value <= high

    def compare(self, operator, left, right):
        if operator == "=":
            return left is not None and left == right
        if operator == "<>":
            return left is None or right is None or left != right
        if left is None or right is None or left[0] != right[0] or left[0] not in ("S", "N", "B"):
            return False
        return COMPARE[operator](order_key(left), order_key(right))

    def contains(self, whole, part):
        if whole is None or part is None:
            return False
        kind, payload = whole
        if kind in ("S", "B"):
            return part[0] == kind and part[1] in payload
        if kind == "L":
            return part in payload
        return kind in ("SS", "NS", "BS") and part[0] == kind[0] and part[1] in payload

    def holds(self, tree, item):
        what = tree[0]
        if what == "and":
            return self.holds(tree[1], item) and self.holds(tree[2], item)
        if what == "or":
            return self.holds(tree[1], item) or self.holds(tree[2], item)
        if what == "not":
            return not self.holds(tree[1], item)
        if what == "paren":
            return self.holds(tree[1], item)
        if what in ("exists", "missing"):
            return (resolve(item, tree[1]) is not None) == (what == "exists")
        if what == "type":
            value = resolve(item, tree[1])
            return value is not None and value[0] == tree[2]
        if what == "cmp":
            return self.compare(tree[1], operand(tree[2], item), operand(tree[3], item))
        if what == "in":
            value = operand(tree[1], item)
            return any(self.compare("=", value, operand(y, item)) for y in tree[2])
        if what == "between":
            low, value, high = operand(tree[2], item), operand(tree[1], item), operand(tree[3], item)
            if None in (low, value, high) or not low[0] == value[0] == high[0] or low[0] not in ("S", "N", "B"):
                return False
            return self.between(order_key(low), order_key(value), order_key(high))
        if what == "begins":
            value, start = operand(tree[1], item), operand(tree[2], item)
            return value is not None and start is not None and value[0] == start[0] \
                and value[0] in ("S", "B") and value[1].startswith(start[1])
        return self.contains(resolve(item, tree[1]), operand(tree[2], item))


def path_text(path):
    return "[" + ", ".join(f"[{e}]" if isinstance(e, int) else e for e in path) + "]"


def wrong_type(name, json):
    (kind, _), = json.items()
    return Refused(f"Incorrect operand type for operator or function; operator or function: {name}, operand type: {kind}")


def not_distinct(name, first, rest):
    if first[0] == "p" and first in rest:
        raise Refused("The first operand must be distinct from the remaining operands for this operator or "
                      f"function; operator: {name}, first operand: {path_text(first[1])}")


def check_condition(tree):
    """Raises Refused, without the expression's prefix, for what is wrong whatever the item is."""
    what = tree[0]
    if what in ("and", "or"):
        check_condition(tree[1])
        check_condition(tree[2])
    elif what in ("not", "paren"):
        check_condition(tree[1])
    elif what == "cmp":
        not_distinct(tree[1], tree[2], [tree[3]])
        if tree[1] in COMPARE:
            check_ordered(tree[1], tree[2:])
    elif what == "in":
        not_distinct("IN", tree[1], tree[2])
    elif what == "between":
        not_distinct("BETWEEN", tree[1], tree[2:])
        check_ordered("BETWEEN", tree[1:])
        check_bounds(tree[2], tree[3])
    elif what == "begins":
        not_distinct("begins_with", tree[1], [tree[2]])
        for x in tree[1:]:
            if x[0] == "v" and not x[1].keys() & {"S", "B"}:
                raise wrong_type("begins_with", x[1])
    elif what == "contains":
        not_distinct("contains", ("p", tree[1]), [tree[2]])


def check_ordered(name, operands):
    for x in operands:
        if x[0] == "v" and not x[1].keys() & {"S", "N", "B"}:
            raise wrong_type(name, x[1])


def check_bounds(low, high):
    if low[0] != "v" or high[0] != "v":
        return
    first, second = parse(low[1]), parse(high[1])
    texts = [f"AttributeValue: {{{k}:{v}}}" for (k, v), in (low[1].items(), high[1].items())]
    known = first[0] == second[0] == "S"  # how N and B are written there is not told for every value
    tail = f"; lower bound operand: {texts[0]}, upper bound operand: {texts[1]}"
    if first[0] != second[0]:
        raise Refused(None)
    if order_key(first) > order_key(second):
        raise Refused("The BETWEEN operator requires upper bound to be greater than or equal to lower bound" + tail
                      if known else None)


def overlap(one, two):
    """'overlap', 'conflict' or None of two document paths."""
    for a, b in zip(one, two):
        if type(a) is not type(b):
            return "conflict"
        if a != b:
            return None
    return "overlap"


def check_paths(paths):
    """Overlaps are told before conflicts; any of several pairs may be the one that is told."""
    for kind in ("overlap", "conflict"):
        pairs = [p for i, one in enumerate(paths) for two in paths[i + 1:] if overlap(one, two) == kind
                 for p in ((one, two), (two, one))]
        if pairs:
            raise Refused([f"Two document paths {kind} with each other; must remove or rewrite one of these paths; "
                           f"path one: {path_text(one)}, path two: {path_text(two)}" for one, two in pairs])


def paths_of(tree):
    """Every path a condition names."""
    if isinstance(tree, tuple) and tree[0] in ("p", "size", "exists", "missing", "type"):
        return [tree[1]]
    if isinstance(tree, tuple) and tree[0] == "contains":
        return [tree[1]] + paths_of(tree[2])
    if isinstance(tree, (tuple, list)) and tree[0] != "v":
        return [p for part in tree if isinstance(part, (tuple, list)) for p in paths_of(part)]
    return []


def project(item, paths):
    """The part of the item that the paths name; lists are compacted."""
    wanted = {}
    for path in paths:
        node = wanted
        for element in path:
            node = node.setdefault(element, {})
    picked = pick(("M", item), wanted)
    return picked[1] if picked else {}


def pick(value, wanted):
    if not wanted:
        return value
    kind, payload = value
    if kind == "M":
        inner = {n: pick(payload[n], w) for n, w in wanted.items() if n in payload}
        inner = {n: v for n, v in inner.items() if v is not None}
        return (kind, inner) if inner else None
    if kind == "L":
        inner = [pick(payload[i], wanted[i]) for i in sorted(i for i in wanted if isinstance(i, int)) if i < len(payload)]
        inner = tuple(v for v in inner if v is not None)
        return (kind, inner) if inner else None
    return None


def check_key_paths(paths, keys):
    for path in paths:
        if len(path) > 1 and path[0] in keys:
            raise Refused("Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: "
                          f"Key: {path[0]}")


