"""`voicecart understand`: lines in, intents and slots out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, TextIO

import click

from skill.settings import Settings

if TYPE_CHECKING:
    from local_voice.understanding import Understanding, Understood
    from skill.bootstrap import Shop

Items = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Listener:
    """An understanding, and what a shop reads out of free speech."""

    understanding: Understanding
    read_items: Callable[[str], Items] | None


@click.command()
@click.option(
    "--interaction-model",
    "model",
    type=click.Path(path_type=Path),
    help="Understand for this model in Amazon's format, without a shop.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@click.argument("file", type=click.File("r", encoding="utf-8", errors="replace"), default="-")
def command(model: Path | None, as_json: bool, file: TextIO) -> None:
    """Tell what each line of FILE means: its intent, its slots and the products.

    Without FILE the lines come from standard input.
    """
    with _listener(model, Settings.from_environment()) as listener:
        for line in file:
            click.echo(_told(line.strip(), listener, as_json=as_json))


@contextmanager
def _listener(model: Path | None, settings: Settings) -> Iterator[Listener]:
    """For a stranger's model the model alone; otherwise the shop with everything it sells."""
    from local_voice.understanding import compile_model
    from skill.bootstrap import open_shop
    from skill.model_files import locale_of, read_model

    if model is not None:
        yield Listener(compile_model(read_model(model), locale=locale_of(model) or settings.locale), None)
        return

    shop = open_shop(settings)
    try:
        yield _of_shop(shop)
    finally:
        shop.close()


def _of_shop(shop: Shop) -> Listener:
    """The shop's own understanding; before anything is sold, the names in its interaction model."""
    from local_voice.understanding import compile_model

    if shop.is_empty():
        return Listener(compile_model(shop.interaction_model, locale=shop.settings.locale), None)
    return Listener(shop.understanding, shop.read_items)


def _told(line: str, listener: Listener, *, as_json: bool) -> str:
    begin = perf_counter()
    understood = listener.understanding.understand(line)
    face = _face(understood, (perf_counter() - begin) * 1000, listener)
    return json.dumps(face, ensure_ascii=False) if as_json else _readable(face)


def _face(understood: Understood, ms: float, listener: Listener) -> dict[str, Any]:
    slots = {
        name: {"value": slot.value, "resolved": [{"id": one.id, "name": one.name} for one in slot.resolved]}
        for name, slot in understood.slots.items()
        if slot.value is not None
    }
    return {
        "text": understood.text,
        "intent": understood.intent,
        "slots": slots,
        "items": _items(understood, listener),
        "confidence": understood.confidence,
        "ms": round(ms, 3),
    }


def _items(understood: Understood, listener: Listener) -> Items:
    """What is wanted: read by the shop out of free speech, or the product of a slot with its quantity."""
    if listener.read_items is None:
        return []
    order, product, quantity = (
        slot.value if (slot := understood.slots.get(name)) else None
        for name in ("order", "product", "quantity")
    )
    if order:
        return listener.read_items(order)
    if not product:
        return []
    meant = understood.slots["product"].resolved
    if len(meant) == 1:
        return [{"id": meant[0].id, "name": meant[0].name, "quantity": int(float(quantity or 1))}]
    return listener.read_items(f"{quantity or ''} {product}".strip())


def _readable(face: Mapping[str, Any]) -> str:
    slots = " ".join(f"{name}={_slot(slot)}" for name, slot in face["slots"].items())
    sure = f"({face['confidence']:.0%}, {face['ms']:.1f} ms)"
    return " ".join(part for part in (face["text"], "->", face["intent"], slots, sure) if part)


def _slot(slot: Mapping[str, Any]) -> str:
    ids = ",".join(one["id"] for one in slot["resolved"])
    return f"{slot['value']!r}" + (f"[{ids}]" if ids else "")
