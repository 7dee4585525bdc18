"""Dialog directives and the request that follows each (research: directives, delegation, states)."""

from typing import Any

from kitchen import Cook, Ears, device, directive, kind, say

ELICIT_TEA = directive("ElicitSlot", slotToElicit="tea")
CONFIRM_TEA = directive("ConfirmSlot", slotToConfirm="tea")
CONFIRM = directive("ConfirmIntent")
DELEGATE = directive("Delegate")
FINE = say("Fine.", ends=True)


def slots(request: dict[str, Any]) -> dict[str, str | None]:
    return {name: one.get("value") for name, one in request["intent"]["slots"].items()}


def statuses(request: dict[str, Any]) -> dict[str, str]:
    return {name: one["confirmationStatus"] for name, one in request["intent"]["slots"].items()}


def test_the_dialog_state_is_sent_only_for_intents_with_a_dialog() -> None:
    cook = Cook(FINE)
    echo = device(cook)
    echo.hear("the menu")
    echo.hear("tea please")

    assert "dialogState" not in cook.requests[0]["request"]
    assert cook.requests[1]["request"]["dialogState"] == "STARTED"


def test_an_elicited_slot_comes_back_in_the_same_intent_in_progress() -> None:
    cook, ears = Cook(say("Which tea?", ELICIT_TEA), FINE), Ears()
    echo = device(cook, ears)
    echo.hear("tea please")
    echo.hear("camomile")

    assert ears.contexts[1].elicit == ("OrderTeaIntent", "tea")
    assert cook.kinds == ["OrderTeaIntent STARTED", "OrderTeaIntent IN_PROGRESS"]
    assert slots(cook.requests[1]["request"]) == {"tea": "camomile", "cups": None}


def test_slots_filled_before_stay_filled() -> None:
    elicit = directive("ElicitSlot", slotToElicit="cups")
    cook = Cook(say("How many?", elicit), FINE)
    echo = device(cook)
    echo.send_intent("OrderTeaIntent", {"tea": "mint tea"})
    echo.hear("3")

    assert slots(cook.requests[1]["request"]) == {"tea": "mint tea", "cups": "3"}


def test_another_intent_leaves_the_dialog_and_its_state() -> None:
    cook, ears = Cook(say("Which tea?", ELICIT_TEA), say("Cakes."), FINE), Ears()
    echo = device(cook, ears)
    echo.hear("tea please")
    echo.hear("the menu")
    echo.hear("tea please")

    assert cook.kinds == ["OrderTeaIntent STARTED", "MenuIntent", "OrderTeaIntent STARTED"]
    assert ears.contexts[2].elicit is None


def test_stop_reaches_the_skill_in_the_middle_of_a_dialog() -> None:
    cook = Cook(say("Which tea?", ELICIT_TEA), say("Goodbye.", ends=True))
    echo = device(cook)
    echo.hear("tea please")

    assert echo.hear("stop").session == "ended"
    assert cook.kinds[-1] == "AMAZON.StopIntent"


def test_an_answer_without_a_dialog_directive_ends_the_dialog() -> None:
    cook = Cook(say("Which tea?", ELICIT_TEA), say("Fine. More?"), FINE)
    echo = device(cook)
    echo.hear("tea please")
    echo.hear("camomile")
    echo.hear("two mint teas")

    assert cook.kinds[2] == "OrderTeaIntent STARTED"


def test_yes_to_a_slot_confirmation_confirms_the_slot() -> None:
    cook, ears = Cook(say("Mint, right?", CONFIRM_TEA), FINE), Ears()
    echo = device(cook, ears)
    echo.hear("two mint teas")
    echo.hear("yes")

    assert ears.contexts[1].expects == {"AMAZON.YesIntent", "AMAZON.NoIntent"}
    assert kind(cook.requests[1]["request"]) == "OrderTeaIntent IN_PROGRESS"
    assert statuses(cook.requests[1]["request"]) == {"tea": "CONFIRMED", "cups": "NONE"}


