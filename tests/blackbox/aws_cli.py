"""The aws CLI as the tests call it: Debian's, or the one that AWS_CLI names."""
import json
import os
import pathlib
import re
import subprocess

PROGRAM = os.environ.get("AWS_CLI", "/usr/bin/aws")
ENVIRONMENT = {**os.environ, "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_DEFAULT_REGION": "us-east-1",
               "AWS_PAGER": "", "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
TABLE = pathlib.Path(__file__).resolve().parents[2] / "engine/wire/operation_table.cpp"


def option(name, value):
    flag = "--" + name.replace("_", "-")
    if value is True:
        return [flag]
    return [flag, *([str(one) for one in value] if isinstance(value, tuple) else
                    [value if isinstance(value, str) else json.dumps(value)])]


class Cli:
    """One service of the CLI at an endpoint: cli("get-item", table_name="t", key={...}). A dict or list is passed as JSON, a tuple as
    several arguments, True as a flag."""

    def __init__(self, url, service="dynamodb"):
        self.url, self.service = url, service

    def run(self, command, *arguments, **options):
        more = [word for name, value in options.items() for word in option(name, value)]
        return subprocess.run([PROGRAM, self.service, *command.split(), *arguments, *more, "--endpoint-url", self.url, "--output", "json"],
                              env=ENVIRONMENT, capture_output=True, text=True, timeout=120)

    def __call__(self, command, *arguments, **options):
        """What the command prints."""
        done = self.run(command, *arguments, **options)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    def refused(self, command, *arguments, **options):
        """The error that the command ends with: its type and its text."""
        done = self.run(command, *arguments, **options)
        assert done.returncode != 0 and done.stdout == ""
        return re.fullmatch(r"\s*(?:aws: \[ERROR\]: )?An error occurred \((\w+)\) when calling the \w+ operation: (.*?)\s*", done.stderr,
                            re.DOTALL).groups()


def commands(service):
    """What the installed CLI knows, by its own word."""
    done = subprocess.run([PROGRAM, service, "nosuch-command"], env=ENVIRONMENT, capture_output=True, text=True, timeout=60)
    choices = done.stderr.split("valid choices are:")[1]
    return {word for word in re.findall(r"[a-z][a-z-]+", choices)} - {"help", "wizard"}


def operations(service):
    """The operations of our table that belong to a service, as the CLI spells them."""
    prefix = {"dynamodb": "DynamoDB_20120810", "dynamodbstreams": "DynamoDBStreams_20120810"}[service]
    names = re.findall(r'\{"(\w+)",\s*"' + prefix + r'\.\1"', TABLE.read_text())
    return {re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower() for name in names}
