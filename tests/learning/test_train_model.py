"""The driver of the training; its steps need PyTorch, and minutes (`--quick`) or hours."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.process
ROOT = Path(__file__).parents[2]
RUN = ROOT / "scripts" / "train_model" / "run"
STEPS = [
    "text",
    "speech",
    "people",
    "stage1",
    "stage2",
    "stage3",
    "sounds",
    "noise",
    "acoustic",
    "graph",
    "test-sets",
    "evaluate",
]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(RUN), *arguments], capture_output=True, text=True, check=False)


def test_the_training_says_how_it_is_run() -> None:
    helped = run("--help")

    assert helped.returncode == 0
    assert all(option in helped.stdout for option in ("--quick", "--people", "--work", "--out", "--from"))


def test_a_step_that_does_not_exist_is_named_beside_those_that_do(tmp_path: Path) -> None:
    refused = run("--work", str(tmp_path / "w"), "--out", str(tmp_path / "m"), "--from", "grpah")

    assert refused.returncode != 0
    assert "no step grpah: text, speech, stage1" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_step_that_is_done_is_not_done_again(tmp_path: Path) -> None:
    work = tmp_path / "w"
    work.mkdir()
    for step in STEPS:
        (work / f"{step}.done").touch()

    done = run("--quick", "--work", str(work), "--out", str(tmp_path / "m"))

    assert (done.returncode, done.stdout) == (0, "")


def test_a_model_that_exists_is_taught_to_hear_in_noise_without_what_it_was_made_of(tmp_path: Path) -> None:
    given = ("--work", str(tmp_path / "w"), "--out", str(tmp_path / "m"), "--model", str(tmp_path))
    refused = run(*given, "--from", "stage1")

    assert refused.returncode != 0
    assert "text, import, sounds, noise, acoustic" in refused.stderr
