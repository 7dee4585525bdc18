"""`voicecart rules`: what things cost, from a file; everything wrong is told by its key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shell import Run

from local_voice.understanding.values import Entity
from skill.bootstrap import open_shop
from skill.commerce.rules.shop import ShopRules
from skill.commerce.shop_rules import read_rules
from skill.demo import rules_path
from skill.feeds.shop_rules import Refused, Rules, check_rules, import_rules, read_rules_file
from skill.settings import Settings

TEN = {"id": "ten", "name": "10 percent off", "percent": 10}
SHOP = {"id": "main", "name": "the shop", "address": "1 Market Street"}


def wrong(document: object) -> list[tuple[str, str]]:
    """What is refused of a document."""
    found = check_rules(document, "USD", "en-US")
    assert not isinstance(found, Rules)
    return [(one.key, one.reason) for one in found]


def test_the_demo_shop_has_good_rules() -> None:
    found = read_rules_file(rules_path(), "USD", "en-US")
    assert isinstance(found, Rules)
    rules = read_rules(found.document, "USD")
    assert [one.id for one in rules.methods] == ["standard", "express"]
    assert rules.methods[1].price == 499
    assert {one.code for one in found.coupons} == {"SAVE10", "WELCOME10", "MUFFIN", "SPRING24"}


def test_an_empty_file_is_a_shop_without_rules() -> None:
    found = check_rules({}, "USD", "en-US")
    assert isinstance(found, Rules)
    assert read_rules(found.document, "USD") == ShopRules()


@pytest.mark.parametrize(
    ("document", "key"),
    [
        ({"promotion": []}, ""),
        ({"promotions": [{**TEN, "percent": 110}]}, "promotions[0].percent"),
        ({"promotions": [{**TEN, "amount": 1}]}, "promotions[0]"),
        ({"promotions": [{"id": "a", "name": "nothing"}]}, "promotions[0]"),
        ({"promotions": [{**TEN, "limit": 0}]}, "promotions[0].limit"),
        ({"promotions": [TEN, TEN]}, "promotions[1].id"),
        ({"coupons": [{"code": "SAVE10", "promotion": "ten"}]}, "coupons[0].promotion"),
        ({"tax": {"rates": [{"percent": "8.255555"}]}}, "tax.rates[0].percent"),
        ({"delivery": [{"id": "a", "name": "a", "price": "-1"}]}, "delivery[0].price"),
        ({"delivery": [{"id": "a", "name": "a", "days": ["someday"]}]}, "delivery[0].days[0]"),
        ({"stores": [{**SHOP, "hours": {"mon-fri": "9 to 5"}}]}, "stores[0].hours.mon-fri"),
        ({"delivery": [{"id": "main", "name": "a"}], "stores": [SHOP]}, "stores[0].id"),
        ([], ""),
    ],
)
def test_what_is_wrong_is_told_by_its_key(document: object, key: str) -> None:
    assert key in [place for place, _ in wrong(document)]


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ({"shop": {"timezone": "Mars/Olympus"}}, "Mars/Olympus"),
        ({"promotions": [{"id": "a", "name": "a", "amount": "1.005"}]}, "1.005 is no amount of USD"),
        ({"stores": [{**SHOP, "hours": {"mon": "18:00-09:00"}}]}, "closes before it opens"),
        ({"promotions": [{**TEN, "starts": "2026-02-30"}]}, "day"),
    ],
)
def test_what_cannot_be_is_told(document: object, reason: str) -> None:
    assert reason in wrong(document)[0][1]


def test_codes_that_sound_alike_are_refused() -> None:
    codes = [{"code": code, "promotion": "ten"} for code in ("SAVE10", "SAVETEN")]
    assert wrong({"promotions": [TEN], "coupons": codes}) == [
        ("coupons[1].code", "SAVETEN sounds like SAVE10 when it is said")
    ]


def test_rules_go_in_whole_or_not_at_all(voicecart: Run, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.toml", tmp_path / "bad.json"
    good.write_text('[[promotions]]\nid = "ten"\nname = "10 percent off"\npercent = 9.5\nends = 2030-01-01\n')
    bad.write_text(json.dumps({"promotions": [{**TEN, "percent": "many"}]}))
    assert voicecart("rules", "import", good, "--check").code == 0
    assert "no rules" in voicecart("rules", "list").out
    assert voicecart("rules", "import", good).code == 0
    refused = voicecart("rules", "import", bad)
    assert refused.code == 1
    assert "promotions[0].percent" in refused.err
    assert "ten" in voicecart("rules", "list").out
    kept = json.loads(voicecart("rules", "list", "--json").out)
    assert kept["promotions"][0]["percent"] == "9.5"


def test_the_device_is_told_the_codes_that_many_may_use_as_people_say_them(tmp_path: Path) -> None:
    shop = open_shop(Settings(f"sqlite:///{tmp_path / 'shop.db'}", tmp_path))
    before, file = shop.names_version, tmp_path / "rules.json"
    codes = [{"code": code, "promotion": "ten"} for code in ("SPRING24", "MUFFIN")]
    once = {"code": "XK105", "promotion": "ten", "limit": 1}
    file.write_text(json.dumps({"promotions": [TEN], "coupons": [*codes, once]}))

    import_rules(shop.store, file, "USD", "en-US")

    assert shop.entities()["COUPON"] == [
        Entity("MUFFIN", "muffin", ("muffin",)),
        Entity("SPRING24", "spring twenty four", ("spring24",)),
    ]
    assert shop.names_version != before
    shop.close()


def test_a_file_that_cannot_be_read_ends_with_2(voicecart: Run, tmp_path: Path) -> None:
    file = tmp_path / "broken.toml"
    file.write_text("[[promotions]\n")
    broken = voicecart("rules", "import", file)
    assert (broken.code, "line 1" in broken.err) == (2, True)
    assert voicecart("rules", "import", tmp_path / "none.toml").code == 2


def test_refusals_are_values() -> None:
    assert check_rules({"shop": 1}, "USD", "en-US") == (Refused("shop", "1 is not of type 'object'"),)
