"""Paragraphs to a tree of provisions with spans that cover the whole text.

Pure. Strategy: walk the paragraphs once with a stack of open units. A paragraph opens a unit only when its marker
fits the sequence there (khoản 3 after khoản 2, 11.4.2 inside 11.4, điểm đ after d), so that "30 ngày…" or
"1.000 đảng viên…" stay text; a marker out of sequence is reported. Unlabelled paragraphs belong to the unit
above them; after the children of a unit they are units of their own (``….p2``). Amending laws quote whole
articles: between an opening quotation mark and its closing one nothing opens a unit.

Invariants: every paragraph lies in exactly one unit; a unit's text is a slice of the document's text; outside the
units there are only line feeds; ids are unique.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.extract import Defect, LineKind, Paragraph, Severity
from corpus.labels import Level, Marker, follows, read_marker
from corpus.model import Provision, Unit
from corpus.naming import UNITS, child_name, piece_name, row_name
from corpus.zones import Zone, find_zones, is_title_line

_OWN_LIMIT = 1800
"""Characters of own text beyond which further paragraphs become units of their own (smallest unit, R6)."""

_TITLE_LIMIT, _TRAIL_LIMIT = 300, 220
_LOOK_AHEAD = 60  # paragraphs searched for the continuation of a list
_GAP = 3  # how many numbers a sequence may skip before a marker counts as text
_TABLE = 40.0
_STRUCTURAL = Level.ROMAN  # units up to this rank are headings: paragraphs below them are units of their own
_ENDED = re.compile(r"[.;!?…][”\"»)\s]*$")
_CLOSING_RULE = re.compile(
    r"(?:(?:các\s+)?(?:quy định|hướng dẫn|nghị quyết|chỉ thị|kết luận|quyết định|quy chế|thông tư|nghị định|luật)"
    r"\s+(?:liên tịch\s+)?(?:này|trước đây)\b.*(?:hiệu lực|thay thế|phổ biến|ban hành|bãi bỏ)"
    r"|trong quá trình (?:tổ chức )?thực hiện)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(slots=True, eq=False)
class _Node:
    """A unit under construction; ``first`` and ``last`` are paragraph indices of its own text."""

    rank: float
    number: tuple[int, ...]
    unit: Unit
    path: str
    label: str
    first: int
    last: int
    parent: _Node | None
    marker: Marker | None = None
    citable: bool = True
    children: int = 0
    pieces: int = 0
    tables: int = 0
    seen: dict[int, tuple[tuple[int, ...], float]] = field(default_factory=dict)
    context: str = ""
    latest: tuple[int, ...] = ()

    def reached(self, kind: int) -> tuple[int, ...] | None:
        """Number of the last child of this kind (a ``Level``; decimals by their length)."""
        return self.seen[kind][0] if kind in self.seen else None


@dataclass(frozen=True, slots=True)
class Structured:
    """The document's text with its provisions in order, and findings about doubtful places."""

    text: str
    provisions: tuple[Provision, ...]
    defects: tuple[Defect, ...]


def structure(paragraphs: Sequence[Paragraph], document_id: str, head_end: int) -> Structured:
    """Build the provisions of a document.

    Args:
        paragraphs: repaired; blank ones are left out.
        document_id: prefix of the provision ids.
        head_end: index of the first paragraph after the head.
    """
    shown = [paragraph for paragraph in paragraphs if paragraph.text.strip()]
    builder = _Builder(shown, find_zones(shown, head_end))
    builder.walk()
    return builder.finish(document_id)


