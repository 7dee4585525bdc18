"""`voicecart voice models, download, use, remove`, and the offer before the first conversation."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from mirrors import MODEL, Mirror, archive, least, serving

from local_voice.models import builtin_model
from skill.cli import _models, voicecart
from skill.settings import Settings

pytestmark = pytest.mark.audio
Run = Callable[..., Result]


@pytest.fixture(scope="module")
def packed() -> bytes:
    """The built-in model under another name: it hears, which the download tries."""
    folder = builtin_model()
    files = (path for path in folder.rglob("*") if path.is_file())
    return archive({f"{MODEL}/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in files})


@pytest.fixture
def mirror(packed: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mirror]:
    with serving(Mirror()) as mirror:
        publish(mirror, packed)
        monkeypatch.setenv("VOICECART_VOSK_MODELS", mirror.address)
        monkeypatch.setenv("VOICECART_DATA_DIR", str(tmp_path))
        for name in ("VOICECART_VOSK_MODEL", "VOICECART_RECOGNIZER"):
            monkeypatch.delenv(name, raising=False)
        yield mirror


def publish(mirror: Mirror, packed: bytes) -> None:
    entry = {"name": MODEL, "size": len(packed), "md5": hashlib.md5(packed).hexdigest()}
    mirror.files = {f"{MODEL}.zip": packed, "model-list.json": json.dumps([entry]).encode()}


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(voicecart, ["voice", *arguments], input=stdin)


def test_a_model_is_downloaded_chosen_and_removed(mirror: Mirror) -> None:
    downloaded = run("download", MODEL)
    assert (downloaded.exit_code, downloaded.exception) == (0, None)
    assert f"Vosk listens with {MODEL}, the best of the models that are installed" in downloaded.stdout
    assert "is installed:" in run("download", MODEL).stdout

    assert "vosk-model-tiny-en, as voicecart voice use says" in run("use", "vosk-model-tiny-en").stdout
    assert f"{MODEL}, as voicecart voice use says" in run("use", MODEL).stdout
    listed = [json.loads(line) for line in run("models", "--installed", "--json").stdout.splitlines()]
    assert [(one["name"], one["in_use"]) for one in listed] == [("vosk-model-tiny-en", False), (MODEL, True)]

    assert "PocketSphinx listens" in run("remove", MODEL).stdout
    assert MODEL not in run("models", "--installed").stdout


def test_a_model_that_does_not_hear_is_not_installed(mirror: Mirror) -> None:
    publish(mirror, archive(least(MODEL)))

    downloaded = run("download", MODEL)

    assert "is damaged" in str(downloaded.exception)
    assert MODEL not in run("models", "--installed").stdout


def test_exit_code_1_says_that_the_same_may_work_later(mirror: Mirror) -> None:
    mirror.status = 502

    downloaded = run("download", MODEL)

    assert downloaded.exit_code == 1
    assert "answers 502" in downloaded.stderr


def test_where_nobody_watches_a_mistake_is_one_line(mirror: Mirror) -> None:
    mirror.status = 502

    assert len(run("download", MODEL).stderr.splitlines()) == 1


def test_models_are_listed_by_language() -> None:
    lines = run("models", "--language", "de").stdout.splitlines()

    assert [line.split()[0] for line in lines] == ["vosk-model-small-de-0.15", "vosk-model-de-0.21"]
    assert "46 MB, Apache-2.0, word errors 13.75 (Tuda-de)" in lines[0]


def test_a_language_that_no_model_hears_is_told() -> None:
    result = run("models", "--language", "xx")

    assert (result.stdout, result.stderr) == ("", "no model hears xx\n")


@pytest.fixture
def asked(mirror: Mirror, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The questions that were put to somebody at a terminal, who says no."""
    asked: list[str] = []

    def no(question: str, **_: object) -> bool:
        asked.append(question)
        return False

    monkeypatch.setattr(_models, "at_terminal", lambda: True)
    monkeypatch.setattr(_models.click, "confirm", no)
    yield asked


def test_the_offer_is_made_once(asked: list[str]) -> None:
    settings = Settings.from_environment()

    _models.offer(settings)
    _models.offer(settings)

    assert len(asked) == 1


def test_who_accepts_the_offer_is_heard_with_the_model(
    mirror: Mirror, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_models, "at_terminal", lambda: True)
    monkeypatch.setattr(_models.click, "confirm", lambda *_, **__: True)

    _models.offer(Settings.from_environment())

    assert (tmp_path / "models" / MODEL / "am" / "final.mdl").is_file()


def test_an_offer_that_cannot_be_kept_is_made_again(
    mirror: Mirror, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mirror.status = 503
    monkeypatch.setattr(_models, "at_terminal", lambda: True)
    monkeypatch.setattr(_models.click, "confirm", lambda *_, **__: True)

    _models.offer(Settings.from_environment())
    _models.offer(Settings.from_environment())

    assert capsys.readouterr().err.count("answers 503") == 2


def test_nobody_is_asked_who_has_chosen(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    run("use", "vosk-model-tiny-en")
    _models.offer(Settings.from_environment())
    monkeypatch.setenv("VOICECART_RECOGNIZER", "pocketsphinx")
    _models.offer(Settings.from_environment())

    assert asked == []


def test_a_program_is_not_asked(mirror: Mirror) -> None:
    _models.offer(Settings.from_environment())

    assert mirror.asked == []
