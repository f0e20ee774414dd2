"""What figures without a role must be once the sum is known, and which sums a rule can be worked as. Pure.

Reviewed phrases know a figure by the words around it; people have other words. Where the rule that was found says which
sum is meant, most of its figures stand in their roles and one is left, that one is what the sum still lacks: the
largest count is the whole, the one beside it what is held against the result. Somebody who may be left out is never
guessed: a sentence that tells of absence, exemption or the like keeps its figure unread.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import ceil, floor

from assistant.stories.figures import UNKNOWN, Count, Story
from assistant.sums.law import Law, Sum
from assistant.sums.rules import quoted_rule, rule_of
from corpus.core.model import Provision
from corpus.core.registry import Registry

_OFFICES = frozenset({"committee", "seats", "decided", "elected_all", "incumbents"})
"""Roles of a whole of people who hold an office."""
_VOTES = frozenset({"votes", "ayes"})
_SPOILED = _VOTES | {"votes_invalid"}


def sums_at(law: Law, provision: Provision, registry: Registry, on: date) -> Iterator[Sum]:
    """The sums that rest on a provision on a day, or whose base does."""
    for sum_ in law.sum:
        rules = [rule_of(sum_, registry, on)]
        if sum_.rest:
            rules.append(quoted_rule(law.rest[sum_.rest].rules, registry, on))
        if any(rule is not None and rule.provision.id == provision.id for rule in rules):
            yield sum_


def completed(law: Law, sum_: Sum, story: Story) -> Story:
    """The story with roles for its open figures, as far as the sum leaves one role for each.

    Open is a figure of no role, or of one that the sum has no use for. What is left over is left aside where nobody is
    taken off the whole and nothing near the figure tells of a change.
    """
    if story.doubted:
        return story
    wanted = law.rest[sum_.rest].total if sum_.rest else sum_.total
    known = _known(law, sum_) - {"total"}
    if wanted and not any(story.values(role) for role in wanted if role != "total"):
        story = _with_whole(story, wanted, known)
    total = next((story.one(role) for role in wanted if story.values(role)), None)
    if total is None:
        return story
    given = [role for role in sum_.given if not role.startswith("-")]
    if given and not any(story.values(role.removeprefix("-")) for role in sum_.given):
        open_ = [count for count in _open(story, known) if _fits(count, given) and not count.changes]
        if len(open_) == 1 and open_[0].value <= total:
            story = _with(story, open_[0], given[0])
    if sum_.rest:
        return replace(story, figures=tuple(count for count in story.figures if not _worked_out(count, total, story)))
    held = "-kept" in sum_.given  # who is new may be told beside who is kept
    kept = tuple(one for one in story.figures if one.role != UNKNOWN or one.risky or one.changes or held)
    return replace(story, figures=kept)


def settled(law: Law, sum_: Sum, story: Story) -> Story:
    """The story without figures of no role that somebody in it has only worked out: the sum needs none of them.

    Such is the whole without others that are told, and what the share of the sum, rounded in any way, gives of either.
    """
    if sum_.kind == "bound":
        return _settled_at(sum_.known, story)
    story = _told_again(sum_, _left_over(sum_, story))
    if "votes_invalid" in story.roles and (sum_.rest or "denominator" in sum_.total):
        # Votes of which some are told not to be valid are held against nothing.
        story = replace(story, figures=tuple(one for one in story.figures if one.role not in _SPOILED))
    wanted = law.rest[sum_.rest].total if sum_.rest else sum_.total
    total = next((story.one(role) for role in wanted if story.values(role)), None)
    if total is None or UNKNOWN not in story.roles:
        return story
    together = {total + count.value for count in story.figures if count.role != UNKNOWN}
    wholes = {total, *(count.value for count in story.figures if count.role == UNKNOWN and _left(count, total, story))}
    results = {value for whole in wholes if sum_.share is not None for value in _roundings(whole * sum_.share.value)}
    kept = [
        count
        for count in story.figures
        if count.role != UNKNOWN
        or count.risky
        or not (
            count.value in (wholes - {total}) | together or (count.value in results and _called_result(count, story))
        )
    ]
    return replace(story, figures=tuple(kept))


def _told_again(sum_: Sum, story: Story) -> Story:
    """The story without what is said again as a share (``4 trên 33``), where the sum is held against no votes."""
    if _VOTES & {*sum_.given, *sum_.passes}:
        return story
    kept: list[Count] = []
    for count in story.figures:
        again = count.role in _VOTES and any(one.value == count.value and one.role != count.role for one in kept)
        if not again:
            kept.append(count)
    return replace(story, figures=tuple(kept))


def _left_over(sum_: Sum, story: Story) -> Story:
    """The story without the figures that what is left was worked out from: ``bầu 9, 1 bác nghỉ hưu nên còn 8``."""
    terms = [role for roles in sum_.terms for role in roles.split("|") if role.endswith(".left")]
    left = story.one(*terms) if terms else None
    if left is None:
        return story
    others = [one for one in story.figures if one.role in (UNKNOWN, "elected", "elected.gone", "absent", "gone")]
    if others and others[0].value - sum(one.value for one in others[1:]) == left:
        return replace(story, figures=tuple(one for one in story.figures if one not in others))
    return story


def _settled_at(limit: Fraction, story: Story) -> Story:
    """The story without figures of no role that are the number of the rule, or the sum of two others."""
    known = [count.value for count in story.figures if count.role != UNKNOWN]
    sums = {first + second for at, first in enumerate(known) for second in known[at + 1 :]}
    kept = [count for count in story.figures if count.role != UNKNOWN or count.value not in sums | {int(limit)}]
    return replace(story, figures=tuple(kept))


def _called_result(count: Count, story: Story) -> bool:
    """Whether a figure is told as what comes out, or what is needed: ``ra 75``, ``mốc 21``; people never are."""
    told = rf"\b(?:ra|thanh|la|moc|nguong|muc|bang|lay|can|phai|du)(?: \w+)? {count.value}\b"
    return count.counts != "people" and re.search(told, story.sentences[count.sentence]) is not None


def _roundings(exact: Fraction) -> tuple[int, int, int]:
    return floor(exact), ceil(exact), floor(exact) + 1


def _left(count: Count, total: int, story: Story) -> bool:
    """Whether a figure is what is left of the whole once one of the others, or all of them, are taken off.

    What is left is more than half: the few who are missing are not what is left once all the ballots are taken off.
    """
    if 2 * count.value <= total:
        return False
    others = [one.value for one in story.figures if one is not count and one.value < total]
    return total - count.value in (*others, sum(others))


def _worked_out(count: Count, total: int, story: Story) -> bool:
    """Whether an unread figure is what somebody in the story has worked out: the whole without others told."""
    return count.role == UNKNOWN and not count.risky and _left(count, total, story)


def _known(law: Law, sum_: Sum) -> frozenset[str]:
    rest = law.rest.get(sum_.rest) if sum_.rest else None
    of_base = {*rest.total, *rest.without, *rest.kept} if rest else set()
    given = {role.removeprefix("-") for role in sum_.given}
    terms = {role for roles in sum_.terms for role in roles.split("|")}
    return frozenset({*sum_.total, *given, *terms, *sum_.less, *law.passed(sum_), *of_base})


def _open(story: Story, known: Collection[str]) -> list[Count]:
    return [count for count in story.figures if count.role not in known and not (count.leaves_out or count.risky)]


def _with_whole(story: Story, wanted: tuple[str, ...], known: Collection[str]) -> Story:
    """The largest open count of the right kind as the whole."""
    kinds = ("units",) if "units" in wanted else ("officers",) if _OFFICES & set(wanted) else ("people",)
    open_ = [
        count for count in _open(story, known) if count.counts in kinds or (_unread(count) and kinds != ("units",))
    ]
    open_ = [count for count in open_ if _unread(count) or count.counts == "officers"]
    if not open_:
        return story
    largest = max(open_, key=lambda count: count.value)
    bigger = any(count.value >= largest.value and count is not largest for count in story.figures)
    return story if bigger else _with(story, largest, wanted[0])


def _unread(count: Count) -> bool:
    return count.role in (UNKNOWN, "total") and count.counts in ("people", "officers", "units")


def _fits(count: Count, given: list[str]) -> bool:
    """Whether what is counted may be what is held against the result."""
    return (
        count.counts in ("people", "officers", "votes", "")
        if _VOTES & set(given)
        else count.counts in ("people", "officers", "units", "")
    )


def _with(story: Story, figure: Count, role: str) -> Story:
    return replace(story, figures=tuple(replace(one, role=role) if one is figure else one for one in story.figures))
