"""The one place where the parts are put together: settings in, a shop out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from skill.errors import SettingsError
from skill.model_files import own_model, own_weights, read_model
from skill.settings import Settings

if TYPE_CHECKING:
    from local_voice.understanding import Understanding
    from local_voice.understanding.values import Entity
    from skill.books import Books
    from skill.conversation.talk import Shop as Terms
    from skill.payments.cards import Cards
    from skill.store.store import SqlStore
    from skill.tally import Tally

Json = dict[str, Any]
Clock = Callable[[], datetime]
PRODUCT_TYPE, COUPON_TYPE = "PRODUCT", "COUPON"
KNOWN_CODES = 200
"""Coupon codes that the device is told of."""
COSTLY = frozenset(
    f"{name}Intent" for name in ("Checkout", "CancelOrder", "ReturnOrder", "ExchangeOrder", "ChangeOrder")
)
"""Intents that move money, or may: the device asks before it sends them on unclear words."""


class Shop:
    """A shop that is open: its skill, its store and, when somebody speaks, its understanding."""

    def __init__(self, settings: Settings, store: SqlStore, clock: Clock) -> None:
        self.settings = settings
        self.store = store
        self.clock = clock

    @cached_property
    def skill(self) -> Callable[[Json], Json]:
        """Alexa request in, Alexa response out; never raises."""
        from skill.alexa.skill import build_skill
        from skill.conversation.converse import apology, conversation

        return build_skill(
            conversation(self.store, self._merchant()),
            apology=apology(self.settings.locale),
            clock=self.clock,
            locale=self.settings.locale,
        )

    @cached_property
    def payment(self) -> Cards | None:
        """What charges cards, and pays back what they have paid, also when they are not taken any more."""
        if self.settings.stripe_key is None:
            return None
        from skill.payments.cards import Cards

        return Cards(self.settings.stripe_key, api_base=self.settings.stripe_api)

    @property
    def report(self) -> Callable[[bytes, str], bool] | None:
        """What takes Stripe's webhooks: False for one that is not Stripe's. None without their secret."""
        return self._take_report if self.settings.stripe_webhook_secret else None

    def _take_report(self, body: bytes, signature: str) -> bool:
        from skill.commerce.payment_reports import take_report
        from skill.payments.reports import NotSigned, read_report

        read = read_report(body, signature, self.settings.stripe_webhook_secret or "")
        if isinstance(read, NotSigned):
            return False
        if read is not None:
            with self.store.writing() as uow:
                if take_report(uow, read, self.clock()):
                    uow.commit()
        return True

    def _merchant(self) -> Terms:
        return replace(_terms(self.settings), payment=self.payment, count=self.tally.count)

    @cached_property
    def tally(self) -> Tally:
        """Keeps count of what happens."""
        from skill.tally import Tally

        return Tally(self.store, self.clock)

    @cached_property
    def interaction_model(self) -> Json:
        """The interaction model in Amazon's format: the project's own, or the one that the settings name."""
        return read_model(self.settings.interaction_model or own_model(self.settings.locale))

    def entities(self) -> dict[str, list[Entity]]:
        """What is sold and which coupons there are, as values of the slot types PRODUCT and COUPON.

        Of a very big catalogue it is what sold best; the shop itself searches all of it. The order of what
        sells is looked at when names change.
        """
        from local_voice.understanding.values import Entity
        from skill.commerce.lexicon import lexicon
        from skill.commerce.rules.coupon import spoken_code

        sold = self.store.entities(self.settings.known_names)
        words = lexicon(self.settings.locale).codes
        return {
            PRODUCT_TYPE: [Entity(one.sku, one.spoken, one.synonyms) for one in sold],
            COUPON_TYPE: [Entity(one, spoken_code(one, words), (one.casefold(),)) for one in self._codes()],
        }

    def _codes(self) -> tuple[str, ...]:
        with self.store.reading() as uow:
            return uow.rules.shared_codes(KNOWN_CODES)

    @property
    def names_version(self) -> str:
        """A word that changes whenever `entities` do."""
        codes = hashlib.sha256("\n".join(self._codes()).encode()).hexdigest()[:12]
        return f"{self.settings.known_names} of {self.store.catalog_version} and {codes}"

    @cached_property
    def understanding(self) -> Understanding:
        """The interaction model compiled with this shop's products; kept on disk between starts."""
        from local_voice.understanding import compile_model

        return compile_model(
            self.interaction_model,
            entities=self.entities,
            version=self.names_version,
            locale=self.settings.locale,
            cache=self.settings.data_dir / "understanding",
            costly=COSTLY,
            trained=b"" if self.settings.interaction_model else own_weights(self.settings.locale),
        )

    def health(self) -> Mapping[str, bool]:
        """Whether the database and the search index can be used."""
        return self.store.health()

    def is_empty(self) -> bool:
        """Whether nothing is sold here yet."""
        return not self.store.catalog_version

    def view(self, user_id: str) -> Books:
        """The cart and the orders of the customer behind a door's user id."""
        from skill.books import books_of

        with self.store.reading() as uow:
            return books_of(uow, user_id, self.settings.currency)

    def read_items(self, text: str) -> list[Json]:
        """What the shop reads out of free speech; `id` is None where the product is not clear."""
        from skill.books import item_of
        from skill.commerce.asking import read, understood
        from skill.commerce.lexicon import lexicon

        words = lexicon(self.settings.locale)
        with self.store.reading() as uow:
            return [item_of(asked, understood(uow, asked, words)) for asked in read(text, uow, words)]

    def close(self) -> None:
        """Let go of the database and the index."""
        if "tally" in self.__dict__:
            self.tally.flush()
        self.store.close()


def open_shop(settings: Settings | None = None, *, clock: Clock | None = None) -> Shop:
    """Open the shop that the settings describe, with its database brought up to date."""
    from skill.store import open_store

    settings = settings or Settings.from_environment()
    clock = clock or now
    _check(settings)
    store = open_store(settings.database_url, index_dir(settings), clock=clock, low_stock=settings.low_stock)
    store.migrate()
    return Shop(settings, store, clock)


def _check(settings: Settings) -> None:
    """Settings that are fine by themselves but cannot be met here."""
    if settings.interaction_model is None:
        own_model(settings.locale)
    if "card" in settings.payment and settings.stripe_key is None:
        raise SettingsError("VOICECART_PAYMENT has card in it: set VOICECART_STRIPE_KEY as well")
    if "card" in settings.payment and find_spec("stripe") is None:
        raise SettingsError("VOICECART_PAYMENT has card in it: pip install 'voicecart[stripe]'")
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        place = f"{settings.data_dir} cannot be used: {wrong.strerror}"
        raise SettingsError(f"the data folder {place}; set VOICECART_DATA_DIR") from None


def now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)


def index_dir(settings: Settings) -> Path:
    """Where the search index of this database lies; each database has its own."""
    name = hashlib.sha256(settings.database_url.encode()).hexdigest()[:12]
    return settings.data_dir / "index" / name


def _terms(settings: Settings) -> Terms:
    from skill.commerce.rules.shop import Terms
    from skill.conversation.talk import Shop as Merchant

    terms = Terms(settings.currency, settings.tax_percent, settings.delivery_minor)
    return Merchant(
        settings.shop_name,
        settings.shop_address,
        terms,
        settings.shop_contact,
        settings.return_days,
        settings.payment,
        code_from=settings.code_from_minor,
    )
