"""Does every figure of the digest occur in the facts it restates or at its place in the official text?

A reviewer's tool: ``python -m bench.figures`` lists the strays, ``--sample 10`` prints random provisions beside their
facts for reading. Needs the fact sheet; the official texts of ``OFFICIAL`` are used where they exist. Figures are
compared in one spelling (dates, fractions, percentages, numbers); document numbers are checked against the catalogue.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pypdfium2

from bench.coverage import ROOT, SHEET, UPDATE, SheetFact, read_facts
from corpus.core.model import Document, Provision, Record
from corpus.core.text import to_nfc
from corpus.shipped.catalogue import load_catalogue, load_shipped

PARTY = ROOT.parent / "shared" / "data" / "documents" / "party"
OFFICIAL = {
    "dieu-le-2011": "dieu-le-dang-2011.md",
    "qd-294-tw-2025": "quy-dinh-294-QD-TW.pdf",
    "hd-06-tw-2025": "huong-dan-06-HD-TW.pdf",
}
"""Records whose every path can be found in the official text; other digests rest on the fact sheet alone."""
WHOLE = {"ct-45-tw-2025": "chi-thi-45-CT-TW-2025.md", "hd-45-btctw-2025": "huong-dan-45-HD-BTCTW-2025.md"}
"""Records with a text or long report whose numbering is not that of the paths: figures may come from anywhere in it."""
OURS = "Nhóm biên soạn trợ lý"
"""Issuer of overviews written by us: where such a statement names no fact, its figures may come from any line of the
sheets on the document named."""

_NUMBERS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
_WORD = "|".join(_NUMBERS)
_RANGE = re.compile(r"(\d+)\s*[–-]\s*(\d+)\s?%")
_DATE = re.compile(r"(?<![\d/.-])(\d{1,2})[-/](\d{1,2})[-/](\d{4})(?!\d)")
_MONTH = re.compile(r"(?<![\d/.-])(\d{1,2})[-/](\d{4})(?!\d)")
_FRACTION = re.compile(r"(?<![\d/])(\d)/(\d)(?![\d/])")
_FRACTION_WORDS = re.compile(rf"\b({_WORD}) phần ({_WORD})\b")
_TENS = re.compile(rf"\b({_WORD}) mươi\b")
_TEENS = re.compile(rf"\bmười ({_WORD})\b")
_UNITS = re.compile(rf"\b({_WORD})\b")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3}){2,}(?![\d.,])")
"""Millions as the update writes them, ``10,000,000``; in the digest they are ``10.000.000``."""
_PLAIN = re.compile(r"\d+(?:[.,]\d+)*%?")
_MENTION = re.compile(
    r"(?P<number>\d+-[A-ZĐ]{2}/[A-ZĐ]+)"
    r"(?:,? (?:ngày (?P<date>\d{1,2}[-/]\d{1,2}[-/]\d{4})|(?:bản )?năm (?P<year>\d{4})))?"
)
_CLAUSE = re.compile(r"Điều (?P<article>\d+) khoản (?P<clause>\d+)(?: và khoản \d+)? Điều lệ Đảng")
_ARTICLE = re.compile(r"(?P<article>Điều \d+) của [^.;,\d]{0,30}(?P<number>\d+-[A-ZĐ]{2}/[A-ZĐ]+)")
_SECTION = re.compile(r"mục (\d+(?:\.\d+)*)")


def figures(text: str, *, words: bool = False) -> set[str]:
    """Dates, fractions, percentages and numbers of a text in one spelling; with ``words``, number words as well."""
    found: set[str] = set()
    text = _RANGE.sub(r"\1% \2%", _GROUPED.sub(lambda m: m[0].replace(",", "."), text.lower()))

    def take(pattern: re.Pattern[str], spell: Callable[[re.Match[str]], str]) -> None:
        nonlocal text
        found.update(spell(match) for match in pattern.finditer(text))
        text = pattern.sub(" ", text)

    take(_DATE, lambda m: f"{int(m[1])}/{int(m[2])}/{m[3]}")
    take(_MONTH, lambda m: f"{int(m[1])}/{m[2]}")
    take(_FRACTION, lambda m: f"{m[1]}/{m[2]}")
    take(_FRACTION_WORDS, lambda m: f"{_NUMBERS[m[1]]}/{_NUMBERS[m[2]]}")
    if words:
        take(_TENS, lambda m: str(_NUMBERS[m[1]] * 10))
        take(_TEENS, lambda m: str(10 + _NUMBERS[m[1]]))
        take(_UNITS, lambda m: str(_NUMBERS[m[1]]))
    take(_PLAIN, lambda m: re.sub(r"^0+(?=\d)", "", m[0]))
    return found


def strays(document: Document, provision: Provision, facts: dict[str, SheetFact]) -> set[str]:
    """Figures of a provision's text that neither its facts, its basis nor its official place contain."""
    return figures(_without_checked_references(provision.text)) - _allowed(document, provision, facts)


