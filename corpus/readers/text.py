"""Plain text and Markdown: encoding found, emphasis and table bars of crawled pages stripped.

Edge in name only: bytes in, lines out. Crawled Markdown of regulations is either one paragraph a line or hard wrapped
with blank lines between paragraphs; ``physical`` tells which, and ``corpus.structure.layout`` rejoins the latter.
"""

from __future__ import annotations

import re
from itertools import pairwise

from corpus.core.codes import Code, DefectCode
from corpus.core.errors import CorpusError
from corpus.core.text import to_nfc
from corpus.head.lines import KINDS
from corpus.readers.legacy import content_encoding, to_unicode
from corpus.structure.extract import Defect, Extract, Line, LineKind, Severity
from corpus.structure.markers import starts_label

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_LINK = re.compile(r"!?\[([^\]\n]*)\]\((?:[^()\s]|\([^()\s]*\))*\)")
_ROW = re.compile(r"^\s*\|(.+)\|\s*$")
_RULED = re.compile(r"^[\s|:-]*\|[\s|:-]*$")
_STARS = re.compile(r"\*+|__+")
_WRAP = 140  # a file whose lines hardly ever pass this width is hard-wrapped
_ENDED = re.compile(r"[.;:,!?…)”\"]$")
_PAGE = re.compile(r"(?:trang\s+)?[-–—]?\s*(?P<page>\d{1,3})\s*[-–—]?(?:\s*/\s*\d{1,3})?", re.IGNORECASE)
_PAGE_LINES, _CENTRED = 20, 15  # lines from one page number to the next, or the blanks before it
_COLUMNS = re.compile(r"(?<=\S)(?:\t+|[ \u00a0]{4,})(?=\S)")  # what parts two columns of a head or a signature
_HEAD_BLOCKS = 6
_RECIPIENTS = re.compile(r"\s*[_*]*nơi nhận\s*:", re.IGNORECASE)
_BROKEN_HEADING = re.compile(r"[Đđ](?:iều|IỀU)")


