"""Anything that customers and the merchant may do in any order, held against a shop of plain dictionaries."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from shelf import NOON, fill, variant

from skill.commerce.cart import Added, Changed, OnlyMore, SoldOut, add, empty, set_quantity
from skill.commerce.checkout import (
    AlreadyPlaced,
    Blocked,
    Moved,
    NoQuote,
    NothingToBuy,
    Placed,
    Quoted,
    place,
    quote_cart,
)
from skill.commerce.coupons import AlreadyThere, Taken, apply_coupon
from skill.commerce.lexicon import lexicon
from skill.commerce.moving import Moved as Done
from skill.commerce.moving import move
from skill.commerce.people import Customer
from skill.commerce.rules.deeds import AskReturn, Cancel, Deed, Deliver, Pack, Ship, TakeBack
from skill.commerce.rules.modifiers import Choice, ModifierGroup, line_key
from skill.commerce.rules.money import Money
from skill.commerce.rules.papers import Units
from skill.commerce.rules.shop import Terms
from skill.commerce.shop_rules import read_coupons
from skill.store.store import SqlStore

OAT, DELIVERY, MOST_USES, MOST_OWN = 50, 300, 3, 2
TERMS = Terms("USD", delivery_minor=DELIVERY)
PRICES = {"drum": 1000, "latte": 400, "bagel": 200}
ON_HAND = {"drum": 5, "latte": 4, "bagel": 9}
WAYS = [("drum", ()), ("latte", ()), ("latte", ("oat",)), ("bagel", ())]
MILK = ModifierGroup("milk", "milk", (Choice("oat", "oat milk", Money(OAT, "USD")),))
WHO = st.sampled_from(["ann", "bob"])
WHAT = st.sampled_from(WAYS)
MANY = st.integers(1, 4)
Way = tuple[str, tuple[str, ...]]
Goods = dict[Way, int]


@dataclass
class Basket:
    """What a customer has in mind."""

    goods: Goods = field(default_factory=dict)
    code: bool = False
    quote: str = ""
    quoted: Goods = field(default_factory=dict)
    total: int = 0
    used: bool = False


@dataclass
class Bought:
    """An order: pieces by line, those that were not cancelled."""

    owner: str
    goods: Goods
    used: bool
    status: str = "placed"
    returned: int = 0


def pieces(goods: Goods) -> Counter[str]:
    """How many of each thing, however it is made."""
    counted: Counter[str] = Counter()
    for (sku, _), count in goods.items():
        counted[sku] += count
    return counted


def total_of(goods: Goods, with_coupon: bool) -> int:
    """With the coupon a tenth off drums; three bagels for two; oat milk costs more; and the delivery."""
    goods_total = sum((PRICES[sku] + OAT * len(made)) * count for (sku, made), count in goods.items())
    counted = pieces(goods)
    off = counted["drum"] * PRICES["drum"] // 10 if with_coupon else 0
    return goods_total - off - counted["bagel"] // 3 * PRICES["bagel"] + DELIVERY


class ShopMachine(RuleBasedStateMachine):
    """The shop, and what it should be."""

    store: SqlStore
    _examples = itertools.count()

    def __init__(self) -> None:
        super().__init__()
        self.mark = f"x{next(self._examples)}"
        self.stock = dict(ON_HAND)
        self.baskets = {"ann": Basket(), "bob": Basket()}
        self.orders: dict[str, Bought] = {}
        self.quotes: dict[str, str] = {}
        self._numbers = itertools.count()
        self._open()

    def _open(self) -> None:
        fill(
            self.store,
            *(variant(self.sku(sku), minor, on_hand=ON_HAND[sku]) for sku, minor in PRICES.items()),
        )
        self.store.put_modifiers({self.sku("latte"): [MILK]})
        document = {
            "promotions": [
                {
                    "id": "ten",
                    "name": "10 percent off",
                    "percent": 10,
                    "by_coupon": True,
                    "products": [self.sku("drum")],
                },
                {"id": "three", "name": "three for two", "buy": 2, "get": 1, "products": [self.sku("bagel")]},
            ],
            "coupons": [
                {"code": self.mark, "promotion": "ten", "limit": MOST_USES, "per_customer": MOST_OWN}
            ],
        }
        with self.store.writing() as uow:
            uow.rules.replace(document, read_coupons(document, lexicon("en-US").codes))
            for name in self.baskets:
                uow.customers.put(self.customer(name))
            uow.commit()

    def sku(self, name: str) -> str:
        return f"{name}-{self.mark}"

    def key(self, way: Way) -> str:
        return line_key(self.sku(way[0]), way[1])

    def customer(self, name: str) -> Customer:
        return Customer(f"{name}-{self.mark}", address="1 Mill Lane")

    def uses(self, owner: str | None = None) -> int:
        return sum(
            order.used and order.status != "cancelled" and owner in (None, order.owner)
            for order in self.orders.values()
        )

    def counts(self, who: str) -> bool:
        """Whether the coupon takes something off this customer's cart now."""
        basket = self.baskets[who]
        return basket.code and self.has_room(who) and pieces(basket.goods)["drum"] > 0

    def has_room(self, who: str) -> bool:
        """Whether the coupon may be used once more, by all and by this customer."""
        return self.uses() < MOST_USES and self.uses(who) < MOST_OWN

    @rule(who=WHO, what=WHAT, count=MANY)
    def adds(self, who: str, what: Way, count: int) -> None:
        goods = self.baskets[who].goods
        with self.store.writing() as uow:
            thing = uow.catalog.variants([self.key(what)])[self.key(what)]
            result = add(uow, self.customer(who).id, thing, count)
            uow.commit()
        if pieces(goods)[what[0]] + count <= self.stock[what[0]]:
            goods[what] = goods.get(what, 0) + count
            assert isinstance(result, Added)
            assert result.in_cart == goods[what]
        else:
            assert isinstance(result, OnlyMore | SoldOut)

    @rule(who=WHO, what=WHAT, count=st.integers(0, 3))
    def makes_it(self, who: str, what: Way, count: int) -> None:
        goods = self.baskets[who].goods
        with self.store.writing() as uow:
            thing = uow.catalog.variants([self.key(what)])[self.key(what)]
            result = set_quantity(uow, self.customer(who).id, thing, count)
            uow.commit()
        before = goods.get(what, 0)
        if count <= before or pieces(goods)[what[0]] - before + count <= self.stock[what[0]]:
            assert isinstance(result, Changed)
            goods[what] = count
            if not count:
                del goods[what]
        else:
            assert isinstance(result, OnlyMore | SoldOut)

    @rule(who=WHO)
    def empties(self, who: str) -> None:
        with self.store.writing() as uow:
            empty(uow, self.customer(who).id)
            uow.commit()
        self.baskets[who].goods, self.baskets[who].code = {}, False

    @rule(who=WHO)
    def says_the_code(self, who: str) -> None:
        basket, words = self.baskets[who], lexicon("en-US").codes
        with self.store.writing() as uow:
            result = apply_coupon(uow, self.customer(who), TERMS, [self.mark], words, NOON)
            uow.commit()
        if basket.code:
            assert isinstance(result, AlreadyThere)
        else:
            basket.code = self.has_room(who) and (not basket.goods or pieces(basket.goods)["drum"] > 0)
            assert isinstance(result, Taken) == basket.code

    @rule(who=WHO)
    def checks_out(self, who: str) -> None:
        basket, quote = self.baskets[who], f"{self.mark}-{next(self._numbers)}"
        with self.store.writing() as uow:
            result = quote_cart(uow, self.customer(who), TERMS, quote, NOON)
            uow.commit()
        if not basket.goods:
            assert result == NothingToBuy()
        elif any(count > self.stock[sku] for sku, count in pieces(basket.goods).items()):
            assert isinstance(result, Blocked)
        else:
            assert isinstance(result, Quoted)
            basket.quote, basket.quoted, basket.used = quote, dict(basket.goods), self.counts(who)
            basket.total = total_of(basket.goods, basket.used)
            assert result.quote.total == Money(basket.total, "USD")
            assert bool(result.refused) == (basket.code and not basket.used)
            self._look_whether_the_coupon_is_still_there(who)

    @rule(who=WHO)
    def says_yes(self, who: str) -> None:
        basket = self.baskets[who]
        if not basket.quote:
            return
        with self.store.writing() as uow:
            result = place(uow, self.customer(who), TERMS, basket.quote, NOON)
            uow.commit()
        if number := self.quotes.get(basket.quote):
            if self.orders[number].status == "cancelled":
                assert result == NoQuote()
            else:
                assert isinstance(result, AlreadyPlaced)
                assert result.order.number == number
            return
        short = any(count > self.stock[sku] for sku, count in pieces(basket.goods).items())
        as_read_out = basket.goods == basket.quoted and self.counts(who) == basket.used
        if short or not as_read_out:
            assert isinstance(result, Moved)
            self._look_whether_the_coupon_is_still_there(who)
            return
        assert isinstance(result, Placed)
        assert result.order.total == Money(basket.total, "USD")
        for sku, count in pieces(basket.goods).items():
            self.stock[sku] -= count
        self.quotes[basket.quote] = result.order.number
        self.orders[result.order.number] = Bought(who, dict(basket.goods), basket.used)
        basket.goods, basket.code = {}, False

    @rule(who=WHO, what=WHAT, count=MANY, with_coupon=st.booleans())
    def comes_to_the_total(self, who: str, what: Way, count: int, with_coupon: bool) -> None:
        self.adds(who, what, count)
        if with_coupon:
            self.says_the_code(who)
        self.checks_out(who)

    @rule(who=WHO, what=WHAT, count=MANY, with_coupon=st.booleans())
    def buys(self, who: str, what: Way, count: int, with_coupon: bool) -> None:
        self.comes_to_the_total(who, what, count, with_coupon)
        self.says_yes(who)

    @precondition(lambda self: self.orders)
    @rule(data=st.data())
    def is_brought_and_comes_back_in_part(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.orders)))
        for deed in (Pack(), Ship(), Deliver()):
            self._moves(number, deed)
        self._moves_a_piece(number, self.orders[number], "return")

    def _look_whether_the_coupon_is_still_there(self, who: str) -> None:
        """A coupon that can no longer count is dropped; one that may count later stays."""
        with self.store.reading() as uow:
            self.baskets[who].code &= bool(uow.carts.get(self.customer(who).id).codes)

    @precondition(lambda self: self.orders)
    @rule(data=st.data(), deed=st.sampled_from([Pack(), Ship(), Deliver(), Cancel(), "one", "return"]))
    def moves(self, data: st.DataObject, deed: Deed | str) -> None:
        number = data.draw(st.sampled_from(sorted(self.orders)))
        if isinstance(deed, str):
            self._moves_a_piece(number, self.orders[number], deed)
        else:
            self._moves(number, deed)

    def _moves(self, number: str, deed: Deed) -> None:
        order = self.orders[number]
        needed = {
            "pack": ("placed",),
            "ship": ("packed",),
            "deliver": ("shipped",),
            "cancel": ("placed", "packed"),
        }
        becomes = {"pack": "packed", "ship": "shipped", "deliver": "delivered", "cancel": "cancelled"}
        assert self._do(number, deed) == (order.status in needed[deed.name])
        if order.status in needed[deed.name]:
            order.status = becomes[deed.name]
            if deed.name == "cancel":
                self._back_on_the_shelf(pieces(order.goods))

    def _moves_a_piece(self, number: str, order: Bought, what: str) -> None:
        """One piece of the first line is cancelled, or comes back and can be sold again."""
        first = next(iter(order.goods))
        one = (Units(0, 1),)
        if what == "one":
            allowed = order.status in ("placed", "packed") and order.goods[first] > 0
            assert self._do(number, Cancel(one)) == allowed
            if allowed:
                order.goods[first] -= 1
                if not any(order.goods.values()):
                    order.status = "cancelled"
        else:
            allowed = order.status == "delivered" and order.returned < order.goods[first]
            assert self._do(number, AskReturn(one)) == allowed
            if allowed:
                with self.store.reading() as uow:
                    kept = uow.orders.numbered(number)
                    assert kept is not None
                    asked = uow.orders.papers(kept).returns[-1]
                assert self._do(number, TakeBack(asked.id, restock=True))
                order.returned += 1
        if allowed:
            self._back_on_the_shelf(Counter({first[0]: 1}))

    def _do(self, number: str, deed: Deed) -> bool:
        with self.store.writing() as uow:
            result = move(uow, number, deed, by="somebody", at=NOON)
            uow.commit()
        return isinstance(result, Done)

    def _back_on_the_shelf(self, counts: Counter[str]) -> None:
        for sku, count in counts.items():
            self.stock[sku] += count

    @invariant()
    def is_as_it_should_be(self) -> None:
        with self.store.reading() as uow:
            shelf = uow.catalog.variants([self.sku(sku) for sku in PRICES])
            carts = {who: uow.carts.get(self.customer(who).id) for who in self.baskets}
            kept = {number: uow.orders.numbered(number) for number in self.orders}
            used = uow.uses.counts([f"coupon:{self.mark}"], "")
        assert {sku: shelf[self.sku(sku)].on_hand for sku in PRICES} == self.stock
        for who, cart in carts.items():
            goods = self.baskets[who].goods
            assert {line.key: line.quantity for line in cart.lines} == {
                self.key(way): count for way, count in goods.items()
            }
        assert {number: order and order.status for number, order in kept.items()} == {
            number: order.status for number, order in self.orders.items()
        }
        assert sum(one.total for one in used.values()) == self.uses()

    def teardown(self) -> None:
        assert self.store.audit() == ()


def test_the_shop_is_as_plain_dictionaries_say(
    store: SqlStore, database_url: str, open_again: Callable[..., SqlStore]
) -> None:
    ShopMachine.store = open_again(clock=lambda: NOON)
    run_state_machine_as_test(
        ShopMachine,
        settings=settings(
            max_examples=20 if database_url.startswith("sqlite") else 8,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
