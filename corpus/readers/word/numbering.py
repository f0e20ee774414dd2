"""Word's automatic numbering: the numbers that Word draws but does not write into the text.

Edge of ``docx``: reads ``numbering.xml`` through python-docx's element tree. Each paragraph's list level is looked
up on the paragraph, then on its style and the styles that one is based on; counters run as Word runs them (a
level restarts when a higher one advances).
"""

from __future__ import annotations

import re
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn

from corpus.readers.word.figures import LEVELS, ListCounter, ListLevel

_PLACE = re.compile(r"%(\d)")


class Numbering:
    """Labels of automatically numbered paragraphs, in document order.

    Args:
        document: an open python-docx document.
    """

    def __init__(self, document: Any) -> None:
        self.count = 0
        self._styles = _style_numbers(document)
        self._abstract: dict[str, ListCounter] = {}
        self._numbers: dict[str, tuple[ListCounter, dict[int, int]]] = {}
        # python-docx's ``numbering_part`` cannot make a missing part; a document without lists has none
        links = [link for link in document.part.rels.values() if link.reltype == RT.NUMBERING and not link.is_external]
        root = getattr(links[0].target_part, "element", None) if links else None
        if root is None:
            return
        abstract = {node.get(qn("w:abstractNumId")): _levels(node) for node in root.findall(qn("w:abstractNum"))}
        for node in root.findall(qn("w:num")):
            reference = node.find(qn("w:abstractNumId"))
            name = None if reference is None else reference.get(qn("w:val"))
            if name is None or name not in abstract:
                continue
            self._abstract.setdefault(name, ListCounter(abstract[name]))
            self._numbers[node.get(qn("w:numId"))] = (self._abstract[name], _overrides(node))

    def label(self, paragraph: Any) -> str:
        """What Word draws before this paragraph (``"1."``, ``"a)"``, ``"-"``); empty when it is not in a list."""
        number, level = self._place(paragraph)
        if number is None or number not in self._numbers:
            return ""
        counter, starts = self._numbers[number]
        self.count += 1
        return counter.label(number, level, starts)

    def _place(self, paragraph: Any) -> tuple[str | None, int]:
        properties = paragraph.find(qn("w:pPr"))
        style = None
        if properties is not None:
            node = properties.find(qn("w:numPr"))
            if node is not None:
                found = _number_and_level(node)
                if found[0] is not None:
                    return (None, 0) if found[0] == "0" else (found[0], found[1] or 0)
            named = properties.find(qn("w:pStyle"))
            style = None if named is None else named.get(qn("w:val"))
        number, level = self._styles.get(style or "", (None, None))
        return (None, 0) if number in (None, "0") else (number, level or 0)


def _levels(abstract: Any) -> dict[int, ListLevel]:
    found = {}
    for node in abstract.findall(qn("w:lvl")):
        place = _integer(node.get(qn("w:ilvl")), 0)
        if 0 <= place < LEVELS:
            found[place] = _level(
                _value(node, "w:numFmt", "decimal"),
                _value(node, "w:lvlText", ""),
                _integer(_value(node, "w:start", "1"), 1),
            )
    return found


def _level(form: str, text: str, start: int) -> ListLevel:
    plain = "" if _PLACE.search(text) else text
    return ListLevel(form, lambda number: _PLACE.sub(lambda match: number(int(match[1]) - 1), text), plain, start)


def _overrides(number: Any) -> dict[int, int]:
    found = {}
    for node in number.findall(qn("w:lvlOverride")):
        start = node.find(qn("w:startOverride"))
        if start is not None:
            found[_integer(node.get(qn("w:ilvl")), 0)] = _integer(start.get(qn("w:val")), 1)
    return {place: start for place, start in found.items() if 0 <= place < LEVELS}


def _style_numbers(document: Any) -> dict[str, tuple[str | None, int | None]]:
    """List and level of each paragraph style, its base styles considered."""
    own: dict[str, tuple[str | None, int | None, str | None]] = {}
    for style in document.styles.element.findall(qn("w:style")):
        properties = style.find(qn("w:pPr"))
        node = None if properties is None else properties.find(qn("w:numPr"))
        number, level = (None, None) if node is None else _number_and_level(node)
        own[style.get(qn("w:styleId")) or ""] = (number, level, _value(style, "w:basedOn", "") or None)
    found: dict[str, tuple[str | None, int | None]] = {}
    for name in own:
        number, level, base = own[name]
        seen = {name}
        while number is None and base in own and base not in seen:
            seen.add(base)
            number, inherited, base = own[base]
            level = inherited if level is None else level
        found[name] = (number, level)
    return found


def _number_and_level(node: Any) -> tuple[str | None, int | None]:
    number, level = node.find(qn("w:numId")), node.find(qn("w:ilvl"))
    place = None if level is None else _integer(level.get(qn("w:val")), 0)
    return None if number is None else number.get(qn("w:val")), place if place is None or 0 <= place < LEVELS else 0


def _value(node: Any, name: str, default: str) -> str:
    child = node.find(qn(name))
    value = None if child is None else child.get(qn("w:val"))
    return default if value is None else str(value)


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return default
