"""Random PartiQL statements. Where facts/partiql.md are silent they stay away: conditions of writes have no `<>`, and no
statement names a key attribute but in its place."""
import expressions
import updates
import values
from expressions import overlap
from partiql import column
from random_trees import RandomTrees
from random_values import FREE


class RandomStatements(RandomTrees):
    def where(self, t, allowed, write):
        """A condition that is not refused, but for operands of orderings once in a while."""
        for _ in range(20):
            tree = self.condition(t, allowed)
            if not self.is_told(tree, write):
                continue
            try:
                expressions.check_condition(tree)
                return tree
            except values.Refused as refused:
                faults = [text or "" for _, text in refused.kinds]
                if self.chance(10) and all(f.startswith("Incorrect operand") and "begins_with" not in f for f in faults):
                    return tree
        return None

    def is_told(self, tree, write):
        """Whether facts/ tell what the condition means."""
        if tree[0] in ("and", "or", "not", "paren"):
            return all(self.is_told(part, write) for part in tree[1:])
        if tree[0] == "cmp" and tree[1] == "<>":
            return not write and {tree[2][0], tree[3][0]} == {"p", "v"}
        return tree[0] != "in" or tree[1][0] == "p"

    def changes(self, t):
        """Actions that PartiQL has, without a fault that can be seen in the statement."""
        for _ in range(20):
            actions = [a for a in self.update(t) if self.has_text(t, a)]
            try:
                updates.check_update(actions)
            except values.Refused:
                continue
            if actions:
                return actions
        return [("SET", ("a",), ("v", {"S": "a"}))]

    def has_text(self, t, action):
        what, path = action[:2]
        definitions = self.schemas[t].definitions()
        if path[0] in dict(self.schemas[t].keys()) or len(path) > 1 and path[0] in definitions:
            return False
        if what in ("ADD", "DELETE"):
            return bool(action[2].keys() & set(values.SET_OF))
        return what == "REMOVE" or "default" not in repr(action[2])

    def statement(self, t, model, what, alone=True):
        if what == "insert":
            return {"do": what, "t": t, "item": self.at_hand(t, model, self.item(t, model))}
        key = self.at_hand(t, model, self.key(t, model))
        if self.chance(1):
            name, kind = self.pick(self.schemas[t].keys())
            key[name] = self.pick([self.too_long(kind), {"BOOL": True}])
        statement = {"do": what, "t": t, "key": key}
        if what == "select":
            return {**statement, "proj": self.columns(t) if self.chance(40) else None,
                    "consistent": self.chance(30) or None}
        others = set(FREE) | self.schemas[t].definitions().keys() - dict(self.schemas[t].keys()).keys()
        if what == "exists" or self.chance(35):
            statement["cond"] = self.where(t, others, True)
        if what == "exists" and self.item_at_hand is None:  # what a condition means there facts/ do not tell
            statement["cond"] = None
        if what == "update":
            statement["update"] = self.changes(t)
        if alone and what != "exists" and self.chance(50):
            statement["returning"] = "ALL OLD" if what == "delete" else self.pick(
                ["ALL OLD", "ALL NEW", "MODIFIED OLD", "MODIFIED NEW"])
        return statement

    def columns(self, t, allowed=None):
        chosen = []
        for path in self.paths(t, allowed) or []:
            if any(overlap(path, other) or column(path) == column(other) for other in chosen):
                continue
            if not all(isinstance(e, int) for e in path[-2:]):
                chosen.append(path)
        return chosen or None

    def select(self, op, t, model):
        """A read of a partition, or of all."""
        schema = self.schemas[t]
        index = self.index(statement := {"do": "select", "t": t}, t)
        if len(index.hash) > 1 or len(index.range) > 1:
            if self.chance(80):
                index, statement["index"] = schema.primary(), None
        entries = model.tables[t].entries(index)
        like = {n: values.show(v) for n, v in self.pick(entries)[1].items()} if entries and self.chance(85) else {}
        known = lambda n: self.variant(like[n]) if n in like else self.pick(self.keys[t][n])
        statement["hash"] = [(n, known(n)) for n, _ in index.hash] if self.chance(75) else []
        statement["range"] = [self.range_condition(t, n, k, known(n)) for n, k in index.range[:1] if self.chance(50)]
        statement["range"] = [c for c in statement["range"] if c[1] != "between" or in_order(*c[2:])]
        self.item_at_hand = self.pick(list(model.tables[t].items.values())) if model.tables[t].items else None
        held = {n for n in [*FREE, *schema.definitions()] if schema.projects(index, n)} - dict(index.keys()).keys()
        held -= dict(schema.keys()).keys()
        if self.chance(35):
            statement["cond"] = self.where(t, held, False)
            lost = [n for n in FREE if not schema.projects(index, n)]
            if lost and self.chance(5):
                statement["cond"] = ("cmp", "=", ("p", (self.pick(lost),)), ("v", {"S": "a"}))
        if self.chance(40):
            statement["proj"] = self.columns(t, held | dict(schema.keys()).keys() if self.chance(85) else None)
        if statement["hash"] and index.range and self.chance(40):
            statement["order"], statement["reverse"] = index.range[0][0], self.chance(60) or None
        if self.chance(50):
            op["limit"] = self.pick([1, 1, 2, 3, 5])
            op["pages"] = True
        op["consistent"] = True if self.chance(5 if index.name and not index.local else 30) else None
        return statement

    # Operations.

    def make_ExecuteStatement(self, op, t, model):
        what = self.pick(["insert", "update", "update", "delete", "select", "select", "select"])
        op["literals"] = self.chance(60) or None
        op["statement"] = self.select(op, t, model) if what == "select" else self.statement(t, model, what)
        if what != "select" and self.chance(25):
            op["rvccf"] = "ALL_OLD"
        op["statement"] = {k: v for k, v in op["statement"].items() if v is not None}
        return op

    def several(self, op, model, kinds, most, alone):
        """Statements that do not meet."""
        statements, met = [], set()
        for _ in range(self.pick([1, 2, 3, most])):
            t = self.pick([0, 1])
            made = self.statement(t, model, self.pick(kinds), alone)
            json = made.get("key") or made["item"]
            try:
                met_key = (t, repr(values.parse_item({n: json[n] for n, _ in self.schemas[t].keys()})))
            except values.Refused:
                continue
            if met_key not in met:
                met.add(met_key)
                statements.append({k: v for k, v in made.items() if v is not None})
        op["literals"] = self.chance(60) or None
        return {**op, "statements": statements or [{"do": "select", "t": t, "key": self.new_key(t)}]}

    def make_BatchExecuteStatement(self, op, t, model):
        if self.chance(40):
            op = self.several(op, model, ["select"], 6, True)
            if self.chance(5):
                op["statements"][0]["cond"] = ("exists", ("a",))
            return op
        return self.several(op, model, ["insert", "update", "update", "delete"], 6, True)

    def make_ExecuteTransaction(self, op, t, model):
        if self.chance(30):
            op = self.several(op, model, ["select"], 4, False)
            if self.chance(5):
                op["statements"][0]["cond"] = ("exists", ("a",))
            return op
        if self.statement_tokens and self.chance(5):
            return dict(self.pick(self.statement_tokens))
        op = self.several(op, model, ["insert", "update", "update", "delete", "exists"], 4, self.chance(3))
        if self.chance(95):
            op["statements"] = [s for s in op["statements"] if s["do"] != "exists" or s.get("cond")] or [
                {"do": "delete", "t": t, "key": self.new_key(t)}]
        if self.chance(20):
            op["token"] = f"statements-{self.random.randrange(1 << 60)}"
            self.statement_tokens.append(op)
        return op


def in_order(low, high):
    """And not equal: facts/ do not say whether such a range counts as an equality."""
    return values.order_key(values.parse(low)) < values.order_key(values.parse(high))
