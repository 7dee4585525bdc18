"""Downloading a chain from a server that may be slow, large, moved or broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest

from skill.alexa.download import download

Answer = Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], str]]:
    """Start a server on this machine that gives one answer to everything: its address."""
    servers: list[ThreadingHTTPServer] = []

    def start(answer: Answer) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answer(self)

            def log_message(self, *args: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=server.serve_forever, args=(0.01,)).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/echo.api/cert.pem"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def ok(content: bytes) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        request.wfile.write(content)

    return answer


def test_what_lies_at_the_address_is_downloaded(serve: Callable[[Answer], str]) -> None:
    assert download(serve(ok(b"chain" * 5000))) == b"chain" * 5000


def test_a_missing_chain_is_an_error(serve: Callable[[Answer], str]) -> None:
    with pytest.raises(OSError, match="404"):
        download(serve(lambda request: request.send_error(404)))


def test_a_redirect_is_not_followed(serve: Callable[[Answer], str]) -> None:
    elsewhere = serve(ok(b"chain"))

    def moved(request: BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("Location", elsewhere)
        request.end_headers()

    with pytest.raises(OSError, match="302"):
        download(serve(moved))


def test_a_chain_that_is_too_large_is_an_error(serve: Callable[[Answer], str]) -> None:
    with pytest.raises(OSError, match="too large"):
        download(serve(ok(b"x" * 1001)), limit=1000)


def test_a_chain_that_comes_too_slowly_is_an_error(serve: Callable[[Answer], str]) -> None:
    with pytest.raises(TimeoutError, match="slowly"):
        download(serve(trickle), seconds=0.1)


def trickle(request: BaseHTTPRequestHandler) -> None:
    """Send a byte now and then, each within the time that a single read may take."""
    request.send_response(200)
    request.end_headers()
    for _ in range(40):
        request.wfile.write(b"x")
        Event().wait(0.01)


def test_a_server_that_says_nothing_is_an_error(serve: Callable[[Answer], str]) -> None:
    done = Event()

    with pytest.raises(TimeoutError):
        download(serve(lambda request: done.wait(5) and None), seconds=0.1)
    done.set()


def test_an_answer_that_is_not_http_is_an_error(serve: Callable[[Answer], str]) -> None:
    with pytest.raises(OSError, match="not HTTP"):
        download(serve(lambda request: request.wfile.write(b"SSH-2.0-server\r\n") and None))
