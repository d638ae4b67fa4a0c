"""Query and Scan of the reference model: which rows, in which order, in which pages.

Written from facts/operations.md, numbers-and-keys.md sections 3 to 5, sizes-and-capacity.md sections 3 and 6.
Orders that the service chooses (partitions in a Scan, equal keys in an index) are learnt by a probe at the
service, and what the probe answers is checked against all that is known of them.
"""
import expressions
from tables import consumed, read_units, sort_key
from values import INVALID, Refused, item_size, order_key, parse, parse_item, show_item

PAGE = 1 << 20


class Difference(Exception):
    """The service's answer is not one that the model can explain."""


def position(table, index, row):
    """What a row's place in its partition is known to follow: all of it, but for ties in a GSI."""
    key, entry = row
    if index.local:
        return sort_key(index, entry), order_key(entry[table.schema.range[0]])
    return sort_key(index, entry)


def partition(index, entry):
    return tuple(entry[n] for n, _ in index.hash)


def learn(model, op, probe, request, rows, index):
    """The rows in the order in which the service has them now."""
    table = model.tables[op["t"]]
    answered = probe({"t": op["t"], "consistent": False, "index": op.get("index"), **request})
    by_key, ordered = dict(rows), []
    for item in answered:
        try:
            key = table.key_of(parse_item(item))
        except KeyError:
            raise Difference(f"a probe's row has no key: {item}") from None
        if key not in by_key or show_item(by_key[key]) != item:
            raise Difference(f"the row {item} of a probe should be {by_key.get(key)}")
        ordered.append((key, by_key.pop(key)))
    done, last = set(), None
    for row in ordered:
        own = partition(index, row[1])
        if last and own != partition(index, last[1]):
            done.add(repr(partition(index, last[1])))
            if repr(own) in done:
                raise Difference(f"the partition {own} of a probe is not in one piece: {answered}")
        elif last and position(table, index, last) > position(table, index, row):
            raise Difference(f"the rows of the partition {own} are not in order: {answered}")
        last = row
    return ordered, by_key


def query(model, op, probe):
    table = model.tables[op["t"]]
    index = table.schema.index(op["index"]) if op.get("index") else table.schema.primary()
    check_query(model, table, index, op)
    return page(model, op, table, index, queried(model, op, probe, table, index))


def queried(model, op, probe, table, index):
    """The rows of a Query in their order."""
    rows = [(k, e) for k, e in table.entries(index) if all(e[n] == parse(v) for n, v in op["hash"])]
    rows.sort(key=lambda row: position(table, index, row))
    places = [position(table, index, row) for row in rows]
    if len(rows) > 1 and any(a == b for a, b in zip(places, places[1:])):
        rows, missing = learn(model, op, probe, {"op": "Query", "hash": op["hash"], "range": []}, rows, index)
        if missing:
            raise Difference(f"a probe lacks the rows {missing}")
    rows = [row for row in rows if in_range(op["range"], row[1], model.rules)]
    if op.get("reverse"):
        rows.reverse()
    return rows


def range_trees(conditions):
    """The conditions on the sort key attributes as trees."""
    return [{"between": ("between", ("p", (name,)), *(("v", v) for v in values)),
             "begins": ("begins", ("p", (name,)), ("v", values[0]))}.get(
                 operator, ("cmp", operator, ("p", (name,)), ("v", values[0]))) for name, operator, *values in conditions]


def in_range(conditions, entry, rules):
    """Whether the entry fulfils the conditions on the sort key attributes."""
    return all(rules.holds(tree, entry) for tree in range_trees(conditions))


def check_query(model, table, index, op):
    model.check_literals(op, wrapped=False)
    for name, operator, *values in op["range"]:
        if operator == "between":
            try:
                expressions.check_bounds(("v", values[0]), ("v", values[1]))
            except Refused as refused:
                if op.get("legacy"):
                    raise Refused("The BETWEEN condition was provided a range where the lower bound is greater than the "
                                  "upper bound") from None
                refused.kinds = [(k, t and "Invalid KeyConditionExpression: " + t) for k, t in refused.kinds]
                raise
    check_read(table, index, op)
    check_gap(index, op)
    named = {p[0] for p in expressions.paths_of(op["filter"])} if op.get("filter") else set()
    texts = [("QueryFilter" if op.get("legacy") else "Filter Expression") + " can only contain non-primary key attributes: Primary key attribute: " + n
             for n, _ in index.keys() if n in named]
    if op.get("start"):
        try:
            check_start(table, index, op, parse_item(op["start"]), model.rules)
        except Refused as refused:
            texts += [text for _, text in refused.kinds]
    if texts:
        raise Refused(texts)


def check_gap(index, op):
    """Conditions on the sort key attributes of an index: all before the last one are equalities."""
    told = [c[0] for c in op["range"]]
    for (name, _), later in zip(index.range, range(1, len(index.range))):
        condition = next((c for c in op["range"] if c[0] == name), None)
        after_it = [n for n, _ in index.range[later:] if n in told]
        if after_it and (condition is None or condition[1] != "="):
            raise Refused(f"RANGE key attributes {name} must have equality conditions specified in the query because a "
                          f"condition is present on key attribute {after_it[-1]}" if len(index.range) < 3 else None)


