"""Random operations. An operation is a dict of plain data that requests.py and model.py read:

op, t (number of the table), rcc, icm: of all. PutItem: item. DeleteItem, UpdateItem, GetItem: key. Writes: cond,
rv, rvccf, update (a list of actions). Reads: proj (list of paths), consistent. Query: hash [(name, JSON)],
range [(name, operator, JSON...)]. Query, Scan: index, filter, limit, select, reverse, start, pages (follow them
all), segment, total. Batches: tables, writes. Transactions: gets, actions, token. alias: every name is a #name.
ExecuteStatement: statement; its batches and transactions: statements (partiql.py); literals: not all are parameters.
Values are DynamoDB JSON. Some faults come about by chance; breaks.py makes others on purpose.
"""
import base64

import breaks
import breaks_batches
import values
from random_partiql import RandomStatements
from random_values import FREE


class Generator(RandomStatements):
    # Operations.

    def operation(self, model):
        self.room = 1500000
        kind = self.random.choices(["PutItem", "UpdateItem", "DeleteItem", "GetItem", "Query", "Scan", "BatchGetItem",
                                    "BatchWriteItem", "TransactWriteItems", "TransactGetItems", "break",
                                    "ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction"],
                                   [28, 28, 7, 8, 15, 6, 2, 4, 6, 2, 5, 14, 3, 4])[0]
        if kind == "break":
            return (breaks if self.chance(75) else breaks_batches).operation(self, model)
        t = self.pick([0, 0, 1])
        op = {"op": kind, "t": t, "alias": self.chance(15)}
        if self.chance(20):
            op["style"] = self.pick(["shared", "value first", "paren", "small", "wide"])
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
            if self.big and self.chance(15):
                op["update"] = self.filled(op["update"], op["key"])
        if self.chance(70):
            op["rv"] = self.pick(["ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"])
        return op

    def make_GetItem(self, op, t, model):
        op["key"] = self.at_hand(t, model, self.faulty_key(t, model))
        return {**op, "consistent": self.chance(30) or None,
                "proj": self.paths(t, set(FREE) | {"pk"}) if self.chance(50) else [("pk", "a")] if self.chance(1) else None}

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
                if self.chance(90):
                    break
                continue  # a gap
            if position + 1 < len(index.range) and self.chance(60):
                op["range"].append((name, "=", known(name)))
                continue
            op["range"].append(self.range_condition(t, name, kind, known(name)))
            break
        op["reverse"] = self.chance(40) or None
        op["swap"] = self.chance(20) or None
        op = self.read(op, t, index, model)
        if (index.local or not index.name) and index.range and self.chance(12):
            names = dict(index.keys() + self.schemas[t].keys())
            op["start"] = {**{n: self.pick(self.keys[t][n]) for n in names}, **(dict(op["hash"]) if self.chance(90) else {})}
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
            again = dict(self.pick(self.tokens))
            return {**again, "actions": again["actions"][::-1]} if self.chance(20) else again
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
                if self.big and self.chance(5):
                    action["update"] = self.filled(action["update"], action["key"])
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
