"""What the handbook lists: rules as of a day, narrowed by phase, topic and level, grouped by topic. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from assistant.handbook.plan import BookPlan
from assistant.handbook.rules import CURRENT, BookRule, Handbook, Mark, RuleState
from assistant.model import Found
from corpus.core.codes import Code
from corpus.core.display import LEVEL_NAMES
from corpus.core.errors import InputError
from corpus.core.model import Level
from corpus.core.text import fold

GENERAL = "chung"
"""Stands among the phases for the rules that belong to none."""
GENERAL_NAME = "Quy định chung"
KEPT = 64
"""Choices whose lists are remembered: they depend on the day and the loaded texts alone."""
_ORDER = (Mark.IN_FORCE, Mark.LAST_KNOWN, Mark.SEASON, Mark.NOT_YET, Mark.FORMER, Mark.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be listed.

    Attributes:
        day: the day as of which rules are listed.
        phase: id of a phase, ``chung`` for rules of none; empty for all.
        topic: id of a topic; empty for all.
        level: rules that hold at this level; ``None`` for all.
        everything: rules that have ended, or have not begun, too.
    """

    day: date
    phase: str = ""
    topic: str = ""
    level: Level | None = None
    everything: bool = False

    @property
    def narrowed(self) -> bool:
        """Whether a phase, a topic or a level is chosen."""
        return bool(self.phase or self.topic or self.level)


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule with its state on the day of the choice."""

    rule: BookRule
    state: RuleState


@dataclass(frozen=True, slots=True)
class Hits:
    """Entries that a search found, nearest first; ``sure`` tells whether the first is likely what was looked for."""

    entries: tuple[Entry, ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one topic; the name is empty for what has no topic."""

    topic: str
    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """How many rules a phase, topic or level has under a choice that is the same otherwise."""

    id: str
    name: str
    about: str
    rules: int


def choose(plan: BookPlan, day: date, *, phase: str = "", topic: str = "", level: str = "", everything: bool) -> Choice:
    """A choice from what stands in an address or a form.

    Raises:
        InputError: ``handbook.choice`` for a phase, topic or level that there is not.
    """
    if phase and phase not in {GENERAL, *(item.id for item in plan.phases)}:
        raise InputError(Code.HANDBOOK_CHOICE, "Sổ tay không có giai đoạn đã chọn.", hint="Xin chọn lại giai đoạn.")
    if topic and topic not in {item.id for item in plan.topics}:
        raise InputError(Code.HANDBOOK_CHOICE, "Sổ tay không có chủ đề đã chọn.", hint="Xin chọn lại chủ đề.")
    if level and level not in set(Level):
        raise InputError(Code.HANDBOOK_CHOICE, "Sổ tay không có cấp đã chọn.", hint="Xin chọn lại cấp tổ chức đảng.")
    return Choice(day, phase, topic, Level(level) if level else None, everything)


@lru_cache(maxsize=KEPT)
def listed(book: Handbook, choice: Choice) -> tuple[Entry, ...]:
    """The entries of a choice: in force first, then by the rank of the document, else in document order."""
    states = book.states(choice.day)
    found = [Entry(rule, states[rule.id]) for rule in book.rules if _chosen(rule, states[rule.id], choice)]
    return tuple(sorted(found, key=lambda e: (_ORDER.index(e.state.mark), e.rule.document.record.kind.rank)))


def _chosen(rule: BookRule, state: RuleState, choice: Choice) -> bool:
    if choice.phase == GENERAL and rule.phases:
        return False
    if choice.phase not in ("", GENERAL) and choice.phase not in rule.phases:
        return False
    if choice.topic and choice.topic not in rule.topics:
        return False
    if choice.level is not None and not rule.concerns(choice.level):
        return False
    return choice.everything or state.mark in CURRENT


def grouped(plan: BookPlan, entries: Iterable[Entry], choice: Choice) -> list[Group]:
    """Entries by topic in the order of the plan; each stands once, under the topic that the choice is about."""
    phased = {topic.id for topic in plan.topics if choice.phase in topic.phases}
    places: dict[str, list[Entry]] = {}
    for entry in entries:
        topics = entry.rule.topics
        fitting = [topic for topic in topics if topic == choice.topic] or [t for t in topics if t in phased]
        places.setdefault((fitting or [*topics, ""])[0], []).append(entry)
    known = [(topic.id, topic.name) for topic in plan.topics] + [("", "")]
    return [Group(name, words, tuple(places[name])) for name, words in known if name in places]


@lru_cache(maxsize=KEPT)
def phase_counts(book: Handbook, choice: Choice) -> tuple[Heading, ...]:
    """Rules of each phase, and of none, whatever phase is chosen."""
    entries = listed(book, replace(choice, phase=""))
    found = [
        Heading(phase.id, phase.name, phase.about, sum(phase.id in entry.rule.phases for entry in entries))
        for phase in book.plan.phases
    ]
    general = sum(not entry.rule.phases for entry in entries)
    about = "Quy định dùng ở mọi giai đoạn: nhiệm kỳ, tổ chức đảng, thể thức văn bản, văn bản mới."
    return (*found, Heading(GENERAL, GENERAL_NAME, about, general))


@lru_cache(maxsize=KEPT)
def topic_counts(book: Handbook, choice: Choice) -> tuple[Heading, ...]:
    """Rules of each topic that has any, whatever topic is chosen."""
    entries = listed(book, replace(choice, topic=""))
    found = [
        Heading(topic.id, topic.name, "", sum(topic.id in entry.rule.topics for entry in entries))
        for topic in book.plan.topics
    ]
    return tuple(count for count in found if count.rules)


@lru_cache(maxsize=KEPT)
def level_counts(book: Handbook, choice: Choice) -> tuple[Heading, ...]:
    """Rules that hold at each level, whatever level is chosen."""
    entries = listed(book, replace(choice, level=None))
    return tuple(
        Heading(level.value, name, "", sum(entry.rule.concerns(level) for entry in entries))
        for level, name in LEVEL_NAMES.items()
    )


def found_by(known: Mapping[str, Entry], text: str, told: Found) -> Hits:
    """What a search gives of the entries that may be shown: those at the place typed, then the nearest."""
    placed = at_label(known.values(), text)
    ids = {entry.rule.id for entry in placed}
    nearest = [known[item.provision.id] for item in told.evidence if item.provision.id not in ids]
    return Hits((*placed, *nearest), bool(placed) or told.sure)


def at_label(entries: Iterable[Entry], text: str) -> list[Entry]:
    """The entries whose place is what was typed, such as ``11.4.2`` or ``điều 11 khoản 6``."""
    wanted = _label(text)
    return [entry for entry in entries if _label(entry.rule.provision.label) == wanted]


def _label(text: str) -> str:
    return fold(" ".join(text.split())).removeprefix("muc ")


def page_of(entries: Sequence[Entry], page: int, size: int) -> tuple[Sequence[Entry], int]:
    """One page of the entries, and how many pages there are; a page past the end is the last one."""
    pages = max(1, -(-len(entries) // size))
    page = min(max(1, page), pages)
    return entries[(page - 1) * size : page * size], pages
