"""The open units of a document and where a marker fits among them.

Pure. ``Outline`` holds the stack of open units while ``corpus.structure.tree`` walks through the paragraphs. ``place``
answers whether a marker continues a sequence that is open, begins one, or is only text; what is doubtful is noted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from corpus.core.model import Unit
from corpus.structure.extract import Paragraph
from corpus.structure.markers import IN_ARTICLE, Marker, MarkerRank, follows, read_marker
from corpus.structure.zones import is_title_line

STRUCTURAL = MarkerRank.ROMAN
"""Units up to this rank are headings: paragraphs below them are units of their own."""

_OF_OTHER = re.compile(r"\bkèm theo (?:thông tư|nghị định|quyết định|luật|nghị quyết)\b(?!\s+này)", re.IGNORECASE)
_FAR = 400  # paragraphs searched for the second of "Bước 1", "Bước 2"
_STEP_HEADING = MarkerRank.PART + 0.5
_STEP_KEYS = 1000  # keys of steps lie above every rank
_STAR = MarkerRank.DASH - 0.5
_LEAP = 10  # how many items in brackets may be told together
_GAP = 3  # how many numbers a sequence may skip before a marker counts as text


@dataclass(slots=True, eq=False)
class Node:
    """A unit under construction; ``first`` and ``last`` are paragraph indices of its own text."""

    rank: float
    number: tuple[int, ...]
    unit: Unit
    path: str
    label: str
    first: int
    last: int
    parent: Node | None
    marker: Marker | None = None
    citable: bool = True
    children: int = 0
    pieces: int = 0
    tables: int = 0
    seen: dict[int, tuple[tuple[int, ...], float]] = field(default_factory=dict)
    notes: int = 0
    parts: int = 0
    context: str = ""
    latest: tuple[int, ...] = ()

    def reached(self, kind: int) -> tuple[int, ...] | None:
        """Number of the last child of this kind (a ``MarkerRank``; decimals by their length)."""
        return self.seen[kind][0] if kind in self.seen else None


class Outline:
    """Units found so far, in order, and the stack of those that are open.

    Args:
        paragraphs: of the whole document.
    """

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self.paragraphs = paragraphs
        self.root = Node(-1, (), Unit.PARAGRAPH, "", "", 0, -1, None)
        self.stack = [self.root]
        self.nodes: list[Node] = []
        self.gaps: list[str] = []
        self.twins: list[str] = []
        self.annex: Node | None = None
        self._paths: set[str] = set()
        self._known: set[int] = set()

    def place(self, marker: Marker, index: int) -> tuple[Node, float] | None:
        """Parent and rank of the unit that a marker opens; ``None`` when it is only text here."""
        level = marker.level
        if level >= MarkerRank.DASH:
            return self._bullet(marker, index)
        if level is MarkerRank.STEP:
            return self._step(marker, index)
        if level is MarkerRank.DECIMAL:
            return self._decimal(marker, index)
        if level is MarkerRank.ARTICLE:
            return self._article(marker, index)
        if level in (MarkerRank.ANNEX, MarkerRank.FORM):
            return None if self._names_form(marker, index) else (self._annexed(level), level)
        # Innermost first: after "b)" a "c)" goes on the nearest open list, not one that was left further up.
        for node in reversed(self.stack):
            number, rank = node.seen.get(level, ((), 0.0))
            if number and node.marker is not None and node.marker.level is level and not marker.inserted:
                continue  # "b)" after "a1), a2)" goes on beside "a)", not inside it
            if number and marker.inserted and marker.number[-1] == number[-1]:
                return self._inserted(node, marker), rank
            if number and (is_next(number[-1], marker.number[-1]) or self._leaps(number[-1], marker, index)):
                self._report_gap(level, number[-1], marker, index)
                return node, rank
        if self._in_article(marker):
            return next(n for n in self.stack if n.rank == MarkerRank.ARTICLE), IN_ARTICLE
        return self._first(marker, index)

    def _in_article(self, marker: Marker) -> bool:
        """Whether "I." begins the contents that an article announces ("Điều 1. Phê duyệt Đề án …, cụ thể như sau:")."""
        inside = any(node.rank == MarkerRank.ARTICLE for node in self.stack)
        begins = marker.level is MarkerRank.ROMAN and marker.number[-1] == 1 and self.opens(self.stack[-1])
        return inside and begins and not any(MarkerRank.ROMAN in node.seen for node in self.stack)

    def _runs_on(self, parent: Node, marker: Marker) -> bool:
        """Whether the numbers of a section go on from the section before it ("I. 1 … 5", "II. 6 …")."""
        if marker.level is not MarkerRank.NUMBER or parent.rank > STRUCTURAL or parent.marker is None:
            return False
        alike = [n for n in self.nodes if n.parent is parent.parent and n.rank == parent.rank and n is not parent]
        reached = alike[-1].reached(MarkerRank.NUMBER) if alike else None
        return reached is not None and reached[-1] + 1 == marker.number[-1]

    def _leaps(self, before: int, marker: Marker, index: int) -> bool:
        """Whether "(11)" goes on after "(4)": the items between are told together, and "(12)" follows."""
        place = marker.number[-1]
        return marker.level is MarkerRank.PAREN and before < place <= before + _LEAP and self._repeated(marker, index)

    def _inserted(self, node: Node, marker: Marker) -> Node:
        """Parent of "a1)": the point "a)" where that one announced it with a colon, else beside it."""
        last = next((open_ for open_ in self.stack if open_.parent is node and open_.marker), None)
        told = last is not None and last.marker is not None and last.marker.level is marker.level and self.opens(last)
        return last if told and last is not None and last.number == marker.number else node

    def _bullet(self, marker: Marker, index: int) -> tuple[Node, float]:
        """A star over dashes heads them ("* Hồ sơ gồm:"); other bullets stand by their rank."""
        level, top = marker.level, self.stack[-1]
        under_dash = top.marker is not None and top.marker.level in (MarkerRank.DASH, MarkerRank.PLUS)
        if marker.written != "*" or (under_dash and self.opens(top)):
            return self._introduced(self._beside(self.below(level), level)), level
        text = self.paragraphs[index].text.rstrip()
        heads = text.endswith(":") or not re.search(r"[.;,…]$", text)
        return self.below(_STAR), _STAR if heads else level

    def _beside(self, parent: Node, level: MarkerRank) -> Node:
        """Where a bullet goes on that began before "(1), (2)" stood among its list: beside them, not below the last."""
        above = self.stack[self.stack.index(parent) - 1] if parent is not self.root else parent
        bracket = parent.marker is not None and parent.marker.level is MarkerRank.PAREN
        told = bracket and re.search(r"[.;]\s*$", self.paragraphs[parent.last].text) is not None
        if told and level not in parent.seen and self._began(above, parent, level):
            return above
        return parent

    def _began(self, above: Node, inside: Node, level: MarkerRank) -> bool:
        """Whether the bullets of a unit began before the brackets in it."""
        own = [node for node in self.nodes if node.parent is above and node.marker is not None]
        first = next((node.marker for node in own), None)
        return level in above.seen and first is not None and first.level is level and inside in own

    def _introduced(self, parent: Node) -> Node:
        """The heading itself where its first words only introduce its list ("Thực hiện như sau:" / "- …")."""
        around = self._spoken(parent)
        first = parent.unit is Unit.PARAGRAPH and around.pieces == 1 and around.children == 1
        fits = around is not self.root and around.rank <= STRUCTURAL and around.marker is not None
        return around if first and fits and parent is not around else parent

    def _step(self, marker: Marker, index: int) -> tuple[Node, float] | None:
        """A "Bước 2" goes on after "Bước 1"; the first of them counts only where another follows."""
        kind = kind_of(marker)
        for node in reversed(self.stack):
            number, rank = node.seen.get(kind, ((), 0.0))
            if number and is_next(number[-1], marker.number[-1]):
                self._report_gap(marker.level, number[-1], marker, index)
                return node, rank
        if marker.number[-1] != 1 or not self._repeated(marker, index):
            return None
        if is_title_line(self.paragraphs[index]) and self.paragraphs[index].text.isupper():
            return self.below(_STEP_HEADING), _STEP_HEADING
        top = self.stack[-1]
        parent = top if top.rank >= MarkerRank.POINT and self.opens(top) else self._spoken(self.below(MarkerRank.POINT))
        return parent, parent.rank + 0.3

    def _repeated(self, marker: Marker, index: int) -> bool:
        """Whether the next of the same word comes later ("Bước 1" alone is an item's first words)."""
        for later in self.paragraphs[index + 1 : index + _FAR]:
            other = read_marker(later.text)
            if other is not None and kind_of(other) == kind_of(marker):
                return other.number[-1] == marker.number[-1] + 1
        return False

    def _annexed(self, level: MarkerRank) -> Node:
        """Where an annex or a form stands; after a signature inside an annex its forms go on there."""
        parent = next((n for n in reversed(self.stack) if n.rank < level), self.root)
        if parent is self.root and level is MarkerRank.FORM and self.annex is not None:
            return self.annex
        return parent

    def _names_form(self, marker: Marker, index: int) -> bool:
        """Whether a line only names an annex or a form: a list's item, another document's, or a form's own title."""
        text = self.paragraphs[index].text.rstrip()
        if marker.level is MarkerRank.ANNEX and not marker.written:
            # "PHỤ LỤC SỔ GỐC" among numbered annexes is the title of something in one of them.
            numbered = any(node.unit is Unit.ANNEX and node.marker and node.marker.written for node in self.stack)
            return numbered and bool(text[marker.rest :].strip())
        if text.endswith(";"):
            return True
        listed = index > 0 and self.paragraphs[index - 1].text.rstrip().endswith((":", ";"))
        return text.endswith((".", ",")) and (listed or _OF_OTHER.search(text) is not None)

    def opens(self, node: Node) -> bool:
        """Whether the unit's own words end with the colon that promises a list."""
        return node is not self.root and self.paragraphs[node.last].text.rstrip().endswith(":")

    def _spoken(self, node: Node) -> Node:
        """The unit around an introduction ("Quy trình như sau:"): main numbers do not belong to its words."""
        while node.marker is None and node.unit is Unit.PARAGRAPH and node is not self.root:
            node = self.stack[self.stack.index(node) - 1]
        return node

    def _first(self, marker: Marker, index: int) -> tuple[Node, float] | None:
        """A marker that continues no open sequence: the first of a new one, or text."""
        level, place = marker.level, marker.number[-1]
        top, parent = self.stack[-1], self.below(marker.level)
        around = self._spoken(parent)
        # "Quy trình như sau:" introduces what the heading above it announced, unless that counts already.
        if level <= MarkerRank.POINT and level not in around.seen and parent is not around:
            parent = around
        if level in (MarkerRank.PART, MarkerRank.CHAPTER, MarkerRank.SECTION, MarkerRank.SUBSECTION):
            short = len(self.paragraphs[index].text) <= 200
            return (parent, level) if short and (place == 1 or level not in parent.seen) else None
        # A paragraph that ends in a colon may open a list of a higher rank than its own (1. inside a điểm).
        opened = self.opens(top)
        counted = any(level in n.seen for n in self.stack if n.rank < MarkerRank.ROMAN)
        if (
            level is MarkerRank.LETTER
            and MarkerRank.ROMAN in {n.rank for n in self.stack}
            and place == 1
            and not counted
        ):
            return next(n for n in reversed(self.stack) if n.rank == MarkerRank.ROMAN), MarkerRank.ROMAN + 0.5
        if place == 1 and opened and level >= MarkerRank.NUMBER and top.rank >= max(level, MarkerRank.POINT):
            return top, top.rank + 0.25
        if level not in parent.seen and (place == 1 or self._runs_on(parent, marker)):
            return parent, level
        if place == 1 and opened and top.rank >= level:
            return top, top.rank + 0.25
        if place == 1 and index and is_title_line(self.paragraphs[index - 1]) and level < MarkerRank.POINT:
            return self._section_before(index, level)
        again = next((n for n in reversed(self.stack) if (n.reached(level) or (0,))[-1] == place), None)
        if level in (MarkerRank.ROMAN, MarkerRank.LETTER) and again and is_title_line(self.paragraphs[index]):
            return again, again.seen[level][1]  # a heading's number given twice: both are kept, and reported
        if level in (MarkerRank.POINT, MarkerRank.NUMBER) and place > 1 and self._again(level, place):
            # Typed twice: "2. … 2. …", "đ) … đ) …"; both are kept, and reported.
            node = next(n for n in reversed(self.stack) if (n.reached(level) or (0,))[-1] == place)
            return node, node.seen[level][1]
        if level is MarkerRank.POINT and place == 2 and level not in around.seen and self._inline(around):
            return around, level  # "… như sau: a) …" began on the line of its introduction
        # Sources lose a first item now and then; a list that starts at 2 or 3 is taken, and the gap reported.
        if level in (MarkerRank.NUMBER, MarkerRank.PAREN) and 1 < place <= 1 + _GAP and level not in parent.seen:
            self._report_gap(level, 0, marker, index)
            return parent, level
        return None

    def _again(self, level: MarkerRank, place: int) -> bool:
        """Whether the last item of the innermost open list of this kind has this very number, and is closed."""
        node = next((n for n in reversed(self.stack) if level in n.seen), None)
        if node is None or (node.reached(level) or (0,))[-1] != place:
            return False
        last = self.stack[self.stack.index(node) + 1 :]
        return bool(last) and bool(re.search(r"[.;]\s*$", self.paragraphs[last[-1].last].text))

    def _inline(self, node: Node) -> bool:
        """Whether a list begins inside the words of a unit or of its last paragraph."""
        ends = [node, *(child for child in self.nodes[-1:] if child.parent is node)]
        return any(re.search(r":\s+a\s?[).]\s", self.paragraphs[end.last].text) for end in ends)

    def _section_before(self, index: int, level: MarkerRank) -> tuple[Node, float] | None:
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

    def _decimal(self, marker: Marker, index: int) -> tuple[Node, float] | None:
        prefix, place = marker.number[:-1], marker.number[-1]
        kind = kind_of(marker)
        rank = float(kind)
        for node in reversed(self.stack):
            before = node.reached(kind)
            if node.number == prefix and MarkerRank.ARTICLE <= node.rank < rank:
                # A number that was there before is kept and marked "~2": real documents do repeat one by mistake.
                if before is None or is_next(before[-1], place) or place <= before[-1]:
                    self._report_gap(MarkerRank.DECIMAL, before[-1] if before else 0, marker, index)
                    return node, rank
                return None
            if before is not None and before[:-1] == prefix and is_next(before[-1], place):
                return node, rank
        # its section was not seen (a lost page, a damaged heading): the number itself still tells the order
        scope = next(node for node in reversed(self.stack) if node.rank < MarkerRank.NUMBER)
        if marker.number > scope.latest:
            if place > 1 or (scope.latest and prefix[0] > scope.latest[0] + 1):
                self.gaps.append(self.paragraphs[index].text[:40])
            return scope, rank
        return None

    def _article(self, marker: Marker, index: int) -> tuple[Node, float] | None:
        self._leave_form(marker)
        scope, number = self.scope(), marker.number[0]
        before = (scope.reached(MarkerRank.ARTICLE) or (0,))[0]
        # Điều 5a follows Điều 5: amendments put articles between without numbering anew.
        lettered = not marker.written.isdigit() and number == before
        if number == 1 and before > 0:
            return self._restart(index)
        # Ten, not three: excerpts leave out whole articles, and an article's marker is hardly ever anything else.
        if not lettered and not (before < number <= before + 10):
            return None
        self._report_gap(MarkerRank.ARTICLE, before - lettered, marker, index)
        return self.below(MarkerRank.ARTICLE), MarkerRank.ARTICLE

    def _leave_form(self, marker: Marker) -> None:
        """An article that goes on with the count around a form or an annex ends it, unless that counts articles too."""
        scope, number = self.scope(), marker.number[0]
        if scope is self.root or scope.rank == MarkerRank.ATTACHED or MarkerRank.ARTICLE in scope.seen or number == 1:
            return
        closed = max((at for at, node in enumerate(self.nodes) if node.unit is Unit.CLOSING), default=-1)
        for node in reversed(self.stack[: self.stack.index(scope)]):
            reached = node.reached(MarkerRank.ARTICLE)
            outer = node is self.root or node.rank == MarkerRank.ATTACHED
            articles = [at for at, own in enumerate(self.nodes) if own.unit is Unit.ARTICLE]
            if outer and reached is not None and reached[0] + 1 == number and articles and articles[-1] > closed:
                self.cut(node)
                return

    def _restart(self, index: int) -> tuple[Node, float] | None:
        """Điều 1 again: the text of another document begins; the heading line before it gives its name."""
        if not index or not is_title_line(self.paragraphs[index - 1]):
            return None
        last = self.nodes[-1]
        if last.last != index - 1 or last.first != last.last or last.unit is not Unit.PARAGRAPH:
            return None
        number = 1 + sum(node.path.startswith("kt") and "." not in node.path for node in self.nodes)
        # The heading line was a paragraph until now; its name becomes free again.
        self._paths.discard(last.path)
        last.unit, last.citable, last.rank, last.parent = Unit.ANNEX, False, MarkerRank.ATTACHED, None
        last.path, last.label = self._unique(f"kt{number}"), self.paragraphs[index - 1].text.strip()[:60]
        self.stack = [self.root, last]
        return last, MarkerRank.ARTICLE

    def below(self, rank: float) -> Node:
        """The innermost open unit that can hold a unit of this rank."""
        return next(node for node in reversed(self.stack) if node.rank < rank)

    def scope(self) -> Node:
        """The document, annex or attached document in which articles are numbered."""
        return next(
            (n for n in reversed(self.stack) if n.rank in (MarkerRank.ATTACHED, MarkerRank.ANNEX, MarkerRank.FORM)),
            self.root,
        )

    def _report_gap(self, level: MarkerRank, before: int, marker: Marker, index: int) -> None:
        expected = before + 1
        place = marker.number[-1]
        if place != expected and not (level is MarkerRank.POINT and follows(before, place)):
            self.gaps.append(self.paragraphs[index].text[:40])

    def cut(self, parent: Node) -> None:
        """Close every unit inside ``parent``."""
        if parent in self.stack:
            while self.stack[-1] is not parent:
                self.stack.pop()
        else:
            self.stack = [self.root]

    def add(
        self, parent: Node, rank: float, number: tuple[int, ...], unit: Unit, path: str, label: str, index: int
    ) -> Node:
        """A new unit below ``parent``, not yet open."""
        # The root, a table and the closing part are no provisions, so none of them can be shown as a parent.
        shown = parent if id(parent) in self._known else None
        node = Node(rank, number, unit, self._unique(path), label, index, index, shown)
        node.pieces = int(rank > STRUCTURAL)
        parent.children += 1
        self.nodes.append(node)
        self._known.add(id(node))
        return node

    def _unique(self, path: str) -> str:
        name, copy = path, 1
        while name in self._paths:
            copy += 1
            name = f"{path}~{copy}"
        if copy > 1:
            self.twins.append(path)
        self._paths.add(name)
        return name


def is_next(before: int, place: int) -> bool:
    """Whether ``place`` follows ``before``, small gaps allowed."""
    return before < place <= before + 1 + _GAP


def kind_of(marker: Marker) -> int:
    """Key of a sequence: decimals of different length, and steps of different words, are different sequences."""
    if marker.level is MarkerRank.STEP:
        return _STEP_KEYS + int.from_bytes(sha256(marker.word.casefold().encode()).digest()[:4], "big")
    return marker.level + len(marker.number) - 2 if marker.level is MarkerRank.DECIMAL else int(marker.level)
