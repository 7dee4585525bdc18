"""`voicecart webhooks`, `customer`, `orders export`, `report`: what a merchant types and reads."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from skill.bootstrap import open_shop
from skill.cli import voicecart
from skill.commerce.people import Customer
from skill.commerce.rules.money import Money
from skill.commerce.rules.order import Order, order_lines
from skill.commerce.rules.quote import QuoteLine
from skill.errors import VoicecartError
from skill.settings import Settings


@pytest.fixture(autouse=True)
def shop_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_database: Path) -> None:
    shutil.copy(empty_database, tmp_path)
    monkeypatch.setenv("VOICECART_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("VOICECART_WEBHOOK_NETWORKS", "127.0.0.0/8")
    shop = open_shop(Settings.from_environment())
    line = QuoteLine("tea", 'Tea, "the best"', 2, Money(250, "USD"))
    with shop.store.writing() as uow:
        uow.customers.put(Customer("ann", "Ann", "ann@example.com", "1 Mill Lane"), "echo-1")
        uow.orders.place(
            Order("", "ann", "placed", shop.clock(), order_lines([line]), Money(0, "USD"), Money(99, "USD"),
                  "1 Mill Lane", "pay_on_delivery")
        )  # fmt: skip
        uow.commit()
    shop.close()


def _run(*words: str, say: str | None = None) -> Result:
    return CliRunner().invoke(voicecart, words, input=say)


def _read(*words: str) -> object:
    done = _run(*words)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_a_webhook_is_added_listed_switched_off_and_removed() -> None:
    added = _run("webhooks", "add", "http://127.0.0.1:9/hook")
    assert "secret: whsec_" in added.output
    assert isinstance(_run("webhooks", "add", "http://127.0.0.1:9/hook").exception, VoicecartError)
    assert "whsec_" not in _run("webhooks", "list").output

    assert _run("webhooks", "enable", "1", "--off").exit_code == 0
    (listed,) = _read("webhooks", "list", "--json")  # type: ignore[misc]
    assert (listed["id"], listed["enabled"]) == (1, False)
    renewed = _run("webhooks", "rotate-secret", "http://127.0.0.1:9/hook").output
    assert "secret: whsec_" in renewed and added.output.split()[-1] not in renewed

    assert _run("webhooks", "remove", "1").exit_code == 0
    assert isinstance(_run("webhooks", "remove", "1").exception, VoicecartError)


@pytest.mark.parametrize("url", ["http://10.0.0.1/", "nonsense", "https://user:secret@127.0.0.1/"])
def test_an_address_that_cannot_be_used_is_refused_in_one_line(url: str) -> None:
    refused = _run("webhooks", "add", url).exception

    assert isinstance(refused, VoicecartError)
    assert "\n" not in str(refused)


def test_a_webhook_that_does_not_answer_fails_its_test() -> None:
    _run("webhooks", "add", "http://127.0.0.1:9/hook")

    tried = _run("webhooks", "test", "1")
    assert (tried.exit_code, "no connection" in tried.output) == (1, True)


def test_nothing_was_given_up_yet() -> None:
    assert _read("webhooks", "dead", "--json") == []
    assert _run("webhooks", "retry", "--all").output == "0 to be sent again\n"
    assert _run("webhooks", "retry").exit_code == 2
    assert _run("webhooks", "retry", str(10**30)).exit_code == 2
    assert "the others were not given up" in _run("webhooks", "retry", "99").stderr


def test_orders_go_out_as_lines_of_json_and_as_a_table() -> None:
    order = json.loads(_run("orders", "export").stdout)
    assert (order["order_number"], order["status"]) == ("1001", "confirmed")
    assert [one["amount"] for one in order["totals"] if one["type"] == "total"] == [599]
    assert "Mill Lane" not in json.dumps(order)

    (row,) = csv.DictReader(io.StringIO(_run("orders", "export", "--format", "csv").stdout))
    assert (row["line_title"], row["line_ordered"], row["total"]) == ('Tea, "the best"', "2", "599")
    assert _run("orders", "export", "--since", "2999-01-01").stdout == ""
    assert _run("orders", "export", "--since", "yesterday").exit_code == 2


def test_a_customer_reads_what_is_kept_and_is_forgotten() -> None:
    kept = _read("customer", "export", "--user", "echo-1")
    assert isinstance(kept, dict)
    assert kept["customers"][0]["email"] == "ann@example.com"
    assert len(kept["orders"]) == 1

    assert _run("customer", "erase", "ann", say="n\n").exit_code == 1
    assert "customer 1" in _run("customer", "erase", "ann", "--yes").output
    assert "nobody" in _run("customer", "erase", "ann", "--yes").output
    assert isinstance(_run("customer", "export", "ann").exception, VoicecartError)
    assert "name the customer by ID or by --user" in _run("customer", "export", "").stderr
    assert _run("customer", "export").exit_code == 2


def test_a_customer_agrees_to_be_reminded() -> None:
    assert _run("customer", "reminders", "ann").output == "reminders for ann: on\n"
    assert _run("customer", "reminders", "ann", "--off").output == "reminders for ann: off\n"


def test_the_report_has_a_row_a_day() -> None:
    rows = _read("report", "--days", "3", "--json")

    assert isinstance(rows, list)
    assert [row["orders"] for row in rows] == [0, 0, 0]
    assert len(_run("report").output.splitlines()) == 9
