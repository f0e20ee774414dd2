"""What happened to one case: the answer as public JSON, with the registry's word on every provision it names.

Pure, given a ``Lookup``. An observation holds all that grading needs, so that a run can be graded and reported again
without the assistant and without the corpus. Quotes are compared with the stored text here, byte for byte (R2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from typing import Any

from pydantic import TypeAdapter

from eval.suites.cases import Case, Locator
from eval.suites.lookup import Lookup, unresolved

EXCERPT = 240
"""Characters of a provision's text that an observation keeps, for the reader of the report."""
SHOWN_AS_PAST = frozenset({"last_known", "comparison", "status", "place"})
"""Roles of claims that tell the reader themselves whether a rule is today's."""


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation of one claim, checked against the stored text.

    ``at`` lists the case's gold locators (in written form) that it stands at. ``exact``: the stored text holds the
    quote at its offsets. ``in_force``: on the answer's date, by the registry's dates.
    """

    claim: int
    role: str
    provision_id: str
    known: bool
    exact: bool
    in_force: bool
    at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """One provision of the evidence, in the assistant's order; ``text`` is how its stored text begins."""

    provision_id: str
    score: float
    at: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """The outcome of asking one case.

    Attributes:
        answer: the public JSON; ``None`` when the assistant failed.
        error: ``code: message`` of the failure; empty when there is an answer.
        latency_ms: wall time of the call, measured by the runner.
        unresolved: gold locators that no loaded provision stands at; the case's gold cannot be graded.
    """

    case_id: str
    key: str
    answer: dict[str, Any] | None = None
    error: str = ""
    latency_ms: float = 0.0
    cited: tuple[Cited, ...] = ()
    ranked: tuple[Ranked, ...] = ()
    unresolved: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        """``answered``, ``refused``, ``clarify``, or ``error``."""
        return str(self.answer["status"]) if self.answer else "error"

    @property
    def confidence(self) -> float:
        """How sure the judge was; for a server, which does not tell, the best evidence score (0 without evidence)."""
        told = (self.answer or {}).get("confidence")
        return float(told) if told is not None else max((item.score for item in self.ranked), default=0.0)


OBSERVATIONS = TypeAdapter(Observation)
"""Reads and writes the lines of a results file."""


def observe(case: Case, answer: Mapping[str, Any], latency_ms: float, lookup: Lookup) -> Observation:
    """Check an answer's citations and place its evidence."""
    locators = tuple(dict.fromkeys(locator for option in case.gold for locator in option))
    day = date.fromisoformat(answer["as_of"])
    return Observation(
        case_id=case.id,
        key=case.key,
        answer=dict(answer),
        latency_ms=latency_ms,
        cited=tuple(
            _cited(index, _said_as(claim), citation, day, locators, lookup)
            for index, claim in enumerate(answer["claims"])
            for citation in claim["citations"]
        ),
        ranked=tuple(
            _ranked(item["provision_id"], float(item["score"]), locators, lookup) for item in answer["evidence"]
        ),
        unresolved=tuple(str(locator) for locator in unresolved(case.gold, lookup)),
    )


def _said_as(claim: Mapping[str, Any]) -> str:
    """The role of a claim; a head that names its rule as a past one stands with the past ones."""
    past = claim["role"] == "head" and ", theo quy định " in claim["text"]
    return "last_known" if past else str(claim["role"])


def failed(case: Case, error: str, latency_ms: float, lookup: Lookup) -> Observation:
    """The observation of a case on which the assistant broke."""
    missing = tuple(str(locator) for locator in unresolved(case.gold, lookup))
    return Observation(case_id=case.id, key=case.key, error=error, latency_ms=latency_ms, unresolved=missing)


def _cited(
    claim: int, role: str, citation: Mapping[str, Any], day: date, locators: tuple[Locator, ...], lookup: Lookup
) -> Cited:
    provision_id, quote = citation["provision_id"], citation["quote"]
    facts = lookup.facts(provision_id)
    if facts is None:
        return Cited(claim, role, provision_id, known=False, exact=False, in_force=False)
    exact = bool(quote) and facts.text[citation["start"] : citation["end"]] == quote
    places = _places(provision_id, locators, lookup)
    return Cited(claim, role, provision_id, known=True, exact=exact, in_force=facts.in_force(day), at=places)


def _ranked(provision_id: str, score: float, locators: tuple[Locator, ...], lookup: Lookup) -> Ranked:
    facts = lookup.facts(provision_id)
    text = shorten(facts.text, EXCERPT, placeholder=" …") if facts else ""
    return Ranked(provision_id, score, _places(provision_id, locators, lookup), text)


def _places(provision_id: str, locators: tuple[Locator, ...], lookup: Lookup) -> tuple[str, ...]:
    facts = lookup.facts(provision_id)
    return tuple(str(locator) for locator in locators if facts and facts.stands_at(locator))
