"""A rival acts exactly before and after each step of a yes: limited things go to one buyer, sums stay true.

A rival whom the database makes wait acts as soon as the yes is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from shelf import NOON, OpenStore, at_once, fill, variant
from sqlalchemy import Connection, event

from skill.commerce.checkout import Moved, Placed, Quoted, place, quote_cart
from skill.commerce.lexicon import lexicon
from skill.commerce.moving import cancel
from skill.commerce.people import Customer
from skill.commerce.rules.cart import Cart, Line
from skill.commerce.rules.money import Money
from skill.commerce.rules.promotion import Used
from skill.commerce.rules.quote import PriceChanged, SavingChanged, WayChanged
from skill.commerce.rules.shop import ShopRules, Terms
from skill.commerce.shop_rules import read_coupons
from skill.errors import StoreUnavailable
from skill.store import shop_rules
from skill.store.carts import StoredCarts
from skill.store.catalog import StoredCatalog
from skill.store.orders import StoredOrders
from skill.store.quotes import StoredQuotes
from skill.store.shop_rules import StoredRules
from skill.store.stock import StoredStock
from skill.store.store import SqlStore
from skill.store.uses import StoredUses

TERMS = Terms("USD")
OFFER = {"id": "ten", "name": "10 percent off", "percent": 10, "by_coupon": True}
STORE = {
    "id": "main",
    "name": "the shop",
    "address": "1 Market Street",
    "hours": {"mon-sun": "08:00-20:00"},
    "slots": {"minutes": 60, "capacity": 1, "notice_minutes": 0},
}
COUPON = {"code": "SAVE10", "promotion": "ten", "limit": 1}
STEPS = [
    (StoredCarts, "get"),
    (StoredQuotes, "get"),
    (StoredCatalog, "variants"),
    (StoredRules, "current"),
    (StoredUses, "counts"),
    (StoredStock, "take"),
    (StoredUses, "take"),
    (StoredCarts, "put"),
    (StoredOrders, "place"),
]
Act = Callable[[], object]


class Rival:
    """Acts once, at one step of somebody else's yes, or right after it when it has to wait."""

    def __init__(self, act: Act) -> None:
        self._act = act
        self.result: object = None
        self._state = "waiting"

    def now(self) -> None:
        """Act, if it is the first time."""
        if self._state == "waiting":
            self._state = "acting"
            try:
                self.result = self._act()
                self._state = "done"
            except StoreUnavailable:
                self._state = "too early"

    def at_last(self) -> object:
        """Act now if it was too early before."""
        if self._state != "done":
            self.result = self._act()
        return self.result


@pytest.fixture(
    params=[f"{when} {step.__name__}.{name}" for step, name in STEPS for when in ("before", "after")]
)
def step(request: pytest.FixtureRequest) -> str:
    """One step of a yes."""
    return str(request.param)


@pytest.fixture
def at_step(monkeypatch: pytest.MonkeyPatch, step: str) -> Iterator[Callable[[Rival], None]]:
    """Let a rival act there."""
    when, _, what = step.partition(" ")
    kind, name = next((kind, name) for kind, name in STEPS if f"{kind.__name__}.{name}" == what)
    original = getattr(kind, name)

    def install(rival: Rival) -> None:
        def stepped(*args: object, **more: object) -> object:
            if when == "before":
                rival.now()
            result = original(*args, **more)
            if when == "after":
                rival.now()
            return result

        monkeypatch.setattr(kind, name, stepped)

    yield install


@pytest.fixture
def shop(open_again: OpenStore) -> SqlStore:
    """A shop with one use of a coupon, one place in each slot, and two customers whose total was read out."""
    store = open_again(wait_seconds=0.03)
    fill(store, variant("drum", 1000, on_hand=9))
    _rules(store)
    with store.writing() as uow:
        for name in ("ann", "bob"):
            uow.customers.put(Customer(name))
            uow.carts.put(Cart(name, (Line("drum", 1),), codes=("save10",)))
            quoted = quote_cart(uow, Customer(name), TERMS, f"quote-{name}", NOON)
            assert isinstance(quoted, Quoted)
            assert quoted.quote.total == Money(900, "USD")
        uow.commit()
    return store


def _rules(store: SqlStore, **changes: object) -> None:
    document = {"promotions": [OFFER], "coupons": [COUPON], "stores": [STORE], **changes}
    with store.writing() as uow:
        uow.rules.replace(document, read_coupons(document, lexicon("en-US").codes))
        uow.commit()


def _yes(store: SqlStore, name: str) -> object:
    with store.writing() as uow:
        result = place(uow, Customer(name), TERMS, f"quote-{name}", NOON)
        uow.commit()
        return result


def _used(store: SqlStore) -> dict[str, Used]:
    with store.reading() as uow:
        return uow.uses.counts(["coupon:save10", "slot:main:2026-03-01T12:00"], "ann")


