"""Fixtures of the black-box suite: real clients against tidemark-server, or against --url."""
import http.client
import itertools
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.parse

import boto3
import botocore.config
import differences
import pytest

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
CREDENTIALS = {"aws_access_key_id": "local", "aws_secret_access_key": "local", "region_name": "us-east-1"}


def pytest_addoption(parser):
    parser.addoption("--url", help="endpoint to test instead of a tidemark-server of our own")
    parser.addoption("--server", default=os.environ.get("TIDEMARK_SERVER", str(ROOT / "build/dev/bin/tidemark-server")))
    parser.addoption("--differences", help="file of what the endpoint of --url is known to do differently (differences.py)")


def pytest_collection_modifyitems(config, items):
    if config.getoption("--url"):
        path = config.getoption("--differences")
        known = differences.read(path) if path else []
        differences.Text.used = any(one.kind == "words texts otherwise" for one in known)
        differences.mark(items, known)


def pytest_terminal_summary(terminalreporter):
    if differences.Text.used:
        terminalreporter.write_line(f"{differences.Text.different} texts of errors were worded otherwise than ours")


class Server:
    """One tidemark-server process."""

    def __init__(self, program, *arguments, preexec_fn=None, env=None):
        self.process = subprocess.Popen([program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        text=True, preexec_fn=preexec_fn, env=env)
        line = self.process.stdout.readline()
        match = re.fullmatch(r"listening on (http://\S+)\n", line)
        if not match:
            self.process.kill()
            _, errors = self.process.communicate()
            raise RuntimeError(f"no endpoint: {line!r} {errors!r}")
        self.url = match.group(1)

    def client(self, **config):
        return make_client(self.url, **config)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        out, errors = self.process.communicate(timeout=20)
        return self.process.returncode, out, errors


SIGNED = {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Date": "20261121T000000Z",
          "Authorization": "AWS4-HMAC-SHA256 Credential=local/20261121/us-east-1/dynamodb/aws4_request, "
                           "SignedHeaders=host;x-amz-date;x-amz-target, Signature=0"}


def raw(url, operation, body, service="DynamoDB_20120810", headers=None):
    """Status and JSON of a request that Debian's boto3 does not know the members of, or the operation."""
    place = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=30)
    connection.request("POST", "/", json.dumps(body), {**SIGNED, "X-Amz-Target": f"{service}.{operation}", **(headers or {})})
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer.status, json.loads(text, object_hook=differences.texts)


def tidemark(url, operation, **body):
    """The answer of one of Tidemark's own operations; the error's name and text when it is refused."""
    status, answer = raw(url, operation, body, "Tidemark_20261101")
    return answer if status == 200 else (answer["__type"].split("#")[1], answer.get("message", answer.get("Message")))


def moment(url):
    """A time that all writes so far are part of, and no later one."""
    def now():
        return tidemark(url, "CreateBookmark", BookmarkName="moment")["BookmarkDescription"]["BookmarkDateTime"]
    time = now()
    while now() == time:
        pass
    return time


def make_client(url, api="dynamodb", **config):
    options = {"retries": {"max_attempts": 0}, "max_pool_connections": 64, "parameter_validation": False, **config}
    return boto3.client(api, endpoint_url=url, config=botocore.config.Config(**options), **CREDENTIALS)


def make_streams_client(url):
    return make_client(url, "dynamodbstreams")


@pytest.fixture(scope="session")
def program(request):
    path = request.config.getoption("--server")
    if not request.config.getoption("--url") and not pathlib.Path(path).exists():
        pytest.exit(f"{path} is not built", returncode=2)
    return path


@pytest.fixture(scope="session")
def url(request, program):
    given = request.config.getoption("--url")
    if given:
        yield given
        return
    server = Server(program, "serve", "--in-memory", "--port", "0")
    yield server.url
    code, _, errors = server.stop()
    assert (code, errors) == (0, "")


@pytest.fixture(scope="session")
def client(url):
    return make_client(url)


@pytest.fixture(scope="session")
def streams(url):
    return make_streams_client(url)


@pytest.fixture
def start(program):
    """Starts servers of the test's own; whatever still runs at its end is killed."""
    started = []

    def run(*arguments, **options):
        server = Server(program, *arguments, **options)
        started.append(server)
        return server
    yield run
    for server in started:
        if server.process.poll() is None:
            server.kill()


@pytest.fixture
def directory():
    path = tempfile.mkdtemp(prefix="tidemark-test-")
    yield path
    shutil.rmtree(path, ignore_errors=True)


_names = (f"table-{os.getpid()}-{n}" for n in itertools.count())


@pytest.fixture
def name():
    return next(_names)


def create(client, name, sort=None, partition="S", **more):
    """A table with partition key `pk` and, if a type is given, sort key `sk`."""
    definitions = [{"AttributeName": "pk", "AttributeType": partition}]
    keys = [{"AttributeName": "pk", "KeyType": "HASH"}]
    if sort:
        definitions.append({"AttributeName": "sk", "AttributeType": sort})
        keys.append({"AttributeName": "sk", "KeyType": "RANGE"})
    definitions += more.pop("definitions", [])
    client.create_table(TableName=name, AttributeDefinitions=definitions, KeySchema=keys,
                        BillingMode="PAY_PER_REQUEST", **more)
    client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 20})
    return name


@pytest.fixture
def table(client, name):
    """Partition key pk (S), no sort key."""
    yield create(client, name)
    client.delete_table(TableName=name)


@pytest.fixture
def sorted_table(client, name):
    """Partition key pk (S), sort key sk (N)."""
    yield create(client, name, sort="N")
    client.delete_table(TableName=name)


def refused(call, code, message=None):
    """Asserts that the call is refused with the code and, if given, exactly the message."""
    with pytest.raises(botocore.exceptions.ClientError) as error:
        call()
    got = error.value.response["Error"]
    assert got["Code"] == code
    if message is not None:
        assert differences.text(got["Message"]) == message
    return error.value.response
