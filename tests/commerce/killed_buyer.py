"""Buys by card in a process that ends at a certain point, as a machine does that loses its power.

python killed_buyer.py SETTINGS COMPANY POINT
"""

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

from card_company import CARD

from skill.bootstrap import open_shop
from skill.commerce.rules.cart import Cart, with_quantity
from skill.commerce.rules.payment import Charged, NotKnown
from skill.conversation.converse import converse
from skill.conversation.turn import Turn
from skill.fixtures.merchant import read_settings
from skill.store.unit_of_work import StoredUnitOfWork

POINTS = ("before_order", "after_order", "before_charge", "after_charge", "before_outcome", "after_outcome")


class CompanyInAFile:
    """What was charged outlives the shop's process."""

    def __init__(self, file, point=""):
        self.file = file
        self.point = point

    @property
    def taken(self):
        return json.loads(self.file.read_text()) if self.file.exists() else {}

    def charge(self, charge):
        die_at(self.point, "before_charge")
        self.file.write_text(json.dumps({**self.taken, charge.key: charge.amount.minor}))
        die_at(self.point, "after_charge")
        return Charged("pi_1", charge.amount.minor)

    def look_up(self, charge):
        minor = self.taken.get(charge.key)
        return NotKnown() if minor is None else Charged("pi_1", minor)


def die_at(wanted, here):
    if wanted == here:
        os._exit(9)


def die_around_commits(point):
    """The yes commits twice: the order, and what came of its charge."""
    commit, names = StoredUnitOfWork.commit, iter(["order", "outcome"])

    def around(uow):
        name = next(names)
        die_at(point, f"before_{name}")
        commit(uow)
        die_at(point, f"after_{name}")

    StoredUnitOfWork.commit = around


def main(settings, company, point):
    shop = open_shop(read_settings(Path(settings).read_text()))
    merchant = replace(shop._merchant(), payment=CompanyInAFile(Path(company), point), methods=("card",))
    with shop.store.writing() as uow:
        robin = uow.customers.of_user("demo")
        uow.customers.put(replace(robin, payment="card"), "demo")
        uow.payments.put_account(robin.id, CARD)
        uow.carts.put(with_quantity(Cart(robin.id), "bananas", 2))
        uow.commit()
    asked = Turn("intent", "r-1", "demo", "en-US", shop.clock(), "CheckoutIntent")
    reply = converse(shop.store, merchant, asked)
    die_around_commits(point)
    yes = replace(asked, request_id="r-2", intent="AMAZON.YesIntent", attributes=reply.attributes)
    converse(shop.store, merchant, yes)


if __name__ == "__main__":
    main(*sys.argv[1:])
