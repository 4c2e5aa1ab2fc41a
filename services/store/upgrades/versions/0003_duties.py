"""Catalogue and duties as data: deadlines, owners, versions"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    for column in ("filing_zh", "filing_en", "closing_zh", "closing_en"):
        op.add_column("categories", sa.Column(column, sa.Text(), nullable=False, server_default=""))
    op.add_column("categories", sa.Column("retired_at", sa.BigInteger(), nullable=True))
    op.add_column("categories", sa.Column("merged_into", sa.String(length=40), nullable=True))
    op.add_column("departments", sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("departments", sa.Column("merged_into", sa.String(length=40), nullable=True))
    _rules()
    _calendar()
    op.create_table(
        "catalogue_changes",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("officer", sa.String(length=60), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("changes", DOCUMENT, nullable=False),
        sa.Column("content", DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_catalogue_changes"),
    )


def _rules() -> None:
    op.create_table(
        "deadline_rules",
        sa.Column("id", ID, nullable=False),
        sa.Column("phase", sa.SmallInteger(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=True),
        sa.Column("kind", sa.SmallInteger(), nullable=True),
        sa.Column("area", sa.String(length=20), nullable=True),
        sa.Column("amount", sa.Float(), nullable=False),
        sa.Column("unit", sa.SmallInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("opens", sa.String(length=5), nullable=False),
        sa.Column("shuts", sa.String(length=5), nullable=False),
        sa.ForeignKeyConstraint(["category"], ["categories.code"], name="fk_deadline_rules_category"),
        sa.PrimaryKeyConstraint("id", name="pk_deadline_rules"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "duties",
        sa.Column("id", ID, nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("area", sa.String(length=20), nullable=True),
        sa.Column("department", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["category"], ["categories.code"], name="fk_duties_category"),
        sa.ForeignKeyConstraint(["department"], ["departments.code"], name="fk_duties_department"),
        sa.PrimaryKeyConstraint("id", name="pk_duties"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_duties_category", "duties", ["category"], unique=False)


def _calendar() -> None:
    op.create_table(
        "calendar_years",
        sa.Column("year", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("year", name="pk_calendar_years"),
    )
    op.create_table(
        "calendar_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_calendar_days"),
    )


def downgrade() -> None:
    raise NotImplementedError("upgrades only go forward; restore a backup instead")
