"""What update expressions do, from facts/expressions.md section 5. An update is a list of actions:
  ("SET", path, value) ("REMOVE", path) ("ADD", path, JSON) ("DELETE", path, JSON)
  value: an operand, ("+", x, y), ("-", x, y), ("default", path, x) = if_not_exists, ("append", x, y) = list_append.
"""
from expressions import check_paths, operand, resolve, wrong_type
from values import SET_OF, Refused, arithmetic, parse, size

ABSENT = "The provided expression refers to an attribute that does not exist in the item"
BAD_PATH = "The document path provided in the update expression is invalid for update"
BAD_TYPE = "An operand in the update expression has an incorrect data type"
LONG = {"S": "STRING", "B": "BINARY", "NULL": "NULL", "BOOL": "BOOLEAN", "L": "LIST", "M": "MAP", "N": "NUMBER"}
NOTHING = object()


def takes_away(actions):
    """An update of this kind makes no item where there is none (facts/aws-observed.md section 21)."""
    return bool(actions) and all(a[0] in ("REMOVE", "DELETE") for a in actions)


def check_update(actions):
    """Raises Refused, without a prefix, for what is wrong whatever the item is."""
    ordered = [a for section in ("SET", "REMOVE", "ADD", "DELETE") for a in actions if a[0] == section]
    check_paths([a[1] for a in ordered])
    faults = []
    for action in ordered:
        if action[0] in ("ADD", "DELETE"):
            (kind, _), = action[2].items()
            if kind not in SET_OF and not (kind == "N" and action[0] == "ADD"):
                faults.append(Refused("Incorrect operand type for operator or function; "
                                      f"operator: {action[0]}, operand type: {LONG[kind]}"))
        elif action[0] == "SET":
            check_value(action[2], faults)
    if faults:
        raise Refused([text for f in faults for _, text in f.kinds])


def check_value(value, faults):
    what = value[0]
    if what in ("+", "-"):
        faults += [wrong_type(what, x[1]) for x in value[1:] if x[0] == "v" and "N" not in x[1]]
    if what == "append":
        faults += [wrong_type("list_append", x[1]) for x in value[1:] if x[0] == "v" and "L" not in x[1]]
    for part in value[1:]:
        if isinstance(part, tuple) and part and part[0] in ("+", "-", "append", "default"):
            check_value(part, faults)


def written(path):
    """What a target costs: its first name, and 4 more bytes of each element behind it."""
    return len(path[0].encode()) + sum(4 + len(str(e).encode()) for e in path[1:])


def cost(value):
    """What a right-hand side costs; what it reads or makes is free."""
    what = value[0]
    if what == "v":
        return size(parse(value[1]))
    if what == "p":
        return 1 + sum(14 + len(str(e).encode()) for e in value[1])
    if what == "default":
        return 39 + cost(("p", value[1])) + cost(value[2])
    return {"+": 34, "-": 37, "append": 37}[what] + cost(value[1]) + cost(value[2])


def statement_size(actions):
    """What UpdateItem holds against the limit of an item before it looks at the item (facts/sizes-and-capacity.md
    section 2, aws-observed.md section 12)."""
    total = 3
    for what, path, *value in actions:
        if what == "SET":
            total += 19 + isinstance(path[-1], int) + written(path) + cost(value[0])
        elif what == "ADD":
            total += 19 + written(path) + size(parse(value[0]))
        else:
            total += 1 + written(path)
    return total


def result(value, item):
    """The value of a right-hand side."""
    what = value[0]
    if what == "default":
        present = resolve(item, value[1])
        return present if present is not None else result(value[2], item)
    if what in ("p", "v"):
        found = operand(value, item)
        if found is None:
            raise Refused(ABSENT)
        return found
    left, right = result(value[1], item), result(value[2], item)
    if what == "append":
        if left[0] != "L" or right[0] != "L":
            raise Refused(BAD_TYPE)
        return ("L", left[1] + right[1])
    if left[0] != "N" or right[0] != "N":
        raise Refused(BAD_TYPE)
    return arithmetic(left[1], what, right[1])


def effect(action, item):
    """(path, new value or NOTHING) of one action, seen from the item before the update."""
    what, path = action[:2]
    present = resolve(item, path)
    if what == "SET":
        return path, result(action[2], item)
    if what == "REMOVE":
        return path, NOTHING
    value = parse(action[2])
    if what == "ADD":
        if present is None:
            return path, value
        if present[0] != value[0]:
            raise Refused(BAD_TYPE)
        if value[0] == "N":
            return path, arithmetic(present[1], "+", value[1])
        return path, (value[0], present[1] + value[1] if value[0] == "L" else present[1] | value[1])
    if present is None:
        return path, NOTHING
    if present[0] != value[0]:
        raise Refused(BAD_TYPE)
    left = present[1] - value[1]
    return path, (value[0], left) if left else NOTHING


def check_parent(path, what, item, existed):
    """Only the last element of a target may be new."""
    if len(path) == 1 or (what in ("REMOVE", "DELETE") and not existed):
        return
    parent = resolve(item, path[:-1])
    if parent is None or parent[0] != ("L" if isinstance(path[-1], int) else "M"):
        raise Refused(BAD_PATH)


def place(value, changes):
    """The value with the changes [(path, new value or NOTHING)] below it made."""
    here = [new for path, new in changes if not path]
    if here:
        return here[0]
    if value is None:  # a removal below what is not there
        return NOTHING
    kind, payload = value
    below = {}
    for path, new in changes:
        below.setdefault(path[0], []).append((path[1:], new))
    if kind == "M":
        out = dict(payload)
        for name, inner in below.items():
            new = place(payload.get(name), inner)
            if new is NOTHING:
                out.pop(name, None)
            else:
                out[name] = new
        return (kind, out)
    out = list(payload)
    for index in sorted(below):
        if index < len(payload):
            out[index] = place(payload[index], below[index])
        elif below[index][0][1] is not NOTHING:
            out.append(below[index][0][1])
    return (kind, tuple(v for v in out if v is not NOTHING))


def apply(actions, item, existed):
    """The item after the update; Refused with the text of any action that fails."""
    changes, faults = [], []
    for action in actions:
        try:
            change = effect(action, item)
            check_parent(action[1], action[0], item, existed)
            changes.append(change)
        except Refused as refused:
            faults += refused.kinds
            try:
                check_parent(action[1], action[0], item, existed)
            except Refused as other:
                faults += other.kinds
    if faults:
        raise Refused([text for _, text in faults])
    return place(("M", item), changes)[1]
