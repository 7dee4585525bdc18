"""The delegated step loop, delegation strategies and chaining, row by row of Alexa's documentation."""

import pytest
from kitchen import Cook, Json, device, directive, say
from parlour import INTENT, asked_for, delegating, device_with, model_of, statuses, values

YES, NO = "AMAZON.YesIntent", "AMAZON.NoIntent"
POSITIVE = {"type": "isGreaterThan", "value": "0"}
SMALL = {"type": "isLessThan", "value": "10"}
KNOWN = {"type": "hasEntityResolutionMatch"}
DELEGATE = directive("Delegate")


def updated(name: str = INTENT, status: str = "NONE", **slots: Json) -> Json:
    filled = {key: {"name": key, **one} for key, one in slots.items()}
    change = {"name": name, "confirmationStatus": status, "slots": filled}
    return directive("Delegate", updatedIntent=change)


def test_no_strategy_at_all_is_skill_response() -> None:
    requests: list[Json] = []
    device_with(model_of(asked_for("cups", "AMAZON.NUMBER")), delegating(requests)).send_intent(INTENT)

    assert [one["dialogState"] for one in requests] == ["STARTED"]


@pytest.mark.parametrize(
    ("whole", "own", "auto"),
    [
        ("ALWAYS", None, True),
        ("SKILL_RESPONSE", "ALWAYS", True),
        ("ALWAYS", "SKILL_RESPONSE", False),
        (None, "ALWAYS", True),
    ],
)
def test_the_intents_strategy_overrides_the_dialogs(whole: str | None, own: str | None, auto: bool) -> None:
    requests: list[Json] = []
    model = model_of(asked_for("cups", "AMAZON.NUMBER"), strategy=own, whole_strategy=whole)
    exchange = device_with(model, delegating(requests)).send_intent(INTENT)

    assert exchange.speech == "cups?"
    assert (requests == []) is auto


def test_step_1_the_first_broken_validation_speaks_its_own_prompt_with_the_value() -> None:
    requests: list[Json] = []
    model = model_of(asked_for("cups", "AMAZON.NUMBER", POSITIVE, SMALL))
    echo = device_with(model, delegating(requests))

    assert echo.send_intent(INTENT, {"cups": "12"}).speech == "Not 12, rule 1. cups?"
    assert echo.send_intent(INTENT, {"cups": "0"}).speech == "Not 0, rule 0. cups?"
    echo.send_intent(INTENT, {"cups": "3"})
    assert requests[-1]["dialogState"] == "COMPLETED"
    assert values(requests[-1]) == {"cups": "3"}


def test_step_1_a_refused_value_is_cleared_and_elicited() -> None:
    echo = device_with(model_of(asked_for("cups", "AMAZON.NUMBER", SMALL)), delegating([]))
    echo.send_intent(INTENT, {"cups": "12"})

    assert echo.context.elicit == (INTENT, "cups")


def test_step_1_validations_go_in_the_order_of_the_dialogs_slots() -> None:
    model = model_of(asked_for("tea", "TEA", KNOWN), asked_for("cups", "AMAZON.NUMBER", SMALL))
    echo = device_with(model, delegating([]))

    assert echo.send_intent(INTENT, {"cups": "12", "tea": "gunpowder"}).speech.startswith("Not gunpowder")
    assert echo.send_intent(INTENT, {"tea": "mint"}).speech.startswith("Not 12")


def test_step_1_validations_apply_to_prefilled_values() -> None:
    answers = [say("", updated(cups={"value": "50"})), say("", DELEGATE)]
    model = model_of(asked_for("cups", "AMAZON.NUMBER", SMALL))

    assert device_with(model, Cook(*answers)).send_intent(INTENT).speech == "Not 50, rule 0. cups?"


def test_step_1_a_value_is_validated_before_anything_is_elicited() -> None:
    model = model_of(asked_for("tea", "TEA"), asked_for("cups", "AMAZON.NUMBER", SMALL))

    assert device_with(model, delegating([])).send_intent(INTENT, {"cups": "12"}).speech.startswith("Not 12")


