"""The marks of time of cases that are older than the marks"""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# in proportion of the limit that was given then; cases since are counted by the rules
_MARKS = """
update incidents set
  warn_at = reported_at + (due_at - reported_at) * 8 / 10,
  triple_at = reported_at + (due_at - reported_at) * 3
where closed_at is null and warn_at is null and due_at > reported_at
"""
_SEEN = "update incidents set acked_at = filed_at where acked_at is null and filed_at is not null"


def upgrade() -> None:
    """Without marks the watch would never look at an open case, however late."""
    op.execute(_MARKS)
    op.execute(_SEEN)


def downgrade() -> None:
    raise NotImplementedError("upgrades only go forward; restore a backup instead")
