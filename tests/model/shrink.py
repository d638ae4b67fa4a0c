"""Makes a failing sequence of operations small: fewer operations first, then smaller ones."""
from driver import Explained, Round

OPTIONAL = ("cond", "rv", "rvccf", "rcc", "icm", "alias", "filter", "proj", "consistent", "limit", "pages", "select",
            "reverse", "swap", "start", "token", "conds", "style", "literals", "returning", "order")
KEYS = ("pk", "sk")


def fails(service, schemas, operations, rules, explained):
    """What differs first when the operations run on fresh tables, or None; and how many of them ran."""
    turn = Round(service, schemas, rules)
    try:
        for number, op in enumerate(operations):
            difference = turn.step(op)
            if difference and explained.reason(difference):
                if not turn.adopt():
                    break
            elif difference:
                return difference, number + 1
    finally:
        turn.close()
    return None, len(operations)


def shrink(service, schemas, operations, rules=None, explained=Explained()):
    """(least operations, what differs or None)."""
    found, ran = fails(service, schemas, operations, rules, explained)
    if found is None:
        return operations, None
    operations, before = operations[:ran], None
    step = max(1, len(operations) // 2)
    while before != operations:
        before = operations
        while step:
            operations, found = leave_out(service, schemas, operations, found, step, rules, explained)
            step //= 2
        operations, found = make_smaller(service, schemas, operations, found, rules, explained)
        step = 1
    return operations, found


def leave_out(service, schemas, operations, found, step, rules, explained):
    """Without the pieces of `step` operations that are not needed."""
    at = 0
    while at < len(operations):
        fewer = operations[:at] + operations[at + step:]
        difference, ran = fails(service, schemas, fewer, rules, explained)
        if difference:
            operations, found = fewer[:ran], difference
        else:
            at += step
    return operations, found


def make_smaller(service, schemas, operations, found, rules, explained):
    """With smaller operations in the places of the same ones."""
    for number in range(len(operations)):
        progress = True
        while progress:
            progress = False
            for smaller in smaller_forms(operations[number]):
                candidate = operations[:number] + [smaller] + operations[number + 1:]
                difference, ran = fails(service, schemas, candidate, rules, explained)
                if difference and ran == len(operations):
                    operations, found, progress = candidate, difference, True
                    break
    return operations, found


def smaller_forms(op):
    """Operations that are this one with something left out."""
    for name in OPTIONAL:
        if op.get(name):
            yield {k: v for k, v in op.items() if k != name}
    for name in ("cond", "filter"):
        for tree in smaller_trees(op.get(name) or ()):
            yield {**op, name: tree}
    for name in ("update", "actions", "writes", "gets", "statements", "proj", "conds", "updates"):
        for at in range(len(op.get(name) or ())):
            if len(op[name]) > 1:
                yield {**op, name: op[name][:at] + op[name][at + 1:]}
    for at, action in enumerate(op.get("actions") or ()):
        for smaller in smaller_forms(action):
            yield {**op, "actions": op["actions"][:at] + [smaller] + op["actions"][at + 1:]}
    for at, statement in enumerate(op.get("statements") or ()):
        for smaller in smaller_forms(statement):
            yield {**op, "statements": op["statements"][:at] + [smaller] + op["statements"][at + 1:]}
    for smaller in smaller_forms(op["statement"]) if "statement" in op else ():
        yield {**op, "statement": smaller}
    for name in op.get("item") or ():
        if name not in KEYS:
            yield {**op, "item": {k: v for k, v in op["item"].items() if k != name}}
    for at, write in enumerate(op.get("writes") or ()):
        for smaller in smaller_forms({"item": write[2]}):
            yield {**op, "writes": op["writes"][:at] + [(*write[:2], smaller["item"])] + op["writes"][at + 1:]}


def smaller_trees(tree):
    if not tree or tree[0] not in ("and", "or", "not", "paren"):
        return
    yield from tree[1:]
    for at, part in enumerate(tree[1:], 1):
        for smaller in smaller_trees(part):
            yield tree[:at] + (smaller,) + tree[at + 1:]
