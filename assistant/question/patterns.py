"""Named patterns over folded text, read once from ``patterns.toml`` (reviewed data, not code)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("patterns.toml")


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def _all() -> dict[str, re.Pattern[str]]:
    lists = {name: lines for name, lines in _data().items() if isinstance(lines, list)}
    return {name: re.compile("|".join(lines)) for name, lines in lists.items() if not name.endswith("_words")}


@cache
def units() -> dict[str, re.Pattern[str]]:
    """Folded words that can follow "bao nhiêu" or "mấy" → what a provision must hold to give that quantity."""
    return {name: re.compile(words) for name, words in _data()["units"].items()}


def pattern(name: str) -> re.Pattern[str]:
    """The pattern of that name.

    Raises:
        KeyError: when ``patterns.toml`` has no such name.
    """
    return _all()[name]


def word_list(name: str) -> list[str]:
    """A plain list of folded words, e.g. ``function_words``.

    Raises:
        KeyError: when ``patterns.toml`` has no such list.
    """
    return " ".join(_data()[name]).split()
