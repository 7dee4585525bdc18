"""Customers at the web door: each sends signed requests and remembers its session."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import subjects

from skill.alexa.testing import SigningAuthority

ALEXA_GIVES_SECONDS = 8
Signed = tuple[bytes, dict[str, str]]


class Customer:
    """Somebody who shops on a line of their own; safe to use from one thread."""

    def __init__(self, url: str, authority: SigningAuthority, user_id: str) -> None:
        self.user_id = user_id
        self._authority = authority
        self._line = line_to(url)
        self._remembered: Mapping[str, Any] = {}

    def asks(self, intent: str, **slots: str) -> Signed:
        """The next request, signed and not yet sent."""
        body = json.dumps(subjects.request(self.user_id, intent, slots, self._remembered)).encode()
        return body, self._authority.sign(body)

    def hear(self, answer: bytes) -> str:
        """Remember what the session is to remember, and give back what was said."""
        told = json.loads(answer)
        self._remembered = told.get("sessionAttributes", {})
        speech: str = told["response"].get("outputSpeech", {}).get("ssml", "")
        return speech

    def send(self, signed: Signed) -> str:
        """Send a request and give back what was said. OSError or HTTPException: no answer, or a refusal."""
        try:
            status, answer = post(self._line, signed)
        except (OSError, http.client.HTTPException):
            self._line.close()
            raise
        if status != 200:
            raise http.client.HTTPException(f"refused with {status}")
        return self.hear(answer)

    def say(self, intent: str, **slots: str) -> str:
        """Send a new request and give back what was said."""
        return self.send(self.asks(intent, **slots))

    def forget(self) -> None:
        """Begin a new session."""
        self._remembered = {}

    def quoted(self, product: str, quantity: int = 1) -> Signed:
        """Come to where a yes buys just this: the yes, signed and not yet sent."""
        self.forget()
        self.say("ClearCartIntent")
        self.say("AMAZON.YesIntent")
        self.forget()
        self.say("AddToCartIntent", product=product, quantity=str(quantity))
        self.say("CheckoutIntent")
        return self.asks("AMAZON.YesIntent")


def wait_until_open(url: str) -> None:
    """Wait until a server that has just been started answers, if only to refuse."""
    for _ in range(200):
        with suppress(OSError):
            post(line_to(url), (b"{}", {}))
            return
        time.sleep(0.1)


def line_to(url: str) -> http.client.HTTPConnection:
    """A connection that waits as long as Alexa does."""
    return http.client.HTTPConnection(urlsplit(url).netloc, timeout=ALEXA_GIVES_SECONDS)


def post(line: http.client.HTTPConnection, signed: Signed) -> tuple[int, bytes]:
    """Send signed bytes: the status and the body of the answer."""
    body, headers = signed
    line.request("POST", "/alexa", body, {"Content-Type": "application/json", **headers})
    answer = line.getresponse()
    return answer.status, answer.read()
