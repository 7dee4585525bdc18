"""Which recogniser listens, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from local_voice.errors import VoiceError
from local_voice.hearing.engines import Engine, choose_engine, installed_models

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


def test_installed_models_are_found_the_largest_first(tmp_path: Path) -> None:
    for name, size in (("small", 10), ("large", 1000)):
        (tmp_path / name / "am").mkdir(parents=True)
        (tmp_path / name / "conf").mkdir()
        (tmp_path / name / "am" / "final.mdl").write_bytes(bytes(size))
    (tmp_path / "half-unpacked").mkdir()

    assert [path.name for path in installed_models(tmp_path)] == ["large", "small"]
    assert installed_models(tmp_path / "nowhere") == []
