"""Which speech models there are, and which of them listens."""

from __future__ import annotations

from pathlib import Path

import pytest

from local_voice.errors import VoiceError
from local_voice.models import builtin_model
from local_voice.models.catalogue import catalogue, find, offered
from local_voice.models.layout import lacking, takes_grammar
from local_voice.models.shelf import Shelf

STATIC, LOOKAHEAD, GERMAN = "vosk-model-en-us-0.22", "vosk-model-small-en-us-0.15", "vosk-model-small-de-0.15"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "models", "http://127.0.0.1:9")


def put(shelf: Shelf, name: str, *, size: int = 10, grammar: bool = False) -> Path:
    """A model by hand."""
    folder = shelf.folder / name
    for file in ("am/final.mdl", "conf/mfcc.conf", *(("graph/HCLr.fst", "graph/Gr.fst") if grammar else ())):
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(bytes(size))
    return folder


def test_the_catalogue_is_in_order() -> None:
    names = [model.name for model in catalogue()]

    assert len(set(names)) == len(names) >= 50
    assert all(model.grammar for model in catalogue() if model.offered)
    assert all(len(model.md5) == 32 for model in catalogue() if model.md5)
    assert all(abs(model.bytes / 1e6 - model.megabytes) < 1 for model in catalogue() if model.bytes)


@pytest.mark.parametrize(
    ("locale", "name"),
    [
        ("en-US", "vosk-model-small-en-us-0.15"),
        ("en-IN", "vosk-model-small-en-in-0.4"),
        ("en-CA", "vosk-model-small-en-us-0.15"),
        ("de-AT", "vosk-model-small-de-0.15"),
    ],
)
def test_each_language_has_a_model_to_begin_with(locale: str, name: str) -> None:
    assert offered(locale) == find(name)


def test_a_language_without_models_is_offered_none() -> None:
    assert offered("is-IS") is None


def test_a_model_that_can_be_told_what_to_expect_comes_before_a_larger_one(shelf: Shelf) -> None:
    static, small = put(shelf, STATIC, size=1000), put(shelf, LOOKAHEAD, grammar=True)
    own = put(shelf, "our-own", size=2000)
    put(shelf, GERMAN, grammar=True)
    (shelf.folder / "half-unpacked" / "am").mkdir(parents=True)
    put(shelf, ".unpacking-1")

    assert shelf.installed("en-US") == [small, own, static]
    assert len(shelf.installed()) == 4


def test_flat_models_are_models(shelf: Shelf) -> None:
    folder = shelf.folder / "old"
    folder.mkdir(parents=True)
    for file in ("final.mdl", "mfcc.conf", "HCLr.fst", "Gr.fst"):
        (folder / file).write_bytes(b"x")

    assert lacking(folder) == []
    assert takes_grammar(folder)


def test_a_choice_is_remembered_until_it_is_gone(shelf: Shelf) -> None:
    folder = put(shelf, STATIC)
    assert shelf.chosen() is None

    assert shelf.use(STATIC) == folder
    assert shelf.chosen() == folder
    shelf.use(builtin_model().name)
    assert shelf.chosen() == builtin_model()
    shelf.use(STATIC)
    shelf.remove(STATIC)

    assert shelf.chosen() is None
    assert not folder.exists()


def test_what_is_not_there_cannot_be_used_or_removed(shelf: Shelf) -> None:
    with pytest.raises(VoiceError, match=f"voicecart voice download {STATIC}"):
        shelf.use(STATIC)
    with pytest.raises(VoiceError, match="is not installed"):
        shelf.remove("../models")
    with pytest.raises(VoiceError, match="is built in and stays"):
        shelf.remove(builtin_model().name)


def test_a_model_that_cannot_be_deleted_is_told(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    put(shelf, STATIC)

    def refused(path: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", refused)

    with pytest.raises(VoiceError, match=f"{STATIC} cannot be deleted: Permission denied"):
        shelf.remove(STATIC)


@pytest.mark.parametrize("written", ["", "[1]", '{"use": 5}', '{"use": "gone"}', "\0"])
def test_choices_that_cannot_be_read_are_none(shelf: Shelf, written: str) -> None:
    shelf.folder.mkdir(parents=True)
    (shelf.folder / "choices.json").write_text(written)

    assert shelf.chosen() is None
    assert not shelf.declined


def test_a_no_to_the_offer_is_remembered_beside_the_choice(shelf: Shelf) -> None:
    put(shelf, STATIC)
    shelf.use(STATIC)

    shelf.decline()

    assert shelf.declined
    assert shelf.chosen() is not None
