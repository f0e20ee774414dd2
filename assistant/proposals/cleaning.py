"""Text that people send, made plain: composed, without what is invisible or turns its direction. Pure.

Nothing that a person can read is changed; markup stays text and is escaped where it is shown.
"""

from __future__ import annotations

import re
import unicodedata

from corpus.core.text import to_nfc

_MOST_MARKS = 3
"""Most marks on one letter; Vietnamese has two."""
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*){2,}")
_SPACES_AT_END = re.compile(r"[ \t]+$", re.MULTILINE)
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")


def clean(text: str) -> str:
    """A text of several lines, with one kind of line end and at most one blank line in a row."""
    kept = "".join(_readable(_LINE_ENDS.sub("\n", to_nfc(text))))
    return _BLANK_LINES.sub("\n\n", _SPACES_AT_END.sub("", kept)).strip()


def clean_line(text: str) -> str:
    """A text of one line."""
    return " ".join(clean(text).split())


def compared(text: str) -> str:
    """A form for screening: full-width and other compatibility forms plain, single letters with spaces joined."""
    plain = to_nfc(unicodedata.normalize("NFKC", clean(text)))
    return _SPELT_OUT.sub(lambda found: found[0].replace(" ", ""), plain)


_SPELT_OUT = re.compile(r"(?<!\w)\w(?: \w){2,}(?!\w)")
"""``M Ậ T``: letters or figures of one word set apart."""


def _readable(text: str) -> list[str]:
    kept: list[str] = []
    marks = 0
    for char in text:
        kind = unicodedata.category(char)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if kind == "Cs" or (kind in ("Cc", "Cf", "Co", "Cn") and char not in "\n\t") or marks > _MOST_MARKS:
            continue
        kept.append(char)
    return kept