def test_step_2_required_slots_are_elicited_in_order_and_others_are_not() -> None:
    model = model_of(
        asked_for("tea", "TEA"),
        asked_for("note", "AMAZON.SearchQuery", elicits=False),
        asked_for("cups", "AMAZON.NUMBER"),
    )
    requests: list[Json] = []
    echo = device_with(model, delegating(requests))

    assert echo.send_intent(INTENT).speech == "tea?"
    assert echo.send_intent(INTENT, {"tea": "mint"}).speech == "cups?"
    echo.send_intent(INTENT, {"cups": "2"})
    assert requests[-1]["dialogState"] == "COMPLETED"


def test_step_2_several_slots_in_one_turn_are_all_taken() -> None:
    requests: list[Json] = []
    model = model_of(asked_for("tea", "TEA"), asked_for("cups", "AMAZON.NUMBER"))
    echo = device_with(model, delegating(requests))
    echo.send_intent(INTENT)
    echo.send_intent(INTENT, {"tea": "mint", "cups": "2"})

    assert values(requests[-1]) == {"tea": "mint", "cups": "2"}
    assert requests[-1]["dialogState"] == "COMPLETED"


def test_step_3_no_clears_the_value_and_elicits_it_again() -> None:
    requests: list[Json] = []
    echo = device_with(model_of(asked_for("tea", "TEA", confirms=True)), delegating(requests))

    assert echo.send_intent(INTENT, {"tea": "mint"}).speech == "mint, right?"
    assert echo.send_intent(NO).speech == "tea?"
    assert echo.send_intent(INTENT, {"tea": "camomile"}).speech == "camomile, right?"
    echo.send_intent(YES)
    assert (values(requests[-1]), statuses(requests[-1])) == ({"tea": "camomile"}, {"tea": "CONFIRMED"})


def test_step_3_a_denied_slot_that_is_not_required_is_elicited_too() -> None:
    echo = device_with(model_of(asked_for("tea", "TEA", elicits=False, confirms=True)), delegating([]))
    echo.send_intent(INTENT, {"tea": "mint"})

    assert echo.send_intent(NO).speech == "tea?"


@pytest.mark.parametrize(("answer", "status"), [(YES, "CONFIRMED"), (NO, "DENIED")])
@pytest.mark.parametrize("strategy", ["ALWAYS", "SKILL_RESPONSE"])
def test_step_4_yes_and_no_to_the_intent_both_complete_it(answer: str, status: str, strategy: str) -> None:
    requests: list[Json] = []
    model = model_of(asked_for("tea", "TEA"), confirms=True, strategy=strategy)
    echo = device_with(model, delegating(requests))

    assert echo.send_intent(INTENT, {"tea": "mint"}).speech == "All right?"
    echo.send_intent(answer)
    assert (requests[-1]["dialogState"], requests[-1]["intent"]["confirmationStatus"]) == (
        "COMPLETED",
        status,
    )


def test_step_4_a_correction_in_place_of_yes_is_confirmed_anew() -> None:
    requests: list[Json] = []
    model = model_of(asked_for("tea", "TEA"), confirms=True)
    echo = device_with(model, delegating(requests))
    echo.send_intent(INTENT, {"tea": "mint"})

    assert echo.send_intent(INTENT, {"tea": "camomile"}).speech == "All right?"
    echo.send_intent(YES)
    assert values(requests[-1]) == {"tea": "camomile"}


def test_under_always_the_skill_sees_nothing_until_completed() -> None:
    requests: list[Json] = []
    slots = asked_for("tea", "TEA", KNOWN, confirms=True), asked_for("cups", "AMAZON.NUMBER", SMALL)
    echo = device_with(model_of(*slots, confirms=True, strategy="ALWAYS"), delegating(requests))
    for name, said in (
        (INTENT, {}),
        (INTENT, {"tea": "gunpowder"}),
        (INTENT, {"tea": "mint"}),
        (INTENT, {"cups": "12"}),
        (INTENT, {"cups": "2"}),
        (NO, {}),
        (INTENT, {"tea": "camomile"}),
        (YES, {}),
        (YES, {}),
    ):
        assert requests == []
        echo.send_intent(name, said)

    (only,) = requests
    assert (only["dialogState"], values(only)) == ("COMPLETED", {"tea": "camomile", "cups": "2"})


