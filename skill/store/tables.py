"""The tables. Everything that must never be wrong is a CHECK or a key here and not a habit of the callers.

Lines of carts, quotes and orders name a sku without a foreign key: they outlive the catalogue.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    false,
)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: kept in UTC, given back aware. SQLite keeps no zone, so it is put on when reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# SQLite counts by itself only in a column declared INTEGER.
Id = BigInteger().with_variant(Integer, "sqlite")
Minor = BigInteger
Currency = String(3)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

# `catalog_version`: a new random word each time that names change. `catalog_revision`: the number of the last
# change of any variant. `catalog_id`: a random word made with the first one; another database has another.
# `rules_version`: a new random word each time that the merchant changes the rules of the shop.
meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

products = Table(
    "products",
    metadata,
    Column("id", Text, primary_key=True),
    Column("brand", Text, nullable=False),
    Column("department", Text, nullable=False),
    Column("category", Text, nullable=False),  # the whole path, department first
    Column("modifiers", JSON, nullable=False, server_default="[]"),  # groups of choices, see `modifiers`
    Index(None, "department"),
)

variants = Table(
    "variants",
    metadata,
    Column("sku", Text, primary_key=True),
    Column("product_id", Text, ForeignKey("products.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("spoken", Text, nullable=False),
    Column("synonyms", JSON, nullable=False),
    Column("options", JSON, nullable=False),
    Column("description", Text, nullable=False),
    Column("price_minor", Minor, CheckConstraint("price_minor >= 0", name="price"), nullable=False),
    Column("currency", Currency, nullable=False),
    # NULL: nobody counts them.
    Column("on_hand", Integer, CheckConstraint("on_hand >= 0", name="on_hand")),
    # How many were sold beyond those on hand, of what is promised for later.
    Column("owed", Integer, CheckConstraint("owed >= 0", name="owed"), nullable=False, server_default="0"),
    Column(
        "availability",
        Text,
        CheckConstraint(
            "availability IN ('in_stock', 'out_of_stock', 'preorder', 'backorder')", name="availability"
        ),
        nullable=False,
        server_default="in_stock",
    ),
    Column("arrives", Date),
    # A lower price for a while; without it all three are NULL. A sale without an end has a very late one.
    Column("sale_minor", Minor, CheckConstraint("sale_minor >= 0", name="sale")),
    Column("sale_from", UtcDateTime),
    Column("sale_until", UtcDateTime),
    Column("attributes", JSON, nullable=False, server_default="[]"),
    Column("gtin", Text, nullable=False, server_default=""),
    Column("mpn", Text, nullable=False, server_default=""),
    Column("rating", Integer),  # hundredths of a star
    Column("reviews", Integer, nullable=False, server_default="0"),
    Column("sold", BigInteger, nullable=False, server_default="0"),
    Column("added_at", UtcDateTime),
    # The number of the change of the catalogue that touched it last: the search index follows these.
    Column("revision", BigInteger, nullable=False, server_default="0"),
    Column("retired", Boolean, nullable=False, server_default=false()),
    Index(None, "product_id"),
    Index(None, "revision"),
    Index(None, "added_at"),
    Index(None, "sale_from"),
    Index(None, "sale_until"),
)

# What a variant is called, in the form of `words.normal`: spoken name, title and synonyms.
names = Table(
    "names",
    metadata,
    Column("name", Text, primary_key=True),
    Column("sku", Text, ForeignKey("variants.sku", ondelete="CASCADE"), primary_key=True),
    Index(None, "sku"),
)

customers = Table(
    "customers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("address", Text),
    Column("payment", Text, nullable=False),
    # Whether they have agreed to be reminded of what they left in the cart.
    Column("reminders", Boolean, nullable=False, server_default=false()),
    # What happened to their orders until then has been told them.
    Column("told_at", UtcDateTime),
)

# Which customer a door's user id means (Alexa's userId, or the microphone's).
identities = Table(
    "identities",
    metadata,
    Column("user_id", Text, primary_key=True),
    Column("customer_id", Text, ForeignKey("customers.id", ondelete="CASCADE"), nullable=False),
    Index(None, "customer_id"),
)

carts = Table(
    "carts",
    metadata,
    Column("customer_id", Text, ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("codes", JSON, nullable=False, server_default="[]"),  # keys of coupons
    Column("wish", JSON(none_as_null=True)),  # how it is to come, see `agreed`
    Column("told_of", UtcDateTime),  # the `changed_at` at which other systems were told that it was left
)

cart_lines = Table(
    "cart_lines",
    metadata,
    Column("customer_id", Text, ForeignKey("carts.customer_id", ondelete="CASCADE"), primary_key=True),
    Column("sku", Text, primary_key=True),
    # What is chosen, as the ids that tell one line of a sku from another: "oat -foam".
    Column("modifiers", Text, primary_key=True, server_default=""),
    Column("position", Integer, nullable=False),
    Column("quantity", Integer, CheckConstraint("quantity > 0", name="quantity"), nullable=False),
)

quotes = Table(
    "quotes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("customer_id", Text, ForeignKey("customers.id", ondelete="CASCADE"), nullable=False),
    Column("currency", Currency, nullable=False),
    Column("tax_minor", Minor, CheckConstraint("tax_minor >= 0", name="tax"), nullable=False),
    Column("delivery_minor", Minor, CheckConstraint("delivery_minor >= 0", name="delivery"), nullable=False),
    Column("address", Text),
    Column("payment", Text, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("agreed", JSON, nullable=False, server_default="{}"),
    Index(None, "customer_id"),
    Index(None, "expires_at"),
)

quote_lines = Table(
    "quote_lines",
    metadata,
    Column("quote_id", Text, ForeignKey("quotes.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("sku", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("quantity", Integer, CheckConstraint("quantity > 0", name="quantity"), nullable=False),
    Column("unit_price_minor", Minor, CheckConstraint("unit_price_minor >= 0", name="price"), nullable=False),
    # The line's shares of all discounts and all tax.
    Column("discount_minor", Minor, nullable=False, server_default="0"),
    Column("tax_minor", Minor, nullable=False, server_default="0"),
    Column("modifiers", Text, nullable=False, server_default=""),
)

FIRST_ORDER = 1001

orders = Table(
    "orders",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    # The number an imported order had elsewhere, where it cannot be the id ("A-17").
    Column("imported_number", Text, unique=True),
    Column("customer_id", Text, ForeignKey("customers.id"), nullable=False),
    Column(
        "status",
        Text,
        CheckConstraint(
            "status IN ('placed', 'packed', 'part_shipped', 'shipped', 'part_delivered', 'delivered',"
            " 'cancelled')",
            name="status",
        ),
        nullable=False,
    ),
    Column("placed_at", UtcDateTime, nullable=False),
    Column("currency", Currency, nullable=False),
    Column("tax_minor", Minor, CheckConstraint("tax_minor >= 0", name="tax"), nullable=False),
    Column("delivery_minor", Minor, CheckConstraint("delivery_minor >= 0", name="delivery"), nullable=False),
    Column("address", Text),
    Column("payment", Text, nullable=False),
    # One quote becomes one order: the last guard against buying twice.
    Column("quote_id", Text, unique=True),
    Column("agreed", JSON, nullable=False, server_default="{}"),
    Column(
        "payment_state",
        Text,
        CheckConstraint(
            "payment_state IN ('due', 'authorised', 'paid', 'part_refunded', 'refunded', 'failed')",
            name="payment_state",
        ),
        nullable=False,
        server_default="due",
    ),
    Column("paid_minor", Minor, nullable=False, server_default="0"),
    # Promised, carried out or not: nobody gets back more than was paid.
    Column("refunded_minor", Minor, nullable=False, server_default="0"),
    Column("allowance_minor", Minor, nullable=False, server_default="0"),
    Column("delivered_at", UtcDateTime),
    # Counts the moves: whoever moves an order says which one they have seen.
    Column("version", Integer, nullable=False, server_default="0"),
    CheckConstraint("refunded_minor >= 0 AND refunded_minor <= paid_minor", name="refunded"),
    Index(None, "customer_id", "placed_at"),
    sqlite_autoincrement=True,
)

order_lines = Table(
    "order_lines",
    metadata,
    Column("order_id", Id, ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("sku", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("quantity", Integer, CheckConstraint("quantity > 0", name="quantity"), nullable=False),
    Column("unit_price_minor", Minor, CheckConstraint("unit_price_minor >= 0", name="price"), nullable=False),
    # The line's shares of all discounts and all tax.
    Column("discount_minor", Minor, nullable=False, server_default="0"),
    Column("tax_minor", Minor, nullable=False, server_default="0"),
    Column("modifiers", Text, nullable=False, server_default=""),
    Column("cancelled", Integer, nullable=False, server_default="0"),
    Column("shipped", Integer, nullable=False, server_default="0"),
    Column("delivered", Integer, nullable=False, server_default="0"),
    Column("coming_back", Integer, nullable=False, server_default="0"),
    Column("returned", Integer, nullable=False, server_default="0"),
    CheckConstraint(
        "cancelled >= 0 AND shipped >= 0 AND cancelled + shipped <= quantity"
        " AND delivered >= 0 AND delivered <= shipped"
        " AND coming_back >= 0 AND returned >= 0 AND coming_back + returned <= delivered",
        name="counts",
    ),
)

# The key decides who answers a request that was delivered twice.
answers = Table(
    "answers",
    metadata,
    Column("request_id", Text, primary_key=True),
    Column("body_hash", Text, nullable=False),
    Column("answer", JSON(none_as_null=True)),
    Column("created_at", UtcDateTime, nullable=False),
    Column("user_id", Text),  # at which door, for the day on which they are to be forgotten
    Index(None, "created_at"),
    Index(None, "user_id"),
)

# The merchant's rules of what things cost, as one document; a row for the newest only.
shop_rules = Table(
    "shop_rules",
    metadata,
    Column("version", Text, primary_key=True),
    Column("document", Text, nullable=False),
)

# `key` is the code as it sounds; `total` and `per_customer` limit its uses.
coupons = Table(
    "coupons",
    metadata,
    Column("key", Text, primary_key=True),
    Column("code", Text, nullable=False),
    Column("promotion", Text, nullable=False),
    Column("starts", UtcDateTime),
    Column("ends", UtcDateTime),
    Column("total", Integer),
    Column("per_customer", Integer),
)

# How often something limited has been used: by all where the owner is empty, else by that customer.
uses = Table(
    "uses",
    metadata,
    Column("name", Text, primary_key=True),
    Column("owner", Text, primary_key=True),
    Column("used", Integer, CheckConstraint("used >= 0", name="used"), nullable=False),
    Index(None, "owner"),
)

# How often something happened on a day, of nobody in particular.
daily_counts = Table(
    "daily_counts",
    metadata,
    Column("day", Date, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("count", BigInteger, nullable=False),
)
