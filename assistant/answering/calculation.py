"""Sums that organisers ask for – quorum, majority, surplus, approval, caps, deadlines – recognised and proved. Pure.

Arithmetic is shown, never asserted (contract R12): each sum quotes the provision that gives the rule verbatim, names
its inputs and its formula; where a rule says who is left out of the total, the base is a sum of its own before it.
Which sums there are, and their law, is data (``sums.toml``); what a story tells is read by ``assistant.stories``. When
an input is missing, or no loaded provision gives the rule, no figure is given and the question goes the ordinary way;
where the story leaves open who counts, the rules are shown without a sum. A rule that has ended is worked in the frame
of a last known rule (contract R5).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.model import Claim, Evidence
from assistant.question.understanding import Understood
from assistant.stories.corrections import days_put_right
from assistant.stories.days import days_of
from assistant.stories.figures import read_story
from assistant.stories.numbers import percents
from assistant.sums.inputs import Inputs
from assistant.sums.law import Sum, law
from assistant.sums.meant import completed, settled, sums_at
from assistant.sums.proving import Proof, in_turn, prove, quote_of
from assistant.sums.rules import quoted_rule, rule_of
from assistant.sums.working import total_of
from corpus.core.registry import Registry
from corpus.core.text import fold

_WORKDAYS = re.compile(r"\b(\d{1,3}) ngay lam viec\b")
_MONTHS = re.compile(r"\b(\d{1,3}) thang\b(?! \d)")
_MONTHS_LEFT = re.compile(
    r"(?<!doi )(?<!phai )(?<!can )(?<!cau )(?<!dinh )(?<!bat )\bcon "
    r"(?!(?:\w+ ){0,3}(?:it nhat|toi thieu|du|tren|hon|duoi|khoang|chung|gan|tam)\b)(?:\w+ ){0,4}(\d{1,3}) thang\b"
    r"(?! \d)"
)
"""Months that somebody is told to have left; not those that a rule asks for, or a rough number."""
LEAST_SAID = 0.5
"""Share of the phrases of a sum that a question must say where the rule that was found names it."""
OPEN = 5
"""Candidates of which a rule must be one to be shown where its sum cannot be worked."""
NEAR = 3
"""Candidates among which the rule of a sum named by a phrase is looked for."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question for a sum: what it says, and where the rules are.

    Attributes:
        key: its words, folded, with all expansions.
        told: the sentences of its story.
        inputs: what the story gives.
        named: records that it names.
        registry: the loaded documents.
        on: the day asked about.
        near: looks up what is found first; ``None`` where nothing may be searched.
    """

    key: str
    told: str
    inputs: Inputs
    named: Sequence[str]
    registry: Registry
    on: date
    near: Callable[[], Sequence[Evidence]] | None

    @property
    def question(self) -> str:
        """The words as typed, without expansions."""
        return self.key.partition("\n")[0]

    def found(self, most: int) -> Sequence[Evidence]:
        """The candidates found first, at most so many."""
        return self.near()[:most] if self.near else ()

    def names(self, sum_: Sum) -> bool:
        """Whether the phrases of a sum occur."""
        return sum_.asked(self.key, self.told)

    def proved(self, sum_: Sum, inputs: Inputs, named: Sequence[str] = ()) -> Proof | None:
        """The sum worked from these inputs and proved by its rules; ``None`` where it cannot be."""
        return prove(sum_, inputs, self.registry, self.on, named, key=self.key)

    def completed(self, sum_: Sum) -> Inputs:
        """The inputs with the open figures of the story put in the roles that the sum lacks."""
        return replace(self.inputs, story=completed(law(), sum_, self.inputs.story))


def calculate(
    understood: Understood, registry: Registry, on: date, near: Callable[[], Sequence[Evidence]] | None = None
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
    told = " . ".join(inputs.story.sentences)
    asked = _Asked(key, told, inputs, understood.references.records, registry, on, near)
    if not (inputs.story.figures or inputs.days or inputs.workdays or inputs.months):
        return _month_due(asked) or _in_turn(asked) or _length(asked)
    claims = _of_phrases(asked)
    return _of_rule(asked, instead_of=claims) or claims or _completed(asked) or _open(asked)


def _of_phrases(asked: _Asked) -> list[Claim] | None:
    """The first sum that reviewed phrases name and that can be worked."""
    for sum_ in law().sum:
        if not asked.names(sum_):
            continue
        if (several := _for_each(sum_, asked)) is not None:
            return several
        mine = replace(asked.inputs, story=settled(law(), sum_, asked.inputs.story))
        if proof := asked.proved(sum_, mine, asked.named):
            others = [other for other in law().beside(sum_) if other.stands(asked.key, asked.told)]
            proofs = [asked.proved(other, mine, asked.named) for other in others]
            beside = [claim for other in proofs if other for claim in other.claims]
            if not beside and len(mine.story.values(*sum_.together)) > 1:
                continue  # enough people are no quorum where the organisations that are told of may be too few
            return _without_repeats([*proof.claims, *beside])
    return None


def _for_each(sum_: Sum, asked: _Asked) -> list[Claim] | None:
    """The sum for each of several wholes, where the question asks it of each of them."""
    each, story = law().asks_each, asked.inputs.story
    wholes = [figure for figure in story.figures if figure.role in sum_.total]
    if each is None or not each.search(asked.key) or sum_.rest or story.doubted:
        return None
    if not 1 < len(wholes) == len({one.role for one in wholes}):
        return None
    alone = [replace(asked.inputs, story=replace(story, figures=(whole,))) for whole in wholes]
    proofs = [asked.proved(sum_, one) for one in alone]
    if not all(proofs):
        return None
    claims = [claim for proof in proofs if proof for claim in proof.claims]
    return _without_repeats(sorted(claims, key=lambda claim: claim.calculation is None))


def _of_rule(asked: _Asked, *, instead_of: Sequence[Claim] | None) -> list[Claim] | None:
    """The sum whose rule was found first, where a quantity or a day is asked.

    A rule may serve several sums; those that can be worked must agree. A sum that a phrase has named gives way only
    where its rules are not among those found.
    """
    said = law()
    if said.asks_quantity is None or not said.asks_quantity.search(asked.question):
        return None
    if not (evidence := asked.found(NEAR)):
        return None
    if instead_of and {item.provision.id for item in evidence} & {i for claim in instead_of for i in _cited(claim)}:
        return None
    worked: dict[bool, list[_Candidate]] = {}
    for sum_ in sums_at(said, evidence[0].provision, asked.registry, asked.on):
        share = sum_.asked_share(asked.key, asked.told)
        if not sum_.asks or share < LEAST_SAID or sum_.excluded(asked.question, asked.told):
            continue
        if not said.asks_result(sum_, asked.question):
            continue
        full = asked.completed(sum_)
        if len(full.story.values(*sum_.together)) > 1:
            continue
        if proof := asked.proved(sum_, full):
            worked.setdefault(sum_.counts_days, []).append(_Candidate(sum_, full, proof, share))
    return _without_repeats([claim for found in worked.values() for claim in _agreed(found, asked)]) or None


def _completed(asked: _Asked) -> list[Claim] | None:
    """The sum that phrases name and whose rule was found, its open figures put in the roles that it lacks."""
    said = law()
    sums = [sum_ for sum_ in said.sum if asked.names(sum_) and said.asks_result(sum_, asked.question)]
    if not sums:
        return None
    evidence = asked.found(NEAR)
    found = {one.name for item in evidence for one in sums_at(said, item.provision, asked.registry, asked.on)}
    for sum_ in sums:
        full = asked.completed(sum_)
        if sum_.name not in found or len(full.story.values(*sum_.together)) > 1:
            continue
        if proof := asked.proved(sum_, full):
            return _without_repeats(list(proof.claims))
    return None


def _cited(claim: Claim) -> list[str]:
    return [citation.provision_id for citation in claim.citations]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sum that a rule that was found can be worked as; ``asked`` is the share of its phrases that are said."""

    sum_: Sum
    inputs: Inputs
    proof: Proof
    asked: float


