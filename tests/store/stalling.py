"""A way to a server that can be cut or go silent: it takes everything and passes nothing on."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Line:
    """Passes bytes between whoever calls and a server, until told otherwise."""

    def __init__(self, server: tuple[str, int]) -> None:
        self._server = server
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self._flows = threading.Event()
        self._flows.set()
        self._ends: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def go_silent(self) -> None:
        """Take what is sent, say nothing."""
        self._flows.clear()

    def flow_again(self) -> None:
        """Pass everything on."""
        self._flows.set()

    def cut(self) -> None:
        """Hang up on everybody who is connected."""
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._ends.clear()

    def close(self) -> None:
        """Let nobody in any more."""
        self._flows.set()
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)  # or else a waiting accept lets one more in
        self._door.close()
        self.cut()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                here, _ = self._door.accept()
                there = socket.create_connection(self._server)
                self._ends += (here, there)
                for one, other in ((here, there), (there, here)):
                    threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while some := one.recv(65536):
                self._flows.wait()
                other.sendall(some)
        for end in (one, other):
            end.close()


@contextmanager
def line_to(host: str, port: int) -> Iterator[Line]:
    """A line that is closed afterwards."""
    line = Line((host, port))
    try:
        yield line
    finally:
        line.close()
