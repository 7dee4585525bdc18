"""Rules that must hold for every answer of the shop, tried over all intents, states and samples."""

import itertools
import re
from importlib.resources import files
from pathlib import Path
from random import Random
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skill.conversation.intents import INTENTS
from skill.conversation.phrases import phrases
from skill.conversation.state import Question, State, from_attributes, to_attributes
from skill.fixtures.fixture import Fixture
from skill.fixtures.world import open_world

PHRASES = Path(str(files("skill.conversation.phrases")))
OPENINGS = {
    "nothing said yet": [],
    "a list on offer": ["show me toothbrush heads"],
    "one product on offer": ["do you have oat milk"],
    "which kind": ["add a latte"],
    "anything else": ["add two bananas"],
    "the total read out": ["add two bananas", "check out"],
    "emptying": ["add two bananas", "empty my cart"],
    "cancelling": ["cancel my order"],
    "sending back": ["return my order"],
    "changing an order": ["cancel the bananas from my last order"],
    "orders one by one": ["list my orders"],
    "a code asked for": ["set a voice code"],
    "what to add": ["add"],
}
SLOTS = {
    "choice": "oat milk",
    "other": "oat milk",
    "wrong": "bananas",
    "query": "coffee beans",
    "product": "bananas",
    "order": "two bananas and oat milk",
    "change": "latte to oat milk",
    "quantity": "2",
    "done": "that's all",
    "position": "first",
    "orderNumber": "1003",
    "date": "2026-W10",
    "more": "2",
    "code": "save ten",
    "otherCode": "save ten",
    "topic": "gift wrapping",
    "method": "express",
    "day": "tomorrow",
    "time": "five pm",
    "payment": "on delivery",
    "voiceCode": "1234",
    "trait": "organic",
    "every": "both",
    "times": "double",
    "unit": "pounds",
    "kept": "bananas",
    "omitted": "bananas",
    "alsoOmitted": "oat milk",
    "omissions": "the bananas and the oat milk",
    "most": "5",
    "least": "2",
}
SAID = {
    "query": ["oat milk", "something for breakfast", "batteries under ten dollars", "gluten free bread"],
    "change": ["second latte soy", "latte to oat milk", "first one extra hot"],
    "order": ["two bananas and oat milk", "a latte with soy milk and three bagels", "eggs, butter and flour"],
    "orderNumber": ["ten forty two", "seven", "one zero one six"],
    "omissions": ["the bananas and the milk", "the coffee and two more muffins", "the eggs, the butter"],
    "quantity": ["three", "five", "half a dozen", "twelve"],  # two of them may be both of them
    "otherCode": ["save ten", "lucky star", "s a v e one zero"],
    "date": ["yesterday", "last week"],
    "more": ["seven", "nine"],
    "most": ["five", "twenty"],
    "least": ["two", "three"],
    "voiceCode": ["four two seven one"],
}
"""What is said for slots whose type lists no values."""


@pytest.fixture(scope="module")
def world():
    with open_world(Fixture(Path(__file__), "rules", ())) as world:
        yield world


def model_of(world):
    return world.shop.interaction_model["interactionModel"]["languageModel"]


def slots_of(world, intent):
    named = {one["name"]: one.get("slots", []) for one in model_of(world)["intents"]}
    return {slot["name"]: SLOTS[slot["name"]] for slot in named.get(intent, ())}


@pytest.fixture(scope="module")
def answers(world):
    """What is answered to every intent, with and without its slots, in every state of the conversation."""
    return list(every_answer(world))


def every_answer(world):
    device = world.device()
    for (state, opening), intent in itertools.product(OPENINGS.items(), INTENTS):
        filled = slots_of(world, intent)
        for slots in ({}, filled) if filled else ({},):
            device.launch()
            for words in opening:
                device.hear(words)
            yield state, intent, device.send_intent(intent, slots)


def test_v1_an_open_microphone_has_asked_a_question_and_has_a_reprompt(answers):
    for state, intent, exchange in answers:
        response = exchange.response["response"]
        asks = exchange.speech.rstrip().endswith("?")
        assert asks == (exchange.session == "open"), (state, intent, exchange.speech)
        assert bool(exchange.reprompt) == (exchange.session == "open"), (state, intent)
        assert response["shouldEndSession"] is (exchange.session == "ended"), (state, intent)


