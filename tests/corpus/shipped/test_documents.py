"""The shipped digest parses, and every rule has its basis, source and topic; the parser refuses what is incomplete."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.coverage import ROOT, TOPICS
from corpus.core.errors import CorpusError
from corpus.core.model import Certainty, Document, Provision
from corpus.core.text import to_nfc
from corpus.shipped.catalogue import load_catalogue, load_shipped, load_sources, parse_digest

RECORDS = {record.id: record for record in load_catalogue()}
FILES = sorted((ROOT / "corpus" / "shipped" / "documents").glob("*.md"))
OURS = "Nhóm biên soạn trợ lý"
REMARK = re.compile(
    r"chưa có nguồn|chưa có toàn văn|chưa đối chiếu|chưa được đối chiếu|cần (?:đối chiếu|kiểm)|chưa đọc|bản tóm tắt|"
    r"có thể đã cũ|trợ lý|nguồn gián tiếp|theo một nguồn|suy luận",
    re.IGNORECASE,
)
"""Words of an editor about the state of the research; they belong in ``ghi chú``, which is never quoted."""


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


def test_editors_remarks_stay_out_of_the_quotable_text() -> None:
    assert [provision.id for _, provision in provisions() if REMARK.search(provision.text)] == []


def test_the_search_that_found_nothing_is_told_only_by_the_editors_own_records() -> None:
    told = [document.record for document, provision in provisions() if "hưa thấy văn bản" in provision.text]
    assert {record.kind.value for record in told} == {"khác"}


def test_known_points_of_an_unread_document_name_their_source_and_are_never_certain() -> None:
    points = [p for document, p in provisions() if document.record.id == "diem-da-biet-208"]
    assert len(points) > 15
    assert [p.id for p in points if p.certainty is Certainty.HIGH] == []
    assert [p.id for p in points if "heo đáp án" not in p.text or "208-QĐ/TW" not in p.text] == []


def test_own_validity_overlaps_that_of_the_record_or_says_why() -> None:
    compared = 0
    for document, provision in provisions():
        span, record = provision.validity, document.record.validity
        if span is None or record.valid_from is None or document.record.issuer == OURS:
            continue
        compared += 1
        assert span.valid_from is not None
        assert span.valid_from >= record.valid_from, provision.id
        if record.valid_until is not None:
            assert span.valid_until is not None, provision.id
            assert span.valid_until <= record.valid_until, provision.id
    assert compared > 5


def test_the_branch_term_in_charter_and_pilot_name_each_other() -> None:
    by_id = {provision.id: provision.text for _, provision in provisions()}
    assert "294-QĐ/TW" in by_id["td-dieu-le-2011/d24.k3-4"]
    assert "Điều 24 khoản 3" in by_id["td-qd-294-tw-2025/23.1"]
    assert "Điều 24 khoản 3" in by_id["td-hd-06-tw-2025/13.4"]


@pytest.mark.parametrize("record", ["qd-208-tw-2026", "qd-20-tw-2026", "hd-01-tw-2026"])
def test_unread_documents_of_2026_have_no_digest_of_their_own(record: str) -> None:
    assert record in RECORDS
    assert record not in {document.record.id for document in load_shipped()}


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


def test_a_remark_is_kept_beside_the_text() -> None:
    block = f'## d1 | Điều 1 | Tên\n{_LINES}- ghi chú: "Chưa đọc: khoản 2."\n\nNội dung.\n'
    (provision,) = parse_digest(_HEAD + block, RECORDS, "x.md").provisions
    assert (provision.text, provision.note) == ("Nội dung.", "Chưa đọc: khoản 2.")


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


def test_what_carries_on_or_changes_an_ended_rule_names_a_place_that_is_there() -> None:
    documents = load_shipped()
    places = {f"{document.record.id}#{provision.path}" for document in documents for provision in document.provisions}
    named = {place for d in documents for p in d.provisions for place in (*p.continues, *p.changes, *p.matters)}
    assert named
    assert named <= places


def test_a_matter_was_ruled_before_by_another_document_on_earlier_days() -> None:
    records = {document.record.id: document.record for document in load_shipped()}
    named = [(d.record, place.partition("#")[0]) for d in load_shipped() for p in d.provisions for place in p.matters]
    assert len(named) > 30
    for record, older in named:
        began, before = (r.validity.valid_from or r.issued for r in (record, records[older]))
        assert older != record.id
        assert (before or date.max) < (began or date.min), (record.id, older)
