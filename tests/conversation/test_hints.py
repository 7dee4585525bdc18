"""What the session tells a device that understands by itself."""

from skill.conversation.state import Question, State, to_attributes


def test_a_yes_that_buys_is_marked_as_costly() -> None:
    assert to_attributes(State(Question("buy", ref="q1")))["costly"] == ["AMAZON.YesIntent"]


def test_a_yes_that_moves_no_money_is_not() -> None:
    assert "costly" not in to_attributes(State(Question("empty")))
