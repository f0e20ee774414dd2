"""What a proposal must not hold: markings of classified papers, data of persons. Pure but for reading its data once.

A screen refuses before anything is stored; what it tells says what to leave out. It judges by looks alone, so it may be
wrong both ways: moderators may erase what it let through, and whoever is refused is told how to go on.
"""

from __future__ import annotations

import re
import sys
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.proposals.cleaning import compared
from corpus.core.codes import Code
from corpus.core.errors import CorpusError


class ProposalScreen(BaseModel):
    """One screen as data; ``caught`` and ``passed`` are its tests."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    kind: Literal["classified", "personal"]
    pattern: str
    least: int = Field(default=1, ge=1)
    words: str
    reason: str = Field(min_length=10)
    source: str = Field(min_length=5)
    caught: tuple[str, ...] = Field(min_length=1)
    passed: tuple[str, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class ScreenHit:
    """A screen that a text does not pass."""

    id: str
    kind: Literal["classified", "personal"]
    words: str


@cache
def _capitals() -> str:
    found = (chr(place) for place in range(sys.maxunicode) if unicodedata.category(chr(place)) == "Lu")
    return f"[{''.join(char for char in found if unicodedata.name(char).startswith('LATIN'))}]"


@cache
def shipped_screens() -> tuple[tuple[ProposalScreen, re.Pattern[str]], ...]:
    """The screens of the package with their patterns.

    Raises:
        CorpusError: ``corpus.proposals`` when the data is faulty.
    """
    try:
        data = tomllib.loads(files("assistant.proposals").joinpath("screen.toml").read_text("utf-8"))
        rows = [ProposalScreen.model_validate(row) for row in data["screen"]]
        return tuple((row, re.compile(row.pattern.replace("<A>", _capitals()))) for row in rows)
    except (tomllib.TOMLDecodeError, ValidationError, KeyError, re.error) as error:
        raise CorpusError(Code.CORPUS_PROPOSALS, f"Bộ lọc kiến nghị sai: {error}.") from error


def screen_hits(text: str) -> tuple[ScreenHit, ...]:
    """The screens that a text does not pass, in their order."""
    plain = compared(text)
    return tuple(
        ScreenHit(screen.id, screen.kind, screen.words)
        for screen, pattern in shipped_screens()
        if sum(1 for _ in pattern.finditer(plain)) >= screen.least
    )
