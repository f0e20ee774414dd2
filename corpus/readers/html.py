"""Saved web pages and Word-HTML, through Beautiful Soup: block by block, layout tables opened, nothing fetched.

Edge: owns ``bs4``. The encoding is what the bytes are, not what the page declares: valid UTF-8 wins over a
declared windows-1252. Scripts, styles, hidden parts, images and frames are skipped; no address is ever opened.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import Comment, Doctype, NavigableString, PageElement, ProcessingInstruction, Tag

from corpus.core.codes import Code, DefectCode
from corpus.core.errors import CorpusError
from corpus.readers.legacy import Converter, Run, content_encoding
from corpus.readers.tables import table_lines
from corpus.structure.extract import Defect, Extract, Line, LineKind, Severity

_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]+)", re.IGNORECASE)
_SKIPPED = frozenset(
    ("script", "style", "head", "title", "noscript", "template", "svg", "math", "object", "embed", "iframe", "frame",
     "form", "select", "button", "input", "textarea", "nav", "canvas", "audio", "video", "map", "xml")
)  # fmt: skip
_BLOCKS = frozenset(
    ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "section",
     "article", "header", "footer", "main", "aside", "table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption",
     "center", "address", "figure", "figcaption", "hr", "body", "html", "fieldset", "details", "summary")
)  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FAMILY = re.compile(r"font-family\s*:\s*[\"']?([^;,\"']+)", re.IGNORECASE)
_MAX_NODES = 2_000_000


def decode(data: bytes) -> tuple[str, str, bool]:
    """Text, the encoding used, and whether it differs from the declared one."""
    match = _DECLARED.search(data[:4096])
    declared = match[1].decode("ascii").lower() if match else ""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(name, "replace"), name, False
    try:
        text = data.decode("utf-8")
        pure = data.isascii()
        return text, declared or "utf-8" if pure else "utf-8", bool(declared) and not pure and "utf-8" not in declared
    except UnicodeDecodeError:
        name = declared if declared and "utf" not in declared else "cp1252"
    try:
        return data.decode(name, "replace"), name, bool(declared) and name != declared
    except LookupError:
        return data.decode("cp1252", "replace"), "cp1252", True


def read_html(data: bytes) -> Extract:
    """Lines of an HTML page.

    Raises:
        CorpusError: ``corpus.unreadable`` when no page can be made of it.
    """
    text, encoding, differs = decode(data)
    try:
        soup = BeautifulSoup(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), "lxml")
    except (ValueError, AssertionError, RecursionError) as error:
        raise CorpusError(Code.CORPUS_UNREADABLE, "Trang HTML bị hỏng.") from error
    root = soup.body or soup
    plain = root.get_text(" ", strip=True)[:20000]
    legacy = content_encoding(plain)[0] if not any(char in plain for char in "ạảấầẩậắằặẹẻếềểệọốồổộớờởợụủứừửự") else None
    walker = _Walker(Converter(legacy))
    lines = walker.lines(root)
    defects = list(walker.converter.defects())
    if differs:
        message = f"Bảng mã khai báo không đúng; đã đọc theo {encoding}."
        defects.append(Defect(DefectCode.REPAIR_DECLARED_ENCODING, message, Severity.REPAIR))
    if walker.images:
        message = "Ảnh trong trang không được đọc và không được tải."
        defects.append(Defect(DefectCode.LOSS_IMAGES, message, Severity.LOSS, walker.images))
    found = walker.converter.encoding()
    return Extract(
        lines=tuple(lines),
        format="html",
        encoding=found if found != "unicode" else "unicode",
        defects=tuple(defects),
        confidence=walker.converter.confidence(),
    )


class _Walker:
    """Collects runs of text between block boundaries; iterative, so that deep nesting cannot exhaust the stack."""

    def __init__(self, converter: Converter) -> None:
        self.converter = converter
        self.block = 0
        self.images = 0

    def lines(self, root: Tag) -> list[Line]:
        """Lines below an element."""
        found: list[Line] = []
        runs: list[Run] = []
        weights: list[bool] = []
        heading = False

        def flush() -> None:
            nonlocal heading
            text = self.converter.convert(runs)
            for piece in text.split("\n"):
                shown = " ".join(piece.split())
                if shown:
                    kind = LineKind.HEADING if heading else LineKind.TEXT
                    found.append(Line(shown, kind=kind, bold=bool(weights) and all(weights), block=self.block))
            runs.clear()
            weights.clear()
            heading = False

        pending: list[tuple[PageElement | None, str, bool]] = [(child, "", False) for child in reversed(root.contents)]
        count = 0
        while pending:
            node, font, bold = pending.pop()
            count += 1
            if count > _MAX_NODES:
                raise CorpusError(Code.CORPUS_TOO_LARGE, "Trang HTML có quá nhiều phần tử.")
            if node is None:
                flush()
            elif isinstance(node, NavigableString):
                if not isinstance(node, (Comment, Doctype, ProcessingInstruction)):
                    shown = re.sub(r"\s+", " ", str(node))
                    if shown:
                        runs.append((font, shown))
                        if shown.strip():
                            weights.append(bold)
            elif not isinstance(node, Tag) or self._skip(node):
                continue
            elif node.name == "br":
                runs.append((font, "\n"))
            elif node.name == "table":
                flush()
                self.block += 1
                found += table_lines(self._rows(node), self.block)
            else:
                inner_font, inner_bold = _style(node, font, bold)
                is_block = node.name in _BLOCKS
                if is_block:
                    flush()
                    pending.append((None, "", False))
                heading = heading or node.name in ("h1", "h2", "h3", "h4", "h5", "h6")
                pending += [(child, inner_font, inner_bold) for child in reversed(node.contents)]
        flush()
        return found

    def _skip(self, node: Tag) -> bool:
        if node.name == "img":
            self.images += 1
            return True
        style = node.get("style")
        return node.name in _SKIPPED or (isinstance(style, str) and _HIDDEN.search(style) is not None)

    def _rows(self, table: Tag) -> list[list[list[str]]]:
        rows = []
        for row in table.find_all("tr"):
            if row.find_parent("table") is not table:
                continue
            cells = [cell for cell in row.find_all(["td", "th"]) if cell.find_parent("tr") is row]
            rows.append([[line.text for line in self.lines(cell)] for cell in cells])
        return rows


def _style(node: Tag, font: str, bold: bool) -> tuple[str, bool]:
    style, face = node.get("style"), node.get("face")
    if isinstance(face, str) and face:
        font = face.split(",")[0].strip(" \"'")
    if isinstance(style, str) and (match := _FAMILY.search(style)):
        font = match[1].strip()
    return font, bold or node.name in ("b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6")
