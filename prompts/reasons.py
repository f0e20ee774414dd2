"""Reason codes in words for the model that is asked to try again. Pure; the words are data (``reasons.toml``)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _words() -> dict[str, str]:
    return {
        code: str(words)
        for code, words in tomllib.loads(files("prompts").joinpath("reasons.toml").read_text("utf-8")).items()
    }


def explain(code: str) -> str:
    """What a code means; of an unknown code its family's words, else the code itself."""
    words = _words()
    return words.get(code) or words.get(code.partition(".")[0]) or code
