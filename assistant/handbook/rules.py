"""The rules of the handbook: every citable provision with its topics, phases and levels, and its state on a day. Pure.

What is said of a rule's state comes from the registry and its fixed sentences alone (contract R15): nothing here words
a date or an end of its own. An official provision has the topics and levels that the digest gives its place, or the
nearest place above it that the digest has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from assistant.handbook.plan import BookPlan, above, shipped_plan, without_running
from assistant.output.views import FORCE_WORDS, standing_words
from assistant.retrieval.eligibility import may_support
from corpus.core.model import Document, Kind, Level, Provision, Record, TextKind, Validity
from corpus.core.registry import Force, Registry, Standing, place_of
from corpus.core.sentences import body_start
from corpus.core.statements import campaign_over, state


class Mark(StrEnum):
    """State of a rule on a day, as the handbook sorts rules."""

    IN_FORCE = "in_force"
    LAST_KNOWN = "last_known"
    """Replaced, and nobody has loaded what replaced it."""
    SEASON = "season"
    """Made for a congress term that is over; no end is known."""
    FORMER = "former"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"


MARK_WORDS = {
    Mark.IN_FORCE: FORCE_WORDS[Force.IN_FORCE],
    Mark.LAST_KNOWN: "Đã được thay – gần nhất đã biết",
    Mark.SEASON: "Kỳ đại hội đã xong",
    Mark.FORMER: FORCE_WORDS[Force.EXPIRED],
    Mark.NOT_YET: FORCE_WORDS[Force.NOT_YET],
    Mark.UNKNOWN: FORCE_WORDS[Force.UNKNOWN],
}
CURRENT = frozenset({Mark.IN_FORCE, Mark.LAST_KNOWN, Mark.SEASON})
"""Marks of the rules that the assistant would answer from on the day."""


@dataclass(frozen=True, slots=True)
class RuleState:
    """A rule's state on a day.

    Attributes:
        mark: the state in one word, for sorting and colour.
        words: the sentence that is shown.
        standing: what the registry says.
        validity: the dates that may be told, without an end that no source gives.
    """

    mark: Mark
    words: str
    standing: Standing
    validity: Validity

    @property
    def label(self) -> str:
        """The state in a few words."""
        return MARK_WORDS[self.mark]


@dataclass(frozen=True, slots=True)
class BookRule:
    """A provision in the handbook; ids of its topics and phases, in the order of the plan for phases."""

    provision: Provision
    document: Document
    topics: tuple[str, ...]
    phases: tuple[str, ...]
    levels: frozenset[Level]

    @property
    def id(self) -> str:
        """The provision's id."""
        return self.provision.id

    def concerns(self, level: Level) -> bool:
        """Whether the rule holds at a level; one that names none holds at all."""
        return not self.levels or level in self.levels


class Handbook:
    """The rules of a registry in the plan's order; immutable, safe to share between threads.

    Args:
        registry: documents and their states.
        plan: phases and topics.
    """

    def __init__(self, registry: Registry, plan: BookPlan) -> None:
        self.registry = registry
        self.plan = plan
        self._digested = _digested(registry)
        self.rules = tuple(
            self._rule(provision, document)
            for provision, document in registry.provisions()
            if document.text_kind is not TextKind.CATALOGUE and not is_title(provision)
        )
        self._by_id = {rule.id: rule for rule in self.rules}
        self.states = lru_cache(maxsize=16)(self._states)

    def rule(self, provision_id: str) -> BookRule | None:
        """A provision by id, whether or not the handbook lists it; ``None`` when there is no such id."""
        if (listed := self._by_id.get(provision_id)) is not None:
            return listed
        found = self.registry.provision(provision_id)
        return None if found is None else self._rule(*found)

    def state(self, rule: BookRule, day: date) -> RuleState:
        """The state of a rule on a day."""
        return state_of(self.registry, rule.provision, rule.document, day)

    def _states(self, day: date) -> Mapping[str, RuleState]:
        """States of all listed rules on a day, by id; ``states`` is the same, remembered for the last few days."""
        whole: dict[str, RuleState] = {}
        found: dict[str, RuleState] = {}
        for rule in self.rules:
            if rule.provision.validity is not None:
                found[rule.id] = self.state(rule, day)
                continue
            record = rule.document.record.id
            if record not in whole:
                whole[record] = self.state(rule, day)
            found[rule.id] = whole[record]
        return found

    def _rule(self, provision: Provision, document: Document) -> BookRule:
        place = place_of(provision, document)
        topics, levels = provision.topics, provision.levels
        if document.text_kind is TextKind.OFFICIAL:
            same = self._digested.get(document.record.id, {})
            beside = next((same[name] for name in above(place) if name in same), ())
            topics = tuple(dict.fromkeys(topic for item in beside for topic in item.topics))
            levels = levels or frozenset(level for item in beside for level in item.levels)
        levels = levels or self.plan.levels_of(place) or document.record.levels
        return BookRule(provision, document, topics, self.plan.phases_of(place, topics), levels)


