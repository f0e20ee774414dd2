"""The word that a sum gives to a question whether enough is reached, or too much. Pure but for ``words.toml``.

“12 phiếu trúng chưa?” and “9 người có vượt mức không?” are such questions. Used twice, as
``deriving`` is: the composer asks which word the finding of a sum gives, the verifier asks again, after the sum itself
was worked again. Only a bound that is *not* kept gives one: what is reached may still lack something else that a rule
asks for. A yes is only given to a question whether the bound is broken.
"""

from __future__ import annotations

import re
from pathlib import Path

from assistant.heads.asked import Complaint, Form, PolarQuestion, read_asked
from corpus.core.phrases import LazyPattern, words_of


class _ReachedWords:
    """What is looked for in sums and questions: the part ``reached`` of ``words.toml``, told there."""

    short: LazyPattern
    over: LazyPattern
    enough: LazyPattern
    negated: LazyPattern
    asks_yet: re.Pattern[str]
    asks: re.Pattern[str]


_WORDS = words_of(Path(__file__).with_name("words.toml"), _ReachedWords, "reached")
ENOUGH = _WORDS.enough
"""A sentence that finds a bound reached."""
SHORT = _WORDS.short
"""A sentence that finds a bound not reached."""
_CLAUSE = re.compile(r"[,.;:] ")


def shortfall_word(asked: str, sentence: str) -> str:
    """The word of a sentence that finds a bound not reached, where the question asks just that; else empty.

    ``Chưa`` or ``Không``; ``Có`` to a question whether it is too few.

    Args:
        asked: the question as the user wrote it.
        sentence: what the sum concludes ("… từ 13 trở lên; 12 thì chưa quá một nửa, thiếu 1.").
    """
    if not _WORDS.short.search(sentence) or ENOUGH.search(sentence):
        return ""
    question = _of_a_bound(asked)
    if question is None:
        return ""
    if question.turned:
        return "Có" if question.side is Complaint.FEW and not question.until else ""
    clause = _CLAUSE.split(question.said)[-1]
    if question.until:
        return "Chưa" if _WORDS.asks_yet.search(clause) else ""
    return "Không" if _WORDS.asks.search(clause) else ""


def excess_word(asked: str, sentence: str) -> str:
    """``Có`` to a question whether it is too many, where a sentence finds a bound exceeded; else empty.

    Whether so many may be after all is another question: a rule may allow more with somebody's consent.

    Args:
        asked: the question as the user wrote it.
        sentence: what the sum concludes ("… có nhiều nhất 8 người; 9 thì thừa 1.").
    """
    if not _WORDS.over.search(sentence) or _WORDS.short.search(sentence) or ENOUGH.search(sentence):
        return ""
    question = _of_a_bound(asked)
    exceeded = question is not None and question.turned and question.side is Complaint.MANY and not question.until
    return "Có" if exceeded else ""


def _of_a_bound(asked: str) -> PolarQuestion | None:
    """The question where it asks whether something is or may be so, and denies nothing."""
    question = read_asked(asked)
    if question is None or question.form not in (Form.IS, Form.MAY) or _WORDS.negated.search(question.said):
        return None
    return question
