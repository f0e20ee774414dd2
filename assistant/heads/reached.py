"""The word that a sum gives to a question whether enough is reached ("12 phiếu trúng chưa?"). Pure.

Used twice, as ``deriving`` is: the composer asks which word the finding of a sum gives, the verifier asks again, after
the sum itself was worked again. Only a bound that is *not* reached gives one: what is reached may still lack something
else that a rule asks for.
"""

from __future__ import annotations

import re

from assistant.heads.asked import Form, read_asked

_SHORT = re.compile(r"\bthì chưa (?:đạt|đủ|quá)\b")
ENOUGH = re.compile(r"\bthì (?:đạt|đủ|đã đạt|đã đủ|đã quá|quá|không thiếu)\b")
"""A sentence that finds a bound reached."""
_ASKS_YET = re.compile(
    r"\b(?:du|dat|trung(?: cu)?|hop le|dau|dac cu|qua (?:1/2|ban|nua)|"
    r"(?:khai mac|mo|tien hanh|hop|bat dau)(?: \w+){0,2} duoc|(?<!bau lai )(?:co gia tri|thong qua duoc))\b"
)
_ASKS = re.compile(r"\b(?:du|dat|trung(?: cu)?|hop le|dau|dac cu|qua (?:1/2|ban|nua))$")
_NEGATED = re.compile(r"\b(?:khong|chua|chang) (?:\w+ ){0,2}(?:du|dat|trung|hop le|dau|dac cu|qua)\b")
"""A question whether something is *not* reached would be answered the other way round."""
_CLAUSE = re.compile(r"[,.;:] ")


def shortfall_word(asked: str, sentence: str) -> str:
    """``Chưa`` or ``Không`` where a sentence finds a bound not reached and the question asks just that; else empty.

    Args:
        asked: the question as the user wrote it.
        sentence: what the sum concludes ("… từ 13 trở lên; 12 thì chưa quá một nửa, thiếu 1.").
    """
    if not _SHORT.search(sentence) or ENOUGH.search(sentence):
        return ""
    question = read_asked(asked)
    if question is None or question.turned or question.form not in (Form.IS, Form.MAY):
        return ""
    clause = _CLAUSE.split(question.said)[-1]
    if _NEGATED.search(question.said):
        return ""
    if question.until:
        return "Chưa" if _ASKS_YET.search(clause) else ""
    return "Không" if _ASKS.search(clause) else ""
