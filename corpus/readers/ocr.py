"""Optional character recognition of scanned pages, by Tesseract with its Vietnamese data.

Edge: runs the external program ``tesseract``, which is not installed with this project. Recognised text is never
citable until a person has compared it with the original: even a clean scan yields wrong diacritics.
"""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache

from corpus.core.codes import Code
from corpus.core.errors import CorpusError
from corpus.structure.extract import Line

DPI = 200
"""Resolution at which pages are drawn for recognition."""

_PAGE_SECONDS = 240
_ENVIRONMENT = {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}  # its threads slow each other down on small machines


@dataclass(frozen=True, slots=True)
class Recognised:
    """Lines of a page image, in points, with the mean confidence (0–1) of their words, and that of each word."""

    lines: tuple[Line, ...]
    confidence: float
    certainties: tuple[tuple[float, ...], ...] = ()


@cache
def available() -> bool:
    """Whether Tesseract and its Vietnamese data are installed."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    found = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False)
    return "vie" in found.stdout.split()


def recognise(image: bytes, page: int) -> Recognised:
    """Recognise one page image (PGM, PNG, JPEG or TIFF); errors as ``table_of``."""
    return lines_of(table_of(image, page), page)


def table_of(image: bytes, page: int) -> str:
    """Tesseract's words of one page image, as TSV.

    Raises:
        CorpusError: ``corpus.no_ocr`` when Tesseract or its Vietnamese data is absent, ``corpus.unreadable`` when
            it fails on the image.
    """
    if not available():
        raise CorpusError(
            Code.CORPUS_NO_OCR,
            "Chưa cài Tesseract với gói tiếng Việt nên không nhận dạng được bản quét.",
            hint="Cài tesseract-ocr và tesseract-ocr-vie, hoặc nhận dạng chữ bằng công cụ khác rồi nạp lại.",
        )
    try:
        result = subprocess.run(
            [shutil.which("tesseract") or "tesseract", "-", "-", "-l", "vie", "--psm", "6", "--dpi", str(DPI), "tsv"],
            input=image,
            capture_output=True,
            timeout=_PAGE_SECONDS,
            env=_ENVIRONMENT,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise CorpusError(Code.CORPUS_UNREADABLE, f"Không nhận dạng được chữ ở trang {page}.") from error
    return result.stdout.decode("utf-8", "replace")


def lines_of(table: str, page: int) -> Recognised:
    """Lines from Tesseract's TSV output."""
    words: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] == "5" and (row["text"] or "").strip():
            words.setdefault((row["block_num"], row["par_num"], row["line_num"]), []).append(row)
    scale = 72 / DPI
    lines = []
    for row_words in words.values():
        left = min(int(word["left"]) for word in row_words)
        right = max(int(word["left"]) + int(word["width"]) for word in row_words)
        top = min(int(word["top"]) for word in row_words)
        height = max(int(word["height"]) for word in row_words)
        text = " ".join(word["text"].strip() for word in row_words)
        lines.append(
            Line(text, page=page, left=left * scale, right=right * scale, top=top * scale, size=height * scale)
        )
    sure = tuple(tuple(float(word["conf"]) / 100 for word in row_words) for row_words in words.values())
    every = [certainty for row in sure for certainty in row]
    return Recognised(tuple(lines), sum(every) / len(every) if every else 0.0, sure)
