"""Measures the reading of scanned pages: Tesseract alone and with the correction of diacritics.

Run from the project's root: ``python -m bench.scans [--data ../shared/data] [--tune] [--cache FOLDER]``. Pages with a
text layer are drawn as a scanner of 150 or 200 dpi would give them, clean or with blur, speckles, grey paper and a
slight turn, put into a PDF that holds nothing but the picture, and read back as the loader reads a scan. The text layer
is the truth. The corpus that corrects never holds the document that a page is from.
"""

from __future__ import annotations

import argparse
import re
import resource
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from scipy import ndimage

from corpus.core.text import fold, to_nfc
from corpus.ingest.sandbox import Limits, Sandbox
from corpus.readers.ocr import lines_of, table_of
from corpus.readers.pdf import POOR, picture
from corpus.structure.diacritics import Usage
from indexing.config import IndexConfig
from indexing.sources import load_registry

TEST = {
    "party/quy-dinh-294-QD-TW.pdf": (3, 8, 13, 18, 23, 28),
    "unseen-2026-11/p04-hd-huy-hieu-dang-hanoi.pdf": (2, 4, 6),
    "unseen-2026-11/p05-hd-nghiep-vu-hanoi.pdf": (3, 7, 11, 15, 19, 23, 27, 31, 35, 39, 42),
}
TUNING = {"party/huong-dan-06-HD-TW.pdf": (4, 9, 14, 19, 24, 29)}
"""Pages on which the weights in ``corpus.structure.diacritics`` were chosen; they stand in no figure."""
LOADED = (
    "party/quy-dinh-294-QD-TW.pdf",
    "party/huong-dan-06-HD-TW.pdf",
    "party/dieu-le-dang-2011.md",
    "party/huong-dan-45-HD-BTCTW-2025.md",
    "docx/30_2020_ND_CP.docx",
    "html/40_NQ-HDBCQG_678128.htm",
    "html/101_2025_UBTVQH15_678562.htm",
)
"""What an operator has loaded; a page's own document is left out."""
CONDITIONS = tuple((dpi, noisy) for dpi in (150, 200) for noisy in (False, True))


@dataclass(frozen=True)
class Sheet:
    """One page in one condition: its true lines, Tesseract's table, and the processor seconds that took."""

    document: str
    page: int
    dpi: int
    noisy: bool
    truth: tuple[str, ...]
    table: str
    seconds: float


def scanned(page: pdfium.PdfPage, dpi: int, noisy: bool, seed: int) -> bytes:
    """A PDF that holds a page as a picture only."""
    grey = np.array(page.render(scale=dpi / 72, grayscale=True).to_numpy()).squeeze()
    if noisy:
        grey = worn(grey, np.random.default_rng(seed))
    document = pdfium.PdfDocument.new()
    width, height = page.get_size()
    sheet = document.new_page(width, height)
    rows, columns = grey.shape
    bitmap = pdfium.PdfBitmap.new_native(columns, rows, pdfium.raw.FPDFBitmap_Gray)
    bitmap.to_numpy()[:] = grey.reshape(bitmap.to_numpy().shape)
    image = pdfium.PdfImage.new(document)
    image.set_bitmap(bitmap)
    image.set_matrix(pdfium.PdfMatrix().scale(width, height))
    sheet.insert_obj(image)
    sheet.gen_content()
    buffer = bytearray()
    writer = _Writer(buffer)
    document.save(writer)
    document.close()
    return bytes(buffer)


class _Writer:
    def __init__(self, buffer: bytearray) -> None:
        self._buffer = buffer

    def write(self, data: bytes) -> int:
        self._buffer += data
        return len(data)


def worn(grey: NDArray[np.uint8], chance: np.random.Generator) -> NDArray[np.uint8]:
    """A page image as a worn copier gives it: turned by up to .7°, blurred, grey, speckled."""
    picture = ndimage.rotate(grey.astype(np.float32), chance.uniform(-0.7, 0.7), reshape=False, order=1, cval=255)
    picture = ndimage.gaussian_filter(picture, 0.7)
    picture = 40 + picture * (190 / 255) + chance.normal(0, 14, picture.shape)
    speckles = chance.random(picture.shape)
    picture[speckles < 0.0008] = 0
    picture[speckles > 0.9992] = 255
    return np.clip(picture, 0, 255).astype(np.uint8)


def sheets(data: Path, chosen: dict[str, tuple[int, ...]], cache: Path | None = None) -> Iterator[Sheet]:
    """Every page in every condition."""
    for name, numbers in chosen.items():
        document = pdfium.PdfDocument(data / name)
        for number in numbers:
            page = document[number - 1]
            truth = tuple(line.strip() for line in page.get_textpage().get_text_range().splitlines() if line.strip())
            for dpi, noisy in CONDITIONS:
                kept = cache / f"{Path(name).stem}-{number}-{dpi}-{noisy}.tsv" if cache else None
                if kept and kept.exists():
                    spent, _, table = kept.read_text("utf-8").partition("\n")
                    seconds = float(spent)
                else:
                    scan = pdfium.PdfDocument(scanned(page, dpi, noisy, number))
                    image = picture(scan, 0)
                    before = resource.getrusage(resource.RUSAGE_CHILDREN)
                    table = table_of(image, number)
                    after = resource.getrusage(resource.RUSAGE_CHILDREN)
                    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
                    if kept:
                        kept.write_text(f"{seconds}\n{table}", "utf-8")
                yield Sheet(name, number, dpi, noisy, truth, table, seconds)


