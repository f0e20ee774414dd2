"""Repair and layout: what is mended, what is reported, what is never touched."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.structure.extract import Extract, Line, LineKind
from corpus.structure.layout import join, paragraphs
from corpus.structure.repair import repair


def mended(*texts: str) -> tuple[list[str], dict[str, int]]:
    found, defects = repair(Extract(tuple(Line(text) for text in texts), "text"))
    return [paragraph.text for paragraph in found], {defect.code: defect.count for defect in defects}


def page(texts: list[str], number: int, *, left: float = 72, step: float = 14, first: float = 80) -> list[Line]:
    """Physical lines of a page, six points a character."""
    return [
        Line(text, page=number, left=left, right=left + 6 * len(text), top=first + step * index, size=12)
        for index, text in enumerate(texts)
    ]


def test_font_map_damage_ligatures_and_lookalikes() -> None:
    texts, codes = mended("Chƣơng I: ĐƢỜNG ﬁ nal Ðảng")
    assert texts == ["Chương I: ĐƯỜNG fi nal Đảng"]
    assert codes == {"repair.font_map": 2, "repair.ligature": 1, "repair.lookalike": 1}


def test_tone_mark_placement_stays_as_in_the_source() -> None:
    assert mended("hoà và hòa, khoẻ và khỏe, uỷ và ủy")[0] == ["hoà và hòa, khoẻ và khỏe, uỷ và ủy"]


def test_decomposed_text_is_composed_and_invisible_characters_go() -> None:
    texts, codes = mended(unicodedata.normalize("NFD", "Đảng viên dự bị"), "thờ\u00adi\u200b hạn\x01")
    assert texts == ["Đảng viên dự bị", "thời hạn"]
    assert codes == {"repair.nfc": 1, "repair.soft_hyphen": 2, "repair.control": 1}


def test_a_sentence_cut_by_a_stray_break_is_joined_and_reported() -> None:
    first = "Một câu khá dài của quy định thử nghiệm mà nguồn đã ngắt ở giữa, ngay trên"
    texts, codes = mended(first, "", "con đường của nó.", "Câu sau.")
    assert texts == [first + " con đường của nó.", "Câu sau."]
    assert codes == {"repair.broken_sentence": 1}


def test_wrapped_lines_join_and_short_lines_end_paragraphs() -> None:
    full = "mot dong day du cho den le phai cua trang giay nay nhe"
    found, _ = paragraphs([*page([full, full, "het."], 1), *page(["Doan moi bat dau o day."], 1, first=122)])
    assert [paragraph.text for paragraph in found] == [f"{full} {full} het.", "Doan moi bat dau o day."]


def test_a_sentence_over_a_page_break_is_whole_and_page_numbers_go() -> None:
    full = "mot dong day du cho den le phai cua trang giay nay nhe"
    lines = [
        *page([full, full, full], 1),
        *page(["12"], 1, left=300, first=760),
        *page(["13"], 2, left=300, first=20),
        *page([full.replace("mot", "lai"), "xong."], 2),
    ]
    found, defects = paragraphs(lines)
    assert len(found) == 1
    assert found[0].text.endswith("nhe lai dong day du cho den le phai cua trang giay nay nhe xong.")
    assert [(defect.code, defect.count) for defect in defects] == [("repair.page_number", 2)]


def test_running_headers_are_removed_once_they_repeat() -> None:
    bodies = ["Khai mac luc bay gio.", "Bau doan chu tich.", "Thao luan van kien.", "Kiem phieu hai lan.", "Be mac."]
    lines = [
        line
        for number, body in enumerate(bodies, 1)
        for line in [*page([f"CONG BAO so 5 trang {number}"], number, first=30), *page([body], number)]
    ]
    found, defects = paragraphs(lines)
    assert " ".join(paragraph.text for paragraph in found) == " ".join(bodies)
    assert {defect.code for defect in defects} == {"repair.page_furniture"}


def test_line_end_hyphens() -> None:
    assert join("Quyết định 5-QĐ-", "TW") == ("Quyết định 5-QĐ-TW", True)
    assert join("chữ bị ngắ\u00ad", "t") == ("chữ bị ngắt", True)
    assert join("xã hội -", "nghề nghiệp") == ("xã hội - nghề nghiệp", False)


def test_table_rows_never_join() -> None:
    rows = [Line("a | b", kind=LineKind.ROW), Line("c | d", kind=LineKind.ROW)]
    assert len(paragraphs(rows)[0]) == 2


@settings(deadline=None)
@given(st.lists(st.text(max_size=60), max_size=12))
def test_repair_gives_clean_nfc_paragraphs(texts: list[str]) -> None:
    for text in mended(*texts)[0]:
        assert text == text.strip()
        assert text
        assert unicodedata.is_normalized("NFC", text)
        assert not any(char in text for char in "\n\r\x00\u00ad\ufeffƣƢ")


def test_rows_drawn_with_bars_are_rows_and_empty_ones_nothing() -> None:
    texts = ["| TT | Tên |", "||||", "| 1 | Thử |", "| FILE ĐƯỢC ĐÍNH KÈM THEO VĂN BẢN |", "| Một câu. |", "a | b"]
    found, _ = repair(Extract(tuple(Line(text) for text in texts), "docx"))
    assert [(paragraph.text, paragraph.kind) for paragraph in found] == [
        ("TT | Tên", LineKind.ROW),
        ("1 | Thử", LineKind.ROW),
        ("Một câu.", LineKind.TEXT),
        ("a | b", LineKind.TEXT),
    ]


def test_headings_cut_behind_their_word_are_whole_again() -> None:
    texts = ["Điều", "10. Trách nhiệm", "Chương", "II.", "theo quy định tại", "Điều", "5 Luật Thử"]
    assert mended(*texts)[0] == ["Điều 10. Trách nhiệm", "Chương II.", "theo quy định tại", "Điều", "5 Luật Thử"]


def test_heads_of_the_gazette_and_stamps_of_signatures_go() -> None:
    texts = [
        *("CÔNG BÁO/Số 7 + 8/Ngày 01-02-2025 93", "PHẦN VĂN BẢN", "VĂN BẢN QUY PHẠM PHÁP LUẬT", "BỘ A"),
        *("Người ký: Cổng Thử", "Email: thu@a.vn", "Thời gian ký: 05.12.2025 10:21", "Email: khac@a.vn là nơi nhận"),
        *("94 CÔNG BÁO/Số 7 + 8/Ngày 01-02-2025", "Theo Công báo số 7 ngày 01-02-2025.", "Điều 1. Ngày ký: hôm nay"),
    ]
    kept = mended(*texts)[0]
    assert "BỘ A" in kept
    assert "Theo Công báo số 7 ngày 01-02-2025." in kept
    assert "Điều 1. Ngày ký: hôm nay" in kept
    assert not any("CÔNG BÁO/" in text or text.startswith(("Người ký", "Thời gian", "VĂN BẢN")) for text in kept)


def test_a_hyphen_in_a_number_stays_where_a_line_ends() -> None:
    assert join("số 5/2008/QĐ-BA\ufffe", "UBND ngày 1") == ("số 5/2008/QĐ-BA-UBND ngày 1", True)
    assert join("chữ bị ngắ\ufffe", "t") == ("chữ bị ngắt", True)
    assert mended("Quyết định số 5/2008/QĐ-BA\ufffeBB và số 294\u2011QĐ/TN")[0] == [
        "Quyết định số 5/2008/QĐ-BA-BB và số 294-QĐ/TN"
    ]
