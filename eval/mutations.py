"""False claims made from true ones, kind by kind: what a lying or careless model would say.

Pure and deterministic: the same pair and seed give the same mutants. A mutant is a true claim with one deliberate
fault; its quote stays as it was. Every kind is a function from a claim to candidate texts; the caller draws from them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from eval.numberwords import in_words


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim with the quote that proves it; ``provision`` names where the quote stands."""

    id: str
    provision: str
    claim: str
    quote: str


@dataclass(frozen=True, slots=True)
class Mutant:
    """A false claim with its quote; ``kind`` names the fault."""

    kind: str
    base: Pair
    claim: str
    quote: str


BODIES = (
    "ban kiểm phiếu",
    "đoàn chủ tịch",
    "đoàn thư ký",
    "ban thẩm tra tư cách đại biểu",
    "ủy ban kiểm tra",
    "Ban Bí thư",
    "Bộ Chính trị",
    "Ban Chấp hành Trung ương",
    "ban thường vụ",
    "Ban Tổ chức Trung ương",
    "ban chấp hành",
    "cấp ủy cấp trên trực tiếp",
    "chi ủy",
    "bí thư chi bộ",
    "cấp ủy triệu tập đại hội",
    "đảng viên dự bị",
    "đảng viên chính thức",
    "đại biểu dự khuyết",
    "đại biểu chính thức",
    "đảng ủy cơ sở",
    "Tổng Bí thư",
    "phó bí thư",
    "đại hội",
)
_OPPOSITE_BOUNDS = (
    ("ít nhất", "tối đa"),
    ("tối thiểu", "không quá"),
    ("không quá", "ít nhất"),
    ("không được quá", "ít nhất phải"),
    ("tối đa", "tối thiểu"),
    ("quá một nửa", "dưới một nửa"),
    ("hơn một nửa", "không quá một nửa"),
    ("trên một nửa", "ít nhất một nửa"),
    ("trở lên", "trở xuống"),
    ("dưới", "trên"),
    ("hơn", "dưới"),
)
_MODALS = (
    ("phải", "có thể"),
    ("phải", "nên"),
    ("có thể", "phải"),
    ("có quyền", "phải"),
    ("được quyền", "có trách nhiệm"),
    ("không nhất thiết", "phải"),
    ("bắt buộc phải", "có thể"),
    ("phải", "được"),
)
_NEGATIONS = (
    ("không được", "được"),
    ("không có quyền", "có quyền"),
    ("không phải là", "là"),
    ("chưa", "đã"),
    ("không", ""),
)
_QUANTIFIERS = (
    ("mỗi", "một số"),
    ("mọi", "một số"),
    ("toàn bộ", "một phần"),
    ("từng", "một số"),
    ("một số", "tất cả các"),
    ("tất cả", "một số"),
    ("hoặc", "và"),
    ("các", "một số"),
)
_RELATIONS = (
    ("trước khi", "sau khi"),
    ("sau khi", "trước khi"),
    ("chậm nhất", "sớm nhất"),
    ("trước", "sau"),
    ("sớm hơn", "trước hạn"),
)
_LOOKALIKE = {"a": "а", "e": "е", "o": "о", "c": "с", "p": "р", "x": "х", "i": "і", "H": "Н", "B": "В", "T": "Т"}
_ADDED = (
    " nếu được cấp ủy cấp trên đồng ý",
    ", trừ trường hợp đặc biệt",
    " khi có trên một nửa đại biểu yêu cầu",
    ", kể cả đảng viên dự bị",
    " và phải báo cáo Bộ Chính trị",
)


def _word(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(text)}(?!\w)", re.IGNORECASE)


def _swap(claim: str, old: str, new: str) -> Iterator[str]:
    """``claim`` with one occurrence of ``old`` replaced, each in turn; a capital at the start is kept."""
    for match in _word(old).finditer(claim):
        put = new
        if match.group()[:1].isupper() and put:
            put = put[0].upper() + put[1:]
        after = claim[match.end() :]
        yield claim[: match.start()] + put + (after if put else after.lstrip())


