"""The words that begin a step on the command line, in both languages: who learnt one need not learn the other."""

from __future__ import annotations

from collections.abc import Mapping

from services.domain.steps import Verb

V = Verb
# the first word of each is the one that completion offers in that language
SPOKEN: Mapping[Verb, tuple[tuple[str, ...], tuple[str, ...]]] = {
    V.FILE: (("立案", "立"), ("file",)),
    V.DECLINE: (("不立案",), ("decline",)),
    V.ANSWER: (("答复", "直接答复"), ("answer",)),
    V.SETTLE: (("当场解决",), ("settle",)),
    V.ASSIGN: (("派", "派单"), ("assign",)),
    V.RECALL: (("撤回",), ("recall",)),
    V.TRANSFER: (("改派", "转派"), ("transfer", "reassign")),
    V.ACCEPT: (("接单", "接"), ("accept",)),
    V.RETURN: (("退单", "退"), ("return",)),
    V.START: (("开工",), ("start",)),
    V.FINISH: (("办结",), ("finish",)),
    V.FEED_BACK: (("反馈",), ("feedback",)),
    V.VERIFY: (("核查",), ("verify",)),
    V.SEND_BACK: (("退回重办", "返工"), ("sendback",)),
    V.CLOSE: (("结案",), ("close",)),
    V.REOPEN: (("重办",), ("reopen",)),
    V.VOID: (("作废",), ("void",)),
    V.ASK_EXTENSION: (("延期", "延"), ("extend",)),
    V.GRANT_EXTENSION: (("准延",), ("grant-extension",)),
    V.REFUSE_EXTENSION: (("不准延",), ("refuse-extension",)),
    V.ASK_SUSPENSION: (("挂账",), ("suspend",)),
    V.GRANT_SUSPENSION: (("准挂账",), ("grant-suspension",)),
    V.REFUSE_SUSPENSION: (("不准挂账",), ("refuse-suspension",)),
    V.ASK_RESUMPTION: (("恢复",), ("resume",)),
    V.GRANT_RESUMPTION: (("准恢复",), ("grant-resumption",)),
    V.REFUSE_RESUMPTION: (("不准恢复",), ("refuse-resumption",)),
    V.WITHDRAW: (("撤销申请",), ("withdraw",)),
    V.SPLIT: (("加派",), ("split",)),
    V.MERGE: (("合并", "并"), ("merge",)),
    V.UNMERGE: (("拆分",), ("unmerge",)),
    V.URGE: (("催办", "催"), ("urge",)),
    V.NOTE: (("备注", "注"), ("note",)),
    V.SEND: (("派人",), ("send",)),
    V.ACKNOWLEDGE: (("签收", "签"), ("ack", "acknowledge")),
    V.SHELVE: (("搁置",), ("shelve",)),
    V.UNSHELVE: (("取消搁置",), ("unshelve",)),
    V.REGRADE: (("改级",), ("regrade",)),
    V.CORRECT: (("更正",), ("correct",)),
    V.RATE: (("评分",), ("rate",)),
    V.SUPERVISE: (("督办",), ("supervise",)),
    V.CALL_MEETING: (("联席",), ("meeting",)),
}
VERB_OF: Mapping[str, Verb] = {word: verb for verb, (zh, en) in SPOKEN.items() for word in (*zh, *en)}


def own_words(lang: str) -> tuple[str, ...]:
    """The words that completion offers to a reader of that language."""
    return tuple((zh if lang.startswith("zh") else en)[0] for zh, en in SPOKEN.values())
