"""Any model's dialogs come to their end under both strategies, with the right values, in possible states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from kitchen import Json
from parlour import INTENT, asked_for, delegating, device_with, model_of, statuses, values

from local_voice.device import Device, Exchange

YES, NO = "AMAZON.YesIntent", "AMAZON.NoIntent"

KINDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...], tuple[Json, ...]]] = {
    "TEA": (("mint", "camomile"), ("gunpowder", "coffee"), ({"type": "hasEntityResolutionMatch"},)),
    "TEA in a set": (("mint",), ("camomile", "coffee"), ({"type": "isInSet", "values": ["mint"]},)),
    "AMAZON.NUMBER": (
        ("1", "5", "10"),
        ("0", "-3", "7", "11", "?"),
        (
            {"type": "isGreaterThan", "value": "0"},
            {"type": "isLessThanOrEqualTo", "value": "10"},
            {"type": "isNotInSet", "values": ["7"]},
        ),
    ),
    "AMAZON.DATE": (
        ("2026-11-22", "2026-11-29"),
        ("2026-11-21", "2026-12-06", "2026-12"),
        (
            {"type": "isInDuration", "start": "P0D", "end": "P1W"},
            {"type": "isLessThan", "value": "2030-01-01"},
        ),
    ),
    "AMAZON.TIME": (
        ("12:30", "13:00"),
        ("11:59", "16:00", "EV"),
        ({"type": "isGreaterThanOrEqualTo", "value": "12:00"}, {"type": "isInDuration", "end": "PT3H"}),
    ),
    "AMAZON.DURATION": (
        ("PT30M", "PT1H"),
        ("PT5M", "P1D"),
        ({"type": "isGreaterThan", "value": "PT10M"}, {"type": "isLessThan", "value": "P1D"}),
    ),
}
"""Slot type: good values, bad values, and the validations that tell them apart."""


@dataclass(frozen=True)
class Plan:
    """One slot of a generated model, and what a customer says for it: some bad values, then a good one."""

    name: str
    kind: str
    validated: bool
    elicits: bool
    confirms: bool
    prefilled: bool
    good: str
    bad: tuple[str, ...]
    denials: int

    @property
    def slot(self) -> Json:
        rules = KINDS[self.kind][2] if self.validated else ()
        return asked_for(
            self.name, self.kind.split()[0], *rules, elicits=self.elicits, confirms=self.confirms
        )


@st.composite
def plans(draw: st.DrawFn, name: str) -> Plan:
    kind = draw(st.sampled_from(sorted(KINDS)))
    good, bad, _ = KINDS[kind]
    validated = draw(st.booleans())
    return Plan(
        name=name,
        kind=kind,
        validated=validated,
        elicits=draw(st.booleans()),
        confirms=draw(st.booleans()),
        prefilled=draw(st.booleans()),
        good=draw(st.sampled_from(good)),
        bad=tuple(draw(st.lists(st.sampled_from(bad), max_size=2))) if validated else (),
        denials=draw(st.integers(0, 2)),
    )


SLOTS = st.integers(1, 4).flatmap(lambda count: st.tuples(*(plans(f"s{at}") for at in range(count))))
STRATEGIES = st.sampled_from([None, "ALWAYS", "SKILL_RESPONSE"])


@dataclass
class Customer:
    """Answers what is asked: first badly, then well; denies so often, then agrees."""

    plans: Mapping[str, Plan]
    agrees: bool
    said: dict[str, int] = field(default_factory=dict)
    denied: dict[str, int] = field(default_factory=dict)

    def words_for(self, name: str) -> str:
        plan, turn = self.plans[name], self.said.get(name, 0)
        self.said[name] = turn + 1
        return plan.bad[turn] if turn < len(plan.bad) else plan.good

    def answer(self, echo: Device, prompt: str) -> Exchange:
        elicit = echo.context.elicit
        if elicit is not None:
            return echo.send_intent(elicit[0], {elicit[1]: self.words_for(elicit[1])})
        if prompt == "All right?":
            return echo.send_intent(YES if self.agrees else NO)
        return echo.send_intent(YES if self._content(prompt.removeprefix("confirm.")) else NO)

    def _content(self, name: str) -> bool:
        self.denied[name] = self.denied.get(name, 0) + 1
        return self.denied[name] > self.plans[name].denials


@given(SLOTS, st.booleans(), STRATEGIES, STRATEGIES, st.booleans())
def test_a_cooperative_customer_completes_any_dialog_with_the_right_values(
    slots: tuple[Plan, ...], confirms: bool, own: str | None, whole: str | None, agrees: bool
) -> None:
    model = _naming_slots(
        model_of(*(one.slot for one in slots), confirms=confirms, strategy=own, whole_strategy=whole)
    )
    requests: list[Json] = []
    echo = device_with(model, delegating(requests))
    customer = Customer({one.name: one for one in slots}, agrees)
    first = {one.name: customer.words_for(one.name) for one in slots if one.prefilled}

    exchange = echo.send_intent(INTENT, first)
    for _ in range(60):
        if exchange.session == "ended":
            break
        exchange = customer.answer(echo, exchange.speech)

    assert exchange.error is None
    last = requests[-1]
    assert last["dialogState"] == "COMPLETED"
    wanted = {one.name: one.good if one.elicits or one.prefilled else None for one in slots}
    assert values(last) == wanted
    sure = {one.name for one in slots if one.confirms and wanted[one.name] is not None}
    assert {name for name, status in statuses(last).items() if status == "CONFIRMED"} == sure
    agreed = ("CONFIRMED" if agrees else "DENIED") if confirms else "NONE"
    assert last["intent"]["confirmationStatus"] == agreed
    _check_states(requests, auto=(own or whole) == "ALWAYS")


def _naming_slots(model: Json) -> Json:
    """The model with confirmations that name the slot in place of its value."""
    for prompt in model["interactionModel"]["prompts"]:
        if prompt["id"].startswith("confirm."):
            prompt["variations"][0]["value"] = prompt["id"]
    return model


def _check_states(requests: list[Json], *, auto: bool) -> None:
    states = [one["dialogState"] for one in requests if one["type"] == "IntentRequest"]
    if auto:
        assert states == ["COMPLETED"]
    else:
        assert states[0] == "STARTED"
        assert set(states[1:-1]) <= {"IN_PROGRESS"}
        assert states[-1] == "COMPLETED"


ACTIONS = st.sampled_from(
    ["launch", "silence", "end", "again", "yes", "no", "stop", "other", "begin", "good", "bad", "words"]
)
DIRECTIVES = st.sampled_from(
    ["Delegate", "ElicitSlot", "ConfirmSlot", "ConfirmIntent", "chain", "none", "end"]
)


@given(SLOTS, st.booleans(), STRATEGIES, st.lists(ACTIONS, max_size=12), st.lists(DIRECTIVES, max_size=12))
def test_whatever_customer_and_skill_do_no_impossible_state_is_seen(
    slots: tuple[Plan, ...], confirms: bool, own: str | None, actions: list[str], directives: list[str]
) -> None:
    requests: list[Json] = []
    answers = iter(directives)

    def skill(envelope: Json) -> Json:
        requests.append(envelope["request"])
        return _answer(next(answers, "Delegate"), slots)

    echo = device_with(model_of(*(one.slot for one in slots), confirms=confirms, strategy=own), skill)
    for action in actions:
        exchange = _act(echo, action, slots)
        assert echo.session_open == (exchange.session == "open")
        assert not (echo.listening and not echo.session_open)
        if exchange.error is not None:
            assert exchange.session == "ended"
    for request in requests:
        _check_request(request, slots, auto=own == "ALWAYS")


def _act(echo: Device, action: str, slots: tuple[Plan, ...]) -> Exchange:
    match action:
        case "launch" | "silence" | "end" | "again":
            exchange: Exchange = getattr(echo, action)()
            return exchange
        case "yes":
            return echo.send_intent(YES)
        case "no":
            return echo.send_intent(NO)
        case "stop":
            return echo.send_intent("AMAZON.StopIntent")
        case "other":
            return echo.send_intent("OtherIntent")
        case "begin":
            return echo.send_intent(INTENT)
        case "good":
            return echo.send_intent(INTENT, {one.name: one.good for one in slots})
        case "bad":
            return echo.send_intent(INTENT, {one.name: one.bad[0] for one in slots if one.bad})
    return echo.hear("what a day")


def _answer(kind: str, slots: tuple[Plan, ...]) -> Json:
    speech = {"outputSpeech": {"type": "PlainText", "text": "Well?"}}
    extra: dict[str, Any] = {
        "ElicitSlot": {"slotToElicit": slots[0].name},
        "ConfirmSlot": {"slotToConfirm": slots[0].name},
        "ConfirmIntent": {},
    }
    if kind == "end":
        return {"version": "1.0", "response": {**speech, "shouldEndSession": True}}
    if kind == "none":
        return {"version": "1.0", "response": {**speech, "shouldEndSession": False}}
    if kind in extra:
        asking = {"type": f"Dialog.{kind}", **extra[kind]}
        return {"version": "1.0", "response": {**speech, "directives": [asking], "shouldEndSession": False}}
    change = {"updatedIntent": {"name": INTENT, "confirmationStatus": "NONE", "slots": {}}}
    delegate = {"type": "Dialog.Delegate", **(change if kind == "chain" else {})}
    return {"version": "1.0", "response": {"directives": [delegate], "shouldEndSession": False}}


def _check_request(request: Json, slots: tuple[Plan, ...], *, auto: bool) -> None:
    if request["type"] == "SessionEndedRequest":
        assert ("error" in request) == (request["reason"] == "ERROR")
        return
    if request["type"] != "IntentRequest" or request["intent"]["name"] != INTENT:
        assert "dialogState" not in request
        return
    assert set(request["intent"]["slots"]) == {one.name for one in slots}
    assert request["dialogState"] in ("STARTED", "IN_PROGRESS", "COMPLETED")
    if request["dialogState"] == "STARTED":
        assert request["intent"]["confirmationStatus"] == "NONE"
    if request["dialogState"] == "COMPLETED" and request["intent"]["confirmationStatus"] != "DENIED":
        _check_complete(request, slots)


def _check_complete(request: Json, slots: tuple[Plan, ...]) -> None:
    """What the dialog model demands is there, kept its rules and was agreed to."""
    filled, agreed = values(request), statuses(request)
    for one in slots:
        said = filled[one.name]
        assert said is not None or not one.elicits
        if said is not None:
            assert not one.validated or said not in KINDS[one.kind][1]
            assert not one.confirms or agreed[one.name] == "CONFIRMED"
