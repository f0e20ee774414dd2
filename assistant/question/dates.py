"""Which day a question asks about. Pure but for ``dates.toml``.

Patterns run on the folded text (no diacritics), so that unaccented questions are understood alike. A date that
belongs to a document's name ("Chỉ thị 45-CT/TW ngày 14/4/2025", "ban hành 31/12/2024 hay 31/12/2025") or that begins
a span up to now ("từ năm 2000 đến nay") is not the date asked about. The day taken is told to the user.

Congress terms that are over stand for the middle of their congress season; the term that runs is asked about as of
today. Years that tell of a life ("sinh năm 1965", "kết nạp năm 2010") are no day asked about. Of a day to come
nothing is known yet: the question is answered as of today, and that is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from corpus.core.display import vn_date
from corpus.core.phrases import LazyPattern, words_of
from corpus.core.text import fold
from corpus.vietnamese.writtendates import written_dates


class _DateWords:
    """What is looked for in a question: ``dates.toml``, told there."""

    congress_year: re.Pattern[str]
    month: re.Pattern[str]
    year: re.Pattern[str]
    month_bare: re.Pattern[str]
    until_month: re.Pattern[str]
    before: re.Pattern[str]
    term: re.Pattern[str]
    year_meant: re.Pattern[str]
    now: re.Pattern[str]
    now_beside: LazyPattern
    lead: re.Pattern[str]
    of_a_life: re.Pattern[str]
    document_before: re.Pattern[str]
    signed: re.Pattern[str]
    or_another: re.Pattern[str]
    is_its_day: re.Pattern[str]
    time_before: re.Pattern[str]
    once: re.Pattern[str]
    this_time: re.Pattern[str]
    back_then: LazyPattern
    until_now: re.Pattern[str]
    printed: re.Pattern[str]
    of_papers: re.Pattern[str]
    of_document: re.Pattern[str]
    term_alone: re.Pattern[str]
    beside: re.Pattern[str]
    close: re.Pattern[str]
    titled: re.Pattern[str]
    pointed_at: re.Pattern[str]
    version_of: re.Pattern[str]
    until: frozenset[str]
    since: frozenset[str]
    later: frozenset[str]
    within: frozenset[str]
    part_of: frozenset[str]


_WORDS = words_of(Path(__file__).with_name("dates.toml"), _DateWords)
MONTH = _WORDS.month
"""A month with its year, over folded text: month, year."""
YEAR = _WORDS.year
"""A year alone."""
_NEAR = 80
"""Characters before a date or a year among which the words that claim it are looked for."""


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day a question asks about.

    Attributes:
        day: the day; of a month or a year its last one.
        explicit: whether the question names it, or the present.
        note: the Vietnamese reading for the user; empty when it is simply today.
        term: the congress term named, such as ``2020-2025``; empty without one.
        since: the first day of the month or year named; ``None`` for a single day.
    """

    day: date
    explicit: bool
    note: str = ""
    term: str = ""
    since: date | None = None


def _before(key: str, at: int) -> str:
    return key[max(0, at - _NEAR) : at]


