"""The light markup of form texts: lines, conditions, repetitions, marks. Pure.

A text is read once, before any value is known: structure comes from the reviewed text alone, so that no value can
become a heading, a row, a mark or a condition. What a line begins with says what it is::

    # ## ###     a heading; # is the name of the paper
    =            a centred line in bold;   ~  a centred line in italics;   %  a note in small type
    >            words to be spoken;   -  a list item;   | a | b |  a row of a table, the first one its header
    @cols 1c 5   widths of the columns of the next table, c for centred
    @if a !b     lines up to @else or @end count only where a holds and b does not
    @each names  lines up to @end, once for every entry of a list; {ten} is then the entry's own value
    @head  @sign A / B | C / D  ---    the head of a paper, two signatures, a new page

Inside a line: ``{field}``, ``**bold**``, ``[^key]`` for a source, ``[cần kiểm tra: …]`` for what the user must check.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

LineKind = Literal["#", "##", "###", "=", "~", "%", ">", "-", "|", "@cols", "@head", "@sign", "---", ""]
TokenKind = Literal["words", "field", "cite", "check", "bold"]
Entry = Mapping[str, str]
"""Values of one entry of a list, or of the whole form."""

_LINE = re.compile(r"(#{1,3}|[=~%>|-]|@cols|@head|@sign)(?:\s+|$)(.*)")
_TOKEN = re.compile(r"(?P<bold>\*\*)|\{(?P<field>\w+)\}|\[\^(?P<cite>[\w-]+)\]|(?P<check>\[cần kiểm tra: [^\]]+\])")
_FORMS: tuple[str, ...] = ("#", "##", "###", "=", "~", "%", ">", "-", "|", "@cols", "@head", "@sign", "---", "")


_MARKS: Mapping[str, TokenKind] = {"bold": "bold", "field": "field", "cite": "cite", "check": "check"}


class MarkupError(ValueError):
    """A form text is not of the documented form; the message names the line."""


@dataclass(frozen=True, slots=True)
class MarkToken:
    """A piece of a line: literal words, a field's name, a source's key, something to check, or a turn of bold."""

    kind: TokenKind
    text: str


@dataclass(frozen=True, slots=True)
class FormLine:
    """One line of a form text, cut into tokens; a row of a table has a list of tokens a cell."""

    kind: LineKind
    cells: tuple[tuple[MarkToken, ...], ...]

    @property
    def tokens(self) -> tuple[MarkToken, ...]:
        """All tokens of the line."""
        return tuple(token for cell in self.cells for token in cell)


@dataclass(frozen=True, slots=True)
class Fork:
    """Lines that count where a condition holds, and those that count where it does not."""

    condition: tuple[str, ...]
    then: tuple[Node, ...]
    otherwise: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeat:
    """Lines that count once for every entry of a list."""

    over: str
    body: tuple[Node, ...]


Node = FormLine | Fork | Repeat


def read(text: str) -> tuple[Node, ...]:
    """The nodes of a form text.

    Raises:
        MarkupError: when a block is not closed, closed twice, or a line begins with an unknown command.
    """
    lines = [line.strip() for line in text.strip().split("\n")]
    nodes, rest = _block(lines, 0)
    if rest != len(lines):
        raise MarkupError(f"line {rest + 1}: {lines[rest]!r} closes nothing")
    return nodes


def _block(lines: Sequence[str], at: int) -> tuple[tuple[Node, ...], int]:
    found: list[Node] = []
    while at < len(lines):
        line = lines[at]
        if line in ("@end", "@else"):
            break
        if line.startswith(("@if ", "@each ")):
            node, at = _nested(lines, at)
            found.append(node)
            continue
        at += 1
        if line:
            found.append(_line(line, at))
    return tuple(found), at


def _nested(lines: Sequence[str], at: int) -> tuple[Node, int]:
    opening = at
    command, _, rest = lines[at].partition(" ")
    then, at = _block(lines, at + 1)
    otherwise: tuple[Node, ...] = ()
    if command == "@if" and at < len(lines) and lines[at] == "@else":
        otherwise, at = _block(lines, at + 1)
    if at >= len(lines) or lines[at] != "@end":
        raise MarkupError(f"line {opening + 1}: {lines[opening]!r} is not closed")
    node = Fork(tuple(rest.split()), then, otherwise) if command == "@if" else Repeat(rest.strip(), then)
    return node, at + 1


def _line(line: str, number: int) -> FormLine:
    if line == "---":
        return FormLine("---", ())
    match = _LINE.fullmatch(line)
    if match is None:
        if line.startswith("@"):
            raise MarkupError(f"line {number}: unknown command {line!r}")
        return FormLine("", (tokens(line),))
    kind, rest = match.groups()
    if kind == "|":
        cells = rest.removesuffix("|").split("|")
        return FormLine("|", tuple(tokens(cell.strip()) for cell in cells))
    if kind == "@sign":
        return FormLine("@sign", tuple(tokens(side.strip()) for side in rest.split("|")))
    return FormLine(_kind(kind), (tokens(rest),))


def _kind(text: str) -> LineKind:
    assert text in _FORMS
    return text  # type: ignore[return-value]


def tokens(text: str) -> tuple[MarkToken, ...]:
    """A line cut at its fields, sources, checks and turns of bold."""
    found: list[MarkToken] = []
    at = 0
    for match in _TOKEN.finditer(text):
        if match.start() > at:
            found.append(MarkToken("words", text[at : match.start()]))
        at = match.end()
        kind = _MARKS[str(match.lastgroup)]
        if kind == "cite" and found and found[-1].kind == "words":  # a mark stays on the line of what it proves
            found[-1] = MarkToken("words", f"{found[-1].text.rstrip()}\xa0")
        found.append(MarkToken(kind, match[str(match.lastgroup)]))
    if at < len(text):
        found.append(MarkToken("words", text[at:]))
    return tuple(found)


def counting(
    nodes: Sequence[Node], flags: frozenset[str], lists: Mapping[str, Sequence[Entry]]
) -> Iterator[tuple[FormLine, Entry]]:
    """The lines that count under these flags, each with the values of the entry that it is repeated for."""
    for node in nodes:
        match node:
            case FormLine():
                yield node, {}
            case Fork():
                holds = all((name[1:] not in flags) if name[0] == "!" else name in flags for name in node.condition)
                yield from counting(node.then if holds else node.otherwise, flags, lists)
            case Repeat():
                for entry in lists.get(node.over, ()):
                    for line, inner in counting(node.body, flags, lists):
                        yield line, {**entry, **inner}


def every_line(nodes: Sequence[Node]) -> Iterator[FormLine]:
    """All lines, whatever the conditions say."""
    for node in nodes:
        match node:
            case FormLine():
                yield node
            case Fork():
                yield from every_line((*node.then, *node.otherwise))
            case Repeat():
                yield from every_line(node.body)


def every_condition(nodes: Sequence[Node]) -> Iterator[str]:
    """Names of all flags that conditions ask for."""
    for node in nodes:
        if isinstance(node, Fork):
            yield from (name.removeprefix("!") for name in node.condition)
            yield from every_condition((*node.then, *node.otherwise))
        elif isinstance(node, Repeat):
            yield from every_condition(node.body)
