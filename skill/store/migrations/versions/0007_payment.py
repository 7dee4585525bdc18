"""Cards on file, charges, voice codes, and when a refund was tried last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Nothing that is there changes: what was ordered before is paid as it was agreed."""
    op.add_column("refunds", sa.Column("tried_at", Moment, nullable=True))
    op.create_table(
        "cards",
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("customer_ref", sa.Text(), nullable=False),
        sa.Column("card_ref", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", name="pk_cards"),
        _of_customer("cards"),
    )
    _charges()
    op.create_table(
        "voice_codes",
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=True),
        sa.Column("pending", sa.Text(), nullable=True),
        sa.Column("wrong", sa.Integer(), server_default="0", nullable=False),
        sa.Column("offered_at", Moment, nullable=True),
        sa.PrimaryKeyConstraint("customer_id", name="pk_voice_codes"),
        _of_customer("voice_codes"),
        sa.CheckConstraint("wrong >= 0", name=op.f("ck_voice_codes_wrong")),
    )


def _charges() -> None:
    op.create_table(
        "charges",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("order_id", Id, nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("customer_ref", "card_ref", "state", "reference", "reason")
        ),
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("tried_at", Moment, nullable=False),
        sa.Column("settled_at", Moment, nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_charges"),
        sa.UniqueConstraint("order_id", name="uq_charges_order_id"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_charges_order_id", ondelete="CASCADE"),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_charges_amount")),
        sa.CheckConstraint(
            "state IN ('open', 'paid', 'declined', 'authentication', 'given_up')",
            name=op.f("ck_charges_state"),
        ),
    )
    op.create_index("ix_charges_state_tried_at", "charges", ["state", "tried_at"])
    op.create_index("ix_charges_reference", "charges", ["reference"])


def _of_customer(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["customer_id"], ["customers.id"], name=f"fk_{table}_customer_id", ondelete="CASCADE"
    )
