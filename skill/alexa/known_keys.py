"""The keys found good lately: few of them, not for long, and looked for once when several ask at once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from threading import Lock

from skill.alexa.certificates import SigningKey
from skill.alexa.verdict import Refused

Found = SigningKey | Refused


class KnownKeys:
    """Signing keys by canonical address; safe for threads. A key that was refused is never kept."""

    def __init__(self, limit: int = 16) -> None:
        self._limit = limit
        self._lock = Lock()
        self._keys: OrderedDict[str, SigningKey] = OrderedDict()
        self._sought: dict[str, Future[Found]] = {}

    def __len__(self) -> int:
        return len(self._keys)

    def get(self, url: str, now: datetime, find: Callable[[], Found]) -> Found:
        """The key of `url`; `find` is called when it is not known, by one thread while the others wait."""
        with self._lock:
            known = self._keys.get(url)
            if known is not None and now < known.until:
                self._keys.move_to_end(url)
                return known
            sought = self._sought.get(url)
            if sought is None:
                mine = self._sought[url] = Future()
        return self._find(url, find, mine) if sought is None else sought.result()

    def forget(self, url: str, key: SigningKey) -> None:
        """Drop `key`, unless another one has taken its place."""
        with self._lock:
            if self._keys.get(url) is key:
                del self._keys[url]

    def _find(self, url: str, find: Callable[[], Found], mine: Future[Found]) -> Found:
        found: Found = Refused("chain-unreachable")
        try:
            found = find()
        finally:  # whatever happened, nobody waits for ever
            with self._lock:
                del self._sought[url]
                self._keep(url, found)
            mine.set_result(found)
        return found

    def _keep(self, url: str, found: Found) -> None:
        if isinstance(found, Refused):
            return
        self._keys[url] = found
        self._keys.move_to_end(url)
        while len(self._keys) > self._limit:
            self._keys.popitem(last=False)
