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
        basic = b64encode(f"{SECRET_KEY}:".encode()).decode()
        request = urllib.request.Request(
            self.address + path, urlencode(form).encode(), {"Authorization": f"Basic {basic}"}
        )
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

    @property
    def taken(self):
        with urllib.request.urlopen(self.address + "/_config/taken", timeout=10) as answer:
            return json.loads(answer.read())
