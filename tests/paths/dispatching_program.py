"""A program of its own that carries out orders until it is killed: says each key before and after."""

from __future__ import annotations

import sys
import time
from random import Random

from services.cases.desk import Desk
from services.cases.rulebook import RuleBook
from services.domain.incidents import IncidentState
from services.domain.orders import Details, Done, Order
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.domain.steps import Verb
from services.store import queries_live
from services.store.engine import Database

S, V = IncidentState, Verb
NEXT = {
    S.REPORTED: V.FILE, S.FILED: V.ASSIGN, S.ASSIGNED: V.ACCEPT, S.ACCEPTED: V.START, S.IN_PROGRESS: V.FINISH,
    S.FINISHED: V.VERIFY, S.VERIFIED: V.SEND_BACK,
}  # fmt: skip
DETAILS = Details(reason="other", words="已处理", department="police")


def main(url: str, seed: int) -> None:
    """Orders single ones and batches in turn; an outage is tried again with the same keys."""
    database, chance = Database(url), Random(seed)
    desk = Desk(database, RuleBook())
    officer = Officer(seed, f"officer{seed}", "", OfficerRole.DISPATCHER, frozenset(OfficerRole), department="police")
    number = 0
    while True:
        orders = []
        try:
            with database.reading() as reader:
                rows = queries_live.open_incidents(reader)
        except Refusal:
            time.sleep(0.05)
            continue
        for row in chance.sample(rows, min(len(rows), chance.choice((1, 1, 12)))):
            number += 1
            key = f"{seed}-{number}"
            orders.append(Order(NEXT[IncidentState(row.state)], row.id, row.version, DETAILS, key=key))
        while not _carried_out(desk, orders, officer):
            time.sleep(0.05)


def _carried_out(desk: Desk, orders: list[Order], officer: Officer) -> bool:
    for order in orders:
        print("ordered", order.key, flush=True)
    try:
        answers = desk.carry_out_many(orders, officer) if len(orders) > 1 else (desk.carry_out(orders[0], officer),)
    except Refusal as refusal:
        return refusal.code.startswith("desk.")
    for order, answer in zip(orders, answers, strict=True):
        if isinstance(answer, Done):
            print("done", order.key, answer.version, flush=True)
    return not any(isinstance(answer, Refusal) and answer.code.startswith("store.un") for answer in answers)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
