"""The terms of scenes as sources of words: lists, sides, layers."""

from __future__ import annotations

from collections.abc import Mapping

from services.domain.scenes import ListKind, Right
from services.words.marker import N_

LISTS: Mapping[ListKind, str] = {
    ListKind.OPEN_TOWNS: N_("Towns with most open"),
    ListKind.NEWEST: N_("Newest open incidents"),
    ListKind.OVERDUE_TOWNS: N_("Towns with most overdue"),
    ListKind.LONGEST_OVER: N_("Longest over the limit"),
    ListKind.OWNERS: N_("Departments with most open"),
    ListKind.CREWS: N_("People by role"),
    ListKind.CHANNELS: N_("Quiet channels"),
    ListKind.WARNED_TOWNS: N_("Towns with most warnings"),
    ListKind.CAMPAIGNS: N_("Warnings by special action"),
    ListKind.DEMANDS: N_("What is asked for"),
    ListKind.SOURCES: N_("By channel"),
}
RIGHTS: Mapping[Right, str] = {
    Right.WARNINGS: N_("Warnings", ctx="pane"),
    Right.INCIDENTS: N_("Open incidents by level", ctx="pane"),
}
SEEN: Mapping[str, str] = {
    "areas": N_("Areas", ctx="scene layer"),
    "incidents": N_("Incidents", ctx="scene layer"),
    "people": N_("People", ctx="scene layer"),
    "warnings": N_("Warnings", ctx="scene layer"),
    "labels": N_("Names", ctx="scene layer"),
}