def test_v2_stop_cancel_and_help_are_the_same_in_every_state(answers):
    sessions = {"AMAZON.StopIntent": "ended", "AMAZON.CancelIntent": "ended", "AMAZON.HelpIntent": "open"}
    for state, intent, exchange in answers:
        if intent in sessions:
            assert exchange.session == sessions[intent], state
            assert (exchange.reprompt is None) == (exchange.session == "ended"), state


@pytest.fixture(scope="module")
def understood(world):
    """Every sample of the model as somebody says it: its intent, the words, and what is understood."""
    random, model = Random(7), model_of(world)
    names = {one["name"]: [value["name"]["value"] for value in one["values"]] for one in model["types"]}
    said = []
    for intent in model["intents"]:
        types = {slot["name"]: slot["type"] for slot in intent.get("slots", ())}
        for sample in intent["samples"]:
            values = {slot: random.choice(SAID.get(slot) or names[kind]) for slot, kind in types.items()}
            words = re.sub(r"\{(\w+)\}", lambda slot, values=values: values[slot[1]], sample)
            said.append((intent["name"], words, world.shop.understanding.understand(words)))
    return said


def test_every_sample_of_the_model_reaches_its_own_intent(understood):
    assert [(words, heard.intent) for intent, words, heard in understood if heard.intent != intent] == []


def test_v5_every_sample_of_the_model_gets_a_proper_answer(world, understood):
    apology = phrases("en-US").say("trouble", {})
    device = world.device()
    for words in different_requests(understood):
        device.end()
        exchange = device.hear(words)
        assert exchange.error is None, words
        left = exchange.request is None and words in ("exit", "quit")
        assert left or (exchange.speech and exchange.speech != apology), words


def different_requests(understood):
    """One sample of those that ask for the same of one thing or another: they are answered alike."""
    samples = {}
    for _, words, heard in understood:
        slots = tuple((name, min(len(slot.resolved), 2)) for name, slot in heard.slots.items() if slot.value)
        samples.setdefault((heard.intent, heard.question is None, slots), words)
    return samples.values()


def test_v6_yes_and_no_are_handled_in_every_state(answers):
    for state, intent, exchange in answers:
        if intent in ("AMAZON.YesIntent", "AMAZON.NoIntent"):
            assert exchange.error is None and exchange.speech, state


def test_v7_sentences_inside_a_session_never_say_alexa():
    source = PHRASES / "en-US.ftl"
    assert "alexa" not in source.read_text("utf-8").lower()


def test_v9_every_message_of_the_phrase_file_is_used():
    names = re.findall(r"^([a-z][\w-]*) =", (PHRASES / "en-US.ftl").read_text("utf-8"), re.MULTILINE)
    code = "\n".join(file.read_text("utf-8") for file in PHRASES.parent.glob("*.py"))
    made_up = ("money-", "state-", "order-number", "return-number", "number")
    unused = [name for name in names if f'"{name}"' not in code and not name.startswith(made_up)]
    assert unused == []


def test_v10_every_answer_is_valid_ssml_within_the_limits(answers):
    for state, intent, exchange in answers:
        response = exchange.response["response"]
        for spoken in (response, response.get("reprompt", {})):
            speech = spoken.get("outputSpeech", {}).get("ssml", "<speak/>")
            assert ElementTree.fromstring(speech).tag == "speak", (state, intent)
            assert len(speech) <= 8000


def test_names_that_break_naive_code_are_spoken_safely(world):
    for words in ("add fish and chips", "add ben and jenny's vanilla ice cream", "what do you sell"):
        exchange = world.device().hear(words)
        ElementTree.fromstring(exchange.ssml)


@given(st.dictionaries(st.sampled_from([*State.__slots__, "x"]), st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)))  # fmt: skip
def test_odd_session_attributes_read_as_nothing(attributes):
    state = from_attributes(attributes)
    assert from_attributes(to_attributes(state)) == state


@settings(max_examples=60)
@given(
    st.lists(st.text(max_size=8), max_size=4),
    st.integers(1, 99),
    st.sampled_from(["which", "buy", "add", "cancel"]),
    st.lists(st.tuples(st.integers(0, 99), st.text(max_size=8)), max_size=3),
)
def test_what_is_remembered_comes_back_as_it_was(skus, quantity, kind, waiting):
    question = Question(kind, tuple(skus), quantity, "milk", "q1", waiting=tuple(waiting))
    state = State(question=question, offer=tuple(skus), undo={"milk": 2}, misses=1, ssml="Hello")
    assert from_attributes(to_attributes(state)) == state
