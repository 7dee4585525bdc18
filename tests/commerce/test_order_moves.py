"""What may happen to an order, line by line, and what it means for the money."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.commerce.rules.deeds import (
    ALLOWED,
    AskReturn,
    Cancel,
    Deliver,
    LetOff,
    Pack,
    Pay,
    Raise,
    Readdress,
    Refused,
    RefuseReturn,
    SettleRefund,
    Ship,
    TakeBack,
)
from skill.commerce.rules.money import Money
from skill.commerce.rules.moves import apply
from skill.commerce.rules.order import Order, OrderLine, Status, caught_up, with_tax_shares
from skill.commerce.rules.owing import line_amounts, of_units, owed
from skill.commerce.rules.papers import Papers, Refund, Return, Shipment, Units

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def dollars(minor):
    return Money(minor, "USD")


def order(status="placed", *, payment="pay_on_delivery", tax=10, delivery=350, **more):
    lines = (OrderLine("milk", "milk", 2, dollars(249)), OrderLine("tea", "tea", 3, dollars(100)))
    made = Order("1", "ann", status, NOON, lines, dollars(tax), dollars(delivery), "1 Mill Lane", payment)
    return replace(caught_up(made), **more)


def paid(status="placed"):
    return order(status, payment="invoice", payment_state="paid", paid_minor=order().total.minor)


def after(start, *deeds, papers=None):
    """The order after some deeds that are allowed, with its papers as the store would keep them."""
    papers = papers or Papers()
    for deed in deeds:
        step = apply(start, papers, deed, NOON)
        assert not isinstance(step, Refused), step
        start, papers = step.order, filed(papers, step.papers)
    return start, papers


def filed(papers, new):
    for paper in new:
        name = {Shipment: "shipments", Return: "returns", Refund: "refunds"}[type(paper)]
        kept = list(getattr(papers, name))
        if paper.id:
            kept[paper.id - 1] = paper
        else:
            kept.append(replace(paper, id=len(kept) + 1))
        papers = replace(papers, **{name: tuple(kept)})
    return papers


def refusal(start, deed, papers=None, at=NOON):
    step = apply(start, papers or Papers(), deed, at)
    assert isinstance(step, Refused)
    return step.why, step.most


@pytest.mark.parametrize(
    ("deed", "statuses"),
    [
        (Pack(), ["placed"]),
        (Ship(), ["packed"]),
        (Deliver(), ["shipped"]),
        (Cancel(), ["placed", "packed"]),
        (Raise((Units(0, 1),)), ["placed"]),
        (Readdress("2 High Street"), ["placed", "packed"]),
        (AskReturn(), ["delivered"]),
    ],
)
def test_a_whole_order_goes_from_the_counter_to_the_door_and_not_back(deed, statuses):
    whole = ("placed", "packed", "shipped", "delivered", "cancelled")
    done = [one for one in whole if not isinstance(apply(order(one), Papers(), deed, NOON), Refused)]
    assert done == statuses


def test_the_table_knows_every_status():
    assert {status for statuses in ALLOWED.values() for status in statuses} == set(get_args(Status))


def test_what_is_shipped_in_parts_is_delivered_in_parts():
    first, papers = after(order("packed"), Ship((Units(0, 1), Units(1, 3)), "UPS", "1Z"))
    assert first.status == "part_shipped"
    arrived, papers = after(first, Deliver(1), papers=papers)
    assert arrived.status == "part_delivered"
    rest, papers = after(arrived, Ship(), papers=papers)
    assert [parcel.units for parcel in papers.shipments] == [(Units(0, 1), Units(1, 3)), (Units(0, 1),)]
    assert after(rest, Deliver(), papers=papers)[0].status == "delivered"


def test_no_line_is_shipped_twice():
    part, papers = after(order("packed"), Ship((Units(0, 2),)))
    assert refusal(part, Ship((Units(0, 1),)), papers) == ("too_many", 0)
    assert refusal(part, Ship((Units(1, 2), Units(1, 2))), papers) == ("too_many", 3)
    assert refusal(part, Ship((Units(2, 1),)), papers) == ("no_such_line", None)


def test_a_parcel_arrives_once():
    sent, papers = after(order("packed"), Ship((Units(0, 1),)), Deliver(1))
    assert refusal(sent, Deliver(1), papers) == ("settled", None)
    assert refusal(sent, Deliver(9), papers) == ("no_such_paper", None)
    assert refusal(sent, Deliver(), papers) == ("nothing", None)


def test_the_rest_of_an_order_that_left_in_part_can_be_cancelled():
    part, papers = after(order("packed"), Ship((Units(0, 2),)))
    step = apply(part, papers, Cancel(), NOON)
    assert (step.order.status, step.to_shelf) == ("shipped", (Units(1, 3),))
    assert refusal(step.order, Cancel(), papers) == ("status", None)


def test_an_order_whose_lines_are_all_cancelled_is_cancelled():
    gone, _ = after(order(), Cancel((Units(0, 2),)), Cancel((Units(1, 3),)))
    assert gone.status == "cancelled"
    assert owed(gone) == dollars(0)


def test_who_has_not_paid_gets_nothing_back():
    step = apply(order(), Papers(), Cancel(), NOON)
    assert (step.papers, step.amount_minor) == ((), 0)


def test_who_has_paid_gets_back_what_is_cancelled_and_with_the_last_line_the_delivery():
    milk, papers = after(paid(), Cancel((Units(0, 2),)))
    assert [refund.amount for refund in papers.refunds] == [dollars(498 + 6)]
    _, papers = after(milk, Cancel(), papers=papers)
    assert sum(refund.amount.minor for refund in papers.refunds) == order().total.minor


def test_what_is_paid_on_delivery_is_paid_for_what_was_handed_over():
    part, papers = after(order("packed"), Ship((Units(1, 3),)), Deliver())
    assert (part.payment_state, part.paid_minor) == ("due", 300 + 4 + 350)
    whole, _ = after(part, Ship(), Deliver(), papers=papers)
    assert (whole.payment_state, whole.paid_minor) == ("paid", whole.total.minor)


def test_an_order_whose_rest_is_cancelled_after_the_delivery_is_paid_and_over():
    part, papers = after(order("packed"), Ship((Units(1, 3),)), Deliver())
    over, papers = after(part, Cancel(), papers=papers)
    assert (over.status, over.payment_state, over.paid_minor) == ("delivered", "paid", 300 + 4 + 350)
    assert (owed(over).minor, papers.refunds) == (over.paid_minor, ())


def test_nobody_pays_less_than_nothing():
    assert refusal(order(), Pay("paid", -1)) == ("nothing", None)


def test_a_return_is_paid_back_when_it_has_arrived_and_the_delivery_is_kept():
    asked, papers = after(order("delivered"), AskReturn((Units(0, 1),)))
    assert (asked.lines[0].coming_back, papers.refunds) == (1, ())
    taken, papers = after(asked, TakeBack(1), papers=papers)
    assert [refund.amount for refund in papers.refunds] == [dollars(249 + 3)]
    everything, papers = after(taken, AskReturn(), TakeBack(2), papers=papers)
    assert sum(refund.amount.minor for refund in papers.refunds) == everything.total.minor - 350


def test_only_what_can_be_sold_again_goes_back_on_the_shelf():
    asked, papers = after(order("delivered"), AskReturn((Units(1, 2),)))
    assert apply(asked, papers, TakeBack(1), NOON).to_shelf == ()
    assert apply(asked, papers, TakeBack(1, restock=True), NOON).to_shelf == (Units(1, 2),)


def test_the_same_goods_are_returned_once():
    asked, papers = after(order("delivered"), AskReturn((Units(0, 2),)))
    assert refusal(asked, AskReturn((Units(0, 1),)), papers) == ("too_many", 0)
    taken, papers = after(asked, TakeBack(1), papers=papers)
    assert refusal(taken, TakeBack(1), papers) == ("settled", None)
    assert refusal(taken, RefuseReturn(1), papers) == ("settled", None)


def test_a_refused_return_leaves_the_goods_with_the_customer():
    refused, papers = after(order("delivered"), AskReturn(), RefuseReturn(1))
    assert (refused.lines[0].returnable, papers.refunds) == (2, ())


def test_returns_are_taken_until_the_last_moment_of_the_window():
    late = NOON + timedelta(days=30, seconds=1)
    assert refusal(order("delivered"), AskReturn(days=30), at=late) == ("too_late", 30)
    assert apply(order("delivered"), Papers(), AskReturn(days=30), NOON + timedelta(days=30)).units


def test_more_of_a_line_costs_the_price_of_then_and_its_tax():
    more, _ = after(order(), Raise((Units(0, 2),)))
    assert more.total == order().total + dollars(2 * 249 + 6)
    assert refusal(paid(), Raise((Units(0, 1),))) == ("already_paid", None)
    assert refusal(order(), Raise((Units(0, 98),))) == ("too_many", 97)


def test_a_refund_is_carried_out_once_and_a_failed_one_may_be_tried_again():
    cancelled, papers = after(paid(), Cancel(), SettleRefund(1, done=False))
    assert (cancelled.payment_state, papers.refunds[0].state) == ("paid", "failed")
    settled, papers = after(cancelled, SettleRefund(1), papers=papers)
    assert settled.payment_state == "refunded"
    assert refusal(settled, SettleRefund(1), papers) == ("settled", None)
    assert refusal(settled, SettleRefund(7), papers) == ("no_such_paper", None)


def test_what_the_merchant_lets_off_is_paid_back_and_not_paid_back_again():
    kind, papers = after(paid(), LetOff(200))
    assert [refund.amount for refund in papers.refunds] == [dollars(200)]
    _, papers = after(kind, Cancel(), papers=papers)
    assert sum(refund.amount.minor for refund in papers.refunds) == order().total.minor
    assert refusal(paid(), LetOff(order().total.minor + 1)) == ("too_many", order().total.minor)


def test_money_that_comes_in_for_a_cancelled_order_goes_back():
    cancelled, _ = after(order(payment="card"), Cancel())
    _, papers = after(cancelled, Pay("paid", order().total.minor))
    assert [refund.amount for refund in papers.refunds] == [order().total]


def test_money_goes_only_where_the_table_says():
    assert refusal(paid(), Pay("paid", 1)) == ("payment_state", None)
    assert after(order(), Pay("failed"), Pay("authorised"), Pay("paid", 5))[0].payment_state == "paid"


AMOUNTS = st.integers(0, 10**7)


@given(AMOUNTS, st.integers(1, 99), st.data())
def test_units_of_a_line_add_up_to_the_line(amount, of, data):
    first = data.draw(st.integers(0, of))
    assert 0 <= of_units(amount, first, of) <= amount
    assert of_units(amount, of, of) == amount


@given(
    st.integers(0, 5000),
    st.lists(st.tuples(st.integers(1, 99), st.integers(1, 10**5)), min_size=1, max_size=6),
)
def test_lines_with_their_tax_add_up_to_the_goods_and_the_tax(tax, lines):
    made = tuple(OrderLine("x", "x", quantity, dollars(minor)) for quantity, minor in lines)
    whole = with_tax_shares(replace(order(tax=tax), lines=made))
    assert sum(line_amounts(whole)) == whole.subtotal.minor + tax
