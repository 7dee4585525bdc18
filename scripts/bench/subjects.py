"""What is measured: our skill on a signing authority of its own, and a bare hello-world skill."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Flask

from skill.alexa.testing import SigningAuthority
from skill.settings import Settings

SKILL_ID = "amzn1.ask.skill.bench"


def stock(settings: Settings) -> list[str]:
    """Load the demo shop and give the spoken names of what can be added freely."""
    from skill.bootstrap import now, open_shop
    from skill.feeds.demo_shop import load_demo

    shop = open_shop(settings)
    load_demo(shop.store, settings.currency, settings.customer_id, now())
    with shop.store.writing() as uow:
        sold = uow.catalog.variants(entity.sku for entity in shop.store.entities())
        for sku in sold:
            uow.stock.set_level(sku, 1_000_000)
        uow.commit()
        clear = [
            one for one in sold.values() if not one.modifiers and len(uow.catalog.named(one.spoken)) == 1
        ]
    shop.close()
    return [variant.spoken for variant in clear]


def settle(settings: Settings, user_ids: Iterable[str]) -> None:
    """Make these customers of the shop, with an address on file."""
    from skill.bootstrap import open_shop
    from skill.commerce.people import Customer

    shop = open_shop(settings)
    with shop.store.writing() as uow:
        for user_id in user_ids:
            uow.customers.put(Customer(user_id, "Somebody", "", "12 Mill Lane, Springfield"), user_id)
        uow.commit()
    shop.close()


def ours(settings: Settings, authority: SigningAuthority) -> Flask:
    """The real application with the real verifier; only the certificates are the authority's."""
    from skill.alexa.verification import Verifier
    from skill.app import create_app
    from skill.bootstrap import open_shop

    shop = open_shop(settings)
    verifier = Verifier(fetch=authority.fetch, roots=authority.root, skill_id=SKILL_ID)
    return create_app(shop.skill, verifier.verify, shop.health)


def bare() -> Flask:
    """Hello-world as the SDK's own samples have it: no verification, no database."""
    from ask_sdk_core.skill_builder import SkillBuilder
    from flask import jsonify, request

    builder = SkillBuilder()

    @builder.request_handler(can_handle_func=lambda given: True)
    def hello(given: Any) -> Any:
        return given.response_builder.speak("Hello").set_should_end_session(True).response

    handle = builder.lambda_handler()
    app = Flask("bare")

    @app.post("/alexa")
    def alexa() -> Any:
        return jsonify(handle(request.get_json(), None))

    return app


def request(
    user_id: str,
    intent: str,
    slots: Mapping[str, str] | None = None,
    attributes: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """An IntentRequest of a customer; `attributes` are what the skill gave the session to remember."""
    user = {"userId": user_id}
    application = {"applicationId": SKILL_ID}
    filled = {
        name: {"name": name, "value": value, "confirmationStatus": "NONE", "source": "USER"}
        for name, value in (slots or {}).items()
    }
    return {
        "version": "1.0",
        "session": {
            "new": not attributes,
            "sessionId": f"amzn1.echo-api.session.{uuid.uuid4()}",
            "application": application,
            "attributes": dict(attributes or {}),
            "user": user,
        },
        "context": {
            "System": {
                "application": application,
                "user": user,
                "device": {"deviceId": "amzn1.ask.device.bench", "supportedInterfaces": {}},
                "apiEndpoint": "https://api.amazonalexa.com",
                "apiAccessToken": "bench",
            }
        },
        "request": {
            "type": "IntentRequest",
            "requestId": f"amzn1.echo-api.request.{uuid.uuid4()}",
            "locale": "en-US",
            "timestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "intent": {"name": intent, "confirmationStatus": "NONE", "slots": filled},
        },
    }
