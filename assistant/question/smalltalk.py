"""What is said beside a question: greetings, thanks, "are you human?"; and courtesies around a real question.

Pure but for reading ``smalltalk.toml`` once. A reply is a fixed text about the assistant itself, never a statement of a
rule; its status says so. Courtesies are only left out of what is searched: the question shown stays the user's own.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.question.kinds import sentences_of
from corpus.core.phrases import pattern_of
from corpus.core.text import fold

_SIGNS = re.compile(r"[^\w\s]+")


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("assistant.question").joinpath("smalltalk.toml").read_text("utf-8"))


@cache
def _replies() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((pattern_of(row["phrases"]), row["text"]) for row in _data()["reply"])


@cache
def _introduction() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return pattern_of(_data()["introduction"]["phrases"]), pattern_of(_data()["introduction"]["none"])


@cache
def _courtesy() -> re.Pattern[str]:
    return pattern_of(_data()["courtesy"])


def _key(text: str) -> str:
    return " ".join(_SIGNS.sub(" ", fold(text)).split())


def reply_to(text: str) -> str:
    """The fixed reply to a message that asks nothing of the regulations; empty for any other."""
    key = _key(text)
    introduces, asks = _introduction()
    if introduces.search(key) and not asks.search(key) and "?" not in text:
        return _replies()[0][1]
    return next((reply for pattern, reply in _replies() if pattern.search(key)), "")


def without_courtesy(text: str) -> str:
    """The text without sentences of courtesy ("Cảm ơn ad.", "Kính gửi …"); unchanged when nothing else is left."""
    kept = [piece for piece in sentences_of(text) if not _courtesy().search(_key(piece))]
    return " ".join(kept) or text
