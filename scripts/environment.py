"""The project's own Python environment in .venv: made once, renewed when the project's needs change."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv"
STAMP = HOME / "made-for"
OLDEST = (3, 11)
_STEP = re.compile(r"^(Collecting|Building wheel for|Installing collected packages:)\s*([\w.-]*)")


def python(*extras: str) -> Path:
    """The environment's interpreter, with the project and these extras installed in it."""
    _need_python()
    wanted = _fingerprint(extras)
    made = STAMP.read_text().splitlines() if STAMP.is_file() else []
    if wanted not in made:
        _make(extras)
        STAMP.write_text("\n".join([wanted, *_smaller(extras)]))
    return _interpreter()


def give_up(reason: str) -> None:
    """One line that says what is missing, and exit code 2."""
    sys.exit(_fail(f"{Path(sys.argv[0]).name}: {reason}"))


def _fail(line: str) -> int:
    print(line, file=sys.stderr)
    return 2


def _need_python() -> None:
    if sys.version_info >= OLDEST:
        return
    for minor in range(14, OLDEST[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            os.execv(newer, [newer, *sys.argv])
    give_up(f"needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}")


def _interpreter() -> Path:
    return HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _fingerprint(extras: tuple[str, ...]) -> str:
    """What the environment must have been made for: the project and its needs, this place and Python."""
    needs = (ROOT / "pyproject.toml").read_bytes()
    where = f"{','.join(sorted(extras))} {ROOT} {sys.version_info[:2]}"
    return hashlib.sha256(needs + where.encode()).hexdigest()


def _smaller(extras: tuple[str, ...]) -> list[str]:
    """An environment with more extras serves those who want fewer."""
    return [_fingerprint(("voice",)), _fingerprint(())] if "voice" in extras else [_fingerprint(())]


def _make(extras: tuple[str, ...]) -> None:
    print(f"Making the environment in {HOME.name} (once; a minute or two)", flush=True)
    if not _works():
        _run([sys.executable, "-m", "venv", "--clear", str(HOME)], "python3-venv is missing: install it once")
    target = f"{ROOT}[{','.join(extras)}]" if extras else str(ROOT)
    pip = [
        str(_interpreter()),
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--progress-bar",
        "off",
    ]
    _show([*pip, "--editable", target])


def _works() -> bool:
    """Whether there is an environment that can be added to."""
    check = [str(_interpreter()), "-m", "pip", "--version"]
    return _interpreter().exists() and subprocess.run(check, capture_output=True, check=False).returncode == 0


def _run(command: list[str], otherwise: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        give_up(otherwise)


def _show(command: list[str]) -> None:
    """Run pip and show how it gets on: one line in a terminal, a few lines in a log."""
    started, seen, last = time.monotonic(), 0, ""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        assert pip.stdout is not None
        for line in pip.stdout:
            if line.startswith("ERROR"):
                last = line.strip()
            step = _STEP.match(line)
            if step is None:
                continue
            seen += 1
            _progress(seen, step[1].split()[0].lower(), step[2], time.monotonic() - started)
    if sys.stdout.isatty():
        print("\r\033[K", end="")
    if pip.returncode:
        give_up(f"the packages could not be installed: {last or 'pip failed'}")
    print(f"  ready after {time.monotonic() - started:.0f} s", flush=True)


def _progress(seen: int, doing: str, name: str, seconds: float) -> None:
    bar = "█" * min(30, seen // 3)
    if sys.stdout.isatty():
        print(f"\r\033[K  {bar:<30} {seconds:3.0f} s  {doing} {name}", end="", flush=True)
    elif seen % 15 == 0 or doing.startswith("installing"):
        print(f"  {seconds:3.0f} s  {doing} {name}", flush=True)
