"""The virtual Echo: it keeps the session, sends the envelopes that Alexa would send, and obeys the answers.

The skill is any callable from request JSON to response JSON; nothing here knows what it sells.
"""

from __future__ import annotations

import json
import random
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any, Protocol

from local_voice import directives, envelope, shapes
from local_voice.answers import answer_of
from local_voice.dialog import NO, YES, ConfirmIntent, ConfirmSlot, Dialog, Elicit, answered, begin, spoken
from local_voice.dialog_model import read_rules
from local_voice.doubts import decided
from local_voice.envelope import Echo, EndReason, Json, Sitting
from local_voice.exchange import Delivery, ErrorType, Exchange, Skill, SkillFailure, deliver
from local_voice.response import Answer, Broken, Speech, read_response
from local_voice.ssml import plain_text
from local_voice.turns import Heard, Said, Sent, Session
from local_voice.understanding.values import LAUNCH, NO_MATCH, Context, Entities, SlotValue, Understood
from local_voice.values import Values, dynamic_types, read_slots, values_of, with_dynamic

__all__ = ["Delivery", "Device", "Exchange", "Skill", "SkillFailure"]

LEAVING_WORDS = {"en": frozenset({"exit", "quit"})}
"""Words that close the session without the skill being asked; "stop" and "cancel" are intents."""

LEAVING_INTENTS = frozenset({"AMAZON.StopIntent", "AMAZON.CancelIntent"})
"""In a model without them they close the session like LEAVING_WORDS."""

PROBLEM = "There was a problem with the requested skill's response."
"""What Alexa says in place of a response that she refuses."""

SCREENS = ("Alexa.Presentation.APL", "Display")
"""Interfaces of devices that show something; "Alexa.Presentation.APLT" is a clock's display."""

MAX_ROUNDS = 8
"""Requests in one turn: a skill that delegates a finished dialog for ever is stopped here."""


