"""A purchase through a sound card, with a microphone that hears the shop's own answers too."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sound_card import INSTALLED, LOUDSPEAKER, MICROPHONE, sound_card

from local_voice.sound import HEARING_RATE, join, silence, write_wav
from local_voice.speaking.speaker import Speaker
from local_voice.speaking.voices import voice_of

pytestmark = [
    pytest.mark.audio,
    pytest.mark.skipif(
        not INSTALLED, reason="PulseAudio makes the sound card of this test: apt-get install pulseaudio"
    ),
]

LINES = ("add two bananas", "check out", "yes")
PATIENCE_S = 60.0
MAIN = "from skill.cli import main; main()"
PLAY = """
import sys, time
from local_voice.sound import read_sound
from local_voice.speaking.sinks import Loudspeaker
speaker = Loudspeaker(16000)
speaker.put(read_sound(__import__("pathlib").Path(sys.argv[1])))
while speaker.waiting_s() > 0:
    speaker.wait(0.02)
speaker.close()
"""


@pytest.fixture(scope="module")
def card() -> Iterator[Mapping[str, str]]:
    # A socket's path may not be long.
    with tempfile.TemporaryDirectory(prefix="vc-") as folder, sound_card(Path(folder)) as environment:
        yield environment


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The customer's lines as sound files."""
    folder = tmp_path_factory.mktemp("spoken")
    paths = [folder / f"{number}.wav" for number in range(len(LINES))]
    pause = silence(0.2, HEARING_RATE)
    with Speaker() as customer:
        for path, line in zip(paths, LINES, strict=True):
            write_wav(
                path, join([pause, customer.synthesize(line, voice_of("customer")), pause], HEARING_RATE)
            )
    return paths


def turns(log: Path) -> list[dict[str, Any]]:
    """The turns whose answers were heard to their end."""
    lines = log.read_text().splitlines() if log.exists() else []
    return [told for line in lines if "turn" in (told := json.loads(line))]


def await_turns(log: Path, count: int, shop: subprocess.Popen[str]) -> None:
    until = time.monotonic() + PATIENCE_S
    while len(turns(log)) < count:
        assert time.monotonic() < until, f"after {PATIENCE_S} s: {turns(log)}"
        assert shop.poll() is None, shop.stderr.read() if shop.stderr else ""
        time.sleep(0.05)


def test_a_whole_purchase_is_held_hands_free_by_loudspeaker_and_microphone(
    card: Mapping[str, str], spoken: list[Path], tmp_path: Path
) -> None:
    environment = {
        **card,
        "VOICECART_DATA_DIR": str(tmp_path / "home"),
        "VOICECART_DATABASE_URL": "",
        "VOICECART_RECOGNIZER": "vosk",
        "VOICECART_SPEECH_RATE": "450",
    }
    voicecart = [sys.executable, "-c", MAIN]
    subprocess.run([*voicecart, "catalog", "demo"], env=environment, check=True, capture_output=True)
    log = tmp_path / "log.jsonl"
    with subprocess.Popen(
        [*voicecart, "talk", "--device", MICROPHONE, "--loudspeaker", LOUDSPEAKER, "--log", str(log)],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as shop:
        try:
            for count, path in enumerate(spoken, 1):
                await_turns(log, count, shop)
                time.sleep(0.5)
                subprocess.run([sys.executable, "-c", PLAY, str(path)], env=environment, check=True)
            shown, problems = shop.communicate(timeout=PATIENCE_S)
        finally:
            shop.kill()

    held = turns(log)
    assert [one["did"] for one in held] == ["launch", "speech", "speech", "speech"], (shown, problems)
    assert [one["intent"] for one in held[1:]] == ["AddToCartIntent", "CheckoutIntent", "AMAZON.YesIntent"]
    assert held[-1]["orders_placed"] == 1
    assert held[-1]["session"] == "ended"


def test_the_doctor_hears_a_muted_room_and_names_its_rate(card: Mapping[str, str], tmp_path: Path) -> None:
    environment = {**card, "VOICECART_DATA_DIR": str(tmp_path)}
    probe = (
        "from local_voice.checkup.devices import *; from dataclasses import asdict; import json;"
        "print(json.dumps([asdict(check_microphone()), asdict(check_loudspeaker())]))"
    )

    done = subprocess.run([sys.executable, "-c", probe], env=environment, check=True, capture_output=True)

    microphone, loudspeaker = json.loads(done.stdout)
    assert "48000 Hz" in microphone["what"]
    assert microphone["level"] == "warning" and "unmute" in microphone["remedy"]
    assert loudspeaker["level"] == "fine"


def test_the_doctor_measures_how_the_loudspeaker_comes_back(card: Mapping[str, str], tmp_path: Path) -> None:
    environment = {**card, "VOICECART_DATA_DIR": str(tmp_path)}
    probe = (
        "import json, sys; from local_voice.checkup import echo; from local_voice.speaking import Speaker\n"
        "echo.SPOKEN, echo.PATIENCE_S = 'One, two, three, four, five, six, seven, eight.', 0.5\n"
        "with Speaker() as speaker:\n"
        "    report = echo.check_echo(speaker, lambda line: print(line, file=sys.stderr))\n"
        "print(json.dumps(dict(report.facts)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", probe], env=environment, check=True, capture_output=True, text=True
    )

    measured = json.loads(done.stdout)
    assert "keep quiet" in done.stderr
    # How late is the machine's own business.
    assert measured["late_ms"] is not None
    assert measured["loudspeaker"] == pytest.approx(measured["played"], rel=0.2)
    assert measured["voice"] is None
