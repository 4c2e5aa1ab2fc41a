"""Who has which ticket open, and what is attached"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.store.tables import types

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Gives seats the case they have open, and attachments a table for what they hold."""
    with op.batch_alter_table("seats") as table:
        table.add_column(sa.Column("login", sa.String(length=60), nullable=False, server_default=""))
        table.add_column(sa.Column("incident_id", types.Id))
        table.add_column(sa.Column("opened_at", types.Moment()))
    op.create_table(
        "blobs",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("media", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_blobs"),
    )


def downgrade() -> None:
    raise NotImplementedError("upgrades only go forward; restore a backup instead")
