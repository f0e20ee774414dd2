"""Sums that organisers ask for – quorum, majority, surplus, approval, caps, deadlines – recognised and proved. Pure.

Arithmetic is shown, never asserted (contract R12): each sum quotes the provision that gives the rule verbatim, names
its inputs and its formula; where a rule says who is left out of the total, the base is a sum of its own before it.
Which sums there are, and their law, is data (``sums.toml``); what a story tells is read by ``assistant.stories``. When
an input is missing, or no loaded provision gives the rule, no figure is given and the question goes the ordinary way;
where the story leaves open who counts, the rules are shown without a sum. A rule that has ended is worked in the frame
of a last known rule (contract R5).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from assistant.answering.extractive import cite, claim_of
from assistant.model import Calculation, Claim, ClaimRole
from assistant.question.understanding import Understood
from assistant.stories.days import days_of
from assistant.stories.figures import Story, read_story
from assistant.stories.numbers import percents
from assistant.sums.bases import Based, base_of
from assistant.sums.law import Beside, Law, Rest, Sum, law
from assistant.sums.rules import Rule, quoted_rule, rule_of
from assistant.sums.working import Inputs, Worked, rested, total_of, work
from corpus.core.display import last_known_frame
from corpus.core.registry import Force, Registry
from corpus.core.text import fold


def calculate(understood: Understood, registry: Registry, on: date) -> list[Claim] | None:
    """The computed claims with their rules, or ``None`` when the question asks for no sum that can be worked."""
    key = fold(understood.search_text)
    inputs = _inputs(understood, key)
    if not inputs.story.figures and not inputs.days:
        return None
    told = " . ".join(inputs.story.sentences)
    for sum_ in law().sum:
        if not sum_.asked(key, told):
            continue
        if claims := _worked(sum_, inputs, understood, registry, on):
            others = [other for other in law().beside(sum_) if other.stands(key, told)]
            beside = [claim for other in others for claim in _worked(other, inputs, understood, registry, on)]
            if not beside and len(inputs.story.values(*sum_.together)) > 1:
                continue  # enough people are no quorum where the organisations that are told of may be too few
            return _without_repeats(claims + beside)
    return _open(key, told, inputs, understood, registry, on)


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
            return [_basis(rule, registry, on, "answer"), _basis(rest, registry, on)]
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


def _worked(sum_: Sum, inputs: Inputs, understood: Understood, registry: Registry, on: date) -> list[Claim]:
    """The computed claims and their rules; nothing when an input is missing or no rule of the day is loaded."""
    rule = rule_of(sum_, registry, on, understood.references.records)
    if rule is None:
        return []
    before: list[Claim] = []
    if sum_.rest:
        rest = law().rest[sum_.rest]
        based = base_of(rest, inputs.story, law().passed(sum_) | set(sum_.given))
        if based is None:
            return []
        inputs = replace(inputs, base=based.left)
        before = _base(law(), rest, based, registry, on)
        if based.taken and not before:
            return []
    worked = work(law(), sum_, rule.figure, inputs)
    if worked is None:
        return []
    claim = _computed(sum_.name, worked, rule, registry)
    if sum_.provisional:
        if (both := _with_provisional(claim, rule, registry, on)) is None:
            return []
        claim, quote = both
        before = [*before, quote]
    told = [*(each for each in before if each.calculation), claim]
    quotes = [each for each in before if not each.calculation]
    beside = _quoted(sum_, worked, inputs.story, fold(understood.search_text), registry, on)
    return [*told, _basis(rule, registry, on), *quotes, *beside]


def _base(said: Law, rest: Rest, based: Based, registry: Registry, on: date) -> list[Claim]:
    """The base worked from its rule, and the rule; the rule alone where nobody is left out."""
    rule = quoted_rule(rest.rules, registry, on)
    if rule is None:
        return []
    quote = [_basis(rule, registry, on)]
    if not based.taken:
        return quote
    if "provisional_in" not in dict(based.taken):
        return [_computed("base", rested(said, rest, based, ""), rule, registry), *quote]
    claim = _computed("base", rested(said, rest, based, said.provisional.named), rule, registry)
    both = _with_provisional(claim, rule, registry, on)
    return [both[0], *quote, both[1]] if both else []


def _with_provisional(claim: Claim, rule: Rule, registry: Registry, on: date) -> tuple[Claim, Claim] | None:
    """A sum that takes provisional members off, with the rule by which they do not vote; that rule.

    Both rules must be in force: a rule that ended stands in a frame of its own.
    """
    second = quoted_rule(law().provisional.rules, registry, on)
    if second is None or {second.standing.force, rule.standing.force} != {Force.IN_FORCE}:
        return None
    cited = (*claim.citations, cite(registry, second.provision, second.document, *second.span))
    return replace(claim, citations=cited), _basis(second, registry, on)


def _computed(name: str, worked: Worked, rule: Rule, registry: Registry) -> Claim:
    cited = (cite(registry, rule.provision, rule.document, *rule.span),)
    calculation = Calculation(name, worked.inputs, worked.formula, worked.result)
    if rule.standing.force is Force.IN_FORCE:
        return Claim(worked.sentence, cited, "computed", calculation)
    prefix, suffix = last_known_frame(rule.standing, computed=True)
    return Claim(f"{prefix}{worked.sentence}{suffix}", cited, "last_known", calculation)


def _basis(rule: Rule, registry: Registry, on: date, role: ClaimRole = "basis") -> Claim:
    return claim_of(registry, rule.provision, rule.document, rule.span, role, on)


def _quoted(sum_: Sum, worked: Worked, story: Story, key: str, registry: Registry, on: date) -> Iterator[Claim]:
    """The rules that the data quotes beside this sum."""
    for beside in law().quote:
        if sum_.name not in beside.sums or (beside.asks and not beside.asks.search(key)):
            continue
        if _when(beside, worked, story) and (rule := quoted_rule(beside.rules, registry, on)) is not None:
            yield _basis(rule, registry, on)


def _when(beside: Beside, worked: Worked, story: Story) -> bool:
    """Whether the figures have come out as the rule beside the sum is about."""
    if not beside.when:
        return True
    result = int(worked.result)
    reached = sum(value >= result for value in worked.given)
    match beside.when:
        case "above":
            proposed = (*worked.given, *story.values("proposal"))
            return any(value > result for value in proposed)
        case "below":
            return bool(worked.given) and any(value < result for value in worked.given)
        case "reached":
            return reached > 0
        case _:
            seats = story.one("seats")
            return seats is not None and reached > seats
