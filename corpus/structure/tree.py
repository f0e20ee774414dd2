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
from dataclasses import dataclass

from corpus.core.codes import DefectCode
from corpus.core.model import Provision, Unit
from corpus.structure.extract import Defect, LineKind, Paragraph, Severity
from corpus.structure.markers import REFERS, Marker, MarkerRank, quotations, read_marker
from corpus.structure.naming import UNITS, child_name, note_name, piece_name, row_name, section_name
from corpus.structure.outline import STRUCTURAL, Node, Outline, is_next, kind_of
from corpus.structure.provisions import ENDED, provisions_of
from corpus.structure.zones import Zone, find_zones, is_note, is_title_line

_OWN_LIMIT = 1800
"""Characters of own text beyond which further paragraphs become units of their own (smallest unit, R6)."""

_NAME_LINES, _REMARK = 4, 160
_STEP_RANK = MarkerRank.PART + 0.5
# "Điều 5. Bãi bỏ khoản 5 của Điều 12" is no reference that goes on with "Điều 6 …" on the next line.
_WHOLE = re.compile(r"\bđiều\s+\d+[a-zđ]?$", re.IGNORECASE)
_DRAWN = re.compile(r"(?:[-–—]\s*){3,}|(?:[*=~]\s*)+")
_NAMED_UNITS = (MarkerRank.PART, MarkerRank.CHAPTER, MarkerRank.SECTION, MarkerRank.ARTICLE)
_LOOK_AHEAD = 60  # paragraphs searched for the continuation of a list
_TABLE = 40.0  # rank of an open table, below everything
_NOTE = 42.0  # rank of a footnote, which never opens
_CLOSING_RULE = re.compile(
    r"(?:(?:các\s+)?(?:quy định|hướng dẫn|nghị quyết|chỉ thị|kết luận|quyết định|quy chế|thông tư|nghị định|luật)"
    r"\s+(?:liên tịch\s+)?(?:này|trước đây)\b.*(?:hiệu lực|thay thế|phổ biến|ban hành|bãi bỏ)"
    r"|trong quá trình (?:tổ chức )?thực hiện)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Structured:
    """The document's text with its provisions in order, and findings about doubtful places."""

    text: str
    provisions: tuple[Provision, ...]
    defects: tuple[Defect, ...]


def structure(paragraphs: Sequence[Paragraph], document_id: str, head_end: int) -> Structured:
    """Build the provisions of a document.

    Args:
        paragraphs: repaired; blank ones, and drawn lines below the head, are left out.
        document_id: prefix of the provision ids.
        head_end: index of the first paragraph after the head.
    """
    shown = [
        paragraph
        for index, paragraph in enumerate(paragraphs)
        if paragraph.text.strip() and (index < head_end or not _is_drawn(paragraph))
    ]
    walk = _Walk(shown, find_zones(shown, head_end))
    walk.through()
    return walk.finish(document_id)


def _is_drawn(paragraph: Paragraph) -> bool:
    """Whether a paragraph below the head is only a line or stars that part two others; blanks to fill in stay."""
    return paragraph.kind is LineKind.TEXT and _DRAWN.fullmatch(paragraph.text) is not None


class _Walk(Outline):
    """Goes through the paragraphs once and gives each to a unit."""

    def __init__(self, paragraphs: Sequence[Paragraph], zones: Sequence[Zone]) -> None:
        super().__init__(paragraphs)
        self.zones = {zone.start: zone for zone in zones}
        self.bounds = sorted([zone.start for zone in zones] + [len(paragraphs)])
        self.ending = Node(0.25, (), Unit.PARAGRAPH, "ket", "Phần kết", 0, -1, None)
        self.quoted = _quoted(paragraphs)
        self.doubts: list[str] = []
        self.labelled = 0

    def through(self) -> None:
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
            elif paragraph.kind is LineKind.NOTE:
                self._note(index)
            elif self.quoted[index]:
                self._piece(self._holder(), index)
            elif (marker := self._marker(index)) is None or not self._open(marker, index):
                self._plain(index)
            # The further lines of a heading without a marker are taken with its first.
            index = max(index, self.nodes[-1].last) + 1

    def _marker(self, index: int) -> Marker | None:
        """The paragraph's marker, if it is no reference that a line break put first ("… khoản 1, 2, / Điều 4 …")."""
        marker = read_marker(self.paragraphs[index].text)
        if marker is None or marker.level not in _NAMED_UNITS or not index:
            return marker
        before = self.paragraphs[index - 1].text.rstrip()
        if marker.level is MarkerRank.ARTICLE and _WHOLE.search(before):
            return marker
        return (
            None if REFERS.search(before) or (before.endswith(",") and marker.level is MarkerRank.ARTICLE) else marker
        )

    def _zone(self, zone: Zone) -> None:
        open_annex = [n for n in self.stack if n.rank in (MarkerRank.ATTACHED, MarkerRank.ANNEX) and n is not self.root]
        self.annex = open_annex[-1] if open_annex and zone.unit is Unit.CLOSING else None
        self.stack = [self.root]
        node = self.add(self.root, MarkerRank.ATTACHED, (), zone.unit, zone.path, zone.label, zone.start)
        node.last, node.citable = zone.end - 1, False
        if zone.stays_open:
            self.stack.append(node)

    def _open(self, marker: Marker, index: int) -> bool:
        """Open a unit for the marker, if it fits here."""
        # The untitled opening ends with the first numbered unit, which stands beside it and not inside.
        if len(self.stack) > 1 and self.stack[1].path == "mo-dau" and marker.level < MarkerRank.POINT:
            self.stack = [self.root]
        found = self.place(marker, index)
        if found is None:
            if marker.level < MarkerRank.DASH:
                self.doubts.append(self.paragraphs[index].text[:40])
            return False
        parent, rank = found
        kind = kind_of(marker)
        # Articles are numbered through the whole document, whatever chapter they stand in.
        named = self.scope() if marker.level is MarkerRank.ARTICLE else parent
        ordinal = 1 + (named.reached(kind) or (0,))[0] if not marker.number else 0
        path, label = child_name(named.path, named.label, named.rank, marker, ordinal)
        self.cut(parent)
        node = self.add(parent, rank, marker.number, UNITS[marker.level], path, label, index)
        node.marker = marker
        if marker.level is MarkerRank.ARTICLE:
            named.seen[kind] = (marker.number, rank)
        parent.seen[kind] = (marker.number or (ordinal,), rank)
        self.stack.append(node)
        self.labelled += marker.level < MarkerRank.DASH
        if marker.level in (MarkerRank.ANNEX, MarkerRank.ATTACHED):
            self.annex = None
        if marker.level in (MarkerRank.NUMBER, MarkerRank.DECIMAL):
            # Kept so that a decimal whose section was lost (a missing page) can still be put in order by its number
            # alone.
            next(above for above in reversed(self.stack) if above.rank < MarkerRank.NUMBER).latest = marker.number
        return True

    def _plain(self, index: int) -> None:
        """An unlabelled paragraph: own text of an open unit, or a unit of its own."""
        top = self.stack[-1]
        if self._ends_document(index):
            self._piece(self.ending, index)
            return
        if top.rank <= STRUCTURAL:
            # A chapter's name often runs over several lines below its marker; more than four is text, not a name.
            if self._names_on(top, index):
                top.last = index
            elif self._branches(index):
                self._branch(index)
            elif top is self.root and self._opens_section(index):
                self._titled(index)
            else:
                self._piece(top, index)
            return
        if self._branches(index):
            self._branch(index)
            return
        holder = self._holder(index)
        # Running text joins the unit above it only while that unit is short: what is cited stays as small as a reader
        # needs.
        if holder is top and top.children == 0 and top.last == index - 1 and self._length(top) < _OWN_LIMIT:
            top.last = index
        else:
            self._piece(holder, index)

    def _names_on(self, top: Node, index: int) -> bool:
        """Whether a line goes on with the name of the heading above it."""
        paragraph = self.paragraphs[index]
        if top is self.root or top.children or top.last != index - 1:
            return False
        before = self.paragraphs[index - 1].text.rstrip()
        step = top.marker is not None and top.marker.level is MarkerRank.STEP
        if step and paragraph.text.startswith("(") and len(paragraph.text) < _REMARK:
            return True
        if is_note(paragraph.text) or (before.count("(") > before.count(")") and is_note(before)):
            return top.rank <= _STEP_RANK and top.last - top.first < _NAME_LINES + 2
        # A chapter's name often runs over several lines below its marker; more than four is text, not a name.
        if not is_title_line(paragraph) or top.last - top.first >= _NAME_LINES:
            return False
        if top.rank < MarkerRank.LETTER:
            return True
        return before.isupper() and paragraph.text.isupper() and not before.endswith((".", ":", ";"))

    def _branches(self, index: int) -> bool:
        """Whether a heading without a marker begins a part in which the numbering starts again."""
        paragraph = self.paragraphs[index]
        if not is_title_line(paragraph) or read_marker(paragraph.text) is not None:
            return False
        after = self._after_title(index)
        marker = self._marker(after) if after < self._bound(index) else None
        if marker is None or marker.level >= MarkerRank.POINT or marker.number[-1] != 1 or len(marker.number) > 1:
            return False
        if marker.level in (MarkerRank.ARTICLE, MarkerRank.STEP, MarkerRank.ANNEX, MarkerRank.FORM):
            return False
        return any(marker.level in node.seen for node in self.stack)

    def _after_title(self, index: int) -> int:
        """Index after the lines of a heading: further heading lines and a remark in brackets."""
        after = index + 1
        while after < self._bound(index) and after - index <= _NAME_LINES and self._marker(after) is None:
            line = self.paragraphs[after]
            remark = line.text.startswith("(") and len(line.text) < _REMARK
            if line.kind in (LineKind.ROW, LineKind.NOTE) or not (is_title_line(line) or remark):
                break
            after += 1
        return after

    def _branch(self, index: int) -> None:
        after = self._after_title(index)
        marker = self._marker(after)
        if marker is None:
            raise ValueError("no numbering after the heading")
        holder = next(node for node in reversed(self.stack) if marker.level in node.seen)
        holder.parts += 1
        path, label = section_name(holder.path, holder.label, self.paragraphs[index].text, holder.parts)
        self.cut(holder)
        node = self.add(holder, marker.level - 0.5, (), Unit.SECTION, path, label, index)
        node.last, node.citable = after - 1, False
        # What comes after this part is counted anew, not on from what came before it.
        holder.seen.pop(marker.level)
        self.stack.append(node)

    def _bound(self, index: int) -> int:
        return next(bound for bound in self.bounds if bound > index)

    def _note(self, index: int) -> None:
        """A footnote is a unit of its own beside the words that it explains; nothing else opens or ends with it."""
        told = (node for node in reversed(self.nodes) if node.unit is not Unit.CLOSING and node.rank != _NOTE)
        place = next(told, self.root)
        place.notes += 1
        path, label = note_name(place.path, place.label, place.notes)
        self.add(place, _NOTE, (), Unit.PARAGRAPH, path, label, index)

    def _piece(self, parent: Node, index: int) -> None:
        parent.pieces += 1
        path, label = piece_name(parent.path, parent.label, parent.pieces)
        self.cut(parent)
        node = self.add(parent, parent.rank + 0.5, (), Unit.PARAGRAPH, path, label, index)
        # A colon promises a list; its items belong to this paragraph, not to the unit above it.
        if self.paragraphs[index].text.rstrip().endswith(":"):
            self.stack.append(node)

    def _titled(self, index: int) -> None:
        """A heading without a marker at the top of the document: its paragraphs follow under its name."""
        title = " ".join(self.paragraphs[index].text.split())
        before = not self.labelled and not any(node.path.startswith("mo-dau") for node in self.nodes)
        path = "mo-dau" if before else f"t{1 + sum(node.rank == 0.25 for node in self.nodes)}"
        label = "Phần mở đầu" if before else f"Phần “{title[:60]}”"
        node = self.add(self.root, 0.25, (), Unit.SECTION, path, label, index)
        node.citable = False
        self.stack.append(node)

    def _row(self, index: int) -> None:
        paragraph, before = self.paragraphs[index], self.paragraphs[index - 1] if index else None
        top = self.stack[-1]
        same = before is not None and before.kind is LineKind.ROW and before.block == paragraph.block
        if not same or top.rank != _TABLE:
            parent = top if top.rank != _TABLE else self.stack[-2]
            parent.tables += 1
            self.cut(parent)
            table = Node(_TABLE, (), Unit.TABLE, parent.path, parent.label, index, index, parent)
            table.context = " ".join(paragraph.text.split())
            self.stack.append(table)
        table = self.stack[-1]
        owner = table.parent or self.root
        table.children += 1
        path, label = row_name(owner.path, owner.label, owner.tables, table.children)
        node = self.add(owner, _TABLE + 1, (), Unit.TABLE, path, label, index)
        # Every row below the head carries it: "150" alone says nothing.
        told = table.context if table.children > 1 else ""
        node.context = told if paragraph.head is None else paragraph.head

    def _holder(self, index: int | None = None) -> Node:
        """The unit an unlabelled paragraph belongs to."""
        top = self.stack[-1]
        if top.rank == _TABLE:
            return self.stack[-2]
        if index is None or not ENDED.search(self.paragraphs[top.last].text):
            return top
        for place in range(len(self.stack) - 1, 0, -1):
            node, above = self.stack[place], self.stack[place - 1]
            if self._goes_on(node, above, index):
                return node
            if node.rank < MarkerRank.POINT:
                # after the last item of a list that its parent opened with a colon the parent speaks again
                opened = place > 1 and self.paragraphs[above.last].text.rstrip().endswith(":")
                return above if opened and not self._is_title(node) else node
        return self.root

    def _is_title(self, node: Node) -> bool:
        """Whether a short item is the name of what follows: an item before it is one, with words of its own below."""
        text = self.paragraphs[node.first].text
        names = is_title_line(self.paragraphs[node.first]) or not re.search(r"[^)][.;]$", text)
        if node.children or node.last > node.first or len(text) > _REMARK or not names:
            return False
        beside = (other for other in self.nodes if other.parent is node.parent and other is not node and other.marker)
        return any(other.children or other.last > other.first for other in beside if other.rank == node.rank)

    def _goes_on(self, node: Node, above: Node, index: int) -> bool:
        """Whether a later marker continues the list that ``node`` or one of its children belongs to."""
        bound = next(bound for bound in self.bounds if bound > index)
        for later in range(index + 1, min(bound, index + _LOOK_AHEAD)):
            marker = None if self.quoted[later] else read_marker(self.paragraphs[later].text)
            if marker is None:
                continue
            child = node.reached(kind_of(marker))
            if _continues(node, marker) or (child and marker.number and is_next(child[-1], marker.number[-1])):
                return True
            # A marker as high as the list itself or higher: the list is over, wherever it might seem to go on later.
            if marker.level is MarkerRank.STEP:
                continue
            if marker.level < MarkerRank.POINT and kind_of(marker) <= max(above.rank, node.rank):
                return False
            if marker.level >= MarkerRank.POINT and marker.level <= above.rank:
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
        # In a document of articles the last article holds the closing rules, so no part of its own is made of them.
        if not self.labelled or self.scope() is not self.root or MarkerRank.ARTICLE in self.root.seen:
            return False
        if self._next_marker(index) is not None:
            return False
        return self.ending.pieces > 0 or bool(_CLOSING_RULE.match(self.paragraphs[index].text))

    def _length(self, node: Node) -> int:
        return sum(len(self.paragraphs[i].text) + 1 for i in range(node.first, node.last + 1))

    def finish(self, document_id: str) -> Structured:
        """Spans, headings and trails."""
        text, provisions = provisions_of(self.nodes, self.paragraphs, document_id)
        return Structured(text, provisions, tuple(self._defects()))

    def _defects(self) -> list[Defect]:
        found = []
        for code, message, places in (
            (DefectCode.STRUCTURE_OUT_OF_SEQUENCE, "Dấu mục không đúng thứ tự, coi là chữ thường.", self.doubts),
            (DefectCode.STRUCTURE_GAP, "Thứ tự mục bị ngắt quãng, có thể thiếu mục trong tệp gốc.", self.gaps),
            (DefectCode.STRUCTURE_DUPLICATE, "Hai mục trùng tên; mục sau mang dấu “~2”.", self.twins),
        ):
            if places:
                found.append(Defect(code, message, Severity.DOUBT, len(places), tuple(places[:20])))
        if not self.labelled:
            found.append(
                Defect(
                    DefectCode.STRUCTURE_UNKNOWN,
                    "Không nhận ra cấu trúc điều, khoản, điểm; mỗi đoạn văn là một mục.",
                    Severity.DOUBT,
                    len(self.nodes),
                )
            )
        return found


def _continues(node: Node, marker: Marker) -> bool:
    """Whether ``marker`` is the next sibling of ``node``."""
    if node.marker is None or node.marker.level != marker.level:
        return False
    if not marker.number:
        return True
    return is_next(node.marker.number[-1], marker.number[-1])


def _quoted(paragraphs: Sequence[Paragraph]) -> list[bool]:
    """Which paragraphs open nothing: those of a quotation (amending laws) and footnotes with their own numbers."""
    flags = quotations([paragraph.text for paragraph in paragraphs])
    return [flag or paragraph.kind is LineKind.NOTE for flag, paragraph in zip(flags, paragraphs, strict=True)]
