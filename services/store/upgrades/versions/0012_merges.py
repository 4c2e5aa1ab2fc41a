"""How the incident that stays was graded before a merge"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the grades to merges."""
    with op.batch_alter_table("merges") as table:
        table.add_column(sa.Column("severity_before", sa.SmallInteger()))
        table.add_column(sa.Column("kind_before", sa.SmallInteger()))


def downgrade() -> None:
    raise NotImplementedError("upgrades only go forward; restore a backup instead")
