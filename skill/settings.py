"""The environment, read once and checked: every setting starts with VOICECART_."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Literal, TypeVar, get_args

from skill.errors import SettingsError

PREFIX = "VOICECART_"
T = TypeVar("T")

PATIENCE = ("tail_s", "follow_up_s")
"""What can be told about the pauses of a conversation (local_voice.loop.Manners)."""
LISTENING = (
    *("start_s", "start_window_s", "end_silence_s", "short_end_s", "short_s", "free_end_s", "stray_share"),
    *("before_s", "pause_s", "longest_s", "nobody_s", "strictness", "above_room", "least_level"),
    *("below_voice", "long_s", "below_voice_then", "in_front"),
)
"""What can be told about the listener's patience and sharpness (local_voice.hearing.voice_activity)."""

VOSK_MODELS = "https://alphacephei.com/vosk/models"
"""The official place of speech models."""

PAYMENT = ("pay_on_delivery", "invoice", "card")
"""The methods of payment (skill.commerce.rules.payment)."""

Recognizer = Literal["auto", "vosk", "pocketsphinx"]


@dataclass(frozen=True, slots=True)
class Settings:
    """All that a shop can be told from outside."""

    database_url: str
    data_dir: Path
    locale: str = "en-US"
    skill_id: str | None = None
    shop_name: str = "the Corner Shop"
    shop_address: str = "1 Market Street"
    shop_contact: str = ""
    return_days: int = 30
    currency: str = "USD"
    tax_percent: Decimal = Decimal(0)
    delivery_minor: int = 0
    low_stock: int = 5
    abandoned_hours: int = 24
    webhook_networks: tuple[str, ...] = ()
    metrics_token: str | None = None
    payment: tuple[str, ...] = ("pay_on_delivery",)
    stripe_key: str | None = field(default=None, repr=False)
    stripe_webhook_secret: str | None = field(default=None, repr=False)
    stripe_api: str | None = None
    code_from_minor: int = 10_000
    interaction_model: Path | None = None
    vosk_model: Path | None = None
    vosk_models: str = VOSK_MODELS
    recognizer: Recognizer = "auto"
    listening: Mapping[str, float] = field(default_factory=dict)
    microphone: str | None = None
    loudspeaker: str | None = None
    voice: str | None = None
    speech_rate: int = 170
    customer_id: str = "demo"
    known_names: int = 10_000
    """How many products the offline understanding knows by name, the best sold first."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read and check every setting; raises SettingsError with one line that says what to do."""
        read = _Reader(os.environ if environment is None else environment)
        data_dir = read("DATA_DIR", _path, default_data_dir())
        return cls(
            database_url=read("DATABASE_URL", _database_url, f"sqlite:///{data_dir / 'shop.db'}"),
            data_dir=data_dir,
            locale=read("LOCALE", _locale, "en-US"),
            skill_id=read("SKILL_ID", _skill_id, None),
            shop_name=read("SHOP_NAME", _text, "the Corner Shop"),
            shop_address=read("SHOP_ADDRESS", _text, "1 Market Street"),
            shop_contact=read("SHOP_CONTACT", _text, ""),
            return_days=read("RETURN_DAYS", _days, 30),
            currency=read("CURRENCY", _currency, "USD"),
            tax_percent=read("TAX_PERCENT", _percent, Decimal(0)),
            delivery_minor=read("DELIVERY_MINOR", _minor, 0),
            low_stock=read("LOW_STOCK", _count, 5),
            abandoned_hours=read("ABANDONED_HOURS", _count, 24),
            webhook_networks=read("WEBHOOK_NETWORKS", _networks, ()),
            metrics_token=read("METRICS_TOKEN", _text, None),
            payment=read("PAYMENT", _methods, ("pay_on_delivery",)),
            stripe_key=read("STRIPE_KEY", _secret("sk_", "rk_"), None),
            stripe_webhook_secret=read("STRIPE_WEBHOOK_SECRET", _secret("whsec_"), None),
            stripe_api=read("STRIPE_API", _text, None),
            code_from_minor=read("CODE_FROM_MINOR", _minor, 10_000),
            interaction_model=read("INTERACTION_MODEL", _existing_file, None),
            vosk_model=read("VOSK_MODEL", _existing_folder, None),
            vosk_models=read("VOSK_MODELS", _address, VOSK_MODELS),
            recognizer=read("RECOGNIZER", _recognizer, "auto"),
            listening=read("LISTENING", _listening, {}),
            microphone=read("MICROPHONE", _text, None),
            loudspeaker=read("LOUDSPEAKER", _text, None),
            voice=read("VOICE", _text, None),
            speech_rate=read("SPEECH_RATE", _rate, 170),
            customer_id=read("CUSTOMER_ID", _text, "demo"),
            known_names=read("KNOWN_NAMES", _names, 10_000),
        )


def default_data_dir() -> Path:
    """The folder where this system keeps a user's data."""
    from platformdirs import user_data_path

    return user_data_path("voicecart", appauthor=False)


