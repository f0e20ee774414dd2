"""The word that a sum gives to a question whether enough is reached. Pure but for ``words.toml``.

“12 phiếu trúng chưa?” is such a question. Used twice, as ``deriving`` is: the composer asks which word the finding of a
sum gives, the verifier asks again, after the sum itself was worked again. Only a bound that is *not* reached gives one:
what is reached may still lack something else that a rule asks for.
"""

from __future__ import annotations

import re
from pathlib import Path

from assistant.heads.asked import Form, read_asked
from corpus.core.phrases import LazyPattern, words_of


class _ReachedWords:
    """What is looked for in sums and questions: the part ``reached`` of ``words.toml``, told there."""

    short: LazyPattern
    enough: LazyPattern
    negated: LazyPattern
    asks_yet: re.Pattern[str]
    asks: re.Pattern[str]


_WORDS = words_of(Path(__file__).with_name("words.toml"), _ReachedWords, "reached")
ENOUGH = _WORDS.enough
"""A sentence that finds a bound reached."""
_CLAUSE = re.compile(r"[,.;:] ")


def shortfall_word(asked: str, sentence: str) -> str:
    """``Chưa`` or ``Không`` where a sentence finds a bound not reached and the question asks just that; else empty.

    Args:
        asked: the question as the user wrote it.
        sentence: what the sum concludes ("… từ 13 trở lên; 12 thì chưa quá một nửa, thiếu 1.").
    """
    if not _WORDS.short.search(sentence) or ENOUGH.search(sentence):
        return ""
    question = read_asked(asked)
    if question is None or question.turned or question.form not in (Form.IS, Form.MAY):
        return ""
    clause = _CLAUSE.split(question.said)[-1]
    if _WORDS.negated.search(question.said):
        return ""
    if question.until:
        return "Chưa" if _WORDS.asks_yet.search(clause) else ""
    return "Không" if _WORDS.asks.search(clause) else ""
