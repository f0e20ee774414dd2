"""A turn of a conversation in several standalone forms: which of them to answer, if any. Pure.

What a turn carries over is a guess, so each guess is looked up, and the rules found tell which was meant: a rule that
says what is new in the turn, found first for several guesses or at the place that was spoken of, is meant even where
one guess alone would not be sure enough. A rule that says nothing of what is new answers the turn before, not this one.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.model import Evidence
from assistant.question.understanding import Earlier, Understood
from assistant.retrieval.beside import asks_for_given, at_one_place, gives_what_is_asked, new_words, share_said
from assistant.retrieval.ranker import Judge, Ranking

Form = tuple[Understood, Ranking]
"""A standalone form with what was found for it."""

SAID = 0.66
"""Share of the new words of a turn that a rule must say to be meant by it."""
ENOUGH_NEW = 2
"""Fewest new words by which a rule is told from its neighbours."""
SURE = 0.5
"""Least confidence for a rule that says what is new."""
AGREED = 0.3
"""The same where it is found first for more than one form."""
HERE = 0.5
"""The same for one that holds what is asked for, where only the places of the turn before are looked through."""
NAMED = 0.2
"""The same for one that says what is new, where only those places are looked through."""
AT_THE_PLACE = 0.15
"""The same where it stands at the place that the turn before was answered from."""


def surer_form(forms: Sequence[Form], earlier: Earlier, judge: Judge, before: Sequence[Evidence]) -> Form | None:
    """The form to answer where the first one finds nothing sure; ``None`` where none is.

    Args:
        forms: all forms, the first one first.
        earlier: the turn before, with the words of this one.
        judge: decides whether a form is sure by itself.
        before: what was found for the turn before, the best first.
    """
    found = [one for one in forms if one[1].evidence]
    sure = [one for one in found[1:] if judge.again.enough(one[1]) and _share(one, earlier) >= 0.5]
    if sure:
        return max(sure, key=_confidence)
    said = [one for one in found if _share(one, earlier) >= SAID]
    firsts = [_best(one).provision.id for one in found]
    meant = [one for one in said if one[1].confidence >= _least(one, earlier, firsts, before)]
    told = {item.provision.id for item in before[:1]}
    # What answered the turn before is found first for its words alone: it gives way to another rule that is meant.
    return max(meant, key=lambda one: (_best(one).provision.id not in told, _confidence(one)), default=None)


def at_the_places(forms: Sequence[Form], earlier: Earlier) -> Form | None:
    """The form to answer of those looked up only where the turn before was answered; ``None`` where none is sure.

    A rule there is meant when it says what is new in the turn; or when it holds the kind of thing that the turn asks
    for (a figure in its unit, a time, somebody), is found first for all forms but one, and is asked for in the words
    of the turn.
    """
    found = [one for one in forms if one[1].evidence]
    firsts = [_best(one).provision.id for one in found]
    found = [one for one in found if gives_what_is_asked(earlier.turn, _best(one).provision)]
    named = [one for one in found if one[1].confidence >= NAMED and _share(one, earlier) >= SAID]
    if new_words(earlier) and named:
        return max(named, key=lambda one: (_share(one, earlier), _confidence(one)))
    meant = [
        one
        for one in found
        if one[1].confidence >= HERE
        and firsts.count(_best(one).provision.id) >= max(len(firsts) - 1, 1)
        and share_said(earlier, _best(one).provision, often=1) >= SAID
    ]
    return max(meant, key=_confidence, default=None) if asks_for_given(earlier.turn) else None


def other_form(forms: Sequence[Form], earlier: Earlier, judge: Judge, before: Sequence[Evidence] = ()) -> Form | None:
    """Another form whose rule says what is new where that of the first, sure as it is, does not.

    What answered the turn before (``before``, the best first) is no such rule: its words are in the form already.
    """
    new = new_words(earlier)
    if len(new) < ENOUGH_NEW or not earlier.leans or _share(forms[0], earlier) >= 0.5:
        return None
    told = {item.provision.id for item in before[:1]}
    others = [
        one
        for one in forms[1:]
        if judge.again.enough(one[1]) and _share(one, earlier) >= SAID and _best(one).provision.id not in told
    ]
    return max(others, key=_confidence, default=None)


def _least(one: Form, earlier: Earlier, firsts: Sequence[str], before: Sequence[Evidence]) -> float:
    """The least confidence from which a rule that says what is new is taken; never reached where little is new."""
    best = _best(one)
    agreed = firsts.count(best.provision.id) > 1
    if any(at_one_place(best, item) for item in before):
        return AT_THE_PLACE
    if len(new_words(earlier)) < ENOUGH_NEW and not agreed:
        return 1.0
    return AGREED if agreed else SURE


def _best(one: Form) -> Evidence:
    return one[1].evidence[0]


def _confidence(one: Form) -> float:
    return one[1].confidence


def _share(one: Form, earlier: Earlier) -> float:
    return share_said(earlier, _best(one).provision)
