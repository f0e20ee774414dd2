"""Which day a question asks about. Pure.

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

from corpus.core.display import vn_date
from corpus.core.text import fold
from corpus.vietnamese.writtendates import written_dates

_CONGRESS_YEAR = re.compile(
    r"\b(?:nhiem ky|nk|ky dai hoi|ky dh|ky|khoa)\s+((?:19|20)\d\d)\b(?!\s*[-–/]\s*(?:19|20)\d\d)"
)
MONTH = re.compile(r"\b(?:thang|t)\s*(\d{1,2})\s*(?:[/\-]|\s*nam\s+)\s*((?:19|20)\d\d)\b")
"""A month with its year, over folded text: month, year."""
YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
"""A year alone."""
_MONTH_BARE = re.compile(r"\b(?:truoc|den|sau|tu|hoi|vao|trong|luc)\s+(\d{1,2})\s*/\s*((?:19|20)\d\d)\b")
_BEFORE = re.compile(r"\b(?:truoc|den truoc)\s+$")
_TERM = re.compile(
    r"\b(?:nhiem ky|nk|khoa|ky dai hoi|ky dh|dai hoi(?: dang)?(?: bo)?(?: cac cap)?(?: nhiem ky)?|ky)\s*"
    r"((?:19|20)\d\d)\s*[-–/]\s*((?:19|20)\d\d)\b"
)
_YEAR = re.compile(r"\b(truoc|sau|tu|den|trong|vao|hoi|nam|cuoi|dau|giua)\s+(?:nam\s+)?((?:19|20)\d\d)\b")
_NOW = re.compile(
    r"\b(?:hien nay|hien gio|hien tai|bay gio|hom nay|ngay nay|hien hanh|luc nay|dang ap dung|moi nhat)\b"
    r"|(?:^|[.?!;]\s*)(?:(?:vay|the)\s+)?nay\s+(?!(?:ad|ban|anh|chi|em|bac|co|chu|moi nguoi)\b)"
)
_NOW_BESIDE = re.compile(
    r"\bnay (?:thi|kieu|la|ra sao|the nao|con|bao nhieu|may|co|phai|duoc)\b|\b(?:va|voi|so voi|den) nay\b|\bnay\W*$"
)
"""The present, named beside another time: "năm 2000 …, nay thì …"."""
_LEAD = re.compile(r"\b(?:ngay|hom|vao|tai|luc|moc)\s+$")
_OF_A_LIFE = re.compile(
    r"\b(?:sinh|ket nap|vao dang|nhap ngu|nghi huu|ve huu|(?:het|du|qua|den) tuoi|tuoi|tot nghiep|bo nhiem|tham gia"
    r"|cong nhan chinh thuc|chinh thuc|cach chuc|khien trach|canh cao|khai tru|bi ky luat)"
    r"(?:\s+(?!nhiem ky\b)[a-z]+){0,3}\s*$"
)
"""Words before a date that tell of a person's life."""
_DOCUMENT_BEFORE = re.compile(
    r"(?:(?<!\d)\d{1,6}\s*-\s*[a-z]{1,4}\s*/\s*[a-z]{1,6}"
    r"|(?:chi thi|ket luan|huong dan|quy dinh|quy che|quyet dinh|cong van)"
    r"(?:\s+so)?\s+\d{1,6})[^.?!;]{0,6}?\(?\s*(?:ban hanh\s+)?(?:ngay\s*)?$"
)
_SIGNED = re.compile(r"\b(?:ban hanh|ky|ra doi|ghi|in|de)\s+(?:(?:la|vao|hom)\s+)?(?:ngay\s*)?$")
"""Before the first of several dates: that of a document's issue."""
_OR_ANOTHER = re.compile(r"^\s*(?:hay|hoac|hay la)\s*(?:ngay\s*)?$")
_IS_ITS_DAY = re.compile(r"^\s*la\s+(?:ngay|cua)\b")
"""After a date: it is asked which document the date is of."""
_TIME_BEFORE = re.compile(r"\b(?:khoa|lan|ky|nhiem ky|dot|dai hoi)\s+(?:truoc|vua roi|vua qua|cu)\b[^.?!;]*$")
"""Before a date: it tells of the time before the one that is asked about ("lần trước đại hội tháng 3/2025")."""
_ONCE = re.compile(r"\bhoi\b[^.?!;]*$")
"""Before a date: it tells of what once was, if the question goes on to now ("hồi đại hội năm 2025 …, giờ …")."""
_THIS_TIME = re.compile(
    r", (?:gio|nay) (?!tay)|\b(?:(?:khoa|lan|ky|nhiem ky|dot|dai hoi) nay|ngay nay|"
    r"bay gio|hien nay|sap toi|toi day|gio thi|nay thi)\b"
)
_BACK_THEN = re.compile(
    r"\b(?:(?:luc|khi|hoi|bay|thoi|lan|dot|ngay|nam|thang|khoa|ky|thoi diem|thoi gian) (?:do|ay|day|kia)|bay gio do)\b"
)
_UNTIL_NOW = re.compile(r"^\s*(?:toi|den|cho toi|cho den)\s+(?:nay|gio|hien nay|bay gio)\b")
_PRINTED = re.compile(
    r"\b(?:in|xuat ban|tai ban|mua|ghi|photo|sao|chup|cuon|quyen|xap)(?:\s+(?:ra|ve|tu|hoi|vao|nam|ngay)){0,3}\s*$"
)
_OF_PAPERS = re.compile(r"\b(?:so|chong|xap|tap|ho so|tai lieu|bien ban|giay to)(?:\s+[a-z]+){1,6}\s*$")
"""Before "từ năm 2005": how old papers are."""
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
            _DOCUMENT_BEFORE.search(before)
            or (len(dates) > 1 and _SIGNED.search(before))
            or _IS_ITS_DAY.match(key[written.end :])
            or (named_before and _OR_ANOTHER.match(key[last : written.start]))
        )
        last = written.end
        own = named_before or _OF_A_LIFE.search(_LEAD.sub("", before)) or _passed(key, written.start, written.end)
        if written.day is not None and not own:
            return _known(written.day, today, single=True)
    if named := _TERM.search(key):
        first, last = int(named.group(1)), int(named.group(2))
        day, term = _day_of_term(first, last, today), f"{first}-{last}"
        if day == today:
            return AsOf(today, False, term=term)
        return AsOf(day, True, f"Kỳ đại hội {term}: trả lời theo quy định có hiệu lực vào ngày {vn_date(day)}.", term)
    if named := _CONGRESS_YEAR.search(key):
        day = date(int(named.group(1)), 8, 15)
        return AsOf(
            day, True, f"Kỳ đại hội năm {named.group(1)}: trả lời theo quy định có hiệu lực vào ngày {vn_date(day)}."
        )
    for match in (*MONTH.finditer(key), *_MONTH_BARE.finditer(key)):
        month, year = int(match.group(1)), int(match.group(2))
        passed = _passed(key, *match.span())
        if 1 <= month <= 12 and not passed and not _OF_A_LIFE.search(_before(key, match.start())):
            if _BEFORE.search(_before(key, match.start())) or match.group().startswith("truoc"):
                return _known(date(year, month, 1) - timedelta(days=1), today)
            return _known(_last_day(year, month), today, since=date(year, month, 1))
    if _NOW.search(key):
        return AsOf(today, True, f"Trả lời theo quy định tính đến ngày {vn_date(today)}.")
    return _by_year(key, today) or AsOf(today, False)


