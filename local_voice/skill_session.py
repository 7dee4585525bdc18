"""A session with a skill: what is sent to it, and what its answers make of the session.

Requests are those that Alexa would send; whatever a response asks for is done, or refused as Alexa does.
"""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from local_voice import directives, envelope
from local_voice.dialog import Dialog, spoken
from local_voice.dialog_model import read_rules
from local_voice.envelope import Echo, EndReason, Json, Sitting
from local_voice.exchange import Delivery, ErrorType, Exchange, Skill, SkillFailure, deliver
from local_voice.response import Answer, Broken, Speech, read_response
from local_voice.ssml import plain_text
from local_voice.turns import Heard, Said, Sent, Session
from local_voice.understanding.values import Entities
from local_voice.values import Values, dynamic_types, values_of, with_dynamic

PROBLEM = "There was a problem with the requested skill's response."
"""What Alexa says in place of a response that she refuses."""

SCREENS = ("Alexa.Presentation.APL", "Display")
"""Interfaces of devices that show something; "Alexa.Presentation.APLT" is a clock's display."""

MAX_ROUNDS = 8
"""Requests in one turn: a skill that delegates a finished dialog for ever is stopped here."""


class SkillSession:
    """The session that a device has open with its skill, or none; every method that sends is one turn."""

    def __init__(
        self,
        skill: Skill,
        echo: Echo,
        model: Mapping[str, Any],
        entities: Entities,
        clock: Callable[[], datetime],
        chance: random.Random,
    ) -> None:
        self.skill = skill
        self.now: Session | None = None
        self.last: Sent | None = None
        self.dynamic_entities = dynamic_types(())
        self.types = envelope.slot_types(model)
        self.rules = read_rules(model)
        self._echo = echo
        self._values = cache(lambda: values_of(model, entities))
        self._clock = clock
        self._chance = chance

    @property
    def has_screen(self) -> bool:
        return any(name.startswith(SCREENS) for name in self._echo.interfaces)

    def open(self) -> Session:
        """The session, begun when there is none."""
        self.now = self.now or self._new_session()
        return self.now

    def launch(self, heard: Heard) -> Exchange:
        """A new session, whatever was open."""
        self.now = self._new_session()
        request = envelope.launch(self.new_id("request"), self._clock(), self._echo.locale)
        return self.converse(heard, self._wrapped(request))

    def end(self, heard: Heard, reason: EndReason, error: Mapping[str, str] | None = None) -> Exchange:
        """The session is over and the skill is told."""
        if self.now is None:
            return self.exchange(heard, [], Said())
        return self.converse(heard, self._wrapped(self._ended(reason, error)))

    def intent(self, heard: Heard, dialog: Dialog) -> Exchange:
        """The intent of a dialog goes to the skill."""
        return self.converse(heard, self._wrapped(self._intent_request(dialog), dialog))

    def ask(self, heard: Heard, asking: directives.ModelAsks) -> Exchange:
        """The model asks by itself; the skill is only told when there are no words to ask with."""
        done: list[Delivery] = []
        return self.exchange(heard, done, self._prompt(asking, done))

    def converse(self, heard: Heard, sent: Sent) -> Exchange:
        """Send, obey, and send again as long as a delegated dialog goes on by itself."""
        done: list[Delivery] = []
        for _ in range(MAX_ROUNDS):
            outcome = self._obey(sent, self._deliver(sent, done), done)
            if isinstance(outcome, Said):
                return self.exchange(heard, done, outcome)
            sent = self._wrapped(self._intent_request(outcome), outcome)
        return self.exchange(
            heard, done, self._refuse("the skill delegates a finished dialog for ever", done)
        )

    def exchange(self, heard: Heard, done: Sequence[Delivery], said: Said) -> Exchange:
        return Exchange(
            user=heard.user,
            request=done[-1].request if done else None,
            response=done[-1].response if done else None,
            understood=heard.understood,
            speech=said.speech.text,
            ssml=said.speech.ssml,
            reprompt=said.reprompt.text if said.reprompt else None,
            session="open" if self.now else "ended",
            directives=said.directives,
            understand_ms=heard.ms,
            skill_ms=sum(one.ms for one in done),
            error=said.error,
            deliveries=tuple(done),
        )

    def grammar(self) -> directives.Grammar:
        return directives.Grammar(self.rules, self.types, self.known())

    def known(self) -> Values:
        return with_dynamic(self._values(), self.dynamic_entities)

    def new_id(self, kind: str) -> str:
        return f"amzn1.echo-api.{kind}.{uuid.UUID(int=self._chance.getrandbits(128), version=4)}"

    def _deliver(self, sent: Sent, done: list[Delivery]) -> object:
        """The skill's response, or a SkillFailure in its place."""
        self.last = sent
        response, ms = deliver(self.skill, json.loads(sent.body))
        if not isinstance(response, SkillFailure):
            done.append(Delivery(json.loads(sent.body), response, ms))
        return response

    def _obey(self, sent: Sent, response: object, done: list[Delivery]) -> Dialog | Said:
        """What is heard, or a dialog that goes back to the skill at once."""
        if not sent.played:
            self.now = None
            return Said(error=str(response) if isinstance(response, SkillFailure) else None)
        if isinstance(response, SkillFailure):
            return self._refuse(str(response), done, response.type)
        answer = read_response(response)
        if isinstance(answer, Broken):
            return self._refuse(answer.why, done)
        return self._play(sent, answer, done)

    def _play(self, sent: Sent, answer: Answer, done: list[Delivery]) -> Dialog | Said:
        attributes = json.loads(json.dumps(answer.attributes))
        self.now = Session(sent.session, attributes, new=False, reprompt=answer.reprompt)
        self._note_entities(answer)
        said = Said(answer.speech, answer.reprompt)
        if answer.dialog_directive is not None:
            match directives.obey(answer.dialog_directive, sent.dialog, self.grammar(), self._clock()):
                case directives.SendOn(dialog):
                    return dialog
                case directives.ModelAsks() as question:
                    said = self._prompt(question, done)
                case directives.SkillAsks(dialog):
                    self.now = replace(self.now, dialog=dialog)
                case directives.Impossible(why):
                    return self._refuse(why, done)
        elif not answer.listens:
            # Without shouldEndSession the microphone stays shut; only a screen keeps the session.
            self.now = replace(self.now, listening=False) if self.has_screen else None
        if answer.ends:
            self.now = None
        return replace(said, directives=answer.directives)

    def _prompt(self, asking: directives.ModelAsks, done: list[Delivery]) -> Said:
        """Ask by the model's own words; they are the reprompt too."""
        question = asking.asking
        if not question.prompts:
            return self._refuse(
                f"{asking.dialog.intent}: the model has no prompt for {question.question}", done
            )
        prompt = self._chance.choice(question.prompts)
        words = spoken(prompt, question.values)
        speech = Speech(plain_text(words), words) if prompt.is_ssml else Speech(words)
        session = self.now or self._new_session()
        self.now = replace(session, dialog=asking.dialog, reprompt=speech, reprompted=False)
        return Said(speech, speech)

    def _refuse(self, why: str, done: list[Delivery], type: ErrorType = "INVALID_RESPONSE") -> Said:
        """Close the session as Alexa does: with a request that says what was wrong."""
        error = {"type": type, "message": why}
        self._deliver(self._wrapped(self._ended("ERROR", error)), done)
        self.now = None
        return Said(Speech(PROBLEM), error=why)

    def _note_entities(self, answer: Answer) -> None:
        for directive in answer.directives:
            if directive["type"] == "Dialog.UpdateDynamicEntities":
                replaced = directive.get("updateBehavior") == "REPLACE"
                self.dynamic_entities = dynamic_types(directive.get("types") or ()) if replaced else {}

    def _wrapped(self, request: Json, dialog: Dialog | None = None) -> Sent:
        session = self.now or self._new_session()
        body = envelope.envelope(self._echo, Sitting(session.id, session.new, session.attributes), request)
        return Sent(json.dumps(body).encode(), session.id, dialog, request["type"] != "SessionEndedRequest")

    def _ended(self, reason: EndReason, error: Mapping[str, str] | None) -> Json:
        return envelope.ended(self.new_id("request"), self._clock(), self._echo.locale, reason, error)

    def _intent_request(self, dialog: Dialog) -> Json:
        types = self.types.get(dialog.intent, {})
        return envelope.intent(
            self.new_id("request"),
            self._clock(),
            self._echo.locale,
            dialog.intent,
            envelope.filled_slots(types, dialog.slots, self._echo.application_id, dialog.status),
            confirmation=dialog.confirmation,
            dialog_state=dialog.state if dialog.intent in self.rules else None,
        )

    def _new_session(self) -> Session:
        return Session(self.new_id("session"))
