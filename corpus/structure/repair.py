"""Character repair of an extract: Unicode NFC, damaged font maps, ligatures, soft hyphens, control characters.

Pure. Every repair is counted and reported with its first places. Letters are mended only where the damaged
character cannot be right in Vietnamese (ƣ, Ƣ); where a tone mark sits (hòa or hoà) is left as the source has it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus.core.codes import DefectCode
from corpus.structure.extract import Defect, Extract, Line, LineKind, Paragraph, Severity
from corpus.structure.layout import GAZETTE
from corpus.structure.layout import paragraphs as rebuild
from corpus.structure.markers import read_marker

_FONT_MAP = str.maketrans({"ƣ": "ư", "Ƣ": "Ư"})
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_LOOKALIKES = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "\u2010": "-", "\u2011": "-"})
# A line-end hyphen inside a document's number is written: "01/2008/NQLT-BA\ufffeBC".
_SIGN_HYPHEN = re.compile(r"(\d\S{0,60}[A-ZĐƯ\d])[\u0002\ufffe]+(?=[A-ZĐƯ\d])")
# "Điều" alone on a line and "1. Phạm vi" on the next one.
_HEADING_WORD = re.compile(r"(?:điều|chương|phần|mục|tiểu mục|phụ lục)", re.IGNORECASE)
_HEADING_NUMBER = {"điều": re.compile(r"\d{1,3}[a-zđ]?\s*[.:]")}
_OTHER_NUMBER = re.compile(r"(?:\d{1,2}|[IVXL]{1,6})\s*(?:[.:]|$)")
_GAZETTE_PART = re.compile(
    r"(?:phần\s+(?:[IVX]+|thứ\s+\w+)\s*[.:]?\s*)?(?:văn bản quy phạm pháp luật|(?:các )?văn bản khác)", re.IGNORECASE
)
_STAMP = re.compile(
    r"(?:(?:người|được)?\s*ký(?:\s+số)?\s+bởi|người ký|ngày ký|thời gian ký|signature not verified|digitally signed by)"
    r"\s*:?.*",
    re.IGNORECASE,
)
_STAMP_REST = re.compile(r"(?:e-?mail|cơ quan|tổ chức|chức vụ|date|reason|location)\s*:.*", re.IGNORECASE)
_STAMP_LENGTH, _STAMP_LINES = 120, 5
_SOFT = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_SPACES = re.compile("[ \t\r\n\u0085\u2028\u2029\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_CONTROL = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_BULLETS = str.maketrans({"\uf0b7": "•", "\uf02d": "-", "\uf0a7": "▪", "\uf0d8": "•", "\uf0fc": "•"})
_BARS = re.compile(r"\s*\|(?P<cells>[^\n]*)\|\s*")
# What a portal's export writes where the page had a list of files.
_ATTACHED_FILE = re.compile(r"(?:file|tệp)\s+(?:được\s+)?đính kèm(?:\s+theo)?\s+văn bản", re.IGNORECASE)
_SENTENCE = 60  # characters a line must have to count as the first half of a broken sentence
_CLOSED = re.compile(r"[.;:!?…”\"»)\]]\s*$")
_SURROGATE = re.compile("[\ud800-\udfff]")


def repair(extract: Extract) -> tuple[tuple[Paragraph, ...], tuple[Defect, ...]]:
    """Mended paragraphs of an extract with all findings: the reader's, the layout's and the repairs."""
    counter = _Repairs()
    lines = [
        replace(line, text=counter.line(line.text, line.page), head=line.head and _quiet(line.head))
        for line in extract.lines
    ]
    found: list[Defect] = list(extract.defects)
    lines = _without_furniture(lines, found, physical=extract.physical)
    if extract.physical:
        paragraphs, layout_defects = rebuild([line for line in lines if line.text])
        found += layout_defects
    else:
        paragraphs = _joined([_paragraph(line) for line in lines if line.text], found)
    paragraphs = _headed(paragraphs, found)
    mended = tuple(
        replace(paragraph, text=text)
        for paragraph in map(_drawn_row, paragraphs)
        if (text := counter.paragraph(paragraph.text, paragraph.page))
    )
    return mended, (*found, *counter.defects())


def _without_furniture(lines: Sequence[Line], defects: list[Defect], *, physical: bool) -> list[Line]:
    """Lines without the gazette's running heads and without the stamp of a digital signature."""
    gazette = [line for line in lines if GAZETTE.fullmatch(line.text)]
    named = [line for line in lines[:8] if gazette and _GAZETTE_PART.fullmatch(line.text)]
    stamped: list[Line] = []
    open_until = -1
    for index, line in enumerate(lines):
        if len(line.text) > _STAMP_LENGTH or line.kind is LineKind.ROW:
            continue
        begins = _STAMP.fullmatch(line.text) is not None and ":" in line.text + ":" * line.text.isascii()
        if begins or (index <= open_until and _STAMP_REST.fullmatch(line.text)):
            stamped.append(line)
            open_until = index + _STAMP_LINES
    dropped = [*([] if physical else gazette), *named, *stamped]
    if dropped:
        places = tuple(dict.fromkeys(line.text[:40] for line in dropped))[:20]
        message = "Dòng đầu trang Công báo, khối thông tin ký số đã bỏ."
        defects.append(Defect(DefectCode.REPAIR_PAGE_FURNITURE, message, Severity.REPAIR, len(dropped), places))
    gone = {id(line) for line in dropped}
    return [line for line in lines if id(line) not in gone]


