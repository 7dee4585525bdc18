"""Words that cost money and were not clear: the device asks before the skill hears of them."""

from collections.abc import Sequence
from typing import Any

from kitchen import MODEL, Cook, say

from local_voice.device import Device
from local_voice.understanding.values import Context, Understood

SURE = Understood("order green tea", "OrderTeaIntent", {}, 0.95)
UNSURE = Understood("odder tea", "OrderTeaIntent", {}, 0.45, "Did you mean: order tea?")
YES = Understood("yes", "AMAZON.YesIntent", {}, 0.99)
NO = Understood("no", "AMAZON.NoIntent", {}, 0.99)


class Ear:
    """Understands what it was told to, one after the other, and notes what was expected."""

    def __init__(self, *told: Understood) -> None:
        self.told = list(told)
        self.contexts: list[Context] = []

    def understand(
        self,
        heard: str | Sequence[str],
        context: Context = Context(),  # noqa: B008
        behind: Sequence[float] = (),
    ) -> Understood:
        self.contexts.append(context)
        return self.told.pop(0)


def echo(*told: Understood) -> tuple[Device, Cook, Ear]:
    cook, ear = Cook(*(say("Done.") for _ in told)), Ear(*told)
    return Device(cook, ear, model=MODEL), cook, ear


def sent(cook: Cook) -> list[Any]:
    return [one["request"]["intent"]["name"] for one in cook.requests if "intent" in one["request"]]


def test_clear_words_are_sent_at_once() -> None:
    device, cook, _ = echo(SURE)

    device.hear("order green tea")

    assert sent(cook) == ["OrderTeaIntent"]


def test_unclear_words_are_asked_about_and_a_yes_sends_them() -> None:
    device, cook, ear = echo(UNSURE, YES)

    asked = device.hear("odder tea")
    before = sent(cook)
    device.hear("yes")

    assert (asked.speech, asked.reprompt, asked.session) == (*["Did you mean: order tea?"] * 2, "open")
    assert ear.contexts[1].expects == {"AMAZON.YesIntent", "AMAZON.NoIntent"}
    assert (before, sent(cook)) == ([], ["OrderTeaIntent"])


def test_a_no_sends_nothing_that_costs() -> None:
    device, cook, _ = echo(UNSURE, NO)

    device.hear("odder tea")
    device.hear("no")

    assert "OrderTeaIntent" not in sent(cook)


def test_other_words_are_what_was_said_then() -> None:
    device, cook, _ = echo(UNSURE, SURE, YES)

    device.hear("odder tea")
    device.hear("order green tea")

    assert sent(cook) == ["OrderTeaIntent"]


def test_silence_ends_it_and_a_later_yes_is_only_a_yes() -> None:
    device, cook, _ = echo(UNSURE, YES)

    device.hear("odder tea")
    repeated = device.silence()
    device.silence()
    device.hear("yes")

    assert repeated.speech == "Did you mean: order tea?"
    assert "OrderTeaIntent" not in sent(cook)


def test_a_no_instead_of_a_doubted_yes_is_an_answer() -> None:
    device, cook, _ = echo(Understood("yer", "AMAZON.YesIntent", {}, 0.45, "Did you mean: yes?"), NO)

    device.hear("yer")
    device.hear("no")

    assert sent(cook) == ["AMAZON.NoIntent"]
