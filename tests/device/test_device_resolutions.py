"""Slots in the request: all of the intent, filled or not, resolved as Alexa resolves them."""

import hashlib

from kitchen import Cook, Ears, device, say

from local_voice.understanding.values import Entity


def order(**slots: object) -> dict[str, dict[str, object]]:
    cook = Cook(say("Fine."))
    device(cook).send_intent("OrderTeaIntent", slots)
    sent: dict[str, dict[str, object]] = cook.requests[0]["request"]["intent"]["slots"]
    return sent


def test_an_unfilled_slot_is_there_without_a_value() -> None:
    slots = order(cups="2")

    assert slots["tea"] == {"name": "tea", "confirmationStatus": "NONE"}


def test_a_filled_slot_carries_source_and_slot_value() -> None:
    cups = order(cups="2")["cups"]

    assert cups["value"] == "2"
    assert cups["source"] == "USER"
    assert cups["slotValue"] == {"type": "Simple", "value": "2"}


def test_a_plain_built_in_type_has_no_resolutions() -> None:
    assert "resolutions" not in order(cups="2")["cups"]


def test_the_value_is_what_was_said_and_the_resolution_what_it_means() -> None:
    tea = order(tea="Peppermint")["tea"]

    assert tea["value"] == "Peppermint"
    assert tea["resolutions"] == {
        "resolutionsPerAuthority": [
            {
                "authority": "amzn1.er-authority.echo-sdk.amzn1.ask.skill.tea.TEA",
                "status": {"code": "ER_SUCCESS_MATCH"},
                "values": [{"value": {"name": "mint tea", "id": "mint"}}],
            }
        ]
    }


def test_a_shared_synonym_means_several_values() -> None:
    values = order(tea="herbal")["tea"]["resolutions"]["resolutionsPerAuthority"][0]["values"]  # type: ignore[index]

    assert [one["value"]["id"] for one in values] == ["mint", "camomile"]


def test_a_value_without_an_id_has_the_md5_of_its_name() -> None:
    values = order(tea="earl grey")["tea"]["resolutions"]["resolutionsPerAuthority"][0]["values"]  # type: ignore[index]

    assert values[0]["value"]["id"] == hashlib.md5(b"earl grey").hexdigest()


def test_an_unknown_value_is_delivered_with_no_match() -> None:
    tea = order(tea="gunpowder")["tea"]

    assert tea["value"] == "gunpowder"
    authority = tea["resolutions"]["resolutionsPerAuthority"][0]  # type: ignore[index]
    assert authority["status"]["code"] == "ER_SUCCESS_NO_MATCH"
    assert "values" not in authority


def test_a_word_that_is_no_value_to_the_letter_is_read_by_the_understanding() -> None:
    tea = order(tea="mint teas")["tea"]

    assert tea["value"] == "mint teas"
    values = tea["resolutions"]["resolutionsPerAuthority"][0]["values"]  # type: ignore[index]
    assert values == [{"value": {"name": "mint tea", "id": "mint"}}]


def test_a_slot_can_be_given_with_its_id() -> None:
    values = order(tea={"value": "the green one", "id": "mint"})["tea"]["resolutions"]  # type: ignore[index]

    assert values["resolutionsPerAuthority"][0]["values"] == [{"value": {"name": "mint tea", "id": "mint"}}]


def test_entities_stand_in_place_of_the_models_values() -> None:
    cook = Cook(say("Fine."))
    teas = [Entity("oolong", "oolong tea")]
    echo = device(cook, Ears(teas), entities={"TEA": teas})
    echo.send_intent("OrderTeaIntent", {"tea": "mint tea"})
    echo.send_intent("OrderTeaIntent", {"tea": "oolong tea"})

    codes = [
        one["request"]["intent"]["slots"]["tea"]["resolutions"]["resolutionsPerAuthority"][0]["status"][
            "code"
        ]
        for one in cook.requests
    ]
    assert codes == ["ER_SUCCESS_NO_MATCH", "ER_SUCCESS_MATCH"]


def test_dynamic_entities_are_known_from_the_next_turn_and_can_be_cleared() -> None:
    update = {
        "type": "Dialog.UpdateDynamicEntities",
        "updateBehavior": "REPLACE",
        "types": [
            {"name": "TEA", "values": [{"id": "yuzu", "name": {"value": "yuzu", "synonyms": ["citrus"]}}]}
        ],
    }
    clear = {"type": "Dialog.UpdateDynamicEntities", "updateBehavior": "CLEAR"}
    cook = Cook(say("Now with yuzu.", update), say("Yes.", clear), say("No."))
    echo = device(cook)

    for _ in range(3):
        echo.send_intent("OrderTeaIntent", {"tea": "citrus"})

    teas = [one["request"]["intent"]["slots"]["tea"]["resolutions"] for one in cook.requests]
    codes = [
        {one["authority"].split(".")[3]: one["status"]["code"] for one in tea["resolutionsPerAuthority"]}
        for tea in teas
    ]
    own = {"amzn1": "ER_SUCCESS_NO_MATCH"}
    assert codes == [own, {**own, "dynamic": "ER_SUCCESS_MATCH"}, own]
