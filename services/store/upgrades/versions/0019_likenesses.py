"""Likely duplicates, cases behind a notice that gathers many, limits from a reopening and those of an owner."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds two tables and two columns; what a reopened case counts is made anew."""
    ident = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "likenesses",
        sa.Column("incident_id", ident, autoincrement=False, nullable=False),
        sa.Column("other_id", ident, nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name="fk_likenesses_incident_id"),
        sa.ForeignKeyConstraint(["other_id"], ["incidents.id"], name="fk_likenesses_other_id"),
        sa.PrimaryKeyConstraint("incident_id", name="pk_likenesses"),
    )
    op.create_table(
        "notice_cases",
        sa.Column("notice_id", ident, autoincrement=False, nullable=False),
        sa.Column("incident_id", ident, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name="fk_notice_cases_incident_id"),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name="fk_notice_cases_notice_id"),
        sa.PrimaryKeyConstraint("notice_id", "incident_id", name="pk_notice_cases"),
    )
    op.add_column("incidents", sa.Column("reopened_at", sa.BigInteger(), nullable=True))
    op.add_column("incidents", sa.Column("own_hours", sa.Float(), nullable=True))
    op.execute("update incidents set reopened_at = filed_at where reopens > 0")
    op.execute("delete from evaluation_cases where incident_id in (select id from incidents where reopens > 0)")


def downgrade() -> None:
    raise NotImplementedError("upgrades only go forward; restore a backup instead")
