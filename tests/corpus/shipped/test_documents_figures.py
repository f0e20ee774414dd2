"""The digest against the research's fact sheet and the official texts: no fact lost, no figure or place changed."""

import re
from collections import Counter
from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.coverage import SHEET, TOPICS, UPDATE, SheetFact, read_facts, read_gaps, table, uncovered
from bench.figures import OFFICIAL, PARTY, WHOLE, figures, official_place, official_text, strays
from corpus.core.model import Certainty, Document, Provision
from corpus.shipped.catalogue import load_shipped

pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(
        not SHEET.exists() or not UPDATE.exists(), reason="the research's fact sheets are not beside this repository"
    ),
]
needs_texts = pytest.mark.skipif(not PARTY.exists(), reason="the official texts are not beside this repository")
PARTLY_SURE = {"td-qd-244-tw-2014/d17.k1"}
"""Rules on the sure half of a fact that the sheet marks as less sure in its other half (F127: only the part on 190)."""
LONGEST_RUN = 19
"""Syllables that a provision may share with the official text in one run: set phrases and enumerated titles."""


@cache
def facts() -> dict[str, SheetFact]:
    return {fact.id: fact for fact in read_facts()}


def provisions() -> list[tuple[Document, Provision]]:
    return [(document, provision) for document in load_shipped() for provision in document.provisions]


def official(record: str) -> list[Provision]:
    return [provision for document, provision in provisions() if document.record.id == record]


def test_facts_exist_and_low_certainty_is_not_raised() -> None:
    for document, provision in provisions():
        assert set(provision.facts) <= set(facts()), provision.id
        if not provision.facts or document.record.id in OFFICIAL or provision.id in PARTLY_SURE:
            continue
        best = min(list(Certainty).index(facts()[name].certainty) for name in provision.facts)
        assert list(Certainty).index(provision.certainty) >= best, provision.id


def test_every_fact_is_covered_or_explained() -> None:
    held = [provision for _, provision in provisions()]
    missing = {fact.id for fact in uncovered(facts().values(), held)}
    assert missing - set(read_gaps()) == set()
    assert set(read_gaps()) - missing == set()
    assert table(list(facts().values()), held, Counter()).count("\n") == len(TOPICS) + 2


def test_every_figure_occurs_in_the_facts_or_the_official_text() -> None:
    found = {p.id: stray for document, p in provisions() if (stray := strays(document, p, facts()))}
    assert found == {}


def test_the_update_corrects_and_completes_the_sheet() -> None:
    assert facts()["F057"].certainty is Certainty.HIGH
    assert "04/9/2014" in facts()["F228"].text
    assert "0,1" in facts()["F226"].text
    assert facts()["F226"].certainty is Certainty.MEDIUM
    assert [name for name in facts() if name.startswith("R")] == [f"R{number}" for number in range(1, 16)]
    assert facts()["R4"].certainty is Certainty.MEDIUM


def test_a_changed_figure_is_noticed() -> None:
    """Each number of each rule, one more than it should be: nearly all are found (the rest occur at the same place)."""
    noticed = []
    for document, provision in provisions():
        for match in re.finditer(r"(?<![\d/.-])\d+(?![\d/.-])", provision.text):
            text = provision.text[: match.start()] + str(int(match[0]) + 1) + provision.text[match.end() :]
            noticed.append(bool(strays(document, _with_text(provision, text), facts())))
    assert sum(noticed) / len(noticed) > 0.7


def _with_text(provision: Provision, text: str) -> Provision:
    return Provision(
        id=provision.id,
        document_id=provision.document_id,
        path=provision.path,
        label=provision.label,
        unit=provision.unit,
        text=text,
        start=0,
        end=len(text),
        basis=provision.basis,
        facts=provision.facts,
    )


@needs_texts
@pytest.mark.parametrize("record", OFFICIAL)
def test_every_path_is_a_place_of_the_official_text(record: str) -> None:
    assert [p.path for p in official(record) if not official_place(record, p.path)] == []


@needs_texts
@pytest.mark.parametrize("record", [*OFFICIAL, *WHOLE])
def test_no_official_sentence_is_copied(record: str) -> None:
    text = " ".join(syllables(official_text(record)))
    copied = []
    for provision in official(record):
        words = syllables(provision.text)
        runs = (" ".join(words[i : i + LONGEST_RUN + 1]) for i in range(len(words) - LONGEST_RUN))
        copied += [provision.id for run in runs if run in text][:1]
    assert copied == []


def syllables(text: str) -> list[str]:
    return re.findall(r"[\w/]+", text.lower().replace("uỷ", "ủy").replace("khoá", "khóa").replace("khoẻ", "khỏe"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("trước 30 ngày làm việc, từ 01/7/2025", {"30", "1/7/2025"}),
        ("ít nhất hai phần ba (2/3)", {"2/3"}),
        ("số dư 10–15%, không quá 30%", {"10%", "15%", "30%"}),
        ("1.588 đại biểu; nhiệm kỳ 2,5 năm; mục 11.4.1", {"1.588", "2,5", "11.4.1"}),
        ("nhiệm kỳ 2025-2030, tháng 4/2025", {"2025", "2030", "4/2025"}),
        ("the commune ceiling 10,000,000 đ; 0,1 lương", {"10.000.000", "0,1"}),
    ],
)
def test_figures_have_one_spelling(text: str, expected: set[str]) -> None:
    assert figures(text) == expected


@given(st.dates(), st.sampled_from("/-"))
def test_a_date_is_one_figure_in_either_spelling(day: date, mark: str) -> None:
    text = f"ngày {day.day:02}{mark}{day.month}{mark}{day.year:04}."
    assert figures(text) == {f"{day.day}/{day.month}/{day.year:04}"}