def decode(data: bytes) -> tuple[str, str]:
    """Text of the bytes with the encoding used: a BOM, else UTF-8, else windows-1258, else Latin-1."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(name, "replace"), name.removesuffix("-sig")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
        return text, "cp1252"


def read_text(data: bytes, *, markdown: bool) -> Extract:
    """Lines of a text file.

    Raises:
        CorpusError: ``corpus.unreadable`` when the bytes are not text.
    """
    text, encoding = decode(data)
    if text.count("\0") + text.count("\ufffd") > max(8, len(text) // 200):
        raise CorpusError(Code.CORPUS_UNREADABLE, "Tệp không phải văn bản thuần.", hint="Kiểm tra định dạng tệp.")
    defects: list[Defect] = []
    confidence = 1.0
    if encoding == "cp1252":
        legacy, confidence = content_encoding(text[:20000])
        if legacy:
            text, encoding = to_unicode(text, legacy), legacy
            defects.append(
                Defect(
                    DefectCode(f"repair.{legacy}"), f"Chữ mã {legacy.upper()} đã chuyển sang Unicode.", count=len(text)
                )
            )
        else:
            defects.append(Defect(DefectCode.DOUBT_ENCODING, "Bảng mã không rõ, đọc như windows-1252.", Severity.DOUBT))
    raw = _without_page_numbers(to_nfc(text).split("\n"), defects)
    blocks = _blocks(raw, defects, markdown=markdown)
    wide = sorted(len(line) for block in blocks for line in block)
    wrapped = bool(wide) and wide[int(len(wide) * 0.98)] <= _WRAP and wide[-1] <= 3 * _WRAP
    lines: list[Line] = []
    for number, block in enumerate(blocks):
        pieces = _rejoin(block, wide[-1] if wide else 0) if wrapped else block
        lines += [line for piece in pieces if (line := _line(piece, number, markdown=markdown)) is not None]
    return Extract(
        lines=tuple(lines),
        format="markdown" if markdown else "text",
        encoding="unicode" if encoding in ("utf-8", "utf-16") else encoding,
        defects=tuple(defects),
        confidence=confidence,
    )


def _without_page_numbers(lines: list[str], defects: list[Defect]) -> list[str]:
    """Lines without the page numbers of a printed page: alone on their line, rising, far apart or at a form feed.

    Figures of a list (one below the other, or each above its words) stand close together and stay.
    """
    lone = [
        (at, int(match["page"])) for at, line in enumerate(lines) if (match := _PAGE.fullmatch(line.strip("\x0c \t")))
    ]
    rising = all(0 < after[1] - before[1] <= 2 for before, after in pairwise(lone))
    far = all(after[0] - before[0] >= _PAGE_LINES for before, after in pairwise(lone))
    fed = all("\x0c" in "".join(lines[max(0, at - 2) : at + 3]) for at, _ in lone)
    centred = all(len(lines[at]) - len(lines[at].lstrip()) >= _CENTRED for at, _ in lone)
    found = lone if len(lone) > 1 and lone[0][1] <= 3 and rising and (fed or centred or (far and len(lone) > 2)) else []
    if found:
        places = tuple(f"dòng {at + 1}: {page}" for at, page in found[:20])
        defects.append(Defect(DefectCode.REPAIR_PAGE_NUMBER, "Số trang đã bỏ.", count=len(found), places=places))
    gone = {at for at, _ in found}
    return [piece for at, line in enumerate(lines) for piece in ([""] if at in gone else line.split("\x0c"))]


def _blocks(lines: list[str], defects: list[Defect], *, markdown: bool) -> list[list[str]]:
    """Runs of lines between blank ones; bars left over from broken tables count as blank.

    The columns of a head and of a signature stand one below the other, each line a block of its own.
    """
    blocks: list[list[str]] = [[]]
    bars = 0
    columns: list[tuple[int, str]] = []
    head, closing = True, False

    def close() -> None:
        blocks.extend([text] for text in _columns(columns))
        columns.clear()
        blocks.append([])

    for line in lines:
        shown = line.strip()
        stray = markdown and (_RULED.match(shown) is not None or shown in ("* |", "** **"))
        bars += stray
        head = head and len(blocks) <= _HEAD_BLOCKS and not starts_label(_STARS.sub("", shown))
        if not markdown and _RECIPIENTS.match(line):
            close()
            closing = True
        if shown == "* |":
            blocks.append(["*"])
        if not shown or stray:
            close()
            closing = False
        elif not markdown and (head or closing) and (closing or columns or _COLUMNS.search(shown)):
            columns.append((len(line) - len(line.lstrip()), line.strip()))
        else:
            blocks[-1].append(shown)
    close()
    if bars:
        defects.append(Defect(DefectCode.REPAIR_TABLE_BARS, "Vạch bảng còn sót của trang nguồn đã bỏ.", count=bars))
    return [block for block in blocks if block]


def _columns(lines: list[tuple[int, str]]) -> list[str]:
    """The lines of two columns that stand side by side, the left column first."""
    starts = [indent + match.end() for indent, text in lines if (match := _COLUMNS.search(text))]
    border = min(starts, default=10_000)
    left: list[str] = []
    right: list[str] = []
    for indent, text in lines:
        cut = _COLUMNS.search(text)
        if cut is None:
            (right if indent >= border - 4 else left).append(text)
        else:
            left.append(text[: cut.start()].strip())
            right.append(text[cut.end() :].strip())
    return [*left, *right]


def _rejoin(block: list[str], width: int) -> list[str]:
    """The paragraphs of a hard-wrapped block; ``width`` is the longest line of the file."""
    pieces: list[str] = []
    for index, line in enumerate(block):
        before = block[index - 1] if index else ""
        bare, above = _STARS.sub("", line).strip(), _STARS.sub("", before).strip()
        closed = _ENDED.search(above) or len(before) < width * 0.6 or before.endswith("**")
        begins = (starts_label(bare) and closed and not _BROKEN_HEADING.fullmatch(above)) or (
            _HEADING.match(line) or _HEADING.match(before) or _ROW.match(line) or _ROW.match(before)
        )
        begins = begins or (above.isupper() and above.casefold() in KINDS) or _RECIPIENTS.match(bare)
        if index and not begins:
            pieces[-1] += " " + line
        else:
            pieces.append(line)
    return pieces


def _line(text: str, block: int, *, markdown: bool) -> Line | None:
    if not markdown:
        return Line(" ".join(text.split()), block=block)
    if row := _ROW.match(text):
        cells = [" ".join(_STARS.sub("", cell).split()) for cell in row[1].split("|")]
        return Line(" | ".join(cells), kind=LineKind.ROW, block=block) if any(cells) else None
    heading = _HEADING.match(text)
    shown = _LINK.sub(r"\1", heading[2] if heading else text)
    bold = shown.startswith("**") and shown.rstrip().endswith("**")
    plain = " ".join((shown if set(shown) <= {"*", " "} else _STARS.sub("", shown)).split())
    if not plain:
        return None
    return Line(plain, kind=LineKind.HEADING if heading else LineKind.TEXT, bold=bold, block=block)