def _table(claim: str, table: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for old, new in table:
        yield from _swap(claim, old, new)


_DOCUMENT = re.compile(r"\d+-[A-ZĐ]{2,3}/[A-ZĐ]+")
_DATE = re.compile(r"(?<![\d/-])(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?!\d)")
_NUMBER = re.compile(r"(?<![\d.,/%:-])(\d{1,4})(?![\d/%:-]|[.,]\d|\s*%)")
_ARTICLE = re.compile(r"(Điều|khoản|mục|điểm|Mẫu số|Mẫu)\s+(\d+(?:\.\d+)*)", re.IGNORECASE)


def _digit(claim: str, rng: Random) -> Iterator[str]:
    hidden = [m.span() for p in (_DOCUMENT, _DATE, _ARTICLE) for m in p.finditer(claim)]
    for match in _NUMBER.finditer(claim):
        if any(a <= match.start() < b for a, b in hidden):
            continue
        value = int(match.group())
        for other in {value + 1, max(0, value - 1), value * 10, value + rng.choice([2, 3, 5])} - {value}:
            yield claim[: match.start()] + str(other) + claim[match.end() :]


def _words(claim: str, rng: Random) -> Iterator[str]:
    """A figure written in words, and wrong."""
    hidden = [m.span() for p in (_DOCUMENT, _DATE, _ARTICLE) for m in p.finditer(claim)]
    for match in _NUMBER.finditer(claim):
        if not any(a <= match.start() < b for a, b in hidden):
            value = int(match.group()) + rng.choice([1, 2, 10])
            yield claim[: match.start()] + in_words(value) + claim[match.end() :]


def _fraction(claim: str, rng: Random) -> Iterator[str]:
    del rng
    table = (
        ("hai phần ba", "ba phần tư"), ("hai phần ba", "một phần hai"), ("một phần ba", "một phần tư"), ("2/3", "3/4"),
        ("1/3", "2/3"), ("2/3", "1/2"), ("một nửa", "hai phần ba"), ("quá một nửa", "quá một phần ba"),
        ("một nửa", "2/5"),
    )  # fmt: skip
    yield from _table(claim, table)


def _percent(claim: str, rng: Random) -> Iterator[str]:
    for match in re.finditer(r"(\d+)\s*%", claim):
        for other in (int(match[1]) + rng.choice([5, 10]), max(1, int(match[1]) - 5)):
            yield claim[: match.start()] + f"{other}%" + claim[match.end() :]


def _article(claim: str, rng: Random) -> Iterator[str]:
    for match in _ARTICLE.finditer(claim):
        parts = match[2].split(".")
        for step in (1, -1):
            last = int(parts[-1]) + step or int(parts[-1]) + 2
            other = ".".join([*parts[:-1], str(last)])
            yield claim[: match.start(2)] + other + claim[match.end(2) :]
    del rng


def _document(claim: str, rng: Random) -> Iterator[str]:
    for match in _DOCUMENT.finditer(claim):
        number, rest = match.group().split("-", 1)
        code, issuer = rest.split("/")
        for other in (
            f"{number}-{'KL' if code != 'KL' else 'QĐ'}/{issuer}",
            f"{int(number) + 1}-{rest}",
            f"{number}-{code}/{'BTCTW' if issuer == 'TW' else 'TW'}",
            f"{number[::-1] if number != number[::-1] else number + '0'}-{rest}",
        ):
            yield claim[: match.start()] + other + claim[match.end() :]
    del rng


def _date(claim: str, rng: Random) -> Iterator[str]:
    for match in _DATE.finditer(claim):
        day, mark, month, year = int(match[1]), match[2], int(match[3]), int(match[4])
        for d, m, y in (
            (day % 28 + 1, month, year),
            (day, month % 12 + 1, year),
            (day, month, year + rng.choice([1, -1])),
        ):
            yield claim[: match.start()] + f"{d:02d}{mark}{m:02d}{mark}{y}" + claim[match.end() :]


def _unit(claim: str, rng: Random) -> Iterator[str]:
    del rng
    yield from _table(
        claim, (("ngày làm việc", "ngày"), ("ngày làm việc", "tháng"), ("tháng", "ngày làm việc"), ("tháng", "năm"))
    )
    for match in re.finditer(r"(\d+) năm(?! \d)", claim):
        yield claim[: match.end() - 3] + "tháng" + claim[match.end() :]


def _body(claim: str, rng: Random) -> Iterator[str]:
    for body in sorted(BODIES, key=len, reverse=True):
        for match in _word(body).finditer(claim):
            for other in rng.sample(BODIES, 4):
                if other.lower() not in claim.lower() and body.lower() not in other.lower():
                    yield claim[: match.start()] + other + claim[match.end() :]


def _actors(claim: str, rng: Random) -> Iterator[str]:
    """Two bodies of the claim trade places."""
    del rng
    found: list[tuple[int, int]] = []
    for body in sorted(BODIES, key=len, reverse=True):
        for match in _word(body).finditer(claim):
            if not any(a <= match.start() < b for a, b in found):
                found.append(match.span())
    found.sort()
    for n, (a, b) in enumerate(found):
        for c, d in found[n + 1 :]:
            between = claim[b:c]
            first, second = claim[a:b], claim[c:d]
            listed = "," in between or re.search(r"\b(?:và|hoặc)\b", between)
            if first.lower() != second.lower() and not listed and len(between) > 4:
                yield claim[:a] + second + between + first + claim[d:]


def _add_not(claim: str, rng: Random) -> Iterator[str]:
    del rng
    for word in ("phải", "được", "có quyền", "có thể", "do", "gồm", "bầu", "quyết định", "tính", "triệu tập"):
        for match in _word(word).finditer(claim):
            if not claim[: match.start()].rstrip().lower().endswith(("không", "chưa")):
                yield claim[: match.start()] + "không " + claim[match.start() :]


def _drop_condition(claim: str, rng: Random) -> Iterator[str]:
    del rng
    for match in re.finditer(r"^(?:Khi|Nếu|Trường hợp|Trong trường hợp)\b[^;.]*?(?:,| thì)\s+", claim):
        rest = claim[match.end() :]
        yield rest[0].upper() + rest[1:]
    for match in re.finditer(
        r"(?<!;)(?<!từ)(?<!đến)(?<!sau)(?<!trước)\s(?:khi|nếu|trong trường hợp)\s[^,;.]*(?=[;.]|$)", claim
    ):
        yield claim[: match.start()] + claim[match.end() :]


def _drop_exception(claim: str, rng: Random) -> Iterator[str]:
    del rng
    for match in re.finditer(r",?\s(?:trừ|kể cả|nhưng không quá|nhưng phải|, riêng)\s[^;.]*(?=[;.]|$)", claim):
        yield claim[: match.start()] + claim[match.end() :]


def _add_condition(claim: str, rng: Random) -> Iterator[str]:
    stem = claim.rstrip(".;")
    yield stem + rng.choice(_ADDED) + "."


def _only(claim: str, rng: Random) -> Iterator[str]:
    del rng
    yield from _swap(claim, "chỉ", "")
    for word in ("bầu", "gồm", "được", "có thể", "do"):
        for match in _word(word).finditer(claim):
            if not claim[: match.start()].rstrip().lower().endswith(("chỉ", "không")):
                yield claim[: match.start()] + "chỉ " + claim[match.start() :]


def _numbers_trade(claim: str, rng: Random) -> Iterator[str]:
    del rng
    hidden = [m.span() for p in (_DOCUMENT, _DATE, _ARTICLE) for m in p.finditer(claim)]
    spans = [m.span() for m in _NUMBER.finditer(claim) if not any(a <= m.start() < b for a, b in hidden)]
    for n, (a, b) in enumerate(spans):
        for c, d in spans[n + 1 :]:
            if int(claim[a:b]) != int(claim[c:d]):
                yield claim[:a] + claim[c:d] + claim[b:c] + claim[a:b] + claim[d:]


def _ordinal(claim: str, rng: Random) -> Iterator[str]:
    del rng
    yield from _table(
        claim,
        (("thứ nhất", "thứ hai"), ("thứ ba", "thứ hai"), ("khóa mới", "khóa trước"), ("khóa trước", "khóa mới"),
         ("đầu tiên", "thứ hai"), ("XIV", "XIII"), ("XIII", "XIV"), ("XV", "XIV")),
    )  # fmt: skip


def _homoglyph(claim: str, rng: Random) -> Iterator[str]:
    places = [i for i, char in enumerate(claim) if char in _LOOKALIKE]
    for place in rng.sample(places, min(2, len(places))):
        yield claim[:place] + _LOOKALIKE[claim[place]] + claim[place + 1 :]


def _nfd(claim: str, rng: Random) -> Iterator[str]:
    del rng
    if (other := unicodedata.normalize("NFD", claim)) != claim:
        yield other


def _invisible(claim: str, rng: Random) -> Iterator[str]:
    place = rng.randrange(1, len(claim))
    yield claim[:place] + rng.choice(["\u200b", "\u200d", "\u00ad", "\u2060", "\ufeff"]) + claim[place:]


def _letter(claim: str, rng: Random) -> Iterator[str]:
    """One letter of one word changed: another word, or none."""
    places = [i for i, char in enumerate(claim) if char.isalpha() and char.islower()]
    for place in rng.sample(places, min(3, len(places))):
        other = rng.choice([c for c in "aeiouybcdghklmnt" if c != claim[place]])
        yield claim[:place] + other + claim[place + 1 :]


KINDS: dict[str, Callable[[str, Random], Iterator[str]]] = {
    "chữ số": _digit,
    "số viết bằng chữ": _words,
    "phân số": _fraction,
    "phần trăm": _percent,
    "điều, khoản, mục ±1": _article,
    "số văn bản gần giống": _document,
    "ngày tháng": _date,
    "ngày làm việc → ngày": _unit,
    "cơ quan khác": _body,
    "đổi vai": _actors,
    "bỏ “không”": lambda claim, _: _table(claim, _NEGATIONS),
    "thêm “không”": _add_not,
    "phải → có thể": lambda claim, _: _table(claim, _MODALS),
    "ít nhất → tối đa": lambda claim, _: _table(claim, _OPPOSITE_BOUNDS),
    "mỗi → một số, hoặc → và": lambda claim, _: _table(claim, _QUANTIFIERS),
    "trước → sau": lambda claim, _: _table(claim, _RELATIONS),
    "bỏ hoặc thêm “chỉ”": _only,
    "bỏ điều kiện": _drop_condition,
    "bỏ ngoại lệ": _drop_exception,
    "thêm điều kiện": _add_condition,
    "đổi chỗ hai số": _numbers_trade,
    "lần thứ, khóa": _ordinal,
    "đổi một chữ cái": _letter,
    "chữ giống hình": _homoglyph,
    "NFD": _nfd,
    "ký tự vô hình": _invisible,
}


def mutants(pair: Pair, seed: int) -> Iterator[Mutant]:
    """All candidate mutants of a pair, kind by kind."""
    for kind, make in KINDS.items():
        rng = Random(f"{seed}/{kind}/{pair.id}")  # noqa: S311 (sampling, not secrets)
        for claim in dict.fromkeys(make(pair.claim, rng)):
            if claim.strip() and claim != pair.claim:
                yield Mutant(kind, pair, claim, pair.quote)


def merged(first: Pair, second: Pair) -> Mutant | None:
    """The subject of one rule with the predicate of another; both quotes are given."""
    split = re.compile(r"\s(?=(?:phải|được|có quyền|không được|có thể|do|gồm|bầu|quyết định|triệu tập)\s)")
    head, tail = split.search(first.claim), split.search(second.claim)
    if head is None or tail is None or head.start() < 5:
        return None
    subject, other = first.claim[: head.start()], second.claim[: tail.start()]
    if subject.lower() in other.lower() or other.lower() in subject.lower():
        return None
    return Mutant("ghép hai quy định", first, subject + second.claim[tail.start() :], f"{first.quote}\n{second.quote}")
