"""The reference model: what each operation answers, from facts/ alone and never from the engine's code.

An operation is a dict of plain data (generate.py says which members); `Model.answer` gives the JSON that
the service answers or raises Refused, and changes the model's tables as the service changes its own.
"""
import expressions
import legacy
import partiql
import reads
import updates
from tables import EMPTY, NOT_VALID, Table, consumed, read_units
from values import (CANCELED, CONDITION_FAILED, INVALID, VALIDATION, Refused, canceled, depth, item_size, parse, parse_item,
                    show_item)

FAILED = "The conditional request failed"
ITEM_MAX, TOO_BIG = 409600, "Item size to update has exceeded the maximum allowed size"
PUT_TOO_BIG = "Item size has exceeded the maximum allowed size"
EMPTY_INDEX_KEY = NOT_VALID + "The update expression attempted to update a secondary index key to a value that is not " \
    "supported. The AttributeValue for a key attribute cannot contain {}."
COMPUTED_INDEX_KEY = "The update expression attempted to update the secondary index key to unsupported type"

LONG_INDEX_KEY = "The update expression attempted to update the secondary index key beyond allowed size limits"


def prefixed(kind, check, *arguments):
    """Runs a check of an expression; its faults get the expression's prefix."""
    try:
        check(*arguments)
    except Refused as refused:
        refused.kinds = [(k, t and f"Invalid {kind}Expression: {t}") for k, t in refused.kinds]
        raise


