"""Evaluation kept by facts"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    ident = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "evaluation_cases",
        sa.Column("incident_id", ident, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("department", sa.String(length=40), nullable=True),
        sa.Column("town_id", ident, nullable=True),
        sa.Column("village_id", ident, nullable=True),
        sa.Column("grid_id", ident, nullable=True),
        sa.Column("worker_id", ident, nullable=True),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("excluded", sa.SmallInteger(), nullable=False),
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("in_time", sa.Boolean(), nullable=False),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.Column("reworked", sa.Boolean(), nullable=False),
        sa.Column("dispatched", sa.Boolean(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("redispatched", sa.Boolean(), nullable=False),
        sa.Column("stars", sa.SmallInteger(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("to_assign", sa.Integer(), nullable=True),
        sa.Column("to_accept", sa.Integer(), nullable=True),
        sa.Column("to_finish", sa.Integer(), nullable=True),
        sa.Column("to_close", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name="fk_evaluation_cases_incident_id"),
        sa.PrimaryKeyConstraint("incident_id", name="pk_evaluation_cases"),
    )
    op.create_index("ix_evaluation_cases_day", "evaluation_cases", ["day"])


def downgrade() -> None:
    raise NotImplementedError("upgrades only go forward; restore a backup instead")
