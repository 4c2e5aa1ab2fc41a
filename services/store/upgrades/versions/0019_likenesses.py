"""What may be a duplicate of what, as the engine sees it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the likenesses."""
    op.create_table(
        "likenesses",
        sa.Column("incident_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("other_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name="fk_likenesses_incident_id"),
        sa.ForeignKeyConstraint(["other_id"], ["incidents.id"], name="fk_likenesses_other_id"),
        sa.PrimaryKeyConstraint("incident_id", name="pk_likenesses"),
    )


def downgrade() -> None:
    raise NotImplementedError("upgrades only go forward; restore a backup instead")
