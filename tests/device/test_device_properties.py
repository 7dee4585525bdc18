"""Whatever a skill answers, the device keeps to the rules: it never raises, and says why a session ended."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from kitchen import Cook, device, say

from local_voice.response import Answer, Broken, read_response

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
SPEECH = st.fixed_dictionaries({}, optional={"type": st.sampled_from(["SSML", "PlainText", 3]), "ssml": JSON})
DIRECTIVE = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(
            [
                "Dialog.Delegate",
                "Dialog.ElicitSlot",
                "Dialog.ConfirmIntent",
                "Dialog.UpdateDynamicEntities",
                "Other",
            ]
        ),
        "slotToElicit": JSON,
        "updatedIntent": JSON
        | st.fixed_dictionaries({"name": st.sampled_from(["OrderTeaIntent", "MenuIntent"]), "slots": JSON}),
        "updateBehavior": st.sampled_from(["REPLACE", "CLEAR"]),
        "types": JSON,
    },
)
RESPONSES = JSON | st.fixed_dictionaries(
    {"version": st.just("1.0") | JSON},
    optional={
        "sessionAttributes": JSON,
        "response": JSON
        | st.fixed_dictionaries(
            {},
            optional={
                "outputSpeech": SPEECH | JSON,
                "reprompt": JSON | st.fixed_dictionaries({"outputSpeech": SPEECH}),
                "directives": JSON | st.lists(DIRECTIVE, max_size=2),
                "shouldEndSession": st.none() | st.booleans() | JSON,
            },
        ),
    },
)


@given(RESPONSES)
def test_any_response_is_an_answer_or_a_reason(response: Any) -> None:
    assert isinstance(read_response(response), Answer | Broken)


WITH_DIRECTIVE = DIRECTIVE.map(lambda one: say("Which tea?", one)) | DIRECTIVE.map(lambda one: say("", one))


@given(RESPONSES | WITH_DIRECTIVE)
def test_any_response_leaves_the_device_usable(response: Any) -> None:
    echo = device(Cook(response, response, say("Fine again.")))

    exchange = echo.hear("tea please")
    echo.hear("yes")

    assert (exchange.error is not None) <= (exchange.session == "ended")
    assert echo.launch().session in ("open", "ended")
