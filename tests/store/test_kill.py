"""The real server is killed at random moments while customers buy; the books add up afterwards."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from databases import DATABASES, SERVER

pytestmark = pytest.mark.process
CHAOS = Path(__file__).parents[2] / "scripts/bench/chaos"


@pytest.mark.parametrize("database", DATABASES)
def test_a_server_that_is_killed_loses_no_order_and_sells_nothing_twice(database: str) -> None:
    server = ["--postgres", str(SERVER)] if database == "postgresql" else []
    short = ["--seconds", "3", "--kills", "3", "--buyers", "4"]

    ended = subprocess.run(
        [sys.executable, CHAOS, *short, *server], capture_output=True, text=True, timeout=120, check=False
    )

    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stdout.count("\n") == 1
    assert " 0 orders" not in ended.stdout
