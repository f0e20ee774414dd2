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
from corpus.readers.furniture import drop_furniture
from corpus.readers.legacy import Converter, Run, content_encoding
from corpus.readers.tables import Span, table_lines
from corpus.structure.extract import Defect, Extract, Line, LineKind, Severity, hidden

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
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|text-decoration[^;]*line-through"
    r"|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)|font-size\s*:\s*0(?:\.\d+)?(?:px|pt|em|rem|%)?\s*(?:;|$)"
    r"|(?<![-\w])color\s*:\s*(?:white|#fff(?:fff)?)\s*(?:;|$)",
    re.IGNORECASE,
)
_GROUND = re.compile(r"background", re.IGNORECASE)
_STRUCK = frozenset(("s", "strike", "del"))
_FAMILY = re.compile(r"font-family\s*:\s*[\"']?([^;,\"']+)", re.IGNORECASE)
# Word names its notes ftn1, edn1, and what calls them _ftnref1.
_NOTE_ID = re.compile(r"_?((?:ftn|edn)\d{1,4})")
_CALL = re.compile(r"#_?((?:ftn|edn)\d{1,4})")
_BACK = re.compile(r"#_?(?:ftn|edn)ref\d{1,4}$")
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
    cut = drop_furniture(root)
    walker.take_notes(root)
    lines = [*walker.lines(root), *walker.notes_left()]
    defects = [*walker.converter.defects(), *hidden(walker.unseen)]
    if cut:
        message = "Trình đơn, mục lục, đường dẫn và phần giao diện của trang web đã bỏ."
        places = tuple(" ".join(text.split())[:60] for text in cut[:20])
        defects.append(Defect(DefectCode.REPAIR_WEB_FURNITURE, message, Severity.REPAIR, len(cut), places))
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
        self.notes: dict[str, str] = {}
        self.called: list[str] = []
        self.unseen: list[str] = []
        self.depth = 0

    def take_notes(self, root: Tag) -> None:
        """Footnotes out of the flow: parts that are named as notes or that lead back to where they are called."""
        found: list[tuple[str, Tag]] = []
        for node in root.find_all(["div", "p", "li"]):
            if match := _NOTE_ID.fullmatch(str(node.get("id") or "")):
                found.append((match[1], node))
        if not found:
            for back in root.find_all("a", attrs={"href": _BACK}):
                own = _NOTE_ID.fullmatch(str(back.get("name") or back.get("id") or ""))
                block = back.find_parent(["p", "div", "li"])
                if own and block is not None:
                    found.append((own[1], block))
        for name, node in found:
            if name not in self.notes:
                text = " ".join(line.text for line in self.lines(node))
                self.notes[name] = text
            node.extract()

    def notes_left(self) -> list[Line]:
        """Notes that nothing in the text calls."""
        return [Line(text, kind=LineKind.NOTE, block=self.block) for text in self.notes.values() if text]

    def _call(self, node: Tag) -> None:
        if node.name == "a" and (call := _CALL.fullmatch(str(node.get("href") or ""))):
            self.called.append(call[1])

    def _called(self) -> list[Line]:
        """The notes called since the last paragraph ended; inside a table they wait for its end."""
        if self.depth > 1:
            return []
        texts = [self.notes.pop(name) for name in self.called if name in self.notes]
        self.called.clear()
        return [Line(text, kind=LineKind.NOTE, block=self.block) for text in texts if text]

    def lines(self, root: Tag) -> list[Line]:
        """Lines below an element."""
        self.depth += 1
        found = self._lines(root)
        self.depth -= 1
        return found

    def _lines(self, root: Tag) -> list[Line]:
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
            found.extend(self._called())

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
                if shown := _words(node):
                    runs.append((font, shown))
                    weights += [bold] if shown.strip() else []
            elif not isinstance(node, Tag) or self._skip(node):
                continue
            elif node.name == "br":
                runs.append((font, "\n"))
            elif node.name == "table":
                flush()
                self.block += 1
                found += self._table(node)
                found += self._called()
            else:
                self._call(node)
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
        if node.name in _SKIPPED:
            return True
        style = str(node.get("style") or "")
        found = _HIDDEN.search(style)
        white = found is not None and "color" in found[0].casefold()
        unseen = (
            node.name in _STRUCK
            or node.has_attr("hidden")
            or (found is not None and not (white and _GROUND.search(style)))
        )
        if unseen and (text := node.get_text(" ", strip=True)):
            self.unseen.append(text)
        return unseen

    def _table(self, table: Tag) -> list[Line]:
        rows: list[list[list[str]]] = []
        spans: list[list[Span]] = []
        headed, in_head = 0, True
        for row in table.find_all("tr"):
            if row.find_parent("table") is not table:
                continue
            cells = [cell for cell in row.find_all(["td", "th"]) if cell.find_parent("tr") is row]
            rows.append([[line.text for line in self.lines(cell)] for cell in cells])
            spans.append([(_number(cell, "colspan"), _number(cell, "rowspan")) for cell in cells])
            above = row.find_parent("thead")
            all_heads = bool(cells) and all(cell.name == "th" for cell in cells)
            in_head = in_head and (all_heads or (above is not None and above.find_parent("table") is table))
            headed += in_head and any(rows[-1])
        return table_lines(rows, self.block, spans, headed)


def _number(cell: Tag, name: str) -> int:
    """A span as the page gives it; 1 where it gives none that can be read."""
    written = str(cell.get(name) or "").strip()
    return int(written) if re.fullmatch(r"[0-9]{1,4}", written) and int(written) else 1


def _words(node: NavigableString) -> str:
    """The words of a text node, each space one blank; empty for comments and the like."""
    return "" if isinstance(node, (Comment, Doctype, ProcessingInstruction)) else re.sub(r"\s+", " ", str(node))


def _style(node: Tag, font: str, bold: bool) -> tuple[str, bool]:
    style, face = node.get("style"), node.get("face")
    if isinstance(face, str) and face:
        font = face.split(",")[0].strip(" \"'")
    if isinstance(style, str) and (match := _FAMILY.search(style)):
        font = match[1].strip()
    return font, bold or node.name in ("b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6")
