"""`voicecart voice doctor` on machines that lack something: each finding has its remedy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from local_voice.checkup import devices, libraries
from local_voice.checkup.hearing import check_loopback, check_model, check_words
from local_voice.checkup.report import Report
from local_voice.errors import VoiceError
from local_voice.hearing.engines import Engine
from local_voice.hearing.respelling import Respellings
from local_voice.hearing.transcript import Transcript
from local_voice.hearing.worker import RecognizerWorker
from local_voice.speaking import sinks
from local_voice.speaking.speaker import Speaker
from local_voice.understanding.values import Frames
from skill.bootstrap import now, open_shop
from skill.cli import voicecart
from skill.cli._sound import respellings_file
from skill.cli._voice_doctor import _expected, _words
from skill.feeds.demo_shop import load_demo
from skill.settings import Settings

TOPICS = [
    "libraries", "microphone", "loudspeaker", "null devices", "engine", "shop", "model", "voice", "words",
    "latency", "loop-back",
]  # fmt: skip


def doctor(monkeypatch: pytest.MonkeyPatch, home: Path, **settings: str) -> tuple[int, dict[str, Any]]:
    """The exit code and the findings by topic."""
    monkeypatch.setenv("VOICECART_DATA_DIR", str(home))
    for name, value in settings.items():
        monkeypatch.setenv(f"VOICECART_{name}", value)
    done = CliRunner().invoke(voicecart, ["voice", "doctor", "--json"])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(one["remedy"] for one in found if one["level"] != "fine")
    return done.exit_code, {one["topic"]: one for one in found}


@pytest.mark.audio
def test_a_machine_without_shop_and_sound_card_can_be_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(devices, "capture_devices", list)
    monkeypatch.setattr(devices, "playback_devices", list)

    code, found = doctor(monkeypatch, tmp_path, RECOGNIZER="vosk")

    assert code == 0
    assert list(found) == TOPICS
    assert (
        found["microphone"]["level"] == found["loudspeaker"]["level"] == found["shop"]["level"] == "warning"
    )
    assert found["null devices"]["level"] == found["voice"]["level"] == "fine"
    assert found["model"]["facts"]["takes_grammar"]
    assert found["loop-back"]["facts"]["right"] >= 7
    assert found["words"]["facts"]["cannot_hear"] == []


def test_the_products_that_are_known_by_name_are_counted(tmp_path: Path) -> None:
    settings = Settings(f"sqlite:///{tmp_path / 'shop.db'}", tmp_path)
    shop = open_shop(settings)
    load_demo(shop.store, settings.currency, settings.customer_id, now())
    sold = len(shop.store.entities())
    shop.close()

    _, report = _expected(settings)

    assert report.facts["products"] == sold > 300


@pytest.mark.audio
def test_what_keeps_people_from_talking_is_named_all_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken").mkdir()

    code, found = doctor(monkeypatch, tmp_path, VOSK_MODEL=str(tmp_path / "broken"), VOICE="nobody")

    assert code == 1
    assert "am/final.mdl and conf/mfcc.conf not found" in found["model"]["what"]
    assert "unset VOICECART_VOSK_MODEL" in found["model"]["remedy"]
    assert found["model"]["level"] == found["voice"]["level"] == "error"
    assert "VOICECART_VOICE" in found["voice"]["remedy"]


def test_without_its_packages_only_they_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "_why_not", lambda name: "not installed" if name == "vosk" else None)

    code, found = doctor(monkeypatch, tmp_path)

    assert code == 1
    assert list(found) == ["libraries"]
    assert found["libraries"]["remedy"] == "pip install 'voicecart[voice]'"


def test_a_package_that_is_only_better_to_have_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "_why_not", lambda name: "gone" if name == "pocketsphinx" else None)

    assert libraries.check_libraries().level == "warning"


MICROPHONE = {"name": "Headset", "formats": [{"samplerate": 48000}, {"samplerate": 16000}]}


@pytest.mark.parametrize(
    ("level", "told", "remedy"),
    [
        (0.0, "no sound comes", "unmute"),
        (None, "no sound comes", "unmute"),
        (9000.0, "very loud", "turn it down"),
    ],
)
def test_a_microphone_that_hears_nothing_or_too_much_is_told(
    monkeypatch: pytest.MonkeyPatch, level: float | None, told: str, remedy: str
) -> None:
    monkeypatch.setattr(devices, "capture_devices", lambda: [MICROPHONE])
    monkeypatch.setattr(devices, "_level", lambda wanted=None: level)

    report = devices.check_microphone()

    assert report.level == "warning"
    assert told in report.what
    assert remedy in report.remedy


def test_a_microphone_is_told_with_its_rates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "capture_devices", lambda: [MICROPHONE])
    monkeypatch.setattr(devices, "_level", lambda wanted=None: 25.0)

    assert devices.check_microphone().what == "Headset (16000 Hz, 48000 Hz): the room's level is 25 of 32767"


def test_a_microphone_that_another_program_holds_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(wanted: str | None = None) -> float:
        raise VoiceError("the microphone cannot be opened")

    monkeypatch.setattr(devices, "capture_devices", lambda: [MICROPHONE])
    monkeypatch.setattr(devices, "_level", busy)

    assert "--device" in devices.check_microphone().remedy


def test_a_loudspeaker_that_is_not_there_is_told_with_those_that_are(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (devices, sinks):
        monkeypatch.setattr(module, "playback_devices", lambda: [MICROPHONE])

    report = devices.check_loudspeaker("kitchen")

    assert report.level == "warning"
    assert "there is no loudspeaker 'kitchen'; there are: 0 Headset" in report.what
    assert "--loudspeaker" in report.remedy


class Deaf:
    """A recogniser that knows a few words and hears one thing."""

    def __init__(self, known: str = "", hears: str = "") -> None:
        self._known = frozenset(known.split())
        self._hears = hears

    def known(self, words: object) -> frozenset[str]:
        return self._known & frozenset(words)  # type: ignore[call-overload]

    def transcribe(self, pcm: bytes, rate: int, expected: Frames | None = None) -> Transcript:
        return Transcript(self._hears)

    def close(self) -> None: ...


def test_a_name_is_heard_when_all_of_its_words_are() -> None:
    expected = Frames(("add {item} please",), ("oat milk", "oat sorbet", "7 up"), ("two",))

    report = check_words(Deaf("add oat milk two up soar bay"), expected, Respellings({"please": ("plea's",)}))

    assert (report.facts["names_heard"], report.facts["names"]) == (2, 3)
    assert (report.facts["frame_words_heard"], report.facts["frame_words"]) == (2, 2)
    assert report.facts["cannot_hear"] == ["sorbet"]
    assert report.facts["proposals"] == {"sorbet": "soar bay"}


def test_words_that_cannot_be_asked_for_are_a_finding(tmp_path: Path) -> None:
    def gone(words: object) -> frozenset[str]:
        raise VoiceError("the recogniser ended twice while it was asked for its words")

    recognizer, said = Deaf(), Frames(("add {item}",), ("oat",), ())
    settings = Settings(f"sqlite:///{tmp_path / 'shop.db'}", tmp_path)
    respellings_file(settings).write_text("soar bay\n", "utf-8")

    table = _words(recognizer, said, settings)
    recognizer.known = gone  # type: ignore[method-assign,assignment]
    asked = check_words(recognizer, said, Respellings())

    assert (table.level, asked.level) == ("error", "error")
    assert "respellings.tsv, line 1: write one word" in table.what
    assert "ended twice" in asked.what


def test_all_that_is_known_is_fine() -> None:
    assert check_words(Deaf("add oat"), Frames(("add {item}",), ("oat",), ()), Respellings()).level == "fine"


@pytest.mark.audio
@pytest.mark.parametrize(("hears", "level"), [("stop", "warning"), ("", "error"), ("nothing alike", "error")])
def test_a_recogniser_that_hears_little_of_our_own_voice_is_told(hears: str, level: str) -> None:
    with Speaker() as speaker:
        report: Report = check_loopback(Deaf(hears=hears), speaker, ["stop", "check out"], Frames((), (), ()))

    assert report.level == level
    assert '"check out" as' in report.what


@pytest.mark.audio
def test_a_model_that_does_not_load_is_told(tmp_path: Path) -> None:
    for name in ("am/final.mdl", "conf/mfcc.conf"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(b"no model")
    engine = Engine("vosk", model=tmp_path)

    with RecognizerWorker(engine) as worker:
        report = check_model(engine, worker)

    assert report.level == "error"
    assert "voicecart voice use" in report.remedy
