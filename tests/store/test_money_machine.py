"""What a shop and a card company do in any order, and fail to: in the end both tell the same of the money."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from shelf import NOON, OpenStore, fill, variant

from skill.commerce.checkout import Placed, Quoted, place, quote_cart
from skill.commerce.moving import move
from skill.commerce.paying import record, settle
from skill.commerce.payment_reports import ChargeReport, GivenBack, RefundFailed, Report, take_report
from skill.commerce.people import Customer
from skill.commerce.rules.cart import Cart, with_quantity
from skill.commerce.rules.deeds import Cancel, Deed, LetOff, Pay
from skill.commerce.rules.order import Order
from skill.commerce.rules.owing import owed
from skill.commerce.rules.papers import Units
from skill.commerce.rules.payment import (
    Account,
    Charge,
    Charged,
    Declined,
    GoneBack,
    NotKnown,
    NotPaidBack,
    PaidBack,
    Repayment,
    Told,
    Unavailable,
)
from skill.commerce.rules.shop import Terms
from skill.store.store import SqlStore

TERMS = Terms("USD", delivery_minor=300)
CARD = Account("cus_1", "pm_1")
MOODS = st.sampled_from(["well", "well", "answer lost", "unreachable", "refuses"])
AMOUNTS = st.integers(1, 400)


@dataclass
class Back:
    """Money that has gone back: through us under a key, or by hand without one."""

    charge: str
    key: str
    minor: int
    failed: bool = False


class CardCompany:
    """Keeps what it did, whether it was heard or not, and reports it whenever the machine likes."""

    def __init__(self) -> None:
        self.mood = "well"
        self.told: dict[str, Told] = {}
        self.backs: list[Back] = []
        self.reports: list[Report] = []

    def taken(self, charge: str) -> int:
        told = self.told.get(charge)
        return told.minor if isinstance(told, Charged) else 0

    def back(self, charge: str) -> int:
        return sum(one.minor for one in self.backs if one.charge == charge and not one.failed)

    def charge(self, charge: Charge) -> Told | Unavailable:
        if self.mood == "unreachable":
            return Unavailable()
        self.take(charge, refuses=self.mood == "refuses")
        return Unavailable() if self.mood == "answer lost" else self.told[charge.key]

    def take(self, charge: Charge, *, refuses: bool = False) -> None:
        if charge.key not in self.told:
            told = Declined("no", charge.key) if refuses else Charged(charge.key, charge.amount.minor)
            self.told[charge.key] = told
            self.reports.append(ChargeReport("", charge.key, told))

    def look_up(self, charge: Charge) -> Told | NotKnown | Unavailable:
        return Unavailable() if self.mood == "unreachable" else self.told.get(charge.key, NotKnown())

    def gone_back(self, repayment: Repayment) -> GoneBack | Unavailable:
        if self.mood == "unreachable":
            return Unavailable()
        told: PaidBack | NotPaidBack | None = None
        for one in self.backs:
            if one.key == repayment.key:
                told = NotPaidBack("sent back") if one.failed else PaidBack("re")
        return GoneBack(self.back(repayment.reference), told)

    def pay_back(self, repayment: Repayment) -> PaidBack | NotPaidBack | Unavailable:
        if self.mood == "unreachable":
            return Unavailable()
        if self.mood == "refuses" or not self.give(
            repayment.reference, repayment.amount.minor, repayment.key
        ):
            return NotPaidBack("no")
        return Unavailable() if self.mood == "answer lost" else PaidBack("re")

    def give(self, charge: str, minor: int, key: str = "") -> bool:
        """Never more than was taken, and once for each key."""
        if key and any(one.key == key for one in self.backs):
            return True
        if self.back(charge) + minor > self.taken(charge):
            return False
        self.backs.append(Back(charge, key, minor))
        charged = Charged(charge, self.taken(charge))
        self.reports.append(GivenBack("", charge, charged, self.back(charge)))
        return True

    def send_back(self, one: Back) -> None:
        one.failed = True
        self.reports.append(RefundFailed("", one.key, "sent back"))


class MoneyMachine(RuleBasedStateMachine):
    """A shop of one customer who pays by card, and a company that is not always well."""

    store: SqlStore
    _examples = itertools.count()

    def __init__(self) -> None:
        super().__init__()
        self.company = CardCompany()
        self.now = NOON
        self.numbers: list[str] = []
        self.charges: list[Charge] = []
        self.by_hand: dict[str, int] = {}
        self.mark = f"m{next(self._examples)}"
        self._ids = itertools.count()
        self.customer = Customer(f"ann-{self.mark}", address="1 Mill Lane", payment="card")
        fill(self.store, variant("tea", 150, on_hand=1000))
        with self.store.writing() as uow:
            uow.customers.put(self.customer, self.customer.id)
            uow.payments.put_account(self.customer.id, CARD)
            uow.commit()

    def id(self) -> str:
        return f"{self.mark}-{next(self._ids)}"

    def order(self, number: str) -> Order:
        with self.store.reading() as uow:
            kept = uow.orders.numbered(number)
        assert kept is not None
        return kept

    def do(self, number: str, deed: Deed) -> None:
        with self.store.writing() as uow:
            move(uow, number, deed, by="merchant", at=self.now)
            uow.commit()

    def report(self, report: Report, id: str) -> None:
        with self.store.writing() as uow:
            if take_report(uow, replace(report, id=id), self.now):
                uow.commit()

    @rule(mood=MOODS)
    def feels(self, mood: str) -> None:
        self.company.mood = mood

    @rule(count=st.integers(1, 3), crashes=st.booleans())
    def buys(self, count: int, crashes: bool) -> None:
        quote = self.id()
        with self.store.writing() as uow:
            uow.carts.put(with_quantity(Cart(self.customer.id), "tea", count))
            assert isinstance(quote_cart(uow, self.customer, TERMS, quote, self.now), Quoted)
            placed = place(uow, self.customer, TERMS, quote, self.now)
            assert isinstance(placed, Placed)
            attempt = uow.payments.of_key(placed.charge_key)
            uow.commit()
        assert attempt is not None
        self.numbers.append(placed.order.number)
        self.charges.append(attempt.charge)
        told = self.company.charge(attempt.charge)
        if not crashes and not isinstance(told, Unavailable):
            with self.store.writing() as uow:
                record(uow, attempt.charge.key, told, self.now)
                uow.commit()

    @rule()
    def buys_and_is_given_up(self) -> None:
        self.company.mood = "unreachable"
        self.buys(1, crashes=False)
        self.company.mood = "well"
        self.settles(90)

    def on_their_way(self) -> list[Charge]:
        return [one for one in self.charges if one.key not in self.company.told]

    @precondition(lambda self: self.on_their_way())
    @rule(data=st.data())
    def a_charge_arrives_late(self, data: st.DataObject) -> None:
        self.company.take(data.draw(st.sampled_from(self.on_their_way())))

    @rule(minutes=st.sampled_from([2, 90, 400]))
    def settles(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        settle(self.store, self.company, self.now)

    @precondition(lambda self: self.numbers)
    @rule(data=st.data(), deed=st.sampled_from([Cancel(), Cancel((Units(0, 1),)), "let off", "paid"]))
    def the_merchant(self, data: st.DataObject, deed: Deed | str) -> None:
        number = data.draw(st.sampled_from(self.numbers))
        if deed == "let off":
            deed = LetOff(data.draw(AMOUNTS))
        elif deed == "paid":
            with self.store.reading() as uow:
                charge = uow.payments.of_key(self.order(number).quote_id or "")
            if charge is None or charge.state == "open":
                return
            before = self.order(number).paid_minor
            self.do(number, Pay("paid", 200))
            self.by_hand[number] = self.by_hand.get(number, 0) + self.order(number).paid_minor - before
            return
        assert not isinstance(deed, str)
        self.do(number, deed)

    @precondition(lambda self: self.company.told)
    @rule(data=st.data(), minor=AMOUNTS)
    def somebody_gives_back_by_hand_there(self, data: st.DataObject, minor: int) -> None:
        self.company.give(data.draw(st.sampled_from(sorted(self.company.told))), minor)

    @precondition(lambda self: any(one.key and not one.failed for one in self.company.backs))
    @rule(data=st.data())
    def a_bank_sends_a_refund_back(self, data: st.DataObject) -> None:
        standing = [at for at, one in enumerate(self.company.backs) if one.key and not one.failed]
        self.company.send_back(self.company.backs[data.draw(st.sampled_from(standing))])

    @precondition(lambda self: self.company.reports)
    @rule(data=st.data(), again=st.booleans())
    def a_report_arrives(self, data: st.DataObject, again: bool) -> None:
        at = data.draw(st.integers(0, len(self.company.reports) - 1))
        id = f"{self.mark}-report-{at}"
        self.report(self.company.reports[at], id)
        if again:
            self.report(self.company.reports[at], id)

    @invariant()
    def nobody_is_promised_more_than_was_paid(self) -> None:
        for number in self.numbers:
            kept = self.order(number)
            assert kept.refunded_minor <= kept.paid_minor
            assert kept.paid_minor <= self.company.taken(kept.quote_id or "") + self.by_hand.get(number, 0)

    def teardown(self) -> None:
        """Everybody is well again, all is reported, and the worker has had its time."""
        self.company.mood = "well"
        for _ in range(2):
            for report in list(self.company.reports):
                self.report(report, self.id())
            for _ in range(3):
                self.now += timedelta(hours=7)
                settle(self.store, self.company, self.now, limit=1000)
        for number in self.numbers:
            self._adds_up(number)
        assert self.store.audit() == ()

    def _adds_up(self, number: str) -> None:
        kept, company = self.order(number), self.company
        key = kept.quote_id or ""
        by_hand = self.by_hand.get(number, 0)
        with self.store.reading() as uow:
            charge, refunds = uow.payments.of_key(key), uow.orders.papers(kept).refunds
        assert charge is not None
        assert charge.state == ("paid" if company.taken(key) else "declined")
        assert kept.paid_minor == company.taken(key) + by_hand
        assert kept.status == "cancelled" or company.taken(key)
        assert company.back(key) <= kept.refunded_minor
        if not by_hand and not any(one.charge == key and one.failed for one in company.backs):
            assert {one.state for one in refunds} <= {"done"}
            assert company.back(key) == kept.refunded_minor
            assert company.taken(key) - company.back(key) == (owed(kept).minor if company.taken(key) else 0)


def test_a_shop_and_a_card_company_tell_the_same_of_the_money_in_the_end(open_again: OpenStore) -> None:
    machine = type("AnyMoney", (MoneyMachine,), {"store": open_again(clock=lambda: NOON)})
    few = settings(
        max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(machine, settings=few)  # type: ignore[no-untyped-call]
