"""Signals: what any source perceived, in one form."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# every report that is there already is a signal too; what it says of its caller stays unknown
_HEARD = """
insert into signals (source, kind, at, received_at, value, place, lon, lat, town_id, village_id, grid_id, incident_id,
    report_id, origin, synthetic)
select r.source, i.category, r.reported_at, r.received_at, 1, i.place, i.lon, i.lat, i.town_id, i.village_id, i.grid_id,
    i.id, r.id, 'incident:' || i.id, i.synthetic
from reports r join incidents i on i.id = r.incident_id order by r.reported_at, r.id
"""


def upgrade() -> None:
    op.create_table(
        "signal_batches",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("drill", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["source"], ["sources.code"], name="fk_signal_batches_source"),
        sa.PrimaryKeyConstraint("id", name="pk_signal_batches"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("signal_batches", schema=None) as batch_op:
        batch_op.create_index("ix_signal_batches_source_at", ["source", "at"], unique=False)

    op.create_table(
        "signals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.String(length=60), server_default="", nullable=False),
        sa.Column("value", sa.Float(), server_default="1", nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("town_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("grid_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("incident_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("origin", sa.String(length=120), server_default="", nullable=False),
        sa.Column("drill", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("synthetic", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["source"], ["sources.code"], name="fk_signals_source"),
        sa.PrimaryKeyConstraint("id", name="pk_signals"),
        sa.UniqueConstraint("report_id", name="uq_signals_report_id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("signals", schema=None) as batch_op:
        batch_op.create_index("ix_signals_at", ["at"], unique=False)
        batch_op.create_index("ix_signals_batch_id", ["batch_id"], unique=False)
        batch_op.create_index("ix_signals_incident_id", ["incident_id"], unique=False)
        batch_op.create_index("ix_signals_kind_at", ["kind", "at"], unique=False)
        batch_op.create_index("ix_signals_source_received_at", ["source", "received_at"], unique=False)

    op.create_table(
        "source_watch",
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=True),
        sa.Column("cadence_minutes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["owner"], ["departments.code"], name="fk_source_watch_owner"),
        sa.ForeignKeyConstraint(["source"], ["sources.code"], name="fk_source_watch_source"),
        sa.PrimaryKeyConstraint("source", name="pk_source_watch"),
    )

    op.execute(_HEARD)


def downgrade() -> None:
    raise NotImplementedError("upgrades only go forward; restore a backup instead")
