"""The web door behind gunicorn, and the command that starts it."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from alexa_requests import as_bytes, launch
from served_apps import broken_app, signed_app

from skill.alexa.testing import SigningAuthority
from skill.cli import main
from skill.errors import SettingsError
from skill.serving import address, listen, running, serve


@pytest.fixture(scope="module")
def signer() -> SigningAuthority:
    return SigningAuthority.create()


@pytest.fixture(scope="module")
def url(signer: SigningAuthority) -> Iterator[str]:
    with running(partial(signed_app, signer)) as url:
        yield url


def send(url: str, method: str, path: str, body: bytes = b"", headers: Any = None) -> tuple[int, Any]:
    connection = HTTPConnection(urlsplit(url).netloc, timeout=30)
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    content = json.loads(answer.read())
    connection.close()
    return answer.status, content


@pytest.mark.process
def test_a_signed_request_is_answered_by_the_server(url: str, signer: SigningAuthority) -> None:
    body = as_bytes(launch(timestamp=datetime.now(UTC).isoformat()))

    status, answer = send(url, "POST", "/alexa", body, signer.sign(body))

    assert (status, answer["response"]) == (200, {"heard": "LaunchRequest"})


@pytest.mark.process
def test_an_unsigned_request_is_refused_by_the_server(url: str) -> None:
    assert send(url, "POST", "/alexa", b"{}")[0] == 400


@pytest.mark.process
def test_the_server_says_that_it_is_well(url: str) -> None:
    assert send(url, "GET", "/health")[0] == 200


@pytest.mark.process
def test_a_server_whose_shop_cannot_be_opened_says_why_and_ends(capfd: pytest.CaptureFixture[str]) -> None:
    with listen("127.0.0.1", 0) as listener:
        child = multiprocessing.get_context("spawn").Process(
            target=serve, args=(broken_app, listener), daemon=True
        )
        child.start()
        child.join(60)

    assert child.exitcode == 2
    assert "voicecart: the database does not answer: start it" in capfd.readouterr().err


def test_a_port_in_use_is_told_in_one_line() -> None:
    with (
        listen("127.0.0.1", 0) as taken,
        pytest.raises(SettingsError, match=r"cannot listen on 127\.0\.0\.1 port") as refusal,
    ):
        listen("127.0.0.1", taken.getsockname()[1])

    assert "\n" not in str(refusal.value)


def test_a_host_that_does_not_exist_is_told_in_one_line() -> None:
    with pytest.raises(SettingsError, match=r"cannot listen on 192\.0\.2\.1"):
        listen("192.0.2.1", 0)


def test_the_address_of_a_listener_is_a_url() -> None:
    with listen("127.0.0.1", 0) as listener:
        assert address(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}"


def complaint(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[Any, str]:
    """Exit code and the line on stderr of `voicecart serve` with `arguments`."""
    monkeypatch.setattr(sys, "argv", ["voicecart", "serve", *arguments])
    with pytest.raises(SystemExit) as end:
        main()
    [line] = capsys.readouterr().err.splitlines()
    return end.value.code, line


def test_s2_the_server_does_not_start_without_a_skill_id(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("VOICECART_SKILL_ID", raising=False)
    code, line = complaint(monkeypatch, capsys)

    assert code == 2
    assert "VOICECART_SKILL_ID is not set" in line
    assert "--dev" in line


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "shop.example.com"])
def test_s6_unsigned_requests_are_taken_on_this_machine_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], host: str
) -> None:
    code, line = complaint(monkeypatch, capsys, "--dev", "--host", host)

    assert code == 2
    assert "--dev" in line
    assert host in line


def test_s6_a_skill_id_does_not_open_the_development_door(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VOICECART_SKILL_ID", "amzn1.ask.skill.corner-shop")

    assert complaint(monkeypatch, capsys, "--dev", "--host", "0.0.0.0")[0] == 2


def test_a_port_in_use_ends_the_command_with_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        code, line = complaint(monkeypatch, capsys, "--dev", "--port", str(port))

    assert code == 2
    assert str(port) in line


@pytest.mark.process
def test_a_shop_that_cannot_be_opened_ends_the_command_with_one_line(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("A letter is no database, however many words it has.", "utf-8")
    environment = os.environ | {
        "VOICECART_DATABASE_URL": f"sqlite:///{letter}",
        "VOICECART_DATA_DIR": str(tmp_path),
    }
    command = [sys.executable, "-m", "skill", "serve", "--dev", "--port", "0"]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert ended.returncode == 2
    assert ended.stdout == ""
    [line] = ended.stderr.splitlines()
    assert line.startswith("voicecart: the database cannot be used")
