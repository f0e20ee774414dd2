"""Readers: every format, legacy encodings, automatic numbering, and bad files with their codes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor
from viparse.normalize.encodings import get_charmap

from corpus.core.errors import CorpusError
from corpus.ingest.reading import detect, read
from corpus.readers.legacy import Converter, content_encoding, font_encoding, is_capital_font, to_unicode
from corpus.structure.extract import Extract, LineKind
from corpus.structure.repair import repair
from tests.corpus.ingest_samples import DATA, define_list, docx_bytes, numbered, pdf_bytes

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SENTENCE = "Đại hội chi bộ được tổ chức khi có ít nhất hai phần ba số đảng viên được triệu tập có mặt."


def texts(extract: Extract) -> list[str]:
    return [line.text for line in extract.lines]


def code_of(data: bytes, name: str) -> str:
    with pytest.raises(CorpusError) as caught:
        read(data, name)
    assert caught.value.message
    return caught.value.code


def legacy(text: str, encoding: str) -> str:
    """``text`` as a legacy font would store it."""
    charmap = get_charmap(encoding)
    assert charmap is not None
    pairs = {target: source for source, target in charmap.pairs}
    return "".join(pairs.get(char, char) for char in text)


def rtf_escape(text: str) -> str:
    return "".join(char if ord(char) < 128 else f"\\'{char.encode('cp1252')[0]:02x}" for char in text)


# formats


def test_pdf_lines_carry_their_place() -> None:
    found = read(
        pdf_bytes([[(72, 700, "Dieu 1. Pham vi"), (72, 686, "Noi dung cua dieu 1.")], [(72, 700, "Trang hai day")]]),
        "a.pdf",
    )
    assert texts(found) == ["Dieu 1. Pham vi", "Noi dung cua dieu 1.", "Trang hai day"]
    assert [line.page for line in found.lines] == [1, 1, 2]
    assert found.lines[0].top < found.lines[1].top
    assert (found.pages, found.physical) == (2, True)


def test_docx_automatic_numbers_are_written_out() -> None:
    def build(document: Any) -> None:
        define_list(document, 41, [("decimal", "%1."), ("lowerLetter", "%2)"), ("decimal", "%1.%3.")])
        define_list(document, 42, [("bullet", "\uf0b7")])
        numbered(document, "Việc một", 41, 0)
        numbered(document, "Ý a", 41, 1)
        numbered(document, "Ý b", 41, 1)
        numbered(document, "Việc hai", 41, 0)
        numbered(document, "Ý a lại", 41, 1)
        numbered(document, "Gạch", 42, 0)
        document.add_paragraph("Không đánh số")

    found = read(docx_bytes(build), "a.docx")
    assert texts(found) == ["1. Việc một", "a) Ý a", "b) Ý b", "2. Việc hai", "a) Ý a lại", "- Gạch", "Không đánh số"]
    assert [defect.count for defect in found.defects if defect.code == "repair.auto_numbering"] == [6]


def test_docx_numbers_come_from_styles_too() -> None:
    def build(document: Any) -> None:
        document.add_paragraph("Mục đầu", style="List Number")
        document.add_paragraph("Mục sau", style="List Number")
        document.add_paragraph("Ý", style="List Bullet")

    assert texts(read(docx_bytes(build), "a.docx")) == ["1. Mục đầu", "2. Mục sau", "- Ý"]


def test_docx_tables_layout_and_data() -> None:
    def build(document: Any) -> None:
        head = document.add_table(rows=1, cols=2)
        head.cell(0, 0).text = "BAN THỬ\nSố 5-QĐ/TN"
        head.cell(0, 1).text = "ĐẢNG CỘNG SẢN VIỆT NAM"
        document.add_paragraph("Giữa")
        data = document.add_table(rows=2, cols=2)
        for row, cells in enumerate([("Cấp", "Số lượng"), ("Xã", "15")]):
            for column, text in enumerate(cells):
                data.cell(row, column).text = text

    found = read(docx_bytes(build), "a.docx")
    assert texts(found) == ["BAN THỬ", "Số 5-QĐ/TN", "ĐẢNG CỘNG SẢN VIỆT NAM", "Giữa", "Cấp | Số lượng", "Xã | 15"]
    assert [line.kind for line in found.lines][-2:] == [LineKind.ROW, LineKind.ROW]


def test_docx_in_a_legacy_font_is_converted_by_run() -> None:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph()
        run = paragraph.add_run(legacy("Quy định ", "tcvn3"))
        run.font.name = ".VnTime"
        run = paragraph.add_run("số 5 ® ")
        run.font.name = "Times New Roman"
        run = paragraph.add_run(legacy("đảng viên", "tcvn3"))
        run.font.name = ".VnTimeH"

    found = read(docx_bytes(build), "a.docx")
    assert texts(found) == ["Quy định số 5 ® ĐẢNG VIÊN"]
    assert found.encoding == "tcvn3"


def test_html_by_content_not_by_declaration() -> None:
    page = f"<html><head><meta charset=windows-1252><title>Bỏ</title></head><body><p>{SENTENCE}</p></body></html>"
    found = read(page.encode("utf-8"), "a.htm")
    assert texts(found) == [SENTENCE]
    assert "repair.declared_encoding" in {defect.code for defect in found.defects}


def test_html_hides_scripts_and_fetches_nothing() -> None:
    page = (
        "<body><script>alert(1)</script><style>p{}</style><p>Điều 1. <b>Tên</b><br>1. Khoản</p>"
        "<p style='display:none'>Ẩn</p><img src='https://example.invalid/x.png'><iframe src='file:///etc/passwd'></iframe>"
        "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table></body>"
    )
    found = read(page.encode(), "a.html")
    assert texts(found) == ["Điều 1. Tên", "1. Khoản", "a | b", "c | d"]
    assert {defect.code for defect in found.defects} == {"loss.images", "doubt.hidden"}


def test_html_entities_in_windows_1252() -> None:
    page = "<html><body><p>&#272;i&#7873;u 1. “Ngày”</p></body></html>".encode("cp1252")
    assert texts(read(page, "a.htm")) == ["Điều 1. “Ngày”"]


@pytest.mark.parametrize(("font", "encoding"), [(".VnTime", "tcvn3"), ("VNI-Times", "vni")])
def test_rtf_converts_by_font(font: str, encoding: str) -> None:
    body = rtf_escape(legacy(SENTENCE.lower(), encoding))
    data = (
        "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0\\froman Times New Roman;}{\\f1\\fnil{\\*\\panose 020b0604}" + font + ";}}"
        "{\\stylesheet{\\s0 Normal;}}{\\*\\generator x;}\\pard\\f1 "
        + body
        + "\\par\\pard\\plain\\f0 Xong \\u7897?\\par}"
    ).encode("cp1252")
    found = read(data, "a.rtf")
    assert texts(found) == [SENTENCE.lower(), "Xong ộ"]
    assert found.encoding == encoding


def test_rtf_tables_fields_and_hidden_text() -> None:
    data = (
        b"{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\\trowd\\pard\\intbl a\\cell b\\cell\\row"
        b"\\trowd\\pard\\intbl c\\cell d\\cell\\row"
        b"\\pard {\\field{\\*\\fldinst PAGE}{\\fldrslt 7}}Sau{\\v an}{\\pict 0102}\\par}"
    )
    assert texts(read(data, "a.rtf")) == ["a | b", "c | d", "Sau"]


def test_plain_text_in_tcvn3_is_recognised_by_its_content() -> None:
    text = legacy((SENTENCE.lower() + " ") * 8, "tcvn3")
    found = read(text.encode("cp1252"), "a.txt")
    assert found.encoding == "tcvn3"
    assert SENTENCE.lower()[20:60] in found.lines[0].text


def test_markdown_emphasis_bars_and_wrapping() -> None:
    data = (
        "|\n**BAN THỬ**\n|\n\n# QUY ĐỊNH\n\n**I. Về\nviệc thử**\n\n1. Câu bị ngắt *(một\nchỗ)* ở giữa.\n\n"
        "| a | b |\n|---|---|\n| c | d |\n"
    )
    found = read(data.encode(), "a.md")
    assert texts(found) == [
        "BAN THỬ",
        "QUY ĐỊNH",
        "I. Về việc thử",
        "1. Câu bị ngắt (một chỗ) ở giữa.",
        "a | b",
        "c | d",
    ]


# encodings


def test_fonts_tell_encodings() -> None:
    assert [font_encoding(name) for name in (".VnTime", "VNI-Times", "Times New Roman", "")] == [
        "tcvn3",
        "vni",
        None,
        None,
    ]
    assert [is_capital_font(name) for name in (".VnTimeH", ".VnArialH,Bold", ".VnTime", "VNI-Helve")] == [
        True,
        True,
        False,
        False,
    ]


def test_a_letter_split_over_two_runs_is_not_cut() -> None:
    source = legacy("tổ", "vni")
    assert Converter().convert([("VNI-Times", source[:2]), ("VNI-Times", source[2:])]) == "tổ"


def test_unicode_text_is_never_converted_by_content() -> None:
    assert content_encoding(SENTENCE)[0] is None
    assert content_encoding("El niño comió una manzana en la montaña de España.")[0] is None
    assert to_unicode(legacy("đảng", "tcvn3"), "tcvn3") == "đảng"


# bad files


def test_encrypted_pdf() -> None:
    key = "<" + "41" * 32 + ">"
    encrypt = f"/ID [{key} {key}] /Encrypt << /Filter /Standard /V 1 /R 2 /O {key} /U {key} /P -4 >>"
    assert code_of(pdf_bytes([[(72, 700, "Bi mat")]], encrypt=encrypt), "a.pdf") == "corpus.encrypted"


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.pdf", "corpus.empty"),
        (b"\0\0\0\0", "a.doc", "corpus.empty"),
        (b"%PDF-1.7\nrac", "a.pdf", "corpus.unreadable"),
        (pdf_bytes([[], []]), "scan.pdf", "corpus.no_text"),
        (b"PK\x03\x04rac", "a.docx", "corpus.unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"rac" * 300, "a.doc", "corpus.unreadable"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "a.pdf", "corpus.unsupported"),
        (bytes(range(256)) * 40, "a.txt", "corpus.unsupported"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "a.mht", "corpus.unsupported"),
        (b"{\\rtf1" + b"{" * 600, "a.rtf", "corpus.unreadable"),
        (b"<html><body><img src=x></body></html>", "a.htm", "corpus.no_text"),
    ],
)
def test_bad_files_have_typed_errors(data: bytes, name: str, code: str) -> None:
    assert code_of(data, name) == code


def test_wrong_extension_is_read_by_content_and_reported() -> None:
    found = read(pdf_bytes([[(72, 700, "Noi dung that su la PDF")]]), "a.docx")
    assert found.format == "pdf"
    assert "corpus.wrong_type" in {defect.code for defect in found.defects}
    assert detect(b"{\\rtf1 x}", "a.doc") == "rtf"


def archive(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return buffer.getvalue()


def test_zip_bomb_is_refused_by_its_size() -> None:
    assert code_of(archive({"word/document.xml": b"0" * (80 * 1024 * 1024)}), "a.docx") == "corpus.too_large"


def test_external_entities_and_deep_nesting_do_no_harm() -> None:
    good = docx_bytes(lambda document: document.add_paragraph("x"))
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(good)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    entity = (
        f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document xmlns:w="{space}">'
        "<w:body><w:p><w:r><w:t>truoc &e; sau</w:t></w:r></w:p></w:body></w:document>"
    )
    found = read(archive({**parts, "word/document.xml": entity.encode()}), "a.docx")
    assert "root:" not in "".join(texts(found))
    deep = f'<w:document xmlns:w="{space}"><w:body>' + "<w:sdt>" * 5000 + "</w:sdt>" * 5000 + "</w:body></w:document>"
    assert code_of(archive({**parts, "word/document.xml": deep.encode()}), "a.docx") == "corpus.unreadable"


def test_a_spreadsheet_is_not_a_document() -> None:
    assert code_of(archive({"xl/workbook.xml": b"<x/>"}), "a.docx") == "corpus.unsupported"


# real files


@pytest.mark.data
@pytest.mark.skipif(not DATA.exists(), reason="the real files in ../shared/data are not here")
@pytest.mark.parametrize(
    "path", sorted((DATA / "legacy" / "ground-truth").glob("*.txt")), ids=lambda path: path.stem[:24]
)
def test_legacy_files_against_their_transcripts(path: Path) -> None:
    from bench.ingest import diacritics

    source = next(file for file in (DATA / "legacy").iterdir() if file.stem == path.stem)
    found, _ = repair(read(source.read_bytes(), source.name))
    measured = diacritics("\n".join(paragraph.text for paragraph in found), path.read_text("utf-8"))
    assert measured.accuracy >= 0.99
    assert measured.coverage >= 0.97


@pytest.mark.data
@pytest.mark.skipif(not DATA.exists(), reason="the real files in ../shared/data are not here")
def test_the_youth_charter_has_its_horned_letters_back() -> None:
    found, defects = repair(read((DATA / "pdf" / "dieu_le_doan_khoa_XI.pdf").read_bytes(), "a.pdf"))
    text = "\n".join(paragraph.text for paragraph in found)
    assert "ƣ" not in text
    assert "Chương II" in text
    assert next(defect.count for defect in defects if defect.code == "repair.font_map") == 16


# what the author does not show


def hidden_places(extract: Extract) -> list[str]:
    return [place for defect in extract.defects if defect.code == "doubt.hidden" for place in defect.places]


def test_docx_leaves_out_hidden_struck_white_and_moved_text() -> None:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph("1. Thời hạn là ")
        for text, name in (("5 ngày", "hidden"), ("6 ngày", "strike"), ("10 ngày", "")):
            run = paragraph.add_run(text)
            if name:
                setattr(run.font, name, True)
        white = paragraph.add_run("7 ngày")
        white.font.color.rgb = RGBColor(255, 255, 255)
        moved = OxmlElement("w:moveFrom")
        run = document.add_paragraph("2. Sau. ").add_run("8 ngày")
        run._r.addprevious(moved)
        moved.append(run._r)

    found = read(docx_bytes(build), "a.docx")
    assert texts(found) == ["1. Thời hạn là 10 ngày", "2. Sau."]
    assert hidden_places(found) == ["5 ngày", "6 ngày", "7 ngày", "8 ngày"]


def test_docx_footnotes_stand_after_the_paragraph_that_calls_them() -> None:
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:footnote w:id="2"><w:p><w:r><w:t>Theo luật thử.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )

    def build(document: Any) -> None:
        run = document.add_paragraph("1. Thử").add_run()
        call = OxmlElement("w:footnoteReference")
        call.set(qn("w:id"), "2")
        run._r.append(call)
        document.add_paragraph("2. Sau")
        part = Part(PackURI("/word/footnotes.xml"), "application/xml", notes.encode(), document.part.package)
        document.part.relate_to(part, f"{RELATIONS}/footnotes")

    found = read(docx_bytes(build), "a.docx")
    assert texts(found) == ["1. Thử", "[1] Theo luật thử.", "2. Sau"]
    assert found.lines[1].kind is LineKind.NOTE


def test_html_leaves_out_what_a_browser_does_not_show_and_keeps_notes_at_their_place() -> None:
    page = (
        "<p>1. Thời hạn là <s>5 ngày</s><span style='display:none'>6 ngày</span> <span style='color:#FFF'>7 ngày</span>"
        "10 ngày<a href='#_ftn1' name='_ftnref1'>[1]</a></p><p>2. Sau</p>"
        "<div id='ftn1'><p><a href='#_ftnref1' name='_ftn1'>[1]</a> Theo luật thử.</p></div>"
    )
    found = read(page.encode(), "a.htm")
    assert texts(found) == ["1. Thời hạn là 10 ngày[1]", "[1] Theo luật thử.", "2. Sau"]
    assert hidden_places(found) == ["5 ngày", "6 ngày", "7 ngày"]


def test_rtf_leaves_out_struck_text() -> None:
    found = read(b"{\\rtf1\\ansi 1. Han la {\\strike 5 ngay }10 ngay\\par}", "a.rtf")
    assert texts(found) == ["1. Han la 10 ngay"]
    assert hidden_places(found) == ["5 ngay"]


@pytest.mark.parametrize(
    ("x", "before"),
    [(72, "3 Tr"), (72, "1 1 1 rg"), (900, ""), (72, "0.1 0 0 0.1 72 500 cm")],
    ids=["not painted", "white", "off the page", "tiny"],
)
def test_pdf_leaves_out_what_is_not_painted(x: int, before: str) -> None:
    # The second text is closed inside, so that operators can stand before what follows it.
    unseen = f"2. Sau) Tj ET {before} BT /F1 12 Tf {x} 640 Td (8 ngay"
    found = read(pdf_bytes([[(72, 700, "1. Thoi han la 10 ngay"), (72, 660, unseen)]]), "a.pdf")
    assert texts(found) == ["1. Thoi han la 10 ngay", "2. Sau"]
    assert hidden_places(found) == ["tr. 1: 8 ngay"]


@pytest.mark.parametrize(
    ("over", "covered"),
    [
        ("1 1 1 rg 60 630 300 30 re f", True),
        ("1 1 1 RG 60 630 300 30 re S", False),  # a frame, not filled
        ("1 1 1 rg 60 630 30 30 re f", False),  # over the beginning alone
    ],
)
def test_pdf_leaves_out_what_a_shape_covers(over: str, covered: bool) -> None:
    under = f"2. Sau) Tj ET BT /F1 12 Tf 72 640 Td (8 ngay roi thoi) Tj ET {over} 0 g BT /F1 12 Tf 72 600 Td (3. Het"
    found = read(pdf_bytes([[(72, 700, "1. Thoi han la 10 ngay"), (72, 660, under)]]), "a.pdf")
    assert texts(found) == ["1. Thoi han la 10 ngay", "2. Sau", *([] if covered else ["8 ngay roi thoi"]), "3. Het"]
    assert hidden_places(found) == (["tr. 1: 8 ngay roi thoi"] if covered else [])
