"""Serving the web door with gunicorn, in this process or in one of its own."""

from __future__ import annotations

import gc
import multiprocessing
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.errors import AppImportError

from skill.errors import SettingsError, VoicecartError

SWITCH_SECONDS = 0.001
"""How long a thread computes before another may: a turn takes 3 ms, Python's own 5 ms is too long."""

AppFactory = Callable[[], Flask]


def listen(host: str, port: int) -> socket.socket:
    """A listening socket (port 0: any free one); raises SettingsError when the place is taken or unknown."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=512)
    except (OSError, OverflowError) as refusal:
        reason = getattr(refusal, "strerror", None) or refusal
        raise SettingsError(
            f"cannot listen on {host} port {port}: {reason}; choose --host or --port"
        ) from None


def address(listener: socket.socket) -> str:
    """The URL at which `listener` is reached."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(app_factory: AppFactory, listener: socket.socket, *, workers: int = 1, threads: int = 4) -> None:
    """Serve until SIGTERM or SIGINT; each worker process calls `app_factory` after the fork.

    Ends with SystemExit: 0 after a signal, 2 when the application could not be built (one line says why).
    """
    parent = os.getpid()
    try:
        Arbiter(_Server(app_factory, listener, workers, threads)).run()
    except SystemExit as end:  # comes out of each forked worker as well, whose code gunicorn wants to see
        if os.getpid() == parent and end.code == Arbiter.APP_LOAD_ERROR:
            sys.exit(2)
        raise


@contextmanager
def running(app_factory: AppFactory, *, workers: int = 1, threads: int = 4) -> Iterator[str]:
    """A server in a process of its own on a free port of this machine, for tests and measurements: its URL.

    `app_factory` must be importable there: a function of a module, or a functools.partial of one.
    """
    with listen("127.0.0.1", 0) as listener:
        child = multiprocessing.get_context("spawn").Process(
            target=_serve_quietly, args=(app_factory, listener, workers, threads), daemon=True
        )
        child.start()
        url = address(listener)
    try:
        yield url
    finally:
        child.terminate()
        child.join(15)
        child.kill()
        child.join()


def _serve_quietly(app_factory: AppFactory, listener: socket.socket, workers: int, threads: int) -> None:
    with suppress(KeyboardInterrupt):
        serve(app_factory, listener, workers=workers, threads=threads)


class _Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn's way of being told: what to load in a worker, and how to run."""

    def __init__(self, app_factory: AppFactory, listener: socket.socket, workers: int, threads: int) -> None:
        self._app_factory = app_factory
        self._options: dict[str, Any] = {
            "bind": f"fd://{os.dup(listener.fileno())}",
            "workers": workers,
            "threads": threads,
            "worker_class": "gthread",
            "loglevel": "warning",
            "keepalive": 65,  # longer than a load balancer's, which must not send into a closed line
            "graceful_timeout": 10,
            "control_socket_disable": True,  # newer versions open a second door otherwise
        }
        super().__init__()

    def load_config(self) -> None:
        """Hand over the options that this version of gunicorn knows."""
        for name, value in self._options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """Build the application, in the worker; what the user can mend is told in one line."""
        sys.setswitchinterval(SWITCH_SECONDS)
        try:
            app = self._app_factory()
            # What is loaded now stays for good: the collector need not look through it at every turn.
            gc.collect()
            gc.freeze()
            return app
        except VoicecartError as mistake:
            raise AppImportError(f"voicecart: {mistake}") from mistake
