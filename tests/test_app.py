"""The web door beside the verification: what it answers to wrong paths, and how it says that it is well."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from skill import __version__
from skill.alexa.verdict import BODY_LIMIT
from skill.alexa.verification import parse_only
from skill.app import Metrics, create_app

WELL = {"database": True, "index": True}


def client(
    skill: Callable[[dict[str, Any]], dict[str, Any]] = lambda envelope: envelope,
    health: Callable[[], Mapping[str, bool]] = lambda: WELL,
) -> FlaskClient:
    return create_app(skill, parse_only, health).test_client()


def test_an_envelope_is_answered_in_utf_8() -> None:
    answer = client(lambda envelope: {"said": "crème 🥐"}).post("/alexa", data=b"{}")

    assert answer.status_code == 200
    assert answer.content_type == "application/json;charset=UTF-8"
    assert answer.data.decode() == '{"said":"crème 🥐"}'


def test_what_is_not_json_is_refused() -> None:
    answer = client().post("/alexa", data=b"hello")

    assert answer.status_code == 400
    assert answer.json == {"error": "request refused", "reason": "body-not-json"}


def test_a_shop_that_is_well_says_so() -> None:
    answer = client().get("/health")

    assert answer.status_code == 200
    assert answer.json == {"database": True, "index": True, "version": __version__}


def test_a_shop_that_is_not_well_says_what_is_missing() -> None:
    answer = client(health=lambda: {"database": True, "index": False}).get("/health")

    assert answer.status_code == 503
    assert answer.json == {"database": True, "index": False, "version": __version__}


@pytest.mark.parametrize(
    ("method", "path", "status", "name"),
    [
        ("GET", "/alexa", 405, "Method Not Allowed"),
        ("POST", "/health", 405, "Method Not Allowed"),
        ("GET", "/", 404, "Not Found"),
        ("POST", "/alexa/../../etc/passwd", 404, "Not Found"),
    ],
)
def test_a_wrong_path_or_method_is_told_in_json(method: str, path: str, status: int, name: str) -> None:
    answer = client().open(path, method=method)

    assert answer.status_code == status
    assert answer.json == {"error": name}


def test_a_wrong_method_is_told_the_right_one() -> None:
    assert "POST" in client().get("/alexa").headers["Allow"]


def test_a_body_that_is_too_large_is_not_read() -> None:
    answer = client().post("/alexa", data=b"x" * (BODY_LIMIT + 1))

    assert answer.status_code == 413
    assert answer.json == {"error": "Request Entity Too Large"}


def test_a_mistake_of_ours_shows_nothing_of_the_inside() -> None:
    def skill(envelope: dict[str, Any]) -> dict[str, Any]:
        raise RuntimeError("Ada Lovelace")

    answer = client(skill).post("/alexa", data=b"{}")

    assert answer.status_code == 500
    assert answer.json == {"error": "Internal Server Error"}


MEASURED = Metrics(lambda: "voicecart_orders_total 1\n", "text/plain")


def test_figures_are_for_this_machine_alone() -> None:
    app = create_app(lambda envelope: envelope, parse_only, lambda: WELL, metrics=MEASURED).test_client()

    assert app.get("/metrics").data == b"voicecart_orders_total 1\n"
    assert app.get("/metrics", environ_base={"REMOTE_ADDR": "203.0.113.7"}).status_code == 404
    assert app.get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 404


def test_figures_are_for_who_knows_the_token() -> None:
    told = replace(MEASURED, token="correct horse")
    app = create_app(lambda envelope: envelope, parse_only, lambda: WELL, metrics=told).test_client()

    assert app.get("/metrics").status_code == 404
    assert app.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    from_afar = {"Authorization": "Bearer correct horse", "X-Forwarded-For": "203.0.113.7"}
    assert app.get("/metrics", headers=from_afar).status_code == 200


def test_without_figures_there_is_no_such_page() -> None:
    assert client().get("/metrics").status_code == 404
