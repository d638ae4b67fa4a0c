"""What an endpoint other than ours is known to do differently: a file with one line each, read by conftest.

    differs | test_put_item.py::test_x[*] | reason     runs and must fail
    lacks | test_as_of.py | reason                     is not run: the endpoint has nothing of the kind, or the test would wait for it
    words texts otherwise | * | reason                 texts of errors are counted, not compared (Text); their types are compared

A pattern is the name of a file, or of a test in it, in which * stands for anything. Tests that are not listed must pass."""
import dataclasses
import inspect
import pathlib
import re

import pytest


class Text(str):
    """The text of an error from an endpoint with a wording of its own: equal to every text, but counted when it is not the same."""
    used = False
    different = 0
    __hash__ = str.__hash__

    def __eq__(self, other):
        Text.different += isinstance(other, str) and str(self) != str(other)
        return isinstance(other, str)

    def __ne__(self, other):
        return not self == other


def text(message):
    """The text of an error, as it is to be compared with the one expected."""
    return Text(message) if Text.used and isinstance(message, str) else message


def texts(answer):
    """A JSON object of an answer with its error texts as they are to be compared; an item's attributes are never plain text."""
    return {name: text(value) if name in ("message", "Message") else value for name, value in answer.items()}


KINDS = ("differs", "lacks", "words texts otherwise")


@dataclasses.dataclass
class Difference:
    kind: str
    pattern: str
    reason: str

    def covers(self, name):
        whole = re.escape(self.pattern).replace(r"\*", ".*")
        return re.fullmatch(whole if "::" in self.pattern else whole + "::.*", name, re.DOTALL) is not None


def read(path):
    lines = [line for line in pathlib.Path(path).read_text().splitlines() if line and not line.startswith("#")]
    found = [Difference(*line.split(" | ", 2)) for line in lines]
    assert all(one.kind in KINDS and one.reason for one in found), path
    return found


def starts_servers(item):
    """Whether the test is about servers of its own; what it asks of the url's endpoint, if anything, is not its point."""
    return "start" in item.fixturenames or "program" in inspect.signature(item.function).parameters


def mark(items, known):
    """Marks the tests of --url. A line that covers no test is stale; that is told when every file was collected."""
    unused = [one for one in known if one.kind != KINDS[2]]
    for item in items:
        name = item.path.name + item.nodeid[item.nodeid.index("::"):]
        if starts_servers(item):
            item.add_marker(pytest.mark.skip(reason="is about tidemark-server's own process"))
        for one in known:
            if one.kind != KINDS[2] and one.covers(name):
                unused = [other for other in unused if other is not one]
                item.add_marker(pytest.mark.skip(reason=one.reason) if one.kind == "lacks"
                                else pytest.mark.xfail(reason=one.reason, strict=True))
    here = pathlib.Path(__file__).parent
    if {item.path.name for item in items} >= {file.name for file in here.glob("test_*.py")} and unused:
        raise pytest.UsageError("no test is covered by: " + "; ".join(one.pattern for one in unused))
