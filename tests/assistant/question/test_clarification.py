"""What is asked back before an answer: the document meant, or the level where the figure differs by it (R9)."""

from datetime import date

import pytest

from assistant.model import Evidence, Question, RefusalReason
from assistant.question.clarification import differs_by_level, document_meant
from assistant.question.understanding import Understood, understand
from corpus.core.model import Document, Level, Validity
from corpus.core.registry import Registry
from tests.conftest import TODAY, make_document, make_record

OLD = make_record("hd-1-tw-2016", "01-HD/TW", since=date(2016, 1, 1))
NEW = make_record("hd-1-tw-2021", "01-HD/TW", since=date(2021, 1, 1))
RECORD = make_record("ct-5-tw-2024", "5-CT/TW", since=date(2024, 1, 1))
REGISTRY = Registry([OLD, NEW], [])
CELL, COMMUNE = frozenset({Level.CELL}), frozenset({Level.COMMUNE})


def read(text: str, level: Level | None = None, registry: Registry = REGISTRY) -> Understood:
    return understand(Question(text, level=level), registry, TODAY)


def found(*levels: frozenset[Level], other: Document | None = None) -> list[Evidence]:
    """One candidate for each set of levels, all of one document unless said otherwise."""
    documents = [make_document(RECORD, {"1": "Không quá 150 đại biểu."}, levels=item) for item in levels]
    if other is not None:
        documents.append(other)
    return [Evidence(document.provisions[0], document, Validity(date(2024, 1, 1)), 1.0) for document in documents]


def test_a_number_that_two_documents_carry_is_asked_back_with_both() -> None:
    refusal = document_meant(read("01-HD/TW nói gì về phiên trù bị?"))
    assert refusal is not None
    assert refusal.reason is RefusalReason.NEEDS_DATE
    assert "01/01/2016" in refusal.message
    assert "01/01/2021" in refusal.message


@pytest.mark.parametrize("text", ["01-HD/TW năm 2016 nói gì?", "Phiên trù bị làm gì?"])
def test_nothing_is_asked_back_where_the_document_is_settled_or_not_named(text: str) -> None:
    assert document_meant(read(text)) is None


def test_a_number_that_no_document_carries_is_refused_by_name() -> None:
    refusal = document_meant(read("Chỉ thị 999 quy định gì?"))
    assert refusal is not None
    assert refusal.reason is RefusalReason.NO_PROVISION
    assert "Chỉ thị 999" in refusal.message


QUANTITY = "Được mời tối đa bao nhiêu đại biểu?"


def test_a_figure_for_each_level_needs_the_level() -> None:
    assert differs_by_level(read(QUANTITY), found(CELL, COMMUNE))


@pytest.mark.parametrize(
    ("understood", "evidence"),
    [
        (read(QUANTITY, Level.CELL), found(CELL, COMMUNE)),
        (read("Đại hội chi bộ được mời tối đa bao nhiêu đại biểu?"), found(CELL, COMMUNE)),
        (read("Ai mời đại biểu?"), found(CELL, COMMUNE)),
        (read(QUANTITY), found(CELL, COMMUNE, frozenset())),
        (read(QUANTITY), found(CELL | COMMUNE, COMMUNE)),
        (read(QUANTITY), found(CELL)),
        (read(QUANTITY), found(CELL, other=make_document(OLD, {"1": "Không quá 9."}, levels=COMMUNE))),
        (read(QUANTITY), []),
    ],
    ids=["given", "named", "no figure asked", "one for all", "overlapping", "one level", "another document", "nothing"],
)
def test_the_level_is_not_asked_where_it_changes_nothing(understood: Understood, evidence: list[Evidence]) -> None:
    assert not differs_by_level(understood, evidence)
