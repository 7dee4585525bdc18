"""What was agreed in a quote, and a cart's wish, as plain JSON data and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from skill.commerce.rules.delivery import Way, Wish
from skill.commerce.rules.promotion import Limits, Saving
from skill.commerce.rules.quote import Agreed, Use

Json = Mapping[str, Any]
NOTHING = Agreed()


def agreed_data(agreed: Agreed) -> dict[str, Any]:
    """What was agreed, without what is as usual."""
    data: dict[str, Any] = {
        "tax_included": agreed.tax_included,
        "savings": [[one.promotion, one.name, one.minor] for one in agreed.savings],
        "coupons": list(agreed.coupons),
        "way": _without_empty(
            by=agreed.way.by,
            name=agreed.way.name,
            pick_up=agreed.way.pick_up,
            address=agreed.way.address,
            **_moments(agreed.way.day, agreed.way.slot),
        ),
        "uses": [[one.name, one.limits.total, one.limits.per_customer] for one in agreed.uses],
    }
    return _without_empty(**data)


def read_agreed(data: Json) -> Agreed:
    """What `agreed_data` has written."""
    if not data:
        return NOTHING
    way = data.get("way", {})
    return Agreed(
        tax_included=data.get("tax_included", False),
        savings=tuple(Saving(*one) for one in data.get("savings", ())),
        coupons=tuple(data.get("coupons", ())),
        way=Way(
            way.get("by", ""),
            way.get("name", ""),
            way.get("pick_up", False),
            way.get("address", ""),
            *_read_moments(way),
        ),
        uses=tuple(Use(name, Limits(total, own)) for name, total, own in data.get("uses", ())),
    )


def wish_data(wish: Wish | None) -> dict[str, Any] | None:
    """A wish, None where there is none."""
    return None if wish is None else {"by": wish.by, **_without_empty(**_moments(wish.day, wish.slot))}


def read_wish(data: Json | None) -> Wish | None:
    """What `wish_data` has written."""
    return None if data is None else Wish(data["by"], *_read_moments(data))


def _moments(day: date | None, slot: datetime | None) -> dict[str, str | None]:
    return {"day": day.isoformat() if day else None, "slot": slot.isoformat() if slot else None}


def _read_moments(data: Json) -> tuple[date | None, datetime | None]:
    day, slot = data.get("day"), data.get("slot")
    return day and date.fromisoformat(day), slot and datetime.fromisoformat(slot)


def _without_empty(**data: Any) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value}