def test_the_last_coupon_and_the_last_slot_go_to_one_of_two(
    shop: SqlStore, at_step: Callable[[Rival], None]
) -> None:
    rival = Rival(lambda: _yes(shop, "bob"))
    at_step(rival)
    results = [_yes(shop, "ann"), rival.at_last()]
    placed = [result for result in results if isinstance(result, Placed)]
    moved = [result for result in results if isinstance(result, Moved)]
    assert (len(placed), len(moved)) == (1, 1)
    assert placed[0].order.total == Money(900, "USD")
    assert {type(one) for one in moved[0].differences} >= {WayChanged, SavingChanged}
    assert [used.total for used in _used(shop).values()] == [1, 1]
    with shop.reading() as uow:
        assert uow.catalog.variants(["drum"])["drum"].on_hand == 8


def test_a_price_that_changes_is_said_or_comes_too_late(
    shop: SqlStore, at_step: Callable[[Rival], None]
) -> None:
    def dearer() -> None:
        with shop.writing() as uow:
            uow.catalog.set_price("drum", Money(1200, "USD"))
            uow.commit()

    rival = Rival(dearer)
    at_step(rival)
    result = _yes(shop, "ann")
    rival.at_last()
    if isinstance(result, Placed):
        assert result.order.total == Money(900, "USD")
    else:
        assert result == Moved((PriceChanged("drum", "drum", Money(1000, "USD"), Money(1200, "USD")),))


def test_an_offer_that_ends_is_said_or_comes_too_late(
    shop: SqlStore, at_step: Callable[[Rival], None]
) -> None:
    rival = Rival(lambda: _rules(shop, promotions=[], coupons=[]))
    at_step(rival)
    result = _yes(shop, "ann")
    rival.at_last()
    if isinstance(result, Placed):
        assert result.order.total == Money(900, "USD")
    else:
        assert isinstance(result, Moved)
        gone = SavingChanged("10 percent off", Money(100, "USD"), Money(0, "USD"))
        assert gone in result.differences
        assert not _used(shop)


def test_of_many_at_once_one_gets_the_coupon(open_again: OpenStore) -> None:
    store = open_again()
    fill(store, variant("drum", 1000, on_hand=99))
    _rules(store, stores=[])
    buyers = [f"buyer-{number}" for number in range(6)]
    with store.writing() as uow:
        for name in buyers:
            uow.customers.put(Customer(name))
            uow.carts.put(Cart(name, (Line("drum", 1),), codes=("save10",)))
            quote_cart(uow, Customer(name), TERMS, f"quote-{name}", NOON)
        uow.commit()
    results = at_once(*[lambda name=name: _yes(store, name) for name in buyers])
    assert sum(isinstance(result, Placed) for result in results) == 1
    with store.reading() as uow:
        assert uow.uses.counts(["coupon:save10"], "") == {"coupon:save10": Used(1)}
        assert uow.catalog.variants(["drum"])["drum"].on_hand == 98


def test_a_cancelled_order_gives_coupon_and_slot_back_once(shop: SqlStore) -> None:
    placed = _yes(shop, "ann")
    assert isinstance(placed, Placed)
    for _ in range(2):
        with shop.writing() as uow:
            cancel(uow, placed.order.number, by="customer", at=NOON)
            uow.commit()
    assert set(_used(shop).values()) == {Used(0, 0)}
    assert isinstance(_yes(shop, "bob"), Placed)


def test_another_process_sees_other_rules_at_its_next_turn(shop: SqlStore, open_again: OpenStore) -> None:
    other = open_again()
    with other.reading() as uow:
        assert [one.id for one in uow.rules.current("USD").promotions] == ["ten"]
    _rules(shop, promotions=[], coupons=[])
    with other.reading() as uow:
        assert uow.rules.current("USD").promotions == ()


def test_rules_that_change_while_they_are_read_are_the_old_or_the_new_ones(
    shop: SqlStore, open_again: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between its version and its text a rival replaces the document: no rules at all would be no tax."""
    reader, read = open_again(), shop_rules.RulesInMemory.of

    def of(memory: shop_rules.RulesInMemory, connection: Connection, currency: str) -> ShopRules:
        def rival(_: object, __: object, statement: str, *___: object) -> None:
            if "document" in statement:
                _rules(shop, promotions=[{**OFFER, "percent": 20}])

        event.listen(connection, "before_cursor_execute", rival)
        return read(memory, connection, currency)

    monkeypatch.setattr(shop_rules.RulesInMemory, "of", of)

    with reader.reading() as uow:
        assert [one.id for one in uow.rules.current("USD").promotions] == ["ten"]


def test_rules_that_several_replace_at_once_are_those_of_one_of_them(
    shop: SqlStore, open_again: OpenStore
) -> None:
    patient = open_again(wait_seconds=60)

    def replaced(percent: int) -> None:
        _rules(patient, promotions=[{**OFFER, "percent": percent}])

    at_once(*[partial(replaced, percent) for percent in (20, 30, 40, 50)])

    with shop.reading() as uow:
        assert [one.id for one in uow.rules.current("USD").promotions] == ["ten"]
        assert uow.rules.document()["promotions"][0]["percent"] in (20, 30, 40, 50)
