"""A purchase of six lines through real audio: each line is synthesised, recognised, answered and spoken."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from local_voice.exchange import Exchange
from local_voice.sound import Pcm, join, silence, write_wav
from local_voice.speaking.speaker import RATE, Speaker
from local_voice.speaking.voices import Voice, voice_of
from skill.bootstrap import Shop, open_shop
from skill.cli._sound import ear_for, speaker_for
from skill.fixtures.devices import device_for
from skill.settings import Settings

LINES = ("do you have oat milk", "yes", "add two bananas", "no make it three", "check out", "yes")
PAUSE_S = 0.5


@dataclass(frozen=True, slots=True)
class Heard:
    """One line: what was said, what came of it, the sound of both, and how long the shop took."""

    said: str
    exchange: Exchange
    question: Pcm
    answer: Pcm
    hear_ms: float
    answer_ms: float
    """From what was heard to the first sound of the answer."""


def play(settings: Settings, out: Path) -> None:
    """Hold the conversation, print it, and write its sound to a WAV file."""
    started = time.perf_counter()
    shop = open_shop(settings)
    pause = silence(PAUSE_S, RATE)
    sounds: list[Pcm] = []
    try:
        with speaker_for(settings) as speaker:
            for heard in hold(shop, speaker, LINES, voice_of("customer")):
                click.echo(f"\n  said   {heard.said}\n  heard  {heard.exchange.user or '(nothing)'}")
                click.echo(f"  shop   {heard.exchange.speech}")
                sounds += (heard.question, pause, heard.answer, pause)
    finally:
        shop.close()
    out.parent.mkdir(parents=True, exist_ok=True)
    write_wav(out, join(sounds, RATE))
    seconds = time.perf_counter() - started
    click.echo(f"\n{len(LINES)} lines in {seconds:.1f} s; listen to them: {out}")


def hold(shop: Shop, speaker: Speaker, lines: Sequence[str], customer: Voice) -> Iterator[Heard]:
    """Say each line with the customer's voice to a device in front of the shop."""
    device = device_for(shop, shop.settings.customer_id)
    with ear_for(shop) as ear:
        for line in lines:
            question = speaker.synthesize(line, customer)
            started = time.perf_counter()
            transcript = ear.hear(question, device.context)
            heard_at = time.perf_counter()
            exchange = device.hear(transcript.hypotheses, transcript.behind)
            answer = speaker.say(exchange.ssml or exchange.speech)
            answered_at = time.perf_counter()
            times = (1000 * (heard_at - started), 1000 * (answered_at - heard_at))
            yield Heard(line, exchange, question, answer, *times)