def _headed(paragraphs: list[Paragraph], defects: list[Defect]) -> list[Paragraph]:
    """Headings that a break cut behind their word ("Điều" / "1. Phạm vi"), whole again."""
    kept: list[Paragraph] = []
    places: list[str] = []
    for paragraph in paragraphs:
        word = kept[-1].text.strip(" *") if kept else ""
        if (
            word[:1].isupper()
            and _HEADING_WORD.fullmatch(word)
            and kept[-1].kind not in (LineKind.ROW, LineKind.NOTE)
            and paragraph.kind not in (LineKind.ROW, LineKind.NOTE)
            and _HEADING_NUMBER.get(word.casefold(), _OTHER_NUMBER).match(paragraph.text)
        ):
            kept[-1] = replace(paragraph, text=f"{word} {paragraph.text}", page=kept[-1].page)
            places.append(kept[-1].text[:40])
        else:
            kept.append(paragraph)
    defects += _joins(places, "Tiêu đề bị ngắt sau chữ “Điều”, “Chương”… đã nối lại.")
    return kept


def _joins(places: Sequence[str], message: str) -> list[Defect]:
    """What was joined, told once with its places; nothing where nothing was."""
    count, shown = len(places), tuple(places[:20])
    return [Defect(DefectCode.REPAIR_BROKEN_SENTENCE, message, Severity.REPAIR, count, shown)] if places else []


def _paragraph(line: Line) -> Paragraph:
    return Paragraph(line.text, line.page, line.kind, line.bold, line.block, line.head)


def _drawn_row(paragraph: Paragraph) -> Paragraph:
    """A table's row drawn with bars in running text ("| 1 | Tên |") as one; without words nothing is left of it."""
    drawn = _BARS.fullmatch(paragraph.text) if paragraph.kind is LineKind.TEXT else None
    if drawn is None:
        return paragraph
    cells = [cell.strip() for cell in drawn["cells"].split("|")]
    shown = " | ".join(cells) if any(cells) else ""
    if _ATTACHED_FILE.fullmatch("".join(cells)):
        return replace(paragraph, text="")
    return replace(paragraph, text=shown, kind=LineKind.ROW) if len(cells) > 1 else replace(paragraph, text=shown)


def _quiet(head: str) -> str:
    """A table's head repaired as its rows are, which are the ones that are counted."""
    silent = _Repairs()
    return silent.paragraph(silent.line(head, 0), 0)


def _joined(paragraphs: list[Paragraph], defects: list[Defect]) -> list[Paragraph]:
    """Sentences that a stray line break of the source cut in two, joined again.

    A paragraph without a closing mark followed by one that begins with a small letter and no marker is one
    sentence; short lines (addresses, signatures) are left alone.
    """
    kept: list[Paragraph] = []
    places: list[str] = []
    for paragraph in paragraphs:
        before = kept[-1] if kept else None
        if (
            before is not None
            and not {LineKind.ROW, LineKind.NOTE} & {before.kind, paragraph.kind}
            and len(before.text) > _SENTENCE
            and not _CLOSED.search(before.text)
            and paragraph.text[:1].islower()
            and read_marker(paragraph.text) is None
        ):
            kept[-1] = replace(before, text=f"{before.text} {paragraph.text}")
            places.append(paragraph.text[:40])
        else:
            kept.append(paragraph)
    defects += _joins(places, "Câu bị ngắt dòng giữa chừng trong tệp gốc đã nối lại.")
    return kept


