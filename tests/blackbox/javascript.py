"""Programs of npm that the tests run against the endpoint; tests/blackbox/prepare installs them into build/npm."""
import os
import pathlib

import pytest

NPM = pathlib.Path(__file__).resolve().parents[2] / "build" / "npm"
ENVIRONMENT = {**os.environ, "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}


def package(name):
    """The folder of an installed package."""
    folder = NPM / "node_modules" / name
    if not folder.exists():
        pytest.fail(f"{folder} is missing: run tests/blackbox/prepare")
    return folder
