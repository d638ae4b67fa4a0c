"""Runs operations against a service and against the model and tells where the two differ."""
import collections
import http.client
import json
import os
import pathlib
import re
import urllib.parse

from model import Model
from partiql import ANY
from reads import Difference
from requests import create_table, request
from values import SET_OF, Refused, parse, parse_item, show

HEADERS = {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Date": "20261121T000000Z",
           "Authorization": "AWS4-HMAC-SHA256 Credential=local/20261121/us-east-1/dynamodb/aws4_request, "
                            "SignedHeaders=host;x-amz-date;x-amz-target, Signature=0"}
UNORDERED = ("ConsumedCapacity", "ItemCollectionMetrics")


class Service:
    """A DynamoDB endpoint over one kept-alive connection."""

    def __init__(self, url, plain=False, normalised=False, any_text=False):
        place = urllib.parse.urlsplit(url)
        self.plain, self.normalised, self.any_text = plain, normalised, any_text
        self.run, self.rounds = os.urandom(4).hex(), 0
        self.connection = http.client.HTTPConnection(place.hostname, place.port, timeout=60)

    def call(self, operation, body):
        """(status, JSON)."""
        target = {**HEADERS, "X-Amz-Target": "DynamoDB_20120810." + operation}
        self.connection.request("POST", "/", json.dumps(body).encode(), target)
        answer = self.connection.getresponse()
        text = answer.read()
        out = json.loads(text) if text else {}
        if self.normalised:
            normalise(out)
        return answer.status, out


def normalise(value):
    """For services that answer sets in an order of their own and numbers as they were sent."""
    for member in value if isinstance(value, list) else value.values() if isinstance(value, dict) else ():
        normalise(member)
    if isinstance(value, dict) and len(value) == 1:
        (kind, payload), = value.items()
        if kind == "N" and isinstance(payload, str) or kind in SET_OF and isinstance(payload, list):
            value.update(show(parse(value)))


class Round:
    """Fresh tables at the service and in a fresh model; operations one after the other."""

    def __init__(self, service, schemas, rules=None):
        self.service = service
        service.rounds += 1
        self.names = [f"model-{service.run}-{service.rounds}-{n}" for n in range(len(schemas))]
        self.outcomes = collections.Counter()
        self.model = Model(schemas, self.names, rules)
        for schema, name in zip(schemas, self.names):
            status, answer = service.call("CreateTable", create_table(schema, name))
            if status != 200:
                raise RuntimeError(f"CreateTable: {answer}")
            while service.call("DescribeTable", {"TableName": name})[1]["Table"]["TableStatus"] != "ACTIVE":
                pass

    def close(self):
        for name in self.names:
            self.service.call("DeleteTable", {"TableName": name})

    def probe(self, op):
        """All rows of a read, over all its pages."""
        rows, start = [], None
        while True:
            status, answer = self.service.call(op["op"], request({**op, "start": start}, self.names))
            if status != 200:
                raise Difference(f"a probe answers {status} {answer}")
            rows += answer["Items"]
            start = answer.get("LastEvaluatedKey")
            if not start:
                return rows

    def adopt(self):
        """Takes over what the service's tables hold, after a difference that is explained; false if they cannot be."""
        try:
            for t, table in enumerate(self.model.tables):
                items = [parse_item(row) for row in self.probe({"op": "Scan", "t": t})]
                table.items = {table.key_of(item): item for item in items}
                if any(table.index_faults(item) for item in items):
                    return False
        except Refused:  # the service has stored what DynamoDB does not store
            return False
        return True

    def named(self, edited):
        """The break of an operation with the names of this round's tables."""
        text = json.dumps(edited)
        for number, name in enumerate(self.names):
            text = text.replace(f"TABLE{number}", name)
        return json.loads(text)

    def step(self, op):
        """Runs one operation; None, or what differs in words."""
        body = request(op, self.names)
        while True:
            if "break" in op:
                edits, kind, text = self.named(op["break"])
                expected, body = Refused(text, kind), broken(body, edits)
            else:
                try:
                    expected = self.model.answer(op, self.probe)
                except Refused as refused:
                    expected = refused
                except Difference as difference:
                    return f"{op['op']}: {difference}"
            status, answer = self.service.call(op["op"], body)
            self.outcomes[op["op"], "answered" if status == 200 else "refused"] += 1
            difference = compare(op, expected, status, answer, self.service.any_text)
            if difference:
                return f"{op['op']} {json.dumps(body, ensure_ascii=False)}\n  {difference}"
            if not op.get("pages") or status != 200 or "LastEvaluatedKey" not in answer:
                return None
            op = {**op, "start": answer["LastEvaluatedKey"], "next": answer.get("NextToken")}
            body = request(op, self.names)


