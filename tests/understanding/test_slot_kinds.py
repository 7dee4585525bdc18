"""Slots of all kinds in a stranger's model: several values, built-in types plain and extended, dynamic."""

from datetime import datetime
from typing import Any

import pytest

from local_voice.envelope import slot as told
from local_voice.understanding import Context, Entity, Understanding, compile_model

FRIDAY = Context(now=datetime(2026, 11, 27, 12))


def named(name: str, *synonyms: str, id_: str) -> dict[str, Any]:
    return {"id": id_, "name": {"value": name, "synonyms": list(synonyms)}}


TRAVEL: dict[str, Any] = {
    "languageModel": {
        "invocationName": "trip planner",
        "intents": [
            {
                "name": "PlanIntent",
                "slots": [
                    {"name": "activity", "type": "ACTIVITY", "multipleValues": {"enabled": True}},
                    {"name": "when", "type": "AMAZON.DATE"},
                ],
                "samples": [
                    "plan a trip to go {activity}",
                    "plan a trip {when}",
                    "plan a trip to go {activity} {when}",
                ],
            },
            {
                "name": "PaintIntent",
                "slots": [{"name": "color", "type": "AMAZON.Color"}],
                "samples": ["paint the van {color}"],
            },
            {
                "name": "MoveIntent",
                "slots": [{"name": "state", "type": "AMAZON.US_STATE"}],
                "samples": ["drive us to {state}"],
            },
            {
                "name": "MeetIntent",
                "slots": [{"name": "who", "type": "AMAZON.FirstName"}],
                "samples": ["meet up with {who}"],
            },
            {"name": "AMAZON.StopIntent", "samples": []},
        ],
        "types": [
            {
                "name": "ACTIVITY",
                "values": [
                    named("hiking", "walking", id_="HIKE"),
                    named("camping", id_="CAMP"),
                    named("fishing", id_="FISH"),
                    named("bed and breakfast", id_="BB"),
                ],
            },
            {"name": "AMAZON.US_STATE", "values": [named("the golden state", "golden state", id_="CA")]},
        ],
    }
}


@pytest.fixture(scope="module")
def travel() -> Understanding:
    return compile_model(TRAVEL)


@pytest.mark.parametrize(
    ("said", "values", "ids"),
    [
        (
            "plan a trip to go hiking, camping, and fishing",
            ["hiking", "camping", "fishing"],
            "HIKE CAMP FISH",
        ),
        ("plan a trip to go hiking and camping", ["hiking", "camping"], "HIKE CAMP"),
        ("plan a trip to go walking camping fishing", ["walking", "camping", "fishing"], "HIKE CAMP FISH"),
        ("plan a trip to go hiking and bed and breakfast", ["hiking", "bed and breakfast"], "HIKE BB"),
        ("plan a trip to go hiking and ice climbing", ["hiking", "ice climbing"], "HIKE"),
    ],
)
def test_several_values_are_told_apart(travel: Understanding, said: str, values: list[str], ids: str) -> None:
    activity = travel.understand(said, FRIDAY).slots["activity"]

    assert [one.value for one in activity.values] == values
    assert " ".join(one.id for value in activity.values for one in value.resolved) == ids


def test_several_values_reach_the_skill_as_a_list(travel: Understanding) -> None:
    activity = travel.understand("plan a trip to go hiking and paragliding", FRIDAY).slots["activity"]

    sent = told("activity", activity, application_id="app", type_name="ACTIVITY")

    assert sent["slotValue"]["type"] == "List"
    assert "value" not in sent
    hiking, paragliding = sent["slotValue"]["values"]
    assert (hiking["type"], hiking["value"]) == ("Simple", "hiking")
    assert hiking["resolutions"]["resolutionsPerAuthority"][0]["values"] == [
        {"value": {"name": "hiking", "id": "HIKE"}}
    ]
    assert paragliding["resolutions"]["resolutionsPerAuthority"][0]["status"]["code"] == "ER_SUCCESS_NO_MATCH"


def test_a_single_value_is_told_as_ever(travel: Understanding) -> None:
    activity = travel.understand("plan a trip to go camping", FRIDAY).slots["activity"]

    assert (activity.value, activity.values) == ("camping", ())
    assert told("activity", activity, application_id="a", type_name="T")["slotValue"]["type"] == "Simple"


def test_a_whole_name_with_an_and_in_it_is_one_value(travel: Understanding) -> None:
    activity = travel.understand("plan a trip to go bed and breakfast", FRIDAY).slots["activity"]

    assert [one.id for one in activity.resolved] == ["BB"]


def test_a_date_stands_beside_other_slots(travel: Understanding) -> None:
    slots = travel.understand("plan a trip to go camping next weekend", FRIDAY).slots

    assert (slots["activity"].value, slots["when"].value) == ("camping", "2026-W49-WE")


def test_a_plain_built_in_type_has_no_resolutions(travel: Understanding) -> None:
    for said, name, value in (
        ("paint the van dark green", "color", "dark green"),
        ("paint the van burnt umber", "color", "burnt umber"),
        ("meet up with dorothea", "who", "dorothea"),
    ):
        slot = travel.understand(said).slots[name]
        assert (slot.value, slot.status, slot.resolved) == (value, None, ())


def test_an_extended_built_in_type_resolves_its_own_values(travel: Understanding) -> None:
    own = travel.understand("drive us to the golden state").slots["state"]
    amazons = travel.understand("drive us to north dakota").slots["state"]

    assert (own.status, [one.id for one in own.resolved]) == ("ER_SUCCESS_MATCH", ["CA"])
    assert (amazons.value, amazons.status) == ("north dakota", "ER_SUCCESS_NO_MATCH")


def test_dynamic_entities_are_understood_beside_the_models_own(travel: Understanding) -> None:
    now = Context(entities={"ACTIVITY": [Entity("SURF", "wave riding", ("surfing",))]})

    surfing = travel.understand("plan a trip to go surfing", now).slots["activity"]
    hiking = travel.understand("plan a trip to go hiking", now).slots["activity"]
    later = travel.understand("plan a trip to go surfing").slots["activity"]

    assert (surfing.status, [one.id for one in surfing.dynamic or ()]) == ("ER_SUCCESS_NO_MATCH", ["SURF"])
    assert (hiking.status, hiking.dynamic) == ("ER_SUCCESS_MATCH", ())
    assert later.dynamic is None


def test_both_authorities_are_sent(travel: Understanding) -> None:
    now = Context(entities={"ACTIVITY": [Entity("SURF", "surfing")]})
    surfing = travel.understand("plan a trip to go surfing", now).slots["activity"]

    sent = told("activity", surfing, application_id="app", type_name="ACTIVITY")

    assert [
        (one["authority"], one["status"]["code"]) for one in sent["resolutions"]["resolutionsPerAuthority"]
    ] == [
        ("amzn1.er-authority.echo-sdk.app.ACTIVITY", "ER_SUCCESS_NO_MATCH"),
        ("amzn1.er-authority.echo-sdk.dynamic.app.ACTIVITY", "ER_SUCCESS_MATCH"),
    ]
