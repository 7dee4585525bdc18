"""Trying a webhook out: one event, sent at once and not kept."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from uuid import uuid4

from skill.bootstrap import Shop
from skill.store.deliveries import Delivery
from skill.webhooks.addresses import Network
from skill.webhooks.sending import Arrived, send

if TYPE_CHECKING:
    from skill.store.endpoints import Endpoint


def try_out(shop: Shop, endpoint: Endpoint) -> str | None:
    """Send a test event; what went wrong, if anything did."""
    now = shop.clock()
    event = Delivery(0, "", 0, f"evt_{uuid4().hex}", 0, "webhook.test", now, {"type": "test"}, endpoint)
    outcome = send(event, now, inside(shop))
    return None if isinstance(outcome, Arrived) else outcome.answer


def inside(shop: Shop) -> list[Network]:
    """The internal networks that the settings allow."""
    return [ipaddress.ip_network(one) for one in shop.settings.webhook_networks]
