"""Sums that organisers ask for – quorum, majority, surplus, approval, caps, deadlines – recognised and proved. Pure.

Arithmetic is shown, never asserted (contract R12): each sum quotes the provision that gives the rule verbatim, names
its inputs and its formula; where a rule says who is left out of the total, the base is a sum of its own before it.
Which sums there are, and their law, is data (``sums.toml``); what a story tells is read by ``assistant.stories``. When
an input is missing, or no loaded provision gives the rule, no figure is given and the question goes the ordinary way;
where the story leaves open who counts, the rules are shown without a sum. A rule that has ended is worked in the frame
of a last known rule (contract R5).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from assistant.model import Claim, Evidence
from assistant.question.understanding import Understood
from assistant.stories.days import days_of
from assistant.stories.figures import read_story
from assistant.stories.numbers import percents
from assistant.sums.law import Sum, law
from assistant.sums.proving import prove, quote_of
from assistant.sums.rules import quoted_rule, rule_of
from assistant.sums.working import Inputs, total_of
from corpus.core.registry import Registry
from corpus.core.text import fold

FIRST = 2
"""Candidates whose rule may name the sum that is asked for."""


def calculate(
    understood: Understood, registry: Registry, on: date, near: Callable[[], Sequence[Evidence]] = tuple
) -> list[Claim] | None:
    """The computed claims with their rules, or ``None`` when the question asks for no sum that can be worked.

    Args:
        understood: the question.
        registry: the loaded documents.
        on: the day asked about.
        near: looks up what is found first. Where no reviewed phrase names the sum, its rule among these does, provided
            that the question asks for a quantity or a day.
    """
    key = fold(understood.search_text)
    inputs = _inputs(understood, key)
    if not inputs.story.figures and not inputs.days:
        return None
    told = " . ".join(inputs.story.sentences)
    for sum_ in law().sum:
        if not sum_.asked(key, told):
            continue
        named = understood.references.records
        if proof := prove(sum_, inputs, registry, on, named, key=key):
            others = [other for other in law().beside(sum_) if other.stands(key, told)]
            proofs = [prove(other, inputs, registry, on, named, key=key) for other in others]
            beside = [claim for other in proofs if other for claim in other.claims]
            if not beside and len(inputs.story.values(*sum_.together)) > 1:
                continue  # enough people are no quorum where the organisations that are told of may be too few
            return _without_repeats([*proof.claims, *beside])
    if (found := _of_rule(key, told, inputs, near, registry, on)) is not None:
        return found
    return _open(key, told, inputs, understood, registry, on)


def _of_rule(
    key: str, told: str, inputs: Inputs, near: Callable[[], Sequence[Evidence]], registry: Registry, on: date
) -> list[Claim] | None:
    """The sum whose rule was found first, where a quantity or a day is asked and no phrase named another sum."""
    question, wanted = key.partition("\n")[0], law().asks_quantity
    if wanted is None or not wanted.search(question):
        return None
    for item in near()[:FIRST]:
        for sum_ in law().sum:
            if not sum_.asks or sum_.asked(key, told) or sum_.excluded(question, told):
                continue
            rule = rule_of(sum_, registry, on)
            if rule is None or rule.provision.id != item.provision.id or _shared(sum_):
                continue
            if proof := prove(sum_, inputs, registry, on, key=key):
                beside = [prove(other, inputs, registry, on, key=key) for other in law().beside(sum_)]
                return _without_repeats(
                    [*proof.claims, *(claim for other in beside if other for claim in other.claims)]
                )
    return None


def _shared(sum_: Sum) -> bool:
    """Whether another sum that is asked for rests on the same words: its rule alone does not tell which is meant."""
    places = {(place.record, place.path, place.words.pattern) for place in sum_.rules}
    return any(
        other.asks and other is not sum_ and places & {(p.record, p.path, p.words.pattern) for p in other.rules}
        for other in law().sum
    )


def _open(
    key: str, told: str, inputs: Inputs, understood: Understood, registry: Registry, on: date
) -> list[Claim] | None:
    """The rules of a sum that is asked for and whose base the story leaves open: who counts is the reader's to say."""
    for sum_ in law().sum:
        if not (sum_.rest and sum_.asked(key, told)) or total_of(sum_, inputs.story) is None:
            continue
        rule = rule_of(sum_, registry, on, understood.references.records)
        rest = quoted_rule(law().rest[sum_.rest].rules, registry, on)
        if rule is not None and rest is not None:
            return [quote_of(rule, registry, on, "answer"), quote_of(rest, registry, on)]
    return None


def _inputs(understood: Understood, key: str) -> Inputs:
    said = law()
    return Inputs(
        story=read_story(understood.plain),
        days=days_of(understood.plain),
        percents=percents(understood.plain),
        complement=bool(said.asks_complement and said.asks_complement.search(key)),
        percent=bool(said.asks_percent and said.asks_percent.search(key)),
    )


def _without_repeats(claims: list[Claim]) -> list[Claim]:
    return list({(claim.role == "computed", claim.text): claim for claim in claims}.values())
