"""Does a rule govern the question (contract R14)? True words beside the point are a refusal. Pure.

Two oppositions are held against the best candidate: the bound asked for (a least or a most) and a condition that the
rule sets the other way round (``nơi sáp nhập``, ``nơi không sáp nhập``). A rule that names both sides, or neither, is
not objected to.
"""

from __future__ import annotations

import re

from corpus.core.model import Provision
from corpus.core.text import fold

_LEAST = r"toi thieu|it nhat"
_MOST = r"toi da|nhieu nhat"
_HOW_MANY = r"(?:bao nhieu|may)"
_ASKED_LEAST = re.compile(rf"\b(?:{_LEAST})\b.*\b{_HOW_MANY}\b|\b{_HOW_MANY}\b.*\b(?:{_LEAST})\b")
_ASKED_MOST = re.compile(rf"\b(?:{_MOST})\b.*\b{_HOW_MANY}\b|\b{_HOW_MANY}\b.*\b(?:{_MOST})\b")
_SETS_LEAST = re.compile(
    rf"\b(?:{_LEAST}|khong duoi|khong it hon|tro len|trong (?:thoi han|vong)|hon|qua (?:mot )?nua|tu \d|du|chi .* khi)"
    r"\b"
)
_SETS_MOST = re.compile(
    rf"\b(?:{_MOST}|khong (?:duoc )?(?:vuot )?qua|khong vuot|tro xuong|cham nhat|den \d|trong (?:thoi han|vong))\b"
)
_PLACE = r"\b(?:noi|xa|phuong|dac khu|dang bo|don vi|dia phuong)\b(?: \w+){0,3}? "
_MERGED = re.compile(_PLACE + r"(?<!khong )(?:hop nhat, )?sap nhap")
_APART = re.compile(r"\bkhong (?:thuoc dien )?(?:hop nhat, )?sap nhap")


def disagrees(question: str, provision: Provision) -> bool:
    """Whether ``provision`` sets the other bound than asked for, or holds for the opposite of the condition told."""
    asked, rule = (
        " ".join(fold(question).split()),
        " ".join(fold(" ".join((*provision.trail, provision.heading, provision.text))).split()),
    )
    if _ASKED_LEAST.search(asked) and not _ASKED_MOST.search(asked):
        if _SETS_MOST.search(rule) and not _SETS_LEAST.search(rule):
            return True
    elif _ASKED_MOST.search(asked) and _SETS_LEAST.search(rule) and not _SETS_MOST.search(rule):
        return True
    sides = [(bool(_MERGED.search(text)), bool(_APART.search(text))) for text in (asked, rule)]
    return sides in ([(True, False), (False, True)], [(False, True), (True, False)])
