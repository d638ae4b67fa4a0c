"""The AWS SDK for JavaScript v3, unchanged (javascript_client.mjs). Source: issue 4 (real programs)."""
import json
import pathlib
import subprocess

import pytest
from javascript import ENVIRONMENT, NPM, package
from job_support import bucket, put_lines, server  # noqa: F401 (fixtures)

SCENARIOS = {
    "tables": {"made": "SUCCESS", "status": "ACTIVE", "isDate": True, "listed": True, "tags": [{"Key": "team", "Value": "red"}],
               "gone": "SUCCESS", "absent": ["ResourceNotFoundException", "Requested resource not found: Table: TABLE not found", 400, True]},
    "documents": {"pk": "a", "sk": 1, "tags": ["x", "y"], "numbers": [1, 2], "bytes": [0, 255], "empty": "",
                  "nested": {"list": [1, "two", True, None, {}]}, "big": ["1234567890123456789012345678.9012345678", str(2**70)],
                  "absent": False},
    "pages": {"batches": 2, "scanned": 30, "odd": 15, "segments": 30, "forward": [7, 8, 9], "backward": [9, 8, 7], "count": 3,
              "lowLevel": 30, "shape": ["N"]},
    "updates": {"counter": 5, "deleted": {"pk": "c", "sk": 0, "hits": 5}, "missing": "ResourceNotFoundException",
                "conflict": ["ConditionalCheckFailedException", True, {"pk": {"S": "c"}, "sk": {"N": "0"}, "hits": {"N": "5"}}],
                "invalid": ["ValidationException", "The provided key element does not match the schema", True]},
    "transactions": {"mismatch": "IdempotentParameterMismatchException", "read": [1.5, 1.5, None],
                     "cancelled": ["TransactionCanceledException", "Transaction cancelled, please refer cancellation reasons for "
                                   "specific reasons [None, ConditionalCheckFailed, None]"],
                     "reasons": [["None", None], ["ConditionalCheckFailed", {"N": "1.5"}], ["None", None]]},
    "batches": {"found": 30, "unprocessed": {}, "units": 50,
                "duplicate": ["ValidationException", "Provided list of item keys contains duplicates"]},
    "statements": {"found": list(range(10)), "batch": [3, "ValidationError"], "left": [1]},
    "policies": {"same": True, "gone": "PolicyNotFoundException"},
    "vectors": {"found": [["1", 0.25], ["2", 0.75], ["0", 1.25]]},
    "indexes": {"found": [10, 0, 8, 6, 4], "warm": 12000, "keys": 4},
}


def run(url, name, scenario):
    package("@aws-sdk/lib-dynamodb")
    done = subprocess.run(["node", str(pathlib.Path(__file__).with_name("javascript_client.mjs")), url, name, str(NPM), scenario],
                          env=ENVIRONMENT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_scenario(url, name, scenario):
    assert run(url, name, scenario) == SCENARIOS[scenario]


def test_long_work_and_its_waiters(server, bucket):  # noqa: F811
    put_lines(bucket / "in/1.json", [{"pk": {"S": "a"}, "sk": {"N": str(n)}} for n in range(20)])
    assert run(server.url, "jobs", "jobs") == {"waited": ["SUCCESS"] * 5, "listed": 1, "items": 20, "rows": 20}
