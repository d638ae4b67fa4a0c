"""tidemark-server verify: exit status and report. Source: issue 3, research/reliability.md section 2."""
import json
import os
import pathlib
import subprocess

from conftest import create
from job_support import backup


def verify(program, directory, *flags):
    done = subprocess.run([program, "verify", directory, *flags], capture_output=True, text=True, timeout=300)
    return done.returncode, done.stdout, done.stderr


def fill(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    client = server.client()
    create(client, "table", sort="N", definitions=[{"AttributeName": "g", "AttributeType": "S"}], GlobalSecondaryIndexes=[
        {"IndexName": "byG", "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}}])
    for i in range(40):
        client.put_item(TableName="table", Item={"pk": {"S": "p"}, "sk": {"N": str(i)}, "g": {"S": str(i % 3)}, "v": {"S": "x" * 100}})
    return server


def test_a_good_database(program, start, directory):
    fill(start, directory).stop()
    code, out, errors = verify(program, directory)
    assert (code, errors) == (0, "")
    assert "nothing wrong in 1 tables, 40 items, 40 index entries" in out
    code, out, errors = verify(program, directory, "--json")
    report = json.loads(out)
    assert (code, report["clean"], report["findings"], report["items"]) == (0, True, [], 40)
    assert report["directory"] == directory and report["bytes"] > 0 and report["pages"] > 0


def test_a_database_in_use_cannot_be_opened(program, start, directory):
    fill(start, directory)
    code, out, errors = verify(program, directory)
    assert (code, out) == (2, "")
    assert "is in use by process" in errors


def test_no_database_is_made(program, directory):
    code, out, errors = verify(program, directory + "/nothing")
    assert (code, out) == (2, "")
    assert errors == f"tidemark-server: {directory}/nothing holds no Tidemark database.\n"
    assert not os.path.exists(directory + "/nothing")


def test_wrong_usage(program):
    assert verify(program, "--json")[0] == 2
    assert verify(program, "a", "b")[0] == 2


def test_a_file_that_was_cut_off_is_a_finding(program, start, directory):
    fill(start, directory).stop()
    os.truncate(directory + "/state/data.mdb", 3 * 4096)
    code, out, _ = verify(program, directory, "--json")
    report = json.loads(out)
    assert (code, report["clean"]) == (1, False)
    assert report["findings"][0]["check"] == "V1"


def test_a_damaged_backup_is_a_finding(program, start, directory):
    server = fill(start, directory)
    backup(server.client(), "table", "damaged")
    server.stop()
    assert verify(program, directory)[0] == 0
    (path,) = pathlib.Path(directory, "backups").iterdir()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    code, out, _ = verify(program, directory)
    assert code == 1
    assert f"V8 {path}: " in out
    path.unlink()
    code, out, _ = verify(program, directory)
    assert code == 1
    assert f"V8 {path}: " in out


def test_wrong_modes_are_a_finding(program, start, directory):
    fill(start, directory).stop()
    os.chmod(directory + "/tidemark.json", 0o644)
    code, out, _ = verify(program, directory)
    assert code == 1
    assert f"V9 {directory}/tidemark.json: Others than its owner may use it." in out