class _Builder:
    def __init__(self, paragraphs: Sequence[Paragraph], zones: Sequence[Zone]) -> None:
        self.paragraphs = paragraphs
        self.zones = {zone.start: zone for zone in zones}
        self.bounds = sorted([zone.start for zone in zones] + [len(paragraphs)])
        self.root = _Node(-1, (), Unit.PARAGRAPH, "", "", 0, -1, None)
        self.ending = _Node(0.25, (), Unit.PARAGRAPH, "ket", "Phần kết", 0, -1, None)
        self.stack = [self.root]
        self.nodes: list[_Node] = []
        self.paths: set[str] = set()
        self.quoted = _quoted(paragraphs)
        self.doubts: list[str] = []
        self.gaps: list[str] = []
        self.twins: list[str] = []
        self.labelled = 0

    # the walk

    def walk(self) -> None:
        """Give every paragraph to a unit."""
        index = 0
        while index < len(self.paragraphs):
            if (zone := self.zones.get(index)) and zone.end > index:
                self._zone(zone)
                index = zone.end
                continue
            paragraph = self.paragraphs[index]
            if paragraph.kind is LineKind.ROW:
                self._row(index)
            elif self.quoted[index]:
                self._piece(self._holder(), index)
            elif (marker := read_marker(paragraph.text)) is None or not self._open(marker, index):
                self._plain(index)
            index += 1

    def _zone(self, zone: Zone) -> None:
        self.stack = [self.root]
        node = self._add(self.root, Level.ATTACHED, (), zone.unit, zone.path, zone.label, zone.start)
        node.last, node.citable = zone.end - 1, False
        if zone.stays_open:
            self.stack.append(node)

    def _open(self, marker: Marker, index: int) -> bool:
        """Open a unit for the marker, if it fits here."""
        if len(self.stack) > 1 and self.stack[1].path == "mo-dau" and marker.level < Level.POINT:
            self.stack = [self.root]
        found = self._place(marker, index)
        if found is None:
            if marker.level < Level.DASH:
                self.doubts.append(self.paragraphs[index].text[:40])
            return False
        parent, rank = found
        kind = _kind(marker)
        named = self._scope() if marker.level is Level.ARTICLE else parent
        ordinal = 1 + (named.reached(kind) or (0,))[0] if not marker.number else 0
        path, label = child_name(named.path, named.label, named.rank, marker, ordinal)
        self._cut(parent)
        node = self._add(parent, rank, marker.number, UNITS[marker.level], path, label, index)
        node.marker = marker
        if marker.level is Level.ARTICLE:
            named.seen[kind] = (marker.number, rank)
        parent.seen[kind] = (marker.number or (ordinal,), rank)
        self.stack.append(node)
        self.labelled += marker.level < Level.DASH
        if marker.level in (Level.NUMBER, Level.DECIMAL):
            next(above for above in reversed(self.stack) if above.rank < Level.NUMBER).latest = marker.number
        return True

    def _plain(self, index: int) -> None:
        """An unlabelled paragraph: own text of an open unit, or a unit of its own."""
        top, paragraph = self.stack[-1], self.paragraphs[index]
        if self._ends_document(index):
            self._piece(self.ending, index)
            return
        if top.rank <= _STRUCTURAL:
            titled = top is not self.root and top.children == 0 and top.last == index - 1
            if titled and is_title_line(paragraph) and top.rank < Level.LETTER and top.last - top.first < 4:
                top.last = index
            elif top is self.root and self._opens_section(index):
                self._titled(index)
            else:
                self._piece(top, index)
            return
        holder = self._holder(index)
        if holder is top and top.children == 0 and top.last == index - 1 and self._length(top) < _OWN_LIMIT:
            top.last = index
        else:
            self._piece(holder, index)

    def _piece(self, parent: _Node, index: int) -> None:
        parent.pieces += 1
        path, label = piece_name(parent.path, parent.label, parent.pieces)
        self._cut(parent)
        node = self._add(parent, parent.rank + 0.5, (), Unit.PARAGRAPH, path, label, index)
        if self.paragraphs[index].text.rstrip().endswith(":"):
            self.stack.append(node)

    def _titled(self, index: int) -> None:
        """A heading without a marker at the top of the document: its paragraphs follow under its name."""
        title = " ".join(self.paragraphs[index].text.split())
        before = not self.labelled and not any(node.path.startswith("mo-dau") for node in self.nodes)
        path = "mo-dau" if before else f"t{1 + sum(node.rank == 0.25 for node in self.nodes)}"
        label = "Phần mở đầu" if before else f"Phần “{title[:60]}”"
        node = self._add(self.root, 0.25, (), Unit.SECTION, path, label, index)
        node.citable = False
        self.stack.append(node)

    def _row(self, index: int) -> None:
        paragraph, before = self.paragraphs[index], self.paragraphs[index - 1] if index else None
        top = self.stack[-1]
        same = before is not None and before.kind is LineKind.ROW and before.block == paragraph.block
        if not same or top.rank != _TABLE:
            parent = top if top.rank != _TABLE else self.stack[-2]
            parent.tables += 1
            self._cut(parent)
            table = _Node(_TABLE, (), Unit.TABLE, parent.path, parent.label, index, index, parent)
            table.context = " ".join(paragraph.text.split())
            self.stack.append(table)
        table = self.stack[-1]
        owner = table.parent or self.root
        table.children += 1
        path, label = row_name(owner.path, owner.label, owner.tables, table.children)
        node = self._add(owner, _TABLE + 1, (), Unit.TABLE, path, label, index)
        node.context = table.context if table.children > 1 else ""

    # where a marker fits

    def _place(self, marker: Marker, index: int) -> tuple[_Node, float] | None:
        level = marker.level
        if level >= Level.DASH:
            return self._below(level), level
        if level is Level.DECIMAL:
            return self._decimal(marker, index)
        if level is Level.ARTICLE:
            return self._article(marker, index)
        if level in (Level.ANNEX, Level.FORM):
            parent = next((n for n in reversed(self.stack) if n.rank < level), self.root)
            return parent, level
        for node in reversed(self.stack):
            number, rank = node.seen.get(level, ((), 0.0))
            if number and _next(number[-1], marker.number[-1]):
                self._report_gap(level, number[-1], marker, index)
                return node, rank
        return self._first(marker, index)

    def _first(self, marker: Marker, index: int) -> tuple[_Node, float] | None:
        """A marker that continues no open sequence: the first of a new one, or text."""
        level, place = marker.level, marker.number[-1]
        top, parent = self.stack[-1], self._below(marker.level)
        if level in (Level.PART, Level.CHAPTER, Level.SECTION, Level.SUBSECTION):
            short = len(self.paragraphs[index].text) <= 200
            return (parent, level) if short and (place == 1 or level not in parent.seen) else None
        opened = self.paragraphs[top.last].text.rstrip().endswith(":") if top is not self.root else False
        if level is Level.LETTER and Level.ROMAN in {n.rank for n in self.stack} and place == 1:
            return next(n for n in reversed(self.stack) if n.rank == Level.ROMAN), Level.ROMAN + 0.5
        if place == 1 and level not in parent.seen:
            return parent, level
        if place == 1 and opened and top.rank >= level:
            return top, top.rank + 0.25
        if place == 1 and index and is_title_line(self.paragraphs[index - 1]) and level < Level.POINT:
            return self._section_before(index, level)
        if level in (Level.NUMBER, Level.PAREN) and 1 < place <= 1 + _GAP and level not in parent.seen:
            self._report_gap(level, 0, marker, index)
            return parent, level
        return None

    def _section_before(self, index: int, level: Level) -> tuple[_Node, float] | None:
        """Numbering starts again after a heading without a marker: that heading opens a section."""
        last = self.nodes[-1]
        if last.unit is not Unit.PARAGRAPH or last.last != index - 1 or last.first != last.last:
            return None
        last.unit, last.citable = Unit.SECTION, False
        last.rank = level - 0.5
        parent = last.parent or self.root
        while self.stack[-1] is not parent:
            self.stack.pop()
        self.stack.append(last)
        return last, level

    def _decimal(self, marker: Marker, index: int) -> tuple[_Node, float] | None:
        prefix, place = marker.number[:-1], marker.number[-1]
        kind = _kind(marker)
        rank = float(kind)
        for node in reversed(self.stack):
            before = node.reached(kind)
            if node.number == prefix and Level.ARTICLE <= node.rank < rank:
                if before is None or _next(before[-1], place) or place <= before[-1]:
                    self._report_gap(Level.DECIMAL, before[-1] if before else 0, marker, index)
                    return node, rank
                return None
            if before is not None and before[:-1] == prefix and _next(before[-1], place):
                return node, rank
        # its section was not seen (a lost page, a damaged heading): the number itself still tells the order
        scope = next(node for node in reversed(self.stack) if node.rank < Level.NUMBER)
        if marker.number > scope.latest:
            if place > 1 or (scope.latest and prefix[0] > scope.latest[0] + 1):
                self.gaps.append(self.paragraphs[index].text[:40])
            return scope, rank
        return None

    def _article(self, marker: Marker, index: int) -> tuple[_Node, float] | None:
        scope, number = self._scope(), marker.number[0]
        before = (scope.reached(Level.ARTICLE) or (0,))[0]
        lettered = not marker.written.isdigit() and number == before
        if number == 1 and before > 0:
            return self._restart(index)
        if not lettered and not (before < number <= before + 10):
            return None
        self._report_gap(Level.ARTICLE, before - lettered, marker, index)
        return self._below(Level.ARTICLE), Level.ARTICLE

    def _restart(self, index: int) -> tuple[_Node, float] | None:
        """Điều 1 again: the text of another document begins; the heading line before it gives its name."""
        if not index or not is_title_line(self.paragraphs[index - 1]):
            return None
        last = self.nodes[-1]
        if last.last != index - 1 or last.first != last.last or last.unit is not Unit.PARAGRAPH:
            return None
        number = 1 + sum(node.path.startswith("kt") and "." not in node.path for node in self.nodes)
        self.paths.discard(last.path)
        last.unit, last.citable, last.rank, last.parent = Unit.ANNEX, False, Level.ATTACHED, None
        last.path, last.label = self._unique(f"kt{number}"), self.paragraphs[index - 1].text.strip()[:60]
        self.stack = [self.root, last]
        return last, Level.ARTICLE

    # small questions

    def _below(self, rank: float) -> _Node:
        """The innermost open unit that can hold a unit of this rank."""
        return next(node for node in reversed(self.stack) if node.rank < rank)

    def _scope(self) -> _Node:
        """The document, annex or attached document in which articles are numbered."""
        return next((n for n in reversed(self.stack) if n.rank in (Level.ATTACHED, Level.ANNEX, Level.FORM)), self.root)

    def _holder(self, index: int | None = None) -> _Node:
        """The unit an unlabelled paragraph belongs to."""
        top = self.stack[-1]
        if top.rank == _TABLE:
            return self.stack[-2]
        if index is None or not _ENDED.search(self.paragraphs[top.last].text):
            return top
        for place in range(len(self.stack) - 1, 0, -1):
            node, above = self.stack[place], self.stack[place - 1]
            if self._goes_on(node, above, index):
                return node
            if node.rank < Level.POINT:
                # after the last item of a list that its parent opened with a colon the parent speaks again
                opened = place > 1 and self.paragraphs[above.last].text.rstrip().endswith(":")
                return above if opened else node
        return self.root

    def _goes_on(self, node: _Node, above: _Node, index: int) -> bool:
        """Whether a later marker continues the list that ``node`` or one of its children belongs to."""
        bound = next(bound for bound in self.bounds if bound > index)
        for later in range(index + 1, min(bound, index + _LOOK_AHEAD)):
            marker = None if self.quoted[later] else read_marker(self.paragraphs[later].text)
            if marker is None:
                continue
            child = node.reached(_kind(marker))
            if _continues(node, marker) or (child and marker.number and _next(child[-1], marker.number[-1])):
                return True
            if marker.level < Level.POINT and _kind(marker) <= max(above.rank, node.rank):
                return False
            if marker.level >= Level.POINT and marker.level <= above.rank:
                return False
        return False

    def _next_marker(self, index: int) -> Marker | None:
        bound = next(bound for bound in self.bounds if bound > index)
        for later in range(index + 1, bound):
            if not self.quoted[later] and (marker := read_marker(self.paragraphs[later].text)):
                return marker
        return None

    def _opens_section(self, index: int) -> bool:
        """A heading line at the top level that is followed by text, not by a marker of its own."""
        following = self.paragraphs[index + 1 : index + 2]
        return (
            bool(following)
            and is_title_line(self.paragraphs[index])
            and not is_title_line(following[0])
            and (read_marker(following[0].text) is None)
        )

    def _ends_document(self, index: int) -> bool:
        """A sentence on force or carrying out after the last numbered unit of a document without articles."""
        if not self.labelled or self._scope() is not self.root or Level.ARTICLE in self.root.seen:
            return False
        if self._next_marker(index) is not None:
            return False
        return self.ending.pieces > 0 or bool(_CLOSING_RULE.match(self.paragraphs[index].text))

    def _length(self, node: _Node) -> int:
        return sum(len(self.paragraphs[i].text) + 1 for i in range(node.first, node.last + 1))

    def _report_gap(self, level: Level, before: int, marker: Marker, index: int) -> None:
        expected = before + 1
        place = marker.number[-1]
        if place != expected and not (level is Level.POINT and follows(before, place)):
            self.gaps.append(self.paragraphs[index].text[:40])

    # bookkeeping

    def _cut(self, parent: _Node) -> None:
        """Close every unit inside ``parent``."""
        if parent in self.stack:
            while self.stack[-1] is not parent:
                self.stack.pop()
        else:
            self.stack = [self.root]

    def _add(
        self, parent: _Node, rank: float, number: tuple[int, ...], unit: Unit, path: str, label: str, index: int
    ) -> _Node:
        shown = None if parent is self.root or parent not in self.nodes else parent
        node = _Node(rank, number, unit, self._unique(path), label, index, index, shown)
        node.pieces = int(rank > _STRUCTURAL)
        parent.children += 1
        self.nodes.append(node)
        return node

    def _unique(self, path: str) -> str:
        name, copy = path, 1
        while name in self.paths:
            copy += 1
            name = f"{path}~{copy}"
        if copy > 1:
            self.twins.append(path)
        self.paths.add(name)
        return name

    def finish(self, document_id: str) -> Structured:
        """Spans, headings and trails."""
        offsets, position = [], 0
        for paragraph in self.paragraphs:
            offsets.append(position)
            position += len(paragraph.text) + 1
        text = "\n".join(paragraph.text for paragraph in self.paragraphs)
        provisions = tuple(self._provision(node, text, offsets, document_id) for node in self.nodes)
        return Structured(text, provisions, tuple(self._defects()))

    def _provision(self, node: _Node, text: str, offsets: list[int], document_id: str) -> Provision:
        start, end = offsets[node.first], offsets[node.last] + len(self.paragraphs[node.last].text)
        trail: list[str] = [_short(node.context, _TRAIL_LIMIT)] if node.context else []
        above = node.parent
        while above is not None:
            trail.append(_short(self._title(above), _TRAIL_LIMIT))
            above = above.parent
        heading = self._heading(node)
        return Provision(
            id=f"{document_id}/{node.path}",
            document_id=document_id,
            path=node.path,
            label=node.label,
            unit=node.unit,
            text=text[start:end],
            start=start,
            end=end,
            heading=heading,
            trail=tuple(reversed(trail)),
            parent=None if node.parent is None else f"{document_id}/{node.parent.path}",
            citable=node.citable and not self._only_heading(node),
        )

    def _title(self, node: _Node) -> str:
        lines = [self.paragraphs[i].text for i in range(node.first, node.last + 1)]
        if node.rank <= _STRUCTURAL:
            return ": ".join(" ".join(line.split()).rstrip(":") for line in lines)
        return lines[0]

    def _heading(self, node: _Node) -> str:
        """The unit's title: what follows the marker on its first line, when that reads as a title."""
        lines = [self.paragraphs[i].text for i in range(node.first, node.last + 1)]
        first = lines[0][node.marker.rest if node.marker else 0 :].strip()
        if node.rank <= _STRUCTURAL and node.marker is not None:
            words = " ".join(part for part in [first, *lines[1:]] if part)
            return _short(words.strip(" .:"), _TITLE_LIMIT)
        if node.unit in (Unit.SECTION, Unit.ANNEX):
            return _short(" ".join(lines), _TITLE_LIMIT)
        if node.marker is None or node.marker.level >= Level.PAREN or len(first) > _TITLE_LIMIT:
            return ""
        titled = node.children > 0 or (len(lines) > 1 and len(first) <= _TITLE_LIMIT // 2)
        return first.strip(" .:;") if titled and not first.endswith((";", ",")) else ""

    def _only_heading(self, node: _Node) -> bool:
        """A chapter, part or section heading says no rule by itself."""
        if node.rank > _STRUCTURAL or node.unit in (Unit.PARAGRAPH, Unit.PREAMBLE, Unit.CLOSING):
            return False
        return not _ENDED.search(self.paragraphs[node.last].text) or node.rank < Level.LETTER

    def _defects(self) -> list[Defect]:
        found = []
        for code, message, places in (
            ("structure.out_of_sequence", "Dấu mục không đúng thứ tự, coi là chữ thường.", self.doubts),
            ("structure.gap", "Thứ tự mục bị ngắt quãng, có thể thiếu mục trong tệp gốc.", self.gaps),
            ("structure.duplicate", "Hai mục trùng tên; mục sau mang dấu “~2”.", self.twins),
        ):
            if places:
                found.append(Defect(code, message, Severity.DOUBT, len(places), tuple(places[:20])))
        if not self.labelled:
            found.append(
                Defect(
                    "structure.unknown",
                    "Không nhận ra cấu trúc điều, khoản, điểm; mỗi đoạn văn là một mục.",
                    Severity.DOUBT,
                    len(self.nodes),
                )
            )
        return found


def _next(before: int, place: int) -> bool:
    """Whether ``place`` follows ``before``, small gaps allowed."""
    return before < place <= before + 1 + _GAP


def _kind(marker: Marker) -> int:
    """Key of a sequence: decimals of different length are different sequences."""
    return marker.level + len(marker.number) - 2 if marker.level is Level.DECIMAL else int(marker.level)


def _continues(node: _Node, marker: Marker) -> bool:
    """Whether ``marker`` is the next sibling of ``node``."""
    if node.marker is None or node.marker.level != marker.level:
        return False
    if not marker.number:
        return True
    return _next(node.marker.number[-1], marker.number[-1])


def _quoted(paragraphs: Sequence[Paragraph]) -> list[bool]:
    """Which paragraphs lie in a quotation of several paragraphs that begins with a marker (amending laws)."""
    flags = [False] * len(paragraphs)
    index = 0
    while index < len(paragraphs):
        text = paragraphs[index].text.lstrip()
        end = index
        if text[:1] == "“" and text.count("“") > text.count("”"):
            depth = 0
            for end in range(index, min(len(paragraphs), index + 400)):
                depth += paragraphs[end].text.count("“") - paragraphs[end].text.count("”")
                if depth <= 0:
                    break
            if depth <= 0:
                flags[index : end + 1] = [True] * (end + 1 - index)
            else:
                end = index
        index = end + 1
    return flags


def _short(text: str, limit: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + "…"
