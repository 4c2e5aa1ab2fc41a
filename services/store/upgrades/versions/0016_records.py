"""Records: registers of departments, what they hold, and where it belongs"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "registers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("seen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["source"], ["departments.code"], name="fk_registers_source"),
        sa.PrimaryKeyConstraint("id", name="pk_registers"),
        sa.UniqueConstraint("kind", "source", name="uq_registers_kind_source"),
    )
    op.create_table(
        "record_sums",
        sa.Column("register_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("town_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("depth", sa.SmallInteger(), nullable=False),
        sa.Column("why", sa.SmallInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["register_id"], ["registers.id"], name="fk_record_sums_register_id"),
        sa.PrimaryKeyConstraint("register_id", "town_id", "depth", "why", name="pk_record_sums"),
    )
    op.create_table(
        "records",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("register_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), server_default="", nullable=False),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("town_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("grid_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("placed_by", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("why", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("due_days", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("checked_at", sa.BigInteger(), nullable=True),
        sa.Column("stated", sa.String(length=200), server_default="", nullable=False),
        sa.Column("attributes", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["register_id"], ["registers.id"], name="fk_records_register_id"),
        sa.PrimaryKeyConstraint("id", name="pk_records"),
        sa.UniqueConstraint("register_id", "key", name="uq_records_register_id_key"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("records", schema=None) as batch_op:
        batch_op.create_index(
            "ix_records_due",
            ["register_id"],
            unique=False,
            sqlite_where=sa.text("due_days > 0"),
            postgresql_where=sa.text("due_days > 0"),
        )
        batch_op.create_index(
            "ix_records_missed",
            ["register_id", "why"],
            unique=False,
            sqlite_where=sa.text("why <> 0"),
            postgresql_where=sa.text("why <> 0"),
        )


def downgrade() -> None:
    raise NotImplementedError("upgrades only go forward; restore a backup instead")