class Model:
    def __init__(self, schemas, names, rules=None):
        self.tables = [Table(s) for s in schemas]
        self.names = names
        self.rules = rules or expressions.Rules()
        self.tokens = {}

    def answer(self, op, probe=None):
        """`probe(op)` runs a read at the service, for the orders that the service chooses freely."""
        return getattr(self, "do_" + op["op"])(legacy.translated(op), probe)

    # Single items.

    def static(self, op, envelope=True):
        """What is wrong with a write whatever the table holds."""
        checks = [lambda: parse_item(op.get("item", {})), lambda: self.check_literals(op, wrapped=not envelope)]
        if op.get("update") and not op.get("legacy"):
            checks.append(lambda: prefixed("Update", updates.check_update, op["update"]))
        if op.get("cond") and not op.get("legacy"):
            checks.append(lambda: prefixed("Condition", expressions.check_condition, op["cond"]))
        faults = []
        for check in checks:
            try:
                check()
            except Refused as refused:
                if envelope:
                    raise refused.enveloped()
                faults += [text for _, text in refused.kinds]  # which one transactions tell is told of some pairs only
        if faults:
            raise Refused(faults)

    @staticmethod
    def check_literals(op, wrapped):
        """The values of expressions; older layers wrap what they tell of them (validation.md section 5)."""
        try:
            for literal in literals(op):
                parse(literal)
        except Refused as refused:
            raise Refused(None) if wrapped else refused

    @staticmethod
    def check_size(table, item, text):
        if table.whole_size(item) > ITEM_MAX:
            raise Refused(text)

    def write(self, op, plan):
        """A write of one item: plan(table, key, old) gives the new item or None."""
        self.static(op)
        table = self.tables[op["t"]]
        key, prepared = self.prepare(table, op)
        old = table.items.get(key)
        if op.get("cond") and not self.rules.holds(op["cond"], old or {}):
            refused = Refused(FAILED, CONDITION_FAILED, **({"Item": show_item(old)} if op.get("rvccf") and old else {}))
            refused.kinds += [(VALIDATION, t) for t in self.given_faults(table, op.get("update"))]
            raise refused
        new = plan(table, prepared, old)
        self.store(table, key, new)
        answer = {}
        units, arms = table.write_arms(old, new)
        capacity = consumed(op.get("rcc"), self.names[op["t"]], units, arms)
        if capacity:
            answer["ConsumedCapacity"] = capacity
        if op.get("icm") and any(i.local for i in table.schema.indexes):
            answer["ItemCollectionMetrics"] = collection(table, prepared)
        returned = self.returned(op, old, new)
        if returned:
            answer["Attributes"] = show_item(returned)
        return answer

    def prepare(self, table, op):
        """(key of the table's dict, parsed key or item) of a write; Refused if it does not fit the schema."""
        if op["op"] == "PutItem":
            item = parse_item(op["item"])
            table.check_item(item)
            self.check_size(table, item, PUT_TOO_BIG)
            return table.key_of(item), item
        key = table.lookup(op["key"])
        texts = []
        if op.get("update") and not op.get("legacy") and updates.statement_size(op["update"]) > ITEM_MAX:
            texts.append(TOO_BIG)
        try:
            self.check_targets(table, op.get("update") or [])
        except Refused as refused:
            texts += [text for _, text in refused.kinds]
        if texts:
            raise Refused(texts)
        return table.key_of(key), key

    def check_targets(self, table, actions):
        keys, index_keys = dict(table.schema.keys()), table.schema.definitions()
        texts = [f"{INVALID}Cannot update attribute {a[1][0]}. This attribute is part of the key"
                 for a in actions if a[1][0] in keys]
        texts += ["Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: "
                  f"IndexKey: {a[1][0]}" for a in actions if len(a[1]) > 1 and a[1][0] in index_keys]
        if texts:
            raise Refused(texts)

    @staticmethod
    def given_faults(table, actions):
        """Index keys of a wrong type that can be seen in the request; empty ones are told when the update runs."""
        given = {a[1][0]: parse(a[2][1]) for a in actions or () if a[0] == "SET" and len(a[1]) == 1 and a[2][0] == "v"}
        return [t for t in table.index_faults(given) if "Type mismatch" in t]

    def updated(self, table, key, old, actions, legacy_form=False):
        """The item after an update."""
        creates = self.rules.removal_creates and not legacy_form
        if old is None and updates.takes_away(actions) and not creates:
            return None
        try:
            new = updates.apply(actions or [], old or {}, old is not None)
        except Refused as refused:
            raise Refused([t for _, t in refused.kinds] + self.given_faults(table, actions)) from None
        new = {**new, **key}
        changed = [n for n in new if old is None or new[n] != old.get(n)]
        faults = table.index_faults(new, changed)
        kinds, texts = table.schema.definitions(), []
        for fault in faults:
            if "Type mismatch" not in fault:
                texts.append(EMPTY_INDEX_KEY.format(EMPTY[kinds[fault.rsplit(" ", 1)[1]]]))
                continue
            texts += [COMPUTED_INDEX_KEY, fault]
        if table.long_index_key(new, changed):
            texts += [LONG_INDEX_KEY, TOO_BIG]
        if texts:
            raise Refused(texts + [TOO_BIG] * (table.whole_size(new) > ITEM_MAX))
        if any(depth(v) > 32 for v in new.values()):
            raise Refused(None)
        self.check_size(table, new, TOO_BIG)
        return new

    @staticmethod
    def store(table, key, new):
        if new is None:
            table.items.pop(key, None)
        else:
            table.items[key] = new

    @staticmethod
    def returned(op, old, new):
        wanted = op.get("rv")
        if wanted in ("ALL_OLD", "ALL_NEW"):
            return old if wanted == "ALL_OLD" else new
        if wanted in ("UPDATED_OLD", "UPDATED_NEW") and op.get("update"):
            image = old if wanted == "UPDATED_OLD" else new
            return expressions.project(image or {}, [a[1] for a in op["update"]])
        return None

    def do_PutItem(self, op, _):
        return self.write(op, lambda table, item, old: item)

    def do_DeleteItem(self, op, _):
        return self.write(op, lambda table, key, old: None)

    def do_UpdateItem(self, op, _):
        def plan(table, key, old):
            try:
                return self.updated(table, key, old, op.get("update"), op.get("legacy"))
            except Refused as refused:
                if op.get("legacy"):
                    refused.kinds.append((VALIDATION, "Type mismatch for attribute to update"))
                raise
        return self.write(op, plan)

    def do_GetItem(self, op, _):
        table = self.tables[op["t"]]
        item = table.items.get(self.looked_up(table, op))
        answer = {}
        if item is not None:
            answer["Item"] = show_item(expressions.project(item, op["proj"]) if op.get("proj") else item)
        capacity = consumed(op.get("rcc"), self.names[op["t"]], read_units(item_size(item or {}), op.get("consistent")))
        return {**answer, "ConsumedCapacity": capacity} if capacity else answer

    def looked_up(self, table, op):
        """The key of a read; both the projection and the key may be at fault."""
        faults = []
        for check in (lambda: self.check_projection(table, op.get("proj")), lambda: table.lookup(op["key"])):
            try:
                found = check()
            except Refused as refused:
                faults += [text for _, text in refused.kinds]
        if faults:
            raise Refused(faults)
        return table.key_of(found)

    @staticmethod
    def check_projection(table, paths):
        prefixed("Projection", expressions.check_paths, paths or [])
        expressions.check_key_paths(paths or [], dict(table.schema.keys()))

    def do_Query(self, op, probe):
        return reads.query(self, op, probe)

    def do_Scan(self, op, probe):
        return reads.scan(self, op, probe)

    # Batches.

    def do_BatchGetItem(self, op, _):
        responses, capacities = {}, []
        texts = []
        for t, request in op["tables"].items():
            try:
                self.check_projection(self.tables[t], request.get("proj"))
            except Refused as refused:
                texts += [text for _, text in refused.kinds]
        if texts:
            raise Refused(texts)
        for t, request in op["tables"].items():
            table, found, units = self.tables[t], {}, 0
            for json in request["keys"]:
                key = table.key_of(table.lookup(json))
                item = table.items.get(key)
                units += read_units(item_size(item or {}), request.get("consistent"))
                if item is not None:
                    found[key] = show_item(expressions.project(item, request["proj"]) if request.get("proj") else item)
            responses[self.names[t]] = list(found.values())
            capacities.append(consumed(op.get("rcc"), self.names[t], units))
        answer = {"Responses": responses, "UnprocessedKeys": {}}
        return {**answer, "ConsumedCapacity": capacities} if capacities[0] else answer

    def do_BatchWriteItem(self, op, _):
        plans, texts = [], []
        for t, what, json in op["writes"]:
            parse_item(json)
        for t, what, json in op["writes"]:
            table = self.tables[t]
            try:
                item = parse_item(json) if what == "Put" else table.lookup(json)
                if what == "Put":
                    table.check_item(item, batch=True)
                    self.check_size(table, item, PUT_TOO_BIG)
                plans.append((t, table.key_of(item), item, what))
            except Refused as refused:
                texts += [text for _, text in refused.kinds]
        if len({p[:2] for p in plans}) < len(plans):
            texts.append("Provided list of item keys contains duplicates")
        if texts:
            raise Refused(texts)
        return self.write_all(op, [(t, key, item if what == "Put" else None, item) for t, key, item, what in plans])

    def write_all(self, op, plans, factor=1, split=None):
        """Writes [(table number, key, new item or None, key attributes)]; (answer, read units of a replay)."""
        sums, metrics = {}, {}
        for t, key, new, attributes in plans:
            table = self.tables[t]
            old = table.items.get(key)
            if attributes is not None:
                self.store(table, key, new)
                if op.get("icm") and any(i.local for i in table.schema.indexes):
                    own, metric = metrics.setdefault(self.names[t], []), collection(table, attributes)
                    if metric not in own:
                        own.append(metric)
            units, arms = table.write_arms(old, new, factor)
            total, all_arms = sums.get(t, (0, {}))
            sums[t] = (total + units, {i: all_arms.get(i, 0) + arms.get(i, 0) for i in {**all_arms, **arms}})
        answer = {"UnprocessedItems": {}} if factor == 1 else {}
        if metrics:
            answer["ItemCollectionMetrics"] = metrics
        if op.get("rcc") in ("TOTAL", "INDEXES"):
            answer["ConsumedCapacity"] = [consumed(op["rcc"], self.names[t], units, arms, split)
                                          for t, (units, arms) in sums.items()]
        return answer

    # Transactions.

    def do_TransactGetItems(self, op, _):
        for get in op["gets"]:
            self.check_projection(self.tables[get["t"]], get.get("proj"))
        keys = self.transaction_keys(op["gets"])
        responses, units = [], {}
        for get, (t, key) in zip(op["gets"], keys):
            item = self.tables[t].items.get(key)
            units[t] = units.get(t, 0) + 2 * read_units(item_size(item or {}), True)
            if item is not None and get.get("proj"):
                item = expressions.project(item, get["proj"]) or None
            responses.append({} if item is None else {"Item": show_item(item)})
        answer = {"Responses": responses}
        if op.get("rcc") in ("TOTAL", "INDEXES"):
            answer["ConsumedCapacity"] = [consumed(op["rcc"], self.names[t], u, None, "ReadCapacityUnits")
                                          for t, u in units.items()]
        return answer

    def transaction_keys(self, actions):
        """[(table number, key)]; the first key that does not fit cancels, an empty one is refused outright."""
        keys, first_fault = [], None
        for number, action in enumerate(actions):
            table = self.tables[action["t"]]
            try:
                if "item" in action:
                    item = parse_item(action["item"])
                    table.check_item(item)
                else:
                    item = table.lookup(action["key"])
                    if action.get("update"):
                        self.check_targets(table, action["update"])
                keys.append((action["t"], table.key_of(item)))
            except Refused as refused:
                empty = [(k, t) for k, t in refused.kinds if "are not valid" in (t or "")]
                if empty:
                    if len(empty) < len(refused.kinds):  # another index key is of a wrong type: either is told
                        refused.kinds = empty + [(CANCELED, None)]
                    raise
                first_fault = first_fault or (number, refused)
        if first_fault:
            raise canceled_by(first_fault, len(actions))
        if len(set(keys)) < len(keys):
            raise Refused("Transaction request cannot include multiple operations on one item")
        return keys

    def do_TransactWriteItems(self, op, _):
        for action in op["actions"]:
            self.static(action, envelope=False)
            if item_size(parse_item(action.get("item", {}))) > ITEM_MAX:
                raise Refused(PUT_TOO_BIG)
        for action in op["actions"]:  # the tables are known from here on
            try:
                self.check_size(self.tables[action["t"]], parse_item(action.get("item", {})), PUT_TOO_BIG)
            except Refused as refused:
                try:
                    self.transaction_keys(op["actions"])
                except Refused as other:  # either may be told
                    refused.kinds += [(kind, None) for kind, _ in other.kinds]
                raise refused
        if op.get("token") in self.tokens:
            return self.replay(op, repr(op["actions"]))
        keys = self.transaction_keys(op["actions"])
        plans, failures = [], {}
        for number, (action, (t, key)) in enumerate(zip(op["actions"], keys)):
            table, old = self.tables[t], self.tables[t].items.get(key)
            if action.get("cond") and not self.rules.holds(action["cond"], old or {}):
                failures[number] = {"Code": "ConditionalCheckFailed", "Message": FAILED,
                                    **({"Item": show_item(old)} if action.get("rvccf") and old else {})}
            try:
                plans.append((t, key, *self.planned(table, action, old)))
            except Refused as refused:
                # An empty index key refuses the whole request (facts/aws-observed.md section 8).
                whole = [(kind, text) for kind, text in refused.kinds if "are not valid" in (text or "")]
                if whole:
                    one_of = Refused(None, CANCELED)
                    one_of.kinds = whole + (one_of.kinds if len(whole) < len(refused.kinds) else [])
                    raise one_of from None
                if number in failures:  # facts/ do not say which of the two an action tells
                    raise Refused(None, CANCELED) from None
                raise canceled_by((number, refused), len(keys)) from None
        if failures:
            raise canceled([failures.get(n, {"Code": "None"}) for n in range(len(keys))])
        images = [max(item_size(self.tables[t].items.get(k) or {}), item_size(new or {})) for t, k, new, _ in plans]
        answer = self.write_all(op, plans, 2, "WriteCapacityUnits")
        if op.get("token"):
            self.tokens[op["token"]] = (repr(op["actions"]), [(p[0], i) for p, i in zip(plans, images)])
        return answer

    def do_ExecuteStatement(self, op, probe):
        return partiql.execute(self, op, probe)

    def do_BatchExecuteStatement(self, op, probe):
        return partiql.batch(self, op, probe)

    def do_ExecuteTransaction(self, op, probe):
        return partiql.transaction(self, op, probe)

    def planned(self, table, action, old):
        """(new item, key attributes or None for a check) of one action."""
        if action["op"] == "Put":
            item = parse_item(action["item"])
            return item, item
        key = table.lookup(action["key"])
        if action["op"] == "Update":
            return self.updated(table, key, old, action["update"]), key
        return (None, key) if action["op"] == "Delete" else (old, None)

    def replay(self, op, again):
        """The same token again: nothing is written, reads are charged."""
        same, images = self.tokens[op["token"]]
        if same != again:
            raise Refused(None, "IdempotentParameterMismatchException")
        units = {}
        for t, bytes_ in images:
            units[t] = units.get(t, 0) + 2 * read_units(bytes_, True)
        if op.get("rcc") not in ("TOTAL", "INDEXES"):
            return {}
        return {"ConsumedCapacity": [consumed(op["rcc"], self.names[t], u, None, "ReadCapacityUnits")
                                     for t, u in units.items()]}


def literals(tree):
    """Every attribute value that the expressions of an operation hold."""
    if isinstance(tree, dict):
        return [v for name in ("update", "cond", "filter") for v in literals(tree.get(name))]
    if not isinstance(tree, (tuple, list)) or not tree:
        return []
    if tree[0] in ("v", "ADD", "DELETE") and isinstance(tree[-1], dict):
        return [tree[-1]]
    return [v for part in tree for v in literals(part)]


def collection(table, attributes):
    name = table.schema.hash[0]
    return {"ItemCollectionKey": show_item({name: attributes[name]}), "SizeEstimateRangeGB": [0.0, 1.0]}


def canceled_by(fault, count):
    """Cancelled for the one action that is not valid; the others are not looked at."""
    number, refused = fault
    texts = [t for _, t in refused.kinds]
    reason = {"Code": "ValidationError", "Message": texts[0] if len(set(texts)) == 1 else None}
    return canceled([reason if n == number else {"Code": "None"} for n in range(count)])


