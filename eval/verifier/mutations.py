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

from eval.verifier.mutation_facts import (
    article,
    day,
    digit,
    document,
    exchange,
    fraction,
    number_words,
    numbers_trade,
    ordinal,
    percent,
    swap,
    unit,
    whole_word,
)


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
_TENSES = (("sẽ", "đã"), ("đã", "sẽ"), ("đang", "đã"), ("đã", "đang"), ("đang", "sẽ"))
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
    ("kể từ ngày", "trước ngày"),
    ("kể từ khi", "trước khi"),
)
_LONGEST_ANSWER = 200
"""Longer rules hold clauses of their own, and a ``Có`` before them need not contradict."""
_LOOKALIKE = {"a": "а", "e": "е", "o": "о", "c": "с", "p": "р", "x": "х", "i": "і", "H": "Н", "B": "В", "T": "Т"}
_ADDED = (
    " nếu được cấp ủy cấp trên đồng ý",
    ", trừ trường hợp đặc biệt",
    " khi có trên một nửa đại biểu yêu cầu",
    ", kể cả đảng viên dự bị",
    " và phải báo cáo Bộ Chính trị",
)


def _body(claim: str, rng: Random) -> Iterator[str]:
    for body in sorted(BODIES, key=len, reverse=True):
        for match in whole_word(body).finditer(claim):
            for other in rng.sample(BODIES, 4):
                if other.lower() not in claim.lower() and body.lower() not in other.lower():
                    yield claim[: match.start()] + other + claim[match.end() :]


def _actors(claim: str, rng: Random) -> Iterator[str]:
    """Two bodies of the claim trade places."""
    del rng
    found: list[tuple[int, int]] = []
    for body in sorted(BODIES, key=len, reverse=True):
        for match in whole_word(body).finditer(claim):
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
        for match in whole_word(word).finditer(claim):
            if not claim[: match.start()].rstrip().lower().endswith(("không", "chưa")):
                yield claim[: match.start()] + "không " + claim[match.start() :]


def _drop_not(claim: str, rng: Random) -> Iterator[str]:
    """A negation less; the ``Không,`` that opens an answer is none."""
    del rng
    yield from (other for other in exchange(claim, _NEGATIONS) if other[:1] not in ",.:")


def _drop_part(claim: str, rng: Random) -> Iterator[str]:
    """One of several exceptions, or one of two conditions that both must hold."""
    del rng
    for match in re.finditer(r"\btrừ [^;.()]*?(, (?!trừ)[^,;.()]+)(?=,| hoặc| và)", claim):
        yield claim[: match.start(1)] + claim[match.end(1) :]
    for pattern in (
        r"(?:^|, )(?:[Kk]hi|[Nn]ếu) [^,;.()]*?( và (?:có|được|đủ) [^,;.()]+?)(?=,| thì)",
        r"\bchỉ [^,;.()]* khi [^,;.()]*?( và (?:có|được|đủ) [^,;.()]+)(?=[;.]|$)",
    ):
        for match in re.finditer(pattern, claim):
            yield claim[: match.start(1)] + claim[match.end(1) :]


def _answer(claim: str, rng: Random) -> Iterator[str]:
    """``Không,`` before a sentence that denies nothing, ``Có,`` before one whose first word of force denies."""
    del rng
    if claim[:3] in {"Có,", "Khô", "Đún", "Đượ"}:
        return
    if len(claim) > _LONGEST_ANSWER or not claim[0].isalpha():
        return
    rest = claim[0].lower() + claim[1:]
    if not re.search(r"\b(?:không|chưa|cấm|dưới|ít hơn)\b", rest, re.IGNORECASE):
        yield f"Không, {rest}"
    # What a remark in brackets denies is not what the sentence denies.
    said = re.sub(r"\([^)]*\)", " ", rest)
    first = re.search(r"\b(không|chưa|cấm|phải|được|có quyền|có thể|bị|chỉ|khi|nếu|hay|trường hợp|thì)\b", said)
    if (
        first
        and first[1] == "không"
        and not re.search(r"không (?:được )?\w* ?(?:quá|vượt|nhiều hơn|dưới|hợp lệ)", rest)
    ):
        yield f"Có, {rest}"


def _drop_condition(claim: str, rng: Random) -> Iterator[str]:
    del rng
    for match in re.finditer(r"^(?:Khi|Nếu|Trường hợp|Trong trường hợp)\b[^;.]*?(?:,| thì)\s+", claim):
        rest = claim[match.end() :]
        yield rest[0].upper() + rest[1:]
    for match in re.finditer(
        r"(?<![;,])(?<!từ)(?<!đến)(?<!sau)(?<!trước)(?<!hoặc)\s(?:khi|nếu|trong trường hợp)\s"
        r"(?:(?!\bthì\b)[^,;.])*(?=[;.]|$)",
        claim,
    ):
        yield claim[: match.start()] + claim[match.end() :]


