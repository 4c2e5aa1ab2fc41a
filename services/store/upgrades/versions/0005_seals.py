"""Seals of the journal"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.store.tables.types import Xid8

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "seals",
        sa.Column("number", _ID, autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("ids", sa.Text(), nullable=False),
        sa.Column("marks", sa.LargeBinary(), nullable=False),
        sa.Column("upto", _ID, nullable=False),
        sa.Column("gaps", sa.Text(), nullable=False),
        sa.Column("before", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_seals"),
    )
    if op.get_bind().dialect.name == "postgresql":
        # lines that are there already belong to transactions that ended long ago
        op.execute("alter table journal add column xid xid8 not null default '0'")
        op.execute("alter table journal alter column xid set default pg_current_xact_id()")
    else:
        op.add_column("journal", sa.Column("xid", Xid8(), nullable=True))
    op.create_index("ix_journal_xid_id", "journal", ["xid", "id"])


def downgrade() -> None:
    raise NotImplementedError("upgrades only go forward; restore a backup instead")
