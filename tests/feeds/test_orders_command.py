"""`voicecart orders`: the merchant's side of an order, in words and as JSON, with codes 0, 1 and 2."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from shell import Run

from skill.settings import Settings


@pytest.fixture(autouse=True)
def _demo(settings: Settings, demo_folder: Path) -> None:
    """Order 1004 is packed: an oat milk, four bananas, two muffins; 1003 has arrived."""
    shutil.copytree(demo_folder, settings.data_dir, dirs_exist_ok=True)


def test_an_order_is_sent_in_two_parcels_and_arrives_in_two(voicecart: Run) -> None:
    first = voicecart(
        "orders",
        "ship",
        "1004",
        "--line",
        "muffin-blueberry=1",
        "--line",
        "1",
        "--carrier",
        "UPS",
        "--tracking",
        "1Z",
    )
    assert (first.code, first.out) == (0, "order 1004: packed -> part_shipped (shipped 1)\n")
    assert voicecart("orders", "deliver", "1004", "--parcel", "1").out.startswith(
        "order 1004: part_shipped -> part_delivered"
    )
    assert "-> part_delivered" in voicecart("orders", "ship", "1004").out
    assert "-> delivered" in voicecart("orders", "deliver", "1004").out

    shown = json.loads(voicecart("orders", "show", "1004", "--json").out)
    assert [(one["carrier"], one["tracking"]) for one in shown["shipments"]] == [("UPS", "1Z"), ("", "")]
    assert shown["shipments"][0]["lines"] == [
        {"line": 1, "id": "milk-oat-1l", "quantity": 1},
        {"line": 3, "id": "muffin-blueberry", "quantity": 1},
    ]
    assert [one["what"] for one in shown["history"]] == [
        "placed",
        "shipped",
        "delivered",
        "shipped",
        "delivered",
    ]
    assert {one["by"] for one in shown["history"][1:]} == {"merchant"}
    assert (shown["payment_state"], shown["paid_minor"]) == ("paid", shown["total_minor"])


def test_a_return_is_announced_received_and_paid_back(voicecart: Run) -> None:
    asked = json.loads(
        voicecart("orders", "return", "1003", "--line", "eggs-12", "--why", "broken", "--json").out
    )
    (back,) = asked["returns"]
    assert (back["state"], back["reason"]) == ("requested", "broken")

    assert _waiting_for(voicecart, "returns") == ["1003"]
    assert _waiting_for(voicecart, "refunds") == []

    received = json.loads(voicecart("orders", "return", "1003", "--receive", back["number"], "--json").out)
    (refund,) = received["refunds"]
    assert (refund["amount_minor"], refund["state"], received["refunded_minor"]) == (499, "requested", 499)

    assert _waiting_for(voicecart, "returns") == []
    assert _waiting_for(voicecart, "refunds") == ["1003"]

    settled = json.loads(voicecart("orders", "refund", "1003", "--done", refund["number"], "--json").out)
    assert (settled["payment_state"], settled["owed_minor"]) == (
        "part_refunded",
        settled["total_minor"] - 499,
    )


def _waiting_for(voicecart: Run, papers: str) -> list[str]:
    listed = json.loads(voicecart("orders", "list", "--waiting-for", papers, "--json").out)
    return [order["number"] for order in listed]


def test_a_line_is_cancelled_with_a_reason(voicecart: Run) -> None:
    cancelled = json.loads(
        voicecart("orders", "cancel", "1004", "--line", "bananas=3", "--why", "bruised", "--json").out
    )

    assert [line["cancelled"] for line in cancelled["lines"]] == [0, 3, 0]
    assert (cancelled["status"], cancelled["history"][-1]["why"]) == ("packed", "bruised")


def test_what_was_paid_back_is_not_shown_as_still_to_be_paid(voicecart: Run) -> None:
    for amount in ("40", "25"):
        voicecart("orders", "refund", "1003", "--amount", amount)
    voicecart("orders", "refund", "1003", "--done", "1")

    shown = voicecart("orders", "show", "1003").out

    assert "paid back 0.40 USD, to pay back 0.25 USD" in shown


def test_an_order_is_shown_to_people(voicecart: Run) -> None:
    voicecart("orders", "return", "1003", "--line", "eggs-12")
    shown = voicecart("orders", "show", "1003").out

    assert shown.startswith("order 1003: delivered, payment paid (pay_on_delivery)\n")
    assert "3. 1 twelve pack of eggs (eggs-12): 1 shipped, 1 delivered, 1 coming back" in shown
    assert "return 1: requested" in shown


REFUSALS = (
    (1, "ship 1004 --line bananas=5", "only 4 left to ship"),
    (1, "ship 1003", "it is delivered; to ship it must be packed or part shipped"),
    (1, "deliver 1004", "it is packed; to deliver it must be"),
    (1, "deliver 1003 --parcel 9", "it is delivered; to deliver it must be"),
    (1, "return 1004", "it is packed; to ask return it must be"),
    (1, "return 1003 --receive 7", "no parcel, return or refund of that number"),
    (1, "cancel 1003", "it is delivered; to cancel"),
    (1, "refund 1003 --amount 99999", "only 31.83 USD left to let off"),
    (1, "refund 1003 --done 5", "no parcel, return or refund of that number"),
    (1, "pay 1003", "its payment is paid"),
    (2, "list --customer demo --waiting-for refunds", "not both"),
    (2, "show 77", "there is no order 77"),
    (2, "ship 1004 --line kiwi", "has no line kiwi; it has 1 milk-oat-1l, 2 bananas"),
    (2, "ship 1004 --line bananas=x", "write it like bananas=2"),
    (2, "ship 1004 --line 9", "has no line 9"),
    (2, "return 1003 --receive 1 --refuse 1", "not both"),
    (2, "return 1003 --restock", "--restock goes with --receive"),
    (2, "refund 1003", "give one of --amount, --done or --failed"),
    (2, "refund 1003 --amount 0", "0 is not in the range"),
)


def test_what_cannot_be_done_is_one_line_and_a_code(voicecart: Run) -> None:
    before = voicecart("orders", "list", "--json").out

    for code, arguments, message in REFUSALS:
        ended = voicecart("orders", *arguments.split())
        assert (ended.code, ended.out) == (code, ""), arguments
        assert message in ended.err
        assert ended.err.count("\n") == 1

    assert voicecart("orders", "list", "--json").out == before


def test_the_books_of_the_demo_shop_add_up(voicecart: Run) -> None:
    assert voicecart("orders", "audit").out == "the books add up\n"
    assert json.loads(voicecart("orders", "audit", "--json").out) == []