def test_no_to_a_slot_confirmation_denies_the_slot_and_keeps_its_value() -> None:
    cook = Cook(say("Mint, right?", CONFIRM_TEA), FINE)
    echo = device(cook)
    echo.hear("two mint teas")
    echo.hear("no")

    assert statuses(cook.requests[1]["request"])["tea"] == "DENIED"
    assert slots(cook.requests[1]["request"])["tea"] == "mint tea"


def test_yes_and_no_to_an_intent_confirmation_under_manual_control() -> None:
    for words, status in (("yes", "CONFIRMED"), ("no", "DENIED")):
        cook = Cook(say("Two mint teas, right?", CONFIRM), FINE)
        echo = device(cook)
        echo.hear("two mint teas")
        echo.hear(words)

        request = cook.requests[1]["request"]
        assert kind(request) == "OrderTeaIntent IN_PROGRESS"
        assert request["intent"]["confirmationStatus"] == status


def test_a_new_value_in_place_of_yes_is_not_confirmed() -> None:
    cook = Cook(say("Mint, right?", CONFIRM_TEA), say("Mint, right?", CONFIRM_TEA), FINE)
    echo = device(cook)
    echo.hear("two mint teas")
    echo.hear("yes")
    echo.hear("two mint teas")

    assert statuses(cook.requests[2]["request"])["tea"] == "NONE"


def test_yes_to_an_elicited_slot_is_the_yes_intent() -> None:
    cook = Cook(say("Which tea?", ELICIT_TEA), FINE)
    echo = device(cook)
    echo.hear("tea please")
    echo.hear("yes")

    assert cook.kinds[1] == "AMAZON.YesIntent"


def test_updated_intent_changes_values_of_the_same_intent() -> None:
    change = {
        "name": "OrderTeaIntent",
        "confirmationStatus": "NONE",
        "slots": {
            "tea": {"name": "tea", "value": "camomile", "confirmationStatus": "CONFIRMED"},
            "cups": {"name": "cups", "confirmationStatus": "NONE"},
        },
    }
    elicit = directive("ElicitSlot", slotToElicit="cups", updatedIntent=change)
    cook = Cook(say("How many?", elicit), FINE)
    echo = device(cook)
    echo.hear("two mint teas")
    echo.hear("4")

    request = cook.requests[1]["request"]
    assert slots(request) == {"tea": "camomile", "cups": "4"}
    assert statuses(request)["tea"] == "CONFIRMED"
    resolved = request["intent"]["slots"]["tea"]["resolutions"]["resolutionsPerAuthority"][0]["values"]
    assert resolved[0]["value"]["id"] == "camomile"


def test_delegation_asks_by_the_models_prompts_until_completed() -> None:
    cook = Cook(say("", DELEGATE), say("", DELEGATE), say("", DELEGATE), say("", DELEGATE), FINE)
    echo = device(cook)

    spoken = [echo.hear(words).speech for words in ("tea please", "mint tea", "2", "yes", "yes")]

    assert spoken[:2] == ["Which tea?", "How many cups of mint tea?"]
    assert spoken[2:] == ["mint tea, right?", "2 mint tea, right?", "Fine."]
    assert cook.kinds == [
        "OrderTeaIntent STARTED",
        "OrderTeaIntent IN_PROGRESS",
        "OrderTeaIntent IN_PROGRESS",
        "OrderTeaIntent IN_PROGRESS",
        "OrderTeaIntent COMPLETED",
    ]
    assert cook.requests[-1]["request"]["intent"]["confirmationStatus"] == "CONFIRMED"


def test_a_denied_intent_completes_the_delegated_dialog() -> None:
    cook = Cook(say("", DELEGATE), say("", DELEGATE), FINE)
    echo = device(cook)

    for words in ("two mint teas", "yes", "no"):
        echo.hear(words)

    assert cook.kinds[-1] == "OrderTeaIntent COMPLETED"
    assert cook.requests[-1]["request"]["intent"]["confirmationStatus"] == "DENIED"


