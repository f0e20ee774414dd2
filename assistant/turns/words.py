"""The words of turns, read once from ``turns.toml`` (reviewed data, not code)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from corpus.core.phrases import expression_of, pattern_of


@cache
def data() -> dict[str, Any]:
    """The whole file."""
    return tomllib.loads(files("assistant.turns").joinpath("turns.toml").read_text("utf-8"))


@cache
def lean(name: str) -> re.Pattern[str]:
    """The words of that name over folded text: how a turn leans, points back, supposes or asks.

    Raises:
        KeyError: when ``turns.toml`` has no such name.
    """
    return pattern_of(data()["lean"][name])


@cache
def marked(name: str) -> re.Pattern[str]:
    """The words of that name over text in lower case, with its diacritics.

    Raises:
        KeyError: when ``turns.toml`` has no such name.
    """
    return pattern_of(data()["marked"][name])


def expression(part: str, name: str) -> str:
    """The regular expression of a phrase of ``turns.toml``, to be put into a larger one.

    Raises:
        KeyError: when ``turns.toml`` has no such part or name.
    """
    return expression_of(data()[part][name])
