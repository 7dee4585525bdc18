"""One order's whole life, in any order of events, against a plain model of boxes that goods lie in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import count
from operator import le
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from shelf import NOON, customer, fill, line, order, variant

from skill.commerce.moving import Moved, move
from skill.commerce.rules.catalog import Variant
from skill.commerce.rules.deeds import (
    AskReturn,
    Cancel,
    Deed,
    Deliver,
    GiveBack,
    LetOff,
    Pack,
    Pay,
    Raise,
    Receive,
    RefuseReturn,
    SettleRefund,
    Ship,
    TakeBack,
)
from skill.commerce.rules.events import Event
from skill.commerce.rules.money import Money, split
from skill.commerce.rules.moves import Step
from skill.commerce.rules.order import Order
from skill.commerce.rules.papers import Happening, Papers, Units
from skill.store.store import SqlStore

SKUS = {"tea": 333, "milk": 101}
SHELF = 10_000
COUNTS = st.integers(1, 4)
LINES = st.integers(0, 1)
NUMBERS = count(1)


class Life(RuleBasedStateMachine):
    """The order, and beside it where each piece lies: here, away, home, back; and what was promised back."""

    store: Any
    restock: Any

    def __init__(self) -> None:
        super().__init__()
        self.restock()
        lines = (line("tea", 3, 333), line("milk", 4, 101))
        self.here, self.away, self.home, self.back, self.gone = [3, 4], [0, 0], [0, 0], [0, 0], [0, 0]
        self.announced: dict[int, list[int]] = {}
        self.shelf, self.packed, self.over = [0, 0], False, False
        placed = order(
            lines=lines, tax=Money(70, "USD"), delivery=Money(250, "USD"), quote_id=str(next(NUMBERS))
        )
        with self.store.writing() as uow:
            self.number = uow.orders.place(placed).number
            uow.commit()
        self.look()

    def do(self, deed: Deed) -> Any:
        """Do it in a transaction of its own; None when it was refused."""
        with self.store.writing() as uow:
            outcome = move(uow, self.number, deed, by="test", at=NOON)
            uow.commit()
        self.look()
        return outcome if isinstance(outcome, Moved) else None

    def look(self) -> None:
        """Read what the store has now."""
        with self.store.reading() as uow:
            kept = uow.orders.numbered(self.number)
            assert kept is not None
            self.order: Order = kept
            self.papers: Papers = uow.orders.papers(kept)
            sold = uow.catalog.variants(SKUS)
            self.on_hand = [sold[sku].on_hand for sku in SKUS]

    @initialize(steps=st.integers(0, 5))
    def begin(self, steps: int) -> None:
        """Most of what can go wrong comes late in an order's life."""
        early = (self.pack, lambda: self.ship(0, 2), self.deliver, lambda: self.ship(1, 3), self.deliver)
        for step in early[:steps]:
            step()

    @rule()
    def pack(self) -> None:
        allowed = not self.packed and sum(self.here) > 0
        assert bool(self.do(Pack())) == allowed
        self.packed |= allowed

    @rule(at=LINES, pieces=COUNTS)
    def ship(self, at: int, pieces: int) -> None:
        allowed = self.packed and pieces <= self.here[at]
        assert bool(self.do(Ship((Units(at, pieces),)))) == allowed
        if allowed:
            self.here[at] -= pieces
            self.away[at] += pieces

    @rule()
    def deliver(self) -> None:
        assert bool(self.do(Deliver())) == (sum(self.away) > 0)
        for at in (0, 1):
            self.home[at], self.away[at] = self.home[at] + self.away[at], 0

    @rule(at=LINES, pieces=COUNTS, the_rest=st.booleans())
    def cancel(self, at: int, pieces: int, the_rest: bool) -> None:
        wanted = list(self.here) if the_rest else [pieces if place == at else 0 for place in (0, 1)]
        allowed = sum(wanted) > 0 and all(map(le, wanted, self.here))
        assert bool(self.do(Cancel(None if the_rest else (Units(at, pieces),)))) == allowed
        for place, gone in enumerate(wanted if allowed else ()):
            self.here[place] -= gone
            self.gone[place] += gone
            self.shelf[place] += gone

    @rule(at=LINES, pieces=COUNTS)
    def add_more(self, at: int, pieces: int) -> None:
        if self.do(Raise((Units(at, pieces),))):
            assert not self.packed
            self.here[at] += pieces
            self.shelf[at] -= pieces

    @rule(at=LINES, pieces=COUNTS)
    def announce_a_return(self, at: int, pieces: int) -> None:
        done = self.do(AskReturn((Units(at, pieces),)))
        assert bool(done) == (pieces <= self.home[at])
        if done:
            self.home[at] -= pieces
            self.announced[done.happening.ref] = [at, pieces]

    @precondition(lambda self: self.announced)
    @rule(data=st.data(), restock=st.booleans())
    def take_back(self, data: st.DataObject, restock: bool) -> None:
        number = data.draw(st.sampled_from(sorted(self.announced)))
        assert self.do(TakeBack(number, restock))
        at, pieces = self.announced.pop(number)
        self.back[at] += pieces
        self.shelf[at] += pieces if restock else 0
        assert not self.do(TakeBack(number, restock))

    @precondition(lambda self: self.announced)
    @rule(data=st.data())
    def refuse_return(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.announced)))
        assert self.do(RefuseReturn(number))
        at, pieces = self.announced.pop(number)
        self.home[at] += pieces

    @rule(amount=st.integers(1, 300))
    def let_off(self, amount: int) -> None:
        self.do(LetOff(amount))

    @rule()
    def pay(self) -> None:
        self.do(Pay("paid", max(0, self.order.total.minor - self.order.paid_minor)))

    @rule()
    def a_card_pays(self) -> None:
        before, total = self.order.paid_minor, self.order.total.minor
        assert self.do(Receive(total))
        assert self.order.paid_minor == before + total

    @rule(in_all=st.integers(0, 2000))
    def the_card_company_gives_back(self, in_all: int) -> None:
        paid, promised = self.order.paid_minor, self.order.refunded_minor
        assert bool(self.do(GiveBack(in_all))) == (promised < min(in_all, paid))
        assert self.order.refunded_minor == max(promised, min(in_all, paid))

    @rule(data=st.data(), done=st.booleans())
    def settle(self, data: st.DataObject, done: bool) -> None:
        refunds = self.papers.refunds
        if refunds:
            refund = data.draw(st.sampled_from(refunds))
            news = refund.state != ("done" if done else "failed")
            assert bool(self.do(SettleRefund(refund.id, done=done))) == news

    @invariant()
    def every_piece_is_in_one_box(self) -> None:
        lines = self.order.lines
        asked = [sum(pieces for at, pieces in self.announced.values() if at == place) for place in (0, 1)]
        assert [one.waiting for one in lines] == self.here
        assert [one.on_its_way for one in lines] == self.away
        assert [one.returnable for one in lines] == self.home
        assert [one.coming_back for one in lines] == asked
        assert [one.returned for one in lines] == self.back
        assert [one.cancelled for one in lines] == self.gone

    @invariant()
    def stock_is_given_back_once(self) -> None:
        assert self.on_hand == [SHELF + change for change in self.shelf]

    @invariant()
    def nobody_gets_back_more_than_was_paid_or_owes_what_they_gave_back(self) -> None:
        kept = self.order
        promised = sum(refund.amount.minor for refund in self.papers.refunds)
        assert promised == kept.refunded_minor <= kept.paid_minor
        if kept.payment_state in ("paid", "part_refunded", "refunded"):
            assert kept.paid_minor - promised == max(0, self.price_of_what_they_keep(kept))

    def price_of_what_they_keep(self, kept: Order) -> int:
        """Piece by piece: each line's price split over its pieces, the dearer ones first."""
        price = -kept.allowance_minor
        for at, one in enumerate(kept.lines):
            pieces = split(one.total.minor + one.tax_minor, [1] * one.quantity)
            price += sum(pieces[: one.quantity - self.gone[at] - self.back[at]])
        left = any(one.current for one in kept.lines)
        return price + (kept.delivery.minor + kept.delivery_tax_minor if left else 0)

    @invariant()
    def what_is_over_stays_over(self) -> None:
        status = self.order.status
        assert not self.over or status == self.over
        self.over = status if status in ("delivered", "cancelled") else False
        history = self.papers.history
        assert not history or history[-1].status == status


