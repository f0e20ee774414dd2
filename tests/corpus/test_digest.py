"""The shipped digest: it parses, rules have basis and source, no figure strays from the facts or the official text."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.coverage import ROOT, SHEET, TOPICS, Fact, read_gaps, read_sheet, table, uncovered
from corpus.catalogue import load_catalogue, load_shipped, load_sources, parse_digest
from corpus.errors import CorpusError
from corpus.model import Certainty, Document, Provision
from corpus.text import to_nfc

RECORDS = {record.id: record for record in load_catalogue()}
FILES = sorted((ROOT / "corpus" / "documents").glob("*.md"))
PARTY = ROOT.parent / "shared" / "data" / "documents" / "party"
OFFICIAL = {
    "dieu-le-2011": "dieu-le-dang-2011.md",
    "qd-294-tw-2025": "quy-dinh-294-QD-TW.pdf",
    "hd-06-tw-2025": "huong-dan-06-HD-TW.pdf",
}
"""Records whose every path can be found in the official text; other digests rest on the fact sheet alone."""

OURS = "Nhóm biên soạn trợ lý"
"""Issuer of overviews written by us: their figures may come from any line of the sheet on the document named."""

needs_sheet = pytest.mark.skipif(not SHEET.exists(), reason="the research's fact sheet is not beside this repository")
needs_texts = pytest.mark.skipif(not PARTY.exists(), reason="the official texts are not beside this repository")


def provisions() -> list[tuple[Document, Provision]]:
    return [(document, provision) for document in load_shipped() for provision in document.provisions]


# --- every file


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_parses_and_is_named_after_its_record(path: Path) -> None:
    document = parse_digest(path.read_text("utf-8"), RECORDS, path.name)
    assert document.record.id == path.stem
    assert document.provisions


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_heading_is_lost_to_a_typing_error(path: Path) -> None:
    text = path.read_text("utf-8")
    document = parse_digest(text, RECORDS, path.name)
    assert len(document.provisions) == sum(line.startswith("##") for line in text.splitlines())
    assert not re.search(r"^- |^#|\[\[|TODO", "\n".join(p.text for p in document.provisions), re.MULTILINE)


def test_every_rule_has_basis_source_and_topic() -> None:
    sources = load_sources()
    wrong = [
        provision.id
        for _, provision in provisions()
        if not provision.basis
        or not provision.sources
        or not all(source in sources or source.startswith("http") for source in provision.sources)
        or not provision.topics
        or not set(provision.topics) <= set(TOPICS)
    ]
    assert wrong == []


def test_ids_are_unique_over_all_files() -> None:
    ids = [provision.id for _, provision in provisions()]
    assert len(ids) == len(set(ids))


def test_texts_are_sentences_and_do_not_repeat() -> None:
    texts = [provision.text for _, provision in provisions()]
    assert [text for text in texts if not text.endswith(".") or (not text[0].isupper() and not text[0].isdigit())] == []
    assert [text for text in set(texts) if texts.count(text) > 1] == []
    assert [text for text in texts if len(text) > 700] == []


def test_own_validity_overlaps_that_of_the_record_or_says_why() -> None:
    for document, provision in provisions():
        span, record = provision.validity, document.record.validity
        if span is None or record.valid_from is None or document.record.issuer == OURS:
            continue
        assert span.valid_from is not None
        assert span.valid_from >= record.valid_from, provision.id
        if record.valid_until is not None:
            assert span.valid_until is not None, provision.id
            assert span.valid_until <= record.valid_until, provision.id


def test_the_branch_term_in_charter_and_pilot_name_each_other() -> None:
    by_id = {provision.id: provision.text for _, provision in provisions()}
    assert "294-QĐ/TW" in by_id["td-dieu-le-2011/d24.k3-4"]
    assert "Điều 24 khoản 3" in by_id["td-qd-294-tw-2025/23.1"]
    assert "Điều 24 khoản 3" in by_id["td-hd-06-tw-2025/13.4"]


@pytest.mark.parametrize("record", ["qd-208-tw-2026", "qd-20-tw-2026", "hd-01-tw-2026"])
def test_unread_documents_of_2026_have_no_digest_of_their_own(record: str) -> None:
    assert record in RECORDS
    assert record not in {document.record.id for document in load_shipped()}


# --- against the fact sheet and the official texts

PARTLY_SURE = {"td-qd-244-tw-2014/d17.k1"}
"""Rules on the sure half of a fact that the sheet marks as less sure in its other half (F127: only the part on 190)."""


@cache
def facts() -> dict[str, Fact]:
    return {fact.id: fact for fact in read_sheet(SHEET.read_text("utf-8"))}


@needs_sheet
@pytest.mark.data
def test_facts_exist_and_low_certainty_is_not_raised() -> None:
    for document, provision in provisions():
        assert set(provision.facts) <= set(facts()), provision.id
        if not provision.facts or document.record.id in OFFICIAL or provision.id in PARTLY_SURE:
            continue
        best = min(list(Certainty).index(facts()[name].certainty) for name in provision.facts)
        assert list(Certainty).index(provision.certainty) >= best, provision.id


@needs_sheet
@pytest.mark.data
def test_every_fact_is_covered_or_explained() -> None:
    held = [provision for _, provision in provisions()]
    missing = {fact.id for fact in uncovered(facts().values(), held)}
    assert missing <= set(read_gaps())
    assert set(read_gaps()) <= missing
    assert table(list(facts().values()), held, Counter()).count("\n") == len(TOPICS) + 2


@needs_sheet
@pytest.mark.data
def test_every_figure_occurs_in_the_facts_or_the_official_text() -> None:
    strays = {
        provision.id: stray
        for document, provision in provisions()
        if (stray := figures(without_documents(provision.text)) - allowed(document, provision))
    }
    assert strays == {}


@needs_texts
@pytest.mark.data
@pytest.mark.parametrize("record", OFFICIAL)
def test_every_path_is_a_place_of_the_official_text(record: str) -> None:
    (document,) = (document for document in load_shipped() if document.record.id == record)
    assert [p.path for p in document.provisions if not official_place(record, p.path)] == []


@needs_texts
@pytest.mark.data
@pytest.mark.parametrize("record", OFFICIAL)
def test_no_official_sentence_is_copied(record: str) -> None:
    (document,) = (document for document in load_shipped() if document.record.id == record)
    text = " ".join(syllables(official_text(record)))
    copied = []
    for provision in document.provisions:
        words = syllables(provision.text)
        runs = (" ".join(words[i : i + LONGEST_RUN + 1]) for i in range(len(words) - LONGEST_RUN))
        copied += [provision.id for run in runs if run in text][:1]
    assert copied == []


LONGEST_RUN = 19
"""Syllables that a provision may share with the official text in one run: set phrases and enumerated titles."""


def syllables(text: str) -> list[str]:
    return re.findall(r"[\w/]+", text.lower().replace("uỷ", "ủy").replace("khoá", "khóa").replace("khoẻ", "khỏe"))


def allowed(document: Document, provision: Provision) -> set[str]:
    found = figures(provision.basis) | figures(provision.label)
    for name in provision.facts:
        found |= figures(facts()[name].text)
    if document.record.issuer == OURS:
        named = numbers_in(provision.text)
        found |= {
            f for line in SHEET.read_text("utf-8").splitlines() if named & numbers_in(line) for f in figures(line)
        }
    if document.record.id in OFFICIAL and PARTY.exists():
        found |= figures(official_place(document.record.id, provision.path), words=True)
        found |= {m[1] for m in _SECTION.finditer(provision.text) if official_place(document.record.id, m[1])}
    return found


_NUMBERS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
_WORD = "|".join(_NUMBERS)
_DATE = re.compile(r"(?<![\d/.-])(\d{1,2})[-/](\d{1,2})[-/](\d{4})(?!\d)")
_MONTH = re.compile(r"(?<![\d/.-])(\d{1,2})[-/](\d{4})(?!\d)")
_FRACTION = re.compile(r"(?<![\d/])(\d)/(\d)(?![\d/])")
_FRACTION_WORDS = re.compile(rf"\b({_WORD}) phần ({_WORD})\b")
_RANGE = re.compile(r"(\d+)\s*[–-]\s*(\d+)\s?%")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)*%?")


def figures(text: str, *, words: bool = False) -> set[str]:
    """Dates, fractions, percentages and numbers of a text in one spelling; with ``words``, number words as well."""
    found: set[str] = set()

    def take(pattern: re.Pattern[str], spell: Callable[[re.Match[str]], str]) -> None:
        nonlocal text
        found.update(spell(match) for match in pattern.finditer(text))
        text = pattern.sub(" ", text)

    text = _RANGE.sub(r"\1% \2%", text.lower())
    take(_DATE, lambda m: f"{int(m[1])}/{int(m[2])}/{m[3]}")
    take(_MONTH, lambda m: f"{int(m[1])}/{m[2]}")
    take(_FRACTION, lambda m: f"{m[1]}/{m[2]}")
    take(_FRACTION_WORDS, lambda m: f"{_NUMBERS[m[1]]}/{_NUMBERS[m[2]]}")
    if words:
        take(re.compile(rf"\b({_WORD}) mươi\b"), lambda m: str(_NUMBERS[m[1]] * 10))
        take(re.compile(rf"\bmười ({_WORD})\b"), lambda m: str(10 + _NUMBERS[m[1]]))
        take(re.compile(rf"\b({_WORD})\b"), lambda m: str(_NUMBERS[m[1]]))
    take(_PLAIN, lambda m: re.sub(r"^0+(?=\d)", "", m[0]))
    return found


_REFERENCE = re.compile(r"Điều (?P<article>\d+) khoản (?P<clause>\d+)(?: và khoản \d+)? Điều lệ Đảng")
_ARTICLE = re.compile(r"(?P<article>Điều \d+) của [^.;,\d]{0,30}(?P<number>\d+-[A-ZĐ]{2}/[A-ZĐ]+)")
_SECTION = re.compile(r"mục (\d+(?:\.\d+)*)")
_MENTION = re.compile(
    r"(?P<number>\d+-[A-ZĐ]{2}/[A-ZĐ]+)"
    r"(?:,? (?:ngày (?P<date>\d{1,2}[-/]\d{1,2}[-/]\d{4})|(?:bản )?năm (?P<year>\d{4})))?"
)


def numbers_in(line: str) -> set[str]:
    return {match["number"] for match in _MENTION.finditer(line)}


def without_documents(text: str) -> str:
    """The text without enumerators, mentions of catalogued documents and references, which are checked here."""

    def check(match: re.Match[str]) -> str:
        named = [record for record in RECORDS.values() if record.number == match["number"]]
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
        labels = {p.label for d, p in provisions() if d.record.number == match["number"]}
        return match["number"] if any(label.split(" khoản")[0] == match["article"] for label in labels) else match[0]

    text = re.sub(r"\(\d+\)", " ", text)
    return _MENTION.sub(check, _ARTICLE.sub(article, _REFERENCE.sub(clause, text)))


@cache
def official_text(record: str) -> str:
    path = PARTY / OFFICIAL[record]
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


# --- the parser

_HEAD = "---\nrecord: dieu-le-2011\nreviewed: 2026-11-22\n---\n\n"
_LINES = "- căn cứ: Điều lệ Đảng, Điều 1\n- tin cậy: cao\n- nguồn: S01\n"
_BODIES = st.lists(
    st.text(st.sampled_from("aăâbcđeêghi ơưy.,;0123456789-–“”\n"), min_size=1).filter(lambda body: body.strip(" \n")),
    min_size=1,
    max_size=6,
)


def _file(bodies: list[str]) -> Iterator[str]:
    yield _HEAD
    for index, body in enumerate(bodies):
        yield f"## d{index} | Điều {index} | Tên mục\n{_LINES}\n{body}\n\n"


@given(_BODIES)
def test_provisions_are_slices_of_the_text_in_order(bodies: list[str]) -> None:
    document = parse_digest("".join(_file(bodies)), RECORDS, "x.md")
    assert [p.text for p in document.provisions] == [" ".join(to_nfc(body).split()) for body in bodies]
    ends = [0, *(p.end for p in document.provisions)]
    assert all(document.text[a : p.start].strip() == "" for a, p in zip(ends, document.provisions, strict=False))


@pytest.mark.parametrize(
    "block",
    [
        "## d1 | Điều 1 | Tên\n- căn cứ: x\n- tin cậy: cao\n- nguồn: S01\n\n",
        "## d1 | Điều 1 | Tên\n- căn cứ: x\n- tin cậy: chắc\n- nguồn: S01\n\nNội dung.\n",
        "## d1 | Điều 1 | Tên\n- tin cậy: cao\n- nguồn: S01\n\nNội dung.\n",
        "## d1 | Điều 1 | Tên\n- căn cứ: x\n- tin cậy: cao\n- nguồn: S01\n- cấp: lang_xa\n\nNội dung.\n",
        "## d1 | Điều 1 | Tên\n- căn cứ: x\n- tin cậy: cao\n- nguồn: S01\n- mầu: đỏ\n\nNội dung.\n",
        "## d1 | Điều 1 | Tên\n- căn cứ: x\n- tin cậy: cao\n- nguồn: S01\n- hiệu lực đến: 2025-01-01\n\nNội dung.\n",
    ],
    ids=["no body", "certainty", "no basis", "level", "unknown field", "end without start"],
)
def test_incomplete_block_is_refused_with_file_and_path(block: str) -> None:
    with pytest.raises(CorpusError, match="d1") as caught:
        parse_digest(_HEAD + block, RECORDS, "thu.md")
    assert caught.value.code == "corpus.digest"
    assert "thu.md" in str(caught.value)


def test_unknown_record_is_refused() -> None:
    with pytest.raises(CorpusError, match="không có trong danh mục"):
        parse_digest("---\nrecord: qd-0\n---\n", RECORDS, "x.md")
