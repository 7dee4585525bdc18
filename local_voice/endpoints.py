"""Somebody's skill by its address: an HTTP endpoint, or a Python callable as AWS Lambda calls it.

Raises VoiceError for an address that leads nowhere, and SkillFailure when a single answer does not come.
"""

from __future__ import annotations

import contextlib
import http.client
import importlib
import inspect
import json
import socket
import sys
import threading
import traceback
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from local_voice.envelope import Json
from local_voice.errors import VoiceError
from local_voice.exchange import PATIENCE_S, Skill, SkillFailure

Sign = Callable[[bytes], Mapping[str, str]]
"""Headers that prove a body."""

MAX_ANSWER = 1_000_000
"""Bytes that are read of an answer; Alexa takes far fewer."""


def open_endpoint(address: str, folder: Path | None = None) -> Skill:
    """The skill at `http://host/path` or in `module:handler`; VoiceError says why there is none.

    A module is looked for in `folder` first, and in the current one.
    """
    if address.lower().startswith(("http://", "https://")):
        skill = posting(address)
        _check_open(_parts(address))
        return skill
    return calling(address, folder)


def posting(url: str, sign: Sign | None = None) -> Skill:
    """The skill behind `url`; with `sign` each body is signed."""
    place = _parts(url)

    def skill(envelope: Json) -> Json:
        body = json.dumps(envelope).encode()
        status, answer = _post(place, body, sign(body) if sign else {})
        if status != 200:
            words = " ".join(answer[:200].decode("utf-8", "replace").split())
            raise SkillFailure(f"HTTP {status} {words}".strip())
        try:
            response: Json = json.loads(answer)
        except ValueError:
            raise SkillFailure(f"the answer of {url} is not JSON") from None
        return response

    return skill


def calling(address: str, folder: Path | None = None) -> Skill:
    """The skill in `module:handler`, a function of (event, context) or of the event alone.

    What it prints goes to standard error.
    """
    for place in dict.fromkeys((str(Path.cwd()), str((folder or Path.cwd()).resolve()))):
        if place not in sys.path:
            sys.path.insert(0, place)
    handler = _handler(address)
    takes_context = _takes_context(handler)

    def skill(envelope: Json) -> Json:
        arguments = (envelope, LambdaContext()) if takes_context else (envelope,)
        with contextlib.redirect_stdout(sys.stderr):
            answer: Json = _in_time(lambda: handler(*arguments))
        return answer

    return skill


@dataclass(frozen=True, slots=True)
class LambdaContext:
    """The second argument of a Lambda handler, as far as skills look at it."""

    function_name: str = "local"
    function_version: str = "$LATEST"
    invoked_function_arn: str = "arn:aws:lambda:us-east-1:000000000000:function:local"
    memory_limit_in_mb: str = "512"
    aws_request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    log_group_name: str = "/aws/lambda/local"
    log_stream_name: str = "local"

    def get_remaining_time_in_millis(self) -> int:
        return int(1000 * PATIENCE_S)


def _in_time(call: Callable[[], Any]) -> Any:
    """What a call gives within Alexa's patience; a handler that hangs is left behind in its thread."""
    outcome: list[Any] = []
    mistake: list[BaseException] = []

    def work() -> None:
        try:
            outcome.append(call())
        except BaseException as wrong:
            mistake.append(wrong)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(PATIENCE_S)
    if mistake:
        raise SkillFailure(_told(mistake[0]))
    if not outcome:
        raise SkillFailure(f"no answer within {PATIENCE_S:g} s", "ENDPOINT_TIMEOUT")
    return outcome[0]


def _told(mistake: BaseException) -> str:
    """One line on what a skill raised, and where."""
    frames = traceback.extract_tb(mistake.__traceback__)
    where = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    return " ".join(f"the skill raised {type(mistake).__name__}: {mistake}{where}".split())


def _handler(address: str) -> Callable[..., Any]:
    module_name, colon, path = address.partition(":")
    if not colon or not module_name or not path:
        raise VoiceError(f"{address!r} is no endpoint: give a URL or module:handler")
    handler: Any = _module(module_name)
    for part in path.split("."):
        if not hasattr(handler, part):
            raise VoiceError(f"the module {module_name} has no {path}")
        handler = getattr(handler, part)
    if not callable(handler):
        raise VoiceError(f"{address} cannot be called: it is {type(handler).__name__}")
    return handler  # type: ignore[no-any-return]  # hasattr and callable leave it Any


def _module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as missing:
        if missing.name and (name == missing.name or name.startswith(f"{missing.name}.")):
            raise VoiceError(f"there is no module {name}, here or among the installed ones") from None
        raise VoiceError(f"the module {name} cannot be imported: {missing}") from None
    except Exception as wrong:
        raise VoiceError(f"the module {name} cannot be imported: {_told(wrong)}") from None


def _takes_context(handler: Callable[..., Any]) -> bool:
    try:
        inspect.signature(handler).bind(None, None)
    except TypeError:
        return False
    except ValueError:
        return True  # a builtin that does not tell: as on Lambda
    return True


def _parts(url: str) -> SplitResult:
    try:
        place = urlsplit(url)
        if place.hostname and place.hostname.encode("idna") and (place.port is None or place.port):
            return place
    except ValueError:
        pass
    raise VoiceError(f"{url!r} is no address of a skill: write it like http://localhost:3000/alexa")


def _port(place: SplitResult) -> int:
    return place.port or (443 if place.scheme == "https" else 80)


def _check_open(place: SplitResult) -> None:
    """Somebody listens there."""
    try:
        socket.create_connection((str(place.hostname), _port(place)), timeout=PATIENCE_S).close()
    except OSError as wrong:
        why = wrong.strerror or str(wrong) or type(wrong).__name__
        raise VoiceError(f"nobody answers at {place.geturl()}: {why}") from None


def _post(place: SplitResult, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    kind = http.client.HTTPSConnection if place.scheme == "https" else http.client.HTTPConnection
    connection = kind(str(place.hostname), _port(place), timeout=PATIENCE_S)
    target = (place.path or "/") + (f"?{place.query}" if place.query else "")
    own = {"Content-Type": "application/json; charset=utf-8", "Accept": "application/json"}
    try:
        connection.request("POST", target, body, {**own, **headers})
        response = connection.getresponse()
        return response.status, response.read(MAX_ANSWER)
    except TimeoutError:
        raise SkillFailure(f"no answer within {PATIENCE_S:g} s", "ENDPOINT_TIMEOUT") from None
    except (OSError, http.client.HTTPException) as failure:
        raise SkillFailure(f"the skill cannot be reached: {failure or type(failure).__name__}") from None
    finally:
        connection.close()
