"""Nobody is reminded who has not said so."""

from __future__ import annotations

import shutil
from pathlib import Path

from skill.bootstrap import open_shop
from skill.fixtures.devices import device_for
from skill.settings import Settings


def test_a_customer_is_reminded_from_their_yes_to_their_no(tmp_path: Path, demo_folder: Path) -> None:
    shutil.copytree(demo_folder, tmp_path, dirs_exist_ok=True)
    shop = open_shop(Settings(f"sqlite:///{tmp_path / 'shop.db'}", tmp_path))
    device, agreed = device_for(shop, "demo"), []
    for words in ("what's in my cart", "remind me about my cart", "don't remind me"):
        device.hear(words)
        with shop.store.reading() as uow:
            agreed.append(uow.customers.of_user("demo").reminders)
    shop.close()

    assert agreed == [False, True, False]
