"""The key that stops an answer: Enter, at a terminal."""

from __future__ import annotations

import sys
from typing import IO


def enter_pressed(keyboard: IO[str] | None = None) -> bool:
    """Whether Enter was pressed since this was last asked; never waits, never at a pipe."""
    keyboard = keyboard or sys.stdin
    if not keyboard.isatty():
        return False
    return _on_windows() if sys.platform == "win32" else _line_waits(keyboard)


def _line_waits(keyboard: IO[str]) -> bool:
    import select

    pressed = False
    while select.select([keyboard], [], [], 0)[0]:
        if not keyboard.readline():
            break  # Ctrl-D: for the question that comes next
        pressed = True
    return pressed


def _on_windows() -> bool:
    import msvcrt

    pressed = False
    while msvcrt.kbhit():  # type: ignore[attr-defined,unused-ignore]
        pressed = msvcrt.getwch() in "\r\n" or pressed  # type: ignore[attr-defined,unused-ignore]
    return pressed
