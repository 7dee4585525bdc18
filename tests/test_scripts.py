"""The scripts at the command line: help that is asked for, and one line for what was told wrongly."""

from __future__ import annotations

import os
import runpy
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
IN_AN_ENVIRONMENT_OF_THEIR_OWN = ("demo", "test")
SCRIPTS = [
    path
    for path in sorted(
        [*ROOT.glob("scripts/*"), *ROOT.glob("scripts/bench/*"), ROOT / "scripts/train_model/run"]
    )
    if path.is_file() and os.access(path, os.X_OK) and path.name not in IN_AN_ENVIRONMENT_OF_THEIR_OWN
]
each_script = pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
told_wrongly = pytest.mark.parametrize(
    "line",
    [
        "bench/understanding --set nowhere.tsv",
        "bench/understanding --curve nowhere/curve.png",
        "bench/respell --words nowhere.txt",
        "bench/catalog --keep pyproject.toml/below",
        "bench/catalog --sizes 0",
        "bench/chaos --seconds 0",
        "bench/chaos --postgres nonsense",
        "bench/turn --postgres postgresql://nobody@127.0.0.1:1/shop",
        "bench/turn --rounds none",
        "bench/hear --rooms loud",
        "bench/wake --minutes -1",
        "fit_confidence nowhere.tsv",
        "train_understanding --out nowhere/weights.bin",
        "train_model/run --work pyproject.toml/below --out pyproject.toml/below",
        "train_model/run --work . --out . --people nowhere",
    ],
)


@each_script
def test_every_script_says_how_it_is_called(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _ended(script, "--help") == 0
    assert capsys.readouterr().out.startswith(f"usage: {script.name}")


@each_script
def test_a_wrong_flag_costs_one_line(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _ended(script, "--nonsense") == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith(f"{script.name}: error: ")


@told_wrongly
def test_what_cannot_be_done_is_told_before_it_is_begun(
    line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name, *arguments = line.split()
    script = ROOT / "scripts" / name

    assert _ended(script, *arguments) == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith(f"{script.name}: error: ")


def _ended(script: Path, *arguments: str) -> object:
    """The code that a script ends with."""
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(ROOT)
        patched.setattr(sys, "argv", [str(script), *arguments])
        patched.setattr(sys, "path", [str(script.parent), *sys.path])
        with pytest.raises(SystemExit) as ended:
            runpy.run_path(str(script), run_name="__main__")
    for name, module in list(sys.modules.items()):  # scripts and tests may call their helpers the same
        if str(ROOT / "scripts") in (getattr(module, "__file__", None) or ""):
            del sys.modules[name]
    return ended.value.code