@dataclass
class Score:
    """Sums over pages: of letters, words, words with the right marks, labels and figures, and of seconds."""

    pages: int = 0
    letters: int = 0
    letters_right: int = 0
    words: int = 0
    words_right: int = 0
    aligned: int = 0
    marked_right: int = 0
    labels: int = 0
    labels_right: int = 0
    figures: int = 0
    figures_right: int = 0
    seconds: float = 0.0
    changed: int = 0

    def add(self, lines: Sequence[str], truth: Sequence[str], seconds: float, changed: int) -> None:
        """Add a page."""
        ours, theirs = _WORD.findall(to_nfc("\n".join(lines))), _WORD.findall(to_nfc("\n".join(truth)))
        matcher = SequenceMatcher(None, [fold(word) for word in ours], [fold(word) for word in theirs], autojunk=False)
        self.pages += 1
        self.letters += sum(map(len, theirs))
        self.words += len(theirs)
        for a, b, size in matcher.get_matching_blocks():
            for mine, wanted in zip(ours[a : a + size], theirs[b : b + size], strict=True):
                self.aligned += 1
                self.marked_right += mine.lower() == wanted.lower()
                self.words_right += mine == wanted
                self.letters_right += sum(x == y for x, y in zip(mine, wanted, strict=False))
        for _, a, a_end, b, b_end in (code for code in matcher.get_opcodes() if code[0] == "replace"):
            pieces = SequenceMatcher(None, "".join(ours[a:a_end]), "".join(theirs[b:b_end]), autojunk=False)
            self.letters_right += sum(block.size for block in pieces.get_matching_blocks())
        self.labels += (wanted := _counted(_LABEL, truth)).total()
        self.labels_right += (wanted & _counted(_LABEL, lines)).total()
        self.figures += (wanted := _counted(_FIGURE, truth)).total()
        self.figures_right += (wanted & _counted(_FIGURE, lines)).total()
        self.seconds += seconds
        self.changed += changed

    def row(self, name: str) -> str:
        """The shares as a row of a table."""
        shares = (
            (self.letters_right, self.letters),
            (self.words_right, self.words),
            (self.marked_right, self.aligned),
            (self.labels_right, self.labels),
            (self.figures_right, self.figures),
        )
        cells = [f"{right / max(1, count):.4f}".lstrip("0") for right, count in shares]
        return f"| {name} | {' | '.join(cells)} | {self.changed / self.pages:.0f} | {self.seconds / self.pages:.2f} |"


_WORD = re.compile(r"\w+")
_LABEL = re.compile(r"^\W*(\d{1,3}(?:\.\d+)*[.)](?=\s)|[^\W\d_]\)|[-–+](?=\s))")
_FIGURE = re.compile(r"\d+(?:[.,/-]\d+)*")


def _counted(pattern: re.Pattern[str], lines: Sequence[str]) -> Counter[str]:
    return Counter(match.group() for line in lines for match in pattern.finditer(line))


def usages(data: Path, names: Iterable[str], *, shipped: bool) -> dict[str, Usage]:
    """For each document the usage of the shipped texts and, unless only those are asked for, of ``LOADED`` without it.

    Args:
        data: the folder of documents.
        names: the documents that pages are from.
        shipped: of the shipped texts alone.
    """
    digest = load_registry(IndexConfig(corpus="shipped")).all_documents.values()
    texts = {"": [provision.text for document in digest for provision in document.provisions]}
    if not shipped:
        with Sandbox(Limits(), {}) as sandbox:
            for name in LOADED:
                texts[name] = [provision.text for provision in sandbox.ingest(data / name).document.provisions]
    return {one: Usage.of(text for name, some in texts.items() if name != one for text in some) for one in names}


def main() -> None:
    """Print a row for each condition, before and after."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("--tune", action="store_true", help="read the pages that weights are chosen on instead")
    parser.add_argument("--shipped", action="store_true", help="correct by the shipped texts alone")
    parser.add_argument("--cache", type=Path, help="folder for what Tesseract read, to score it again")
    options = parser.parse_args()
    chosen = TUNING if options.tune else TEST
    by_document = usages(options.data / "documents", chosen, shipped=options.shipped)
    scores: dict[str, tuple[Score, Score]] = {}
    poor, poorest = Counter[str](), {}
    for sheet in sheets(options.data / "documents", chosen, options.cache):
        seen = lines_of(sheet.table, sheet.page)
        lines = [line.text for line in seen.lines]
        began = time.process_time()
        mended, changes = by_document[sheet.document].mended(lines, seen.certainties, sheet.page)
        took = time.process_time() - began
        name = f"{sheet.dpi} dpi, {'noisy' if sheet.noisy else 'clean'}"
        for key in (name, f"all of {Path(sheet.document).stem[:9]}", "all"):
            before, after = scores.setdefault(key, (Score(), Score()))
            before.add(lines, sheet.truth, sheet.seconds, 0)
            after.add(mended, sheet.truth, sheet.seconds + took, len(changes))
        poor[name] += seen.confidence < POOR
        poorest[name] = min(poorest.get(name, 1.0), seen.confidence)
    print("| condition | letters | words | diacritics | labels | figures | changed a page | CPU s a page |")
    for name, (before, after) in scores.items():
        print(before.row(f"{name}, {before.pages} pages, before"))
        print(after.row(f"{name}, after"))
    print({name: f"{poor[name]} below {POOR}, least {poorest[name]:.2f}" for name in poorest})


if __name__ == "__main__":
    main()
