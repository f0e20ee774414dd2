"""The rules of the intake: categories, lengths, puzzle, limits. Reviewed data (``rules.toml``), checked when read."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.store.limits import RateLimit
from corpus.core.codes import Code
from corpus.core.errors import CorpusError

LIMITS = frozenset({"fast", "slow", "day", "all", "look", "form"})


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ProposalCategory(_Row):
    """What a proposal is about."""

    id: str = Field(pattern=r"^[a-z_]{1,40}$")
    name: str
    about: str


class _Reasoned(_Row):
    reason: str = Field(min_length=10)


class TextRule(_Reasoned):
    """Characters that a proposal has at least and at most."""

    least: int
    most: int


class ContactRule(_Reasoned):
    """Most characters of a name, and of a way to be reached."""

    most: int


class PuzzleRule(_Reasoned):
    """Zero bits that a solution begins with, and seconds that a challenge lasts."""

    bits: int = Field(ge=1, le=24)
    lasts_s: int


class SlowRule(_Reasoned):
    """Seconds from form to sending without a puzzle, and seconds that clocks of hosts may differ."""

    least_s: int
    skew_s: int


class IntakeLimit(_Reasoned):
    """A limit, with the words for whoever reaches it."""

    name: str
    times: int = Field(ge=1)
    seconds: int = Field(ge=1)
    words: str

    @property
    def limit(self) -> RateLimit:
        """As the store counts it."""
        return RateLimit(self.times, self.seconds)


class IntakeRules(_Row):
    """All rules of the intake."""

    reviewed: object
    category: tuple[ProposalCategory, ...]
    text: TextRule
    contact: ContactRule
    puzzle: PuzzleRule
    slow: SlowRule
    limit: tuple[IntakeLimit, ...]

    @model_validator(mode="after")
    def _complete(self) -> IntakeRules:
        if {each.name for each in self.limit} != LIMITS or len(self.limit) != len(LIMITS):
            raise ValueError(f"limits must be {sorted(LIMITS)}")
        if len({each.id for each in self.category}) != len(self.category):
            raise ValueError("a category is named twice")
        return self

    def named(self, name: str) -> IntakeLimit:
        """A limit by its name."""
        return next(each for each in self.limit if each.name == name)

    def category_name(self, id_: str) -> str:
        """The name of a category; the id itself for one that is not offered any more."""
        return next((each.name for each in self.category if each.id == id_), id_)


def read_rules(text: str) -> IntakeRules:
    """The rules of a text in TOML.

    Raises:
        CorpusError: ``corpus.proposals`` when it is faulty.
    """
    import tomllib

    try:
        return IntakeRules.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise CorpusError(Code.CORPUS_PROPOSALS, f"Quy tắc nhận kiến nghị sai: {error}.") from error


@cache
def shipped_rules() -> IntakeRules:
    """The rules of the package."""
    return read_rules(files("assistant.proposals").joinpath("rules.toml").read_text("utf-8"))
