"""tidemark-server as a program: flags, signals, directories. Source: issue 2."""
import json
import os
import pathlib
import socket
import subprocess
import time

import pytest
from conftest import create


def run(program, *arguments, **options):
    return subprocess.run([program, *arguments], capture_output=True, text=True, timeout=30, **options)


def test_version_help_and_wrong_usage(program):
    assert run(program, "--version").stdout == "tidemark-server 0.1.0\n"
    assert "serve" in run(program, "--help").stdout
    wrong = run(program, "serve", "--nonsense")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "--nonsense" in wrong.stderr


def test_data_is_there_after_a_restart(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    client = server.client()
    create(client, "kept", sort="N")
    client.put_item(TableName="kept", Item={"pk": {"S": "a"}, "sk": {"N": "1"}, "v": {"S": "still here"}})
    assert server.stop()[0] == 0
    again = start("serve", "--dir", directory, "--port", "0").client()
    assert again.list_tables()["TableNames"] == ["kept"]
    assert again.get_item(TableName="kept", Key={"pk": {"S": "a"}, "sk": {"N": "1"}})["Item"]["v"] == {"S": "still here"}


def test_sigterm_ends_it_cleanly_within_two_seconds(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    client = server.client()
    create(client, "busy")
    begin = time.monotonic()
    code, out, errors = server.stop()
    assert (code, out, errors) == (0, "", "")
    assert time.monotonic() - begin < 2


def test_a_port_in_use_is_named(program, start, directory):
    server = start("serve", "--in-memory", "--port", "0")
    port = server.url.rsplit(":", 1)[1]
    second = run(program, "serve", "--dir", directory, "--port", port)
    assert second.returncode == 1
    assert port in second.stderr and "in use" in second.stderr


def test_a_second_process_is_told_who_owns_the_directory(program, start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    second = run(program, "serve", "--dir", directory, "--port", "0")
    assert second.returncode == 1
    assert str(server.process.pid) in second.stderr
    assert server.url in second.stderr
    assert server.client().list_tables()["TableNames"] == []


def test_a_killed_owner_does_not_lock_anybody_out(start, directory):
    start("serve", "--dir", directory, "--port", "0").kill()
    assert start("serve", "--dir", directory, "--port", "0").client().list_tables()["TableNames"] == []


@pytest.mark.parametrize("prepare, words", [
    (lambda path: (path / "notes.txt").write_text("mine"), ["not"]),
    (lambda path: (path / "tidemark.json").write_text("{}"), ["tidemark.json"]),
    (lambda path: (path / "tidemark.json").write_text("\x00\x01"), ["tidemark.json"]),
])
def test_a_directory_that_is_not_ours_is_left_alone(program, directory, prepare, words):
    path = pathlib.Path(directory)
    prepare(path)
    before = {entry.name: entry.read_bytes() for entry in path.iterdir()}
    refused = run(program, "serve", "--dir", directory, "--port", "0")
    assert refused.returncode == 1
    assert directory in refused.stderr
    assert all(word in refused.stderr for word in words)
    assert {entry.name: entry.read_bytes() for entry in path.iterdir()} == before


def test_a_newer_format_is_refused_by_name(program, start, directory):
    start("serve", "--dir", directory, "--port", "0").stop()
    manifest = pathlib.Path(directory) / "tidemark.json"
    content = json.loads(manifest.read_text())
    [version] = [member for member in content if "version" in member.lower()]
    content[version] = 999
    manifest.write_text(json.dumps(content))
    refused = run(program, "serve", "--dir", directory, "--port", "0")
    assert refused.returncode == 1
    assert "newer" in refused.stderr and "999" in refused.stderr


def test_a_file_in_place_of_the_directory_is_named(program, directory):
    path = pathlib.Path(directory) / "file"
    path.write_text("not a directory")
    refused = run(program, "serve", "--dir", str(path), "--port", "0")
    assert refused.returncode == 1
    assert str(path) in refused.stderr
    assert path.read_text() == "not a directory"


def become_nobody():
    os.setgid(65534)
    os.setuid(65534)


@pytest.mark.skipif(os.getuid() != 0, reason="needs root to become somebody without permission")
def test_a_directory_without_write_permission_is_named(program, directory):
    path = pathlib.Path(directory) / "database"
    path.mkdir(mode=0o755)
    os.chmod(directory, 0o755)
    copy = pathlib.Path(directory) / "server"
    copy.write_bytes(pathlib.Path(program).read_bytes())
    copy.chmod(0o755)
    refused = run(str(copy), "serve", "--dir", str(path), "--port", "0", preexec_fn=become_nobody)
    assert refused.returncode == 1
    assert refused.stderr == f"tidemark-server: You may not write to {path}.\n"
    assert list(path.iterdir()) == []


def test_dynamodb_locals_own_flags(start, directory):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = start("-port", str(port), "-dbPath", directory, "-sharedDb", "-cors", "*", "-delayTransientStatuses",
                   "-optimizeDbBeforeStartup", "-disableTelemetry")
    assert server.url == f"http://127.0.0.1:{port}"
    assert server.client().list_tables()["TableNames"] == []
    assert start("-inMemory", "-port", "0").client().list_tables()["TableNames"] == []


def test_only_loopback_without_being_asked(program):
    refused = run(program, "serve", "--in-memory", "--port", "0", "--host", "0.0.0.0")
    assert refused.returncode == 2
    assert "0.0.0.0" in refused.stderr


def test_the_window_says_that_there_is_no_display(program):
    window = pathlib.Path(program).with_name("tidemark")
    if not window.exists():
        pytest.skip("built without the window")
    environment = {name: value for name, value in os.environ.items()
                   if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    refused = run(str(window), env=environment)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "there is no display" in refused.stderr
    assert run(str(window), "--version", env=environment).stdout == "tidemark 0.1.0\n"
