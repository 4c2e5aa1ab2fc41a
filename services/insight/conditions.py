"""What is overdue and who is at work, said once for every figure, list and map that counts them."""

from __future__ import annotations

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from services.domain.incidents import IncidentState
from services.domain.people import Duty
from services.live.picture import Picture

AT_WORK = (int(Duty.ON), int(Duty.BUSY))


def overdue_rows(picture: Picture, now: datetime) -> NDArray[np.bool_]:
    """Which incidents are open, not suspended, and past their deadline."""
    column = picture.incidents.column
    late = column("due_at") < now.timestamp()
    found: NDArray[np.bool_] = late & column("alive") & (column("state") != IncidentState.SUSPENDED)
    return found


def at_work_rows(picture: Picture) -> NDArray[np.bool_]:
    """Which people are on duty, with or without something to do."""
    return np.isin(picture.people.column("duty"), AT_WORK)
