"""Figures that a story tells one by one and a rule counts together: ``486`` delegates and ``20`` more. Pure.

They are joined where the story says so (``thêm``, ``cộng lại``) and none of them is part of another; the sum of them is
a claim of its own before what is worked with it. Who has worked out the same total is not counted again.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.stories.figures import UNKNOWN, Count, Story
from assistant.sums.inputs import Worked
from assistant.sums.law import Law, Sum

_PART_OF = re.compile(r"\b(?:trong (?:do|so)|ke ca|gom ca|tinh ca|bao gom|trong tong)\b")
_WORKED_OUT = frozenset({UNKNOWN, "belief", "total", "list"})


def joined(law: Law, sum_: Sum, story: Story, key: str) -> tuple[Story, Worked | None]:
    """The story with one figure for those that are counted together, and that sum; as it was where there are none.

    Args:
        law: with the wording.
        sum_: its ``joins`` are added to what it holds against the rule.
        story: the figures.
        key: the folded question.
    """
    role = next((role for role in sum_.given if story.values(role)), None)
    if not sum_.joins or role is None:
        return story, None
    firsts = [one for one in story.figures if one.role == role]
    more = [one for one in story.figures if one.role in sum_.joins and one.role != role and _added(one, firsts, story)]
    parts = [one for one in story.figures if one in firsts or one in more]
    told = [one for one in firsts if _total_told(one, story)]
    parts = [one for one in parts if one not in told]
    total = sum(one.value for one in parts)
    if any(one.value != total for one in told):
        return story, None
    if len(parts) < 2 or parts[0] not in firsts or any(_PART_OF.search(story.sentences[one.sentence]) for one in parts):
        return story, None
    said = law.asks_joined
    if len(firsts) - len(told) > 1 and not told and (said is None or not said.search(key)):
        return story, None
    kept = [one for one in story.figures if one not in parts and not (one.value == total and one.role in _WORKED_OUT)]
    whole = replace(parts[0], value=total, role=role, risky=False, changes=False)
    return replace(story, figures=(whole, *kept)), _worked(law, sum_, [one.value for one in parts], total)


def _total_told(one: Count, story: Story) -> bool:
    """Whether a figure is told as what others come to: ``thành 28``."""
    told = rf"\b(?:thanh|len|cong|tong (?:cong|so)|ca thay|tat ca)(?: (?:la|co|den|toi))? {one.value}\b"
    return re.search(told, story.sentences[one.sentence]) is not None


def _added(one: Count, firsts: list[Count], story: Story) -> bool:
    """Whether a figure is told as more than the first; of a proposal the word says it."""
    if one.value >= max(first.value for first in firsts):
        return False
    told = rf"\bthem(?: \w+)? {one.value}\b"
    return one.role != "proposal" or re.search(told, story.sentences[one.sentence]) is not None


def _worked(law: Law, sum_: Sum, values: list[int], total: int) -> Worked:
    formula = f"{' + '.join(map(str, values))} = {total}"
    named = {f"{sum_.joined_named or sum_.part} {place}": str(value) for place, value in enumerate(values, 1)}
    sentence = law.wording["joined"].sentence.format(result=total, step=formula)
    return Worked(f"{sentence}.", named, formula, str(total))
