"""Faults in the hard facts of a claim: figures, fractions, percentages, dates, article and document numbers.

Pure and deterministic. Every function goes from a claim (and a source of chance) to candidate texts, each with one
fault; ``eval.verifier.mutations`` names the kinds and draws from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from corpus.vietnamese.numberwords import in_words

_DOCUMENT = re.compile(r"\d+-[A-ZĐ]{2,3}/[A-ZĐ]+")
_DATE = re.compile(r"(?<![\d/-])(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?!\d)")
_NUMBER = re.compile(r"(?<![\d.,/%:-])(\d{1,4})(?![\d/%:-]|[.,]\d|\s*%)")
_OF = r"(?: (?:năm|tháng|ngày))?"
_ARTICLE = re.compile(r"(Điều|khoản|mục|điểm|Mẫu số|Mẫu)\s+(\d+(?:\.\d+)*)", re.IGNORECASE)


def whole_word(text: str) -> re.Pattern[str]:
    """Pattern of ``text`` as whole words, whatever the case."""
    return re.compile(rf"(?<!\w){re.escape(text)}(?!\w)", re.IGNORECASE)


def swap(claim: str, old: str, new: str) -> Iterator[str]:
    """``claim`` with one occurrence of ``old`` replaced, each in turn; a capital at the start is kept."""
    for match in whole_word(old).finditer(claim):
        put = new
        if match.group()[:1].isupper() and put:
            put = put[0].upper() + put[1:]
        after = claim[match.end() :]
        yield claim[: match.start()] + put + (after if put else after.lstrip())


def exchange(claim: str, table: tuple[tuple[str, str], ...]) -> Iterator[str]:
    """``claim`` with one entry of ``table`` put for another, every place in turn."""
    for old, new in table:
        yield from swap(claim, old, new)


def digit(claim: str, rng: Random) -> Iterator[str]:
    """Another figure."""
    hidden = [m.span() for p in (_DOCUMENT, _DATE, _ARTICLE) for m in p.finditer(claim)]
    for match in _NUMBER.finditer(claim):
        if any(a <= match.start() < b for a, b in hidden):
            continue
        value = int(match.group())
        for other in {value + 1, max(0, value - 1), value * 10, value + rng.choice([2, 3, 5])} - {value}:
            if not _again(claim, match, other):
                yield claim[: match.start()] + str(other) + claim[match.end() :]


def number_words(claim: str, rng: Random) -> Iterator[str]:
    """A figure written in words, and wrong."""
    hidden = [m.span() for p in (_DOCUMENT, _DATE, _ARTICLE) for m in p.finditer(claim)]
    for match in _NUMBER.finditer(claim):
        if not any(a <= match.start() < b for a, b in hidden):
            value = int(match.group()) + rng.choice([1, 2, 10])
            if not _again(claim, match, value):
                yield claim[: match.start()] + in_words(value) + claim[match.end() :]


def _again(claim: str, match: re.Match[str], value: int) -> bool:
    """Whether a member of a list of figures would only be said twice (``30 năm, 40 năm, 40 năm``)."""
    listed = re.match(rf"{_OF}, \d", claim[match.end() :]) or re.search(rf"\d{_OF}, $", claim[: match.start()])
    return bool(listed and re.search(rf"(?<!\d){value}(?!\d)", claim))


def fraction(claim: str, rng: Random) -> Iterator[str]:
    """Another fraction."""
    del rng
    table = (
        ("hai phần ba", "ba phần tư"), ("hai phần ba", "một phần hai"), ("một phần ba", "một phần tư"), ("2/3", "3/4"),
        ("1/3", "2/3"), ("2/3", "1/2"), ("một nửa", "hai phần ba"), ("quá một nửa", "quá một phần ba"),
        ("một nửa", "2/5"),
    )  # fmt: skip
    yield from exchange(claim, table)


def percent(claim: str, rng: Random) -> Iterator[str]:
    """Another percentage."""
    for match in re.finditer(r"(\d+)\s*%", claim):
        for other in (int(match[1]) + rng.choice([5, 10]), max(1, int(match[1]) - 5)):
            yield claim[: match.start()] + f"{other}%" + claim[match.end() :]


def article(claim: str, rng: Random) -> Iterator[str]:
    """The article, clause or section before or after."""
    for match in _ARTICLE.finditer(claim):
        parts = match[2].split(".")
        for step in (1, -1):
            last = int(parts[-1]) + step or int(parts[-1]) + 2
            other = ".".join([*parts[:-1], str(last)])
            if not re.search(rf"{match[1]} {re.escape(other)}(?![\d.])", claim, re.IGNORECASE):
                yield claim[: match.start(2)] + other + claim[match.end(2) :]
    del rng


def document(claim: str, rng: Random) -> Iterator[str]:
    """A document of a similar number, code or issuer."""
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


def day(claim: str, rng: Random) -> Iterator[str]:
    """Another day, month or year."""
    for match in _DATE.finditer(claim):
        day, mark, month, year = int(match[1]), match[2], int(match[3]), int(match[4])
        for d, m, y in (
            (day % 28 + 1, month, year),
            (day, month % 12 + 1, year),
            (day, month, year + rng.choice([1, -1])),
        ):
            yield claim[: match.start()] + f"{d:02d}{mark}{m:02d}{mark}{y}" + claim[match.end() :]


def unit(claim: str, rng: Random) -> Iterator[str]:
    """Days for working days, months for years."""
    del rng
    yield from exchange(
        claim, (("ngày làm việc", "ngày"), ("ngày làm việc", "tháng"), ("tháng", "ngày làm việc"), ("tháng", "năm"))
    )
    for match in re.finditer(r"(\d+) năm(?! \d)", claim):
        yield claim[: match.end() - 3] + "tháng" + claim[match.end() :]


def numbers_trade(claim: str, rng: Random) -> Iterator[str]:
    """Two figures trade places."""
    del rng
    hidden = [m.span() for p in (_DOCUMENT, _DATE, _ARTICLE) for m in p.finditer(claim)]
    spans = [m.span() for m in _NUMBER.finditer(claim) if not any(a <= m.start() < b for a, b in hidden)]
    for n, (a, b) in enumerate(spans):
        for c, d in spans[n + 1 :]:
            listed = re.fullmatch(rf"{_OF},(?: \d+{_OF},)* ", claim[b:c])
            if int(claim[a:b]) != int(claim[c:d]) and not listed:
                yield claim[:a] + claim[c:d] + claim[b:c] + claim[a:b] + claim[d:]


def ordinal(claim: str, rng: Random) -> Iterator[str]:
    """Another term or ordinal."""
    del rng
    yield from exchange(
        claim,
        (("thứ nhất", "thứ hai"), ("thứ ba", "thứ hai"), ("khóa mới", "khóa trước"), ("khóa trước", "khóa mới"),
         ("đầu tiên", "thứ hai"), ("XIV", "XIII"), ("XIII", "XIV"), ("XV", "XIV")),
    )  # fmt: skip