def _agreed(found: Sequence[_Candidate], asked: _Asked) -> list[Claim]:
    """The claims of the sums asked for most, where they come to one result; none where they do not."""
    most = max(each.asked for each in found)
    best = [each for each in found if each.asked == most]
    if len({(each.proof.worked.result, each.proof.worked.sentence) for each in best}) != 1:
        return []
    chosen = best[0]
    beside = [asked.proved(other, chosen.inputs) for other in law().beside(chosen.sum_)]
    return [*chosen.proof.claims, *(claim for other in beside if other for claim in other.claims)]


def _open(asked: _Asked) -> list[Claim] | None:
    """The rules of a sum that is asked for and whose base the story leaves open: who counts is the reader's to say."""
    for sum_ in law().sum:
        if not (sum_.rest and asked.names(sum_)) or total_of(sum_, asked.inputs.story) is None:
            continue
        rule = rule_of(sum_, asked.registry, asked.on, asked.named)
        rest = quoted_rule(law().rest[sum_.rest].rules, asked.registry, asked.on)
        if rule is None or rest is None:
            continue
        found = {item.provision.id for item in asked.found(OPEN)} if asked.near else {rule.provision.id}
        if {rule.provision.id, rest.provision.id} & found:
            return [quote_of(rule, asked.registry, asked.on, "answer"), quote_of(rest, asked.registry, asked.on)]
    return None


