"""kill -9 under load loses no acknowledged write. Source: issue 2, research/reliability.md sections 2 (D1) and 2.2."""
import os
import random
import threading

import botocore.exceptions
from conftest import create

CYCLES = int(os.environ.get("TIDEMARK_KILL_CYCLES", "100"))
WRITERS = 4


class Writer(threading.Thread):
    """Owns the items of one partition; remembers what was acknowledged and what is in doubt."""

    def __init__(self, number, state):
        super().__init__()
        self.number, self.state = number, state  # state: sort key -> [values that may be there]
        self.acknowledged = 0

    def attach(self, url_client):
        self.client = url_client

    def run(self):
        sequence = random.Random(self.number * 7919 + sum(map(len, self.state.values())))
        try:
            while True:
                sort, value = str(sequence.randrange(40)), str(sequence.getrandbits(60))
                before = self.state.get(sort, [None])
                self.state[sort] = before + [value]
                self.client.update_item(
                    TableName="load", Key={"pk": {"S": f"w{self.number}"}, "sk": {"N": sort}},
                    UpdateExpression="SET v = :v, g = :v", ExpressionAttributeValues={":v": {"S": value}})
                self.state[sort] = [value]
                self.acknowledged += 1
        except (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError):
            return


def check(client, states):
    """Every item holds its last acknowledged value or one that is in doubt; the index agrees with the items."""
    stored = {}
    for number, state in enumerate(states):
        pages = client.get_paginator("query").paginate(TableName="load", KeyConditionExpression="pk = :pk", ConsistentRead=True,
                                                       ExpressionAttributeValues={":pk": {"S": f"w{number}"}})
        items = {item["sk"]["N"]: item["v"]["S"] for page in pages for item in page["Items"]}
        for sort, possible in state.items():
            assert items.get(sort) in possible, f"writer {number}, item {sort}: {items.get(sort)} is none of {possible}"
            state[sort] = [items.get(sort)]
        stored.update({(f"w{number}", sort): value for sort, value in items.items()})
    indexed = {(item["pk"]["S"], item["sk"]["N"]): item["g"]["S"]
               for page in client.get_paginator("scan").paginate(TableName="load", IndexName="byG") for item in page["Items"]}
    assert indexed == stored


def test_kill_9_during_writes_loses_nothing(start, directory):
    random.seed(20261121)
    states = [{} for _ in range(WRITERS)]
    acknowledged = 0
    for cycle in range(CYCLES):
        server = start("serve", "--dir", directory, "--port", "0")
        client = server.client()
        if cycle == 0:
            create(client, "load", sort="N", definitions=[{"AttributeName": "g", "AttributeType": "S"}], GlobalSecondaryIndexes=[
                {"IndexName": "byG", "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
                 "Projection": {"ProjectionType": "ALL"}}])
        check(client, states)
        writers = [Writer(number, state) for number, state in enumerate(states)]
        for writer in writers:
            writer.attach(client)
            writer.start()
        killer = threading.Timer(random.uniform(0.01, 0.3), server.kill)
        killer.start()
        for thread in [*writers, killer]:
            thread.join()
        acknowledged += sum(writer.acknowledged for writer in writers)
    check(start("serve", "--dir", directory, "--port", "0").client(), states)
    print(f"{CYCLES} kills, {acknowledged} acknowledged writes, 0 lost")
    assert acknowledged > CYCLES