def _last_day(year: int, month: int) -> date:
    return (date(year + month // 12, month % 12 + 1, 1)) - timedelta(days=1)


def understand_date(text: str, today: date, given: date | None = None) -> AsOf:
    """The day asked about: the caller's ``given`` date, else one in the words, else ``today``.

    A month or a year stands for its last day, but no day after ``today`` is ever taken: what is asked of a time to
    come is answered as of today, with a note. "trước 2021" is the last day of 2020; a congress term that is over
    ("nhiệm kỳ 2020-2025") is 15 August of its congress year, the one that runs is today.
    """
    if given is not None:
        return AsOf(given, True, f"Thời điểm áp dụng: ngày {vn_date(given)}.")
    key = fold(text)
    named_before, last, dates = False, 0, list(written_dates(key))
    for written in dates:
        before = _before(key, written.start)
        named_before = bool(
            _WORDS.document_before.search(before)
            or (len(dates) > 1 and _WORDS.signed.search(before))
            or _WORDS.is_its_day.match(key[written.end :])
            or (named_before and _WORDS.or_another.match(key[last : written.start]))
        )
        last = written.end
        own = (
            named_before
            or _WORDS.of_a_life.search(_WORDS.lead.sub("", before))
            or _passed(key, written.start, written.end)
        )
        if written.day is not None and not own:
            return _known(written.day, today, single=True)
    if named := _WORDS.term.search(key):
        first, last = int(named.group(1)), int(named.group(2))
        day, term = _day_of_term(first, last, today), f"{first}-{last}"
        if day == today:
            return AsOf(today, False, term=term)
        return AsOf(day, True, f"Kỳ đại hội {term}: hiệu lực của quy định được xét vào ngày {vn_date(day)}.", term)
    if named := _WORDS.congress_year.search(key):
        day = date(int(named.group(1)), 8, 15)
        return AsOf(
            day, True, f"Kỳ đại hội năm {named.group(1)}: hiệu lực của quy định được xét vào ngày {vn_date(day)}."
        )
    for match in (*MONTH.finditer(key), *_WORDS.month_bare.finditer(key)):
        month, year = int(match.group(1)), int(match.group(2))
        passed = _passed(key, *match.span())
        if 1 <= month <= 12 and not passed and not _WORDS.of_a_life.search(_before(key, match.start())):
            if _WORDS.before.search(_before(key, match.start())) or _WORDS.until_month.match(match.group()):
                return _known(date(year, month, 1) - timedelta(days=1), today)
            return _known(_last_day(year, month), today, since=date(year, month, 1))
    if _WORDS.now.search(key):
        return AsOf(today, True, f"Trả lời theo quy định tính đến ngày {vn_date(today)}.")
    return _by_year(key, today) or AsOf(today, False)


def _passed(key: str, start: int, end: int) -> bool:
    """Whether a date tells of the time before, and the question goes on to another time or in a sentence of its own."""
    before, after = _before(key, start), key[end:]
    if not _WORDS.time_before.search(before):
        return bool(_WORDS.once.search(before) and _WORDS.this_time.search(after))
    goes_on = re.search(r"[.?!;]\s*\w.*\?|[.?!;]\s*\w[^.?!;]{15,}$", after)
    return bool(_WORDS.this_time.search(after)) or (goes_on is not None and not _WORDS.back_then.search(after))


def _by_year(key: str, today: date) -> AsOf | None:
    """The day of the first year that is asked about; ``None`` without one."""
    for match in _WORDS.year_meant.finditer(key):
        word, year = match.group(1), int(match.group(2))
        before = _before(key, match.start())
        if _is_document_year(key, match) or _WORDS.of_a_life.search(before) or _WORDS.printed.search(before):
            continue
        if _passed(key, *match.span()) or (word in _WORDS.since and _WORDS.of_papers.search(before)):
            continue
        if word in _WORDS.since and _WORDS.until_now.match(key[match.end() :]):
            continue
        if word in _WORDS.until:
            return _known(date(year - 1, 12, 31), today)
        if word in _WORDS.since | _WORDS.later:
            return _known(min(date(year + (word in _WORDS.later), 12, 31), max(today, date(year, 1, 1))), today)
        return _known(date(year, 12, 31), today, since=date(year, 1, 1))
    return None


def _known(day: date, today: date, *, since: date | None = None, single: bool = False) -> AsOf:
    """A day named, or today where it lies ahead of what can be known; ``since`` begins the month or year meant."""
    first = day if single else since or day
    if first > today:
        months = "" if single or since is None else f"{first.month}/{first.year}"
        ahead = f"năm {first.year}" if months and day.month > first.month else months or vn_date(day)
        return AsOf(
            today,
            True,
            f"Câu hỏi nói về thời gian sau hôm nay ({ahead}); trợ lý chỉ biết quy định đến ngày {vn_date(today)} và "
            "trả lời theo ngày đó.",
        )
    day = min(day, today)
    return AsOf(day, True, f"Hiệu lực của quy định được xét vào ngày {vn_date(day)}.", since=since)


def _day_of_term(first: int, last: int, today: date) -> date:
    """15 August of the congress year of a term that is over; today in the term that runs, or that is still to come."""
    season = date(first, 8, 15)
    return today if season > today or first <= today.year < last else season


def days_compared(text: str, today: date) -> tuple[date, ...]:
    """The days that a question sets side by side, oldest first; empty when it names fewer than two.

    Congress terms, congress years and years count, and the present where it is named beside one of them.
    """
    key = fold(text)
    years = {int(m.group(1)): date(int(m.group(1)), 8, 15) for m in _WORDS.congress_year.finditer(key)}
    years |= {int(m[1]): _day_of_term(int(m[1]), int(m[2]), today) for m in _WORDS.term.finditer(key)}
    for match in _WORDS.year_meant.finditer(key):
        word, year = match.group(1), int(match.group(2))
        if word in _WORDS.within and not (
            _is_document_year(key, match) or _WORDS.of_a_life.search(_before(key, match.start()))
        ):
            years.setdefault(year, min(date(year, 12, 31), today))
    days = set(years.values())
    if days and (_WORDS.now.search(key) or _WORDS.now_beside.search(key)):
        days.add(today)
    return tuple(sorted(days)) if len(days) > 1 else ()


def _is_document_year(key: str, match: re.Match[str]) -> bool:
    """Whether the year tells apart documents ("Chỉ thị 35 năm 2019") rather than the time asked about."""
    before = _before(key, match.start())
    return match.group(1) in _WORDS.part_of and _WORDS.of_document.search(before) is not None


@dataclass(frozen=True, slots=True)
class OwnDays:
    """What tells the days of documents from the day asked about.

    Attributes:
        issued: days on which the documents named were issued.
        ends: where in the question their names end; ``unknown`` where those end that the catalogue lacks.
        years: years said to be those of a matter's document.
    """

    issued: frozenset[date]
    ends: tuple[int, ...]
    unknown: frozenset[int] = frozenset()
    years: frozenset[int] = frozenset()


def without_own_days(text: str, own: OwnDays) -> str:
    """The question without the days, months and years that are those of documents it names."""
    key, cut = fold(text), [False] * len(text)

    def blank(start: int, end: int) -> None:
        cut[start:end] = [True] * (end - start)

    days = list(written_dates(key))
    for written in days:
        if written.day in own.issued:
            blank(written.start, written.end)
    ends = sorted([*own.ends, *(written.end for written in days if cut[written.start])])
    for pattern in (MONTH, YEAR):
        for match in pattern.finditer(key):
            if cut[match.start()]:
                continue
            year = int(match.groups()[-1])
            month = int(match[1]) if pattern is MONTH else 0
            fits = any(day.year == year and month in (0, day.month) for day in own.issued)
            before = max((end for end in ends if end <= match.start()), default=None)
            beside = before is not None and _WORDS.beside.match(key[before : match.start()]) is not None
            close = before is not None and _WORDS.close.fullmatch(key[before : match.start()])
            titled = fits and before is not None and _WORDS.titled.match(key[before : match.start()])
            version = fits and _WORDS.version_of.search(key[: match.start()])
            pointed = fits and _WORDS.pointed_at.match(key[match.end() :])
            if (fits and beside) or close or titled or version or pointed or (before in own.unknown and beside):
                blank(*match.span())
                ends = sorted([*ends, match.end()])
    for year in own.years:
        for match in re.finditer(rf"\b{year}\b", key):
            blank(*match.span())
    times = [written.start for written in days] + [match.start() for match in MONTH.finditer(key)]
    if own.ends and any(not cut[start] for start in times):
        for match in _WORDS.term_alone.finditer(
            key
        ):  # whose term it is, not when: "nhiệm kỳ 2020-2025 hồi tháng 4/2025"
            blank(*match.span())
    return "".join(" " if gone else c for c, gone in zip(text, cut, strict=True))
