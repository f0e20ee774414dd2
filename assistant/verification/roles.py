"""Who does what to whom, read from a sentence in the order of its text: a second look at a claim in another order.

Pure. ``assistant.verification.alignment`` wants the order of the quote inside a phrase, so it refuses true sentences
whose parts stand elsewhere (``cấp ủy ủy nhiệm một phó bí thư ký`` for ``một phó bí thư được cấp ủy ủy nhiệm ký``). Here
both are read as *frames* (``assistant.parsing.predicates``): for every predicate what may act and what may be acted on.
Faults of order are forgiven when

* neighbours in a run of words are neighbours in the quote, or both stand at the edge of one of its runs;
* every predicate of the claim has only such agents and objects as the quote gives the same predicate;
* whatever else the claim's clause says stands in the same clause of the quote;
* a figure or a date keeps its neighbour when the quote's statement holds a second one of its sort, and so does a
  phrase (``đối với …``);
* remarks in brackets are the quote's, in its order.

Nothing but order is forgiven: words, forces, bounds, conditions and omissions are judged elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from assistant.parsing.atom import Atom
from assistant.parsing.predicates import LIST, RESUME, Frame, Reading

_COUNTED = {"number", "date", "ordinal"}
Places = dict[int, int]
"""Position in the quote by position in the claim."""


def agree(claim: Sequence[Atom], quote: Sequence[Atom], places: Sequence[int | None]) -> bool:
    """Whether the claim, its atoms matched to ``places`` of the quote, has the quote's frames."""
    mine, theirs = Reading(claim), Reading(quote)
    place = {n: p for n, p in enumerate(places) if p is not None and quote[p].kind != "optional"}
    return (
        _aside(mine, theirs, place)
        and all(_neighbours(mine, theirs, place, a, b) for a, b in pairwise(mine.order))
        and all(_fits(frame, mine, theirs, place) for frame in mine.frames.values())
        and _together(mine, theirs, place)
        and all(_kept(mine, theirs, place, n) for n in mine.order)
    )


def _aside(mine: Reading, theirs: Reading, place: Places) -> bool:
    inside = [n for n, atom in enumerate(mine.atoms) if atom.aside and n in place]
    if any(not theirs.atoms[place[n]].aside for n in inside):
        return False
    return all(place[b] == place[a] + 1 for a, b in pairwise(inside) if mine.atoms[a].said == mine.atoms[b].said)


def _neighbours(mine: Reading, theirs: Reading, place: Places, first: int, second: int) -> bool:
    if mine.runs[first] != mine.runs[second] or first not in place or second not in place:
        return True
    a, b = place[first], place[second]
    if a not in theirs.runs or b not in theirs.runs:
        return a not in theirs.runs and b not in theirs.runs
    if theirs.after.get(a) == b:
        return True
    if theirs.atoms[b].joined and theirs.atoms[a].kind == "quantifier" and theirs.runs[a] == theirs.runs[b]:
        return True
    ends = theirs.runs.get(theirs.after.get(a, -1)) != theirs.runs[a]
    begins = theirs.runs.get(theirs.before.get(b, -1)) != theirs.runs[b]
    return ends and begins and theirs.runs[a] != theirs.runs[b]


def _fits(frame: Frame, mine: Reading, theirs: Reading, place: Places) -> bool:
    """Whether the quote gives the predicate these agents and objects."""
    if frame.place not in place:
        return True
    other = theirs.frames.get(place[frame.place])
    if other is None:
        return False
    actors, patients = other.actors(), other.objects | other.possible
    options = [_names(mine, option, place) for option in frame.agents if option]
    options = [option for option in options if option]
    figure = mine.atoms[frame.place].kind == "number"
    given = {n for f in theirs.frames.values() if f.clause == other.clause for n in f.objects}
    serial = not actors and (
        mine.predicate(mine.before.get(frame.place, frame.place)) or any(option <= given for option in options)
    )
    if options and not serial and not any(option <= actors for option in options):
        passive = frame.objects >= frame.agents[0]
        if not ((passive or figure) and options[0] <= patients):
            return False
    acted = _names(mine, frame.objects - set().union(*frame.agents), place)
    others = {n for f in theirs.frames.values() if f is not other for n in f.objects} - patients
    clause = {n for n, number in theirs.clause.items() if number == other.clause} - others - actors
    return acted <= patients | clause


def _names(mine: Reading, option: set[int], place: Places) -> set[int]:
    """The bodies among the words of a set; without a body, the first of its words that is matched."""
    matched = sorted(n for n in option if n in place)
    bodies = {place[n] for n in matched if mine.atoms[n].kind == "body"}
    return bodies or {place[n] for n in matched[:1]}


def _together(mine: Reading, theirs: Reading, place: Places) -> bool:
    """Whether what stands in one clause of the claim stands in one of the quote, or before its first predicate."""
    for number in set(mine.clause.values()) - {0}:
        verbs = [place[f.place] for f in mine.frames.values() if f.clause == number and f.place in place]
        own = [place[n] for n, clause in mine.clause.items() if clause == number and n in place]
        clauses = {theirs.clause.get(verb) for verb in verbs}
        items = {theirs.atoms[verb].item for verb in verbs}
        frames = [theirs.frames[verb] for verb in verbs if verb in theirs.frames]
        arguments = {n for frame in frames for n in frame.objects | frame.possible | frame.actors()}
        for p in own if verbs else ():
            here = theirs.clause.get(p)
            if here is None or here in clauses or p in arguments:
                continue
            if here != 0 or theirs.atoms[p].item not in items:
                return False
    return True


def _kept(mine: Reading, theirs: Reading, place: Places, n: int) -> bool:
    """Whether a figure, or the first word of a phrase, keeps its neighbour beside a rival of its sort."""
    if (
        n not in place
        or place[n] not in theirs.runs
        or mine.atoms[n].kind == "condition"
        or not _rivals(mine, theirs, n, place[n])
    ):
        return True
    p, before, after = place[n], mine.before.get(n), mine.after.get(n)
    first = p
    while (earlier := theirs.before.get(first)) is not None and theirs.atoms[earlier].opened == theirs.atoms[p].opened:
        first = earlier
    hosts = {theirs.before.get(p), theirs.before.get(first)}
    left = before in place and place[before] in hosts if before is not None else False
    right = after in place and place[after] == theirs.after.get(p) if after is not None else False
    joined = after is not None and mine.atoms[after].said == mine.atoms[n].said
    return left or (right and joined and mine.atoms[n].kind in _COUNTED)


def _rivals(mine: Reading, theirs: Reading, n: int, p: int) -> bool:
    """Whether the quote's statement holds a second figure, or a second phrase, of the same sort."""
    atom, own = mine.atoms[n], theirs.atoms[p]
    same = [other for m in theirs.order if (other := theirs.atoms[m]).item == own.item and m != p]
    if atom.kind in _COUNTED:
        sort = own.key.rsplit(":", 1)[-1]
        return any(
            other.kind == own.kind and (own.kind != "number" or other.key.rsplit(":", 1)[-1] == sort) for other in same
        )
    before = mine.before.get(n)
    if before is None or mine.atoms[before].said == atom.said or atom.opened in LIST | RESUME:
        return False
    return any(other.opened == own.opened and other.said != own.said for other in same)
