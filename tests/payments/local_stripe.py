"""What the tests ask a running localstripe."""

import json
import urllib.request
from base64 import b64encode
from urllib.parse import urlencode

SECRET_KEY = "sk_test_12345"


class LocalStripe:
    """A running server, and what it has taken."""

    def __init__(self, address):
        self.address = address

    def post(self, path, **form):
        return self._ask("POST", path, urlencode(form).encode())

    def delete(self, path):
        return self._ask("DELETE", path)

    def _ask(self, method, path, form=None):
        basic = b64encode(f"{SECRET_KEY}:".encode()).decode()
        headers = {"Authorization": f"Basic {basic}"}
        request = urllib.request.Request(self.address + path, form, headers, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read()
        return json.loads(text) if text else {}

    def card(self, number):
        """A customer with a saved card: their ids."""
        customer = self.post("/v1/customers", email="robin@example.com")["id"]
        card = {"number": number, "exp_month": 12, "exp_year": 2040, "cvc": "123"}
        fields = {f"card[{name}]": value for name, value in card.items()}
        method = self.post("/v1/payment_methods", type="card", **fields)["id"]
        self.post(f"/v1/payment_methods/{method}/attach", customer=customer)
        return customer, method

    def pay(self, minor):
        """Somebody else pays so much."""
        customer, method = self.card("4242424242424242")
        who = {"customer": customer, "payment_method": method, "payment_method_types[0]": "card"}
        self.post("/v1/payment_intents", amount=minor, currency="usd", confirm="true", **who)

    @property
    def taken(self):
        with urllib.request.urlopen(self.address + "/_config/taken", timeout=10) as answer:
            return json.loads(answer.read())
