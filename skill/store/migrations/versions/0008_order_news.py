"""Until when a customer has been told what happened to their orders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has been told anything yet: what is no news any more is not told either."""
    op.add_column("customers", sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
