"""References between provisions, resolved and unresolved."""

from __future__ import annotations

from datetime import date

from corpus.core.model import Kind, Record
from corpus.head.header import parse_head
from corpus.structure.extract import Paragraph
from corpus.structure.references import resolve
from corpus.structure.tree import structure
from tests.corpus.ingest_samples import DECIMAL, lines

CHARTER = Record("dieu-le-2011", None, Kind.CHARTER, "Đại hội", date(2011, 1, 19), "Điều lệ Đảng")
OWN = Record("qd-77-tn-2025", "77-QĐ/TN", Kind.REGULATION, "Thử", date(2025, 3, 5), "Việc thử Điều lệ Đảng")
OTHER = Record("qd-9-tn-2024", "9-QĐ/TN", Kind.REGULATION, "Thử", date(2024, 3, 5), "Việc khác")
RECORDS = {record.id: record for record in (CHARTER, OWN, OTHER)}


def references(text: str, record: Record = OWN) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    paragraphs = [Paragraph(line) for line in lines(text)]
    built = structure(paragraphs, record.id, parse_head(paragraphs).end if text == DECIMAL else 0)
    found, missing = resolve(built.provisions, record, RECORDS)
    return {item.path: item.references for item in found if item.references}, [item.text for item in missing]


def test_headings_of_an_implementing_document_name_charter_articles() -> None:
    found, missing = references(DECIMAL)
    assert found == {
        "1": ("dieu-le-2011/d9.k2",),
        "2": ("dieu-le-2011/d11",),
        "2.1": ("dieu-le-2011/d11.k5",),
        "2.2": ("dieu-le-2011/d11.k3", "dieu-le-2011/d11.k4", "qd-77-tn-2025/1.1"),
    }
    assert missing == []


def test_several_articles_in_one_heading() -> None:
    text = (
        "1. Điều 10, Điều 13: Tổ chức\n1.1. (Khoản 2, Điều 10); (Khoản 3, 4, Điều 21): Một\n"
        "1.2. Điều 24 (Khoản 3, Khoản 4): Hai"
    )
    found, _ = references(text)
    assert found["1.1"] == ("dieu-le-2011/d10.k2", "dieu-le-2011/d21.k3", "dieu-le-2011/d21.k4")
    assert found["1.2"] == ("dieu-le-2011/d24.k3", "dieu-le-2011/d24.k4")


def test_inside_one_document_with_articles() -> None:
    text = (
        "Điều 1. Một\n1. Gồm:\na) Ý đầu;\nb) Ý sau.\n2. Theo điểm a và điểm b khoản 1 Điều này và khoản 1 Điều 2.\n"
        "Điều 2. Hai\n1. Theo quy định tại Điều 1 của Quy định này.\n2. Theo khoản 1 Điều 9 Luật Thử."
    )
    found, missing = references(text)
    own = "qd-77-tn-2025/"
    assert found["d1.k2"] == (own + "d1.k1.a", own + "d1.k1.b", own + "d2.k1")
    assert found["d2.k1"] == (own + "d1",)
    assert found["d2.k2"] == ("Luật Thử, Điều 9 khoản 1",)
    assert missing == []


def test_other_documents_by_number_and_what_points_nowhere() -> None:
    text = "Điều 1. Một\n1. Theo Điều 3 Quy định số 9-QĐ/TN.\n2. Theo khoản 8 Điều 1."
    found, missing = references(text)
    assert found["d1.k1"] == ("qd-9-tn-2024/d3",)
    assert missing == ["khoản 8 Điều 1"]


def test_amending_clauses_do_not_point_at_the_amending_document() -> None:
    text = "Điều 1. Một\n1. Sửa đổi Điều 2 như sau:\n“Điều 2. Mới theo Điều 1.”.\nĐiều 2. Hai"
    found, missing = references(text)
    assert found == {}
    assert missing == ["Điều 2", "Điều 1"]