@dataclass(frozen=True, slots=True)
class _Reader:
    environment: Mapping[str, str]

    def __call__(self, name: str, parse: Callable[[str], T], default: T) -> T:
        raw = self.environment.get(PREFIX + name, "").strip()
        if not raw:
            return default
        try:
            return parse(raw)
        except _WrongSecret as wrong:
            raise SettingsError(f"{PREFIX}{name} cannot be used: {wrong}") from None
        except ValueError as wrong:
            raise SettingsError(f"{PREFIX}{name}={raw!r} cannot be used: {wrong}") from None


def _text(raw: str) -> str:
    return raw


def _path(raw: str) -> Path:
    return Path(raw).expanduser()


def _existing_file(raw: str) -> Path:
    path = _path(raw)
    if not path.is_file():
        raise ValueError("there is no such file")
    return path


def _existing_folder(raw: str) -> Path:
    path = _path(raw)
    if not path.is_dir():
        raise ValueError("there is no such folder")
    return path


def _address(raw: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", raw):
        raise ValueError("write it like https://mirror.example/vosk/models")
    return raw.rstrip("/")


def _listening(raw: str) -> dict[str, float]:
    names = (*LISTENING, *PATIENCE)
    told: dict[str, float] = {}
    for part in raw.replace(",", " ").split():
        name, equals, value = part.partition("=")
        if not equals or name not in names or not re.fullmatch(r"\d+(\.\d+)?", value):
            raise ValueError(f"write it like end_silence_s=0.9; there are {', '.join(names)}")
        if name == "strictness" and value not in ("0", "1", "2", "3"):
            raise ValueError("strictness is 0, 1, 2 or 3")
        told[name] = float(value)
    return told


def _recognizer(raw: str) -> Recognizer:
    known: tuple[Recognizer, ...] = get_args(Recognizer)
    for name in known:
        if raw.lower() == name:
            return name
    raise ValueError(f"use {', '.join(known[:-1])} or {known[-1]}")


def _database_url(raw: str) -> str:
    if raw.startswith("postgres://"):
        raw = "postgresql://" + raw.removeprefix("postgres://")
    if raw.startswith("postgresql://"):
        raw = "postgresql+psycopg://" + raw.removeprefix("postgresql://")
    if not raw.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError("use sqlite:///FILE or postgresql://USER@HOST/DATABASE")
    return raw


def _locale(raw: str) -> str:
    if not re.fullmatch(r"[a-z]{2}-[A-Z]{2}", raw):
        raise ValueError("write it like en-US")
    return raw


def _names(raw: str) -> int:
    if not raw.isascii() or not raw.isdecimal() or not 1 <= int(raw[:8]) <= 1_000_000:
        raise ValueError("it is a whole number from 1 to 1000000")
    return int(raw)


def _skill_id(raw: str) -> str:
    if not raw.startswith("amzn1."):
        raise ValueError("it is on the skill's page in Alexa's console and starts with amzn1.")
    return raw


def _currency(raw: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", raw):
        raise ValueError("use a code of three capitals such as USD")
    return raw


def _percent(raw: str) -> Decimal:
    try:
        percent = Decimal(raw)
    except InvalidOperation:
        raise ValueError("use a number such as 8.25") from None
    if not 0 <= percent < 100:
        raise ValueError("use a number from 0 to below 100")
    return percent


def _minor(raw: str) -> int:
    if not raw.isdecimal():
        raise ValueError("use whole cents such as 350")
    return int(raw)


def _count(raw: str) -> int:
    if not raw.isdecimal() or len(raw) > 6:
        raise ValueError("use a whole number such as 5")
    return int(raw)


def _networks(raw: str) -> tuple[str, ...]:
    import ipaddress

    try:
        return tuple(str(ipaddress.ip_network(one)) for one in raw.replace(",", " ").split())
    except ValueError:
        raise ValueError("use networks such as 127.0.0.0/8 10.1.0.0/16") from None


class _WrongSecret(ValueError):
    """What was given may be a secret and is not shown."""


def _secret(*starts: str) -> Callable[[str], str]:
    def read(raw: str) -> str:
        if not raw.startswith(starts):
            raise _WrongSecret(f"it is on Stripe's dashboard and starts with {' or '.join(starts)}")
        return raw

    return read


def _methods(raw: str) -> tuple[str, ...]:
    methods = tuple(dict.fromkeys(raw.replace(",", " ").split()))
    if not set(methods) <= set(PAYMENT):
        raise ValueError(f"use one or more of {', '.join(PAYMENT)}, the usual one first")
    return methods


def _days(raw: str) -> int:
    if not raw.isdecimal() or int(raw) > 3650:
        raise ValueError("use a number of days such as 30; 0 takes returns on the day only")
    return int(raw)


def _rate(raw: str) -> int:
    if not raw.isdecimal() or not 80 <= int(raw) <= 450:
        raise ValueError("use words a minute from 80 to 450")
    return int(raw)
