"""Small regulations in our own words, and files made of them, for the tests of reading and structuring."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

DATA = Path(__file__).parents[3] / "shared" / "data" / "documents"

DECIMAL = """BAN CHẤP HÀNH THỬ NGHIỆM
*
ĐẢNG CỘNG SẢN VIỆT NAM
---------------
Số 77-QĐ/TN
Hà Nội, ngày 05 tháng 3 năm 2025
QUY ĐỊNH
VIỆC THỬ NGHIỆM ĐIỀU LỆ ĐẢNG
- Căn cứ Điều lệ Đảng;
- Căn cứ Quy chế làm việc,
BAN CHẤP HÀNH THỬ NGHIỆM QUY ĐỊNH
1. Điều 9 (Khoản 2): Việc thử thứ nhất
1.1. Về cách thử.
1.1.1. Người thử phải đủ 3 lần thử.
1.1.2. Trường hợp khác do nơi thử quyết định.
1.2. Về thời hạn.
30 ngày là thời hạn chung của mọi lần thử.
2. Điều 11: Việc thử thứ hai
2.1. (Khoản 5): Không được thử trong các trường hợp sau:
a) Người thử vắng mặt.
b) Nơi thử chưa sẵn sàng.
Việc vắng mặt không tính vào số lần thử.
2.2. Thực hiện theo Khoản 3, Khoản 4, Điều 11 Điều lệ Đảng và Mục 1.1.
- Ghi biên bản.
- Lưu hồ sơ.
Quy định này có hiệu lực thi hành từ ngày 01/4/2025.
Nơi nhận:
- Các nơi thử,
- Lưu Văn phòng.
T/M BAN CHẤP HÀNH
"""

ARTICLES = """CHÍNH PHỦ THỬ
Số: 12/2025/NĐ-CP
Hà Nội, ngày 02 tháng 01 năm 2025
NGHỊ ĐỊNH
VỀ VIỆC THỬ
Căn cứ Luật Thử;
NGHỊ ĐỊNH:
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi
Nghị định này quy định việc thử.
Điều 2. Người thử
1. Người thử có nhiệm vụ:
a) Thử đúng giờ;
đ) Ghi sổ.
2. Người thử có quyền dừng lại.
Chương II
ĐIỀU KHOẢN THI HÀNH
Điều 3. Hiệu lực
Nghị định này có hiệu lực từ ngày ký, thay thế Nghị định số 11/2020/NĐ-CP.
TM. CHÍNH PHỦ
Phụ lục I
BẢNG THỬ
1. Mục đầu
2. Mục sau
"""


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def docx_bytes(build: Any) -> bytes:
    document = docx.Document()
    build(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def numbered(document: Any, text: str, number: int, level: int) -> None:
    """A paragraph in an automatic list."""
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    node = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", level), ("w:numId", number)):
        child = OxmlElement(name)
        child.set(qn("w:val"), str(value))
        node.append(child)
    properties.append(node)


def define_list(document: Any, number: int, levels: list[tuple[str, str]]) -> None:
    """An automatic list whose levels have these number forms and texts."""
    root = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), str(900 + number))
    for place, (form, text) in enumerate(levels):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(place))
        for name, value in (("w:start", "1"), ("w:numFmt", form), ("w:lvlText", text)):
            child = OxmlElement(name)
            child.set(qn("w:val"), value)
            level.append(child)
        abstract.append(level)
    root.insert(0, abstract)
    num = OxmlElement("w:num")
    num.set(qn("w:numId"), str(number))
    reference = OxmlElement("w:abstractNumId")
    reference.set(qn("w:val"), str(900 + number))
    num.append(reference)
    root.append(num)


def pdf_bytes(pages: list[list[tuple[float, float, str]]], *, encrypt: str = "") -> bytes:
    """A plain PDF: for each page, ASCII texts with their left and bottom position in points."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for texts in pages:
        stream = "".join(f"BT /F1 12 Tf {x} {y} Td ({text}) Tj ET\n" for x, y, text in texts).encode("ascii")
        objects.append(b"<< /Length %d >>\nstream\n%sendstream" % (len(stream), stream))
        content = len(objects)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % content
        )
        kids.append(len(objects))
    names = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<< /Type /Pages /Kids [{names}] /Count {len(kids)} >>".encode()
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R {encrypt} >>"
    return bytes(out + f"trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n".encode())
