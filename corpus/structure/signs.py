"""Numbers of documents as they are written. Pure."""

from __future__ import annotations

import re

from corpus.core.text import fold

_LETTERS = r"(?:TTg|[A-ZĐƯƠÂ0-9]+)"
SIGN = (
    r"\d{1,5}(?:\.\d{1,3}(?=\s*/\s*\d{4}))?[A-Za-z]?(?:\s*/\s*\d{4})?\s*[-–/]\s*(?=[A-ZĐƯ0-9]*[A-ZĐ])"
    rf"{_LETTERS}(?:\s*[-–/]\s*{_LETTERS}|\.{_LETTERS}(?![a-zà-ỹ]))*"
)
"""A number, as an expression to build on."""
NUMBER = re.compile(SIGN)
"""A document number such as ``294-QĐ/TW``, ``109/2004/NĐ-CP`` or ``72/2025/QH15``."""


def clean_number(number: str) -> str:
    """A number without inner spaces, capitals as in official use."""
    return re.sub(r"\s+", "", number).replace("–", "-").replace("Ð", "Đ")


def number_key(number: str) -> str:
    """A number as numbers are compared."""
    return clean_number(number).upper()


def outranked(number: str | None, other: str | None) -> bool:
    """Whether a document of the Centre (``…/TW``) stands against one that is not of the Centre's organs."""
    return _organ(other) == "tw" and not _organ(number).endswith("tw")


def _organ(number: str | None) -> str:
    """The organ's sign in a number, in small letters."""
    return fold(number or "").replace(" ", "").rpartition("/")[2]
