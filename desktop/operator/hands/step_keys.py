"""The key of every step: one letter, with Shift what undoes or sharpens it, with Alt what refuses it."""

from __future__ import annotations

from collections.abc import Mapping

from services.domain.steps import Verb

V = Verb
KEY_OF: Mapping[Verb, str] = {
    V.REPORT: "N",
    V.ACKNOWLEDGE: "A", V.REGRADE: "Shift+A",
    V.ASSIGN: "D", V.TRANSFER: "Shift+D", V.SPLIT: "Alt+D",
    V.MERGE: "M", V.UNMERGE: "Shift+M",
    V.ASK_EXTENSION: "X", V.GRANT_EXTENSION: "Shift+X", V.REFUSE_EXTENSION: "Alt+X",
    V.ASK_SUSPENSION: "P", V.GRANT_SUSPENSION: "Shift+P", V.REFUSE_SUSPENSION: "Alt+P",
    V.ASK_RESUMPTION: "Y", V.GRANT_RESUMPTION: "Shift+Y", V.REFUSE_RESUMPTION: "Alt+Y",
    V.URGE: "U", V.SUPERVISE: "Shift+U", V.CALL_MEETING: "Alt+U",
    V.NOTE: "C", V.CORRECT: "Shift+C",
    V.RETURN: "T", V.VOID: "Shift+T",
    V.FILE: "J", V.DECLINE: "Shift+J",
    V.ANSWER: "I", V.SETTLE: "Shift+I",
    V.ACCEPT: "E", V.START: "B",
    V.FINISH: "Q", V.FEED_BACK: "Shift+Q",
    V.VERIFY: "V", V.SEND_BACK: "Shift+V",
    V.CLOSE: "K", V.REOPEN: "Shift+K",
    V.RATE: "Shift+R",
    V.SEND: "W", V.WITHDRAW: "Shift+W",
    V.SHELVE: "H", V.UNSHELVE: "Shift+H",
    V.RECALL: "Z",
}  # fmt: skip
# for one's own hand: what is taken back by the key that takes back everywhere
ALSO: Mapping[str, Verb] = {"Ctrl+Z": V.RECALL}


def written(verb: Verb) -> str:
    """A key as people write it."""
    return KEY_OF[verb].replace("+", " ")
