"""A stranger's skill, written as Amazon's documentation teaches it: ask-sdk, Lambda, dialogs delegated."""

from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_core.utils import get_dialog_state, get_slot, is_intent_name, is_request_type
from ask_sdk_model import DialogState, Intent, IntentConfirmationStatus, Slot
from ask_sdk_model.dialog import DelegateDirective

sb = SkillBuilder()


def _spoken(handler_input, words, question=None):
    builder = handler_input.response_builder.speak(words)
    return (builder.ask(question) if question else builder.set_should_end_session(True)).response


@sb.request_handler(can_handle_func=is_request_type("LaunchRequest"))
def launch(handler_input):
    return _spoken(handler_input, "Welcome to Luigi's. A pizza, or a table?", "A pizza, or a table?")


@sb.request_handler(can_handle_func=is_intent_name("OrderPizzaIntent"))
def order(handler_input):
    if get_dialog_state(handler_input) != DialogState.COMPLETED:
        return handler_input.response_builder.add_directive(DelegateDirective()).response
    if handler_input.request_envelope.request.intent.confirmation_status == IntentConfirmationStatus.DENIED:
        return _spoken(handler_input, "Then not. What else?", "What else can I do?")
    count, size, topping = (get_slot(handler_input, name).value for name in ("count", "size", "topping"))
    return _spoken(handler_input, f"Ordered: {count} {size} with {topping}.")


@sb.request_handler(can_handle_func=is_intent_name("UsualIntent"))
def usual(handler_input):
    slots = {"size": Slot(name="size", value="large"), "topping": Slot(name="topping", value="ham")}
    change = Intent(name="OrderPizzaIntent", confirmation_status=IntentConfirmationStatus.NONE, slots=slots)
    return handler_input.response_builder.add_directive(DelegateDirective(updated_intent=change)).response


@sb.request_handler(can_handle_func=is_intent_name("BookTableIntent"))
def book(handler_input):
    guests, table, day, time = (
        get_slot(handler_input, name).value for name in ("guests", "table", "day", "time")
    )
    return _spoken(handler_input, f"A table for {guests} at the {table}, {day} at {time}.")


@sb.request_handler(can_handle_func=is_intent_name("OpeningHoursIntent"))
def hours(handler_input):
    return _spoken(handler_input, "From eleven to ten. What can I do for you?", "A pizza, or a table?")


@sb.request_handler(
    can_handle_func=lambda one: (
        is_intent_name("AMAZON.HelpIntent")(one) or is_intent_name("AMAZON.FallbackIntent")(one)
    )
)
def help_(handler_input):
    return _spoken(handler_input, "You can order a pizza or book a table.", "A pizza, or a table?")


@sb.request_handler(
    can_handle_func=lambda one: (
        is_intent_name("AMAZON.StopIntent")(one) or is_intent_name("AMAZON.CancelIntent")(one)
    )
)
def stop(handler_input):
    return _spoken(handler_input, "Ciao.")


@sb.request_handler(can_handle_func=is_request_type("SessionEndedRequest"))
def ended(handler_input):
    print("session ended")  # noqa: T201  (as skills do: it must not get between the answers)
    return handler_input.response_builder.response


handler = sb.lambda_handler()