class Understands(Protocol):
    """What the device needs of an understanding."""

    def understand(self, heard: str | Sequence[str], context: Context = ...) -> Understood: ...


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
        self.dynamic_entities = dynamic_types(())
        self._skill = skill
        self._understanding = understanding
        self._clock = clock
        self._types = envelope.slot_types(model)
        self._rules = read_rules(model)
        self._values = cache(lambda: values_of(model, entities or {}))
        self._random = random.SystemRandom() if seed is None else random.Random(seed)
        self._session: Session | None = None
        self._last: Sent | None = None

    @property
    def session_open(self) -> bool:
        return self._session is not None

    @property
    def listening(self) -> bool:
        """The microphone is open for an answer."""
        return self._session is not None and self._session.listening

    @property
    def session_attributes(self) -> Mapping[str, Any]:
        return self._session.attributes if self._session else {}

    @property
    def context(self) -> Context:
        """What the customer was just asked, as a help for understanding the answer."""
        attributes = self.session_attributes
        likely = shapes.strings(attributes.get("likely"))
        dialog = self._session.dialog if self._session else None
        known = Context(likely=likely, entities=self.dynamic_entities, now=self._clock())
        if self._session is not None and self._session.doubted is not None:
            return replace(known, expects=frozenset({YES, NO}), answer="short")
        if dialog is None or dialog.question is None:
            expects = shapes.strings(attributes.get("expects"))
            known = replace(known, costly=shapes.strings(attributes.get("costly")))
            return replace(known, expects=expects, answer="short" if YES in expects else "usual")
        if isinstance(dialog.question, Elicit):
            slot = dialog.question.slot
            answer = answer_of(self._types.get(dialog.intent, {}).get(slot))
            return replace(known, elicit=(dialog.intent, slot), answer=answer)
        return replace(known, expects=frozenset({YES, NO}), answer="short")

    def launch(self) -> Exchange:
        """ "Alexa, open ...": a new session, whatever was open."""
        return self._launch(Heard())

    def hear(self, heard: str | Sequence[str]) -> Exchange:
        """Words, or a recogniser's hypotheses with the best first; no words at all are silence."""
        hypotheses = [heard] if isinstance(heard, str) else list(heard)
        if not any(words.strip() for words in hypotheses):
            return self.silence()
        if _leaves(hypotheses[0], self.echo.locale):
            return self.end(user=hypotheses[0])
        started = time.perf_counter()
        understood = self._understanding.understand(heard, self.context)
        ms = _ms_since(started)
        said = Heard(heard if isinstance(heard, str) else understood.text, understood, ms)
        if understood.intent == LAUNCH:
            return self._launch(said)
        understood = decided(self._session.doubted if self._session else None, understood)
        if understood.question is not None:
            return self._ask_back(understood, understood.question, said)
        if understood.intent not in self._types and not self._awaits(understood.intent):
            return self._unmatched(understood.intent, said)
        return self._intent(understood.intent, understood.slots, said)

    def _ask_back(self, understood: Understood, question: str, said: Heard) -> Exchange:
        """Ask before money moves on words that were not clear."""
        speech = Speech(question)
        session = self._session or self._new_session()
        self._session = replace(session, doubted=understood, reprompt=speech, reprompted=False)
        return self._exchange(said, [], Said(speech, speech))

    def send_intent(self, name: str, slots: Mapping[str, object] | None = None) -> Exchange:
        """The intent itself; a slot is a word, {"value", "id"} or a SlotValue."""
        values = read_slots(slots or {}, self._types.get(name, {}), self._known())
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
        return self._end(Heard(user), reason, error)

    def again(self) -> Exchange:
        """The last request once more, byte for byte, as after a lost answer."""
        return self._converse(Heard(), self._last) if self._last else self._exchange(Heard(), [], Said())

    def send(self, body: Mapping[str, Any]) -> Exchange:
        """Any envelope as it is; its session becomes the device's when the answer leaves it open."""
        request, session = body.get("request"), body.get("session")
        request = request if isinstance(request, Mapping) else {}
        known = session.get("sessionId") if isinstance(session, Mapping) else None
        dialog = self._carried(request.get("intent"))
        played = request.get("type") != "SessionEndedRequest"
        sent = Sent(json.dumps(body).encode(), str(known or self._id("session")), dialog, played)
        return self._converse(Heard(), sent)

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
        dialog = self._session.dialog if self._session else None
        return (
            intent in (YES, NO)
            and dialog is not None
            and isinstance(dialog.question, ConfirmSlot | ConfirmIntent)
        )

    def _unmatched(self, intent: str, heard: Heard) -> Exchange:
        """Words for which the model has no intent, as one without AMAZON.FallbackIntent: no answer at all."""
        if intent in LEAVING_INTENTS:
            return self._end(heard, "USER_INITIATED")
        return self._no_answer(heard)

    def _no_answer(self, heard: Heard) -> Exchange:
        session = self._session
        if session is None:
            return self._exchange(heard, [], Said())
        if session.reprompt is None or session.reprompted or not session.listening:
            if session.listening and self._has_screen():  # what is shown keeps the session a while longer
                self._session = replace(session, listening=False)
                return self._exchange(heard, [], Said())
            return self._end(heard, "EXCEEDED_MAX_REPROMPTS")
        self._session = replace(session, reprompted=True)
        return self._exchange(heard, [], Said(session.reprompt))

    def _end(self, heard: Heard, reason: EndReason, error: Mapping[str, str] | None = None) -> Exchange:
        if self._session is None:
            return self._exchange(heard, [], Said())
        request = envelope.ended(self._id("request"), self._clock(), self.echo.locale, reason, error)
        return self._converse(heard, self._wrapped(request))

    def _launch(self, heard: Heard) -> Exchange:
        self._session = self._new_session()
        request = envelope.launch(self._id("request"), self._clock(), self.echo.locale)
        return self._converse(heard, self._wrapped(request))

    def _carried(self, intent: object) -> Dialog | None:
        """The dialog of an intent that somebody else made; None when it is none."""
        try:
            return directives.dialog_of(shapes.intent(intent, "intent"), self._grammar())
        except shapes.Refused:
            return None

    def _intent(self, name: str, slots: Mapping[str, SlotValue], heard: Heard) -> Exchange:
        self._session = self._session or self._new_session()
        dialog = self._dialog_after(self._session.dialog, name, slots)
        rules = self._rules.get(dialog.intent)
        if rules is not None and rules.auto and dialog.delegated and dialog.state != "COMPLETED":
            outcome = directives.delegate(rules, dialog, self._clock())
            if isinstance(outcome, directives.ModelAsks):
                done: list[Delivery] = []
                return self._exchange(heard, done, self._prompt(outcome, done))
            dialog = outcome.dialog
        return self._converse(heard, self._wrapped(self._intent_request(dialog), dialog))

    def _dialog_after(self, running: Dialog | None, name: str, slots: Mapping[str, SlotValue]) -> Dialog:
        """The running dialog with this answer in it, or the beginning of another."""
        going_on = answered(running, name, slots) if running else None
        rules = self._rules.get(name)
        return going_on or begin(name, slots, delegated=rules is not None and rules.auto)

    def _converse(self, heard: Heard, sent: Sent) -> Exchange:
        """Send, obey, and send again as long as a delegated dialog goes on by itself."""
        done: list[Delivery] = []
        for _ in range(MAX_ROUNDS):
            outcome = self._obey(sent, self._deliver(sent, done), done)
            if isinstance(outcome, Said):
                return self._exchange(heard, done, outcome)
            sent = self._wrapped(self._intent_request(outcome), outcome)
        return self._exchange(
            heard, done, self._refuse("the skill delegates a finished dialog for ever", done)
        )

    def _deliver(self, sent: Sent, done: list[Delivery]) -> object:
        """The skill's response, or a SkillFailure in its place."""
        self._last = sent
        response, ms = deliver(self._skill, json.loads(sent.body))
        if not isinstance(response, SkillFailure):
            done.append(Delivery(json.loads(sent.body), response, ms))
        return response

    def _obey(self, sent: Sent, response: object, done: list[Delivery]) -> Dialog | Said:
        """What is heard, or a dialog that goes back to the skill at once."""
        if not sent.played:
            self._session = None
            return Said(error=str(response) if isinstance(response, SkillFailure) else None)
        if isinstance(response, SkillFailure):
            return self._refuse(str(response), done, response.type)
        answer = read_response(response)
        if isinstance(answer, Broken):
            return self._refuse(answer.why, done)
        return self._play(sent, answer, done)

    def _play(self, sent: Sent, answer: Answer, done: list[Delivery]) -> Dialog | Said:
        attributes = json.loads(json.dumps(answer.attributes))
        self._session = Session(sent.session, attributes, new=False, reprompt=answer.reprompt)
        self._note_entities(answer)
        said = Said(answer.speech, answer.reprompt)
        if answer.dialog_directive is not None:
            match directives.obey(answer.dialog_directive, sent.dialog, self._grammar(), self._clock()):
                case directives.SendOn(dialog):
                    return dialog
                case directives.ModelAsks() as question:
                    said = self._prompt(question, done)
                case directives.SkillAsks(dialog):
                    self._session = replace(self._session, dialog=dialog)
                case directives.Impossible(why):
                    return self._refuse(why, done)
        elif not answer.listens:
            # Without shouldEndSession the microphone stays shut; only a screen keeps the session.
            self._session = replace(self._session, listening=False) if self._has_screen() else None
        if answer.ends:
            self._session = None
        return replace(said, directives=answer.directives)

    def _prompt(self, asking: directives.ModelAsks, done: list[Delivery]) -> Said:
        """Ask by the model's own words; they are the reprompt too."""
        question = asking.asking
        if not question.prompts:
            return self._refuse(
                f"{asking.dialog.intent}: the model has no prompt for {question.question}", done
            )
        prompt = self._random.choice(question.prompts)
        words = spoken(prompt, question.values)
        speech = Speech(plain_text(words), words) if prompt.is_ssml else Speech(words)
        session = self._session or self._new_session()
        self._session = replace(session, dialog=asking.dialog, reprompt=speech, reprompted=False)
        return Said(speech, speech)

    def _has_screen(self) -> bool:
        return any(name.startswith(SCREENS) for name in self.echo.interfaces)

    def _refuse(self, why: str, done: list[Delivery], type: ErrorType = "INVALID_RESPONSE") -> Said:
        """Close the session as Alexa does: with a request that says what was wrong."""
        error = {"type": type, "message": why}
        request = envelope.ended(self._id("request"), self._clock(), self.echo.locale, "ERROR", error)
        self._deliver(self._wrapped(request), done)
        self._session = None
        return Said(Speech(PROBLEM), error=why)

    def _note_entities(self, answer: Answer) -> None:
        for directive in answer.directives:
            if directive["type"] == "Dialog.UpdateDynamicEntities":
                replaced = directive.get("updateBehavior") == "REPLACE"
                self.dynamic_entities = dynamic_types(directive.get("types") or ()) if replaced else {}

    def _wrapped(self, request: Json, dialog: Dialog | None = None) -> Sent:
        session = self._session or self._new_session()
        body = envelope.envelope(self.echo, Sitting(session.id, session.new, session.attributes), request)
        return Sent(json.dumps(body).encode(), session.id, dialog, request["type"] != "SessionEndedRequest")

    def _intent_request(self, dialog: Dialog) -> Json:
        types = self._types.get(dialog.intent, {})
        return envelope.intent(
            self._id("request"),
            self._clock(),
            self.echo.locale,
            dialog.intent,
            envelope.filled_slots(types, dialog.slots, self.echo.application_id, dialog.status),
            confirmation=dialog.confirmation,
            dialog_state=dialog.state if dialog.intent in self._rules else None,
        )

    def _exchange(self, heard: Heard, done: Sequence[Delivery], said: Said) -> Exchange:
        return Exchange(
            user=heard.user,
            request=done[-1].request if done else None,
            response=done[-1].response if done else None,
            understood=heard.understood,
            speech=said.speech.text,
            ssml=said.speech.ssml,
            reprompt=said.reprompt.text if said.reprompt else None,
            session="open" if self._session else "ended",
            directives=said.directives,
            understand_ms=heard.ms,
            skill_ms=sum(one.ms for one in done),
            error=said.error,
            deliveries=tuple(done),
        )

    def _grammar(self) -> directives.Grammar:
        return directives.Grammar(self._rules, self._types, self._known())

    def _known(self) -> Values:
        return with_dynamic(self._values(), self.dynamic_entities)

    def _new_session(self) -> Session:
        return Session(self._id("session"))

    def _id(self, kind: str) -> str:
        return f"amzn1.echo-api.{kind}.{uuid.UUID(int=self._random.getrandbits(128), version=4)}"


def _leaves(words: str, locale: str) -> bool:
    leaving = LEAVING_WORDS.get(locale.partition("-")[0], frozenset())
    return " ".join(words.lower().split()).strip(".!") in leaving


def _ms_since(started: float) -> float:
    return 1000 * (time.perf_counter() - started)
