"""What changed between two days: documents that began or ended, and rules set side by side. Pure.

A rule that held on the first day and does not on the second is set beside a rule that holds on the second: one that our
editors noted as carrying it on or changing it, else the one whose words are most alike in a document that follows in
the registry's line. How a pair was found is told with it: only the first is known, the other is set side by side by the
machine and says nothing of what replaced what.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.handbook.contents import Choice, listed
from assistant.handbook.differences import Stretch, side_by_side
from assistant.handbook.rules import CURRENT, BookRule, Handbook, Mark, RuleState
from corpus.core.model import Kind, Record
from corpus.core.registry import Registry, place_of
from corpus.core.statements import ended, period
from corpus.core.text import syllables

ALIKE = 0.55
"""Least likeness (Dice, of the words of heading and text) of two rules that are set beside each other."""


class Link(StrEnum):
    """How two rules came to stand beside each other."""

    CONTINUES = "continues"
    CHANGES = "changes"
    ALIKE = "alike"


LINK_WORDS = {
    Link.CONTINUES: "Người biên soạn ghi nhận quy định mới tiếp nối quy định cũ.",
    Link.CHANGES: "Người biên soạn ghi nhận quy định mới khác quy định cũ.",
    Link.ALIKE: "Máy đặt cạnh nhau vì câu chữ gần nhau trong hai văn bản nối tiếp; không phải căn cứ thay thế.",
}


_Linked = tuple[BookRule, BookRule, Link]


@dataclass(frozen=True, slots=True)
class RulePair:
    """A rule of the first day beside one of the second, with their parts that differ and their states on their days."""

    old: BookRule
    new: BookRule
    before: RuleState
    after: RuleState
    link: Link
    olds: tuple[Stretch, ...]
    news: tuple[Stretch, ...]

    @property
    def words(self) -> str:
        """How the two came to stand beside each other."""
        return LINK_WORDS[self.link]

    @property
    def same(self) -> bool:
        """Whether no word differs."""
        return not any(part.differs for part in (*self.olds, *self.news))


@dataclass(frozen=True, slots=True)
class Lone:
    """A rule that has no counterpart, with its state on the second day."""

    rule: BookRule
    state: RuleState


@dataclass(frozen=True, slots=True)
class Turning:
    """A document that ended or began after the first day and by the second, told in the registry's sentence."""

    record: Record
    day: date
    words: str


@dataclass(frozen=True, slots=True)
class Changes:
    """All that changed after ``since`` and by ``until``.

    Attributes:
        turns: documents that began or ended, by day.
        pairs: rules side by side, those our editors noted first, then in document order of the new rule.
        gone: rules that held and hold no more, without a counterpart.
        come: rules that hold now and did not, without a counterpart.
    """

    since: date
    until: date
    turns: tuple[Turning, ...]
    pairs: tuple[RulePair, ...]
    gone: tuple[Lone, ...]
    come: tuple[Lone, ...]


def changes(book: Handbook, since: date, until: date) -> Changes:
    """What changed from one day to a later one."""
    before, after = book.states(since), book.states(until)
    replaced = (Mark.FORMER, Mark.LAST_KNOWN)
    over = [rule for rule in book.rules if before[rule.id].mark in CURRENT and after[rule.id].mark in replaced]
    old = [rule for rule in over if after[rule.id].mark is not before[rule.id].mark]
    hold = [entry.rule for entry in listed(book, Choice(until)) if entry.state.mark is not Mark.LAST_KNOWN]
    new = [rule for rule in hold if before[rule.id].mark not in CURRENT]
    # What was the last known rule on both days may be carried on by one that began between them.
    noted = list(_noted(over, new))
    pairs = [*noted, *_alike(book, noted, old, new, until)]
    first = {rule.id: place for place, rule in enumerate(book.rules)}
    told = sorted(pairs, key=lambda pair: (pair[2] is Link.ALIKE, first[pair[1].id], first[pair[0].id]))
    olds, news = {pair[0].id for pair in pairs}, {pair[1].id for pair in pairs}
    return Changes(
        since,
        until,
        tuple(_turns(book.registry, since, until)),
        tuple(
            RulePair(a, b, before[a.id], after[b.id], link, *side_by_side(a.provision.text, b.provision.text))
            for a, b, link in told
        ),
        tuple(Lone(rule, after[rule.id]) for rule in old if rule.id not in olds),
        tuple(Lone(rule, after[rule.id]) for rule in new if rule.id not in news),
    )


def _turns(registry: Registry, since: date, until: date) -> Iterable[Turning]:
    found: list[Turning] = []
    for record in registry.records.values():
        if record.kind is Kind.OTHER:  # our own overviews are no documents of the Party
            continue
        span = registry.told_record_validity(record)
        if span.valid_until is not None and since < span.valid_until <= until:
            words = ended(registry, record.id) or period(registry, record.id)
            found.append(Turning(record, span.valid_until, words.text))
        elif span.valid_from is not None and since < span.valid_from <= until:
            found.append(Turning(record, span.valid_from, period(registry, record.id).text))
    return sorted(found, key=lambda turn: (turn.day, turn.record.kind.rank, turn.record.id))


def _alike(
    book: Handbook, noted: Iterable[_Linked], old: Sequence[BookRule], new: Sequence[BookRule], until: date
) -> Iterable[_Linked]:
    """Rules most alike in documents that follow one another, each in one pair at most."""
    taken = {rule.id for a, b, _ in noted for rule in (a, b)}
    lefts, rights = ([rule for rule in rules if rule.id not in taken] for rules in (old, new))
    records = {rule.document.record.id for rule in lefts}
    chains = {record: {later.id for later in book.registry.succession(record, until)} for record in records}
    words = _Likeness((*lefts, *rights))
    near = [
        (words.of(i, len(lefts) + j), i, j)
        for i, a in enumerate(lefts)
        for j, b in enumerate(rights)
        if b.document.record.id in chains[a.document.record.id]
    ]
    for likeness, i, j in sorted(near, key=lambda item: (-item[0], item[1], item[2])):
        if likeness >= ALIKE and not taken & {lefts[i].id, rights[j].id}:
            taken |= {lefts[i].id, rights[j].id}
            yield lefts[i], rights[j], Link.ALIKE


def _noted(old: Sequence[BookRule], new: Sequence[BookRule]) -> Iterable[_Linked]:
    """Rules whose place a new rule is noted to carry on or to change."""
    by_place: dict[str, list[BookRule]] = {}
    for rule in old:
        by_place.setdefault(place_of(rule.provision, rule.document), []).append(rule)
    for rule in new:
        for link, places in ((Link.CONTINUES, rule.provision.continues), (Link.CHANGES, rule.provision.changes)):
            for place in places:
                yield from ((earlier, rule, link) for earlier in by_place.get(place, ()))


class _Likeness:
    """Share of words that two rules have in common; words are bits, as documents of hundreds of rules are compared."""

    def __init__(self, rules: Iterable[BookRule]) -> None:
        places: dict[str, int] = {}
        self._words: list[int] = []
        for rule in rules:
            bits = 0
            for word in syllables(f"{rule.provision.heading} {rule.provision.text}"):
                bits |= 1 << places.setdefault(word, len(places))
            self._words.append(bits)

    def of(self, one: int, other: int) -> float:
        """Dice coefficient of two rules by their place, 0 to 1."""
        a, b = self._words[one], self._words[other]
        both = a.bit_count() + b.bit_count()
        return 2 * (a & b).bit_count() / both if both else 0.0