def _digested(registry: Registry) -> dict[str, dict[str, tuple[Provision, ...]]]:
    """Digest provisions by record and ``record#path``, the further rules of a place (``11.4.1-2``) with its first."""
    found: dict[str, dict[str, tuple[Provision, ...]]] = {}
    for document in registry.all_documents.values():
        if document.text_kind is TextKind.DIGEST:
            places = found.setdefault(document.record.id, {})
            for provision in document.provisions:
                place = without_running(place_of(provision, document))
                places[place] = (*places.get(place, ()), provision)
    return found


def is_title(provision: Provision) -> bool:
    """Whether a unit is only the name of the units below it (``Điều 18.``, ``6.1. Phát thẻ đảng viên.``)."""
    body = provision.text[body_start(provision.text) :].strip(" .:\n")
    return not body or body == provision.heading.strip(" .:\n")


def state_of(registry: Registry, provision: Provision, document: Document, day: date) -> RuleState:
    """The state of a provision on a day, in the registry's words."""
    standing = registry.standing_of(provision, day)
    usable = may_support(registry, document.record, registry.validity(provision), day)
    return _state(registry, standing, day, usable=usable, own=provision.validity)


def record_state(registry: Registry, record: Record, day: date) -> RuleState:
    """The state of a whole document on a day, whether or not a text of it is loaded."""
    standing = registry.standing(record.id, day)
    return _state(registry, standing, day, usable=False, own=None)


def _state(registry: Registry, standing: Standing, day: date, *, usable: bool, own: Validity | None) -> RuleState:
    record, told = standing.record, standing.told
    # What we compiled ourselves was issued for no congress.
    over = campaign_over(record, day) and record.kind is not Kind.OTHER
    match standing.force:
        case Force.IN_FORCE if over and own is None:
            return RuleState(Mark.SEASON, state(registry, record.id, day).text, standing, told)
        case Force.IN_FORCE:
            return RuleState(Mark.IN_FORCE, standing_words(standing), standing, told)
        case Force.SUPERSEDED if usable:
            mark = Mark.LAST_KNOWN
        case Force.SUPERSEDED | Force.EXPIRED:
            mark = Mark.FORMER
        case Force.NOT_YET:
            mark = Mark.NOT_YET
        case _:
            mark = Mark.UNKNOWN
    return RuleState(mark, standing_words(standing), standing, told)


@lru_cache(maxsize=2)
def handbook_of(registry: Registry) -> Handbook:
    """The handbook of a registry under the shipped plan; made once."""
    return Handbook(registry, shipped_plan())


def names(plan: BookPlan, ids: Iterable[str]) -> list[str]:
    """Names of phases or topics by id; an id that the plan does not have is left out."""
    known: dict[str, str] = {phase.id: phase.name for phase in plan.phases}
    known |= {topic.id: topic.name for topic in plan.topics}
    return [known[name] for name in ids if name in known]
