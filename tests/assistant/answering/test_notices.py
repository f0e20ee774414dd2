"""Notes beside an answer: standing, campaign, certainty, digest (R8), and the day when none was named."""

from dataclasses import replace
from datetime import date

from assistant.answering.notices import warnings_for
from assistant.citing import claim_of
from assistant.model import Claim, Question
from assistant.question.understanding import understand
from corpus.core.display import DIGEST_NOTE
from corpus.core.model import Certainty, Document, Kind, TextKind
from corpus.core.registry import Registry
from tests.conftest import TODAY, make_document, make_record

CHARTER = make_record("dieu-le-2011", "Điều lệ Đảng", kind=Kind.CHARTER, since=date(2011, 1, 19))
RULE = make_record("qd-5-tw-2024", "5-QĐ/TW", since=date(2024, 1, 1))
GUIDE = make_record("hd-6-tw-2024", "6-HD/TW", kind=Kind.GUIDANCE, since=date(2024, 2, 1))
CALL = make_record("ct-7-tw-2024", "7-CT/TW", kind=Kind.DIRECTIVE, since=date(2024, 3, 1), campaign="2025-2030")
TEXT = {"1": "Đại hội do cấp ủy triệu tập."}
DAY = date(2025, 6, 1)


def told(*documents: Document, day: date | None = DAY, more: tuple[Claim, ...] = ()) -> tuple[str, ...]:
    """Notes beside claims that quote the first provision of each document."""
    registry = Registry([], documents)
    understood = understand(Question("Ai triệu tập đại hội?", day), registry, TODAY)
    claims = [
        claim_of(registry, document.provisions[0], document, (0, 5), "answer", understood.as_of.day)
        for document in documents
    ]
    return warnings_for(understood, [*claims, *more], registry)


def sure_to(certainty: Certainty, document: Document) -> Document:
    return replace(document, provisions=tuple(replace(item, certainty=certainty) for item in document.provisions))


def test_an_official_rule_in_force_that_was_asked_by_date_needs_no_note() -> None:
    assert told(make_document(RULE, TEXT)) == ()


def test_r15_no_ranking_of_documents_is_told_that_no_source_gives() -> None:
    assert told(*(make_document(record, TEXT) for record in (GUIDE, CHARTER, RULE))) == ()


def test_a_document_made_for_one_congress_says_so_once_that_congress_is_over() -> None:
    (note,) = told(make_document(CALL, TEXT), day=date(2026, 1, 1))
    assert note.startswith("Chỉ thị 7-CT/TW ngày 01/03/2024 ban hành cho kỳ đại hội 2025-2030")
    assert told(make_document(CALL, TEXT), day=date(2025, 12, 31)) == ()
    compiled = replace(CALL, kind=Kind.OTHER)
    assert told(make_document(compiled, TEXT), day=date(2026, 1, 1)) == ()


def test_doubt_of_the_source_is_told_by_its_degree() -> None:
    document = make_document(RULE, TEXT)
    (medium,) = told(sure_to(Certainty.MEDIUM, document))
    (low,) = told(sure_to(Certainty.LOW, document))
    assert medium == "1, 5-QĐ/TW: độ tin cậy của nguồn ở mức vừa, cần đối chiếu văn bản gốc."
    assert low.startswith("1, 5-QĐ/TW: độ tin cậy của nguồn thấp")


def test_r8_a_digest_is_called_one() -> None:
    assert told(make_document(RULE, TEXT, kind=TextKind.DIGEST)) == (DIGEST_NOTE,)


def test_r5_a_rule_that_is_over_names_its_end_and_what_replaced_it() -> None:
    new = make_record("qd-9-tw-2025", "9-QĐ/TW", since=date(2025, 1, 1), supersedes=(RULE.id,))
    registry = Registry([new], [make_document(RULE, TEXT)])
    understood = understand(Question("Ai triệu tập đại hội?", DAY), registry, TODAY)
    document = registry.documents[RULE.id]
    claim = claim_of(registry, document.provisions[0], document, (0, 5), "answer", DAY)
    assert warnings_for(understood, [claim], registry) == (
        "Quy định 5-QĐ/TW ngày 01/01/2024 hết hiệu lực từ 01/01/2025, được thay bởi Quy định 9-QĐ/TW ngày 01/01/2025. "
        "Nội dung trích là quy định gần nhất đã biết; văn bản thay thế chưa nạp toàn văn.",
    )


def test_the_day_is_told_when_the_question_names_none() -> None:
    assert told(make_document(RULE, TEXT), day=None) == ("Trả lời theo quy định tính đến ngày 22/11/2026.",)


def test_a_note_is_told_once_and_readings_of_the_question_come_last() -> None:
    document = sure_to(Certainty.LOW, make_document(RULE, TEXT))
    registry = Registry([], [document])
    understood = understand(Question("BCH có từ nhiệm kỳ 2020-2025?"), registry, TODAY)
    claim = claim_of(registry, document.provisions[0], document, (0, 5), "answer", TODAY)
    notes = warnings_for(understood, [claim, claim], registry)
    assert len(notes) == len(set(notes))
    last = (*understood.notes, *understood.readings)
    assert notes[-len(last) :] == last
    assert len(last) == 2