def _month_due(asked: _Asked) -> list[Claim] | None:
    """The month from which a time is long enough, where the question tells nothing but its level."""
    if not (asked.inputs.month and asked.inputs.levels):
        return None
    for sum_ in law().sum:
        if sum_.kind == "months" and sum_.days and asked.names(sum_) and (proof := asked.proved(sum_, asked.inputs)):
            return _without_repeats(list(proof.claims))
    return None


def _in_turn(asked: _Asked) -> list[Claim] | None:
    """Two deadlines together, where a question that tells no day asks for both and how long they are together."""
    said = law()
    if not (said.asks_joined and said.asks_span) or not (
        said.asks_joined.search(asked.question) and said.asks_span.search(asked.question)
    ):
        return None
    for second in said.sum:
        first = next((one for one in said.sum if one.name == second.follows), None)
        if first is not None and asked.names(second):
            return in_turn(first, second, asked.registry, asked.on)
    return None


def _length(asked: _Asked) -> list[Claim] | None:
    """The rule of a deadline that is asked for without a day, where it was found and another one stands before it."""
    asks = law().asks_span
    if asks is None or not asks.search(asked.question):
        return None
    for sum_ in law().sum:
        if sum_.kind not in ("deadline", "term") or not asked.names(sum_):
            continue
        found = [item.provision.id for item in asked.found(OPEN)]
        rule = rule_of(sum_, asked.registry, asked.on, asked.named)
        if rule is not None and rule.provision.id in found:
            return [quote_of(rule, asked.registry, asked.on, "answer")] if found[0] != rule.provision.id else None
    return None


def _inputs(understood: Understood, key: str) -> Inputs:
    said, question = law(), key.partition("\n")[0]
    return Inputs(
        story=read_story(understood.plain),
        levels=understood.levels,
        term=int(understood.as_of.term[:4]) if understood.as_of.term[:4].isdigit() else 0,
        days=days_of(days_put_right(understood.plain)),
        percents=percents(understood.plain),
        complement=bool(said.asks_complement and said.asks_complement.search(key)),
        percent=bool(said.asks_percent and said.asks_percent.search(key)),
        whole=bool(said.asks_whole and said.asks_whole.search(key)),
        left=bool(said.asks_left and said.asks_left.search(key)),
        room=bool(said.asks_room and said.asks_room.search(key)),
        lacking=bool(said.asks_lacking and said.asks_lacking.search(key)),
        workdays=() if said.unsure_days and said.unsure_days.search(question) else _numbers(_WORKDAYS, key),
        months=_numbers(_MONTHS_LEFT, key),
        month=bool(said.asks_month and said.asks_month.search(question)),
        months_left=bool(said.asks_months_left and said.asks_months_left.search(question)),
        other_months=_numbers(_MONTHS, key),
        shifted=bool(said.shifts and said.shifts.search(question)),
    )


def _numbers(pattern: re.Pattern[str], key: str) -> tuple[int, ...]:
    found = pattern.finditer(key.partition("\n")[0])
    return tuple(dict.fromkeys(int(match[1]) for match in found))


def _without_repeats(claims: list[Claim]) -> list[Claim]:
    return list({(claim.role == "computed", claim.text): claim for claim in claims}.values())