def _drop_exception(claim: str, rng: Random) -> Iterator[str]:
    del rng
    for match in re.finditer(r"(?<!khai),?\s(?:trừ|kể cả|nhưng không quá|nhưng phải|, riêng)\s[^;.]*(?=[;.]|$)", claim):
        yield claim[: match.start()] + claim[match.end() :]


_RESTRICTED = (
    # a name that goes on: who is not, who has not, what belongs to whom
    r"\b(?:chi bộ|đảng bộ|đảng viên|đại biểu|cấp ủy viên|người|nơi|đơn vị|tổ chức đảng|tổ chức cơ sở đảng)"
    r"(\s(?:không phải(?: là)?|không có|chưa có|không thuộc|trực thuộc|đang|ngoài)\s(?:(?!\bnhưng\b)[^,;:.()])+?)"
    r"(?=\s(?:phải|được|có quyền|có thể|không được|chỉ|nộp|bầu|dự|do|là|và)\s)",
    # the same at the end of a place
    r"\b(?:đối với|riêng|ở|tại)\s(?:chi bộ|đảng bộ|đảng viên|đại biểu|nơi|đơn vị|tổ chức đảng)"
    r"(\s(?:không phải(?: là)?|không có|chưa có|không thuộc|trực thuộc|đang)\s[^,;:.()]+?)(?=[,;.]|$)",
    # a share of those counted
    r"(?:\d%|\d/\d\)?|một nửa|phần ba) (?:tổng )?số (?:cấp ủy viên|ủy viên|đại biểu|đảng viên|thành viên)"
    r"(\s(?:do|được|của|có)\s[^,;:.()]+?)(?=[,;.]|$|\s(?:thì|mới|đồng ý|tán thành|yêu cầu)\b)",
)


def _unrestricted(claim: str, rng: Random) -> Iterator[str]:
    """A name without the phrase that restricts it: ``chi bộ`` for ``chi bộ không phải là chi bộ cơ sở``."""
    del rng
    for pattern in _RESTRICTED:
        for match in re.finditer(pattern, claim):
            yield claim[: match.start(1)] + claim[match.end(1) :]


def _add_condition(claim: str, rng: Random) -> Iterator[str]:
    stem = claim.rstrip(".;")
    yield stem + rng.choice(_ADDED) + "."


def _only(claim: str, rng: Random) -> Iterator[str]:
    del rng
    named = {other for word in ("thị", "định", "đạo") for other in swap(claim, f"chỉ {word}", word)}
    yield from (other for other in swap(claim, "chỉ", "") if other.lower() not in {name.lower() for name in named})
    for word in ("bầu", "gồm", "được", "có thể", "do"):
        for match in whole_word(word).finditer(claim):
            if not claim[: match.start()].rstrip().lower().endswith(("chỉ", "không")):
                yield claim[: match.start()] + "chỉ " + claim[match.start() :]


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
    "chữ số": digit,
    "số viết bằng chữ": number_words,
    "phân số": fraction,
    "phần trăm": percent,
    "điều, khoản, mục ±1": article,
    "số văn bản gần giống": document,
    "ngày tháng": day,
    "ngày làm việc → ngày": unit,
    "cơ quan khác": _body,
    "đổi vai": _actors,
    "bỏ “không”": _drop_not,
    "thêm “không”": _add_not,
    "sẽ → đã": lambda claim, _: exchange(claim, _TENSES),
    "bỏ phần hạn định": _unrestricted,
    "phải → có thể": lambda claim, _: exchange(claim, _MODALS),
    "ít nhất → tối đa": lambda claim, _: exchange(claim, _OPPOSITE_BOUNDS),
    "mỗi → một số, hoặc → và": lambda claim, _: exchange(claim, _QUANTIFIERS),
    "trước → sau": lambda claim, _: exchange(claim, _RELATIONS),
    "bỏ hoặc thêm “chỉ”": _only,
    "bỏ điều kiện": _drop_condition,
    "bỏ ngoại lệ": _drop_exception,
    "bỏ một vế của điều kiện, ngoại lệ": _drop_part,
    "mở đầu trái với câu": _answer,
    "thêm điều kiện": _add_condition,
    "đổi chỗ hai số": numbers_trade,
    "lần thứ, khóa": ordinal,
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
