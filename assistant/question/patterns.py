"""Named patterns over folded text, read once from ``patterns.toml`` (reviewed data, not code)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from corpus.core.phrases import pattern_of


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("assistant.question").joinpath("patterns.toml").read_text("utf-8"))


@cache
def units() -> dict[str, re.Pattern[str]]:
    """Folded words that can follow "bao nhiêu" or "mấy" → what a provision must hold to give that quantity."""
    return {name: pattern_of(words) for name, words in _data()["units"].items()}


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The pattern of that name.

    Raises:
        KeyError: when ``patterns.toml`` has no such name.
    """
    return pattern_of(_data()["patterns"][name], _data()["words"])