class _Repairs:
    """Counts each kind of repair with its first places."""

    def __init__(self) -> None:
        self.counts: Counter[DefectCode] = Counter()
        self.places: dict[DefectCode, list[str]] = {}

    def _note(self, code: DefectCode, count: int, text: str, page: int) -> None:
        if count:
            self.counts[code] += count
            places = self.places.setdefault(code, [])
            if len(places) < 10:
                places.append((f"tr. {page}: " if page else "") + " ".join(text.split())[:40])

    def line(self, text: str, page: int) -> str:
        """Repairs that do not depend on the lines around (soft hyphens at line ends wait for the layout)."""
        text = _SURROGATE.sub("\ufffd", text)
        composed = unicodedata.normalize("NFC", text)
        self._note(DefectCode.REPAIR_NFC, int(composed != text), composed, page)
        self._note(
            DefectCode.REPAIR_FONT_MAP, sum(composed.count(char) for char in "ƣƢ"), composed.translate(_FONT_MAP), page
        )
        composed = composed.translate(_FONT_MAP)
        lookalikes = sum(composed.count(char) for char in "ÐðƉ\u2010\u2011")
        self._note(DefectCode.REPAIR_LOOKALIKE, lookalikes, composed, page)
        composed = _SIGN_HYPHEN.sub(r"\1-", composed).translate(_LOOKALIKES).translate(_BULLETS)
        for ligature, letters in _LIGATURES.items():
            self._note(DefectCode.REPAIR_LIGATURE, composed.count(ligature), composed, page)
            composed = composed.replace(ligature, letters)
        return composed.strip(" \t\r\n")

    def paragraph(self, text: str, page: int) -> str:
        """Repairs of a whole paragraph: invisible characters and runs of spaces."""
        plain = _SOFT.sub("", text)
        self._note(DefectCode.REPAIR_SOFT_HYPHEN, len(text) - len(plain), plain, page)
        clean = _CONTROL.sub("", plain)
        self._note(DefectCode.REPAIR_CONTROL, len(plain) - len(clean), clean, page)
        self._note(DefectCode.DOUBT_PRIVATE_USE, len(_PRIVATE.findall(clean)), clean, page)
        self._note(DefectCode.LOSS_REPLACEMENT, clean.count("\ufffd"), clean, page)
        return unicodedata.normalize("NFC", _SPACES.sub(" ", clean)).strip()

    def defects(self) -> Sequence[Defect]:
        """One finding for each kind of repair made."""
        return [
            Defect(code, _MESSAGES[code], _SEVERITIES[code.split(".")[0]], count, tuple(self.places[code]))
            for code, count in sorted(self.counts.items())
        ]


_SEVERITIES = {"repair": Severity.REPAIR, "doubt": Severity.DOUBT, "loss": Severity.LOSS}
_MESSAGES = {
    DefectCode.REPAIR_NFC: "Dòng dùng dấu tổ hợp rời đã đưa về Unicode dựng sẵn (NFC).",
    DefectCode.REPAIR_FONT_MAP: "Chữ ƣ/Ƣ do bảng phông hỏng đã sửa thành ư/Ư.",
    DefectCode.REPAIR_LOOKALIKE: "Chữ Ð/ð (Latinh cổ), gạch nối đặc biệt đã sửa thành Đ/đ, “-”.",
    DefectCode.REPAIR_LIGATURE: "Chữ ghép (ﬁ, ﬂ…) đã tách.",
    DefectCode.REPAIR_SOFT_HYPHEN: "Dấu nối mềm và ký tự không hiện đã bỏ.",
    DefectCode.REPAIR_CONTROL: "Ký tự điều khiển đã bỏ.",
    DefectCode.DOUBT_PRIVATE_USE: "Ký tự riêng của phông, không rõ nghĩa, giữ nguyên.",
    DefectCode.LOSS_REPLACEMENT: "Ký tự không đọc được (�).",
}
