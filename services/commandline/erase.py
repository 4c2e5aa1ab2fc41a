"""Erases the personal data of reports: name, telephone, and both wherever words tell them; the journal's seals stay."""

from __future__ import annotations

import argparse

from services.access.erasing import erase
from services.access.rights import Right
from services.bundle import open_services
from services.commandline.identity import identified
from services.settings import Settings
from services.words import Words


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which reports, who does it and why."""
    parser.add_argument(
        "reports", nargs="+", metavar="REPORT", help="report/NUMBER, or an incident's number for all of its reports"
    )
    parser.add_argument("--officer", default="", metavar="LOGIN", help="who erases")
    parser.add_argument("--why", default="", metavar="REASON", help="why; the journal keeps it")


def run(options: argparse.Namespace, words: Words) -> int:
    """Erases all of them or none."""
    services = open_services(Settings(options.database, options.lang))
    try:
        officer = identified(services.database, options.officer, Right.ERASE, words)
        done = erase(services.database, officer, tuple(options.reports), options.why)
    finally:
        services.close()
    print(
        words.plural(
            "{n} report holds no personal data any more.", "{n} reports hold no personal data any more.", done.reports
        )
    )
    if done.with_evidence:
        print(
            words.plural(
                "{n} incident has photos or files: look at them by hand.",
                "{n} incidents have photos or files: look at them by hand.",
                done.with_evidence,
            )
        )
    return 0