def check_start(table, index, op, start, rules):
    if any(start[n] != parse(v) for n, v in op["hash"]):
        raise Refused("The provided starting key is outside query boundaries based on provided conditions")
    if not index.name and [c[1] for c in op["range"]] == ["="]:
        raise Refused(["The query can return at most one row and cannot be restarted",
                       "The provided starting key does not match the range key predicate"])
    if not in_range(op["range"], start, rules):
        raise Refused("The provided starting key does not match the range key predicate")


def check_read(table, index, op):
    for member, kind, check in (("filter", "Filter", expressions.check_condition),
                                ("proj", "Projection", expressions.check_paths)):
        if op.get(member) and not op.get("legacy"):
            try:
                check(op[member])
            except Refused as refused:
                refused.kinds = [(k, t and f"Invalid {kind}Expression: {t}") for k, t in refused.kinds]
                raise
    expressions.check_key_paths(op.get("proj") or [], dict(table.schema.keys()))
    if index.name and not index.local:
        if op.get("consistent"):
            raise Refused("Consistent reads are not supported on global secondary indexes")
        if op.get("select") == "ALL_ATTRIBUTES" and index.projection != "ALL":
            raise Refused(f"{INVALID}Select type ALL_ATTRIBUTES is not supported for global secondary index {index.name} "
                          "because its projection type is not ALL")
        lost = list(dict.fromkeys(p[0] for p in op.get("proj") or [] if not table.schema.projects(index, p[0])))
        if lost:
            raise Refused(f"{INVALID}Global secondary index {index.name} "
                          f"does not project [{lost[0]}]" if len(lost) == 1 else None)


def scan(model, op, probe):
    table = model.tables[op["t"]]
    index = table.schema.index(op["index"]) if op.get("index") else table.schema.primary()
    model.check_literals(op, wrapped=True)
    check_read(table, index, op)
    return page(model, op, table, index, scanned(model, op, probe, table, index))


def scanned(model, op, probe, table, index):
    """The rows of a Scan in their order."""
    rows = table.entries(index)
    if op.get("total"):
        rows = segment(model, op, probe, index, rows)
    elif len(rows) > 1:
        rows, missing = learn(model, op, probe, {"op": "Scan"}, rows, index)
        if missing:
            raise Difference(f"a probe lacks the rows {missing}")
    return rows


def segment(model, op, probe, index, rows):
    """The rows of one segment; all segments together hold every row once and split no partition."""
    segments, left = [], rows
    for number in range(op["total"]):
        own, left = learn(model, op, probe, {"op": "Scan", "segment": number, "total": op["total"]}, left, index)
        left = list(left.items())
        segments.append(own)
    if left:
        raise Difference(f"no segment holds the rows {left}")
    owners = {}
    for number, own in enumerate(segments):
        for _, entry in own:
            if owners.setdefault(repr(partition(index, entry)), number) != number:
                raise Difference(f"a partition is in two segments: {entry}")
    return segments[op["segment"]]


def page(model, op, table, index, rows):
    """The answer for the rows in order, from the start key on, as far as one page goes."""
    rows = after(op, table, index, rows)
    limit, evaluated, kept, bytes_read, fetched, last = op.get("limit"), 0, [], 0, 0, None
    fetch = fetches(table, index, op)
    # "The query can return at most one row and cannot be restarted" (validation.md section 9): no key to go on from.
    single = op["op"] == "Query" and not index.name and [c[1] for c in op["range"]] == ["="] * len(index.range)
    for key, entry in rows:
        evaluated += 1
        bytes_read += item_size(entry)
        seen = entry
        if fetch:
            entry = table.items[key]
            fetched += read_units(item_size(entry), op.get("consistent"))
        if not op.get("filter") or model.rules.holds(op["filter"], seen if op.get("filters entries") else entry):
            kept.append(entry)
        if (evaluated == limit and not single) or bytes_read >= PAGE:
            last = {n: entry[n] for n, _ in table.schema.keys() + index.keys()}
            break
    answer = {"Count": len(kept), "ScannedCount": evaluated}
    if op.get("select") != "COUNT":
        show = op.get("show") or (lambda e: show_item(expressions.project(e, op["proj"]) if op.get("proj") else e))
        answer["Items"] = [show(e) for e in kept]
    if last:
        answer["LastEvaluatedKey"] = show_item(last)
    units = read_units(bytes_read, op.get("consistent"))
    name = model.names[op["t"]]
    capacity = consumed(op.get("rcc"), name, fetched, {index: units}) if index.name \
        else consumed(op.get("rcc"), name, units)
    return {**answer, "ConsumedCapacity": capacity} if capacity else answer


def fetches(table, index, op):
    """Whether a read of a local index goes to the table for what the index lacks."""
    if not index.local or index.projection == "ALL":
        return False
    return op.get("select") == "ALL_ATTRIBUTES" \
        or any(not table.schema.projects(index, p[0]) for p in op.get("proj") or [])


def after(op, table, index, rows):
    if not op.get("start"):
        return rows
    key = table.key_of(parse_item(op["start"]))
    start = parse_item(op["start"])
    for number, row in enumerate(rows):
        if row[0] == key and all(row[1][n] == start[n] for n, _ in index.keys()):
            return rows[number + 1:]
    if op["op"] == "Scan" or index.name and not index.local:
        raise Difference("the start key is not one that a page ended with")
    place = position(table, index, (key, parse_item(op["start"])))
    return [row for row in rows if (position(table, index, row) < place if op.get("reverse")
                                    else position(table, index, row) > place)]


