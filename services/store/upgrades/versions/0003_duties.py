"""Catalogue and duties as data: deadlines, owners, versions"""

from __future__ import annotations

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    raise NotImplementedError("upgrades only go forward; restore a backup instead")
