"""A server of speech models on this machine that can break in the ways servers do."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MODEL = "vosk-model-small-en-us-0.15"


@dataclass
class Mirror:
    """Files by name. `breaks` connections end after `piece` bytes; `ranges` off knows no beginnings;
    `length` is told in place of the true one.

    While `going` is not set, models stop after `piece` bytes and wait for it.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    breaks: int = 0
    piece: int = 1000
    ranges: bool = True
    length: str | None = None
    status: int | None = None
    going: threading.Event = field(default_factory=threading.Event)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    address: str = ""


@contextmanager
def serving(mirror: Mirror) -> Iterator[Mirror]:
    """The mirror at work, on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name, wanted = self.path.rpartition("/")[2], self.headers.get("Range")
            mirror.asked.append((name, wanted))
            whole = mirror.files.get(name)
            if whole is None or mirror.status:
                self.send_error(mirror.status or 404)
                return
            start = int(wanted[6:-1]) if wanted and mirror.ranges else 0
            if start >= len(whole) > 0:
                self.send_response(416)
                self.send_header("Content-Range", f"bytes */{len(whole)}")
                self.end_headers()
                return
            self.send_response(206 if wanted and mirror.ranges else 200)
            self.send_header("Content-Length", mirror.length or str(len(whole) - start))
            self.end_headers()
            broken = name.endswith(".zip") and mirror.breaks > 0
            mirror.breaks -= broken
            self.wfile.write(whole[start : start + mirror.piece])
            if name.endswith(".zip") and not broken:
                mirror.going.wait()
            if not broken:
                with suppress(ConnectionError):  # whoever was to get it may have been killed
                    self.wfile.write(whole[start + mirror.piece :])

        def log_message(self, format: str, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    mirror.going.set()
    mirror.address = f"http://127.0.0.1:{server.server_port}/vosk/models"
    try:
        yield mirror
    finally:
        mirror.going.set()
        server.shutdown()
        server.server_close()


def archive(files: Mapping[str, bytes] | None = None) -> bytes:
    """A model's archive: by default the least that is taken for one."""
    held = files if files is not None else least(MODEL)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in held.items():
            out.writestr(name, content)
    return packed.getvalue()


def least(around: str) -> dict[str, bytes]:
    return {f"{around}/am/final.mdl": bytes(range(256)) * 20, f"{around}/conf/mfcc.conf": b"--dither=0\n"}
