"""The clauses of a rule: who, under which condition, with which force, does what. Pure.

Rules of the corpus are written alike: a lead-in or a condition, a subject, a word that carries the force (``phải``,
``được``, ``không được``, ``chỉ … khi``), the act, a condition after it, an exception. A clause that holds two such
words for two acts is read as having none: nothing is derived from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.heads.asked import plain
from assistant.heads.says import Says

_SENTENCE = re.compile(r"(?<=[a-z0-9%])\. ")
_CLAUSE = re.compile(r"; |, (?=(?:nhung|rieng|neu|con|dong thoi|song|tuy nhien|khong|roi)\b)| (?=ma (?:bau|do)\b)")
_EXCEPTED = re.compile(r"(?:, |\b)(?:ngoai tru|tru(?! so\b| bi\b))\b(.*)$")
_SOURCE = re.compile(
    r"^theo (?:dap an|giai dap|muc hoi dap|bao|huong dan|chi thi|quy dinh|quyet dinh|ket luan|quy che|cong van)\b"
    r".{0,90}?"
    r"(?:, (?:\d+ qd/tw )?|\b\d+ qd/tw )(?:quy dinh |nhac lai )?(?:rang )?|^o ky dai hoi \d{4} \d{4}, "
)
"""Where the digest has it from, and for which congresses: no part of the rule."""
_LEAD = re.compile(r"^(?:o|noi|tai|trong|khi|neu|truong hop|doi voi|theo|voi|sau khi|truoc khi|muon)\b.*?, (?=\w)")
_THEN = re.compile(r" thi ")
_TAIL = re.compile(r" (?:khi|neu|sau khi|truoc khi|trong truong hop|trong khi)\b(.*)$")
_PLAIN_NOT = (
    r"khong (?!(?:qua|duoi|it|phai|bat|can|nhat|hop|phan|du|dat|con|thuoc|nhieu|vuot|dung|the|hoan|co|trung|ai|chi|"
    r"duoc|ke|may|gioi|anh|tham|bao)\b)(?=\w)"
)
_NO = re.compile(
    r"\bkhong (?:ai )?(?:duoc(?: phep)?|co quyen|co tham quyen)\b(?! (?:qua|vuot|tinh|trung))|\bnghiem cam\b|"
    rf"\b{_PLAIN_NOT}"
)
_FREE = re.compile(r"\bkhong (?:bat buoc|can|nhat thiet)(?: phai)?\b")
_MUST = re.compile(
    r"\b(?<!khong )(?:bat buoc phai|bat buoc|phai|chi duoc|"
    r"chi(?= (?:lap|bau|de cu|trieu tap|thuc hien|tien hanh|co)\b))\b"
)
_STRONG_MAY = re.compile(r"\b(?<!khong )(?:van duoc|cung duoc|co quyen|co the|co tham quyen|duoc quyen)\b")
_MAY = re.compile(r"\b(?<!khong )(?<!phai )(?<!chi )(?<!moi )(?<!khi )(?<!ai )duoc\b(?! (?:hon|qua|it nhat|tren))")
_FROM = re.compile(
    r"^(?P<who>.*?\bco (?:tu|duoi|tren|it nhat) \d+ (?:\w+ ){1,4}?(?:tro len|tro xuong|chinh thuc|uy vien|dang vien)"
    r"(?: tro len| tro xuong| chinh thuc)*) (?P<act>.+)$"
)
"""Whom a rule is for, by their number; what follows is what they do."""
_ONLY = re.compile(r"\bchi\b(?! (?:bo|uy|dinh|thi|dao|tiet|huy|phi|cuc|hoi|doan|vien|so|tieu)\b)")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a rule, folded.

    Attributes:
        force: what it says of the act; ``None`` where it only states something, or carries two forces.
        subject: who, and the condition before it.
        act: what is done.
        tail: the condition after the act.
        excepted: what the sentence excepts.
        only: whether it restricts (``chỉ``).
        text: the whole clause.
    """

    force: Says | None
    subject: str
    act: str
    tail: str
    excepted: str
    only: bool
    text: str


@lru_cache(maxsize=4096)
def clauses_of(rule: str) -> tuple[Clause, ...]:
    """The clauses of a rule, in their order."""
    return tuple(_clauses(plain(rule)))


def _clauses(text: str) -> Iterator[Clause]:
    for sentence in _SENTENCE.split(f"{text} "):
        sentence = _SOURCE.sub("", sentence)
        left_out = _EXCEPTED.search(sentence)
        before = ""
        for piece in _CLAUSE.split(sentence[: left_out.start()] if left_out else sentence):
            whole = piece.strip(" .,;")
            if whole:
                clause = _read(whole, left_out[1].strip(" .,;") if left_out else "", before)
                before = clause.subject or before
                yield clause


def _read(whole: str, excepted: str, before: str) -> Clause:
    lead = _LEAD.match(whole)
    head, rest = (whole[: lead.end()], whole[lead.end() :]) if lead else ("", whole)
    if then := _THEN.search(rest):
        head, rest = f"{head}{rest[: then.start()]} ", rest[then.end() :]
    behind = _TAIL.search(rest)
    tail, rest = (behind[1], rest[: behind.start()]) if behind else ("", rest)
    if counted := _FROM.match(rest):
        head, rest = f"{head}{counted['who']} ", counted["act"]
    force, match = _force(rest)
    subject = f"{head}{rest[: match.start()] if match else ''}"
    act = rest[match.end() :] if match else rest
    return Clause(
        force,
        subject.strip() or (before if match else ""),
        act.strip(),
        tail.strip(),
        excepted,
        _ONLY.search(whole) is not None,
        whole,
    )


def _force(text: str) -> tuple[Says | None, re.Match[str] | None]:
    """The one force of a clause with the word that carries it."""
    free, must, no, strong = _FREE.search(text), _MUST.search(text), _NO.search(text), _STRONG_MAY.search(text)
    if free:
        return (Says.FREE, free) if not (must and must.start() > free.end()) else (None, None)
    if no and re.search(r"\b(?:duoc|hoac|hay) $", text[: no.start()]):
        return None, None
    if no and not (must or strong):
        # "không được ứng cử và không được nhận đề cử" forbids twice; a later "được" allows something else.
        later = re.sub(r"\bkhong duoc\b", "", text[no.end() :])
        return (Says.NO, no) if not re.search(r"\b(?:ma|nhung|thi) (?:\w+ )?duoc\b", later) else (None, None)
    found = [(Says.MUST, must), (Says.MAY, strong)]
    sure = [(force, match) for force, match in found if match is not None]
    if len(sure) == 1 and no is None:
        return sure[0]
    plain_may = [*_MAY.finditer(text)]
    if not sure and no is None and len(plain_may) == 1:
        return Says.MAY, plain_may[0]
    return None, None
