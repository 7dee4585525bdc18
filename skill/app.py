"""The web door: POST /alexa, GET /health and GET /metrics, and no logic."""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, NotFound

from skill import __version__
from skill.alexa.limits import encoded
from skill.alexa.verdict import BODY_LIMIT, Refused, Verify
from skill.errors import StoreUnavailable


@dataclass(frozen=True, slots=True)
class Metrics:
    """What GET /metrics gives, and the word that it is given for."""

    read: Callable[[], str]
    content_type: str
    token: str | None = None


log = logging.getLogger(__name__)


def create_app(
    skill: Callable[[dict[str, Any]], dict[str, Any]],
    verify: Verify,
    health: Callable[[], Mapping[str, bool]],
    report: Callable[[bytes, str], bool] | None = None,
    metrics: Metrics | None = None,
) -> Flask:
    """The web application: `verify` lets a request through to `skill`, `health` says which parts work.

    `report` takes what Stripe sends, with its signature; False where that is not Stripe's.
    GET /metrics is there when `metrics` are given.
    """
    app = Flask("voicecart", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = BODY_LIMIT
    app.register_error_handler(HTTPException, _as_json)

    @app.post("/alexa")
    def alexa() -> Response:
        verdict = verify(dict(request.headers), request.get_data(cache=False))
        if isinstance(verdict, Refused):
            log.warning("request refused: %s", verdict.reason)
            return _json({"error": "request refused", "reason": verdict.reason}, 400)
        return Response(encoded(skill(verdict.envelope)), content_type="application/json;charset=UTF-8")

    if report is not None:
        _take_reports(app, report)

    @app.get("/health")
    def healthy() -> Response:
        parts = health()
        return _json({**parts, "version": __version__}, 200 if all(parts.values()) else 503)

    if metrics is not None:
        app.add_url_rule("/metrics", "metrics", partial(_measured, metrics))
    return app


def _take_reports(app: Flask, report: Callable[[bytes, str], bool]) -> None:
    @app.post("/stripe")
    def stripe() -> Response:
        try:
            good = report(request.get_data(cache=False), request.headers.get("Stripe-Signature", ""))
        except StoreUnavailable:
            return _json({"error": "the database cannot be used now"}, 503)  # it is sent again
        return _json({"received": True}, 200) if good else _json({"error": "not signed"}, 400)


def _measured(metrics: Metrics) -> Response:
    """For who knows the token; without one for this machine alone, but not through a proxy on it."""
    if metrics.token is None:
        allowed = request.remote_addr in ("127.0.0.1", "::1") and not _came_through_a_proxy()
    else:
        given = request.headers.get("Authorization", "")
        allowed = hmac.compare_digest(given.encode(), f"Bearer {metrics.token}".encode())
    if not allowed:
        raise NotFound
    try:
        return Response(metrics.read(), content_type=metrics.content_type)
    except StoreUnavailable:
        return _json({"error": "the database cannot be used now"}, 503)


def _came_through_a_proxy() -> bool:
    return any(name in request.headers for name in ("Forwarded", "X-Forwarded-For", "Via", "X-Real-IP"))


def _json(content: Mapping[str, Any], status: int) -> Response:
    return Response(json.dumps(content), status, content_type="application/json")


def _as_json(error: HTTPException) -> Response:
    """A wrong path, method or size, or a mistake of ours, in one line of JSON; headers such as Allow stay."""
    answer = _json({"error": error.name}, error.code or 500)
    answer.headers.extend([header for header in error.get_headers() if header[0] != "Content-Type"])
    return answer
