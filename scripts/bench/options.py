"""What a bench is told at the command line, checked before anything is measured."""

from __future__ import annotations

from argparse import ArgumentTypeError
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.exc import SQLAlchemyError

from skill.store.engine import normal_url


def positive(text: str) -> int:
    """A whole number, one or more."""
    if not text.isdecimal() or int(text) == 0:
        raise ArgumentTypeError(f"{text} is no whole number above zero")
    return int(text)


def amount(text: str) -> float:
    """A number above zero, with a point or without."""
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    if not 0 < found < float("inf"):
        raise ArgumentTypeError(f"{text} is no number above zero")
    return found


def loudness(text: str) -> float | None:
    """How much louder than the noise; None in a quiet room."""
    try:
        return None if text == "quiet" else float(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is neither a number of decibels nor quiet") from None


def file(text: str) -> Path:
    """A file that is there."""
    if not Path(text).is_file():
        raise ArgumentTypeError(f"there is no file {text}")
    return Path(text)


def new_file(text: str) -> Path:
    """A file that may be written: its folder is there."""
    if not Path(text).absolute().parent.is_dir():
        raise ArgumentTypeError(f"there is no folder {Path(text).parent}")
    return Path(text)


def folder(text: str) -> Path:
    """A folder, made where there is none."""
    try:
        Path(text).mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise ArgumentTypeError(f"the folder {text} cannot be made: {wrong.strerror}") from None
    return Path(text)


def postgres_url(text: str) -> str:
    """The address of a PostgreSQL server that answers."""
    if not text.startswith("postgresql://"):
        raise ArgumentTypeError(f"{text} is no postgresql://USER@HOST/DATABASE")
    try:
        create_engine(normal_url(text), connect_args={"connect_timeout": 5}).connect().close()
    except (SQLAlchemyError, ModuleNotFoundError) as wrong:
        raise ArgumentTypeError(f"{text} does not answer: {str(wrong).splitlines()[0]}") from None
    return text


def missing(*modules: str) -> str:
    """The first of these that is not installed; else empty."""
    return next((one for one in modules if find_spec(one) is None), "")
