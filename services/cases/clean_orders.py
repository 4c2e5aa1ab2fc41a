"""Orders as they may be carried out, whoever sends them: words in which nothing is hidden."""

from __future__ import annotations

from dataclasses import replace

from services.domain.orders import Order
from services.domain.plain import plain
from services.domain.refusals import Refusal

LONGEST_KEY = 60


def cleaned(order: Order) -> Order:
    """The same order in plain words; refuses a key that no table keeps."""
    if not 0 < len(order.key) <= LONGEST_KEY or plain(order.key) != order.key:
        raise Refusal("desk.key", "The key of this order is empty, or longer than {most} characters.", most=LONGEST_KEY)
    details = order.details
    address = details.address if details.address is None else plain(details.address)
    words, reason = plain(details.words), plain(details.reason)
    if (words, reason, address) == (details.words, details.reason, details.address):
        return order
    return replace(order, details=replace(details, words=words, reason=reason, address=address))
