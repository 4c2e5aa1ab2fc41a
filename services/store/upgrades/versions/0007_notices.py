"""Supervision, notices, emergencies"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rota",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("begin", sa.SmallInteger(), nullable=False),
        sa.Column("end", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name="fk_rota_officer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rota"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("rota", schema=None) as batch_op:
        batch_op.create_index("ix_rota_officer_id", ["officer_id"], unique=False)

    op.create_table(
        "emergencies",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("plan", sa.String(length=40), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("incident_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("commander", sa.String(length=60), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("opened_by", sa.String(length=60), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.String(length=60), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name="fk_emergencies_incident_id"),
        sa.PrimaryKeyConstraint("id", name="pk_emergencies"),
        sa.UniqueConstraint("incident_id", name="uq_emergencies_incident_id"),
        sa.UniqueConstraint("number", name="uq_emergencies_number"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("emergencies", schema=None) as batch_op:
        batch_op.create_index(
            "ix_emergencies_open",
            ["id"],
            unique=False,
            sqlite_where=sa.text("ended_at is null"),
            postgresql_where=sa.text("ended_at is null"),
        )

    op.create_table(
        "notices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("incident_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("values", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("answer_by", sa.BigInteger(), nullable=True),
        sa.Column("climb", sa.SmallInteger(), nullable=False),
        sa.Column("once", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name="fk_notices_incident_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sa.UniqueConstraint("once", name="uq_notices_once"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index("ix_notices_at", ["at"], unique=False)

    op.create_table(
        "supervision_orders",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("department", sa.String(length=40), nullable=True),
        sa.Column("cause", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("opened_by", sa.String(length=60), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("climbs_at", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("answered_by", sa.String(length=60), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("lifted_at", sa.BigInteger(), nullable=True),
        sa.Column("lifted_by", sa.String(length=60), nullable=False),
        sa.Column("lifted_why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["department"], ["departments.code"], name="fk_supervision_orders_department"),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name="fk_supervision_orders_incident_id"),
        sa.PrimaryKeyConstraint("id", name="pk_supervision_orders"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("supervision_orders", schema=None) as batch_op:
        batch_op.create_index("ix_supervision_orders_incident_id", ["incident_id"], unique=False)
        batch_op.create_index(
            "uq_supervision_orders_open",
            ["incident_id"],
            unique=True,
            sqlite_where=sa.text("lifted_at is null"),
            postgresql_where=sa.text("lifted_at is null"),
        )

    op.create_table(
        "timeouts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("incident_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mark", sa.SmallInteger(), nullable=False),
        sa.Column("limit_at", sa.BigInteger(), nullable=False),
        sa.Column("department", sa.String(length=40), nullable=True),
        sa.Column("raised_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name="fk_timeouts_incident_id"),
        sa.PrimaryKeyConstraint("id", name="pk_timeouts"),
        sa.UniqueConstraint("incident_id", "mark", "limit_at", name="uq_timeouts_incident_id_mark_limit_at"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("timeouts", schema=None) as batch_op:
        batch_op.create_index("ix_timeouts_raised_at", ["raised_at"], unique=False)

    op.create_table(
        "emergency_log",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("emergency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["emergency_id"], ["emergencies.id"], name="fk_emergency_log_emergency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_emergency_log"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("emergency_log", schema=None) as batch_op:
        batch_op.create_index("ix_emergency_log_emergency_id", ["emergency_id"], unique=False)

    op.create_table(
        "emergency_roll",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("emergency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("called_at", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["emergency_id"], ["emergencies.id"], name="fk_emergency_roll_emergency_id"),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name="fk_emergency_roll_officer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_emergency_roll"),
        sa.UniqueConstraint("emergency_id", "officer_id", name="uq_emergency_roll_emergency_id_officer_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "emergency_steps",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("emergency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("zh", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("done_by", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["emergency_id"], ["emergencies.id"], name="fk_emergency_steps_emergency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_emergency_steps"),
        sa.UniqueConstraint("emergency_id", "rank", name="uq_emergency_steps_emergency_id_rank"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "notice_receipts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name="fk_notice_receipts_notice_id"),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name="fk_notice_receipts_officer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notice_receipts"),
        sa.UniqueConstraint("notice_id", "officer_id", name="uq_notice_receipts_notice_id_officer_id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("notice_receipts", schema=None) as batch_op:
        batch_op.create_index("ix_notice_receipts_officer_id_taken_at", ["officer_id", "taken_at"], unique=False)

    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.create_index(
            "ix_incidents_major",
            ["reported_at"],
            unique=False,
            sqlite_where=sa.text("closed_at is null and kind = 3"),
            postgresql_where=sa.text("closed_at is null and kind = 3"),
        )
        batch_op.create_index(
            "ix_incidents_step_due_at",
            ["step_due_at"],
            unique=False,
            sqlite_where=sa.text("closed_at is null"),
            postgresql_where=sa.text("closed_at is null"),
        )
        batch_op.create_index(
            "ix_incidents_warn_at",
            ["warn_at"],
            unique=False,
            sqlite_where=sa.text("closed_at is null"),
            postgresql_where=sa.text("closed_at is null"),
        )


def downgrade() -> None:
    raise NotImplementedError("upgrades only go forward; restore a backup instead")
