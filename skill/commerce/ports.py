"""What the handlers need from outside: a unit of work over some store.

A unit of work is one database transaction. It is used as a context manager and rolls back unless `commit`
was called. A writing one keeps rivals for the same cart, stock and request waiting from the first thing that
it asks of a cart, quote or order, and sees their newest state; only names, and what it looked up in the
catalogue before, may be a moment old.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from skill.commerce.looking import Looking
from skill.commerce.people import Customer, KeptCode, Remembered
from skill.commerce.rules.cart import Cart
from skill.commerce.rules.catalog import Variant
from skill.commerce.rules.coupon import Coupon
from skill.commerce.rules.events import Event
from skill.commerce.rules.money import Money
from skill.commerce.rules.moves import Step
from skill.commerce.rules.order import Order
from skill.commerce.rules.papers import Happening, Papers
from skill.commerce.rules.payment import Account, Attempt, AttemptState, Repayment
from skill.commerce.rules.promotion import Used
from skill.commerce.rules.quote import Quote, Use
from skill.commerce.rules.shop import ShopRules


class Catalog(Protocol):
    """The products."""

    def variants(self, keys: Iterable[str]) -> dict[str, Variant]:
        """The variants of some line keys (a plain one's is its sku), made so, as far as they are sold."""

    def siblings(self, product_id: str) -> tuple[Variant, ...]:
        """All variants of one product, cheapest first."""

    def find(self, looking: str | Looking, limit: int) -> tuple[Variant, ...]:
        """Variants for the customer's words, best first: those with all words, then with any, then alike."""

    def named(self, name: str) -> tuple[Variant, ...]:
        """Variants whose spoken name, title or synonym is exactly this (lower case, no punctuation)."""

    def departments(self) -> tuple[str, ...]:
        """The departments, the one with most products first."""

    def set_price(self, sku: str, price: Money) -> None:
        """Change a price."""


class Stock(Protocol):
    """How many there are."""

    def take(self, sku: str, quantity: int) -> bool:
        """Take so many if there are enough, in one conditional update; uncounted variants always succeed."""

    def give_back(self, sku: str, quantity: int) -> None:
        """Put so many back (a cancelled order)."""

    def set_level(self, sku: str, on_hand: int) -> None:
        """Say how many there are; 0 is out of stock, more is available again."""

    def fallen_low(self, taken: Mapping[str, int]) -> dict[str, int]:
        """Of what was just taken (how many, by sku): what is low now and was not before, and what is left."""


class Carts(Protocol):
    """The carts, one a customer."""

    def get(self, customer_id: str) -> Cart:
        """The customer's cart, empty if there is none; in a writing unit of work rivals wait."""

    def put(self, cart: Cart) -> None:
        """Keep the cart as it is now."""

    def left_since(self, moment: datetime, limit: int) -> tuple[tuple[Cart, datetime], ...]:
        """Carts with something in them that nobody has touched since, and when they were touched last.

        Only of customers who agreed to be reminded, and each once until it changes again.
        """


class Quotes(Protocol):
    """What was read out."""

    def add(self, quote: Quote) -> None:
        """Keep a quote."""

    def get(self, quote_id: str, customer_id: str) -> Quote | None:
        """This customer's quote of that id."""


class Orders(Protocol):
    """What was bought."""

    def place(self, order: Order) -> Order:
        """Keep a new order (its `number` is ignored) and give it back with its number."""

    def import_past(self, order: Order) -> None:
        """Keep an order made elsewhere or earlier under its own number."""

    def of_quote(self, quote_id: str) -> Order | None:
        """The order that a quote has become."""

    def get(self, customer_id: str, number: str) -> Order | None:
        """This customer's order of that number."""

    def history(self, customer_id: str, limit: int = 50) -> tuple[Order, ...]:
        """This customer's orders, newest first."""

    def bought(self, customer_id: str) -> dict[str, int]:
        """How many of what this customer has bought in their newest orders."""

    def numbered(self, number: str) -> Order | None:
        """The order of that number, whoever's it is."""

    def papers(self, order: Order) -> Papers:
        """Its shipments, returns, refunds and history, the oldest first."""

    def happened(self, customer_id: str, since: datetime, limit: int) -> Mapping[str, tuple[Happening, ...]]:
        """What others did since then to this customer's newest orders, by number, the oldest first."""

    def claim(self, order: Order) -> bool:
        """Make it ours until the unit of work ends, if it is as it was read; False if a rival moved it."""

    def write(self, step: Step, *, by: str, at: datetime, why: str) -> Happening:
        """Keep what a move made of an order that was claimed, and write it into the history."""


class Customers(Protocol):
    """Who shops here; `user_id` is what a door calls them."""

    def of_user(self, user_id: str) -> Customer:
        """The customer behind a door's user id; in a writing unit of work a new one is kept."""

    def put(self, customer: Customer, user_id: str | None = None) -> None:
        """Keep a customer, and which door's user id means them."""

    def forget_user(self, user_id: str) -> None:
        """Forget that this door's user id means anybody, and what it was answered."""

    def known(self, user_id: str) -> Customer | None:
        """The customer behind a door's user id, if there is one yet."""

    def doors(self, customer_id: str) -> tuple[str, ...]:
        """What the doors call a customer."""

    def erase(self, customer_id: str) -> Mapping[str, int]:
        """Forget everything about a customer; how much of each kind is gone, empty when there is nobody."""


class Answers(Protocol):
    """Which requests were answered before."""

    def get(self, request_id: str) -> Remembered | None:
        """The answer given to a request id."""

    def put(self, request_id: str, remembered: Remembered) -> bool:
        """Remember an answer for a day at least; False if a rival has answered the request meanwhile."""

    def replace(self, request_id: str, remembered: Remembered) -> None:
        """Remember another answer to a request than the first one."""


class Rules(Protocol):
    """What the merchant has set up about prices, and the coupons."""

    def current(self, currency: str) -> ShopRules:
        """The rules as they are now."""

    def coupons(self, keys: Collection[str]) -> dict[str, Coupon]:
        """The coupons with these keys (codes as they sound), as far as there are any."""


class Uses(Protocol):
    """How often limited things have been used: coupons, promotions, slots."""

    def counts(self, names: Collection[str], customer_id: str) -> dict[str, Used]:
        """How often each has been used, by all and by this customer; what was never used may be left out."""

    def take(self, use: Use, customer_id: str) -> bool:
        """Count one use more, in conditional updates; False, and nothing counted, at a limit."""

    def give_back(self, use: Use, customer_id: str) -> None:
        """Count one use less (a cancelled order)."""


class Events(Protocol):
    """What is told to other systems, once the unit of work is committed."""

    def add(self, event: Event) -> None:
        """Keep an event for everybody who wants to know."""


class Payments(Protocol):
    """Cards on file, the charge of each order, and refunds that wait for one."""

    def account(self, customer_id: str) -> Account | None:
        """The customer's card on file."""

    def put_account(self, customer_id: str, account: Account | None) -> None:
        """Keep a customer's card on file, or forget it."""

    def open(self, attempt: Attempt) -> None:
        """Write down a charge before it is made."""

    def of_key(self, key: str) -> Attempt | None:
        """The charge of that key."""

    def of_reference(self, reference: str) -> Attempt | None:
        """The charge that the card company calls so."""

    def note(self, reference: str, reason: str) -> None:
        """Write a remark on the charge that the card company calls so."""

    def settle(self, attempt: Attempt, at: datetime, *, unless: Sequence[AttemptState]) -> bool:
        """Keep what came of a charge, in a conditional update; False when it is in one of these states."""

    def claim_open(self, before: datetime, now: datetime, limit: int) -> Sequence[Attempt]:
        """Open charges that nobody has asked for since then, ours for a while."""

    def claim_refunds(
        self, before: datetime, now: datetime, limit: int
    ) -> Sequence[tuple[str, int, Repayment]]:
        """Refunds of charges that are not carried out, ours for a while: order number, id, what goes back."""


class Codes(Protocol):
    """The customers' voice codes."""

    def of(self, customer_id: str) -> KeptCode:
        """What is kept about a customer's code; it may be a moment old."""

    def put(self, customer_id: str, hashed: str | None) -> None:
        """Set the code or remove it; wrong ones count from the start again."""

    def put_pending(self, customer_id: str, hashed: str) -> None:
        """Keep a new code that has to be said again."""

    def offered(self, customer_id: str, at: datetime) -> None:
        """Note that a code was offered."""

    def count_right(self, customer_id: str, hashed: str, most: int) -> bool:
        """The right code was said; False if it is another by now, or so many wrong ones came before."""

    def count_wrong(self, customer_id: str) -> int:
        """One more wrong code; how many there are in a row now."""


class UnitOfWork(Protocol):
    """One transaction over everything the shop keeps."""

    @property
    def catalog(self) -> Catalog: ...
    @property
    def stock(self) -> Stock: ...
    @property
    def carts(self) -> Carts: ...
    @property
    def quotes(self) -> Quotes: ...
    @property
    def orders(self) -> Orders: ...
    @property
    def customers(self) -> Customers: ...
    @property
    def answers(self) -> Answers: ...
    @property
    def rules(self) -> Rules: ...
    @property
    def uses(self) -> Uses: ...
    @property
    def events(self) -> Events: ...
    @property
    def payments(self) -> Payments: ...
    @property
    def codes(self) -> Codes: ...

    def commit(self) -> None:
        """Make it last."""


class Store(Protocol):
    """Opens units of work; raises skill.errors.StoreUnavailable when the database cannot."""

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """A unit of work that changes nothing."""

    def writing(self) -> AbstractContextManager[UnitOfWork]:
        """A unit of work that may change something."""