class Explained:
    """The differences that a file explains: `regular expression => reason` on a line, # before a remark."""

    def __init__(self, path=None):
        lines = pathlib.Path(path).read_text().splitlines() if path else []
        pairs = [line.split(" => ", 1) for line in lines if line.strip() and not line.startswith("#")]
        self.rules = [(re.compile(pattern.strip(), re.DOTALL), reason.strip()) for pattern, reason in pairs]

    def reason(self, difference):
        return next((reason for pattern, reason in self.rules if pattern.search(difference)), None)


def broken(body, edits):
    """The body with edits [(path of members, new value or None to drop it)] made."""
    body = json.loads(json.dumps(body))
    for path, value in edits:
        place = body
        for member in path[:-1]:
            place = place.setdefault(member, {}) if isinstance(place, dict) else place[member]
        if value is None:
            place.pop(path[-1], None)
        else:
            place[path[-1]] = value
    return body


def compare(op, expected, status, answer, any_text=False):
    """None, or what differs; with `any_text` the texts of errors do not matter."""
    if isinstance(expected, Refused):
        return compare_refusal(expected, status, answer, any_text)
    if status != 200:
        return f"expected {expected}\n  answered {status} {answer}"
    if op["op"] == "ExecuteStatement" and ("NextToken" in answer) != ("LastEvaluatedKey" in expected):
        return f"NextToken: expected one with a LastEvaluatedKey only\n  answered {answer}"
    answer = {k: v for k, v in answer.items() if k != "NextToken" and expected.get(k) is not ANY}
    for slot, other in zip(expected.get("Responses", ()), answer.get("Responses", ())):
        if "Error" in slot and (any_text or slot["Error"]["Message"] is None):  # the model does not know this text
            slot["Error"]["Message"] = other.get("Error", {}).get("Message")
    expected = {k: v for k, v in expected.items() if v is not ANY}
    for name in sorted({**expected, **answer}, key=lambda name: name == "ConsumedCapacity"):  # the least important last
        left, right = expected.get(name), answer.get(name)
        if name in UNORDERED and isinstance(left, (list, dict)) and isinstance(right, (list, dict)):
            left, right = unordered(left), unordered(right)
        elif name == "Responses" and op["op"] == "BatchGetItem":
            left, right = unordered(left), unordered(right)
        if left != right:
            return f"{name}: expected {left}\n  answered {right}"
    return None


def unordered(value):
    """Lists (not those of attribute values) in an order that does not depend on the answer's."""
    if isinstance(value, dict):
        return {k: unordered(v) if isinstance(v, list) else v for k, v in value.items()}
    return sorted(value, key=lambda v: json.dumps(v, sort_keys=True)) if isinstance(value, list) else value


def compare_refusal(expected, status, answer, any_text):
    kind = answer.get("__type", "").split("#")[-1]
    text = answer.get("message", answer.get("Message"))
    wanted = " or ".join(f"{k}: {t}" for k, t in expected.kinds)
    if status == 200 or not any(kind == k and (any_text or t in (None, text)) for k, t in expected.kinds):
        return f"expected {wanted}\n  answered {status} {answer}"
    if expected.kinds[0][1] is None or expected.kinds[0][0] != kind:
        return None  # nothing is known of further members
    members = {k: v for k, v in answer.items() if k not in ("__type", "message", "Message")}
    left, right = expected.members, members
    if any_text:
        return None
    for reason, other in zip(left.get("CancellationReasons", ()), right.get("CancellationReasons", ())):
        if reason.get("Message", "") is None:  # the model does not know this text
            reason["Message"] = other.get("Message")
    if left != right:
        return f"expected {wanted} with {left}\n  answered {right}"
    return None
