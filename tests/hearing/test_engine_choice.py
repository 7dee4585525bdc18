"""Which recogniser listens, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from local_voice.errors import VoiceError
from local_voice.hearing.engines import Engine, choose_engine

OWN, OFFICIAL = Path("my-model"), Path("models/vosk-model-en-us-0.22-lgraph")


def everything(name: str) -> bool:
    return True


def nothing(name: str) -> bool:
    return False


def test_without_an_official_model_people_are_heard_by_pocketsphinx() -> None:
    assert choose_engine(has_package=everything) == Engine("pocketsphinx", "no official model")


def test_without_pocketsphinx_the_built_in_model_must_do() -> None:
    assert choose_engine(has_package=nothing) == Engine("vosk", "no pocketsphinx")


def test_sound_files_are_heard_by_vosk() -> None:
    assert choose_engine(people=False, has_package=everything) == Engine("vosk", "synthetic speech")


def test_an_installed_model_is_better_than_both() -> None:
    chosen = choose_engine("auto", None, [OFFICIAL], has_package=everything)

    assert chosen == Engine("vosk", "model installed", OFFICIAL)


def test_a_model_that_is_named_comes_before_those_installed() -> None:
    assert choose_engine("auto", OWN, [OFFICIAL]) == Engine("vosk", "model named", OWN)


def test_an_engine_can_be_asked_for() -> None:
    assert choose_engine("vosk", None, [OFFICIAL]) == Engine("vosk", "asked", OFFICIAL)
    assert choose_engine("pocketsphinx", OWN, has_package=everything) == Engine("pocketsphinx", "asked")


def test_an_engine_that_is_not_installed_cannot_be_asked_for() -> None:
    with pytest.raises(VoiceError, match="package pocketsphinx is missing"):
        choose_engine("pocketsphinx", has_package=nothing)


def test_a_model_that_was_chosen_comes_before_the_best() -> None:
    assert choose_engine("auto", None, [OFFICIAL], OWN) == Engine("vosk", "model chosen", OWN)
    assert choose_engine("auto", OFFICIAL, [], OWN) == Engine("vosk", "model named", OFFICIAL)
