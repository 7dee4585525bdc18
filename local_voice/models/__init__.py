"""The recogniser's model that ships with the project, so that the first try needs no download."""

from __future__ import annotations

from pathlib import Path


def builtin_model() -> Path:
    """The folder of the small English model (its README tells what it can and cannot hear)."""
    return Path(__file__).with_name("vosk-model-tiny-en")