class Memory:
    """A store of one order in plain memory: quick enough for thousands of moves."""

    def __init__(self) -> None:
        self.orders = self.stock = self.uses = self.catalog = self.events = self
        self.kept: Order = order()
        self.filed = Papers()
        self.left = dict.fromkeys(SKUS, SHELF)
        self.told: list[Event] = []

    @contextmanager
    def writing(self) -> Iterator[Memory]:
        yield self

    reading = writing

    def commit(self) -> None:
        pass

    def add(self, event: Event) -> None:
        self.told.append(event)

    def fallen_low(self, taken: dict[str, int]) -> dict[str, int]:
        return {}

    def place(self, placed: Order) -> Order:
        self.kept, self.filed = replace(placed, number="1001"), Papers()
        return self.kept

    def numbered(self, number: str) -> Order:
        return self.kept

    def papers(self, order: Order) -> Papers:
        return self.filed

    def claim(self, order: Order) -> bool:
        return order.version == self.kept.version

    def write(self, step: Step, *, by: str, at: datetime, why: str) -> Happening:
        self.kept = replace(step.order, version=self.kept.version + 1)
        for paper in step.papers:
            name = f"{type(paper).__name__.lower()}s"
            others = [one for one in getattr(self.filed, name) if one.id != paper.id]
            new = replace(paper, id=paper.id or len(others) + 1)
            self.filed = replace(self.filed, **{name: tuple(sorted((*others, new), key=lambda one: one.id))})
        ref = len(self.filed.returns) if step.what == "return_requested" else None
        happening = Happening(step.what, at, by, step.order.status, ref=ref)
        self.filed = replace(self.filed, history=(*self.filed.history, happening))
        return happening

    def take(self, sku: str, quantity: int) -> bool:
        self.left[sku] -= quantity
        return True

    def give_back(self, sku: str, quantity: int) -> None:
        self.left[sku] += quantity

    def variants(self, skus: Iterable[str]) -> dict[str, Variant]:
        return {sku: variant(sku, on_hand=self.left[sku]) for sku in skus}


def _live(store: Any, restock: Callable[[Life], object], examples: int) -> None:
    machine = type("AnyLife", (Life,), {"store": store, "restock": restock})
    few = settings(
        max_examples=examples, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(machine, settings=few)  # type: ignore[no-untyped-call]


def test_an_order_lives_as_a_plain_model_of_it_does() -> None:
    memory = Memory()

    _live(memory, lambda life: memory.left.update(dict.fromkeys(SKUS, SHELF)), examples=120)


def test_an_order_in_the_store_lives_so_too(store: SqlStore) -> None:
    customer(store)
    goods = [variant(sku, minor, on_hand=SHELF) for sku, minor in SKUS.items()]

    _live(store, lambda life: fill(store, *goods), examples=5)
