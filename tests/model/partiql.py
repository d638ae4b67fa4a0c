"""PartiQL in the reference model, lowered to the model's own reads and writes; from facts/partiql.md and aws-observed.md
section 16. A statement is a dict of plain data: do, t and
  insert: item. update: key, update (a list of actions), cond, returning. delete: key, cond, returning.
  exists: key, cond. select: key, or index, hash [(name, JSON)], range [(name, operator, JSON...)]; cond, proj, order
  (the attribute's name), reverse. Values are DynamoDB JSON, trees those of expressions.py.
An ADD or DELETE of an update is written as set_add() or set_delete().
"""
import expressions
import reads
from tables import consumed, read_units
from values import (CANCELED, CONDITION_FAILED, INVALID, NESTING, VALIDATION, Refused, canceled, item_size, parse, parse_item, show,
                    show_item)

PUT_TOO_BIG = "Item size has exceeded the maximum allowed size"
FAILED = "The conditional request failed"
DUPLICATE = ("Duplicate primary key exists in table", "DuplicateItemException")
SEVERAL_ATTRIBUTES = "PartiQL statements cannot be executed on tables with multi-attribute HASH keys or multi-attribute " \
    "RANGE keys."
CONSISTENT = "Strongly consistent read is not supported on Global Secondary Indexes"
BATCH_KEY = "Select statements within BatchExecuteStatement must specify the primary key in the where clause."
TRANSACTION_KEY = "Select statements within ExecuteTransaction must specify the primary key in the where clause."
IN_TRANSACTION = "Validation failed in TransactStatements[{}]: {}"
CODES = {CONDITION_FAILED: "ConditionalCheckFailed", "DuplicateItemException": "DuplicateItem", VALIDATION: "ValidationError"}
ANY = object()  # of a member that facts/ do not tell


def lowered(tree):
    """The condition of PartiQL as one of expressions: `<>` is false for what is missing."""
    if tree[0] in ("and", "or", "not", "paren"):
        return (tree[0], *map(lowered, tree[1:]))
    if tree[0] == "cmp" and tree[1] == "<>":
        for operand in tree[2:]:
            if operand[0] == "p":
                tree = ("and", ("exists", operand[1]), tree)
    return tree


def check(statement):
    """What is wrong whatever the tables hold. Texts are those of the operands of orderings; others facts/ do not tell."""
    values = [*statement.get("item", {}).values(), *statement.get("key", {}).values()]
    values += [v for clause in (*statement.get("hash", ()), *statement.get("range", ())) for v in clause if isinstance(v, dict)]
    try:
        for value in values + literals((statement.get("update"), statement.get("cond"))):
            parse(value)
    except Refused as refused:
        refused.kinds = [(VALIDATION, NESTING if refused.kinds[0][1] == NESTING else None)]
        raise
    if statement.get("cond"):
        expressions.check_condition(statement["cond"])


def literals(tree):
    if isinstance(tree, dict):
        return [tree]
    return [v for part in tree for v in literals(part)] if isinstance(tree, (tuple, list)) else []


def change(model, statement):
    """(key, new item, key attributes or None for a check) of a write; Refused if it fails."""
    table = model.tables[statement["t"]]
    if statement["do"] == "insert":
        item = parse_item(statement["item"])
        try:
            table.check_item(item)
            model.check_size(table, item, PUT_TOO_BIG)
        except Refused as refused:
            refused.early = True
            raise
        if table.key_of(item) in table.items:
            raise Refused(*DUPLICATE)
        return table.key_of(item), item, item
    try:
        attributes = table.lookup(statement["key"])
    except Refused as refused:
        refused.kinds, refused.early = [(VALIDATION, None)], True
        raise
    key = table.key_of(attributes)
    old = table.items.get(key)
    absent = old is None and statement["do"] == "update"
    if absent or (statement.get("cond") and not model.rules.holds(lowered(statement["cond"]), old or {})):
        refused = Refused(FAILED, CONDITION_FAILED)
        refused.kinds += [(VALIDATION, t) for t in table and model.given_faults(table, statement.get("update"))]
        refused.old = old
        raise refused
    if statement["do"] == "exists":
        return key, old, None
    return key, None if statement["do"] == "delete" else model.updated(table, attributes, old, statement["update"]), attributes


