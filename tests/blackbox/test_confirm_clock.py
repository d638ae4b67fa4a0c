"""ConfirmClock, an operation of our own: time to live goes on after a jump of the clock. Jumps themselves are tested with a clock
that can jump: tests/engine/jobs. Source: research/reliability.md section 2 (D17)."""
import time

from conftest import raw


def test_nothing_to_confirm(url):
    status, answer = raw(url, "ConfirmClock", {}, service="Tidemark_20261101")
    assert (status, answer["WasPaused"]) == (200, False)
    assert abs(answer["ConfirmedTime"] - time.time()) < 60
    assert set(answer) == {"WasPaused", "ConfirmedTime"}


def test_it_belongs_to_its_own_prefix(url):
    status, answer = raw(url, "ConfirmClock", {})
    assert (status, answer) == (400, {"__type": "com.amazon.coral.service#UnknownOperationException"})
