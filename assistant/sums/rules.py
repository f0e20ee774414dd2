"""The rule of a sum on a day: the one in force, else the last that ended, its figure read from its own words. Pure.

A loaded document that replaced a named one takes over by itself when it says such a figure at the same place; where a
loaded successor says nothing there, the former rule is not used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from assistant.parsing.atom import Atom
from assistant.parsing.reader import atoms
from assistant.sums.law import RulePlace, Sum
from corpus.core.model import Document, Provision
from corpus.core.registry import Force, Registry, Standing
from corpus.core.sentences import body_start, sentences
from corpus.core.text import fold

_BOUNDS = {"ge": "at_least", "gt": "more_than", "le": "at_most", "lt": "less_than"}
"""Bounds as the verifier's reader names them."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule of a sum on a day: its words, its figure, and whether it is in force.

    ``figure`` is a share, or a number of working days; ``span`` holds the sentences that state it.
    """

    provision: Provision
    document: Document
    span: tuple[int, int]
    figure: Fraction
    standing: Standing


def rule_of(sum_: Sum, registry: Registry, on: date, named: Sequence[str] = ()) -> Rule | None:
    """The loaded rule in force on the day, else the last one that ended; ``None`` when there is neither.

    Args:
        sum_: the sum.
        registry: the loaded documents.
        on: the day asked about.
        named: records that the question names: no other is used, and these also where they have been replaced.
    """
    found = [rule for place in _places(sum_, registry) if (rule := _stated(sum_, place, registry, on))]
    if named:
        found = [rule for rule in found if rule.document.record.id in named]
    for rule in reversed(found):
        if rule.standing.force is Force.IN_FORCE:
            return rule
    past = [rule for rule in found if rule.standing.force in (Force.SUPERSEDED, Force.EXPIRED)]
    if not past or (not named and registry.replaced(past[-1].document.record.id, on)):
        return None
    return past[-1]


def quoted_rule(rules: tuple[RulePlace, ...], registry: Registry, on: date) -> Rule | None:
    """A rule without a figure of its own, chosen as that of a sum is; its ``figure`` is 0, its span the provision."""
    bare = Sum.model_construct(name="", kind="combined", rules=rules, terms={"": ""}, sign="+", share=None, unit="")
    return rule_of(bare, registry, on)


def _places(sum_: Sum, registry: Registry) -> Iterator[RulePlace]:
    """The places named in the data, each followed by the same place of the loaded documents that replaced it."""
    listed = {place.record for place in sum_.rules}
    for place in sum_.rules:
        yield place
        follower = registry.next_record(place.record)
        while follower is not None and follower.id not in listed:
            yield place.model_copy(update={"record": follower.id})
            follower = registry.next_record(follower.id)


def _stated(sum_: Sum, place: RulePlace, registry: Registry, on: date) -> Rule | None:
    """The provision at a place that states the figure of the sum."""
    for provision, document in _provisions(place.record, registry):
        at = provision.path.split("-")[0]
        if not (place.path in (at, provision.path) or at.startswith(f"{place.path}.")):
            continue
        spans = [span for span in sentences(provision.text) if place.words.search(fold(provision.text[slice(*span)]))]
        if not spans:
            continue
        span = spans[0][0], spans[-1][1]
        if sum_.whole:
            span = body_start(provision.text), len(provision.text.rstrip())
        if (figure := _figure(sum_, provision.text[slice(*span)])) is not None:
            standing = registry.standing(document.record.id, on, registry.validity(provision))
            return Rule(provision, document, _to_its_end(provision.text, span), figure, standing)
    return None


def _to_its_end(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The span up to the full stop: behind a semicolon there may be the case that a rule is not for."""
    ends = (end for start, end in sentences(text) if end >= span[1] and text[:end].rstrip().endswith((".", "!", "?")))
    return span[0], next(ends, span[1])


def _provisions(record: str, registry: Registry) -> Iterator[tuple[Provision, Document]]:
    """The citable provisions of the documents of a record."""
    for document in registry.documents.values():
        if document.record.id == record:
            yield from ((provision, document) for provision in document.provisions if provision.citable)


def _figure(sum_: Sum, text: str) -> Fraction | None:
    """The figure of the rule: the known one where the text says it, else the only one of its kind.

    0 for a sum of inputs alone, which needs none.
    """
    if sum_.kind == "combined" or (sum_.kind == "months" and not sum_.days):
        return Fraction(0)
    said = {value for atom in atoms(text) if atom.kind == "number" for value in _said(sum_, atom)}
    if sum_.known in said:
        return sum_.known
    return said.pop() if len(said) == 1 else None


def _said(sum_: Sum, atom: Atom) -> Iterator[Fraction]:
    """The values of a figure of the rule that the sum can be worked with; of a range, the end that its bound means."""
    _, values, counted = atom.key.split(":", 2)
    ends = [Fraction(value) for value in values.split("..")]
    if sum_.kind == "rate":
        if not counted and len(ends) == 1:
            yield ends[0]
    elif sum_.share is not None:
        if counted != (sum_.unit or "ratio"):
            return
        if len(ends) == 2:
            yield ends[0] if sum_.bound == "at_least" else ends[1]
        elif _BOUNDS.get(atom.bound) == sum_.bound:
            yield ends[0]
    elif counted == sum_.unit and sum_.unit == "tuổi":
        yield from ends  # of a range of ages, the sum knows which end it is about
    elif counted == sum_.unit and (len(ends) == 1 or sum_.kind == "bound"):
        yield ends[0] if sum_.bound == "at_least" else ends[-1]
