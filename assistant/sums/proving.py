"""A sum with what proves it: the worked figure, the base before it, the rules quoted for both. Pure.

One way for the figures of a story and for those of a form: whoever knows the figures by their roles gives ``Inputs``
and gets claims that the verifier works again. A rule that has ended is worked in the frame of a last known rule
(contract R5).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.citing import cite, claim_of
from assistant.model import Calculation, Claim, ClaimRole
from assistant.stories.figures import Story
from assistant.sums.bases import Based, base_of
from assistant.sums.inputs import Inputs, Worked
from assistant.sums.joined import joined
from assistant.sums.law import Beside, Law, Rest, Sum, law
from assistant.sums.rules import Rule, quoted_rule, rule_of
from assistant.sums.spans import further
from assistant.sums.working import rested, work
from corpus.core.display import last_known_frame
from corpus.core.registry import Force, Registry


@dataclass(frozen=True, slots=True)
class Proof:
    """A worked sum and its claims.

    Attributes:
        rule: the rule whose figure was worked with.
        worked: the sum.
        computed: the base, where somebody is taken off the total, then the sum.
        quotes: the rule of the sum, then the rules of its base.
        beside: rules that the data quotes beside this sum.
    """

    rule: Rule
    worked: Worked
    computed: tuple[Claim, ...]
    quotes: tuple[Claim, ...]
    beside: tuple[Claim, ...]

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All of them, what is computed first."""
        return (*self.computed, *self.quotes, *self.beside)


def prove(
    sum_: Sum, inputs: Inputs, registry: Registry, on: date, named: Sequence[str] = (), *, key: str = ""
) -> Proof | None:
    """The sum with its rules; ``None`` when an input is missing or no rule of the day is loaded.

    Args:
        sum_: the sum.
        inputs: figures by their roles, days, and what else is asked for.
        registry: the loaded documents.
        on: the day asked about.
        named: records that the question names.
        key: the folded question, for rules that are quoted where it speaks of their matter.
    """
    rule = rule_of(sum_, registry, on, named)
    if rule is None or (inputs.story.doubted and not sum_.counts_days):
        return None
    since = _milestone(sum_, inputs, rule, registry, on)
    if since is not None:
        inputs = replace(inputs, since=since[0])
    before: list[Claim] = []
    story, together = joined(law(), sum_, inputs.story, key)
    if together is not None:
        inputs = replace(inputs, story=story)
        before = [_computed("joined", together, rule, registry)]
    if sum_.rest:
        rest = law().rest[sum_.rest]
        based = base_of(rest, inputs.story, law().passed(sum_) | set(sum_.given))
        if based is None:
            return None
        inputs = replace(inputs, base=based.left)
        before = _base(law(), rest, based, registry, on)
        if based.taken and not before:
            return None
    worked = work(law(), sum_, rule.figure, inputs)
    if worked is None:
        return None
    claim = _computed(sum_.name, worked, rule, registry)
    if since is not None and inputs.since in worked.counted_from:
        claim = replace(claim, citations=(*claim.citations, *since[1].citations))
        before = [since[1]]
    if sum_.provisional:
        if (both := _with_provisional(claim, rule, registry, on)) is None:
            return None
        claim, quote = both
        before = [*before, quote]
    computed = [*(each for each in before if each.calculation), claim]
    if (second := further(law(), sum_, rule.figure, worked, inputs)) is not None:
        computed.append(_computed(sum_.name, second, rule, registry))
    quotes = [quote_of(rule, registry, on), *(each for each in before if not each.calculation)]
    beside = tuple(_quoted(sum_, worked, inputs.story, key, registry, on))
    return Proof(rule, worked, tuple(computed), tuple(quotes), beside)


def in_turn(first: Sum, second: Sum, registry: Registry, on: date) -> list[Claim] | None:
    """Two deadlines, one counted from the end of the other, together: ``7 + 15 = 22``; both rules of one standing."""
    rules = [rule_of(sum_, registry, on) for sum_ in (first, second)]
    found = [rule for rule in rules if rule is not None]
    if len(found) < 2 or len({(rule.document.record.id, rule.standing.force) for rule in found}) > 1:
        return None
    days = [int(rule.figure) for rule in found]
    formula = f"{days[0]} + {days[1]} = {sum(days)}"
    sentence = law().wording["in_turn"].sentence.format(result=sum(days), step=formula)
    named = {f"ngày làm việc {place}": str(count) for place, count in enumerate(days, 1)}
    claim = _computed(second.name, Worked(f"{sentence}.", named, formula, str(sum(days))), found[0], registry)
    cited = cite(registry, found[1].provision, found[1].document, *found[1].span)
    claim = replace(claim, citations=(*claim.citations, cited))
    return [claim, *(quote_of(rule, registry, on) for rule in found)]


def _milestone(sum_: Sum, inputs: Inputs, rule: Rule, registry: Registry, on: date) -> tuple[date, Claim] | None:
    """The month that a rule counts from at the levels told, and that rule; both rules must be in force."""
    row = law().milestone(sum_, inputs.levels)
    second = quoted_rule(row.rules, registry, on) if row else None
    if row is None or second is None or {second.standing.force, rule.standing.force} != {Force.IN_FORCE}:
        return None
    return row.first_day, quote_of(second, registry, on)


def quote_of(rule: Rule, registry: Registry, on: date, role: ClaimRole = "basis") -> Claim:
    """The words of a rule as a claim."""
    return claim_of(registry, rule.provision, rule.document, rule.span, role, on)


def _base(said: Law, rest: Rest, based: Based, registry: Registry, on: date) -> list[Claim]:
    """The base worked from its rule, and the rule; the rule alone where nobody is left out."""
    rule = quoted_rule(rest.rules, registry, on)
    if rule is None:
        return []
    quote = [quote_of(rule, registry, on)]
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
    return replace(claim, citations=cited), quote_of(second, registry, on)


def _computed(name: str, worked: Worked, rule: Rule, registry: Registry) -> Claim:
    cited = (cite(registry, rule.provision, rule.document, *rule.span),)
    calculation = Calculation(name, worked.inputs, worked.formula, worked.result)
    if rule.standing.force is Force.IN_FORCE:
        return Claim(worked.sentence, cited, "computed", calculation)
    prefix, suffix = last_known_frame(rule.standing, computed=True)
    return Claim(f"{prefix}{worked.sentence}{suffix}", cited, "last_known", calculation)


def _quoted(sum_: Sum, worked: Worked, story: Story, key: str, registry: Registry, on: date) -> Iterator[Claim]:
    """The rules that the data quotes beside this sum."""
    for beside in law().quote:
        if sum_.name not in beside.sums or (beside.asks and not beside.asks.search(key)):
            continue
        if _when(beside, worked, story) and (rule := quoted_rule(beside.rules, registry, on)) is not None:
            yield quote_of(rule, registry, on)


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