@pytest.mark.parametrize("strategy", ["ALWAYS", "SKILL_RESPONSE"])
def test_leaving_for_another_intent_drops_the_old_dialogs_state(strategy: str) -> None:
    requests: list[Json] = []
    model = model_of(asked_for("tea", "TEA"), asked_for("cups", "AMAZON.NUMBER"), strategy=strategy)
    echo = device_with(model, delegating(requests, ends=False))
    echo.send_intent(INTENT, {"cups": "2"})
    echo.send_intent("OtherIntent")

    assert echo.send_intent(INTENT, {"tea": "mint"}).speech == "cups?"
    assert [one["intent"]["name"] for one in requests].count("OtherIntent") == 1


@pytest.mark.parametrize("strategy", ["ALWAYS", "SKILL_RESPONSE"])
def test_stop_reaches_the_skill_in_any_dialog(strategy: str) -> None:
    requests: list[Json] = []
    echo = device_with(
        model_of(asked_for("tea", "TEA", confirms=True), strategy=strategy), delegating(requests)
    )
    echo.send_intent(INTENT, {"tea": "mint"})
    echo.send_intent("AMAZON.StopIntent")

    assert requests[-1]["intent"]["name"] == "AMAZON.StopIntent"


@pytest.mark.parametrize("strategy", ["ALWAYS", "SKILL_RESPONSE"])
def test_silence_in_a_dialog_brings_the_prompt_once_more_and_then_the_end(strategy: str) -> None:
    requests: list[Json] = []
    echo = device_with(model_of(asked_for("tea", "TEA"), strategy=strategy), delegating(requests))
    echo.send_intent(INTENT)

    assert echo.silence().speech == "tea?"
    assert echo.silence().session == "ended"
    assert requests[-1]["reason"] == "EXCEEDED_MAX_REPROMPTS"


def test_delegate_with_updated_intent_replaces_values_and_statuses_and_can_clear() -> None:
    change = updated(tea={"value": "mint", "confirmationStatus": "CONFIRMED"}, cups={})
    model = model_of(asked_for("tea", "TEA", confirms=True), asked_for("cups", "AMAZON.NUMBER"))
    echo = device_with(model, Cook(say("", change), say("", DELEGATE)))

    assert echo.send_intent(INTENT, {"tea": "camomile", "cups": "2"}).speech == "cups?"


def test_a_slot_value_that_the_skill_sends_back_stays_filled() -> None:
    several = {"type": "List", "values": [{"type": "Simple", "value": one} for one in ("mint", "camomile")]}
    model = model_of(asked_for("tea", "TEA", KNOWN, confirms=True))
    echo = device_with(model, Cook(say("", updated(tea={"slotValue": several}))))

    assert echo.send_intent(INTENT).speech == "mint, camomile, right?"


@pytest.mark.parametrize("start", ["LaunchRequest", "OtherIntent"])
@pytest.mark.parametrize(("strategy", "states"), [("SKILL_RESPONSE", ["STARTED"]), ("ALWAYS", [])])
def test_chaining_begins_the_other_intents_dialog(start: str, strategy: str, states: list[str]) -> None:
    cook = Cook(say("", updated(cups={"value": "2"})), say("", DELEGATE), say("", DELEGATE), say("Fine."))
    model = model_of(asked_for("tea", "TEA"), asked_for("cups", "AMAZON.NUMBER"), strategy=strategy)
    echo = device_with(model, cook)
    exchange = echo.launch() if start == "LaunchRequest" else echo.send_intent(start)

    assert exchange.speech == "tea?"
    assert [one["request"]["dialogState"] for one in cook.requests[1:]] == states
    echo.send_intent(INTENT, {"tea": "mint"})
    last = cook.requests[-1]["request"]
    assert (last["dialogState"], values(last)) == ("COMPLETED", {"tea": "mint", "cups": "2"})


