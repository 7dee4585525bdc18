"""Who asks for a person is handed over with what a person needs, and without a word that was said."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from skill.bootstrap import open_shop
from skill.fixtures.devices import device_for
from skill.settings import Settings


def test_a_person_gets_the_cart_and_what_was_tried(tmp_path: Path, demo_folder: Path) -> None:
    shutil.copytree(demo_folder, tmp_path, dirs_exist_ok=True)
    shop = open_shop(Settings(f"sqlite:///{tmp_path / 'shop.db'}", tmp_path))
    with shop.store.writing() as uow:
        uow.endpoints.add("https://desk.example/", "whsec_x")
        uow.commit()
    device = device_for(shop, "demo")
    for words in ("add two bananas", "xyzzy plugh frotz", "how can i contact you"):
        device.hear(words)
    with shop.store.reading() as uow:
        kept: Any = uow.customers.everything_about("demo")
    shop.close()

    (event,) = kept["events"]
    assert event["name"] == "handoff.requested"
    assert event["data"] == {
        "type": "handoff",
        "customer_id": "demo",
        "reason": "not_understood",
        "last_intents": ["AddToCartIntent", "AMAZON.FallbackIntent", "ContactSellerIntent"],
        "cart": [{"product_id": "bananas", "modifiers": [], "quantity": 2}],
    }
