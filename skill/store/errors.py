"""What the store refuses although the database could do it."""

from __future__ import annotations

from skill.errors import VoicecartError


class AlreadyOrdered(VoicecartError):
    """A rival has made an order of this quote meanwhile; roll back, its order is `orders.of_quote`."""

    def __init__(self, quote_id: str) -> None:
        super().__init__(f"the quote {quote_id} has been ordered already")
        self.quote_id = quote_id