def returned(statement, old, new):
    """The item that RETURNING shows, or None."""
    wanted = statement.get("returning")
    if not wanted:
        return None
    which, when = wanted.split()
    image = (old if when == "OLD" else new) or {}
    return (expressions.project(image, [a[1] for a in statement["update"]]) if which == "MODIFIED" else image) or None


def execute(model, op, probe):
    statement = op["statement"]
    try:
        check(statement)
    except Refused as refused:
        index = model.tables[statement["t"]].schema.index(statement.get("index"))
        if index and has_several(index):  # facts/ call both the first
            refused.kinds.append((VALIDATION, SEVERAL_ATTRIBUTES))
        raise
    if statement["do"] == "select":
        return select(model, op, probe)
    table = model.tables[statement["t"]]
    try:
        key, new, _ = change(model, statement)
    except Refused as refused:
        if op.get("rvccf") and getattr(refused, "old", None):
            refused.members = {"Item": show_item(refused.old)}
        raise
    old = table.items.get(key)
    model.store(table, key, new)
    shown = returned(statement, old, new)
    answer = {"Items": [show_item(shown)] if shown else []}
    capacity = consumed(op.get("rcc"), model.names[statement["t"]], *table.write_arms(old, new))
    return {**answer, "ConsumedCapacity": capacity} if capacity else answer


# Reads.

def column(path):
    """What a projected path is named: its end, with the indices behind it."""
    named = max(i for i, element in enumerate(path) if isinstance(element, str))
    return path[named] + "".join(f"[{i}]" for i in path[named + 1:])


def columns(statement, item):
    if not statement.get("proj"):
        return show_item(item)
    found = [(column(path), expressions.resolve(item, path)) for path in statement["proj"]]
    return {name: show(value) for name, value in found if value is not None}


def has_several(index):
    return len(index.hash) > 1 or len(index.range) > 1


def check_select(table, index, op, statement):
    if has_several(index):
        raise Refused(SEVERAL_ATTRIBUTES)
    texts = []
    if index.name and not index.local:
        texts += [CONSISTENT] if op.get("consistent") else []
        lost = list(dict.fromkeys(p[0] for p in statement.get("proj") or [] if not table.schema.projects(index, p[0])))
        if lost:
            texts.append(f"{INVALID}Global secondary index {index.name} does not project [{', '.join(lost)}]")
    if index.name and statement["hash"] and statement.get("cond"):
        lost = [p[0] for p in expressions.paths_of(statement["cond"]) if not table.schema.projects(index, p[0])]
        if lost:
            texts.append(f"{INVALID}Secondary index {index.name} does not project one or more filter attributes: [{lost[0]}]"
                         if len(lost) == 1 else None)
    if texts:
        raise Refused(texts)


def select(model, op, probe):
    statement = op["statement"]
    table = model.tables[statement["t"]]
    index = table.schema.index(statement["index"]) if statement.get("index") else table.schema.primary()
    check_select(table, index, op, statement)
    read = {"t": statement["t"], "op": "Query" if statement["hash"] else "Scan", "index": statement.get("index"),
            "hash": statement["hash"], "range": statement["range"], "reverse": statement.get("order") and statement.get("reverse"),
            "filter": statement.get("cond") and lowered(statement["cond"]), "filters entries": True,
            "proj": statement.get("proj"), "show": lambda item: columns(statement, item),
            **{name: op.get(name) for name in ("limit", "consistent", "rcc", "start")}}
    if statement["hash"]:
        rows = reads.queried(model, read, probe, table, index)
    else:
        for condition in reads.range_trees(statement["range"]):
            read["filter"] = ("and", condition, read["filter"]) if read["filter"] else condition
        read["range"] = []
        rows = reads.scanned(model, read, probe, table, index)
    answer = reads.page(model, read, table, index, rows)
    del answer["Count"], answer["ScannedCount"]
    return answer


# Batches and transactions.

