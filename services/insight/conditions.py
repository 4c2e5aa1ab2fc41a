"""What is overdue, unseen or shelved and who is at work, said once for every figure, list and map that counts them."""

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


def shelved_rows(picture: Picture, now: datetime) -> NDArray[np.bool_]:
    """Which open incidents are silent for a stated time; they come back by themselves when it has passed."""
    column = picture.incidents.column
    found: NDArray[np.bool_] = column("alive") & (column("shelved_until") > now.timestamp())
    return found


def unacknowledged_rows(picture: Picture, now: datetime) -> NDArray[np.bool_]:
    """Which open incidents nobody has seen yet, those apart that are shelved."""
    column = picture.incidents.column
    found: NDArray[np.bool_] = column("alive") & ~column("acked") & ~shelved_rows(picture, now)
    return found
