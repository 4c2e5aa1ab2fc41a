"""Walls: scenes and play lists in their versions, and what was thrown"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "walls",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("thrown", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("thrown_by", sa.String(length=60), nullable=False),
        sa.Column("thrown_at", sa.BigInteger(), nullable=True),
        sa.Column("thrown_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_walls"),
        sa.UniqueConstraint("name", name="uq_walls_name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "play_lists",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("wall_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["wall_id"], ["walls.id"], name="fk_play_lists_wall_id"),
        sa.PrimaryKeyConstraint("id", name="pk_play_lists"),
        sa.UniqueConstraint("wall_id", "version", name="uq_play_lists_wall_id_version"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "play_entries",
        sa.Column("list_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("scene", sa.String(length=60), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("played", sa.SmallInteger(), nullable=False),
        sa.Column("body", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["play_lists.id"], name="fk_play_entries_list_id"),
        sa.PrimaryKeyConstraint("list_id", "rank", name="pk_play_entries"),
    )


def downgrade() -> None:
    raise NotImplementedError("upgrades only go forward; restore a backup instead")
