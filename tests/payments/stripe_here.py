"""localstripe as a server on a free port of this machine, with what it lacks.

It knows no idempotency keys, lists no PaymentIntents of one customer or since a day, wants no `return_url`,
and its errors have no codes: all is added here as Stripe documents it. What it still cannot do: answer 402
with `authentication_required` (it says `requires_action`, as Stripe does when the customer is there), and
send `charge.refunded`. Tests make those by hand.

    python stripe_here.py PORT
"""

import sys

from aiohttp import web
from localstripe import errors, resources, server

ANSWERS = {}
CREATE = resources.PaymentIntent._api_create


@web.middleware
async def idempotent(request, handler):
    if request.path == "/_config/data":  # all is forgotten
        ANSWERS.clear()
    key = request.headers.get("Idempotency-Key") if request.method == "POST" else None
    if key is None:
        return await handler(request)
    if key in ANSWERS:
        if ANSWERS[key] is None:
            error = {"type": "idempotency_error", "code": "idempotency_key_in_use", "message": "in use"}
            return web.json_response({"error": error}, status=409)
        status, body = ANSWERS[key]
        return web.Response(status=status, body=body, content_type="application/json")
    ANSWERS[key] = None
    answer = await handler(request)
    ANSWERS[key] = (answer.status, answer.body)
    return answer


def create(cls, **asked):
    """As Stripe's API does since 2023-08-16: it would send the customer to a page of their bank's."""
    if asked.get("confirm") and not asked.get("payment_method_types") and not asked.get("return_url"):
        raise errors.UserError(400, "you must provide a `return_url`")
    return CREATE(**asked)


def intents_of(cls, url, customer=None, created=None, limit=None, starting_after=None):
    if customer is not None:
        resources.Customer._api_retrieve(customer)
    found = resources.StripeObject._api_list_all.__func__(
        cls, url, limit=limit, starting_after=starting_after
    )
    found._list = [one for one in found._list if customer in (None, one.customer)]
    since = int((created or {}).get("gte", 0))
    found._list = [one for one in reversed(found._list) if one.created >= since]
    return found


def with_code(error):
    if error.code == 404:
        error.body["error"].setdefault("code", "resource_missing")
    return errors.json_response(error.body, status=error.code)


async def taken(request):
    """How much was taken and given back in all, in minor units."""
    kept = list(resources.store.values())
    charges = [one for one in kept if isinstance(one, resources.Charge) and one.status == "succeeded"]
    back = [one for one in kept if isinstance(one, resources.Refund)]
    return web.json_response(
        {"charged": [one.amount for one in charges], "given_back": [one.amount for one in back]}
    )


def main(port):
    resources.PaymentIntent._api_create = classmethod(create)
    resources.PaymentIntent._api_list_all = classmethod(intents_of)
    errors.UserError.to_response = with_code
    resources.store.dump_to_disk = lambda: None
    server.app.router.add_get("/_config/taken", taken)
    server.app.middlewares.insert(0, server.error_middleware)
    server.app.middlewares.insert(0, idempotent)
    web.run_app(server.app, host="127.0.0.1", port=port, print=None, access_log=None)


if __name__ == "__main__":
    main(int(sys.argv[1]))