def test_chaining_does_not_go_to_built_in_intents() -> None:
    exchange = device(Cook(say("", updated("AMAZON.StopIntent")))).launch()

    assert exchange.error == "Dialog.Delegate: AMAZON.StopIntent has no dialog in the interaction model"


def test_a_prompt_is_one_of_its_variations_with_the_values_filled_in_and_escaped() -> None:
    model = model_of(asked_for("tea", "TEA", confirms=True))
    wordings = ["<speak>{tea}?</speak>", "<speak>{ tea }, yes?</speak>"]
    variations = [{"type": "SSML", "value": one} for one in wordings]
    for prompt in model["interactionModel"]["prompts"]:
        if prompt["id"] == "confirm.tea":
            prompt["variations"] = variations
    echo = device_with(model, delegating([]))
    heard = {echo.send_intent(INTENT, {"tea": "ben & jerry"}).ssml for _ in range(20)}

    assert heard == {"<speak>ben &amp; jerry?</speak>", "<speak>ben &amp; jerry, yes?</speak>"}


def test_a_question_without_a_prompt_is_refused_by_its_name() -> None:
    model = model_of(asked_for("tea", "TEA"))
    model["interactionModel"]["prompts"] = []

    exchange = device_with(model, delegating([])).send_intent(INTENT)

    assert exchange.error == "BookIntent: the model has no prompt for the elicitation of tea"


def test_a_plain_no_to_a_manual_confirmation_keeps_the_dialog_in_progress() -> None:
    cook = Cook(say("Mint?", directive("ConfirmIntent")), say("What else?"))
    echo = device_with(model_of(asked_for("tea", "TEA")), cook)
    echo.send_intent(INTENT, {"tea": "mint"})
    echo.send_intent(NO)

    last = cook.requests[-1]["request"]
    assert (last["dialogState"], last["intent"]["confirmationStatus"]) == ("IN_PROGRESS", "DENIED")


def test_completed_comes_of_delegation_only() -> None:
    cook = Cook(say("Mint?", directive("ConfirmSlot", slotToConfirm="tea")), say("Fine.", ends=True))
    echo = device_with(model_of(asked_for("tea", "TEA")), cook)
    echo.send_intent(INTENT, {"tea": "mint"})
    echo.send_intent(YES)

    assert [one["request"]["dialogState"] for one in cook.requests] == ["STARTED", "IN_PROGRESS"]


def test_elicit_slot_may_change_values_of_its_intent_on_the_way() -> None:
    change = {"name": INTENT, "slots": {"cups": {"name": "cups", "value": "2"}}}
    elicit = directive("ElicitSlot", slotToElicit="tea", updatedIntent=change)
    cook = Cook(say("Which tea?", elicit), say("", DELEGATE), say("Fine.", ends=True))
    echo = device_with(model_of(asked_for("tea", "TEA"), asked_for("cups", "AMAZON.NUMBER")), cook)
    echo.send_intent(INTENT)
    echo.send_intent(INTENT, {"tea": "mint"})

    assert values(cook.requests[-1]["request"]) == {"tea": "mint", "cups": "2"}
    assert cook.requests[-1]["request"]["dialogState"] == "COMPLETED"


def test_manual_control_and_delegation_take_turns_in_one_dialog() -> None:
    confirm = directive("ConfirmSlot", slotToConfirm="tea")
    cook = Cook(
        say("", DELEGATE), say("Mint, sure?", confirm), say("", DELEGATE), say("", DELEGATE), say("Fine.")
    )
    echo = device_with(model_of(asked_for("tea", "TEA"), asked_for("cups", "AMAZON.NUMBER")), cook)

    spoken = [echo.send_intent(INTENT).speech, echo.send_intent(INTENT, {"tea": "mint"}).speech]
    spoken += [echo.send_intent(YES).speech, echo.send_intent(INTENT, {"cups": "2"}).speech]

    assert spoken == ["tea?", "Mint, sure?", "cups?", "Fine."]
    assert statuses(cook.requests[-1]["request"]) == {"tea": "CONFIRMED", "cups": "NONE"}
