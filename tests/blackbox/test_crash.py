"""kill -9 under load loses no acknowledged write. Source: issue 3, research/reliability.md sections 2 (D1) and 2.2."""
import json
import os
import random
import shutil
import subprocess
import tempfile
import threading
import time

import botocore.exceptions
from conftest import create

CYCLES = int(os.environ.get("TIDEMARK_KILL_CYCLES", "1000" if os.environ.get("TIDEMARK_SOAK") else "100"))
SEED = int(os.environ.get("TIDEMARK_SEED", "20261121"))
FRESH = 10  # cycles on the same files
WRITERS = 8
ITEMS = 40
HOT = 4


class Writer(threading.Thread):
    """Owns the items of one partition, so it knows what they hold: `items` (sort key -> item) after every
    acknowledged write, `doubt` the changes of the one that got no answer. Now and then it writes a shared item."""

    def __init__(self, number, items, hot, seed):
        super().__init__()
        self.number, self.items, self.hot = number, items, hot
        self.random = random.Random(seed)
        self.doubt = {}
        self.acknowledged = 0

    def attach(self, client):
        self.client = client

    def key(self, sort):
        return {"pk": {"S": f"w{self.number}"}, "sk": {"N": str(sort)}}

    def new_item(self, sort):
        item = dict(self.key(sort), v={"S": str(self.random.getrandbits(60)) + "x" * self.random.choice((10, 300, 3000))})
        if self.random.random() < 0.7:
            item["g"] = {"S": f"g{self.random.randrange(9)}"}
        if self.random.random() < 0.7:
            item["l"] = {"N": str(self.random.randrange(20))}
        return item

    def run(self):
        try:
            while True:
                self.random.choice((self.put, self.update, self.delete, self.batch, self.write_hot))()
                self.acknowledged += 1
        except (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError):
            return

    def make(self, changes, call):
        self.doubt = changes
        call()
        self.items.update(changes)
        self.doubt = {}

    def put(self):
        item = self.new_item(self.random.randrange(ITEMS))
        self.make({item["sk"]["N"]: item}, lambda: self.client.put_item(TableName="load", Item=item))

    def update(self):
        sort = str(self.random.randrange(ITEMS))
        item = dict(self.items.get(sort) or self.key(sort))
        item["v"], item["g"] = {"S": str(self.random.getrandbits(60))}, {"S": f"g{self.random.randrange(9)}"}
        item.pop("l", None)
        self.make({sort: item}, lambda: self.client.update_item(
            TableName="load", Key=self.key(sort), UpdateExpression="SET v = :v, g = :g REMOVE l",
            ExpressionAttributeValues={":v": item["v"], ":g": item["g"]}))

    def delete(self):
        sort = str(self.random.randrange(ITEMS))
        self.make({sort: None}, lambda: self.client.delete_item(TableName="load", Key=self.key(sort)))

    def batch(self):
        changes, requests = {}, []
        for sort in self.random.sample(range(ITEMS), self.random.randint(2, 25)):
            item = self.new_item(sort) if self.random.random() < 0.7 else None
            changes[str(sort)] = item
            requests.append({"PutRequest": {"Item": item}} if item else {"DeleteRequest": {"Key": self.key(sort)}})
        self.make(changes, lambda: self.client.batch_write_item(RequestItems={"load": requests}))

    def write_hot(self):
        key, value = self.random.randrange(HOT), f"{self.number} {self.random.getrandbits(60)}"
        write = {"value": value, "begin": time.monotonic(), "end": None}
        self.hot[key].append(write)
        self.client.put_item(TableName="load", Item={"pk": {"S": "hot"}, "sk": {"N": str(key)}, "v": {"S": value}})
        write["end"] = time.monotonic()


def read_all(client, **arguments):
    return [item for page in client.get_paginator("scan").paginate(TableName="load", **arguments) for item in page["Items"]]


def check(client, writers):
    """Every write that was acknowledged is there, the one in doubt is there as a whole or not at all; what it was
    is known afterwards. The indexes agree with the items."""
    items = read_all(client, ConsistentRead=True)
    applied = 0
    for writer in writers:
        found = {item["sk"]["N"]: item for item in items if item["pk"]["S"] == f"w{writer.number}"}
        before = {sort: item for sort, item in writer.items.items() if item}
        after = {sort: item for sort, item in {**writer.items, **writer.doubt}.items() if item}
        assert found in (before, after), f"writer {writer.number}: lost, partial or phantom write"
        applied += found != before
        writer.items.clear()
        writer.items.update(found)
    for key, writes in enumerate(writers[0].hot):
        found = [item["v"]["S"] for item in items if item["pk"]["S"] == "hot" and item["sk"]["N"] == str(key)]
        ends = [write["begin"] for write in writes if write["end"]]
        possible = [write["value"] for write in writes if not (write["end"] and any(begin > write["end"] for begin in ends))]
        assert (found[0] in possible) if found else not ends, f"hot item {key}: {found} is none of {possible}"
        writes[:] = [{"value": found[0], "begin": 0, "end": 0.5}] if found else []
    for name, attribute in (("byG", "g"), ("byL", "l")):
        expected = [item for item in items if attribute in item]
        indexed = read_all(client, IndexName=name)
        order = lambda item: (item["pk"]["S"], int(item["sk"]["N"]))  # noqa: E731
        assert sorted(indexed, key=order) == sorted(expected, key=order)
    return applied


def make_table(client):
    create(client, "load", sort="N",
           definitions=[{"AttributeName": "g", "AttributeType": "S"}, {"AttributeName": "l", "AttributeType": "N"}],
           GlobalSecondaryIndexes=[{"IndexName": "byG", "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
                                    "Projection": {"ProjectionType": "ALL"}}],
           LocalSecondaryIndexes=[{"IndexName": "byL", "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"},
                                                                     {"AttributeName": "l", "KeyType": "RANGE"}],
                                   "Projection": {"ProjectionType": "ALL"}}],
           StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})


def verify(program, directory):
    done = subprocess.run([program, "verify", directory, "--json"], capture_output=True, text=True, timeout=300)
    report = json.loads(done.stdout)
    assert (done.returncode, report["findings"]) == (0, []), done.stdout
    return report["changes"]


def test_kill_9_during_writes_loses_nothing(program, start, directory):
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    acknowledged = in_doubt = applied = changes = 0
    folder = None
    for cycle in range(CYCLES):
        if cycle % FRESH == 0:
            if folder:
                shutil.rmtree(folder)
            folder = tempfile.mkdtemp(dir=directory)
            hot = [[] for _ in range(HOT)]
            states = [{} for _ in range(WRITERS)]
        server = start("serve", "--dir", folder, "--port", "0")
        client = server.client()
        if cycle % FRESH == 0:
            make_table(client)
        writers = [Writer(number, state, hot, SEED * 1000 + cycle * WRITERS + number) for number, state in enumerate(states)]
        for writer in writers:
            writer.attach(client)
            writer.start()
        killer = threading.Timer(chance.uniform(0.01, 0.3), server.kill)
        killer.start()
        for thread in [*writers, killer]:
            thread.join()
        acknowledged += sum(writer.acknowledged for writer in writers)
        in_doubt += sum(bool(writer.doubt) for writer in writers)
        changes += verify(program, folder)
        reader = start("serve", "--dir", folder, "--port", "0")
        applied += check(reader.client(), writers)
        reader.kill()
    print(f"{CYCLES} kills, {acknowledged} acknowledged writes, {in_doubt} in doubt of which {applied} were applied; "
          f"0 lost, 0 partial, 0 findings in {changes} verified changes")
    assert acknowledged > CYCLES
