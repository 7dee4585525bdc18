"""The session at the device: ids, attributes, how it opens and how it ends (research: session rules)."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta, timezone

from kitchen import MODEL, NOON, Cook, Ears, device, directive, say

from local_voice.envelope import alexa_time


def test_launch_opens_a_session_with_no_attributes() -> None:
    cook = Cook(say("Welcome.", again="Tea?"))

    exchange = device(cook).launch()

    envelope = cook.requests[0]
    assert envelope["request"]["type"] == "LaunchRequest"
    assert envelope["session"]["new"] is True
    assert envelope["session"]["attributes"] == {}
    assert (exchange.speech, exchange.reprompt, exchange.session) == ("Welcome.", "Tea?", "open")


def test_opening_the_skill_in_words_is_a_launch() -> None:
    cook = Cook(say("Welcome."))
    echo = device(cook)

    exchange = echo.hear("open tea room")

    assert cook.kinds == ["LaunchRequest"]
    assert exchange.user == "open tea room"


def test_attributes_come_back_in_the_next_request_of_the_same_session() -> None:
    cook = Cook(say("Welcome.", attributes={"step": 1}))
    echo = device(cook)

    echo.launch()
    echo.hear("the menu")

    first, second = cook.requests
    assert second["session"]["new"] is False
    assert second["session"]["sessionId"] == first["session"]["sessionId"]
    assert second["session"]["attributes"] == {"step": 1}


def test_attributes_that_are_not_sent_again_are_gone() -> None:
    cook = Cook(say("Welcome.", attributes={"step": 1}), say("Tea."))
    echo = device(cook)

    for _ in range(3):
        echo.hear("the menu")

    assert cook.requests[2]["session"]["attributes"] == {}


def test_should_end_session_true_ends_the_session() -> None:
    echo = device(Cook(say("Goodbye.", ends=True)))

    assert echo.hear("stop").session == "ended"
    assert not echo.session_open


def test_should_end_session_false_and_null_open_the_microphone() -> None:
    null = {"version": "1.0", "response": {"shouldEndSession": None}}
    for answer in (say("Tea?", ends=False), null):
        echo = device(Cook(answer))

        assert echo.launch().session == "open"
        assert echo.listening


def test_should_end_session_absent_ends_the_session_where_there_is_no_screen() -> None:
    cook = Cook(say("Tea is leaves in water.", ends=None))
    echo = device(cook)

    assert echo.launch().session == "ended"
    assert cook.kinds == ["LaunchRequest"]


def test_should_end_session_absent_keeps_the_session_on_a_screen_with_the_microphone_shut() -> None:
    cook = Cook(say("Tea is leaves in water.", ends=None, again="Tea?"))
    echo = device(cook, interfaces={"Alexa.Presentation.APL": {}})

    assert echo.launch().session == "open"
    assert not echo.listening
    assert echo.silence().session == "ended"
    assert cook.kinds[-1] == "SessionEndedRequest EXCEEDED_MAX_REPROMPTS"


def test_on_a_screen_the_session_outlives_the_reprompt_with_the_microphone_shut() -> None:
    cook = Cook(say("Which tea?", again="Mint?"))
    echo = device(cook, interfaces={"Alexa.Presentation.APL": {}})
    echo.launch()
    echo.silence()

    assert (echo.silence().session, echo.listening) == ("open", False)
    assert echo.silence().session == "ended"
    assert cook.kinds == ["LaunchRequest", "SessionEndedRequest EXCEEDED_MAX_REPROMPTS"]


def test_a_screens_session_goes_on_when_the_customer_speaks_again() -> None:
    cook = Cook(say("Tea is leaves in water.", ends=None, attributes={"page": 1}))
    echo = device(cook, interfaces={"Alexa.Presentation.APL": {}})
    echo.launch()
    echo.hear("the menu")

    assert cook.requests[1]["session"]["attributes"] == {"page": 1}


def test_the_dialog_directives_open_the_microphone_without_should_end_session() -> None:
    elicit = directive("ElicitSlot", slotToElicit="tea")
    echo = device(Cook(say("Which tea?", elicit, ends=None)))

    assert echo.hear("tea please").session == "open"
    assert echo.listening


def test_a_skill_connection_ends_the_session_whatever_the_flag_says() -> None:
    for name in ("SendRequest", "StartConnection"):
        handing_over = {"type": f"Connections.{name}", "name": "Buy", "token": "t"}

        assert device(Cook(say("One moment.", handing_over))).launch().session == "ended"


def test_an_error_ends_the_session_with_its_type() -> None:
    cook = Cook(say("Which tea?"))
    echo = device(cook)
    echo.launch()
    echo.end("ERROR", error={"type": "DEVICE_COMMUNICATION_ERROR", "message": "lost"})

    told = cook.requests[-1]["request"]
    assert (told["reason"], told["error"]["type"]) == ("ERROR", "DEVICE_COMMUNICATION_ERROR")


def test_words_that_no_intent_of_the_model_fits_are_silence() -> None:
    whole = deepcopy(MODEL)
    language = whole["interactionModel"]["languageModel"]
    language["intents"] = [one for one in language["intents"] if one["name"] != "AMAZON.FallbackIntent"]
    cook = Cook(say("Which tea?", again="Mint or camomile?"))
    echo = device(cook, model=whole)
    echo.launch()

    assert echo.hear("mumble mumble").speech == "Mint or camomile?"
    assert echo.hear("mumble mumble").session == "ended"
    assert cook.kinds[-1] == "SessionEndedRequest EXCEEDED_MAX_REPROMPTS"


def test_stop_ends_the_session_of_a_model_without_stop() -> None:
    whole = deepcopy(MODEL)
    language = whole["interactionModel"]["languageModel"]
    language["intents"] = [one for one in language["intents"] if one["name"] != "AMAZON.StopIntent"]
    cook = Cook(say("Which tea?"))
    echo = device(cook, model=whole)
    echo.launch()

    assert echo.hear("stop").session == "ended"
    assert cook.kinds[-1] == "SessionEndedRequest USER_INITIATED"


def test_words_after_the_end_open_a_new_session() -> None:
    cook = Cook(say("Goodbye.", ends=True, attributes={"step": 9}))
    echo = device(cook)

    echo.launch()
    echo.hear("the menu")

    first, second = cook.requests
    assert second["session"]["new"] is True
    assert second["session"]["sessionId"] != first["session"]["sessionId"]
    assert second["session"]["attributes"] == {}


def test_silence_brings_the_reprompt_once_and_then_the_end() -> None:
    cook = Cook(say("Which tea?", again="Mint or camomile?"))
    echo = device(cook)
    echo.launch()

    reminded, ended = echo.silence(), echo.silence()

    assert (reminded.speech, reminded.session, reminded.request) == ("Mint or camomile?", "open", None)
    assert (ended.speech, ended.session) == ("", "ended")
    assert cook.kinds == ["LaunchRequest", "SessionEndedRequest EXCEEDED_MAX_REPROMPTS"]


def test_an_answer_after_the_reprompt_earns_a_new_reprompt() -> None:
    echo = device(Cook(say("Which tea?", again="Mint or camomile?")))
    echo.launch()

    echo.silence()
    echo.hear("the menu")

    assert echo.silence().session == "open"


def test_silence_without_a_reprompt_ends_the_session() -> None:
    cook = Cook(say("Which tea?"))
    echo = device(cook)
    echo.launch()

    assert echo.silence().session == "ended"
    assert cook.kinds[-1] == "SessionEndedRequest EXCEEDED_MAX_REPROMPTS"


def test_silence_while_nothing_is_open_asks_nobody() -> None:
    cook = Cook(say("Hm?"))

    assert device(cook).silence().session == "ended"
    assert cook.requests == []


def test_no_words_are_silence() -> None:
    echo = device(Cook(say("Which tea?", again="Mint?")))
    echo.launch()

    assert echo.hear("  ").speech == "Mint?"
    assert echo.hear(["", ""]).session == "ended"


def test_exit_and_quit_end_the_session_without_an_intent() -> None:
    for words in ("exit", " Quit. "):
        cook = Cook(say("Which tea?"))
        echo = device(cook)
        echo.launch()

        exchange = echo.hear(words)

        assert cook.kinds == ["LaunchRequest", "SessionEndedRequest USER_INITIATED"]
        assert (exchange.user, exchange.session) == (words, "ended")


def test_stop_is_an_intent_that_reaches_the_skill() -> None:
    cook = Cook(say("Which tea?"), say("Goodbye.", ends=True))
    echo = device(cook)
    echo.launch()

    assert echo.hear("stop").speech == "Goodbye."
    assert cook.kinds[-1] == "AMAZON.StopIntent"


def test_the_answer_to_the_end_of_the_session_is_not_played() -> None:
    cook = Cook(say("Which tea?"), say("You should not hear this."))
    echo = device(cook)
    echo.launch()

    exchange = echo.end()

    assert (exchange.speech, exchange.session) == ("", "ended")


def test_again_delivers_the_last_request_as_it_was() -> None:
    moments = iter(NOON + timedelta(minutes=n) for n in range(9))
    cook = Cook(say("Added.", attributes={"n": 1}))
    echo = device(cook, clock=lambda: next(moments))
    echo.launch()
    echo.hear("the menu")

    exchange = echo.again()

    assert cook.requests[2] == cook.requests[1]
    assert (exchange.speech, exchange.session) == ("Added.", "open")


def test_again_before_anything_asks_nobody() -> None:
    cook = Cook(say("Hm?"))

    assert device(cook).again().request is None
    assert cook.requests == []


def test_again_after_the_end_does_not_open_the_session() -> None:
    echo = device(Cook(say("Goodbye.", ends=True)))
    echo.hear("stop")

    assert echo.again().session == "ended"


def test_a_raw_envelope_goes_to_the_skill_untouched() -> None:
    cook = Cook(say("Tea."))
    body = {"session": {"sessionId": "s", "new": True}, "request": {"type": "Odd.Request", "x": [1]}}

    exchange = device(cook).send(body)

    assert cook.requests == [body]
    assert exchange.speech == "Tea."


def test_a_raw_envelope_may_be_as_odd_as_it_likes() -> None:
    for odd in ({}, {"request": 3, "session": []}, {"request": {"intent": {"name": 3, "slots": [None]}}}):
        cook = Cook(say("Tea."))

        assert device(cook).send(odd).speech == "Tea."
        assert cook.requests == [odd]


def test_a_raw_session_end_is_not_played() -> None:
    exchange = device(Cook(say("Bye."))).send({"request": {"type": "SessionEndedRequest"}})

    assert (exchange.speech, exchange.session) == ("", "ended")


def test_request_and_session_ids_are_unique_and_look_like_alexas() -> None:
    cook = Cook(say("Bye.", ends=True))
    echo = device(cook)
    for _ in range(20):
        echo.hear("the menu")

    requests = {one["request"]["requestId"] for one in cook.requests}
    sessions = {one["session"]["sessionId"] for one in cook.requests}
    assert len(requests) == len(sessions) == 20
    assert all(one.startswith("amzn1.echo-api.request.") for one in requests)
    assert all(one.startswith("amzn1.echo-api.session.") for one in sessions)


def test_the_same_seed_gives_the_same_ids() -> None:
    first, second = Cook(say("Hi.")), Cook(say("Hi."))
    device(first, seed=3).launch()
    device(second, seed=3).launch()

    assert first.requests == second.requests


def test_timestamps_are_utc_with_a_z() -> None:
    moment = datetime(2026, 11, 22, 14, 30, 5, 999, tzinfo=timezone(timedelta(hours=2)))

    assert alexa_time(moment) == "2026-11-22T12:30:05Z"
    assert alexa_time(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)) == "2026-01-02T03:04:05Z"


def test_the_context_names_device_user_skill_and_interfaces() -> None:
    cook = Cook(say("Hi."))
    screen = {"Alexa.Presentation.APL": {"runtime": {"maxVersion": "2023.3"}}}
    device(cook, user_id="robin", device_id="kitchen", interfaces=screen, locale="en-GB").launch()

    system = cook.requests[0]["context"]["System"]
    assert system["application"]["applicationId"] == "amzn1.ask.skill.tea"
    assert system["user"]["userId"] == "robin"
    assert system["device"] == {"deviceId": "kitchen", "supportedInterfaces": screen}
    assert system["apiEndpoint"].startswith("https://api.")
    assert cook.requests[0]["request"]["locale"] == "en-GB"


def test_hypotheses_of_a_recogniser_are_understood_together() -> None:
    ears = Ears()
    exchange = device(Cook(say("Tea.")), ears).hear(["the menu", "the venue"])

    assert exchange.user == "the menu"
    assert exchange.understood is not None


def test_what_the_skill_expects_helps_the_understanding() -> None:
    ears = Ears()
    attributes = {"expects": ["AMAZON.YesIntent"], "likely": ["mint"]}
    echo = device(Cook(say("Mint?", attributes=attributes)), ears)
    echo.launch()
    echo.hear("yes")

    assert ears.contexts[0].expects == {"AMAZON.YesIntent"}
    assert ears.contexts[0].likely == {"mint"}


def test_attributes_of_another_shape_are_no_help_and_no_harm() -> None:
    ears = Ears()
    echo = device(Cook(say("Mint?", attributes={"expects": "yes", "likely": 3})), ears)
    echo.launch()
    echo.hear("yes")

    assert ears.contexts[0].expects == ears.contexts[0].likely == frozenset()
