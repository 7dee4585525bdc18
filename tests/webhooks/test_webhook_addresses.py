"""Where one may send to: an address is judged after it was looked up, and the judged one is used."""

from __future__ import annotations

import ipaddress
import socket
from datetime import UTC, datetime

import pytest

from skill.webhooks.addresses import Place, Refused, place_of
from skill.webhooks.delivering import LONGEST_WAIT, TRIES_AFTER, next_wait
from skill.webhooks.sending import seconds_to_wait

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _named(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)


@pytest.mark.parametrize(
    "address",
    ["10.0.0.1", "172.16.1.1", "192.168.1.1", "127.0.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
     "224.0.0.1", "::1", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::"],
)  # fmt: skip
def test_an_internal_address_is_refused_whatever_its_name(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _named(monkeypatch, address)

    assert isinstance(place_of("https://looks.fine.example/hook"), Refused)


def test_one_internal_address_among_others_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    _named(monkeypatch, "93.184.215.14", "10.0.0.1")

    assert isinstance(place_of("https://two.example/"), Refused)


def test_the_address_that_was_judged_is_the_one_that_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    _named(monkeypatch, "93.184.215.14")

    assert place_of("https://shop.example:8443/hook?a=1") == Place(
        "https", "shop.example", 8443, "/hook?a=1", ("93.184.215.14",)
    )


def test_a_setting_opens_a_network_inside() -> None:
    inside = [ipaddress.ip_network("127.0.0.0/8")]

    assert isinstance(place_of("http://127.0.0.1:9/x", inside), Place)
    assert isinstance(place_of("http://127.0.0.1:9/x"), Refused)


def test_only_loopback_goes_without_https(monkeypatch: pytest.MonkeyPatch) -> None:
    _named(monkeypatch, "10.0.0.1")

    assert isinstance(place_of("http://inside.example/", [ipaddress.ip_network("10.0.0.0/8")]), Refused)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "shop.example",
        "ftp://shop.example/",
        "https://",
        "https://u:p@1.1.1.1/",
        "https://1.1.1.1:x/",
        "https://[::1",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    assert isinstance(place_of(url), Refused)


def test_the_times_between_tries_are_those_of_the_standard() -> None:
    hours = [wait / 3600 for wait in TRIES_AFTER[3:]]

    assert TRIES_AFTER[:3] == (5, 300, 1800)
    assert hours == [2, 5, 10, 14, 20, 24]
    assert next_wait(10, 0, 1) is None


def test_a_receiver_may_ask_for_more_time_but_not_for_ever() -> None:
    assert next_wait(1, 0, 1.1) == pytest.approx(5.5)
    assert next_wait(1, 60, 1.1) == 60
    assert next_wait(1, 10**9, 1.1) == LONGEST_WAIT


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("120", 120), ("Sun, 01 Mar 2026 12:02:00 GMT", 120), ("Sun, 01 Mar 2026 11:00:00 GMT", 0),
     ("soon", 0), ("-5", 0), (None, 0), ("", 0)],
)  # fmt: skip
def test_retry_after_is_a_number_of_seconds_or_a_date(said: str | None, seconds: int) -> None:
    assert seconds_to_wait(said, NOW) == seconds
