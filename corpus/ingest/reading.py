"""Bytes of a file to an ``Extract``: what the file is (by content, not by name) and which reader takes it.

Edge: dispatch only; each reader imports its library when first used. ``corpus.ingest.sandbox`` runs this in a process
of its own with limits on time and memory.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

from corpus.core.codes import Code, DefectCode
from corpus.core.errors import CorpusError
from corpus.structure.diacritics import Usage
from corpus.structure.extract import Defect, Extract, Severity

MAX_BYTES = 100 * 1024 * 1024
"""Largest file accepted; the largest known regulation file is under 2 MB."""

SUFFIXES = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".docm": "docx",
    ".doc": "doc",
    ".dot": "doc",
    ".rtf": "rtf",
    ".htm": "html",
    ".html": "html",
    ".xhtml": "html",
    ".mht": "mht",
    ".mhtml": "mht",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
}
"""Extensions looked for in a folder, with the format they promise."""

_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|div|table|p)\b", re.IGNORECASE)


def detect(data: bytes, name: str) -> str:
    """Format of the content: ``pdf``, ``docx``, ``doc``, ``rtf``, ``html``, ``markdown`` or ``text``.

    Raises:
        CorpusError: ``corpus.empty``, ``corpus.too_large`` or ``corpus.unsupported``.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise CorpusError(Code.CORPUS_EMPTY, "Tệp rỗng.", hint="Kiểm tra lại tệp gốc.")
    if len(data) > MAX_BYTES:
        raise CorpusError(Code.CORPUS_TOO_LARGE, f"Tệp lớn hơn {MAX_BYTES // 1024 // 1024} MB.")
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "doc"
    if start.startswith(b"{\\rt"):
        return "rtf"
    promised = SUFFIXES.get(_suffix(name), "")
    if start[:14].lower() == b"mime-version: " or promised == "mht":
        raise CorpusError(
            Code.CORPUS_UNSUPPORTED, "Chưa đọc được trang web lưu dạng .mht.", hint="Lưu lại trang dạng HTML rồi nạp."
        )
    if promised != "markdown" and (_HTML.search(data[:65536]) or (promised == "html" and b"<" in start)):
        return "html"
    if _binary(data):
        known = {b"\x89PNG": "ảnh PNG", b"\xff\xd8\xff": "ảnh JPEG", b"II*\0": "ảnh TIFF", b"MM\0*": "ảnh TIFF"}
        found = next((label for magic, label in known.items() if data.startswith(magic)), "nhị phân không rõ loại")
        raise CorpusError(
            Code.CORPUS_UNSUPPORTED,
            f"Không đọc được loại tệp này ({found}).",
            hint="Dùng PDF có lớp chữ, DOCX, DOC, RTF, HTML, Markdown hoặc văn bản thuần.",
        )
    return "markdown" if promised == "markdown" else "text"


def read(data: bytes, name: str, *, ocr: bool = False, usage: Usage | None = None) -> Extract:
    """Read a file's bytes with the reader for its content.

    Args:
        data: the whole file.
        name: file name; its extension only serves as a hint and is compared with the content.
        ocr: recognise pages without text, if Tesseract is installed.
        usage: how the corpus writes, to put diacritics of recognised pages right.

    Raises:
        CorpusError: the codes of ``detect`` and of the readers (``corpus.unreadable``, ``corpus.no_text``…).
    """
    kind = detect(data, name)
    extract = _read(kind, data, ocr, usage)
    if not any(line.text.strip() for line in extract.lines):
        raise CorpusError(Code.CORPUS_NO_TEXT, "Tệp không có chữ.", hint="Kiểm tra lại tệp gốc.")
    promised = SUFFIXES.get(_suffix(name), "")
    if promised != kind and not {promised, kind} <= {"text", "markdown", ""}:
        note = Defect(
            DefectCode.CORPUS_WRONG_TYPE,
            f"Phần mở rộng “{_suffix(name) or '(không có)'}” không đúng với nội dung ({kind}); đã đọc theo nội dung.",
            Severity.DOUBT,
        )
        extract = replace(extract, defects=(*extract.defects, note))
    return extract


def _read(kind: str, data: bytes, ocr: bool, usage: Usage | None) -> Extract:
    if kind == "pdf":
        from corpus.readers.pdf import read_pdf

        return read_pdf(data, ocr=ocr, usage=usage)
    if kind == "docx":
        from corpus.readers.word.docx import read_docx

        return read_docx(data)
    if kind == "html":
        from corpus.readers.html import read_html

        return read_html(data)
    if kind == "rtf":
        from corpus.readers.rtf import read_rtf

        return read_rtf(data)
    if kind == "doc":
        from corpus.readers.word.doc import read_doc

        return read_doc(data)
    from corpus.readers.text import read_text

    return read_text(data, markdown=kind == "markdown")


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise CorpusError(Code.CORPUS_UNREADABLE, "Tệp nén (DOCX) bị hỏng hoặc bị cắt cụt.") from error
    if "word/document.xml" in names or any(name.startswith("word/") for name in names):
        return "docx"
    raise CorpusError(
        Code.CORPUS_UNSUPPORTED,
        "Tệp nén không phải văn bản Word (DOCX).",
        hint="Giải nén rồi nạp từng tệp; bảng tính và trình chiếu chưa được hỗ trợ.",
    )


def _binary(data: bytes) -> bool:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    sample = data[:8192]
    odd = sum(byte < 9 or 13 < byte < 32 for byte in sample)
    return odd > len(sample) // 20


def _suffix(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return f".{suffix.lower()}" if dot and stem else ""
