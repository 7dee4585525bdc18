"""A conversation at the command line: a device in front of a skill, every turn told and recorded."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from local_voice.device import Device, Exchange
from skill.bootstrap import Shop, open_shop
from skill.errors import VoicecartError
from skill.fixtures.devices import Late, device_for, understanding_of
from skill.fixtures.faces import Moment, face
from skill.fixtures.visit import COMMANDS, Visit
from skill.settings import Settings

if TYPE_CHECKING:
    from local_voice.understanding.values import Context, Frames
    from skill.fixtures.recording import Recording
    from skill.fixtures.turn_log import TurnLog

NOTHING_SOLD = (
    "nothing is sold here yet: load the demo shop with `voicecart catalog demo`, "
    "or your own products with `voicecart catalog import FILE --format google`"
)


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a command needs to let a customer talk and to show what came."""

    settings: Settings
    visit: Visit
    grammar: Callable[[Context], Frames]
    """What a recogniser may expect to hear."""
    recording: Recording | None
    as_json: bool
    log: TurnLog | None = None

    def line(self, line: str) -> Moment:
        """A line of a script: words or a command of the script."""
        return self._logged(self._noted(self.visit.line(line)))

    def turn(self, act: Callable[[Device], Exchange], called: str | None = None) -> Moment:
        """Anything that can happen at the device."""
        return self._logged(self._noted(self.visit.turn(act, called)))

    def heard(self, exchange: Exchange, total_ms: float) -> Moment:
        """An exchange that happened at a microphone or with a sound file; it is logged when it was heard."""
        called = None if exchange.user is not None else _called(exchange)
        return self._noted(self.visit.after(exchange, total_ms, called))

    def show(self, moment: Moment, *, with_words: bool = True) -> None:
        """Print the turn: one JSON object, or what was said by both."""
        if self.as_json:
            click.echo(json.dumps(face(moment), ensure_ascii=False))
            return
        if with_words:
            click.echo(f"> {moment.exchange.user or moment.called or ''}")
        if moment.exchange.speech:
            click.echo(moment.exchange.speech)
        if moment.exchange.error:
            click.echo(f"({moment.exchange.error})", err=True)

    def leave(self) -> None:
        """Close an open session, as a customer does who walks away."""
        if self.visit.device.session_open:
            self._logged(self._noted(self.visit.turn(Device.end, "/end")))

    def _logged(self, moment: Moment) -> Moment:
        if self.log is not None:
            self.log.add(moment)
        return moment

    def _noted(self, moment: Moment) -> Moment:
        if self.recording is not None:
            self.recording.add(moment)
        return moment


@dataclass(frozen=True, slots=True)
class Logging:
    """A log that is wanted."""

    path: Path
    words: bool = True


@contextmanager
def open_conversation(
    settings: Settings, *, as_json: bool = False, record: Path | None = None, log: Logging | None = None
) -> Iterator[Conversation]:
    """The shop of the settings with a customer at its door; with `record` a fixture is written in the end."""
    if record is not None:
        _check_place(record)
    shop = open_shop(settings)
    try:
        if shop.is_empty():
            raise VoicecartError(NOTHING_SOLD)
        conversation = _begin(shop, as_json=as_json, record=record is not None)
        if log is not None:
            conversation = replace(conversation, log=_shop_log(log, shop, conversation.visit.device))
        with _recorded(conversation, record):
            yield conversation
    finally:
        shop.close()


@contextmanager
def open_strangers_conversation(
    settings: Settings,
    model: Path,
    endpoint: str,
    locale: str | None,
    *,
    as_json: bool = False,
    record: Path | None = None,
    log: Logging | None = None,
) -> Iterator[Conversation]:
    """The same device in front of somebody else's skill; no shop is opened."""
    from skill.fixtures.stranger import local_time, open_stranger

    if record is not None:
        _check_place(record)
    stranger = open_stranger(model, endpoint, locale)
    seed = secrets.randbits(32)
    recording: Recording | None = None
    if record is not None:
        from skill.fixtures.recording import recording_of_stranger

        recording = recording_of_stranger(stranger, model, endpoint, record, local_time, seed)
    visit = stranger.visit(settings.customer_id, seed=seed)
    told = _strangers_log(log) if log is not None else None
    settings = replace(settings, locale=stranger.locale)
    conversation = Conversation(settings, visit, stranger.understanding.grammar, recording, as_json, told)
    with _recorded(conversation, record):
        yield conversation


def _strangers_log(log: Logging) -> TurnLog:
    from skill.fixtures.stranger import local_time
    from skill.fixtures.turn_log import TurnLog

    _check_place(log.path)
    return TurnLog(log.path, local_time, words=log.words)


def _shop_log(log: Logging, shop: Shop, device: Device) -> TurnLog:
    from skill.fixtures.turn_log import shop_log

    _check_place(log.path)
    user = shop.settings.customer_id
    return shop_log(log.path, shop, user, words=log.words, asked=lambda: _asked(device))


def _asked(device: Device) -> str | None:
    """The slot that the customer is being asked for; "code" where the skill says that it is a secret."""
    if device.session_attributes.get("secret"):
        return "code"
    return device.context.elicit[1] if device.context.elicit else None


@contextmanager
def _recorded(conversation: Conversation, record: Path | None) -> Iterator[Conversation]:
    try:
        yield conversation
    finally:
        if conversation.recording is not None and record is not None:
            with _told(record):
                conversation.recording.write(record)


def _check_place(record: Path) -> None:
    """A conversation is not held in vain: the recording's file can be made."""
    with _told(record):
        record.parent.mkdir(parents=True, exist_ok=True)
        is_new = not record.exists()
        record.open("a", encoding="utf-8").close()
        if is_new:
            record.unlink()


@contextmanager
def _told(place: Path) -> Iterator[None]:
    """A file that cannot be written costs one line."""
    try:
        yield
    except OSError as wrong:
        raise VoicecartError(f"{place} cannot be written: {wrong.strerror}") from None


def unknown_command(line: str) -> str | None:
    """Why a line that looks like a command is none; None when it is one, or words."""
    word = line.strip()
    if not word.startswith("/") or word in COMMANDS:
        return None
    return f"{word} is not known; known are {', '.join(COMMANDS)}"


def _begin(shop: Shop, *, as_json: bool, record: bool) -> Conversation:
    user_id = shop.settings.customer_id
    seed = secrets.randbits(32) if record else None
    recording: Recording | None = None
    if seed is not None:
        from skill.fixtures.recording import recording_of

        recording = recording_of(shop, user_id, seed)
    visit = Visit(device_for(shop, user_id, seed=seed), lambda: shop.view(user_id))
    grammar = Late(lambda: understanding_of(shop)).grammar
    return Conversation(shop.settings, visit, grammar, recording, as_json)


def _called(exchange: Exchange) -> str:
    """The script's word for a turn that was no speech."""
    kind = (exchange.request or {}).get("request", {}).get("type")
    return {"LaunchRequest": "/launch", "SessionEndedRequest": "/end"}.get(str(kind), "/silence")
