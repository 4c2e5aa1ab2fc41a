"""Orders: steps, requests, children, merges"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "orders_done",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("officer", sa.String(length=60), nullable=False),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("incident_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_orders_done"),
    )
    with op.batch_alter_table("orders_done", schema=None) as batch_op:
        batch_op.create_index("ix_orders_done_at", ["at"], unique=False)

    op.create_table(
        "child_tickets",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("department", sa.String(length=40), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("assigned_at", sa.BigInteger(), nullable=False),
        sa.Column("assigned_by", sa.String(length=60), nullable=False),
        sa.Column("accepted_at", sa.BigInteger(), nullable=True),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.Column("verified_at", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["department"], ["departments.code"], name="fk_child_tickets_department"),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name="fk_child_tickets_incident_id"),
        sa.PrimaryKeyConstraint("id", name="pk_child_tickets"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("child_tickets", schema=None) as batch_op:
        batch_op.create_index("ix_child_tickets_incident_id", ["incident_id"], unique=False)

    op.create_table(
        "clock_stops",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("incident_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("begin", sa.BigInteger(), nullable=False),
        sa.Column("end", sa.BigInteger(), nullable=True),
        sa.Column("cause", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name="fk_clock_stops_incident_id"),
        sa.PrimaryKeyConstraint("id", name="pk_clock_stops"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("clock_stops", schema=None) as batch_op:
        batch_op.create_index("ix_clock_stops_incident_id", ["incident_id"], unique=False)

    op.create_table(
        "holdings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("incident_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("department", sa.String(length=40), nullable=False),
        sa.Column("begin", sa.BigInteger(), nullable=False),
        sa.Column("end", sa.BigInteger(), nullable=False),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["department"], ["departments.code"], name="fk_holdings_department"),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name="fk_holdings_incident_id"),
        sa.PrimaryKeyConstraint("id", name="pk_holdings"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("holdings", schema=None) as batch_op:
        batch_op.create_index("ix_holdings_department_end", ["department", "end"], unique=False)
        batch_op.create_index("ix_holdings_incident_id", ["incident_id"], unique=False)

    op.create_table(
        "merges",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("incident_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("into_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state_before", sa.SmallInteger(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("undone_at", sa.BigInteger(), nullable=True),
        sa.Column("undone_by", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name="fk_merges_incident_id"),
        sa.ForeignKeyConstraint(["into_id"], ["incidents.id"], name="fk_merges_into_id"),
        sa.PrimaryKeyConstraint("id", name="pk_merges"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("merges", schema=None) as batch_op:
        batch_op.create_index("ix_merges_incident_id", ["incident_id"], unique=False)
        batch_op.create_index("ix_merges_into_id", ["into_id"], unique=False)

    op.create_table(
        "requests",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("hours", sa.Float(), nullable=True),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("asked_by", sa.String(length=60), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_by", sa.String(length=60), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name="fk_requests_incident_id"),
        sa.PrimaryKeyConstraint("id", name="pk_requests"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("requests", schema=None) as batch_op:
        batch_op.create_index("ix_requests_incident_id", ["incident_id"], unique=False)

    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("warn_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("triple_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("step_due_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("fed_back_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("verified_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("assigned_by", sa.String(length=60), server_default="", nullable=False))
        batch_op.add_column(sa.Column("finished_by", sa.String(length=60), server_default="", nullable=False))
        batch_op.add_column(sa.Column("acked_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("acked_by", sa.String(length=60), server_default="", nullable=False))
        batch_op.add_column(sa.Column("shelved_until", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("outcome", sa.SmallInteger(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("resume_state", sa.SmallInteger(), nullable=True))
        batch_op.add_column(sa.Column("stopped_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("supervised", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("pending", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("children", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("returns", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("reworks", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("reopens", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("urges", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("extensions", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("transfers", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("satisfaction", sa.SmallInteger(), nullable=True))

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("skills", sa.String(length=200), server_default="", nullable=False))

    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.create_index("ix_reports_source_reported_at", ["source", "reported_at"], unique=False)
    _refer("incidents", "merged_into", "incidents", "id")
    _refer("incidents", "worker_id", "people", "id")
    _refer("people", "unit", "departments", "code")
    op.create_index("ix_incidents_merged_into", "incidents", ["merged_into"])


def _refer(table: str, column: str, other: str, key: str) -> None:
    """Adds a column that refers to another table; SQLite would copy the whole table for a constraint added later."""
    kind = "varchar(40)" if key == "code" else "integer" if op.get_bind().dialect.name == "sqlite" else "bigint"
    name = f"fk_{table}_{column}"
    op.execute(f"alter table {table} add column {column} {kind} constraint {name} references {other} ({key})")


def downgrade() -> None:
    raise NotImplementedError("upgrades only go forward; restore a backup instead")
