"""UpdateContinuousBackups. Source: facts/streams-backup-pitr.md section 6, facts/aws-observed.md section 20."""
import time

import pytest
from conftest import create, raw, refused


def update(url, table, **specification):
    return raw(url, "UpdateContinuousBackups", {"TableName": table, "PointInTimeRecoverySpecification": specification})


def test_enabling_begins_the_window(client, url, table):
    before = time.time()
    status, answer = update(url, table, PointInTimeRecoveryEnabled=True)
    recovery = answer["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    assert (status, answer["ContinuousBackupsDescription"]["ContinuousBackupsStatus"]) == (200, "ENABLED")
    assert (recovery["PointInTimeRecoveryStatus"], recovery["RecoveryPeriodInDays"]) == ("ENABLED", 35)
    assert before - 1 <= recovery["EarliestRestorableDateTime"] <= recovery["LatestRestorableDateTime"] <= time.time() + 1
    described = client.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    assert described["EarliestRestorableDateTime"].timestamp() == pytest.approx(recovery["EarliestRestorableDateTime"], abs=0.001)


def test_the_period_can_be_changed(url, table):
    _, first = update(url, table, PointInTimeRecoveryEnabled=True, RecoveryPeriodInDays=7)
    _, second = update(url, table, PointInTimeRecoveryEnabled=True)
    for answer in (first, second):
        assert answer["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]["RecoveryPeriodInDays"] == 7
    earliest = [answer["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]["EarliestRestorableDateTime"]
                for answer in (first, second)]
    assert earliest[0] == earliest[1]


def test_disabling_and_enabling_begins_anew(url, table):
    _, first = update(url, table, PointInTimeRecoveryEnabled=True)
    status, off = update(url, table, PointInTimeRecoveryEnabled=False)
    assert (status, off["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]) == (
        200, {"PointInTimeRecoveryStatus": "DISABLED"})
    begin = first["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]["EarliestRestorableDateTime"]
    while time.time() < begin + 0.005:
        pass
    _, again = update(url, table, PointInTimeRecoveryEnabled=True)
    earliest = [answer["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]["EarliestRestorableDateTime"]
                for answer in (first, again)]
    assert earliest[0] < earliest[1]


def test_bad_periods_are_refused(url, table):
    for days, bound in ((0, "greater than or equal to 1"), (36, "less than or equal to 35")):
        status, answer = update(url, table, PointInTimeRecoveryEnabled=True, RecoveryPeriodInDays=days)
        assert (status, answer["message"]) == (
            400, f"1 validation error detected: Value '{days}' at 'pointInTimeRecoverySpecification.recoveryPeriodInDays' "
                 f"failed to satisfy constraint: Member must have value {bound}")
    status, answer = update(url, table, PointInTimeRecoveryEnabled=False, RecoveryPeriodInDays=3)
    assert (status, answer["message"]) == (
        400, "Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery.")


def test_an_absent_table_is_not_found(client):
    refused(lambda: client.update_continuous_backups(TableName="absent",
                                                     PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}),
            "TableNotFoundException", "Table not found: absent")


def test_it_survives_a_restart(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    create(server.client(), "kept")
    _, before = update(server.url, "kept", PointInTimeRecoveryEnabled=True, RecoveryPeriodInDays=3)
    assert server.stop()[0] == 0
    server = start("serve", "--dir", directory, "--port", "0")
    _, after = raw(server.url, "DescribeContinuousBackups", {"TableName": "kept"})
    for answer in (before, after):
        recovery = answer["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
        assert recovery.pop("LatestRestorableDateTime") >= recovery["EarliestRestorableDateTime"]
    assert before == after
