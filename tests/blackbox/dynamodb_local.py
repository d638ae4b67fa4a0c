#!/usr/bin/python3
"""Runs the black-box suite against Amazon's DynamoDB Local, the peer that build/npm holds (prepare): every test must pass there or be
listed in dynamodb_local_differences.txt. Arguments go to pytest. Exit code 77: there is no DynamoDB Local or no Java here."""
import http.client
import pathlib
import shutil
import socket
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
EMULATOR = HERE.parents[1] / "build/npm/node_modules/amplify-dynamodb-simulator/emulator"


def missing():
    if not (EMULATOR / "DynamoDBLocal.jar").exists():
        return f"{EMULATOR}/DynamoDBLocal.jar is missing: run tests/blackbox/prepare"
    if not shutil.which("java"):
        return "there is no java: apt-get install openjdk-17-jre-headless"
    return None


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_it_answers(process, port):
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except OSError:
            continue
    sys.exit(f"DynamoDB Local does not answer on port {port}")


def main():
    reason = missing()
    if reason:
        print(f"skipped: {reason}")
        return 77
    port = free_port()
    process = subprocess.Popen(["java", "-Djava.library.path=./DynamoDBLocal_lib", "-jar", "DynamoDBLocal.jar", "-inMemory", "-sharedDb",
                                "-disableTelemetry", "-port", str(port)], cwd=EMULATOR, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    try:
        wait_until_it_answers(process, port)
        given = sys.argv[1:]
        where = [] if any(not one.startswith("-") for one in given) else [str(HERE)]
        return subprocess.run(["/usr/bin/python3", "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--url=http://127.0.0.1:{port}",
                               f"--differences={HERE}/dynamodb_local_differences.txt", *given, *where]).returncode
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