def _allowed(document: Document, provision: Provision, facts: dict[str, SheetFact]) -> set[str]:
    record = document.record
    days = (record.issued, record.validity.valid_from, record.validity.valid_until)
    found = figures(provision.basis) | figures(provision.label) | _campaign(record)
    found |= {f"{day.day}/{day.month}/{day.year}" for day in days if day}
    for name in provision.facts:
        found |= figures(facts[name].text)
    sheet, update = to_nfc(SHEET.read_text("utf-8")), to_nfc(UPDATE.read_text("utf-8"))
    warnings = sheet.split("\n### Xung đột", 1)[1].split("\n## (b)", 1)[0]
    free = record.issuer == OURS and not provision.facts
    source, named = (sheet, _numbers(provision.text)) if free else (warnings, {record.number})
    found |= figures("\n".join(line for line in (source + update).splitlines() if named & _numbers(line)))
    if record.id in WHOLE and PARTY.exists():
        found |= figures(official_text(record.id), words=True)
    if record.id in OFFICIAL and PARTY.exists():
        found |= figures(official_place(record.id, provision.path), words=True)
        found |= {m[1] for m in _SECTION.finditer(provision.text) if official_place(record.id, m[1])}
    return found


def _campaign(record: Record) -> set[str]:
    """The years of the term that a congress opens and of the one that it sums up."""
    years = {int(year) for year in record.campaign.split("-") if year}
    return {str(year - back) for year in years for back in (0, 5)}


@cache
def _records() -> tuple[Record, ...]:
    return load_catalogue()


def _numbers(line: str) -> set[str]:
    return {match["number"] for match in _MENTION.finditer(line)}


def _without_checked_references(text: str) -> str:
    """The text less enumerators, catalogued documents (with their date) and references to places that exist."""

    def mention(match: re.Match[str]) -> str:
        named = [record for record in _records() if record.number == match["number"]]
        if match["date"]:
            day, month, year = re.split("[-/]", match["date"])
            named = [r for r in named if r.issued and r.issued.isoformat() == f"{year}-{int(month):02}-{int(day):02}"]
        if match["year"]:
            named = [r for r in named if match["year"] in r.id or (r.issued and str(r.issued.year) == match["year"])]
        return " " if named else match[0]

    def clause(match: re.Match[str]) -> str:
        known = not PARTY.exists() or official_place("dieu-le-2011", f"d{match['article']}.k{match['clause']}")
        return " " if known else match[0]

    def article(match: re.Match[str]) -> str:
        documents = [document for document in load_shipped() if document.record.number == match["number"]]
        labels = {p.label.split(" khoản")[0] for document in documents for p in document.provisions}
        return match["number"] if match["article"] in labels else match[0]

    text = re.sub(r"\(\d+\)", " ", text)
    return _MENTION.sub(mention, _ARTICLE.sub(article, _CLAUSE.sub(clause, text)))


@cache
def official_text(record: str) -> str:
    """The text of a record of ``OFFICIAL`` or ``WHOLE``, as its file gives it."""
    path = PARTY / (OFFICIAL | WHOLE)[record]
    if path.suffix == ".md":
        return to_nfc(path.read_text("utf-8"))
    pdf = pypdfium2.PdfDocument(path)
    pages = [page.get_textpage() for page in pdf]
    text = "\n".join(page.get_text_bounded() for page in pages)
    for page in pages:
        page.close()
    pdf.close()
    return to_nfc(text.replace("\r", ""))


def official_place(record: str, path: str) -> str:
    """Own words of the article (and clause) or section that a digest path names; empty when there is no such place."""
    text, path = official_text(record), re.sub(r"-\d+$", "", path)
    if record != "dieu-le-2011":
        number = re.sub(r"\.[a-zđ]$", "", path)
        following = rf"^(?!{re.escape(number)}\.)\d+(?:\.\d+)*\.? (?=[A-ZĐÂÊÔƠƯÁÀẢÃẠ(])"
        return _between(text, rf"^{re.escape(number)}\.? ", following)
    article, *clause = path.split(".")
    whole = _between(text, rf"^\*\*Điều {article[1:]}\b", r"^\*\*Điều \d+|^\*Chương ")
    return _between(whole, rf"^{clause[0][1:]}\. ", r"^\d+\. ") if clause else whole


def _between(text: str, start: str, following: str) -> str:
    begin = re.search(start, text, re.MULTILINE)
    if begin is None:
        return ""
    end = re.search(following, text[begin.end() :], re.MULTILINE)
    return text[begin.start() : begin.end() + end.start()] if end else text[begin.start() :]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print strays (exit 1 when there are any) or, with ``--sample``, provisions beside their facts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheet", type=Path, default=SHEET)
    parser.add_argument("--update", type=Path, default=UPDATE, help="dữ kiện tìm thấy sau và phần đính chính")
    parser.add_argument("--sample", type=int, default=0, help="số mục lấy ngẫu nhiên để đọc đối chiếu")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    for path in (options.sheet, options.update):
        if not path.exists():
            print(f"Không có tệp dữ kiện: {path}", file=sys.stderr)
            return 2
    facts = {fact.id: fact for fact in read_facts(options.sheet, options.update)}
    held = [(document, provision) for document in load_shipped() for provision in document.provisions]
    if options.sample:
        chosen = random.Random(options.seed).sample([pair for pair in held if pair[1].facts], options.sample)
        for _, provision in chosen:
            print(f"{provision.id} ({provision.certainty})\n  {provision.text}")
            print("".join(f"  {name}: {facts[name].text}\n" for name in provision.facts))
        return 0
    found = {p.id: stray for d, p in held if (stray := strays(d, p, facts))}
    print("\n".join(f"{name}: {', '.join(sorted(stray))}" for name, stray in found.items()) or "Không có số lạ.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
