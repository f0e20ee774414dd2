"""Who is left out of a total before a share of it is taken: the base, its steps, or that it stays open. Pure.

What counts and what is taken off is the rule's (``rest`` in ``sums.toml``); the figures are the story's. Where a story
tells of somebody absent, exempted or the like without saying which case of the rule it is, there is no base.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.stories.figures import UNKNOWN, Story
from assistant.sums.law import Rest

_PARTS = {"exempt": "exempt_absent", "temp": "temp_absent"}
"""Groups of whom only those who stay away are left out."""
_RESOLVED = frozenset({"absent_whole", "delegates_absent", "provisional", "provisional_in", "temp_in", "alternates"})


@dataclass(frozen=True, slots=True)
class Based:
    """A base: the whole, what is taken off by role, and what is left."""

    whole: int
    taken: tuple[tuple[str, int], ...]

    @property
    def left(self) -> int:
        """The base itself."""
        return self.whole - sum(count for _, count in self.taken)


def base_of(rest: Rest, story: Story, passes: frozenset[str]) -> Based | None:
    """The base that a story gives; ``None`` where the story leaves it open.

    Args:
        rest: the rule.
        story: the figures.
        passes: roles without bearing on the sum.
    """
    whole_role = next((role for role in rest.total if story.values(role)), None)
    if whole_role is None or (whole := story.one(whole_role)) is None or story.unread:
        return None
    taken = _taken(rest, story)
    if taken is None or not _allowed(rest, story, whole_role, passes):
        return None
    if "provisional_in" in story.roles and whole_role == "members":
        taken["provisional_in"] = story.sum("provisional_in")
    based = Based(whole, tuple((role, count) for role, count in taken.items() if count))
    return based if based.left > 0 and _agrees(based, story, rest) else None


def _taken(rest: Rest, story: Story) -> dict[str, int] | None:
    """How many are taken off by role; ``None`` where a group is told and not who of it stayed away."""
    taken = {role: story.sum(role) for role in rest.without if story.values(role)}
    for group, role in _PARTS.items():
        if group not in story.roles:
            continue
        if role not in rest.without:
            return None if group not in rest.kept else taken
        away = _away(story, group)
        if away is None:
            return None
        taken[role] = taken.get(role, 0) + away
    for group in ("absent_whole", "delegates_absent"):
        if group in story.roles and not _split(group, rest, story, taken):
            return None
    return taken


def _split(group: str, rest: Rest, story: Story, taken: dict[str, int]) -> bool:
    """Add to ``taken`` who of a group away is taken off; false where the story does not tell it of all of them.

    Of members it is those who had leave, of delegates those for whom nobody came.
    """
    whole = story.sum(group)
    if group == "absent_whole" and "absent_leave" in rest.without:
        leave, alone = story.sum("absent_whole.leave"), story.sum("absent_whole.noleave") + story.sum("absent_noleave")
        taken["absent_leave"] = taken.get("absent_leave", 0) + leave
        return leave + alone == whole
    if "unreplaced" not in rest.without:
        return False
    if story.tells("all_replaced") and not story.values("replaced", "unreplaced"):
        return True
    if not story.values("replaced") and not story.tells("unreplaced"):
        return False
    counted = taken.get("unreplaced", 0)
    open_ = whole - story.sum("replaced") - counted
    taken["unreplaced"] = counted + open_
    return open_ >= 0 and (not open_ or story.tells("unreplaced") or story.tells("rest_unreplaced"))


def _away(story: Story, group: str) -> int | None:
    """How many of a group stayed away; ``None`` where it is not told of all."""
    whole, away, came = story.sum(group), story.sum(f"{group}.absent"), story.sum(f"{group}.came")
    if away and came:
        return away if away + came == whole else None
    if came:
        return whole - came if came <= whole else None
    if away == whole and away:
        return away
    if away and away < whole:
        return away if story.tells("others_came") else None
    return None


def _allowed(rest: Rest, story: Story, whole_role: str, passes: frozenset[str]) -> bool:
    """Whether every figure is the whole, taken off, kept, or without bearing."""
    known = {*rest.without, *rest.kept, *passes, whole_role, *_PARTS, *_RESOLVED, "called_before", "present"}
    roles = {role.partition(".")[0] for role in story.roles}
    if whole_role == "official" and story.sum("members") >= story.sum("official"):
        known |= {"members", "provisional"}  # all members, of whom those who vote are told apart
    if UNKNOWN in roles or not roles <= known or _more_told(story):
        return False
    if "provisional" in roles and whole_role == "members":
        return False
    return not ("temp_in" in roles and whole_role == "members")


def _more_told(story: Story) -> bool:
    """Whether a proposal is told as so many more: they may be more of those who are left out."""
    return any(
        one.role == "proposal" and re.search(rf"\bthem (?:\w+ )?{one.value}\b", story.sentences[one.sentence])
        for one in story.figures
    )


def _agrees(based: Based, story: Story, rest: Rest) -> bool:
    """Whether those present and the ballots given out do not tell of others who stayed away."""
    told = sum(story.sum(role) for role in rest.kept) + sum(count for _, count in based.taken)
    fits = {based.whole, based.whole - told, based.left, *(based.left - story.sum(role) for role in rest.kept)}
    fits.add(based.whole + story.sum("temp_in"))  # those who belong elsewhere sit in the hall, too
    present = story.values("present") if "present" not in rest.kept else ()
    return all(count in fits for count in (*present, *story.values("issued")))
