"""Compiled understandings kept on disk, so that the next start is quick."""

import gc
import hashlib
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from local_voice.understanding.language import FOLDER
from local_voice.understanding.values import Entity

Compiled = TypeVar("Compiled")
Ingredients = tuple[Mapping[str, Any], Mapping[str, Sequence[Entity]] | str, str, Sequence[str | bytes]]
"""Model, entities or the word for them, locale, intents that cost money."""
_CHECKSUM_BYTES = 32


def kept(
    folder: Path, ingredients: Ingredients, make: Callable[[], Compiled], kind: type[Compiled]
) -> Compiled:
    """The understanding (of that kind) made from these ingredients, out of the folder if it is there."""
    path = folder / f"understanding-{_digest(ingredients)}.pickle"
    with undisturbed():
        found = _load(path, kind)
        if found is None:
            found = make()
            _store(path, found)
    return found


@contextmanager
def undisturbed() -> Iterator[None]:
    """Without the garbage collector, which would look through all that is made, again and again."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _digest(ingredients: Ingredients) -> str:
    """A name for the model, the entities, the language and this very code."""
    model, entities, *rest = ingredients
    values = entities if isinstance(entities, str) else sorted(entities.items())
    digest = hashlib.sha256(pickle.dumps((dict(model), values, rest)))
    for path in sorted([*Path(__file__).parent.glob("*.py"), *FOLDER.glob("*.toml")]):
        stat = path.stat()
        digest.update(f"{path.name} {stat.st_size} {stat.st_mtime_ns}".encode())
    return digest.hexdigest()[:24]


def _load(path: Path, kind: type[Compiled]) -> Compiled | None:
    """What is kept there; nothing when it is missing, damaged or from another version."""
    try:
        written = memoryview(path.read_bytes())
        pickled = written[_CHECKSUM_BYTES:]
        if _checksum(pickled) != written[:_CHECKSUM_BYTES]:
            return None
        found = pickle.loads(pickled)
    # What another version of Python or of a package has written raises whatever it likes.
    except Exception:
        return None
    return found if isinstance(found, kind) else None


def _store(path: Path, understanding: object) -> None:
    """Keep it behind its checksum; a folder that cannot be written to only costs time."""
    part = path.with_suffix(".part")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        for older in path.parent.glob("understanding-*"):
            older.unlink(missing_ok=True)
        try:
            pickled = pickle.dumps(understanding, protocol=pickle.HIGHEST_PROTOCOL)
            part.write_bytes(_checksum(pickled) + pickled)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def _checksum(pickled: bytes | memoryview) -> bytes:
    """A few bits that are others make a pickle that loads, and understands something else."""
    return hashlib.sha256(pickled).digest()