def batch(model, op, _):
    """Every statement for itself."""
    responses, sums, failed = [], {}, False
    for statement in op["statements"]:
        t = statement["t"]
        table, name = model.tables[t], model.names[t]
        try:
            check(statement)
            if statement["do"] == "select":
                key = read_key(model, statement)
                if statement.get("cond"):
                    raise Refused(BATCH_KEY)
                item = table.items.get(key)
                responses.append({"TableName": name, **({"Item": columns(statement, item)} if item is not None else {})})
                units, arms = read_units(item_size(item or {}), statement.get("consistent")), {}
            else:
                key, new, _ = change(model, statement)
                old = table.items.get(key)
                model.store(table, key, new)
                shown = returned(statement, old, new)
                responses.append({"TableName": name, **({"Item": show_item(shown)} if shown else {})})
                units, arms = table.write_arms(old, new)
        except Refused as refused:
            failed = True
            responses.append(slot(refused, name))
            continue
        total, all_arms = sums.get(t, (0, {}))
        sums[t] = (total + units, {i: all_arms.get(i, 0) + arms.get(i, 0) for i in {**all_arms, **arms}})
    answer = {"Responses": responses}
    if op.get("rcc") in ("TOTAL", "INDEXES"):  # what a failed statement costs facts/ do not tell to the unit
        answer["ConsumedCapacity"] = ANY if failed else [consumed(op["rcc"], model.names[t], *units)
                                                         for t, units in sums.items()]
    return answer


def slot(refused, name):
    kind, text = refused.kinds[0]
    if len(refused.kinds) > 1:
        text = None
    return {"Error": {"Code": CODES[kind], "Message": text}, **({} if kind == VALIDATION else {"TableName": name})}


def read_key(model, statement, refusals=(VALIDATION,)):
    table = model.tables[statement["t"]]
    try:
        return table.key_of(table.lookup(statement["key"]))
    except Refused as refused:
        refused.kinds = [(kind, None) for kind in refusals]
        raise


def transaction(model, op, _):
    statements = op["statements"]
    for number, statement in enumerate(statements):
        try:
            check(statement)
            if statement.get("returning"):
                raise Refused("RETURNING clause is not supported in ExecuteTransaction.")
        except Refused as refused:
            refused.kinds = [(k, t and IN_TRANSACTION.format(number, t)) for k, t in refused.kinds]
            raise
    if statements[0]["do"] == "select":
        return transaction_reads(model, op)
    if op.get("token") in model.tokens:
        return {"Responses": [], **model.replay(op, repr(statements))}
    plans, reasons = [], []
    for number, statement in enumerate(statements):
        try:
            plans.append((statement["t"], *change(model, statement)))
            reasons.append({"Code": "None"})
        except Refused as refused:
            if getattr(refused, "early", False) or any("are not valid" in (t or "") for _, t in refused.kinds):  # facts/ do not say whether it is told as a reason
                refused.kinds = [(VALIDATION, None), (CANCELED, None)]
                raise
            reasons.append(slot(refused, None)["Error"])
        if statement["do"] == "exists" and not statement.get("cond"):
            raise Refused(IN_TRANSACTION.format(number, "EXISTS() must contain a single item read with additional condition"))
    codes = [r["Code"] for r in reasons if r["Code"] != "None"]
    if "ValidationError" in codes and len(codes) > 1:  # facts/ do not say which of them are told together
        raise Refused(None, CANCELED)
    if codes:
        raise canceled(reasons)
    images = [(p[0], max(item_size(model.tables[p[0]].items.get(p[1]) or {}), item_size(p[2] or {}))) for p in plans]
    answer = {"Responses": [], **model.write_all(op, plans, 2, "WriteCapacityUnits")}
    if op.get("token"):
        model.tokens[op["token"]] = (repr(statements), images)
    return answer


def transaction_reads(model, op):
    responses, units = [], {}
    open_ones = [IN_TRANSACTION.format(n, TRANSACTION_KEY) for n, s in enumerate(op["statements"]) if s.get("cond")]
    keys = [read_key(model, statement, (VALIDATION, CANCELED)) for statement in op["statements"]]
    if open_ones:
        raise Refused(open_ones)
    for statement, key in zip(op["statements"], keys):
        t = statement["t"]
        item = model.tables[t].items.get(key)
        units[t] = units.get(t, 0) + 2 * read_units(item_size(item or {}), True)
        shown = item and columns(statement, item)
        responses.append({"Item": shown} if shown else {})  # as TransactGetItems (aws-observed.md section 2)
    answer = {"Responses": responses}
    if op.get("rcc") in ("TOTAL", "INDEXES"):
        answer["ConsumedCapacity"] = [consumed(op["rcc"], model.names[t], u, None, "ReadCapacityUnits")
                                      for t, u in units.items()]
    return answer
