"""A stranger's pizza skill in the current folder, in process and behind a web server."""

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask, jsonify, request
from werkzeug.serving import make_server

from skill.cli import voicecart

PIZZA = Path(__file__).parent / "pizza"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The pizza skill's folder, as its developer stands in it; there is no shop anywhere."""
    monkeypatch.setenv("VOICECART_DATA_DIR", str(tmp_path / "nothing"))
    monkeypatch.chdir(PIZZA)
    monkeypatch.syspath_prepend(PIZZA)
    return tmp_path


@pytest.fixture
def talk(folder: Path) -> Callable[..., list[dict[str, Any]]]:
    """What `talk --json` prints for some lines."""

    def run(*lines: str, endpoint: str = "pizzeria:handler") -> list[dict[str, Any]]:
        arguments = ["--interaction-model", "en-US.json", "--endpoint", endpoint, "--script", "-", "--json"]
        result = CliRunner().invoke(voicecart, ["talk", *arguments], input="\n".join(lines))
        assert result.exit_code == 0, result.output
        return [json.loads(line) for line in result.stdout.splitlines()]

    return run


@pytest.fixture
def command(folder: Path) -> Callable[..., Result]:
    """Any command of voicecart."""

    def run(*arguments: object, stdin: str = "") -> Result:
        return CliRunner().invoke(voicecart, [str(one) for one in arguments], input=stdin)

    return run


@pytest.fixture
def served(folder: Path) -> Iterator[Callable[[Callable[[dict[str, Any]], Any]], str]]:
    """Serves a function of the envelope on this machine and gives its address."""
    servers = []

    def serve(answer: Callable[[dict[str, Any]], Any]) -> str:
        app = Flask("stranger")

        @app.post("/alexa")
        def alexa() -> Any:
            given = answer(request.get_json())
            return jsonify(given) if isinstance(given, dict) else given

        server = make_server("127.0.0.1", 0, app)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/alexa"

    yield serve
    for server in servers:
        server.shutdown()