def test_a_denied_slot_is_asked_again_by_delegation() -> None:
    cook = Cook(say("", DELEGATE), say("", DELEGATE), FINE)
    echo = device(cook)

    echo.hear("two mint teas")

    assert echo.hear("no").speech == "Which tea?"


def test_delegation_with_nothing_left_sends_completed_without_a_turn() -> None:
    filled = {
        "name": "OrderTeaIntent",
        "confirmationStatus": "CONFIRMED",
        "slots": {"tea": {"name": "tea", "value": "mint tea", "confirmationStatus": "CONFIRMED"}},
    }
    cook = Cook(say("", directive("Delegate", updatedIntent=filled)), FINE)

    exchange = device(cook).hear("two mint teas")

    assert cook.kinds == ["OrderTeaIntent STARTED", "OrderTeaIntent COMPLETED"]
    assert exchange.speech == "Fine."
    assert len(exchange.deliveries) == 2


def test_a_prompt_of_the_model_is_repeated_after_silence() -> None:
    cook = Cook(say("", DELEGATE))
    echo = device(cook)
    echo.hear("tea please")

    assert echo.silence().speech == "Which tea?"
    assert echo.silence().session == "ended"
    assert cook.kinds[-1] == "SessionEndedRequest EXCEEDED_MAX_REPROMPTS"


def test_auto_delegation_keeps_the_skill_out_until_completed() -> None:
    cook = Cook(FINE)
    echo = device(cook)

    asked = echo.hear("book a table")

    assert (asked.speech, asked.session, asked.request) == ("For how many?", "open", None)
    assert echo.hear("4").speech == "Fine."
    assert cook.kinds == ["BookTableIntent COMPLETED"]
    assert cook.requests[0]["session"]["new"] is True


def test_auto_delegation_with_all_slots_filled_goes_straight_to_completed() -> None:
    cook = Cook(FINE)
    device(cook).hear("book a table for four")

    assert cook.kinds == ["BookTableIntent COMPLETED"]


def test_chaining_from_launch_starts_the_other_intents_dialog() -> None:
    tea = {"name": "OrderTeaIntent", "confirmationStatus": "NONE", "slots": {}}
    cook = Cook(say("", directive("Delegate", updatedIntent=tea)), say("", DELEGATE))
    echo = device(cook)

    assert echo.launch().speech == "Which tea?"
    assert cook.kinds == ["LaunchRequest", "OrderTeaIntent STARTED"]


def test_chaining_to_an_intent_with_auto_delegation_asks_at_once() -> None:
    table = {"name": "BookTableIntent", "confirmationStatus": "NONE", "slots": {}}
    cook = Cook(say("", directive("Delegate", updatedIntent=table)), FINE)
    echo = device(cook)

    assert echo.hear("the menu").speech == "For how many?"
    echo.hear("4")
    assert cook.kinds == ["MenuIntent", "BookTableIntent COMPLETED"]


def test_a_dialog_that_is_delegated_for_ever_is_stopped() -> None:
    filled = {
        "name": "BookTableIntent",
        "confirmationStatus": "NONE",
        "slots": {"guests": {"name": "guests", "value": "4"}},
    }
    echo = device(Cook(say("", directive("Delegate", updatedIntent=filled))))

    exchange = echo.hear("the menu")

    assert exchange.error == "the skill delegates a finished dialog for ever"
    assert exchange.session == "ended"


def test_again_inside_a_dialog_asks_the_same_question() -> None:
    cook = Cook(say("Which tea?", ELICIT_TEA), say("Which tea?", ELICIT_TEA), FINE)
    echo = device(cook)
    echo.hear("tea please")
    echo.again()
    echo.hear("camomile")

    assert slots(cook.requests[2]["request"])["tea"] == "camomile"
