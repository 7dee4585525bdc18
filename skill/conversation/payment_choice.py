"""Choosing how to pay, by voice; a choice stays until there is another."""

from __future__ import annotations

from dataclasses import replace

from skill.commerce.rules.payment import METHODS, ONLINE
from skill.conversation.carrying_on import aside, carry_on
from skill.conversation.paying import buyer, is_offered
from skill.conversation.ssml import escape
from skill.conversation.talk import Talk
from skill.conversation.turn import Reply


def choose_payment(talk: Talk) -> Reply:
    """ChoosePaymentIntent: "pay by card", "put it on my account"; it stays so until another is chosen."""
    method = next(iter(talk.slot("payment").ids), "")
    if method not in METHODS:
        return aside(talk, talk.say("method-unknown"), options_said(talk))
    if not is_offered(talk, method):
        return aside(talk, talk.say("cannot-pay-so", method=method), options_said(talk))
    account = talk.uow.payments.account(talk.customer.id) if method in ONLINE else None
    if method in ONLINE and account is None:
        return aside(talk, talk.say("no-card"), talk.say("card-in-account"), options_said(talk))
    talk = chosen(talk, method)
    label = escape(account.label) if account and account.label else "card"
    return carry_on(talk, talk.say("pays-now", method=method, label=label))


def chosen(talk: Talk, method: str) -> Talk:
    """The same turn of a customer who pays so from now on."""
    customer = replace(talk.customer, payment=method)
    talk.uow.customers.put(customer)
    return replace(talk, customer=customer)


def payment_options(talk: Talk) -> Reply:
    """PaymentOptionsIntent: what there is, and what it is now."""
    return aside(talk, options_said(talk))


def options_said(talk: Talk) -> str:
    """The ways in which this customer can pay."""
    say = talk.say
    can = [method for method in METHODS if is_offered(talk, method) and not _lacks_card(talk, method)]
    named = say.list([say("method-name", method=method) for method in can], "or")
    customer, *_ = buyer(talk)
    if customer is None:
        return say("no-card")
    return say("can-pay", methods=named, now=customer.payment if len(can) > 1 else "only")


def _lacks_card(talk: Talk, method: str) -> bool:
    return method in ONLINE and talk.uow.payments.account(talk.customer.id) is None
