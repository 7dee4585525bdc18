"""What was paid outside is noted by hand, but not while a card is being charged for it."""

from datetime import UTC, datetime

from shell import Run

from skill.bootstrap import open_shop
from skill.commerce.rules.money import Money
from skill.commerce.rules.order import Order, OrderLine
from skill.commerce.rules.payment import Account, Attempt, AttemptState, Charge
from skill.settings import Settings

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
USD = Money(0, "USD")


def an_order_by_card(state: AttemptState) -> str:
    """The number of an order whose card is being charged, or has been tried."""
    shop = open_shop(Settings.from_environment())
    with shop.store.writing() as uow:
        customer = uow.customers.of_user("ann")
        lines = (OrderLine("tea", "tea", 1, Money(300, "USD")),)
        order = Order("", customer.id, "placed", NOW, lines, USD, USD, None, "card", quote_id="q1")
        number = uow.orders.place(order).number
        charge = Charge("q1", number, Money(300, "USD"), Account("cus_1", "pm_1"), NOW)
        uow.payments.open(Attempt(charge, customer.id))
        if state != "open":
            uow.payments.settle(Attempt(charge, customer.id, state), NOW, unless=())
        uow.commit()
    shop.close()
    return number


def test_an_order_whose_card_is_being_charged_is_not_paid_by_hand(voicecart: Run) -> None:
    number = an_order_by_card("open")

    refused = voicecart("orders", "pay", number)

    assert refused.code == 1
    assert refused.err.strip() == (
        f"voicecart: the card of order {number} is being charged: let `voicecart worker` finish it first"
    )


def test_an_order_whose_card_was_refused_is_paid_by_hand(voicecart: Run) -> None:
    number = an_order_by_card("declined")

    assert voicecart("orders", "pay", number).code == 0
