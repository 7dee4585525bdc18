"""Which recogniser listens, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from local_voice.errors import VoiceError
from local_voice.hearing.recognizer import Recognizer

Name = Literal["vosk", "pocketsphinx"]
Wanted = Literal["auto", "vosk", "pocketsphinx"]
Reason = Literal[
    "asked",
    "model named",
    "model chosen",
    "model installed",
    "synthetic speech",
    "no official model",
    "no pocketsphinx",
]
"""Asked for by name; a Vosk model is named in the settings; one was chosen; one is installed; the sound may
come from a synthesiser, which the built-in model hears well; no official model is there, and PocketSphinx
hears people better than the built-in one; PocketSphinx is not installed either."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A recogniser by name, with the reason why it was chosen."""

    name: Name
    reason: Reason = "asked"
    model: Path | None = None
    """Folder of a Vosk model; None: the built-in one."""


def choose_engine(
    wanted: Wanted = "auto",
    model: Path | None = None,
    installed: Sequence[Path] = (),
    chosen: Path | None = None,
    *,
    people: bool = True,
    has_package: Callable[[str], bool] = lambda name: find_spec(name) is not None,
) -> Engine:
    """The engine to listen with; `installed` are official models, the best first, `chosen` is one of them or
    the built-in one.

    `people`: somebody talks at a microphone; otherwise the sound may come from the synthesiser, which the
    built-in model hears best and fastest.
    VoiceError when PocketSphinx is asked for and its package is missing.
    """
    best = model or chosen or next(iter(installed), None)
    if wanted == "vosk":
        return Engine("vosk", "asked", best)
    if wanted == "pocketsphinx":
        if not has_package("pocketsphinx"):
            raise VoiceError("the package pocketsphinx is missing: install voicecart with its extra [voice]")
        return Engine("pocketsphinx")
    if best is not None:
        return Engine("vosk", _reason(model, chosen), best)
    if not people:
        return Engine("vosk", "synthetic speech")
    if has_package("pocketsphinx"):
        return Engine("pocketsphinx", "no official model")
    return Engine("vosk", "no pocketsphinx")


def open_engine(engine: Engine) -> Recognizer:
    """The recogniser in this process; VoiceError says what is missing or broken."""
    if engine.name == "pocketsphinx":
        from local_voice.hearing.sphinx_recognizer import SphinxRecognizer

        return SphinxRecognizer()
    from local_voice.hearing.vosk_recognizer import VoskRecognizer

    return VoskRecognizer(engine.model)


def _reason(model: Path | None, chosen: Path | None) -> Reason:
    if model is not None:
        return "model named"
    return "model chosen" if chosen is not None else "model installed"
