"""The virtual Echo: it understands what is heard, runs the model's dialogs, and passes the rest to the skill.

The skill is any callable from request JSON to response JSON; nothing here knows what it sells.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Protocol

from local_voice import directives, shapes
from local_voice.answers import answer_of
from local_voice.dialog import NO, YES, ConfirmIntent, ConfirmSlot, Dialog, Elicit, answered, begin
from local_voice.doubts import decided
from local_voice.envelope import Echo, EndReason
from local_voice.exchange import Delivery, Exchange, Skill, SkillFailure
from local_voice.response import Speech
from local_voice.skill_session import PROBLEM, SkillSession
from local_voice.turns import Heard, Said, Sent
from local_voice.understanding.values import LAUNCH, NO_MATCH, Context, Entities, SlotValue, Understood
from local_voice.values import read_slots

__all__ = ["PROBLEM", "Delivery", "Device", "Exchange", "Skill", "SkillFailure"]

LEAVING_WORDS = {"en": frozenset({"exit", "quit"})}
"""Words that close the session without the skill being asked; "stop" and "cancel" are intents."""

LEAVING_INTENTS = frozenset({"AMAZON.StopIntent", "AMAZON.CancelIntent"})
"""In a model without them they close the session like LEAVING_WORDS."""


class Understands(Protocol):
    """What the device needs of an understanding."""

    def understand(
        self, heard: str | Sequence[str], context: Context = ..., behind: Sequence[float] = ...
    ) -> Understood: ...


class Device:
    """One Echo with one customer; every public method is one turn."""

    def __init__(
        self,
        skill: Skill,
        understanding: Understands,
        *,
        model: Mapping[str, Any],
        locale: str = "en-US",
        application_id: str = "amzn1.ask.skill.local",
        user_id: str = "demo",
        device_id: str = "local",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        interfaces: Mapping[str, Any] | None = None,
        entities: Entities | None = None,
        seed: int | None = None,
    ) -> None:
        self.echo = Echo(application_id, user_id, device_id, locale, interfaces or {})
        self._understanding = understanding
        self._clock = clock
        chance = random.SystemRandom() if seed is None else random.Random(seed)
        self._session = SkillSession(skill, self.echo, model, entities or {}, clock, chance)

    @property
    def session_open(self) -> bool:
        return self._session.now is not None

    @property
    def listening(self) -> bool:
        """The microphone is open for an answer."""
        session = self._session.now
        return session is not None and session.listening

    @property
    def session_attributes(self) -> Mapping[str, Any]:
        return self._session.now.attributes if self._session.now else {}

    @property
    def context(self) -> Context:
        """What the customer was just asked, as a help for understanding the answer."""
        attributes = self.session_attributes
        likely = shapes.strings(attributes.get("likely"))
        session = self._session.now
        dialog = session.dialog if session else None
        known = Context(likely=likely, entities=self._session.dynamic_entities, now=self._clock())
        if session is not None and session.doubted is not None:
            return replace(known, expects=frozenset({YES, NO}), answer="short")
        if dialog is None or dialog.question is None:
            expects = shapes.strings(attributes.get("expects"))
            known = replace(known, costly=shapes.strings(attributes.get("costly")))
            return replace(known, expects=expects, answer="short" if YES in expects else "usual")
        if isinstance(dialog.question, Elicit):
            slot = dialog.question.slot
            answer = answer_of(self._session.types.get(dialog.intent, {}).get(slot))
            return replace(known, elicit=(dialog.intent, slot), answer=answer)
        return replace(known, expects=frozenset({YES, NO}), answer="short")

    def launch(self) -> Exchange:
        """ "Alexa, open ...": a new session, whatever was open."""
        return self._session.launch(Heard())

    def hear(self, heard: str | Sequence[str], behind: Sequence[float] = ()) -> Exchange:
        """Words, or a recogniser's hypotheses with the best first; no words at all are silence.

        `behind`: how far each hypothesis is behind the best one, where the recogniser tells.
        """
        hypotheses = [heard] if isinstance(heard, str) else list(heard)
        if not any(words.strip() for words in hypotheses):
            return self.silence()
        if _leaves(hypotheses[0], self.echo.locale):
            return self.end(user=hypotheses[0])
        started = time.perf_counter()
        understood = self._understanding.understand(heard, self.context, behind)
        ms = _ms_since(started)
        said = Heard(heard if isinstance(heard, str) else understood.text, understood, ms)
        if understood.intent == LAUNCH:
            return self._session.launch(said)
        session = self._session.now
        understood = decided(session.doubted if session else None, understood)
        if understood.question is not None:
            return self._ask_back(understood, understood.question, said)
        if understood.intent not in self._session.types and not self._awaits(understood.intent):
            return self._unmatched(understood.intent, said)
        return self._intent(understood.intent, understood.slots, said)

    def _ask_back(self, understood: Understood, question: str, said: Heard) -> Exchange:
        """Ask before money moves on words that were not clear."""
        speech = Speech(question)
        session = self._session.open()
        self._session.now = replace(session, doubted=understood, reprompt=speech, reprompted=False)
        return self._session.exchange(said, [], Said(speech, speech))

    def send_intent(self, name: str, slots: Mapping[str, object] | None = None) -> Exchange:
        """The intent itself; a slot is a word, {"value", "id"} or a SlotValue."""
        values = read_slots(slots or {}, self._session.types.get(name, {}), self._session.known())
        return self._intent(name, {key: self._meant(name, one) for key, one in values.items()}, Heard())

    def silence(self) -> Exchange:
        """Nobody speaks: the reprompt once if the microphone is open, then the session ends."""
        return self._no_answer(Heard())

    def end(
        self,
        reason: EndReason = "USER_INITIATED",
        *,
        user: str | None = None,
        error: Mapping[str, str] | None = None,
    ) -> Exchange:
        """The session is over and the skill is told; what it answers is not played.

        `error` is {"type", "message"} and goes with the reason ERROR.
        """
        return self._session.end(Heard(user), reason, error)

    def again(self) -> Exchange:
        """The last request once more, byte for byte, as after a lost answer."""
        last = self._session.last
        return self._session.converse(Heard(), last) if last else self._session.exchange(Heard(), [], Said())

    def send(self, body: Mapping[str, Any]) -> Exchange:
        """Any envelope as it is; its session becomes the device's when the answer leaves it open."""
        request, session = body.get("request"), body.get("session")
        request = request if isinstance(request, Mapping) else {}
        known = session.get("sessionId") if isinstance(session, Mapping) else None
        dialog = self._carried(request.get("intent"))
        played = request.get("type") != "SessionEndedRequest"
        sent = Sent(json.dumps(body).encode(), str(known or self._session.new_id("session")), dialog, played)
        return self._session.converse(Heard(), sent)

    def _meant(self, intent: str, slot: SlotValue) -> SlotValue:
        """A slot whose word is no value to the letter ("bananas"), as the understanding reads it."""
        if slot.value is None or slot.status != NO_MATCH:
            return slot
        understood = self._understanding.understand(slot.value, Context(elicit=(intent, slot.name)))
        found = understood.slots.get(slot.name) if understood.intent == intent else None
        if found is None or not found.resolved:
            return slot
        return replace(slot, resolved=found.resolved, status=found.status)

    def _awaits(self, intent: str) -> bool:
        """Whether a yes or no was asked for, which is understood whatever intents the model has."""
        dialog = self._session.now.dialog if self._session.now else None
        return (
            intent in (YES, NO)
            and dialog is not None
            and isinstance(dialog.question, ConfirmSlot | ConfirmIntent)
        )

    def _unmatched(self, intent: str, heard: Heard) -> Exchange:
        """Words for which the model has no intent, as one without AMAZON.FallbackIntent: no answer at all."""
        if intent in LEAVING_INTENTS:
            return self._session.end(heard, "USER_INITIATED")
        return self._no_answer(heard)

    def _no_answer(self, heard: Heard) -> Exchange:
        session = self._session.now
        if session is None:
            return self._session.exchange(heard, [], Said())
        if session.reprompt is None or session.reprompted or not session.listening:
            if (
                session.listening and self._session.has_screen
            ):  # what is shown keeps the session a while longer
                self._session.now = replace(session, listening=False)
                return self._session.exchange(heard, [], Said())
            return self._session.end(heard, "EXCEEDED_MAX_REPROMPTS")
        self._session.now = replace(session, reprompted=True)
        return self._session.exchange(heard, [], Said(session.reprompt))

    def _carried(self, intent: object) -> Dialog | None:
        """The dialog of an intent that somebody else made; None when it is none."""
        try:
            return directives.dialog_of(shapes.intent(intent, "intent"), self._session.grammar())
        except shapes.Refused:
            return None

    def _intent(self, name: str, slots: Mapping[str, SlotValue], heard: Heard) -> Exchange:
        dialog = self._dialog_after(self._session.open().dialog, name, slots)
        rules = self._session.rules.get(dialog.intent)
        if rules is not None and rules.auto and dialog.delegated and dialog.state != "COMPLETED":
            outcome = directives.delegate(rules, dialog, self._clock())
            if isinstance(outcome, directives.ModelAsks):
                return self._session.ask(heard, outcome)
            dialog = outcome.dialog
        return self._session.intent(heard, dialog)

    def _dialog_after(self, running: Dialog | None, name: str, slots: Mapping[str, SlotValue]) -> Dialog:
        """The running dialog with this answer in it, or the beginning of another."""
        going_on = answered(running, name, slots) if running else None
        rules = self._session.rules.get(name)
        return going_on or begin(name, slots, delegated=rules is not None and rules.auto)


def _leaves(words: str, locale: str) -> bool:
    leaving = LEAVING_WORDS.get(locale.partition("-")[0], frozenset())
    return " ".join(words.lower().split()).strip(".!") in leaving


def _ms_since(started: float) -> float:
    return 1000 * (time.perf_counter() - started)
