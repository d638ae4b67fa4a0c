#!/usr/bin/python3
"""Random operations at a service and at the reference model, side by side; what differs is made small and told.

differential.py --server PROGRAM | --url URL [--operations N] [--seed N]
"""
import argparse
import collections
import multiprocessing
import os
import pprint
import random
import re
import subprocess
import sys
import time
import traceback

sys.dont_write_bytecode = True
from driver import Explained, Round, Service  # noqa: E402
from expressions import Rules  # noqa: E402
from generate import Generator  # noqa: E402
from shrink import shrink  # noqa: E402

ROUND = 250
NOTHING_EXPLAINED = Explained()
Outcome = collections.namedtuple("Outcome", "operations outcomes reasons found")


def run_round(service, seed, count=ROUND, rules=None, explained=NOTHING_EXPLAINED):
    """Runs up to `count` operations; `found` is (schemas, operations, difference) if there is one."""
    generator = Generator(random.Random(seed), service.plain)
    turn = Round(service, generator.schemas, rules)
    done, reasons, found = [], collections.Counter(), None
    try:
        while len(done) < count and not found:
            done.append(generator.operation(turn.model))
            difference = turn.step(done[-1])
            if difference and explained.reason(difference):
                reasons[explained.reason(difference)] += 1
                if not turn.adopt():
                    break
            elif difference:
                found = (generator.schemas, done, difference)
    finally:
        turn.close()
    return Outcome(len(done), turn.outcomes, reasons, found)


def report(service, seed, found, rules=None, explained=NOTHING_EXPLAINED):
    """The text of a difference, with the least operations that show it."""
    schemas, operations, first = found
    least, difference = shrink(service, schemas, operations, rules, explained)
    script = "\n".join(pprint.pformat(op, width=120, sort_dicts=False) for op in least)
    text = (f"seed {seed}: {difference or first}\n{len(least)} of {len(operations)} operations show it"
            f"{'' if difference else ', but not every time'}:\nschemas = {schemas}\n{script}\n")
    return re.sub(r"(\\x..|.)\1{300,}", lambda run: f"{run[1]}...({len(run[0])} times)", text)


def work(url, seeds, options, results):
    rules = Rules()
    rules.removal_creates = options.removal_creates
    service = None
    for seed in seeds:
        try:
            if not service:
                service = Service(url, options.plain_keys, options.normalise, options.any_text)
                explained = Explained(options.explained)
            outcome = run_round(service, seed, rules=rules, explained=explained)
            text = report(service, seed, outcome.found, rules, explained) if outcome.found else None
            results.put(outcome._replace(found=text))
        except Exception:
            results.put(Outcome(0, {}, {}, f"seed {seed}: {traceback.format_exc()}"))
            service = None


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", help="tidemark-server to start")
    parser.add_argument("--url", help="endpoint to test instead")
    parser.add_argument("--operations", type=int, default=1000000 if os.environ.get("TIDEMARK_SOAK") else 100000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--stop-after", type=int, default=5, help="differences to tell before giving up")
    parser.add_argument("--normalise", action="store_true", help="the service answers sets and numbers in forms of its own")
    parser.add_argument("--plain-keys", action="store_true", help="the service knows no index keys of several attributes")
    parser.add_argument("--any-text", action="store_true", help="the service words its errors its own way")
    parser.add_argument("--removal-creates", action="store_true", help="an update that only removes makes an item")
    parser.add_argument("--explained", help="file of differences that are known, with a reason each")
    return parser.parse_args()


def run(options, url):
    """Prints what differs; how many differences there are."""
    rounds = -(-options.operations // ROUND)
    results, told = multiprocessing.Queue(), 0
    workers = [multiprocessing.Process(target=work, daemon=True, args=(
        url, range(options.seed + n, options.seed + rounds, options.processes), options, results))
        for n in range(options.processes)]
    for worker in workers:
        worker.start()
    operations, outcomes, reasons = 0, collections.Counter(), collections.Counter()
    for _ in range(rounds):
        outcome = results.get()
        operations += outcome.operations
        outcomes += outcome.outcomes
        reasons += outcome.reasons
        if outcome.found:
            told += 1
            print(outcome.found, flush=True)
            if told >= options.stop_after:
                break
    for worker in workers:
        worker.terminate()
    for (operation, how), times in sorted(outcomes.items()):
        print(f"{operation} {how}: {times} requests")
    for reason, times in reasons.most_common():
        print(f"explained {times} times: {reason}")
    print(f"{operations} operations, {told} unexplained differences")
    return told


def main():
    options = parse_arguments()
    print(f"seed {options.seed}", flush=True)
    started = time.monotonic()
    if options.url:
        told = run(options, options.url)
    else:
        server = subprocess.Popen([options.server, "serve", "--in-memory", "--port", "0"], stdout=subprocess.PIPE, text=True)
        try:
            told = run(options, server.stdout.readline().split()[-1])
        finally:
            server.terminate()
            server.wait()
    print(f"{time.monotonic() - started:.0f} s")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