def _passed(key: str, start: int, end: int) -> bool:
    """Whether a date tells of the time before, and the question goes on to another time or in a sentence of its own."""
    before, after = _before(key, start), key[end:]
    if not _TIME_BEFORE.search(before):
        return bool(_ONCE.search(before) and _THIS_TIME.search(after))
    goes_on = re.search(r"[.?!;]\s*\w.*\?|[.?!;]\s*\w[^.?!;]{15,}$", after)
    return bool(_THIS_TIME.search(after)) or (goes_on is not None and not _BACK_THEN.search(after))


def _by_year(key: str, today: date) -> AsOf | None:
    """The day of the first year that is asked about; ``None`` without one."""
    for match in _YEAR.finditer(key):
        word, year = match.group(1), int(match.group(2))
        before = _before(key, match.start())
        if _is_document_year(key, match) or _OF_A_LIFE.search(before) or _PRINTED.search(before):
            continue
        if _passed(key, *match.span()) or (word == "tu" and _OF_PAPERS.search(before)):
            continue
        if word == "tu" and _UNTIL_NOW.match(key[match.end() :]):
            continue
        if word in {"truoc", "den"}:
            return _known(date(year - 1, 12, 31), today)
        if word in {"sau", "tu"}:
            return _known(min(date(year + (word == "sau"), 12, 31), max(today, date(year, 1, 1))), today)
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
    return AsOf(day, True, f"Trả lời theo quy định có hiệu lực vào ngày {vn_date(day)}.", since=since)


