"""A company that charges cards, as a few lines of Python: what it answers is set, what it took is counted."""

from skill.commerce.rules.payment import Account, Charged, GoneBack, NotKnown, PaidBack

CARD = Account("cus_robin", "pm_robin", "Visa ending in 4242")


class CardCompany:
    """Remembers keys as the real one does: the same key is charged and paid back once."""

    def __init__(self):
        self.answer = None
        self.taken = {}
        self.given_back = {}
        self.by_hand = 0
        self.refused = None
        self.asked = 0
        self.before = self.after = lambda: None

    def charge(self, charge):
        self.asked += 1
        self.before()
        if self.answer is not None:
            return self.answer
        self.taken.setdefault(charge.key, charge.amount.minor)
        self.after()
        return Charged(f"pi_{charge.key}", charge.amount.minor)

    def look_up(self, charge):
        taken = self.taken.get(charge.key)
        return NotKnown() if taken is None else Charged(f"pi_{charge.key}", taken)

    def gone_back(self, repayment):
        told = PaidBack(f"re_{repayment.key}") if repayment.key in self.given_back else self.refused
        return GoneBack(self.by_hand + sum(self.given_back.values()), told)

    def pay_back(self, repayment):
        if self.refused is not None:
            return self.refused
        self.before()
        self.given_back[repayment.key] = repayment.amount.minor
        self.after()
        return PaidBack(f"re_{repayment.key}")


class Crash(BaseException):
    """The process ends here: nothing after it runs."""


def crash():
    raise Crash
