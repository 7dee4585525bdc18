"""Conversations that are spoken: who speaks, what they do when they are misheard, what comes of it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from noises import among

from local_voice.exchange import Exchange
from local_voice.hearing.transcript import Transcript
from local_voice.loop.own_voice import Samples
from local_voice.sound import Pcm
from local_voice.speaking.speaker import Speaker
from local_voice.speaking.voices import Voice
from local_voice.understanding.values import FALLBACK, Context
from skill.books import Books
from skill.fixtures.doors import WordsStage
from skill.fixtures.faces import intent_of
from skill.fixtures.fixture import Fixture
from skill.fixtures.player import Stage, play
from skill.fixtures.visit import Visit
from skill.fixtures.world import World, open_world

AGAIN = {"once": 0, "patient": 1, "correcting": 2}
"""How often customers of each manner say a line again."""
TAKES_BACK = ("undo", "no that's wrong", "undo that", "that's not what I said")
"""What people say to a shop that did something else."""

Hear = Callable[[Pcm, Context, World], Transcript]
"""How a sound is heard at a moment of a conversation."""


@dataclass
class Round:
    """All conversations once."""

    right: int = 0
    lines: int = 0
    meant: int = 0
    """Lines with the intent of the typed one."""
    again: int = 0
    """How often a line was said again, and how often after what it had done was taken back."""
    taken_back: int = 0
    heard_s: float = 0.0
    spoken_s: float = 0.0
    errors: Counter[tuple[str, str]] = field(default_factory=Counter)


@dataclass(frozen=True)
class Line:
    """One line of a conversation."""

    said: str
    heard: str
    intent: str | None
    before: object
    state: object
    """The cart and the orders before and after it."""


@dataclass(frozen=True)
class Held:
    """What came of a conversation."""

    began: object
    ended: object
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Customer:
    """Who speaks one conversation, and what else is heard."""

    voice: Voice
    decibels: float | None
    number: int
    manner: str = "once"


@dataclass(frozen=True)
class SpokenStage(WordsStage):
    """A stage on which every word is spoken and heard."""

    customer: Customer
    hear_it: Hear
    speaker: Speaker
    noise: Samples
    into: Round
    wanted: Iterator[Line]
    """What comes of each line when it is typed."""

    def say(self, words: str) -> Exchange:
        device = self.visit.device
        if not words.strip():
            return device.silence()
        self.into.lines += 1
        before, wanted = self._state(), next(self.wanted)
        exchange = self._said(words)
        for _ in range(AGAIN[self.customer.manner]):
            if self._is_content(exchange, wanted, before):
                break
            self.into.again += 1
            if self._state() != before:
                self.into.taken_back += 1
                self._said(TAKES_BACK[self.into.taken_back % len(TAKES_BACK)])
            exchange = self._said(words)
        return exchange or device.silence()

    def _is_content(self, exchange: Exchange | None, wanted: Line, before: object) -> bool:
        """Whether the shop has understood, as far as a customer of this manner listens."""
        intent = exchange and intent_of(exchange.request)
        if self.customer.manner == "patient":
            return intent not in (None, FALLBACK)
        return intent == wanted.intent and (before != wanted.before or self._state() == wanted.state)

    def _state(self) -> object:
        world = self.world
        assert isinstance(world, World)
        return state_of(world.shop.view(world.customer.id))

    def _said(self, words: str) -> Exchange | None:
        """The answer to words that are said once; None when no words were heard in them."""
        device, world = self.visit.device, self.world
        assert isinstance(world, World)
        sound = self.speaker.synthesize(words, self.customer.voice)
        at = 7919 * (self.customer.number + self.into.lines + 500 * (self.into.again + self.into.taken_back))
        sound = among(sound, self.noise, self.customer.decibels, at)
        started = time.perf_counter()
        heard = self.hear_it(sound, device.context, world)
        self.into.heard_s += time.perf_counter() - started
        self.into.spoken_s += sound.seconds
        return device.hear(heard.hypotheses, heard.behind) if heard.hypotheses else None


def hold(fixture: Fixture, stage: Callable[[World, Visit], Stage]) -> Held:
    states: list[object] = []
    lines: list[Line] = []

    @contextmanager
    def door(fixture: Fixture) -> Iterator[Stage]:
        with open_world(fixture) as world:
            visit = Visit(world.device(), lambda: world.shop.view(world.customer.id))
            states.append(state_of(visit.at_start))
            yield stage(world, visit)

    for one in play(fixture, door):
        states.append(state_of(one.moment.books))
        exchange = one.moment.exchange
        if said := one.turn.get("user", ""):
            lines.append(Line(said, exchange.user or "", intent_of(exchange.request), *states[-2:]))
    return Held(states[0], states[-1], tuple(lines))


def state_of(books: Books) -> object:
    lines = (
        (line["id"], line["quantity"], str(line["options"]), str(line["modifiers"])) for line in books.cart
    )
    return tuple(sorted(lines)), tuple((one["status"], one["total_minor"]) for one in books.orders)