def _day_of_term(first: int, last: int, today: date) -> date:
    """15 August of the congress year of a term that is over; today in the term that runs, or that is still to come."""
    season = date(first, 8, 15)
    return today if season > today or first <= today.year < last else season


def days_compared(text: str, today: date) -> tuple[date, ...]:
    """The days that a question sets side by side, oldest first; empty when it names fewer than two.

    Congress terms, congress years and years count, and the present where it is named beside one of them.
    """
    key = fold(text)
    years = {int(m.group(1)): date(int(m.group(1)), 8, 15) for m in _CONGRESS_YEAR.finditer(key)}
    years |= {int(m[1]): _day_of_term(int(m[1]), int(m[2]), today) for m in _TERM.finditer(key)}
    for match in _YEAR.finditer(key):
        word, year = match.group(1), int(match.group(2))
        if word in {"nam", "hoi", "vao", "trong"} and not (
            _is_document_year(key, match) or _OF_A_LIFE.search(_before(key, match.start()))
        ):
            years.setdefault(year, min(date(year, 12, 31), today))
    days = set(years.values())
    if days and (_NOW.search(key) or _NOW_BESIDE.search(key)):
        days.add(today)
    return tuple(sorted(days)) if len(days) > 1 else ()


def _is_document_year(key: str, match: re.Match[str]) -> bool:
    """Whether the year tells apart documents ("Chỉ thị 35 năm 2019") rather than the time asked about."""
    before = _before(key, match.start())
    return (
        match.group(1) in {"nam", "cuoi", "dau", "giua"}
        and re.search(
            r"(?:chi thi|ket luan|huong dan|quy dinh|quy che|quyet dinh|cong van|dieu le|ct|kl|hd|qd|cv|tw|ban)"
            r"(?:\s+(?:so\s+)?[\w/\-]+){0,2}\s*$|\b\d{2,3}\s*$",
            before,
        )
        is not None
    )


_KY = re.compile(r"\b(?:nhiem )?ky (?:19|20)\d\d\s*[-–/]\s*(?:19|20)\d\d\b")
_BESIDE = re.compile(
    r"^\W*(?:(?:nam|hoi|trong|ra|ky|ban|hanh|cua|cu|moi|va|voi|hay|thang|dau|cuoi|giua|day|do|tw|btctw|thi|ngay)\W+)*$"
)
"""Words between the name of a document and its own year or month."""
_POINTED_AT = re.compile(r"\s*(?:ay|do|kia)\b")
"""After a year in which a document named was issued: "Chỉ thị 35 còn áp dụng không, năm 2024 ấy"."""
_VERSION_OF = re.compile(r"\b(?:ban|cai|loai|bo)\s+(?:nam|ra nam|ky nam|hoi)?\s*$")


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
            beside = before is not None and _BESIDE.match(key[before : match.start()]) is not None
            close = before is not None and re.fullmatch(r"\s*(?:ban\s+)?(?:nam\s+)?", key[before : match.start()])
            version = fits and _VERSION_OF.search(key[: match.start()])
            pointed = fits and _POINTED_AT.match(key[match.end() :])
            if (fits and beside) or close or version or pointed or (before in own.unknown and beside):
                blank(*match.span())
                ends = sorted([*ends, match.end()])
    for year in own.years:
        for match in re.finditer(rf"\b{year}\b", key):
            blank(*match.span())
    times = [written.start for written in days] + [match.start() for match in MONTH.finditer(key)]
    if own.ends and any(not cut[start] for start in times):
        for match in _KY.finditer(key):  # whose term it is, not when: "nhiệm kỳ 2020-2025 hồi tháng 4/2025"
            blank(*match.span())
    return "".join(" " if gone else c for c, gone in zip(text, cut, strict=True))
