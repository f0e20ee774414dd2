"""The word that a sum of days gives to a question whether a told day is early or late enough. Pure.

As ``reached``: the composer asks which word the sum gives, the verifier asks again once the sum itself was worked
again. Only a bound that is *not* kept gives one: a told day before the first that a rule allows is ``Chưa`` (or
``Không``, as the question asks), one after the last is ``Không``; never a yes. The question must ask of what the sum
tells, in its words, or of nothing by name ("đã được chưa?").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from assistant.heads.asked import Form, read_asked
from assistant.heads.reached import excess_word, shortfall_word
from assistant.parsing.formulas import later
from assistant.parsing.reader import atoms
from corpus.core.phrases import words_of
from corpus.core.text import fold

_DAY = r"(?:ngày|tháng) (?P<{0}>(?:\d\d/)?\d\d/\d{{4}})"
_EVENT = re.compile(_DAY.format("day") + r" thì\b")
_FIRST = re.compile(r"(?:\btừ|\bsớm nhất) " + _DAY.format("day"))
_UNTIL = re.compile(r"\bđến " + _DAY.format("day"))
_LAST = re.compile(r"(?:\bchậm nhất là|\bmuộn nhất) " + _DAY.format("day"))
_NO_YEAR = re.compile(r"(?<![\d/.,])(\d{1,2})/(\d{1,2})(?![\d/%])")
_KEY = re.compile(r"^date:(\d{4})-(\d\d)(?:-(\d\d))?$")
_CLAUSE = re.compile(r"[,.;:] ")
_FORBIDS = re.compile(r"\bkhông được\b")


class _DatedWords:
    """What is looked for in questions: the part ``dated`` of ``words.toml``, told there."""

    negated: re.Pattern[str]
    reached: re.Pattern[str]
    passed: re.Pattern[str]
    allowed: re.Pattern[str]
    fillers: frozenset[str]


_WORDS = words_of(Path(__file__).with_name("words.toml"), _DatedWords, "dated")


@dataclass(frozen=True, slots=True)
class _Bound:
    """A day that a sum gives, or a month (its first day)."""

    day: date
    month: bool

    @classmethod
    def read(cls, written: str) -> _Bound:
        *day, month, year = map(int, written.split("/"))
        return cls(date(year, month, day[0] if day else 1), not day)

    @classmethod
    def keyed(cls, key: tuple[str, str, str]) -> _Bound:
        """The day or month of a ``date:2026-11-30`` or ``date:2026-11``."""
        year, month, day = key
        return cls(date(int(year), int(month), int(day or 1)), not day)

    @property
    def ends(self) -> date:
        """Its last day."""
        return later(self.day, 1) - timedelta(days=1) if self.month else self.day


def opening_word(asked: str, sentence: str) -> str:
    """The word that a sum gives to a question: a bound not reached or exceeded, a day that is too early or too late."""
    return shortfall_word(asked, sentence) or excess_word(asked, sentence) or day_word(asked, sentence)


def day_word(asked: str, sentence: str) -> str:
    """``Chưa`` or ``Không`` where the only other day that is told does not keep what a sum of days gives; else empty.

    Args:
        asked: the question as the user wrote it.
        sentence: what the sum concludes ("… thì … từ ngày 20/12/2026 (6 tháng sau ngày đó).").
    """
    event = _EVENT.search(sentence)
    question = read_asked(asked) if event else None
    if event is None or question is None or question.turned or question.form not in (Form.IS, Form.MAY):
        return ""
    clause = _CLAUSE.split(question.said)[-1]
    named = set(re.findall(r"[a-z]+", clause)) - _WORDS.fillers
    if _WORDS.negated.search(clause) or not named <= set(re.findall(r"[a-z]+", fold(sentence))):
        return ""
    told = _told(asked, _Bound.read(event["day"]))
    return _word(told, sentence, clause, until=question.until) if told else ""


def _word(told: _Bound, sentence: str, clause: str, *, until: bool) -> str:
    first, last, lasts = _FIRST.search(sentence), _LAST.search(sentence), _UNTIL.search(sentence)
    asks_first = _WORDS.reached.search(clause) if until else _WORDS.allowed.search(clause)
    if first and asks_first and told.ends < _Bound.read(first["day"]).day:
        return "Chưa" if until else "Không"
    if lasts and not first and told.ends < _Bound.read(lasts["day"]).day:
        if _FORBIDS.search(sentence[: lasts.start()]):
            return ("Chưa" if until else "Không") if _WORDS.allowed.search(clause) else ""
        return "Chưa" if until and _WORDS.passed.search(clause) else ""
    if last and not until and _WORDS.allowed.search(clause) and told.day > _Bound.read(last["day"]).ends:
        return "Không"
    return ""


def _told(asked: str, event: _Bound) -> _Bound | None:
    """The only day or month of a question beside that of the event; one without its year is the next after it."""
    days = {_Bound.keyed(*key) for atom in atoms(asked) if atom.kind == "date" and (key := _KEY.findall(atom.key))}
    if event not in days:
        return None
    days.discard(event)
    if not days and not event.month:
        days = {_Bound(day, month=False) for day in _without_year(asked, event.day)}
    return days.pop() if len(days) == 1 else None


def _without_year(asked: str, after: date) -> set[date]:
    found: set[date] = set()
    for match in _NO_YEAR.finditer(asked):
        for year in (after.year, after.year + 1):
            try:
                day = date(year, int(match[2]), int(match[1]))
            except ValueError:
                continue
            if day > after:
                found.add(day)
                break
    return found
