"""The server of the model's tests."""
import os
import pathlib
import subprocess
import sys

import pytest

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))


def pytest_addoption(parser):
    parser.addoption("--server", default=os.environ.get("TIDEMARK_SERVER", str(ROOT / "build/dev/bin/tidemark-server")))


@pytest.fixture(scope="session")
def service(request):
    from driver import Service
    process = subprocess.Popen([request.config.getoption("--server"), "serve", "--in-memory", "--port", "0"],
                               stdout=subprocess.PIPE, text=True)
    yield Service(process.stdout.readline().split()[-1])
    process.terminate()
    process.wait()
