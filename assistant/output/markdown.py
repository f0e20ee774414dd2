"""Text → Markdown that shows exactly that text. Pure.

Regulations and questions are data (contract R12): a character of theirs must never become a heading, a link, a list or
HTML on the page. ``escape`` neutralises what CommonMark, GFM and the directives of the chat page would interpret, and
no more than that, because the copy button of the chat copies the Markdown source. ``highlight`` marks a span of a text
in bold; the chat's style sheet paints bold text in the side panel as a marker pen.

Invariant (tested on generated text): rendered and stripped of tags, the result reads as the input, white space aside.
"""

from __future__ import annotations

import re
import unicodedata

_JOINER = "\u2060"
"""Word joiner: invisible, and neither white space nor punctuation to CommonMark's flanking rules."""

_ANYWHERE = re.compile(r"[\\`*\[\]<>~|&]|(?<![^\W_])_|_(?![^\W_])|:(?=[a-zA-Z:\[{])")
_LINE_START = re.compile(r"^(?:(?P<mark>[#+=-])|(?P<number>\d{1,9})(?P<after>[.)]))")
_UNSEEN = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u2028\u2029\ufeff]")


def escape(text: str) -> str:
    """``text`` as Markdown source that displays as ``text``; line breaks are kept, indentation is dropped.

    Control characters and the zero-width space (which the chat page draws as a blinking cursor) are left out.
    """
    return "\n".join(_escape_line(line) for line in _UNSEEN.sub("", text).split("\n"))


def escape_inline(text: str) -> str:
    """``escape`` for a place inside a line: white space runs, line breaks included, become one space."""
    return escape(" ".join(text.split()))


def quoted(text: str, span: tuple[int, int] | None = None) -> str:
    """``text`` as a block quotation; the span ``[start, end)`` is highlighted when given."""
    body = escape(text) if span is None else highlight(text, *span)
    return "\n".join(f"> {line}".rstrip() for line in body.split("\n"))


def highlight(text: str, start: int, end: int) -> str:
    """``escape(text)`` with the characters ``[start, end)`` in bold, line by line.

    Raises:
        ValueError: when ``[start, end)`` is not a span of ``text``.
    """
    if not 0 <= start <= end <= len(text):
        raise ValueError(f"[{start}, {end}) is not a span of a text of length {len(text)}")
    lines: list[str] = []
    offset = 0
    for line in text.split("\n"):
        inner_start, inner_end = max(start - offset, 0), min(end - offset, len(line))
        lines.append(_marked_line(line, inner_start, inner_end) if inner_start < inner_end else escape(line))
        offset += len(line) + 1
    return "\n".join(lines)


def _marked_line(line: str, start: int, end: int) -> str:
    while start < end and _blank(line[start]):
        start += 1
    while start < end and _blank(line[end - 1]):
        end -= 1
    before, inner, after = (_UNSEEN.sub("", part) for part in (line[:start], line[start:end], line[end:]))
    before = before.lstrip()
    if not inner:
        return _escape_line(before + after)
    left = _JOINER if before and not _open(before[-1]) and _open(inner[0]) else ""
    right = _JOINER if after and not _open(after[0]) and _open(inner[-1]) else ""
    marked = f"**{left}{_escape_line(inner, first=not before)}{right}**"
    return _escape_line(before) + marked + _escape_line(after, first=False)


def _blank(char: str) -> bool:
    return char.isspace() or _UNSEEN.match(char) is not None


def _open(char: str) -> bool:
    """White space or punctuation in CommonMark's sense."""
    category = unicodedata.category(char)
    return char in "\t\n\f\r" or category == "Zs" or category[0] in "PS"


def _escape_line(line: str, *, first: bool = True) -> str:
    if first:
        line = line.lstrip()
    escaped = _ANYWHERE.sub(lambda match: "\\" + match.group(), line)
    if not first:
        return escaped
    start = _LINE_START.match(escaped)
    if start is None:
        return escaped
    if start["mark"]:
        return "\\" + escaped
    return f"{start['number']}\\{start['after']}{escaped[start.end() :]}"
