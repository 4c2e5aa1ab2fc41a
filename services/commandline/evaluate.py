"""Evaluation at the terminal: how much of what was due each department, town, grid or worker closed, and in time."""

from __future__ import annotations

import argparse

from services.bundle import open_services
from services.domain.evaluation import Apart, Exclusion, Group, Measure, Part
from services.insight.evaluation.keeping import catch_up, rebuild
from services.insight.evaluation.table import EvaluationTable, Row, last_days, read_table
from services.settings import Settings
from services.store.reader import Reader
from services.words import Words
from services.words.terms import APART, EXCLUSIONS, MEASURES

SHOWN = (Measure.CLOSURE, Measure.ON_TIME, Measure.REWORK, Measure.EXACT, Measure.SATISFACTION)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Of whom, of which days, and whether to count everything anew first."""
    parser.add_argument("--by", choices=[group.value for group in Group], default=Group.DEPARTMENT.value)
    parser.add_argument("--days", type=int, default=30, help="the local days up to and with today")
    parser.add_argument("--rebuild", action="store_true", help="throw away what was kept and count every case anew")


def run(options: argparse.Namespace, words: Words) -> int:
    """Prints one line for each, with numerator and denominator; the last line is the city."""
    services = open_services(Settings(options.database, options.lang))
    try:
        database = services.database
        done = rebuild(database) if options.rebuild else catch_up(database)
        if done:
            print(words.plural("{n} case was counted anew.", "{n} cases were counted anew.", done))
        with database.reading() as reader:
            group, now = Group(options.by), database.clock()
            table = read_table(reader, group, last_days(now, max(1, options.days), reader.city().zone), now)
            _print(table, _names(reader, group, words), words)
    finally:
        services.close()
    return 0


def _names(reader: Reader, group: Group, words: Words) -> dict[str | int, str]:
    if group is Group.DEPARTMENT:
        return {found.code: found.name(words.lang) for found in reader.catalogue().departments}
    if group is Group.WORKER:
        return {}
    return {area.id: f"{area.name} {area.code}" for area in reader.areas()}


def _print(table: EvaluationTable, names: dict[str | int, str], words: Words) -> None:
    print("\t".join(["", *(words(MEASURES[measure], ctx="measure") for measure in SHOWN)]))
    for row in table.rows:
        if row.sums.of(Part.DUE):
            print("\t".join([_name(row, names, words), *_shares(row, words)]))
    print("\t".join([words("The whole city", ctx="page"), *_shares(table.total, words)]))
    for why, n in table.exclusions.items():
        if why is not Exclusion.NONE:
            print(words("left out: {why} {n}", why=words(EXCLUSIONS[why], ctx="exclusion"), n=n))


def _name(row: Row, names: dict[str | int, str], words: Words) -> str:
    if isinstance(row.key, Apart):
        return words(APART[row.key], ctx="place")
    return words("nobody’s", ctx="evaluation") if row.key is None else names.get(row.key, str(row.key))


def _shares(row: Row, words: Words) -> list[str]:
    rates = [row.rate(measure) for measure in SHOWN]
    return [words.formats.share(rate.numerator, rate.denominator) if rate.denominator else "—" for rate in rates]
